"""Suppression by design: as the logic says, and nothing a person could be refused."""

from tests.alarms.machine.every_step import every_why, grid, words
from wakeful.alarms.machine.suppression import SUPPRESSION_TABLE, SuppressionEvent, SuppressionState

BY_HAND = """
              LOGIC_TRUE  LOGIC_FALSE
UNSUPPRESSED  SUPPRESSED  -
SUPPRESSED    -           UNSUPPRESSED
"""


def test_every_pair():
    assert grid(SUPPRESSION_TABLE) == words(BY_HAND)
    assert all(every_why(SUPPRESSION_TABLE))


def test_numbers_in_checkpoints_and_packed_codes_stay():
    assert {state.name: int(state) for state in SuppressionState} == {"UNSUPPRESSED": 0, "SUPPRESSED": 1}
    assert [int(event) for event in SuppressionEvent] == [0, 1]
