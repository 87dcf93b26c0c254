"""The kernel that works off one program over the present values of the tags.

An answer is a value and how far it can be trusted. Truths lie on a line, from surely false over probably
false, unknown and probably true to surely true (``_level``); ``not`` mirrors the line, and a vote of n asks
for the n-th truest of its operands, so that ``and`` takes the falsest and ``or`` the truest. With doubt left
out this is Kleene's strong logic of three values (S. C. Kleene, Introduction to Metamathematics, 1952, § 64).

Twin: ``tests/oracles/expression.py``.
"""

from typing import Any

import numpy as np
from numba import njit

from wakeful.alarms.condition import ACTIVE as ACTIVE_CONDITIONS
from wakeful.alarms.expression.program import NEVER_NS, Operation
from wakeful.terms.quality import CODE_MASK, Quality

TRUSTED, DOUBTFUL, UNKNOWN, UNHEARD = 0, 1, 2, 3
"""How far an answer can be trusted. UNHEARD is unknown because a tag has not been heard since the start."""

DOUBT_MAX = 0.05
"""Share of the filter of ``rate`` that may rest on doubtful samples or on its start while its answer is
trusted: it is reached after about three time constants."""
GAP_WINDOWS_MAX = 10.0
"""After a gap of so many time constants ``rate`` starts anew."""

_BAD_BIT = np.uint32(0x8000_0000)
_UNCERTAIN_BIT = np.uint32(0x4000_0000)
_CODE = np.uint32(CODE_MASK)
_WAITING = np.uint32(Quality.BAD_WAITING_FOR_INITIAL_DATA)
_ABNORMAL, _OFF_DELAY = (int(state) for state in ACTIVE_CONDITIONS)

_NUMBER, _TAG = int(Operation.NUMBER), int(Operation.TAG)
_TAG_IS, _TAG_IS_NOT = int(Operation.TAG_IS), int(Operation.TAG_IS_NOT)
_BAD, _ACTIVE = int(Operation.BAD), int(Operation.ACTIVE)
_RATE, _STUCK = int(Operation.RATE), int(Operation.STUCK)
_NEGATE, _ABSOLUTE = int(Operation.NEGATE), int(Operation.ABSOLUTE)
_ADD, _SUBTRACT = int(Operation.ADD), int(Operation.SUBTRACT)
_MULTIPLY, _DIVIDE = int(Operation.MULTIPLY), int(Operation.DIVIDE)
_LESS, _LESS_EQUAL = int(Operation.LESS), int(Operation.LESS_EQUAL)
_GREATER, _GREATER_EQUAL = int(Operation.GREATER), int(Operation.GREATER_EQUAL)
_EQUAL, _NOT_EQUAL = int(Operation.EQUAL), int(Operation.NOT_EQUAL)
_MINIMUM, _NOT, _VOTE = int(Operation.MINIMUM), int(Operation.NOT), int(Operation.VOTE)

Row = Any
"""One row of a table inside a kernel: an instruction or a memory, with its fields as attributes."""
Answer = tuple[float, int]
"""A value, 1.0 or 0.0 for a truth and NaN where it is unknown, and how far it can be trusted."""


@njit(cache=True)
def evaluate(
    code: np.ndarray,
    start: int,
    stop: int,
    value: np.ndarray,
    quality: np.ndarray,
    time_ns: np.ndarray,
    table: np.ndarray,
    memory: np.ndarray,
    memory_start: int,
    stack_value: np.ndarray,
    stack_trust: np.ndarray,
) -> Answer:
    """Work off the program ``code[start:stop]``.

    Parameters
    ----------
    code : (L,) INSTRUCTION, of ``compile_programs``.
    start, stop : ``first[p]`` and ``first[p + 1]``.
    value : (N,) float64 [EU], present value of each tag.
    quality : (N,) uint32, its code.
    time_ns : (N,) int64, source time of its last sample.
    table : structured, whose fields ``condition`` and ``trust`` are the ConditionState of each row and how
        far it can be trusted.
    memory : (M,) MEMORY, changed in place where a tag has a new sample that can be used.
    memory_start : ``memory_first[p]``.
    stack_value, stack_trust : (STACK_SIZE,) float64 and integers; scratch, nothing is kept there.

    Returns
    -------
    value : a number [EU], or 1.0 and 0.0 for true and false; NaN where it is unknown.
    trust : TRUSTED, DOUBTFUL, UNKNOWN or UNHEARD.

    Notes
    -----
    Working it off again before a tag has a new sample gives the same answer and changes nothing.
    """
    top = 0
    for place in range(start, stop):
        step = code[place]
        top -= step.count
        if step.operation in (_RATE, _STUCK):
            at = step.index
            row = memory[memory_start + step.slot]
            found = _remembered(step, value[at], quality[at], time_ns[at], row)
        elif step.count == 0:
            found = _read(step, value, quality, table)
        else:
            found = _combined(step, stack_value, stack_trust, top)
        stack_value[top], stack_trust[top] = found
        top += 1
    return stack_value[0], int(stack_trust[0])


