"""Silence: a sound is stopped by a person, once, and comes back with whatever is new."""

import pytest

from tests.alarms.machine.every_step import every_why, grid, words
from wakeful.alarms.machine.silence import SILENCE_TABLE, SilenceEvent, SilenceState
from wakeful.alarms.transition_table import Move

BY_HAND = """
          ANNUNCIATE  SILENCE                 SILENCE_WHILE_QUIET
AUDIBLE   -           SILENCED                refused:nothing_sounds
SILENCED  AUDIBLE     refused:nothing_sounds  refused:nothing_sounds
"""


def test_every_pair():
    assert grid(SILENCE_TABLE) == words(BY_HAND)
    assert all(every_why(SILENCE_TABLE))


@pytest.mark.parametrize("state", SilenceState)
def test_what_is_new_is_heard(state):
    entry = SILENCE_TABLE.step(state, SilenceEvent.ANNUNCIATE)
    assert (entry.to if isinstance(entry, Move) else state) is SilenceState.AUDIBLE


def test_numbers_in_checkpoints_and_packed_codes_stay():
    assert {state.name: int(state) for state in SilenceState} == {"AUDIBLE": 0, "SILENCED": 1}
    assert [int(event) for event in SilenceEvent] == [0, 1, 2]
