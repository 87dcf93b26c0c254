"""The alarms of a site as tables: parameters, and the state that a run changes.

Two tables, because they are read at different times. A **row** is one condition: of an alarm, of its
escalation, of a suppression logic, or the tag that gives an operating mode. Rows are judged whenever a sample
leaves the band in which nothing can change, so their state is small. An **alarm** is what a person sees; its
table is touched only when a row moves, a time ends or a person acts.

``A`` alarms in site order, ``R`` rows: first those of the alarms, in the same order, then the others;
``N`` tags in site order.
"""

from typing import Any, NamedTuple

import numpy as np

from wakeful.alarms.condition import ConditionState
from wakeful.alarms.expression.evaluate import UNHEARD
from wakeful.alarms.expression.program import Programs, new_memory

ROLE_ALARM, ROLE_ESCALATION, ROLE_SUPPRESSION, ROLE_MODE = 0, 1, 2, 3
"""What a row is for; ``owner`` is an alarm, an alarm, a logic and a system with modes."""

SIDE_HIGH, SIDE_LOW, SIDE_INPUT_BAD, SIDE_TRUTH, SIDE_SELECT = 0, 1, 2, 3, 4
"""How a row judges: at or above its limit, at or below, by quality alone, by truth, by number of the mode."""

NO_PROGRAM = -1

ROW = np.dtype(
    [
        ("enter_eu", np.float64),  # the limit
        ("stay_eu", np.float64),  # the limit moved inwards by the deadband
        ("calm_eu", np.float64),  # the last number on the normal side of the limit
        ("on_delay_ns", np.int64),
        ("off_delay_ns", np.int64),
        ("count_window_ns", np.int64),
        ("tag", np.int32),
        ("owner", np.int32),
        ("program", np.int32),  # NO_PROGRAM: judged directly on the tag
        ("ring", np.int32),  # first of its places in RowState.starts_ns
        ("count", np.uint8),  # starts within count_window_ns that raise; 0: off
        ("side", np.uint8),
        ("role", np.uint8),
        ("reserved", np.uint8, (5,)),
    ],
    align=True,
)

ROW_STATE = np.dtype(
    [
        ("deadline_ns", np.int64),  # of the delay that runs
        ("position", np.int32),  # in the heap of running delays, -1 when none runs
        ("condition", np.uint8),  # ConditionState
        ("trust", np.uint8),  # how far the last judgement can be trusted: see ``step.keep_trust``
        # Fills the row to whole words: bytes that belong to no field are not copied, and checkpoints compare
        # as bytes.
        ("reserved", np.uint8, (2,)),
    ],
    align=True,
)

ALARM = np.dtype(
    [
        ("re_alarm_ns", np.int64),  # 0: never
        ("escalate_after_ns", np.int64),  # 0: never for want of an acknowledgement
        ("tag", np.int32),
        ("operator_position", np.int32),
        ("priority", np.uint8),
        ("escalate_priority", np.uint8),  # 0: no escalation
        ("again", np.uint8),  # Escalation.again
        ("traits", np.uint8),  # machine.step.Traits
        ("event_only", np.uint8),
        ("reserved", np.uint8, (3,)),
    ],
    align=True,
)

ALARM_STATE = np.dtype(
    [
        ("occurrence", np.int64),  # 0 before the first
        ("raised_at_ns", np.int64),
        ("changed_at_ns", np.int64),
        ("onset_ns", np.int64),  # source time at which the condition began, before the on-delay
        ("raised_value", np.float64),  # [EU], NaN where there was none
        ("deadline_ns", np.int64),  # of the shelf, the re-alarm or the escalation: see ``annunciate.purpose``
        ("position", np.int32),  # in the heap of running times, -1 when none runs
        ("revision", np.int32),  # of any visible change within the occurrence, from 1
        ("loud_revision", np.int32),  # the last one that called for attention
        ("code", np.uint8),  # machine.state.pack
        ("mode_priority", np.uint8),  # by configuration and operating mode
        ("escalated", np.uint8),  # BEYOND | UNATTENDED
        ("peak", np.uint8),  # most urgent priority since it was last acknowledged
        ("seen", np.uint8),  # priority when last acknowledged in this occurrence; 0: never
        ("causes", np.uint8),  # BY_LOGIC | BY_MODE: what suppresses it
        ("slotted", np.uint8),  # its shelf has ended and it has been given its turn to sound
        ("reserved", np.uint8, (5,)),
    ],
    align=True,
)

BEYOND, UNATTENDED = 1, 2
BY_LOGIC, BY_MODE = 1, 2

