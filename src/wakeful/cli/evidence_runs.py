"""Recordings as runs for evidence: one whole table each, with what is wrong marked and told.

Nothing is guessed in silence. What is no finite number is missing; a row whose stamp is not later than all
before it is marked as missing as a whole; columns that do not fit are an error that names them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from wakeful.drivers.recording import Faults, Recording
from wakeful.terms.errors import DataError

CELLS_MAX = 200_000_000
"""Of one run in memory: 8 bytes each."""
GAP_PERIODS = 5
"""Rows further apart than this are not neighbours."""
DISORDER_MAX = 0.05
"""A run with a larger share of rows out of order is not understood."""
NAMES_SHOWN = 10
PIECE_ROWS_MIN = 20
TIME_NAMES = frozenset(
    {"", "time", "timestamp", "datetime", "date", "date_time", "time_stamp", "index", "row", "sample"}
)
"""What a first column that is no tag may be called, in any case of letters."""


@dataclass(slots=True)
class Run:
    """One recording.

    Attributes
    ----------
    times_ns : (T,) int64. values : (T, N) float64 [EU], NaN where missing.
    timed : the times are those of the file, not counted from a period.
    notes : what is to be known about it, one sentence each.
    """

    name: str
    times_ns: np.ndarray
    values: np.ndarray
    timed: bool
    notes: list[str] = field(default_factory=list)


def open_recording(
    path: Path, period_ns: int | None, tags: Sequence[str] = ()
) -> tuple[Recording, list[str]]:
    """A recording, and the names of its value columns.

    Without a period the first column holds time stamps. With one it is a tag like any other, unless it is
    plainly a time or a count of rows, by its cells or its name; a name among ``tags`` is always a tag.

    Raises
    ------
    DataError
        When the file cannot be read so.
    """
    if period_ns is None:
        timed = Recording(path)
        return timed, list(timed.columns)
    spaced = Recording(path, period_ns=period_ns)
    every = list(spaced.columns)
    first = every[0] if every else ""
    try:
        timed = Recording(path)
    except DataError:
        by_name = first.strip().lower() in TIME_NAMES and first not in tags
        return spaced, every[1:] if by_name else every
    own = set(timed.columns)
    clock = next((name for name in every if name not in own), first)
    told_by_size = any("told by their size" in note for note in timed.notes)
    if clock in tags or (told_by_size and clock.strip().lower() not in TIME_NAMES):
        return spaced, every
    return timed, list(timed.columns)


def read_run(
    path: Path,
    period_ns: int | None,
    tags: Sequence[str] | None,
    show: Callable[[int], None] = lambda _: None,
) -> tuple[Run, tuple[str, ...]]:
    """Read a whole recording; the run, and the names of its columns without spaces around them.

    Parameters
    ----------
    tags : the columns that are wanted, in this order; others are named in a note. None: all that there are.
    show : is told how many rows are read.

    Raises
    ------
    DataError
        When it cannot be read, lacks a tag, is too large, or its rows are out of order.
    """
    recording, found = open_recording(path, period_ns, tags or ())
    columns = [name.strip() for name in found]
    if len(set(columns)) < len(columns):
        raise DataError(f"{path.name} has two columns whose names differ in spaces alone; name them apart")
    wanted = columns if tags is None else list(tags)
    if not columns:
        raise DataError(f"{path.name} has no column besides its time; every other column is a tag")
    extra = [name for name in columns if name not in set(wanted)]
    lacking = [name for name in wanted if name not in set(columns)]
    if lacking:
        raise DataError(
            f"{path.name} has no column for {count_words(len(lacking), 'tag')} of the unit: {some(lacking)}; "
            "name the columns as they were when it was learned (an empty column for a tag that is lost), "
            "or calibrate without them"
        )
    own = {name.strip(): place for place, name in enumerate(recording.columns) if name in set(found)}
    faults = Faults()
    times, values, read = [], [], 0
    for rows in recording.rows([own[name] for name in wanted], faults):
        times.append(rows.times_ns)
        values.append(rows.values)
        read += len(rows.times_ns)
        if read * len(wanted) > CELLS_MAX:
            raise DataError(
                f"{path.name} has more than {CELLS_MAX:,} values; give it in parts, as several runs"
            )
        show(read)
    if not read:
        raise DataError(f"{path.name} has no rows that can be read; a recording needs at least one")
    timed = not any(note.startswith("no time column") for note in recording.notes)
    run = Run(path.name, np.concatenate(times), np.concatenate(values), timed, list(recording.notes))
    if extra:
        run.notes.append(
            f"{count_words(len(extra), 'column')} the model does not know, not judged: {some(extra)}"
        )
    _tell_faults(run, faults)
    _mark_disorder(run)
    return run, tuple(wanted)


def _tell_faults(run: Run, faults: Faults) -> None:
    missing = np.isnan(run.values)
    if faults.texts:
        run.notes.append(f"{count_words(faults.texts, 'cell')} with text where a number belongs: missing")
    if faults.rows_without_time:
        run.notes.append(f"{count_words(faults.rows_without_time, 'row')} without a readable time left out")
    if faults.rows_ragged:
        run.notes.append(f"{count_words(faults.rows_ragged, 'row')} with too many or too few cells left out")
    if missing.any():
        run.notes.append(
            f"{100 * missing.mean():.2g} % of the values are missing or no finite number; "
            f"{count_words(int(missing.all(axis=1).sum()), 'row')} without any value"
        )


def _mark_disorder(run: Run) -> None:
    """Rows not later than all before them become rows without a value. Raises DataError if they are many."""
    latest = np.maximum.accumulate(run.times_ns)
    late = np.concatenate([[False], run.times_ns[1:] <= latest[:-1]])
    count = int(late.sum())
    if not count:
        return
    first = int(np.argmax(late))
    words = (
        f"{count_words(count, 'row')} with a stamp that repeats or steps back "
        f"(the first is data row {first + 1:,})"
    )
    if count > DISORDER_MAX * len(late):
        raise DataError(
            f"{run.name} has {words}, of {len(late):,}; sort it, and give runs that were recorded apart as "
            "files of their own"
        )
    run.values[late] = np.nan
    run.notes.append(f"{words}: taken as missing")


def usual_period_ns(runs: Sequence[Run]) -> int:
    """The median distance of neighbouring rows. Raises DataError where there are none."""
    steps = np.concatenate([np.diff(run.times_ns) for run in runs])
    steps = steps[steps > 0]
    if not len(steps):
        raise DataError(f"{runs[0].name} has no two rows at different times; calibration needs a record")
    return int(np.median(steps))


def gaps_after(times_ns: np.ndarray, period_ns: int) -> np.ndarray:
    """Places of rows, rising, that are followed by a gap."""
    return np.flatnonzero(np.diff(np.maximum.accumulate(times_ns)) > GAP_PERIODS * period_ns)


def pieces_of(runs: Sequence[Run], period_ns: int) -> tuple[list[np.ndarray], int]:
    """The unbroken pieces (T, N) of all runs, and how many rows lie in pieces too short to learn from."""
    pieces, left_out = [], 0
    for run in runs:
        for piece in np.split(run.values, gaps_after(run.times_ns, period_ns) + 1):
            if len(piece) >= PIECE_ROWS_MIN:
                pieces.append(np.ascontiguousarray(piece))
            else:
                left_out += len(piece)
    return pieces, left_out


def count_words(count: int, noun: str) -> str:
    """``1 row``, ``2,000 rows``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def some(names: Sequence[str]) -> str:
    """The first few names."""
    return ", ".join(names[:NAMES_SHOWN]) + (", ..." if len(names) > NAMES_SHOWN else "")