@njit(cache=True)
def _truth(holds: bool) -> float:
    return 1.0 if holds else 0.0


@njit(cache=True)
def _trust_of(value: float, quality: np.uint32) -> int:
    """How far the present value of a tag can be trusted. A number that is not finite says nothing."""
    if quality & _CODE == _WAITING:
        return UNHEARD
    if quality & _BAD_BIT or not np.isfinite(value):
        return UNKNOWN
    return DOUBTFUL if quality & _UNCERTAIN_BIT else TRUSTED


@njit(cache=True)
def _read(step: Row, value: np.ndarray, quality: np.ndarray, table: np.ndarray) -> Answer:
    """A constant, a tag or the condition of an alarm, as it is now."""
    if step.operation == _NUMBER:
        return step.number, TRUSTED
    if step.operation == _ACTIVE:
        row = table[step.index]
        if row.trust == UNHEARD:
            return np.nan, UNHEARD
        return _truth(row.condition in (_ABNORMAL, _OFF_DELAY)), row.trust
    present: float = value[step.index]
    trust = _trust_of(present, quality[step.index])
    if step.operation == _BAD:
        return (np.nan, UNHEARD) if trust == UNHEARD else (_truth(trust == UNKNOWN), TRUSTED)
    if trust >= UNKNOWN:
        return np.nan, trust
    if step.operation == _TAG_IS:
        return _truth(present == step.number), trust
    if step.operation == _TAG_IS_NOT:
        return _truth(present != step.number), trust
    return present, trust


@njit(cache=True)
def _combined(step: Row, values: np.ndarray, trusts: np.ndarray, first: int) -> Answer:
    """An answer from the ``count`` answers on the stack from ``first`` on."""
    end = first + step.count
    if step.operation == _VOTE:
        return _vote(step.index, values, trusts, first, end)
    if step.operation > _VOTE:
        return _choice(values, trusts, first)
    trust = _worst(trusts, first, end)
    if trust >= UNKNOWN:
        return np.nan, trust
    if step.operation == _NOT:
        return 1.0 - values[first], trust
    if _LESS <= step.operation <= _NOT_EQUAL:
        return _truth(_compared(step.operation, values[first], values[first + 1])), trust
    number = _calculated(step.operation, values, first, end)
    return (number, trust) if np.isfinite(number) else (np.nan, UNKNOWN)


@njit(cache=True)
def _worst(trusts: np.ndarray, first: int, end: int) -> int:
    """The least that one of these answers can be trusted."""
    worst = TRUSTED
    for k in range(first, end):
        worst = max(worst, trusts[k])
    return worst


@njit(cache=True)
def _calculated(operation: int, values: np.ndarray, first: int, end: int) -> float:
    """A number from ``values[first:end]``; not finite where there is none."""
    number: float = values[first]
    last: float = values[end - 1]
    if operation == _NEGATE:
        return -number
    if operation == _ABSOLUTE:
        return abs(number)
    if operation == _ADD:
        return number + last
    if operation == _SUBTRACT:
        return number - last
    if operation == _MULTIPLY:
        return number * last
    if operation == _DIVIDE:
        return number / last if last != 0.0 else np.nan
    for k in range(first + 1, end):
        number = min(number, values[k]) if operation == _MINIMUM else max(number, values[k])
    return number


@njit(cache=True)
def _compared(operation: int, left: float, right: float) -> bool:
    if operation == _LESS:
        return left < right
    if operation == _LESS_EQUAL:
        return left <= right
    if operation == _GREATER:
        return left > right
    if operation == _GREATER_EQUAL:
        return left >= right
    return left == right if operation == _EQUAL else left != right


@njit(cache=True)
def _level(value: float, trust: int) -> int:
    """A truth's place on the line: -2 surely false, -1 probably, 0 unknown, 1 probably, 2 surely true."""
    if trust >= UNKNOWN:
        return 0
    sign = 1 if value != 0.0 else -1
    return 2 * sign if trust == TRUSTED else sign


