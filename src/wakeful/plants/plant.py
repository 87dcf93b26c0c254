"""The one interface every simulated plant has. A third plant is one file that fills it in."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from wakeful.terms.fault import FaultKind
from wakeful.terms.site import SourceDescription


class Plant(Protocol):
    """A process with instruments, controllers and equipment, on simulated time.

    Determinism: the same seed, commands and steps give the same readings, bit for bit.
    """

    step_s: float
    """Simulated seconds of one step; fixed."""

    def describe(self) -> SourceDescription:
        """Tags, default alarms and equipment; ``system`` and ``source`` are filled in by the driver."""
        ...

    def step(self) -> None:
        """Advance by ``step_s`` of simulated time."""
        ...

    @property
    def time_s(self) -> float:
        """Simulated seconds since the start."""
        ...

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """Readings now: values (N,) float64 [EU], quality (N,) uint32, in order of ``describe().tags``."""
        ...

    def write(self, equipment: str, control: str, value: float) -> str:
        """Operate. Returns "" when taken, else the reason (interlock, AUTO, out of range, unknown)."""
        ...

    def faults(self) -> Mapping[str, FaultKind]:
        """The plant's own disturbances by name (instrument faults come from the shared layer)."""
        ...

    def inject(self, fault: str, target: str, severity: float, active: bool) -> str:
        """Begin or end one of ``faults``. Returns "" or the reason it cannot be."""
        ...

    def snapshot(self) -> bytes:
        """Everything needed to go on exactly from here."""
        ...

    def restore(self, snapshot: bytes) -> None:
        """Go back to a snapshot of the same plant. Raises DataError for any other bytes."""
        ...
