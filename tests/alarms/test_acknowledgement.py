"""The two machines together give the four base states of ISA-18.2, pair by pair."""

import pytest

from wakeful.alarms.acknowledgement import (
    ACKNOWLEDGEMENT_TABLE,
    AcknowledgementEvent,
    AcknowledgementState,
    isa_state,
)
from wakeful.alarms.transition_table import Move, Refused

ACKNOWLEDGED, UNACKNOWLEDGED = AcknowledgementState

BASE_TABLE = {
    ("A", "abnormal"): "B",
    ("A", "normal"): "A",
    ("A", "acknowledge"): "refused",
    ("B", "abnormal"): "B",
    ("B", "normal"): "D",
    ("B", "acknowledge"): "C",
    ("C", "abnormal"): "C",
    ("C", "normal"): "A",
    ("C", "acknowledge"): "refused",
    ("D", "abnormal"): "B",
    ("D", "normal"): "D",
    ("D", "acknowledge"): "A",
}
"""Rows 1 to 6 of the reference, and what the other pairs mean, written by hand."""


def joined_step(letter, event):
    active, acknowledgement = {
        "A": (False, ACKNOWLEDGED),
        "B": (True, UNACKNOWLEDGED),
        "C": (True, ACKNOWLEDGED),
        "D": (False, UNACKNOWLEDGED),
    }[letter]
    if event == "acknowledge":
        entry = ACKNOWLEDGEMENT_TABLE.step(acknowledgement, AcknowledgementEvent.ACKNOWLEDGE)
        if isinstance(entry, Refused):
            return "refused"
        return isa_state(active, entry.to).value
    if event == "abnormal" and not active:
        entry = ACKNOWLEDGEMENT_TABLE.step(acknowledgement, AcknowledgementEvent.OCCURRENCE)
        assert isinstance(entry, Move)
        acknowledgement = entry.to
    return isa_state(event == "abnormal", acknowledgement).value


@pytest.mark.parametrize("pair", BASE_TABLE, ids="-".join)
def test_every_pair_of_the_base_table(pair):
    assert joined_step(*pair) == BASE_TABLE[pair]
