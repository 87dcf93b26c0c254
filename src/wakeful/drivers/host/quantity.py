"""What one probe of the machine reads, and what a reading that failed is worth."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from wakeful.terms.quality import Quality

Reading = float | Quality
"""A number, which is good, or the reason why there is none."""

WAITING = Quality.BAD_WAITING_FOR_INITIAL_DATA
GONE = Quality.BAD_NOT_CONNECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One thing that can be read from the machine. Becomes a tag named prefix + ``address``."""

    address: str
    description: str
    unit: str = ""
    range_low_eu: float = 0.0
    range_high_eu: float = 100.0
    normal_low_eu: float | None = None
    normal_high_eu: float | None = None
    resolution_eu: float | None = None
    states: tuple[str, ...] = ()
    overview: bool = False
    alarmed: bool = True
    """False where an alarm would stand from the start and mean nothing: a cable never plugged in."""


class Probe(ABC):
    """A group of quantities that one call of the operating system answers together.

    ``read_period_ms`` is the shortest time between two readings; 0 means every period of the driver.
    A probe whose ``read`` raises marks all of its quantities by ``quality_of``.
    """

    quantities: tuple[Quantity, ...]
    read_period_ms: int = 0

    @abstractmethod
    def read(self, at_ns: int) -> tuple[Reading, ...]:
        """Readings in the order of ``quantities``; ``at_ns`` is monotonic time, for rates."""

    def forget(self) -> None:  # noqa: B027  (most probes have no past)
        """Drop what rates are worked out from: sampling starts anew."""


READ_ERRORS = (OSError, psutil.Error, RuntimeError, NotImplementedError, ValueError, LookupError)
"""What reading an operating system's counters may raise when a device has gone or refuses."""


def probes_that_answer(*makers: Callable[[], Probe]) -> list[Probe]:
    """The probes that can be made and read on this machine, ready to start; the others are left out."""
    found = []
    for make in makers:
        try:
            probe = make()
            probe.read(0)
        except READ_ERRORS:
            continue
        probe.forget()
        found.append(probe)
    return found


def quality_of(error: Exception) -> Quality:
    """The quality code that says why a quantity could not be read.

    A refusal for lack of rights is a matter of set-up, a device or file that is not there any more is
    not connected, a number that cannot be parsed is a sensor's failure, anything else a device's.
    """
    if isinstance(error, PermissionError | psutil.AccessDenied):
        return Quality.BAD_CONFIGURATION_ERROR
    if isinstance(error, FileNotFoundError | ProcessLookupError | LookupError | psutil.NoSuchProcess):
        return Quality.BAD_NOT_CONNECTED
    if isinstance(error, ValueError):
        return Quality.BAD_SENSOR_FAILURE
    return Quality.BAD_DEVICE_FAILURE


def address_part(text: str) -> str:
    """A device's or mount point's own name as part of an address: letters, digits and underscores.

    >>> address_part("/var/lib"), address_part("/"), address_part("enp0s31f6")
    ('VAR_LIB', 'ROOT', 'ENP0S31F6')
    """
    cleaned = "".join(c if c.isascii() and c.isalnum() else "_" for c in text).strip("_").upper()
    return cleaned or "ROOT"


def distinct(parts: list[str]) -> list[str]:
    """The same names, those that occur again numbered from 2, so that addresses are unique."""
    taken: set[str] = set()
    result = []
    for part in parts:
        name, number = part, 2
        while name in taken:
            name, number = f"{part}_{number}", number + 1
        taken.add(name)
        result.append(name)
    return result
