"""Samples reduced to the instants at which they mean something else to an alarm, for many deadbands at once.

Theory of operation. With K deadbands, smallest first, an alarm has K edges: the limit moved inwards by each.
A trusted value lies at level 0 when it is at or beyond the limit, for no deadband moves the limit at which
an alarm is raised; otherwise at level 1 + n when it is inside n of the edges. To an alarm with deadband
number j, from 0, a value at levels 1 ... j + 1 is abnormal while the deadband applies and normal otherwise;
a value at a higher level is normal in any case. What cannot be trusted is UNKNOWN: bad or lost, and also
uncertain without being beyond the limit, which neither raises nor clears.

Most samples lie where their predecessor lay and change nothing for any setting. So the samples are read once,
and every setting is replayed over the few instants that are left.
"""

import numpy as np
from numba import njit

from wakeful.alarms.advisor.history import History
from wakeful.terms.alarm import AlarmDefinition, ConditionKind

DEADBANDS_MAX = 100
UNKNOWN = -1
NORMAL = DEADBANDS_MAX + 1
"""Normal whatever the deadband."""
RISING_KINDS = (
    ConditionKind.HIGH_HIGH,
    ConditionKind.HIGH,
    ConditionKind.DEVIATION_HIGH,
    ConditionKind.RATE_HIGH,
)
FALLING_KINDS = (
    ConditionKind.LOW,
    ConditionKind.LOW_LOW,
    ConditionKind.DEVIATION_LOW,
    ConditionKind.RATE_LOW,
)
LIMIT_KINDS = RISING_KINDS + FALLING_KINDS
"""Kinds with a limit, and so with a deadband; of the others but ``INPUT_BAD`` a truth is judged."""

_NO_LEVEL = -2
_BAD_BIT = np.uint32(0x8000_0000)
_UNCERTAIN_BIT = np.uint32(0x4000_0000)


def levels_of(
    history: History, definition: AlarmDefinition, deadbands_eu: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """When a judged quantity changes its level, and to which.

    Parameters
    ----------
    history : T samples of the judged quantity: of the tag itself for absolute limits and for ``INPUT_BAD``,
        where only their quality counts; of the deviation or the rate for those kinds; for the others 1 while
        the condition is true and 0 while it is not.
    definition : gives kind and limit.
    deadbands_eu : (K,) float64 [EU], rising, 1 to ``DEADBANDS_MAX``; only of ``LIMIT_KINDS``.

    Returns
    -------
    times_ns, levels : (E,) int64 and (E,) int8; E is far below T for most tags.

    Raises
    ------
    ValueError
        If the deadbands are too many, negative or do not rise.
    """
    times_ns, values, quality, age_limit_ns = _arrays(history)
    end_ns = history.end_ns
    if definition.kind is ConditionKind.INPUT_BAD:
        return _cut(*_find_input_levels(times_ns, values, quality, age_limit_ns, history.start_ns, end_ns))
    if definition.kind not in LIMIT_KINDS:
        truths = np.where(np.isfinite(values), values != 0.0, np.nan)
        return _cut(*_find_levels(times_ns, truths, quality, age_limit_ns, end_ns, 1.0, np.ones(1), 1.0))
    rising = not np.any(np.diff(deadbands_eu) <= 0.0)
    if not 1 <= len(deadbands_eu) <= DEADBANDS_MAX or not deadbands_eu[0] >= 0.0 or not rising:
        raise ValueError(f"1 to {DEADBANDS_MAX} deadbands, rising from 0 or above")
    if definition.kind in RISING_KINDS:
        edges_eu, sign = definition.limit_eu - deadbands_eu, 1.0
    else:
        # Turned over with everything else: x <= e exactly when -x >= -e.
        edges_eu, sign = -(definition.limit_eu + deadbands_eu), -1.0
    limit_eu = sign * definition.limit_eu
    return _cut(*_find_levels(times_ns, values, quality, age_limit_ns, end_ns, limit_eu, edges_eu, sign))


def _arrays(history: History) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Plain arrays: the kernels are compiled for contiguous ones alone."""
    times_ns, values, quality = (
        np.require(array, requirements=["C", "W"])
        for array in (history.times_ns, history.values, history.quality)
    )
    return times_ns, values, quality, history.age_limit_ns


def _cut(times_ns: np.ndarray, levels: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    return times_ns[:count].copy(), levels[:count].copy()


@njit(cache=True, nogil=True)
def _find_levels(
    times_ns: np.ndarray,
    values: np.ndarray,
    quality: np.ndarray,
    age_limit_ns: int,
    end_ns: int,
    limit_eu: float,
    edges_eu: np.ndarray,
    sign: float,
) -> tuple[np.ndarray, np.ndarray, int]:
    """The samples of a rising limit, or of a falling one turned over: ``sign`` is 1 or -1."""
    rows = times_ns.shape[0]
    found_ns, found = np.empty(2 * rows + 1, np.int64), np.empty(2 * rows + 1, np.int8)
    count, before, highest = 0, _NO_LEVEL, edges_eu.shape[0] + 1
    last_ns = np.int64(0)
    for row in range(rows):
        at_ns, code, value = times_ns[row], quality[row], sign * values[row]
        if age_limit_ns > 0 and before > UNKNOWN and last_ns + age_limit_ns < at_ns:
            found_ns[count], found[count] = last_ns + age_limit_ns, UNKNOWN
            count, before = count + 1, UNKNOWN
        last_ns = at_ns
        level = UNKNOWN
        if not (code & _BAD_BIT) and np.isfinite(value):
            if value >= limit_eu:
                level = 0
            elif not (code & _UNCERTAIN_BIT):
                level = highest
                while level > 1 and value >= edges_eu[level - 2]:
                    level -= 1
        if level != before:
            found_ns[count], found[count] = at_ns, level
            count, before = count + 1, level
    if age_limit_ns > 0 and before > UNKNOWN and last_ns + age_limit_ns < end_ns:
        found_ns[count], found[count] = last_ns + age_limit_ns, UNKNOWN
        count += 1
    return found_ns, found, count


@njit(cache=True, nogil=True)
def _find_input_levels(
    times_ns: np.ndarray,
    values: np.ndarray,
    quality: np.ndarray,
    age_limit_ns: int,
    start_ns: int,
    end_ns: int,
) -> tuple[np.ndarray, np.ndarray, int]:
    """The input itself: bad and lost are beyond the limit, uncertain is unknown, good is normal."""
    rows = times_ns.shape[0]
    found_ns, found = np.empty(2 * rows + 1, np.int64), np.empty(2 * rows + 1, np.int8)
    count, before, heard_ns = 0, _NO_LEVEL, start_ns
    for row in range(rows):
        at_ns, code = times_ns[row], quality[row]
        if age_limit_ns > 0 and before != 0 and heard_ns + age_limit_ns < at_ns:
            found_ns[count], found[count] = heard_ns + age_limit_ns, 0
            count, before = count + 1, 0
        heard_ns = at_ns
        if code & _BAD_BIT or not np.isfinite(values[row]):
            level = 0
        else:
            level = UNKNOWN if code & _UNCERTAIN_BIT else NORMAL
        if level != before:
            found_ns[count], found[count] = at_ns, level
            count, before = count + 1, level
    if age_limit_ns > 0 and before != 0 and heard_ns + age_limit_ns < end_ns:
        found_ns[count], found[count] = heard_ns + age_limit_ns, 0
        count += 1
    return found_ns, found, count
