"""The second stage of a scan: conditions that moved become alarms that move, in order of time.

Events of one instant (and of one side of it: samples first, then what was due) are taken together. Within
them, what suppresses comes first and what ends a suppression last, so that an alarm whose suppression begins
in the very sample that raises it does not sound. Times that ended in between happen at their own instant.

Twin: ``tests/oracles/scan.py``.
"""

import numpy as np
from numba import njit

from wakeful.alarms.annunciate import (
    MORE_URGENT,
    NOTHING,
    SEVERITY_CHANGED,
    end_of_time,
    move_alarm,
    priority_now,
    severity_event,
)
from wakeful.alarms.arrays import BEYOND, BY_LOGIC, BY_MODE, AlarmParams, AlarmState, Row
from wakeful.alarms.machine.packed import MOVED, OCCURRENCE
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.alarms.timer_heap import first_deadline_ns
from wakeful.engine import events as ev

_ABNORMAL, _NORMAL = int(AlarmEvent.ABNORMAL), int(AlarmEvent.NORMAL)
_SUPPRESS, _UNSUPPRESS = int(AlarmEvent.SUPPRESS), int(AlarmEvent.UNSUPPRESS)
_PASSES = 3


@njit(cache=True)
def step_alarm(
    params: AlarmParams,
    state: AlarmState,
    alarm: int,
    event: int,
    at_ns: int,
    due: int,
    until_ns: int,
    moves: np.ndarray,
    count: int,
) -> tuple[int, int]:
    """Step one alarm and write down the move, if it is one; returns (rows used, bits of the move)."""
    table = state.table
    code_before = table[alarm].code
    flags = move_alarm(params.table, table, state.heap, state.running, alarm, event, at_ns, until_ns)
    if flags & MOVED:
        priority = priority_now(params.table[alarm], table[alarm])
        count = ev.put_move(
            moves, count, at_ns, due, alarm, event, flags, code_before, priority, table[alarm]
        )
    return count, flags


@njit(cache=True, no_cpython_wrapper=True)
def _run_times(
    params: AlarmParams, state: AlarmState, before_ns: int, moves: np.ndarray, count: int
) -> tuple[np.ndarray, int]:
    """Everything whose time ended strictly before an instant, each at its own time."""
    while first_deadline_ns(state.table, state.heap, state.running) < before_ns:
        alarm = int(state.heap[0])
        at_ns = state.table[alarm].deadline_ns
        event = end_of_time(
            params.table,
            state.table,
            state.heap,
            state.running,
            state.released_ns,
            params.spacing_ns[params.table[alarm].operator_position],
            alarm,
        )
        if event != NOTHING:
            moves = ev.with_room(moves, count, ev.ONE_ROW)
            count, _ = step_alarm(params, state, alarm, event, at_ns, ev.DUE, ev.NO_NUMBER, moves, count)
    return moves, count


@njit(cache=True, inline="always")
def _pass_of(kind: int) -> int:
    """0: begins to suppress, 2: ceases to, 1: all else."""
    if kind in (ev.SUPPRESS_BY_LOGIC, ev.SUPPRESS_BY_MODE):
        return 0
    return 2 if kind in (ev.UNSUPPRESS_BY_LOGIC, ev.UNSUPPRESS_BY_MODE) else 1


@njit(cache=True, no_cpython_wrapper=True)
def _suppression_event(state: Row, kind: int) -> int:
    """Note a cause of suppression that began or ended: the event this is, or NOTHING while another holds."""
    before = state.causes
    if kind == ev.SUPPRESS_BY_LOGIC:
        state.causes |= BY_LOGIC
    elif kind == ev.SUPPRESS_BY_MODE:
        state.causes |= BY_MODE
    elif kind == ev.UNSUPPRESS_BY_LOGIC:
        state.causes &= BY_MODE
    else:
        state.causes &= BY_LOGIC
    if before == 0 and state.causes != 0:
        return _SUPPRESS
    return _UNSUPPRESS if before != 0 and state.causes == 0 else NOTHING


@njit(cache=True, no_cpython_wrapper=True)
def _event_of(setting: Row, state: Row, event: Row) -> int:
    """What a row of ``EVENT`` means to its alarm: an ``AlarmEvent`` or NOTHING."""
    kind = event.kind
    if kind == ev.ALARM_RAISED:
        return _ABNORMAL
    if kind == ev.ALARM_RETURNED:
        return _NORMAL
    if _pass_of(kind) != 1:
        return int(_suppression_event(state, kind))
    before = priority_now(setting, state)
    if kind == ev.PRIORITY_BY_MODE:
        state.mode_priority = event.after
    elif kind == ev.ALARM_BEYOND:
        state.escalated |= BEYOND
    else:
        state.escalated &= ~np.uint8(BEYOND)
    return int(severity_event(setting, state, before))


@njit(cache=True, no_cpython_wrapper=True)
def _take(params: AlarmParams, state: AlarmState, event: Row, moves: np.ndarray, count: int) -> int:
    """One event of the scan; the table has room."""
    if event.kind < ev.SUPPRESS_BY_LOGIC or event.kind >= ev.EVENT_RAISED:
        return int(ev.put_passed(moves, count, event))
    alarm = int(event.index)
    row = state.table[alarm]
    if params.table[alarm].event_only:
        # Nobody is called, so there is nothing to suppress or to call more urgently.
        return count
    what = _event_of(params.table[alarm], row, event)
    if what == NOTHING:
        return count
    after, flags = step_alarm(
        params, state, alarm, what, event.at_ns, int(event.due), ev.NO_NUMBER, moves, count
    )
    if flags & OCCURRENCE:
        row.raised_value = event.value
        row.onset_ns = event.onset_ns
    if after > count:
        moves[count].onset_ns = row.onset_ns
        moves[count].before = event.before
        moves[count].after = event.after
        moves[count].cause = event.kind
        if what in (_ABNORMAL, _NORMAL, MORE_URGENT, SEVERITY_CHANGED) and event.kind != ev.PRIORITY_BY_MODE:
            moves[count].value = event.value
            moves[count].quality = event.quality
            moves[count].has_sample = 1
    return after


@njit(cache=True, nogil=True)
def annunciate(
    params: AlarmParams,
    state: AlarmState,
    events: np.ndarray,
    now_ns: int,
    moves: np.ndarray,
) -> tuple[np.ndarray, int]:
    """Events of a scan, and the times of alarms that ended before ``now_ns``, as moves.

    events (E,) of ``EVENT`` in order of happening; ``moves`` a table of ``MOVE`` to write to, a larger one
    may be returned. ``state`` is changed in place. Returns (moves, rows used).
    """
    count, begin = int(np.int64(0)), int(np.int64(0))
    while begin < events.shape[0]:
        at_ns, due = events[begin].at_ns, events[begin].due
        end = begin
        while end < events.shape[0] and events[end].at_ns == at_ns and events[end].due == due:
            end += 1
        moves, count = _run_times(params, state, at_ns, moves, count)
        moves = ev.with_room(moves, count, end - begin)
        for turn in range(_PASSES):
            for place in range(begin, end):
                if _pass_of(events[place].kind) == turn:
                    count = _take(params, state, events[place], moves, count)
        begin = end
    return _run_times(params, state, now_ns, moves, count)
