"""What a kernel writes down while it runs: a table of moves, turned into effects afterwards."""

import numpy as np
from numba import njit

from wakeful.alarms.arrays import Row

ALARM_RAISED = 0
ALARM_RETURNED = 1
INPUT_TRUSTED = 2
INPUT_DOUBTFUL = 3
INPUT_BAD = 4
INPUT_LOST = 5
SAMPLE_REJECTED = 6

EVENT = np.dtype(
    [
        ("at_ns", np.int64),
        ("due", np.uint8),  # 1: the end of a delay or of an age limit; 0: a sample
        ("kind", np.uint8),
        ("index", np.int32),  # alarm for ALARM_*, tag for the others
        ("acknowledged_before", np.uint8),
        ("occurrence", np.int64),
        ("revision", np.int64),
        ("value", np.float64),
        ("quality", np.uint32),
    ]
)
"""One row of the table. ``value`` [EU] and ``quality`` are those of the tag at ``at_ns``."""

FIRST_CAPACITY = 1024


def new_table(capacity: int = FIRST_CAPACITY) -> np.ndarray:
    """An empty table; the kernel grows it when it needs to."""
    return np.empty(capacity, EVENT)


@njit(cache=True)
def with_room(events: np.ndarray, count: int, wanted: int) -> np.ndarray:
    """The table itself when ``wanted`` more rows fit, else a larger copy."""
    if count + wanted <= events.shape[0]:
        return events
    larger = np.empty(max(2 * events.shape[0], count + wanted), events.dtype)
    larger[:count] = events[:count]
    return larger


@njit(cache=True)
def put_input(
    events: np.ndarray,
    count: int,
    at_ns: int,
    due: int,
    kind: int,
    tag: int,
    value: float,
    quality: int | np.uint32,
) -> int:
    """Write a row about the input of a tag; returns the new count."""
    row = events[count]
    row.at_ns = at_ns
    row.due = due
    row.kind = kind
    row.index = tag
    row.acknowledged_before = 0
    row.occurrence = 0
    row.revision = 0
    row.value = value
    row.quality = quality
    return count + 1


@njit(cache=True)
def put_alarm(
    events: np.ndarray,
    count: int,
    at_ns: int,
    due: int,
    kind: int,
    alarm: int,
    acknowledged_before: int,
    state: Row,
    value: float,
    quality: int | np.uint32,
) -> int:
    """Write a row about a move of an alarm; returns the new count."""
    row = events[count]
    row.at_ns = at_ns
    row.due = due
    row.kind = kind
    row.index = alarm
    row.acknowledged_before = acknowledged_before
    row.occurrence = state.occurrence
    row.revision = state.revision
    row.value = value
    row.quality = quality
    return count + 1
