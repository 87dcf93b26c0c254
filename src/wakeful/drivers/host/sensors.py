"""Temperatures, fans and the battery, where the machine has them."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import psutil

from wakeful.drivers.host.quantity import (
    GONE,
    Probe,
    Quantity,
    Reading,
    address_part,
    distinct,
    probes_that_answer,
)

SENSORS_MAX = 32
SENSOR_PERIOD_MS = 5_000
BATTERY_PERIOD_MS = 10_000
CRITICAL_ASSUMED_C = 100.0
CRITICAL_C_MIN, CRITICAL_C_MAX = 40.0, 150.0
"""Chips report nonsense such as 0 or 65,261 °C as their critical temperature; outside this it is ignored."""


class Temperature(NamedTuple):
    """What psutil says of one temperature; the same fields in the same order."""

    label: str
    current: float
    high: float | None
    critical: float | None


Temperatures = Mapping[str, Sequence[Temperature]]


def _names(chips: Mapping[str, Sequence[object]]) -> list[tuple[str, int, str, str]]:
    """(chip, place, address part, words for people) of each sensor, at most ``SENSORS_MAX``."""
    found = [
        (chip, place, str(getattr(sensor, "label", "") or ""))
        for chip in sorted(chips)
        for place, sensor in enumerate(chips[chip])
    ][:SENSORS_MAX]
    parts = distinct([address_part(f"{chip}_{label}" if label else chip) for chip, _, label in found])
    return [
        (chip, place, part, f"{chip} {label}".strip())
        for (chip, place, label), part in zip(found, parts, strict=True)
    ]


class TemperatureProbe(Probe):
    """Temperatures of processors, disks and boards, as their chips report them."""

    read_period_ms = SENSOR_PERIOD_MS

    def __init__(self, ask: Callable[[], Temperatures]) -> None:
        """``ask`` answers as ``psutil.sensors_temperatures`` does."""
        self._ask = ask
        chips = ask()
        self._sensors = _names(chips)
        self.critical_c = tuple(_critical_c(chips[chip][place]) for chip, place, *_ in self._sensors)
        self.quantities = tuple(
            Quantity(
                address=f"TEMP_{part}",
                description=f"Temperature of {words}",
                unit="°C",
                range_low_eu=-20.0,
                range_high_eu=critical_c + 20.0,
                normal_low_eu=0.0,
                normal_high_eu=critical_c - 15.0,
                resolution_eu=0.1,
            )
            for (_, _, part, words), critical_c in zip(self._sensors, self.critical_c, strict=True)
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Temperatures [°C]; a sensor that has left, or changed place, is gone."""
        del at_ns
        chips = self._ask()
        return tuple(
            float(chips[chip][place].current) if place < len(chips.get(chip, ())) else GONE
            for chip, place, *_ in self._sensors
        )


def _critical_c(sensor: Temperature) -> float:
    """The temperature at which this part must stop: its own word, else a usual one."""
    for stated in (sensor.critical, sensor.high):
        if stated is not None and CRITICAL_C_MIN <= stated <= CRITICAL_C_MAX:
            return float(stated)
    return CRITICAL_ASSUMED_C


class FanProbe(Probe):
    """Speeds of fans."""

    read_period_ms = SENSOR_PERIOD_MS

    def __init__(self, ask: Callable[[], Mapping[str, Sequence[object]]]) -> None:
        """``ask`` answers as ``psutil.sensors_fans`` does."""
        self._ask = ask
        self._sensors = _names(ask())
        self.quantities = tuple(
            Quantity(
                address=f"FAN_{part}",
                description=f"Speed of fan {words}",
                unit="1/min",
                range_high_eu=10_000.0,
                resolution_eu=1.0,
            )
            for _, _, part, words in self._sensors
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Speeds [1/min]; a fan that has left is gone."""
        del at_ns
        chips = self._ask()
        return tuple(
            float(getattr(chips[chip][place], "current", 0.0)) if place < len(chips.get(chip, ())) else GONE
            for chip, place, *_ in self._sensors
        )


class BatteryProbe(Probe):
    """Charge of the battery and whether the mains feed it."""

    read_period_ms = BATTERY_PERIOD_MS

    def __init__(self) -> None:
        """One battery, as psutil sums them up."""
        self.quantities = (
            Quantity(
                address="BATTERY.CHARGE",
                description="Charge of the battery",
                unit="%",
                normal_low_eu=25.0,
                normal_high_eu=100.0,
                resolution_eu=1.0,
            ),
            Quantity(
                address="BATTERY.MAINS",
                description="Power from the mains",
                states=("off", "on"),
                range_high_eu=1.0,
            ),
        )

    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Charge [%], mains (1 on, 0 off)."""
        del at_ns
        battery = psutil.sensors_battery()
        if battery is None:
            return (GONE, GONE)
        return (
            float(battery.percent),
            GONE if battery.power_plugged is None else float(battery.power_plugged),
        )


def sensor_probes() -> list[Probe]:
    """What this machine's sensors answer; on most virtual machines nothing."""
    makers: list[Callable[[], Probe]] = []
    temperatures = getattr(psutil, "sensors_temperatures", None)
    if temperatures is not None and temperatures():
        makers.append(lambda: TemperatureProbe(temperatures))
    fans = getattr(psutil, "sensors_fans", None)
    if fans is not None and fans():
        makers.append(lambda: FanProbe(fans))
    battery = getattr(psutil, "sensors_battery", None)
    if battery is not None and battery() is not None:
        makers.append(BatteryProbe)
    return probes_that_answer(*makers)