@njit(cache=True)
def _vote(needed: int, values: np.ndarray, trusts: np.ndarray, first: int, end: int) -> Answer:
    """Whether at least ``needed`` of these truths hold: the needed-th truest of them."""
    reached = 0
    for level in range(2, -3, -1):
        for k in range(first, end):
            reached += _level(values[k], trusts[k]) == level
        if reached >= needed:
            break
    if level == 0:
        return np.nan, _worst(trusts, first, end)
    return _truth(level > 0), TRUSTED if abs(level) == 2 else DOUBTFUL


@njit(cache=True)
def _choice(values: np.ndarray, trusts: np.ndarray, first: int) -> Answer:
    """``if``: condition, answer when true, answer when false, on the stack from ``first`` on.

    Where both answers are the same the condition does not matter.
    """
    when_true, when_false = first + 1, first + 2
    chosen = when_true if values[first] == 1.0 else when_false
    if trusts[first] == TRUSTED:
        return values[chosen], trusts[chosen]
    branches = max(trusts[when_true], trusts[when_false])
    if branches < UNKNOWN and values[when_true] == values[when_false]:
        return values[when_true], branches
    if trusts[first] >= UNKNOWN:
        return np.nan, max(trusts[first], branches)
    return values[chosen], max(trusts[chosen], DOUBTFUL)


@njit(cache=True)
def _remembered(step: Row, value: float, quality: np.uint32, time_ns: int, row: Row) -> Answer:
    """The answer of ``rate`` or ``stuck``, brought up to date when the tag has a new sample."""
    trust = _trust_of(value, quality)
    if trust >= UNKNOWN:
        return np.nan, trust
    if time_ns > row.time_ns:
        if step.operation == _RATE:
            _follow_rate(row, value, trust, time_ns, step.number)
        else:
            _follow_movement(row, value, trust, step.number)
        row.time_ns = time_ns
    if row.trust >= UNKNOWN:
        return np.nan, row.trust
    return row.result, max(trust, row.trust)


@njit(cache=True)
def _follow_rate(row: Row, value: float, trust: int, time_ns: int, window_s: float) -> None:
    """One sample through the filter s / (1 + s T) in its backward Euler form.

    With level f, time constant T and elapsed time h: f' = f + (v - f) h / (T + h), rate = (v - f') / T, which
    is (v - f) / (T + h). A ramp of slope r ends with f lagging by r T, hence with a rate of exactly r.
    Source: K. J. Åström, R. M. Murray, Feedback Systems, 2nd ed. 2021, PID control, section Implementation.

    ``doubt`` follows the same filter: 1 at the start, where f is only assumed, and for each doubtful sample.
    """
    elapsed_s = 0.0
    if row.time_ns != NEVER_NS:
        elapsed_s = (time_ns - row.time_ns) * 1e-9
    rate = (value - row.level) / (window_s + elapsed_s)
    level = row.level + rate * elapsed_s
    if row.time_ns == NEVER_NS or elapsed_s > GAP_WINDOWS_MAX * window_s or not np.isfinite(rate + level):
        row.level, row.doubt, row.result, row.trust = value, 1.0, 0.0, UNKNOWN
        return
    kept = window_s / (window_s + elapsed_s)
    row.doubt = row.doubt * kept + (1.0 - kept) * _truth(trust == DOUBTFUL)
    row.level, row.result = level, rate
    row.trust = DOUBTFUL if trust == DOUBTFUL or row.doubt > DOUBT_MAX else TRUSTED


@njit(cache=True)
def _follow_movement(row: Row, value: float, trust: int, tolerance_eu: float) -> None:
    """One sample against the level from which the tag has not moved.

    A level that was doubtful is replaced by the first trusted sample, and until then nothing is sure.
    """
    if row.time_ns == NEVER_NS:
        row.level, row.doubt, row.result, row.trust = value, _truth(trust == DOUBTFUL), 1.0, UNKNOWN
        return
    moved = abs(value - row.level) > tolerance_eu
    row.result = _truth(not moved)
    row.trust = DOUBTFUL if trust == DOUBTFUL or row.doubt > 0.0 else TRUSTED
    if moved or (row.doubt > 0.0 and trust == TRUSTED):
        row.level, row.doubt = value, _truth(trust == DOUBTFUL)
