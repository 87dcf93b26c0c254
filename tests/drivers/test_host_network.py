"""Network interfaces."""

from pathlib import Path

import psutil

from wakeful.drivers.host.network import INTERFACES_MAX, InterfaceProbe, LinkProbe, interface_names
from wakeful.drivers.host.quantity import WAITING
from wakeful.terms.quality import Quality

UP, DOWN, LOOPBACK = "up,broadcast,running,multicast", "broadcast,multicast", "up,loopback,running"


def test_interfaces_with_a_device_behind_them_are_real(tmp_path: Path) -> None:
    for name in ("eth0", "wlan0"):
        (tmp_path / name / "device").mkdir(parents=True)
    flags = {"lo": LOOPBACK, "eth0": UP, "wlan0": DOWN, "docker0": UP, "veth12": UP}
    assert interface_names(flags, tmp_path) == ["eth0", "wlan0"]


def test_without_devices_what_is_up_and_leads_out_is_taken(tmp_path: Path) -> None:
    flags = {"lo": LOOPBACK, "eth0": UP, "ifb0": DOWN}
    assert interface_names(flags, tmp_path) == ["eth0"]
    assert len(interface_names({f"e{n}": UP for n in range(40)}, tmp_path)) == INTERFACES_MAX


def test_an_interface_that_is_not_there_is_not_connected() -> None:
    assert set(InterfaceProbe(["no-such0"]).read(0)) == {Quality.BAD_NOT_CONNECTED}
    assert LinkProbe(["no-such0"]).read(0) == (Quality.BAD_NOT_CONNECTED,)


def test_an_interface_that_is_down_at_first_has_no_link_alarm() -> None:
    assert [quantity.alarmed for quantity in LinkProbe(["no-such0"]).quantities] == [False]
    up = [name for name, entry in psutil.net_if_stats().items() if entry.isup]
    assert all(quantity.alarmed for quantity in LinkProbe(up).quantities)


def test_traffic_of_this_machine_is_a_rate_from_the_second_reading() -> None:
    names = sorted(psutil.net_io_counters(pernic=True))
    probe = InterfaceProbe(names)
    assert set(probe.read(10**9)) <= {WAITING}
    assert all(isinstance(value, float) and value >= 0.0 for value in probe.read(2 * 10**9))
    assert sum(quantity.overview for quantity in probe.quantities) <= 1
