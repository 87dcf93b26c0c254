"""One alarm's process condition replayed over recorded samples, exactly as the engine would have run it.

The moves are those of ``CONDITION_TABLE``. Between two samples at most one thing can happen, the end of the
delay that runs; it counts as due strictly before the next sample, as in the engine. The plain twin is
``tests/oracles/advisor.py``, and the engine itself is held against both in the tests.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from wakeful.alarms.advisor.history import History
from wakeful.alarms.advisor.levels import UNKNOWN, levels_of
from wakeful.alarms.condition import CONDITION_TABLE, ConditionEvent, ConditionState
from wakeful.terms.alarm import AlarmDefinition

STILL_NS = np.iinfo(np.int64).max
"""Instead of an instant: has not come before the end of the history."""

ONSET, RAISED, CALM, RETURNED = 0, 1, 2, 3
"""Columns of a table of activations."""

_NEXT = CONDITION_TABLE.next_states()
_NORMAL, _ON_DELAY = int(ConditionState.NORMAL), int(ConditionState.ON_DELAY)
_ABNORMAL, _OFF_DELAY = int(ConditionState.ABNORMAL), int(ConditionState.OFF_DELAY)
_SAMPLE_NORMAL = int(ConditionEvent.SAMPLE_NORMAL)
_SAMPLE_ABNORMAL = int(ConditionEvent.SAMPLE_ABNORMAL)
_SAMPLE_UNKNOWN = int(ConditionEvent.SAMPLE_UNKNOWN)
_DELAY_ENDED = int(ConditionEvent.DELAY_ENDED)


class Activations(NamedTuple):
    """What an alarm did, one row for each annunciation; all (K,) int64 [ns].

    onset_ns : the sample that began the on-delay.
    raised_ns : the end of the on-delay, which is when it sounds.
    calm_ns : the sample that began the last off-delay; ``STILL_NS`` when it is abnormal at the end.
    returned_ns : the end of that off-delay; ``STILL_NS`` when it has not returned before the end.
    """

    onset_ns: np.ndarray
    raised_ns: np.ndarray
    calm_ns: np.ndarray
    returned_ns: np.ndarray


def replay(history: History, definition: AlarmDefinition) -> Activations:
    """Run one alarm over a history with the deadband and delays of its definition.

    Only deadband, on-delay and off-delay act: an alarm that is raised by its count of starts, or whose limit
    moves with the operating mode, does more in the engine. Raises ValueError as ``levels_of``.
    """
    times_ns, levels = levels_of(history, definition, np.array([definition.deadband_eu]))
    table = np.empty((len(times_ns) + 1, 4), np.int64)
    on_ns, off_ns = definition.on_delay_ms * 1_000_000, definition.off_delay_ms * 1_000_000
    count = run_setting(times_ns, levels, 0, on_ns, off_ns, history.end_ns, table)
    return Activations(*(table[:count, column].copy() for column in range(4)))


@njit(cache=True, inline="always")
def _meaning(level: int, deadband: int, state: int) -> int:
    """The event of a sample at a level, to an alarm with that deadband in that state."""
    if level == UNKNOWN:
        return _SAMPLE_UNKNOWN
    if level == 0 or (level <= deadband + 1 and state in (_ON_DELAY, _ABNORMAL)):
        return _SAMPLE_ABNORMAL
    return _SAMPLE_NORMAL


@njit(cache=True, nogil=True)
def run_setting(
    times_ns: np.ndarray,
    levels: np.ndarray,
    deadband: int,
    on_delay_ns: int,
    off_delay_ns: int,
    end_ns: int,
    table: np.ndarray,
) -> int:
    """Replay one setting over the levels of a history.

    Parameters
    ----------
    times_ns, levels : (E,), as ``levels_of`` gives them.
    deadband : number of the deadband among those the levels were made for, from 0.
    on_delay_ns, off_delay_ns : [ns].
    end_ns : what is due strictly before it still happens.
    table : (at least E + 1, 4) int64, filled with ``ONSET``, ``RAISED``, ``CALM``, ``RETURNED`` of each
        activation.

    Returns
    -------
    count : how many rows of ``table`` are filled.
    """
    state, deadline_ns, count = _NORMAL, STILL_NS, 0
    onset_ns: int = 0
    calm_ns: int = 0
    for index in range(times_ns.shape[0] + 1):
        at_ns = times_ns[index] if index < times_ns.shape[0] else end_ns
        if deadline_ns < at_ns:
            if state == _ON_DELAY:
                table[count, ONSET], table[count, RAISED] = onset_ns, deadline_ns
            else:
                table[count, CALM], table[count, RETURNED] = calm_ns, deadline_ns
                count += 1
            state, deadline_ns = _NEXT[state, _DELAY_ENDED], STILL_NS
        if index == times_ns.shape[0]:
            break
        after = _NEXT[state, _meaning(levels[index], deadband, state)]
        if after == state:
            continue
        deadline_ns = STILL_NS
        if after == _ON_DELAY:
            onset_ns = at_ns
            if on_delay_ns == 0:
                after = _NEXT[after, _DELAY_ENDED]
                table[count, ONSET], table[count, RAISED] = at_ns, at_ns
            else:
                deadline_ns = at_ns + on_delay_ns
        elif after == _OFF_DELAY:
            calm_ns = at_ns
            if off_delay_ns == 0:
                after = _NEXT[after, _DELAY_ENDED]
                table[count, CALM], table[count, RETURNED] = at_ns, at_ns
                count += 1
            else:
                deadline_ns = at_ns + off_delay_ns
        state = after
    if state in (_ABNORMAL, _OFF_DELAY):
        table[count, CALM] = calm_ns if state == _OFF_DELAY else STILL_NS
        table[count, RETURNED] = STILL_NS
        count += 1
    return count
