"""Alarms that make a nuisance of themselves, with their share of the load: what to work on first."""

from collections.abc import Iterator

import numpy as np

from wakeful.alarms.load.duplicates import TOGETHER_NS, Duplicate, duplicates_of
from wakeful.alarms.load.period import Period, alarm_order
from wakeful.alarms.load.places import NOBODY, Places
from wakeful.alarms.machine.packed import LETTER, LETTERS
from wakeful.terms.alarm_load import WorklistEntry

ENTRIES_MAX = 1_000
FAULTS = ("chattering", "fleeting", "stale", "standing", "duplicate")
_SECOND_NS = 1_000_000_000


def worklist(
    studied: Period, places: Places, position: str = "", *, entries_max: int = ENTRIES_MAX
) -> tuple[WorklistEntry, ...]:
    """Entries of one position or of all, greatest share of its position's load first; the limit cuts last.

    An alarm may be there for several faults. Equal shares are in the order of ``FAULTS``, then by name.
    """
    whole = _Grouped(studied, places)
    entries = [*_chattering(whole), *_fleeting(whole), *_present(whole), *_stale_ended(whole)]
    entries += _duplicates(whole)
    if position:
        entries = [entry for entry in entries if entry.position == position]
    entries.sort(key=lambda entry: (-entry.share, -entry.count, FAULTS.index(entry.fault), entry.alarm))
    return tuple(entries[:entries_max])


class _Grouped:
    """The annunciations of the period brought together by alarm."""

    def __init__(self, studied: Period, places: Places) -> None:
        self.studied = studied
        self._places = places
        alarm = studied.annunciations.alarm
        self.order = alarm_order(alarm)
        self.counts = np.bincount(alarm, minlength=len(studied.end))
        self._begins = np.concatenate([[0], np.cumsum(self.counts)])
        of_alarm = places.of_alarm[alarm]
        self._loads = np.bincount(of_alarm[of_alarm >= 0], minlength=len(places.positions))

    def entries_of(self, alarm: int) -> np.ndarray:
        """(K,) positions in ``period.annunciations`` of one alarm's, in the order of time."""
        return self.order[self._begins[alarm] : self._begins[alarm + 1]]

    def alarms_with(self, marked: np.ndarray) -> list[int]:
        """Alarms with a marked annunciation."""
        found: list[int] = np.unique(self.studied.annunciations.alarm[marked]).tolist()
        return found

    def entry(
        self,
        alarm: int,
        fault: str,
        count: int,
        since_ns: int,
        detail: str,
        *,
        now: bool,
        with_alarm: str = "",
    ) -> WorklistEntry:
        """The entry of an alarm; its share is of its position's load, or of the site's where it has none."""
        place = int(self._places.of_alarm[alarm])
        load = len(self.order) if place == NOBODY else int(self._loads[place])
        return WorklistEntry(
            alarm=self.studied.names[alarm],
            position="" if place == NOBODY else self._places.positions[place].id,
            fault=fault,
            count=count,
            share=count / load if load else 0.0,
            since_ms=since_ns / 1e6,
            with_alarm=with_alarm,
            detail=detail,
            now=now,
        )


def _chattering(whole: _Grouped) -> Iterator[WorklistEntry]:
    studied, sounded = whole.studied, whole.studied.annunciations
    window_ns = studied.philosophy.chatter_window_ms * 1_000_000
    for alarm in whole.alarms_with(sounded.chattering):
        own = whole.entries_of(alarm)
        at_ns = sounded.at_ns[own]
        marked_ns = at_ns[sounded.chattering[own]]
        most = int((np.searchsorted(at_ns, at_ns + window_ns, "left") - np.arange(len(at_ns))).max())
        lately = int(np.count_nonzero(at_ns > studied.to_ns - window_ns))
        detail = f"up to {most:,} in {window_ns / _SECOND_NS:g} s"
        now = lately >= studied.philosophy.chatter_count
        yield whole.entry(alarm, "chattering", len(marked_ns), int(marked_ns[0]), detail, now=now)


