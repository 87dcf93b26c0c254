"""One row, one event: the compiled step of the condition machine, and what a sample means to a row.

The moves are read from the same table the documentation is drawn from. Twin: ``tests/oracles/scan.py``.
"""

import numpy as np
from numba import njit

from wakeful.alarms.arrays import (
    ROLE_MODE,
    ROLE_SUPPRESSION,
    SIDE_HIGH,
    SIDE_INPUT_BAD,
    SIDE_SELECT,
    SIDE_TRUTH,
    Row,
    RowParams,
    RowState,
)
from wakeful.alarms.condition import CONDITION_TABLE, ConditionEvent, ConditionState
from wakeful.alarms.timer_heap import start_timer, stop_timer

_NEXT_CONDITION = CONDITION_TABLE.next_states()

_ON_DELAY, _OFF_DELAY = int(ConditionState.ON_DELAY), int(ConditionState.OFF_DELAY)
_NORMAL, _ABNORMAL = int(ConditionState.NORMAL), int(ConditionState.ABNORMAL)


def _typed(number: int) -> int:
    """A constant with a type: Numba compiles a kernel anew for each bare number it is called with."""
    constant: int = np.int64(number)  # type: ignore[assignment]
    return constant


SAMPLE_NORMAL: int = _typed(ConditionEvent.SAMPLE_NORMAL)
SAMPLE_ABNORMAL: int = _typed(ConditionEvent.SAMPLE_ABNORMAL)
SAMPLE_UNKNOWN: int = _typed(ConditionEvent.SAMPLE_UNKNOWN)
DELAY_ENDED: int = _typed(ConditionEvent.DELAY_ENDED)
NO_EVENT: int = _typed(-1)
_TRUSTED, _DOUBTFUL, _UNUSABLE, _UNHEARD = 0, 1, 2, 3
_LARGEST = np.finfo(np.float64).max
_FEEDS_NOTHING, _FEEDS_VALUE = 0, 1

STAYED: int = _typed(0)
RAISED: int = _typed(1)
RETURNED: int = _typed(2)


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
    """What a quantity means to a row.

    ``params`` is its row of ``ROW`` and ``condition`` its state before; ``value`` [EU; of a truth 1 or
    0] and ``severity`` (0 trusted, 1 doubtful, 2 unusable, 3 not yet heard) are the quantity's. Only a
    trusted one can be normal; a doubtful one can raise but not clear. A suppression logic is the other way
    round: whatever is not surely true suppresses nothing, and what has not been heard since the start says
    nothing yet. Returns a ``ConditionEvent`` or NO_EVENT.
    """
    if params.role == ROLE_SUPPRESSION:
        if severity == _UNHEARD:
            return NO_EVENT
        return SAMPLE_ABNORMAL if severity == _TRUSTED and value != 0.0 else SAMPLE_NORMAL
    if params.side == SIDE_INPUT_BAD:
        if severity == _UNUSABLE:
            return SAMPLE_ABNORMAL
        return SAMPLE_NORMAL if severity == _TRUSTED else SAMPLE_UNKNOWN
    if severity >= _UNUSABLE:
        return SAMPLE_UNKNOWN
    if params.side == SIDE_TRUTH:
        abnormal = value != 0.0
    else:
        edge = params.stay_eu if holds_deadband(condition) else params.enter_eu
        abnormal = value >= edge if params.side == SIDE_HIGH else value <= edge
    if abnormal:
        return SAMPLE_ABNORMAL
    return SAMPLE_NORMAL if severity == _TRUSTED else SAMPLE_UNKNOWN


@njit(cache=True, inline="always")
def keep_trust(params: Row, state: Row, severity: int) -> bool:
    """Remember how far a row's condition can be trusted after a judgement; true when that changed.

    It is what ``active`` of the alarm answers with. Without a usable quantity the condition is only held:
    doubtful. That an input is bad is surely known while it is unusable.
    """
    trust = severity
    if severity == _UNUSABLE:
        trust = _TRUSTED if params.side == SIDE_INPUT_BAD else _DOUBTFUL
    changed: bool = state.trust != trust
    state.trust = trust
    return changed


@njit(cache=True)
def count_start(params: Row, starts_ns: np.ndarray, at_ns: int) -> bool:
    """Remember a start of the on-delay; true when there were ``count`` of them within the window.

    starts_ns (K,) int64 holds the last ``count`` starts of each row that counts them, oldest first.
    """
    first, last = params.ring, params.ring + params.count - 1
    for place in range(first, last):
        starts_ns[place] = starts_ns[place + 1]
    starts_ns[last] = at_ns
    return bool(starts_ns[first] > at_ns - params.count_window_ns)


