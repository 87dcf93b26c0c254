"""When an operator position was in flood: a rolling count with two thresholds."""

from typing import NamedTuple

import numpy as np

from wakeful.alarms.load.watch import Watch
from wakeful.terms.site import Position


class Flood(NamedTuple):
    """One flood; ``end_ns`` is None when it had not ended.

    ``annunciated`` counts those of the window in which it began and all since; ``peak`` is the most in any
    one window.
    """

    begin_ns: int
    end_ns: int | None
    annunciated: int
    peak: int


def floods_of(at_ns: np.ndarray, position: Position, to_ns: int) -> tuple[Flood, ...]:
    """All floods that began before ``to_ns``, oldest first.

    The window at an instant t holds what was annunciated after t less the window, and until t. A flood begins
    with the annunciation that makes it more than ``flood_begin``; it ends when enough have left the window
    for it to be fewer than ``flood_end`` (ANSI/ISA-18.2-2016, 16.4.4, as publicly quoted: above 10 and below
    5 in 10 minutes).

    Parameters
    ----------
    at_ns : (N,) int64, rising: annunciations at this position, all before ``to_ns``.
    """
    window_ns = position.flood_window_ms * 1_000_000
    until = np.searchsorted(at_ns, at_ns, "right")
    count = until - np.searchsorted(at_ns, at_ns - window_ns, "right")
    over = np.flatnonzero(count > position.flood_begin)
    leaves_ns = at_ns + window_ns
    left = np.searchsorted(at_ns, leaves_ns, "right") - until
    low_ns = leaves_ns[(left < position.flood_end) & (leaves_ns < to_ns)]
    floods = []
    place = 0
    while place < len(over):
        first = int(over[place])
        begin_ns = int(at_ns[first])
        low = int(np.searchsorted(low_ns, begin_ns, "right"))
        end_ns = int(low_ns[low]) if low < len(low_ns) else None
        last = len(at_ns) if end_ns is None else int(np.searchsorted(at_ns, end_ns, "left"))
        opened = int(np.searchsorted(at_ns, begin_ns - window_ns, "right"))
        floods.append(Flood(begin_ns, end_ns, last - opened, int(count[first:last].max())))
        place = int(np.searchsorted(over, last, "left"))
    return tuple(floods)


def time_in_flood_ns(floods: tuple[Flood, ...], watch: Watch) -> int:
    """For how much of the watched time of a period at least one flood lasted; overlaps count once."""
    edges_ns, reached_ns = [], watch.from_ns
    for begin_ns, end_ns in sorted((flood.begin_ns, flood.end_ns or watch.to_ns) for flood in floods):
        begin_ns, end_ns = max(begin_ns, reached_ns), min(end_ns, watch.to_ns)
        if end_ns > begin_ns:
            edges_ns += [begin_ns, end_ns]
            reached_ns = end_ns
    watched_ns = watch.watched_before(edges_ns)
    return sum(watched_ns[1::2]) - sum(watched_ns[::2])
