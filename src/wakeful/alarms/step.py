"""One alarm, one event: the compiled step of the machines in ``condition`` and ``acknowledgement``.

The moves are read from the same tables the documentation is drawn from. Twin: ``tests/oracles/alarm.py``.
"""

import numpy as np
from numba import njit

from wakeful.alarms.acknowledgement import ACKNOWLEDGEMENT_TABLE, AcknowledgementEvent
from wakeful.alarms.arrays import AlarmParams, AlarmState, Row
from wakeful.alarms.condition import CONDITION_TABLE, ConditionEvent, ConditionState
from wakeful.alarms.timer_heap import start_timer, stop_timer
from wakeful.terms.alarm import ConditionKind

_NEXT_CONDITION = CONDITION_TABLE.next_states()
_UNACKNOWLEDGED = int(ACKNOWLEDGEMENT_TABLE.next_states()[0, AcknowledgementEvent.OCCURRENCE])

_ON_DELAY, _OFF_DELAY = int(ConditionState.ON_DELAY), int(ConditionState.OFF_DELAY)
_NORMAL, _ABNORMAL = int(ConditionState.NORMAL), int(ConditionState.ABNORMAL)
_SAMPLE_NORMAL = int(ConditionEvent.SAMPLE_NORMAL)
_SAMPLE_ABNORMAL = int(ConditionEvent.SAMPLE_ABNORMAL)
_SAMPLE_UNKNOWN = int(ConditionEvent.SAMPLE_UNKNOWN)
_DELAY_ENDED = int(ConditionEvent.DELAY_ENDED)
_HIGH = int(ConditionKind.HIGH)
_INPUT_BAD = int(ConditionKind.INPUT_BAD)
_TRUSTED, _UNUSABLE = 0, 2
_LARGEST = np.finfo(np.float64).max

STAYED = 0
RAISED = 1
RETURNED = 2


@njit(cache=True, inline="always")
def is_active(condition: int) -> bool:
    """True in ABNORMAL and OFF_DELAY: ``condition.ACTIVE``."""
    return condition in (_ABNORMAL, _OFF_DELAY)


@njit(cache=True, inline="always")
def holds_deadband(condition: int) -> bool:
    """True while the deadband applies: the last trusted sample counted as abnormal."""
    return condition in (_ON_DELAY, _ABNORMAL)


@njit(cache=True)
def judge_sample(params: Row, condition: int, value: float, severity: int) -> int:
    """What a sample means to one alarm.

    ``params`` is the alarm's row of ``PARAMS`` and ``condition`` its state before the sample; ``value`` [EU]
    and ``severity`` (0 trusted, 1 doubtful, 2 unusable) are the sample's. Only a trusted sample can be
    normal; a doubtful one can raise but not clear. Returns a ``ConditionEvent``.
    """
    if params.kind == _INPUT_BAD:
        if severity == _UNUSABLE:
            return _SAMPLE_ABNORMAL
        return _SAMPLE_NORMAL if severity == _TRUSTED else _SAMPLE_UNKNOWN
    if severity == _UNUSABLE:
        return _SAMPLE_UNKNOWN
    edge = params.stay_eu if holds_deadband(condition) else params.enter_eu
    abnormal = value >= edge if params.kind <= _HIGH else value <= edge
    if abnormal:
        return _SAMPLE_ABNORMAL
    return _SAMPLE_NORMAL if severity == _TRUSTED else _SAMPLE_UNKNOWN


@njit(cache=True)
def step_condition(
    params: np.ndarray,
    table: np.ndarray,
    heap: np.ndarray,
    running: np.ndarray,
    alarm: int,
    event: int,
    at_ns: int,
) -> int:
    """Apply one event at one instant; start and stop delays; a delay of zero ends at once.

    ``params`` (A,) of ``PARAMS``; ``table`` (A,) of ``STATE``, ``heap`` and ``running`` are changed in place.
    Returns RAISED, RETURNED or STAYED for the caller to record. On RAISED a new occurrence has begun,
    unacknowledged, at ``at_ns``.
    """
    state = table[alarm]
    before = state.condition
    after = _NEXT_CONDITION[before, event]
    if after == before:
        return STAYED
    stop_timer(table, heap, running, alarm)
    if after in (_ON_DELAY, _OFF_DELAY):
        delay_ns = params[alarm].on_delay_ns if after == _ON_DELAY else params[alarm].off_delay_ns
        if delay_ns == 0:
            after = _NEXT_CONDITION[after, _DELAY_ENDED]
        else:
            start_timer(table, heap, running, alarm, at_ns + delay_ns)
    state.condition = after
    if is_active(after) == is_active(before):
        return STAYED
    state.changed_at_ns = at_ns
    if is_active(after):
        state.acknowledgement = _UNACKNOWLEDGED
        state.occurrence += 1
        state.revision = 1
        state.raised_at_ns = at_ns
        return RAISED
    state.revision += 1
    return RETURNED


@njit(cache=True)
def quiet_band(
    params: np.ndarray, table: np.ndarray, first: np.ndarray, of_tag: np.ndarray, tag: int
) -> tuple[float, float]:
    """The closed interval [EU] in which a trusted sample changes no alarm of the tag.

    This is what lets a scan pass over a tag with two comparisons: inside the band every limit of the tag
    would answer as it did before. Returns (low, high); all finite numbers for a tag without limits, because
    an infinite value is never quiet.
    """
    low, high = -_LARGEST, _LARGEST
    for slot in range(first[tag], first[tag + 1]):
        alarm = of_tag[slot]
        kind = params[alarm].kind
        if kind == _INPUT_BAD:
            continue
        inside = holds_deadband(table[alarm].condition)
        edge = params[alarm].stay_eu if inside else params[alarm].calm_eu
        # Beyond a high limit the value must not fall below the edge; before it, not rise above.
        if (kind <= _HIGH) == inside:
            low = max(low, edge)
        else:
            high = min(high, edge)
    return low, high


@njit(cache=True)
def quiet_bands(params: AlarmParams, state: AlarmState, low: np.ndarray, high: np.ndarray) -> None:
    """``quiet_band`` of every tag, into low, high (N,) float64 [EU]."""
    for tag in range(low.shape[0]):
        low[tag], high[tag] = quiet_band(params.table, state.table, params.first, params.of_tag, tag)


@njit(cache=True)
def lose_sight(params: AlarmParams, state: AlarmState, at_ns: int) -> None:
    """Tell every alarm that its tag said nothing for a while, until now: an off-delay that runs is broken.

    An on-delay goes on, but one that would have ended meanwhile begins anew with the next abnormal sample:
    nobody knows whether the condition lasted. So does one that a clock set back has made too long.
    """
    for alarm in range(state.table.shape[0]):
        left_ns = state.table[alarm].deadline_ns - at_ns
        delaying = state.table[alarm].condition == _ON_DELAY
        if delaying and not 0 <= left_ns <= params.table[alarm].on_delay_ns:
            stop_timer(state.table, state.heap, state.running, alarm)
            state.table[alarm].condition = _NORMAL
        step_condition(params.table, state.table, state.heap, state.running, alarm, _SAMPLE_UNKNOWN, at_ns)
