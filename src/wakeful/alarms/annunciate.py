"""One alarm, one event, with all that belongs to it: numbers, urgency and times.

The compiled walk of the joint machine (``machine.packed``). Around the table stands what is not a matter of
states: occurrence and revision, the priorities now, at their peak and as last acknowledged, and the one time
that may run for an alarm. Which time that is follows from its state alone (``purpose``), so no two can run at
once and a restart finds it again. Twin: ``tests/oracles/scan.py``.
"""

import numpy as np
from numba import njit

from wakeful.alarms.arrays import BEYOND, UNATTENDED, Row
from wakeful.alarms.machine.packed import ANNUNCIATED, FLAGS, HIDDEN, MOVED, OCCURRENCE, SUCCESSOR
from wakeful.alarms.machine.state import (
    ACTIVE,
    LATCHED,
    OUT_OF_SERVICE,
    SHELF_MASK,
    SUPPRESSED,
    UNACKNOWLEDGED,
)
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.alarms.timer_heap import start_timer, stop_timer

MORE_URGENT = int(AlarmEvent.MORE_URGENT)
SEVERITY_CHANGED = int(AlarmEvent.SEVERITY_CHANGED)
RE_ALARM_EVENT = int(AlarmEvent.RE_ALARM)
SHELF_ENDED = int(AlarmEvent.SHELF_ENDED)
_ACKNOWLEDGE = int(AlarmEvent.ACKNOWLEDGE)
_UNSHELVE = int(AlarmEvent.UNSHELVE)
_SHELVES = (int(AlarmEvent.SHELVE_TIMED), int(AlarmEvent.SHELVE_ONE_SHOT))
NOTHING = -1
NEVER_SEEN = 0

NO_TIME, SHELF, RE_ALARM, UNATTENDED_TIME = 0, 1, 2, 3


@njit(cache=True, inline="always")
def priority_now(params: Row, state: Row) -> int:
    """How urgent the alarm is: by configuration and mode, and by escalation where that is more urgent."""
    if state.escalated != 0 and params.escalate_priority < state.mode_priority:
        return int(params.escalate_priority)
    return int(state.mode_priority)


@njit(cache=True)
def purpose(params: Row, state: Row) -> int:
    """What time runs for an alarm in this state: the end of its shelf, its re-alarm, or want of attention."""
    code = state.code
    if code & SHELF_MASK:
        return SHELF
    if code & (SUPPRESSED | OUT_OF_SERVICE):
        return NO_TIME
    if code & ACTIVE and not code & UNACKNOWLEDGED and params.re_alarm_ns > 0:
        return RE_ALARM
    waiting = code & UNACKNOWLEDGED and code & (ACTIVE | LATCHED)
    if waiting and params.escalate_after_ns > 0 and not state.escalated & UNATTENDED:
        return UNATTENDED_TIME
    return NO_TIME


@njit(cache=True)
def move_alarm(
    params: np.ndarray,
    table: np.ndarray,
    heap: np.ndarray,
    running: np.ndarray,
    alarm: int,
    event: int,
    at_ns: int,
    until_ns: int,
) -> int:
    """Apply one event of the joint machine to an alarm.

    ``params`` (A,) of ``ALARM``; ``table`` (A,) of ``ALARM_STATE``, ``heap`` and ``running`` are changed in
    place; ``until_ns`` is the end of the shelf for the two shelving events. Returns the bits of
    ``machine.packed``; nothing changed unless MOVED is among them.
    """
    setting, state = params[alarm], table[alarm]
    traits, code = setting.traits, state.code
    flags = FLAGS[traits, code, event]
    if not flags & MOVED:
        return int(flags)
    time_before = purpose(setting, state)
    state.code = SUCCESSOR[traits, code, event]
    state.changed_at_ns = at_ns
    if flags & OCCURRENCE:
        state.occurrence += 1
        state.revision = 0
        state.raised_at_ns = at_ns
        state.escalated &= BEYOND
        state.seen = NEVER_SEEN
        state.peak = priority_now(setting, state)
    state.revision += 1
    if flags & (ANNUNCIATED | HIDDEN):
        state.loud_revision = state.revision
        state.peak = min(state.peak, priority_now(setting, state))
    if code & UNACKNOWLEDGED and not state.code & UNACKNOWLEDGED:
        if event in (_ACKNOWLEDGE, _UNSHELVE):
            state.seen = priority_now(setting, state)
        state.escalated &= BEYOND
        state.peak = priority_now(setting, state)
    _keep_time(setting, table, heap, running, alarm, event, flags, time_before, at_ns, until_ns)
    return int(flags)


