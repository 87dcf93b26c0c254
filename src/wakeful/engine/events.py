"""What the kernels write down while they run: conditions that moved, and alarms that moved because of them.

``EVENT`` rows come from the scan of samples, ``MOVE`` rows from the alarm machine; a move that does not
concern an alarm is its event, passed on. Both become effects afterwards.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from wakeful.alarms.arrays import Row

INPUT_TRUSTED = 0
INPUT_DOUBTFUL = 1
INPUT_BAD = 2
INPUT_LOST = 3
SAMPLE_REJECTED = 4
MODE_CHANGED = 5  # index: system with modes; before, after: modes
SUPPRESS_BY_LOGIC = 6  # index: alarm; before: logic
UNSUPPRESS_BY_LOGIC = 7  # index: alarm; before: logic; after: 1 when its inputs cannot be believed
SUPPRESS_BY_MODE = 8  # index: alarm
UNSUPPRESS_BY_MODE = 9
PRIORITY_BY_MODE = 10  # index: alarm; after: priority
ALARM_RAISED = 11
ALARM_RETURNED = 12
ALARM_BEYOND = 13  # beyond its escalation limit
ALARM_WITHIN = 14
EVENT_RAISED = 15  # of an alarm that runs as an event only
EVENT_RETURNED = 16
ALARM_MOVED = 17  # in MOVE rows only: the alarm machine moved

SAMPLED, DUE = 0, 1
"""Values of ``due``: a sample, or the end of a delay or of an age limit."""
BELIEVED = True
NO_NUMBER = 0
ONE_ROW = 1

# Kernels name these numbers through this module: Numba compiles a call with a bare number, and each further
# one, as a function of its own.

EVENT = np.dtype(
    [
        ("at_ns", np.int64),
        ("onset_ns", np.int64),  # of a condition: source time at which it began, before the on-delay
        ("value", np.float64),
        ("quality", np.uint32),
        ("index", np.int32),  # tag, alarm or system, by kind
        ("before", np.int16),
        ("after", np.int16),
        ("due", np.uint8),  # 1: the end of a delay or of an age limit; 0: a sample
        ("kind", np.uint8),
        ("reserved", np.uint8, (2,)),
    ],
    align=True,
)
"""``value`` [EU] is what was judged, ``quality`` that of the tag at ``at_ns``."""


class Move(NamedTuple):
    """One row of a table of ``MOVE``, read back: the same fields in the same order."""

    at_ns: int
    onset_ns: int
    until_ns: int
    value: float
    occurrence: int
    revision: int
    item: int
    quality: int
    before: int
    after: int
    due: int
    kind: int
    cause: int
    event: int
    flags: int
    code_before: int
    code_after: int
    priority: int
    peak: int
    seen: int
    escalated: int
    has_sample: int


_WIDTHS = {
    **dict.fromkeys(("at_ns", "onset_ns", "until_ns", "occurrence"), np.int64),
    "value": np.float64,
    "revision": np.int32,
    "item": np.int32,
    "quality": np.uint32,
    "before": np.int16,
    "after": np.int16,
}
MOVE = np.dtype([(name, _WIDTHS.get(name, np.uint8)) for name in Move._fields], align=True)
"""A row of the second stage. ``kind`` is that of an ``EVENT`` passed on, with its fields, or ALARM_MOVED:
then ``event`` is the ``machine.step.AlarmEvent``, ``flags`` what it meant, ``cause`` the kind behind it."""


def read_moves(moves: np.ndarray) -> list[Move]:
    """The rows of a table of ``MOVE``."""
    return [Move(*row) for row in moves.tolist()]


FIRST_CAPACITY = 1024


def new_table(dtype: np.dtype = EVENT, capacity: int = FIRST_CAPACITY) -> np.ndarray:
    """An empty table; the kernel grows it when it needs to."""
    return np.empty(capacity, dtype)


@njit(cache=True)
def with_room(events: np.ndarray, count: int, wanted: int) -> np.ndarray:
    """The table itself when ``wanted`` more rows fit, else a larger copy."""
    if count + wanted <= events.shape[0]:
        return events
    larger = np.empty(max(2 * events.shape[0], count + wanted), events.dtype)
    larger[:count] = events[:count]
    return larger


@njit(cache=True, no_cpython_wrapper=True)
def put_event(
    events: np.ndarray,
    count: int,
    at_ns: int,
    due: int,
    kind: int,
    index: int,
    before: int,
    after: int,
    onset_ns: int,
    value: float,
    quality: int | np.uint32,
) -> int:
    """Write a row; returns the new count. The table has room."""
    row = events[count]
    row.at_ns = at_ns
    row.onset_ns = onset_ns
    row.value = value
    row.quality = quality
    row.index = index
    row.before = before
    row.after = after
    row.due = due
    row.kind = kind
    return count + 1


@njit(cache=True, no_cpython_wrapper=True)
def put_passed(moves: np.ndarray, count: int, event: Row) -> int:
    """Pass an event on as a move; returns the new count. The table has room."""
    row = moves[count]
    row.at_ns = event.at_ns
    row.onset_ns = event.onset_ns
    row.value = event.value
    row.quality = event.quality
    row.item = event.index
    row.before = event.before
    row.after = event.after
    row.due = event.due
    row.kind = event.kind
    return count + 1


@njit(cache=True, no_cpython_wrapper=True)
def put_move(
    moves: np.ndarray,
    count: int,
    at_ns: int,
    due: int,
    alarm: int,
    event: int,
    flags: int,
    code_before: int,
    priority: int,
    state: Row,
) -> int:
    """Write a move of an alarm as its state is now; returns the new count. The table has room."""
    row = moves[count]
    row.at_ns = at_ns
    row.due = due
    row.kind = ALARM_MOVED
    row.item = alarm
    row.event = event
    row.flags = flags
    row.code_before = code_before
    row.code_after = state.code
    row.priority = priority
    row.peak = state.peak
    row.seen = state.seen
    row.escalated = state.escalated
    row.occurrence = state.occurrence
    row.revision = state.revision
    row.until_ns = state.deadline_ns
    row.onset_ns = state.onset_ns
    row.value = np.nan
    row.quality = 0
    row.before = 0
    row.after = 0
    row.cause = 0
    row.has_sample = 0
    return count + 1
