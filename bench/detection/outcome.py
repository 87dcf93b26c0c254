"""One line of the benchmark's table: a rule, how its limit was set, and what it did."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.detection.scores import FalseAlarms
from bench.figure import Figure

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Asked:
    """``amount`` false alarms a day (``per_day``), or else share of normal rows at or above the limit."""

    amount: float
    per_day: bool

    def __str__(self) -> str:
        return f"{self.amount:g}/day" if self.per_day else f"{100 * self.amount:g} %"


@dataclass(frozen=True)
class Outcome:
    """``asked`` is None for rules that bring their own limit; ``more`` holds scores by name."""

    data: str
    rule: str
    limit: str
    asked: Asked | None
    false: FalseAlarms
    rows_a_day: float
    more: dict[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Realised over requested; None where nothing was asked."""
        if self.asked is None or not self.false.rows:
            return None
        realised = self.false.per_day(self.rows_a_day) if self.asked.per_day else self.false.over_share
        return realised / self.asked.amount

    @property
    def ratio_interval(self) -> tuple[float, float] | None:
        """Exact 95 % interval of the ratio, where episodes were asked for: rows are not independent."""
        if self.asked is None or not self.asked.per_day or not self.false.rows:
            return None
        low, high = self.false.interval_per_day(self.rows_a_day)
        return low / self.asked.amount, high / self.asked.amount

    def figures(self) -> Iterator[Figure]:
        """What is kept in bench/results/."""
        name = f"{self.data}: {self.rule}, {self.limit}"
        if self.false.rows:
            days = self.false.rows / self.rows_a_day
            if self.ratio is not None:
                interval = self.ratio_interval
                spread = f"95 % {interval[0]:.2f} to {interval[1]:.2f}; " if interval else ""
                asked = f"{spread}asked {self.asked}, {self.false.episodes} in {days:.1f} days"
                yield Figure(f"{name}: realised over requested", self.ratio, "1", note=asked)
            yield Figure(f"{name}: false alarms", self.false.per_day(self.rows_a_day), "1/day")
            yield Figure(f"{name}: time in false alarm", self.false.time_share, "share")
        for key, value in self.more.items():
            yield Figure(f"{name}: {key}", value, "", note=self.note)


def data_folder() -> Path:
    """``WAKEFUL_DATASETS``, or ``../shared/datasets`` beside the work tree."""
    return Path(os.environ.get("WAKEFUL_DATASETS", ROOT.parent / "shared" / "datasets"))
