"""Network interfaces."""

from functools import partial
from pathlib import Path

import psutil

from wakeful.drivers.host.counters import Rates, added, scaled
from wakeful.drivers.host.quantity import (
    GONE,
    Probe,
    Quantity,
    Reading,
    address_part,
    distinct,
    probes_that_answer,
)

INTERFACES_MAX = 16
LINK_PERIOD_MS = 5_000
SYS_NET = Path("/sys/class/net")
MBIT_PER_BYTE = 8e-6
BYTES_PER_S_MAX = 5e10
PACKETS_PER_S_MAX = 1e9
SPEED_ASSUMED_MBIT_PER_S = 10_000.0


def interface_names(flags: dict[str, str], directory: Path = SYS_NET) -> list[str]:
    """Which interfaces are real, at most ``INTERFACES_MAX``; ``flags`` as psutil gives them by name.

    On Linux those with a device behind them. Where none has (in a container), and elsewhere, those that
    are up and are not the loopback.
    """
    real = sorted(name for name in flags if (directory / name / "device").exists())
    if not real:
        real = sorted(
            name for name, text in flags.items() if "loopback" not in text and "up" in text.split(",")
        )
    return real[:INTERFACES_MAX]


class InterfaceProbe(Probe):
    """Traffic, errors and dropped packets of each interface."""

    def __init__(self, names: list[str]) -> None:
        """``names`` as the kernel calls them; the speed of each, where known, sets the range."""
        self._names = names
        limits = (BYTES_PER_S_MAX,) * 2 + (PACKETS_PER_S_MAX,) * 4
        self._rates = [Rates(limits) for _ in names]
        known = psutil.net_if_stats()
        quantities: list[Quantity] = []
        for name, part in zip(names, distinct([address_part(n) for n in names]), strict=True):
            speed = float(known[name].speed) if name in known else 0.0
            speed = speed or SPEED_ASSUMED_MBIT_PER_S
            quantities += _interface_quantities(name, part, speed, overview=name == names[0])
        self.quantities = tuple(quantities)

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """For each interface: received, sent [Mbit/s], errors, drops [1/s]."""
        counters = psutil.net_io_counters(pernic=True, nowrap=False)
        readings: list[Reading] = []
        for name, rates in zip(self._names, self._rates, strict=True):
            nic = counters.get(name)
            if nic is None:
                rates.forget()
                readings += [GONE] * 4
                continue
            received, sent, *faults = rates.step(
                (nic.bytes_recv, nic.bytes_sent, nic.errin, nic.errout, nic.dropin, nic.dropout), at_ns
            )
            readings += [scaled(received, MBIT_PER_BYTE), scaled(sent, MBIT_PER_BYTE)]
            readings += [added(*faults[:2]), added(*faults[2:])]
        return tuple(readings)

    def forget(self) -> None:
        """Rates start anew."""
        for rates in self._rates:
            rates.forget()


class LinkProbe(Probe):
    """Whether each interface is up."""

    read_period_ms = LINK_PERIOD_MS

    def __init__(self, names: list[str]) -> None:
        """An interface that is down at this moment has no link alarm: nobody may have meant it to be up."""
        self._names = names
        known = psutil.net_if_stats()
        self.quantities = tuple(
            Quantity(
                address=f"NET_{part}.LINK",
                description=f"Network interface {name}",
                states=("down", "up"),
                range_high_eu=1.0,
                normal_low_eu=1.0,
                normal_high_eu=1.0,
                alarmed=name in known and known[name].isup,
            )
            for name, part in zip(names, distinct([address_part(n) for n in names]), strict=True)
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """1 up, 0 down, for each interface."""
        del at_ns
        known = psutil.net_if_stats()
        return tuple(float(known[n].isup) if n in known else GONE for n in self._names)


def _interface_quantities(name: str, part: str, speed_mbit_per_s: float, *, overview: bool) -> list[Quantity]:
    """Tags of one interface."""
    traffic = [
        Quantity(
            address=f"NET_{part}.{what}",
            description=f"Network interface {name}: {text}",
            unit="Mbit/s",
            range_high_eu=speed_mbit_per_s,
            resolution_eu=0.001,
            overview=overview and what == "RECEIVED",
        )
        for what, text in (("RECEIVED", "data received"), ("SENT", "data sent"))
    ]
    faults = [
        Quantity(
            address=f"NET_{part}.{what}",
            description=f"Network interface {name}: {text}",
            unit="1/s",
            range_high_eu=10_000.0,
            normal_low_eu=0.0,
            normal_high_eu=normal,
            resolution_eu=0.1,
        )
        for what, text, normal in (
            ("ERRORS", "damaged packets", 0.1),
            ("DROPS", "packets thrown away for want of room", 5.0),
        )
    ]
    return traffic + faults


def network_probes() -> list[Probe]:
    """Traffic and link of the real interfaces, if there are any."""
    names = interface_names({name: entry.flags for name, entry in psutil.net_if_stats().items()})
    if not names:
        return []
    return probes_that_answer(partial(InterfaceProbe, names), partial(LinkProbe, names))
