"""The samples of a sheet: its series, and single ones that come late, twice or out of order."""

from collections import defaultdict
from dataclasses import dataclass, field

from wakeful.drills.acts import Sheet
from wakeful.drills.cursor import DURATION_MAX_NS, Cursor
from wakeful.drills.finding import Mistake
from wakeful.drills.script import ArrivingSample, Feed
from wakeful.drills.series import readings_of

SAMPLES_MAX = 500_000
"""Most samples of a sheet."""


@dataclass
class Samples:
    """Samples by the instant of their arrival, in the order of the sheet."""

    by_arrival_ns: dict[int, list[ArrivingSample]] = field(default_factory=lambda: defaultdict(list))
    stamps: set[tuple[str, int]] = field(default_factory=set)
    count: int = 0

    def add(self, at_ns: int, sample: ArrivingSample, column: int) -> None:
        """Keep one. Raises Mistake when there are too many."""
        self.count += 1
        if self.count > SAMPLES_MAX:
            raise Mistake(column, f"more than {SAMPLES_MAX:,} samples", "shorten the series")
        self.by_arrival_ns[at_ns].append(sample)

    def feeds(self) -> tuple[Feed, ...]:
        """All of them in order of arrival."""
        return tuple(Feed(at_ns, tuple(self.by_arrival_ns[at_ns])) for at_ns in sorted(self.by_arrival_ns))


def read_series(cursor: Cursor, text: str, sheet: Sheet, samples: Samples) -> None:
    """``series TAG every DURATION [from TIME] [arriving DURATION late]: ITEMS``, behind its first word."""
    column = cursor.column
    tag = cursor.noted("tag", sheet.declared.tags)
    every_ns = from_ns = late_ns = 0
    try:
        every_ns, from_ns, late_ns = _read_times(cursor)
    except Mistake as mistake:
        cursor.note(mistake)
        cursor.skip_to(":")
    colon = cursor.column
    if cursor.mistakes and cursor.at_end:
        return
    cursor.expect(":")
    if tag not in sheet.declared.tags or tag in sheet.declared.broken:
        return  # its states are not known
    readings = readings_of(text[colon:].split(" #")[0], colon + 1, sheet.declared.states_of(tag))
    if cursor.mistakes:
        return
    if from_ns + every_ns * len(readings) + late_ns > DURATION_MAX_NS:
        raise Mistake(column, "the series lasts longer than a year", "a scenario may last 366 days")
    for step, reading in enumerate(readings):
        stamp_ns = from_ns + step * every_ns
        if not reading.quality:
            continue
        if (tag, stamp_ns) in samples.stamps:
            raise Mistake(column, f"{tag} has two samples of one instant", "let its series not overlap")
        samples.stamps.add((tag, stamp_ns))
        samples.add(stamp_ns + late_ns, ArrivingSample(tag, stamp_ns, reading.value, reading.quality), column)


def _read_times(cursor: Cursor) -> tuple[int, int, int]:
    """Period, beginning and lateness of a series [ns]."""
    cursor.expect("every")
    column, every_ns = cursor.column, cursor.duration_ns()
    if every_ns <= 0:
        raise Mistake(column, "samples must be apart", "give a period above 0")
    from_ns = cursor.instant_ns() if cursor.take("from") else 0
    late_ns = 0
    if cursor.take("arriving"):
        late_ns = cursor.duration_ns()
        cursor.expect("late")
    return every_ns, from_ns, late_ns


def read_received(cursor: Cursor, sheet: Sheet, samples: Samples, at_ns: int) -> None:
    """``TAG receives [bad | uncertain] [VALUE] [stamped TIME]``, behind its time."""
    column = cursor.column
    tag = cursor.known("tag", sheet.declared.tags)
    cursor.expect("receives")
    states = sheet.declared.states_of(tag)
    quality = "bad" if cursor.take("bad") else "uncertain" if cursor.take("uncertain") else "good"
    value: float | None = None
    if quality != "bad" or not (cursor.at_end or cursor.peek() == "stamped"):
        value = _value(cursor, states)
    stamp_ns = cursor.instant_ns() if cursor.take("stamped") else at_ns
    cursor.finish()
    samples.add(at_ns, ArrivingSample(tag, stamp_ns, value, quality), column)


def _value(cursor: Cursor, states: tuple[str, ...]) -> float:
    if states and cursor.peek() in [state.casefold() for state in states]:
        return float(states.index(cursor.known("state", states)))
    return cursor.number("value")
