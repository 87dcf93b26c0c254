"""Temperatures, fans and battery, on what psutil answers on machines that have them."""

from collections.abc import Sequence

import psutil

from wakeful.drivers.host.sensors import (
    SENSORS_MAX,
    BatteryProbe,
    FanProbe,
    Temperature,
    TemperatureProbe,
    sensor_probes,
)
from wakeful.terms.quality import Quality

LAPTOP: dict[str, list[Temperature]] = {
    "coretemp": [
        Temperature("Package id 0", 51.0, 100.0, 100.0),
        Temperature("Core 0", 49.0, 100.0, 100.0),
    ],
    "nvme": [Temperature("Composite", 38.9, 84.8, 84.8), Temperature("Sensor 2", 44.9, 65261.8, 65261.8)],
    "acpitz": [Temperature("", 52.0, None, 0.0)],
}


def test_each_sensor_has_a_tag_and_a_believable_critical_temperature() -> None:
    probe = TemperatureProbe(lambda: LAPTOP)
    assert [q.address for q in probe.quantities] == [
        "TEMP_ACPITZ",
        "TEMP_CORETEMP_PACKAGE_ID_0",
        "TEMP_CORETEMP_CORE_0",
        "TEMP_NVME_COMPOSITE",
        "TEMP_NVME_SENSOR_2",
    ]
    assert probe.critical_c == (100.0, 100.0, 100.0, 84.8, 100.0)
    assert probe.read(0) == (52.0, 51.0, 49.0, 38.9, 44.9)


def test_a_sensor_that_leaves_is_gone_and_the_others_stay() -> None:
    chips: dict[str, Sequence[Temperature]] = dict(LAPTOP)
    probe = TemperatureProbe(lambda: chips)
    del chips["nvme"]
    assert probe.read(0) == (52.0, 51.0, 49.0, Quality.BAD_NOT_CONNECTED, Quality.BAD_NOT_CONNECTED)


def test_sensors_are_limited() -> None:
    many = {f"chip{n}": [Temperature("a", 1.0, None, None)] for n in range(100)}
    assert len(TemperatureProbe(lambda: many).quantities) == SENSORS_MAX


def test_fans_are_read_like_temperatures() -> None:
    fans = {"thinkpad": [Temperature("fan1", 2400.0, None, None), Temperature("fan2", 0.0, None, None)]}
    probe = FanProbe(lambda: fans)
    assert [q.address for q in probe.quantities] == ["FAN_THINKPAD_FAN1", "FAN_THINKPAD_FAN2"]
    assert probe.read(0) == (2400.0, 0.0)


def test_the_battery_of_this_machine_or_none() -> None:
    charge, mains = BatteryProbe().read(0)
    if psutil.sensors_battery() is None:
        assert (charge, mains) == (Quality.BAD_NOT_CONNECTED,) * 2
    else:
        assert isinstance(charge, float)
        assert 0.0 <= charge <= 100.0
        assert mains in (0.0, 1.0, Quality.BAD_NOT_CONNECTED)


def test_only_sensors_that_exist_are_probed() -> None:
    kinds = {type(probe) for probe in sensor_probes()}
    assert (TemperatureProbe in kinds) == bool(getattr(psutil, "sensors_temperatures", dict)())
    assert (FanProbe in kinds) == bool(getattr(psutil, "sensors_fans", dict)())
