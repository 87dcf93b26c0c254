"""Which part of a period was watched: what its record reaches, less the time in which no server ran.

Rates and shares of time are by this part. By the whole period a plant would look the calmer the longer
nobody had looked.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

Stretch = tuple[int, int]
"""From an instant up to, not including, another [ns]."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A period and the stretches of it that were not watched: rising, apart from each other, within it."""

    from_ns: int
    to_ns: int
    gaps: tuple[Stretch, ...]

    @property
    def covered_ns(self) -> int:
        """How much of the period was watched."""
        return self.to_ns - self.from_ns - sum(end_ns - begin_ns for begin_ns, end_ns in self.gaps)

    def watched_before(self, instants_ns: Iterable[int]) -> list[int]:
        """For each instant of the period how much was watched until then [ns]."""
        begins_ns = [begin_ns for begin_ns, _ in self.gaps]
        lost_ns = [0, *accumulate(end_ns - begin_ns for begin_ns, end_ns in self.gaps)]
        found = []
        for at_ns in instants_ns:
            place = bisect_right(begins_ns, at_ns)
            inside_ns = max(0, self.gaps[place - 1][1] - at_ns) if place else 0
            found.append(at_ns - self.from_ns - lost_ns[place] + inside_ns)
        return found


def watch_of(from_ns: int, to_ns: int, known: Stretch, silences: Iterable[Stretch]) -> Watch:
    """The watch over a period.

    Parameters
    ----------
    known : from when until when there is a record at all.
    silences : when no server ran, in any order; they may overlap.
    """
    first_ns, last_ns = known
    dark = [(from_ns, first_ns), (max(first_ns, last_ns), to_ns), *silences]
    gaps: list[Stretch] = []
    for begin_ns, end_ns in sorted((max(begin, from_ns), min(end, to_ns)) for begin, end in dark):
        if end_ns <= begin_ns:
            continue
        if gaps and begin_ns <= gaps[-1][1]:
            gaps[-1] = gaps[-1][0], max(gaps[-1][1], end_ns)
        else:
            gaps.append((begin_ns, end_ns))
    return Watch(from_ns, to_ns, tuple(gaps))