MODE_ENTRY = np.dtype(
    [
        ("limit_eu", np.float64),  # NaN: as configured
        ("alarm", np.int32),
        ("mode", np.int16),
        ("priority", np.uint8),  # 0: as configured
        ("suppressed", np.uint8),
    ],
    align=True,
)

Row = Any
"""One row of a table inside a kernel: fields are attributes there, which NumPy cannot tell a type checker."""


class RowParams(NamedTuple):
    """Frozen, but for ``table``, whose limits an operating mode may change (see ``modes``).

    table (R,) of ``ROW``. Rows judged directly on tag n are ``of_tag[first[n] : first[n + 1]]``, escalations
    first. Rows with a program, in the order in which they must be evaluated, are ``derived`` (D,); ``slot``
    (R,) is a row's place there, -1 for the others. Tag n feeds ``feeds[feeds_first[n] : feeds_first[n + 1]]``
    and row r ``needs[needs_first[r] : needs_first[r + 1]]``, as places in ``derived``. ``feed_kind`` (N,) is
    0 where a tag feeds nothing, 1 where only its value counts, 2 where every sample does.
    """

    table: np.ndarray
    first: np.ndarray
    of_tag: np.ndarray
    derived: np.ndarray
    slot: np.ndarray
    feeds_first: np.ndarray
    feeds: np.ndarray
    needs_first: np.ndarray
    needs: np.ndarray
    feed_kind: np.ndarray
    code: np.ndarray
    code_first: np.ndarray
    memory_first: np.ndarray


class ModeParams(NamedTuple):
    """Operating modes of the M systems that have any.

    entries (E,) of ``MODE_ENTRY``, those of system m being ``entries[first[m] : first[m + 1]]``; ``tags``
    (M,) int32 is the tag that gives the mode, -1 where a person does; ``sizes`` (M,) how many there are.
    """

    entries: np.ndarray
    first: np.ndarray
    tags: np.ndarray
    sizes: np.ndarray


class RowState(NamedTuple):
    """Changed in place by the kernels.

    table (R,) of ``ROW_STATE``; heap (R,) int32: ``heap[: running[0]]`` are the rows whose delay runs (see
    ``timer_heap``); memory of the programs; ``starts_ns`` last starts of the rows that count them; ``dirty``
    (D + 1,) uint8: places in ``derived`` to be evaluated at this instant, the last one being set when any is;
    ``mode`` (M,) int16: present mode of each system that has modes, -1 for none.
    """

    table: np.ndarray
    heap: np.ndarray
    running: np.ndarray
    memory: np.ndarray
    starts_ns: np.ndarray
    dirty: np.ndarray
    mode: np.ndarray


class AlarmParams(NamedTuple):
    """Frozen: table (A,) of ``ALARM``; the alarms of logic g are ``alarms[first[g] : first[g + 1]]``;
    spacing_ns (P,) int64: how far apart ends of shelves are at each operator position.
    """

    table: np.ndarray
    first: np.ndarray
    alarms: np.ndarray
    spacing_ns: np.ndarray


class AlarmState(NamedTuple):
    """Changed in place by the kernels: table (A,) of ``ALARM_STATE``, the heap of running times, and
    released_ns (P,) int64: the last turn given to an alarm whose shelf ended, for each operator position.
    """

    table: np.ndarray
    heap: np.ndarray
    running: np.ndarray
    released_ns: np.ndarray


def start_rows(params: RowParams, programs: Programs, modes: ModeParams, ring_places: int) -> RowState:
    """Every condition at rest, and not heard yet."""
    rows = len(params.table)
    table = np.zeros(rows, ROW_STATE)
    table["condition"] = ConditionState.NORMAL
    table["trust"] = UNHEARD
    table["position"] = -1
    return RowState(
        table=table,
        heap=np.zeros(rows, np.int32),
        running=np.zeros(1, np.int64),
        memory=new_memory(programs),
        starts_ns=np.full(ring_places, np.iinfo(np.int64).min, np.int64),
        dirty=np.zeros(len(params.derived) + 1, np.uint8),
        mode=np.full(len(modes.sizes), -1, np.int16),
    )


def start_alarms(params: AlarmParams, positions: int) -> AlarmState:
    """Every alarm at rest: inactive, acknowledged, in sight, without an occurrence yet."""
    alarms = len(params.table)
    table = np.zeros(alarms, ALARM_STATE)
    table["raised_value"] = np.nan
    table["position"] = -1
    table["mode_priority"] = table["peak"] = params.table["priority"]
    return AlarmState(
        table=table,
        heap=np.zeros(alarms, np.int32),
        running=np.zeros(1, np.int64),
        released_ns=np.full(positions, np.iinfo(np.int64).min // 2, np.int64),
    )
