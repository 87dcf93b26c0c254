"""One measured figure: what every bench module returns a list of."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """A value with its unit and, where one was promised, the target it is held against.

    ``better`` says on which side of the target it should lie. ``note`` holds what a reader needs in order
    to compare: sizes, settings, spread.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    better: Literal["higher", "lower"] = "higher"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where there is none. NaN never meets one."""
        if self.target is None:
            return None
        return bool(self.value >= self.target if self.better == "higher" else self.value <= self.target)
