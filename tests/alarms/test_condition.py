"""The condition machine: what its table promises, over every word of events."""

from itertools import product

import pytest

from tests.alarms.machine.every_step import every_why, grid, words
from wakeful.alarms.condition import ACTIVE, CONDITION_TABLE, DELAYING, ConditionEvent, ConditionState
from wakeful.alarms.transition_table import Move

BY_HAND = """
           SAMPLE_NORMAL  SAMPLE_ABNORMAL  SAMPLE_UNKNOWN  DELAY_ENDED
NORMAL     -              ON_DELAY         -               -
ON_DELAY   NORMAL         -                -               ABNORMAL
ABNORMAL   OFF_DELAY      -                -               -
OFF_DELAY  -              ABNORMAL         ABNORMAL        NORMAL
"""


def test_every_pair():
    assert grid(CONDITION_TABLE) == words(BY_HAND)
    assert all(every_why(CONDITION_TABLE))


def test_the_alarm_is_active_until_the_off_delay_has_ended():
    assert ACTIVE == (ConditionState.ABNORMAL, ConditionState.OFF_DELAY)
    assert DELAYING == (ConditionState.ON_DELAY, ConditionState.OFF_DELAY)


def test_numbers_in_checkpoints_stay():
    assert [state.name for state in sorted(ConditionState)] == ["NORMAL", "ON_DELAY", "ABNORMAL", "OFF_DELAY"]
    assert [int(state) for state in ConditionState] == [0, 1, 2, 3]
    assert [int(event) for event in ConditionEvent] == [0, 1, 2, 3]


def run(word):
    state = ConditionState.NORMAL
    for event in word:
        entry = CONDITION_TABLE.step(state, event)
        state = entry.to if isinstance(entry, Move) else state
    return state


@pytest.mark.parametrize("length", range(1, 7))
def test_over_every_word_only_a_trusted_normal_sample_can_begin_a_clear(length):
    """4 ** 6 words: an active condition clears only through a normal sample with nothing else after it."""
    for word in product(ConditionEvent, repeat=length):
        if run(word) is not ConditionState.NORMAL or ConditionState.ABNORMAL not in _states(word):
            continue
        clearing = max(index for index, state in enumerate(_states(word)) if state in ACTIVE)
        samples = [event for event in word[: clearing + 1] if event is not ConditionEvent.DELAY_ENDED]
        assert samples[-1] is ConditionEvent.SAMPLE_NORMAL


def _states(word):
    return [run(word[: end + 1]) for end in range(len(word))]


@pytest.mark.parametrize("state", ConditionState)
def test_unknown_never_leads_to_normal_and_never_raises(state):
    entry = CONDITION_TABLE.step(state, ConditionEvent.SAMPLE_UNKNOWN)
    after = entry.to if isinstance(entry, Move) else state
    assert (after in ACTIVE) == (state in ACTIVE)
    assert after is not ConditionState.OFF_DELAY


@pytest.mark.parametrize("state", ConditionState)
def test_only_the_end_of_a_delay_changes_whether_the_alarm_is_active(state):
    for event in ConditionEvent:
        entry = CONDITION_TABLE.step(state, event)
        if isinstance(entry, Move) and (entry.to in ACTIVE) != (state in ACTIVE):
            assert event is ConditionEvent.DELAY_ENDED
            assert state in DELAYING