@njit(cache=True)
def step_row(
    params: np.ndarray,
    table: np.ndarray,
    heap: np.ndarray,
    running: np.ndarray,
    starts_ns: np.ndarray,
    row: int,
    event: int,
    at_ns: int,
) -> int:
    """Apply one event at one instant; start and stop delays; a delay of zero ends at once.

    ``params`` (R,) of ``ROW``; ``table`` (R,) of ``ROW_STATE``, ``heap``, ``running`` and ``starts_ns`` are
    changed in place. Returns RAISED, RETURNED or STAYED.
    """
    state = table[row]
    before = state.condition
    after = _NEXT_CONDITION[before, event]
    if after == before:
        return STAYED
    stop_timer(table, heap, running, row)
    if after in (_ON_DELAY, _OFF_DELAY):
        delay_ns = params[row].on_delay_ns if after == _ON_DELAY else params[row].off_delay_ns
        if (
            after == _ON_DELAY
            and params[row].count > 0
            and delay_ns > 0
            and count_start(params[row], starts_ns, at_ns)
        ):
            delay_ns = 0
        if delay_ns == 0:
            after = _NEXT_CONDITION[after, DELAY_ENDED]
        else:
            start_timer(table, heap, running, row, at_ns + delay_ns)
    state.condition = after
    if is_active(after) == is_active(before):
        return STAYED
    return RAISED if is_active(after) else RETURNED


@njit(cache=True)
def quiet_band(
    params: np.ndarray,
    table: np.ndarray,
    first: np.ndarray,
    of_tag: np.ndarray,
    feed_kind: np.ndarray,
    tag: int,
    value: float,
) -> tuple[float, float]:
    """The closed interval [EU] in which a trusted sample changes no row of the tag.

    This is what lets a scan pass over a tag with two comparisons: inside the band every limit of the tag
    would answer as it did before. ``value`` is the tag's last one: where it feeds an expression only the same
    value is quiet, and where the expression remembers its samples none is. Returns (low, high); all finite
    numbers for a tag without limits, because an infinite value is never quiet.
    """
    low, high = float(-_LARGEST), float(_LARGEST)
    if feed_kind[tag] != _FEEDS_NOTHING:
        if feed_kind[tag] != _FEEDS_VALUE or not abs(value) <= _LARGEST:
            return np.inf, -np.inf
        low = high = value
    for place in range(first[tag], first[tag + 1]):
        row = of_tag[place]
        side = params[row].side
        if side == SIDE_INPUT_BAD:
            continue
        inside = holds_deadband(table[row].condition)
        edge = params[row].stay_eu if inside else params[row].calm_eu
        # Beyond a high limit the value must not fall below the edge; before it, not rise above.
        if (side == SIDE_HIGH) == inside:
            low = max(low, edge)
        else:
            high = min(high, edge)
    return low, high


@njit(cache=True)
def quiet_bands(
    params: RowParams,
    table: np.ndarray,
    state: RowState,
    value: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> None:
    """``quiet_band`` of every tag, into low, high (N,) float64 [EU]; ``table`` (R,): limits in force."""
    for tag in range(low.shape[0]):
        low[tag], high[tag] = quiet_band(
            table, state.table, params.first, params.of_tag, params.feed_kind, tag, value[tag]
        )


@njit(cache=True)
def lose_sight(params: np.ndarray, state: RowState, at_ns: int) -> None:
    """Tell every row that its tags said nothing for a while, until now: an off-delay that runs is broken.

    An on-delay goes on, but one that would have ended meanwhile begins anew with the next abnormal sample:
    nobody knows whether the condition lasted. So does one that a clock set back has made too long. Logics and
    modes stay as they were until they are heard or their inputs are lost. No condition is known to hold until
    its quantity is heard again.
    """
    for row in range(state.table.shape[0]):
        state.table[row].trust = _UNHEARD
        if params[row].role in (ROLE_SUPPRESSION, ROLE_MODE) or params[row].side == SIDE_SELECT:
            continue
        left_ns = state.table[row].deadline_ns - at_ns
        delaying = state.table[row].condition == _ON_DELAY
        if delaying and not 0 <= left_ns <= params[row].on_delay_ns:
            stop_timer(state.table, state.heap, state.running, row)
            state.table[row].condition = _NORMAL
        step_row(
            params,
            state.table,
            state.heap,
            state.running,
            state.starts_ns,
            row,
            SAMPLE_UNKNOWN,
            at_ns,
        )
