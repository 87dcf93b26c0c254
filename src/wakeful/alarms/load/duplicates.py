"""Alarms that nearly always come together: two of them tell the operator one thing.

A pair is judged by how often each comes with the other within a few seconds. Annunciations in a burst, when
everything comes at once, say nothing of two alarms and are left out; and where two come so often that they
would be near each other in any case, as they would be with one of them moved by a while, nothing is known.
"""

from typing import NamedTuple

import numpy as np

TOGETHER_NS = 5_000_000_000
"""Two annunciations no further apart than this came together."""
SHARE_MIN = 0.9
"""Of each of the two, so many must have come with the other."""
TIMES_MIN = 5
"""An alarm that came less often, bursts left out, is not judged."""
BURST = 20
"""An annunciation with more others around it is part of a burst."""
MOVED_NS = 23_000_000_000
"""By so much one of the two is moved to see how many would be near each other by chance."""
CHANCE_MAX = 0.5
"""More than this share near each other by chance: they cannot be judged."""
PAIRS_MAX = 20_000
"""Pairs that are judged: those that came together most often where it counts."""


class Duplicate(NamedTuple):
    """Two alarms that come together.

    ``second`` usually comes after ``first``, or at the same instant and then has the higher index.
    ``second_with_first`` of ``second_count`` annunciations came with the other, and the other way round.
    """

    first: int
    second: int
    first_count: int
    first_with_second: int
    second_count: int
    second_with_first: int


def duplicates_of(at_ns: np.ndarray, alarm: np.ndarray) -> tuple[Duplicate, ...]:
    """Every pair of alarms that nearly always came together, by their indices.

    Parameters
    ----------
    at_ns, alarm : (N,) annunciations in the order of time.

    Notes
    -----
    Of n annunciations at most m = (1 - SHARE_MIN) n may have come without the other. So of any 3 (m + 1) of
    them all but m came with it: partners are looked for around those that have the fewest others near, where
    hardly anything is near by chance.
    """
    at_ns, alarm = _worth_judging(at_ns, alarm)
    if not at_ns.size:
        return ()
    order = np.argsort(alarm, kind="stable")
    ids, begins, counts = np.unique(alarm[order], return_index=True, return_counts=True)
    times_ns = np.split(at_ns[order], begins[1:])
    place = np.searchsorted(ids, alarm)
    found = []
    for one, other in _candidates(at_ns, place, order, begins, counts):
        pair = _pair(times_ns[one], times_ns[other])
        if pair is not None:
            found.append(_named(pair, int(ids[one]), int(ids[other])))
    return tuple(found)


def _worth_judging(at_ns: np.ndarray, alarm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    near = np.searchsorted(at_ns, at_ns + TOGETHER_NS, "right") - np.searchsorted(
        at_ns, at_ns - TOGETHER_NS, "left"
    )
    apart = near - 1 <= BURST
    at_ns, alarm = at_ns[apart], alarm[apart].astype(np.int64)
    often = (np.bincount(alarm) >= TIMES_MIN)[alarm]
    return at_ns[often], alarm[often]


def _candidates(
    at_ns: np.ndarray, place: np.ndarray, order: np.ndarray, begins: np.ndarray, counts: np.ndarray
) -> list[tuple[int, int]]:
    """Pairs in which each was near enough of the loneliest annunciations of the other."""
    low = np.searchsorted(at_ns, at_ns - TOGETHER_NS, "left")
    near = np.searchsorted(at_ns, at_ns + TOGETHER_NS, "right") - low
    lonely = order[np.lexsort((near[order], place[order]))]
    rank = np.arange(len(lonely)) - np.repeat(begins, counts)
    misses = _misses(counts)
    looked_at = np.minimum(counts, 3 * (misses + 1))
    chosen = lonely[rank < np.repeat(looked_at, counts)]
    sizes = near[chosen]
    own = np.repeat(place[chosen], sizes)
    offset = np.arange(len(own)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    other = place[np.repeat(low[chosen], sizes) + offset]
    alarms = len(counts)
    pairs, times = np.unique((own * alarms + other)[own != other], return_counts=True)
    enough = times >= (looked_at - misses)[pairs // alarms]
    pairs, times = pairs[enough], times[enough]
    one, two = pairs // alarms, pairs % alarms
    back = np.searchsorted(pairs, two * alarms + one)
    mutual = np.flatnonzero((one < two) & (back < len(pairs)))
    mutual = mutual[pairs[back[mutual]] == two[mutual] * alarms + one[mutual]]
    if len(mutual) > PAIRS_MAX:
        mutual = mutual[np.argsort(-times[mutual], kind="stable")[:PAIRS_MAX]]
    return list(zip(one[mutual].tolist(), two[mutual].tolist(), strict=True))


def _misses(count: np.ndarray) -> np.ndarray:
    """How many of so many annunciations may have come alone. Whole hundredths: 0.1 has no exact double."""
    missed: np.ndarray = count * round(100 - 100 * SHARE_MIN) // 100
    return missed


def _pair(one_ns: np.ndarray, other_ns: np.ndarray) -> tuple[int, int, int, int, float] | None:
    """Counts of the two, how many of each came with the other, and the median lead of the one [ns]."""
    one_near, lead_ns = _with(one_ns, other_ns)
    if len(one_ns) - one_near > _misses(np.array(len(one_ns))):
        return None
    other_near, _ = _with(other_ns, one_ns)
    if len(other_ns) - other_near > _misses(np.array(len(other_ns))):
        return None
    if any(
        _with(one_ns, other_ns + moved_ns)[0] > CHANCE_MAX * len(one_ns) for moved_ns in (-MOVED_NS, MOVED_NS)
    ):
        return None
    return len(one_ns), one_near, len(other_ns), other_near, lead_ns


def _with(own_ns: np.ndarray, other_ns: np.ndarray) -> tuple[int, float]:
    """How many of the own have one of the other's near, and by how much the nearest usually came later."""
    after = np.searchsorted(other_ns, own_ns)
    later_ns = np.where(after < len(other_ns), other_ns[np.minimum(after, len(other_ns) - 1)] - own_ns, 2**62)
    earlier_ns = np.where(after > 0, own_ns - other_ns[np.maximum(after - 1, 0)], 2**62)
    nearest_ns = np.where(later_ns <= earlier_ns, later_ns, -earlier_ns)
    near = np.abs(nearest_ns) <= TOGETHER_NS
    count = int(np.count_nonzero(near))
    return count, float(np.median(nearest_ns[near])) if count else 0.0


def _named(pair: tuple[int, int, int, int, float], one: int, other: int) -> Duplicate:
    one_count, one_near, other_count, other_near, lead_ns = pair
    if lead_ns >= 0:
        return Duplicate(one, other, one_count, one_near, other_count, other_near)
    return Duplicate(other, one, other_count, other_near, one_count, one_near)