@njit(cache=True)
def _keep_time(
    setting: Row,
    table: np.ndarray,
    heap: np.ndarray,
    running: np.ndarray,
    alarm: int,
    event: int,
    flags: int,
    time_before: int,
    at_ns: int,
    until_ns: int,
) -> None:
    """Start, keep or stop the one time of an alarm after a move."""
    state = table[alarm]
    time_now = purpose(setting, state)
    shelving = event in _SHELVES
    if time_now == time_before and not shelving and (time_now == SHELF or not flags & ANNUNCIATED):
        return
    stop_timer(table, heap, running, alarm)
    state.slotted = 0
    if time_now == SHELF:
        start_timer(table, heap, running, alarm, until_ns)
    elif time_now == RE_ALARM:
        start_timer(table, heap, running, alarm, at_ns + setting.re_alarm_ns)
    elif time_now == UNATTENDED_TIME:
        start_timer(table, heap, running, alarm, at_ns + setting.escalate_after_ns)


@njit(cache=True)
def severity_event(setting: Row, state: Row, before: int) -> int:
    """What a change of urgency from priority ``before`` means: an ``AlarmEvent`` or NOTHING.

    Worse than what was acknowledged (or, while it waits, than its worst so far) calls for attention; reached
    anew after it had dropped, it does so where the site wants it (row 9 of the transition reference).
    """
    after = priority_now(setting, state)
    if after == before:
        return NOTHING
    if after > before:
        return SEVERITY_CHANGED
    known = state.peak if state.code & UNACKNOWLEDGED else state.seen
    if known == NEVER_SEEN or after < known or setting.again != 0:
        return MORE_URGENT
    return SEVERITY_CHANGED


@njit(cache=True)
def _first_less_urgent(
    params: np.ndarray, table: np.ndarray, heap: np.ndarray, running: np.ndarray, alarm: int, before_ns: int
) -> int:
    """The less urgent alarm with the first turn at an alarm's position, before an instant; or NOTHING."""
    position, priority = params[alarm].operator_position, priority_now(params[alarm], table[alarm])
    found, first_ns = NOTHING, before_ns
    for place in range(running[0]):
        waiting = heap[place]
        state = table[waiting]
        here = state.slotted and params[waiting].operator_position == position
        if here and state.deadline_ns < first_ns and priority_now(params[waiting], state) > priority:
            found, first_ns = waiting, state.deadline_ns
    return int(found)


@njit(cache=True)
def _take_turn(
    params: np.ndarray, table: np.ndarray, heap: np.ndarray, running: np.ndarray, alarm: int, last_ns: int
) -> None:
    """Have an alarm wait for the first turn of a less urgent one, which takes another in the same way; the
    least urgent of them gets the last.
    """
    who = alarm
    while who != NOTHING:
        other = _first_less_urgent(params, table, heap, running, who, last_ns)
        turn_ns = last_ns if other == NOTHING else table[other].deadline_ns
        stop_timer(table, heap, running, who)
        table[who].slotted = 1
        start_timer(table, heap, running, who, turn_ns)
        who = other


@njit(cache=True)
def end_of_time(
    params: np.ndarray,
    table: np.ndarray,
    heap: np.ndarray,
    running: np.ndarray,
    released_ns: np.ndarray,
    spacing_ns: int,
    alarm: int,
) -> int:
    """The time of an alarm has ended: the event this is, or NOTHING when its turn is yet to come.

    Shelves that end while their alarm is present and in sight would sound together. They are given turns:
    ``released_ns`` (P,) is the last turn given at each operator position, and turns are ``spacing_ns`` apart.
    The more urgent alarm takes the first turn of a less urgent one.
    """
    setting, state = params[alarm], table[alarm]
    at_ns = state.deadline_ns
    what = purpose(setting, state)
    if what == RE_ALARM:
        return RE_ALARM_EVENT
    if what == UNATTENDED_TIME:
        before = priority_now(setting, state)
        state.escalated |= UNATTENDED
        stop_timer(table, heap, running, alarm)
        return severity_event(setting, state, before)
    would_sound = state.code & (ACTIVE | LATCHED) and not state.code & (SUPPRESSED | OUT_OF_SERVICE)
    if would_sound and not state.slotted:
        place = setting.operator_position
        turn_ns = max(at_ns, released_ns[place] + spacing_ns)
        released_ns[place] = turn_ns
        if turn_ns > at_ns:
            _take_turn(params, table, heap, running, alarm, turn_ns)
            return NOTHING
    return SHELF_ENDED


@njit(cache=True)
def restore_alarm(
    params: np.ndarray,
    table: np.ndarray,
    heap: np.ndarray,
    running: np.ndarray,
    alarm: int,
    event: int,
    flags: int,
    code: int,
    escalated: int,
    at_ns: int,
    until_ns: int,
) -> None:
    """Put an alarm into the state that a recorded move left it in, with the time that runs from then.

    ``flags`` is ANNUNCIATED or 0; the numbers and priorities of the row are set by the caller beforehand.
    """
    setting, state = params[alarm], table[alarm]
    time_before = purpose(setting, state)
    state.code = code
    state.escalated = escalated
    _keep_time(setting, table, heap, running, alarm, event, flags, time_before, at_ns, until_ns)
