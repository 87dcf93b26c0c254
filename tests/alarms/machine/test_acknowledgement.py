"""Acknowledgement: something waits from the moment it is new until a person or a rule has dealt with it."""

from itertools import product

from tests.alarms.machine.every_step import every_why, grid, words
from wakeful.alarms.machine.acknowledgement import (
    ACKNOWLEDGEMENT_TABLE,
    AcknowledgementEvent,
    AcknowledgementState,
)
from wakeful.alarms.transition_table import Move

BY_HAND = """
                ANNUNCIATE      ACKNOWLEDGE                     EXCUSE
ACKNOWLEDGED    UNACKNOWLEDGED  refused:nothing_to_acknowledge  -
UNACKNOWLEDGED  UNACKNOWLEDGED  ACKNOWLEDGED                    ACKNOWLEDGED
"""


def test_every_pair():
    assert grid(ACKNOWLEDGEMENT_TABLE) == words(BY_HAND)
    assert all(every_why(ACKNOWLEDGEMENT_TABLE))


def test_over_every_word_something_waits_exactly_when_the_last_thing_that_happened_was_new():
    for word in product(AcknowledgementEvent, repeat=6):
        state = AcknowledgementState.ACKNOWLEDGED
        for event in word:
            entry = ACKNOWLEDGEMENT_TABLE.step(state, event)
            state = entry.to if isinstance(entry, Move) else state
        waits = word[-1] is AcknowledgementEvent.ANNUNCIATE
        assert (state is AcknowledgementState.UNACKNOWLEDGED) == waits


def test_numbers_in_checkpoints_and_packed_codes_stay():
    assert {state.name: int(state) for state in AcknowledgementState} == {
        "ACKNOWLEDGED": 0,
        "UNACKNOWLEDGED": 1,
    }
    assert [int(event) for event in AcknowledgementEvent] == [0, 1, 2]