def _fleeting(whole: _Grouped) -> Iterator[WorklistEntry]:
    sounded = whole.studied.annunciations
    marked = np.flatnonzero(sounded.fleeting)
    lasted_ns = sounded.returned_ns[marked] - sounded.at_ns[marked]
    by_length = np.lexsort((lasted_ns, sounded.alarm[marked]))
    alarms, first, counts = np.unique(sounded.alarm[marked], return_index=True, return_counts=True)
    middle_ns = lasted_ns[by_length][np.cumsum(counts) - counts + counts // 2]
    since_ns = sounded.at_ns[marked[first]]
    for alarm, count, lasted, since in zip(
        alarms.tolist(), counts.tolist(), middle_ns.tolist(), since_ns.tolist(), strict=True
    ):
        detail = f"active for {lasted / _SECOND_NS:.3g} s"
        yield whole.entry(alarm, "fleeting", count, since, detail, now=False)


def _present(whole: _Grouped) -> Iterator[WorklistEntry]:
    """Alarms that stand at the end; those that do so for too long are stale."""
    studied = whole.studied
    letters = LETTER[studied.end["code"]]
    unacknowledged = LETTERS.index("B")
    for alarm in np.flatnonzero((letters == unacknowledged) | (letters == LETTERS.index("C"))).tolist():
        since_ns = int(studied.end["since_ns"][alarm])
        stale = studied.to_ns - since_ns > studied.philosophy.stale_after_ms * 1_000_000
        count = int(np.count_nonzero(studied.annunciations.at_ns[whole.entries_of(alarm)] >= since_ns))
        seen = "not acknowledged" if letters[alarm] == unacknowledged else "acknowledged"
        detail = f"active for {_words(studied.to_ns - since_ns)}, {seen}"
        yield whole.entry(alarm, "stale" if stale else "standing", count, since_ns, detail, now=True)


def _stale_ended(whole: _Grouped) -> Iterator[WorklistEntry]:
    """Of each alarm that was stale and no longer is, the longest time; what it is now is said elsewhere."""
    stale = whole.studied.stale
    longest: dict[int, tuple[int, int]] = {}
    for alarm, since_ns, until_ns in zip(
        stale.alarm.tolist(), stale.since_ns.tolist(), stale.until_ns.tolist(), strict=True
    ):
        if alarm not in longest or until_ns - since_ns > longest[alarm][1] - longest[alarm][0]:
            longest[alarm] = since_ns, until_ns
    for alarm, (since_ns, until_ns) in longest.items():
        at_ns = whole.studied.annunciations.at_ns[whole.entries_of(alarm)]
        count = int(np.count_nonzero((at_ns >= since_ns) & (at_ns < until_ns)))
        detail = f"was active for {_words(until_ns - since_ns)}"
        yield whole.entry(alarm, "stale", count, since_ns, detail, now=False)


def _duplicates(whole: _Grouped) -> Iterator[WorklistEntry]:
    """Of each alarm that follows another, the one it follows most faithfully."""
    studied, sounded = whole.studied, whole.studied.annunciations
    best: dict[int, Duplicate] = {}
    for pair in duplicates_of(sounded.at_ns, sounded.alarm):
        known = best.get(pair.second)
        if known is None or _faith(pair) > _faith(known):
            best[pair.second] = pair
    for alarm, pair in best.items():
        name, other = studied.names[alarm], studied.names[pair.first]
        detail = (
            f"within {TOGETHER_NS // _SECOND_NS} s of {other} in {pair.second_with_first:,} of "
            f"{pair.second_count:,}; {other} with {name} in {pair.first_with_second:,} of "
            f"{pair.first_count:,}"
        )
        since_ns = int(sounded.at_ns[whole.entries_of(alarm)[0]])
        yield whole.entry(
            alarm, "duplicate", pair.second_with_first, since_ns, detail, now=False, with_alarm=other
        )


def _faith(pair: Duplicate) -> tuple[float, int]:
    together = pair.second_with_first + pair.first_with_second
    return together / (pair.second_count + pair.first_count), -pair.first


def _words(duration_ns: int) -> str:
    """A duration in its two largest units."""
    seconds = duration_ns // _SECOND_NS
    for unit_s, unit, part_s, part in (
        (86_400, "d", 3_600, "h"),
        (3_600, "h", 60, "min"),
        (60, "min", 1, "s"),
    ):
        if seconds >= unit_s:
            return f"{seconds // unit_s} {unit} {seconds % unit_s // part_s} {part}"
    return f"{seconds} s"
