"""Activity: only a change of the condition counts, and it counts once."""

from tests.alarms.machine.every_step import every_why, grid, words
from wakeful.alarms.machine.activity import ACTIVITY_TABLE, ActivityEvent, ActivityState

BY_HAND = """
          RAISE   RETURN
INACTIVE  ACTIVE  -
ACTIVE    -       INACTIVE
"""


def test_every_pair():
    assert grid(ACTIVITY_TABLE) == words(BY_HAND)
    assert all(every_why(ACTIVITY_TABLE))


def test_numbers_in_checkpoints_and_packed_codes_stay():
    assert {state.name: int(state) for state in ActivityState} == {"INACTIVE": 0, "ACTIVE": 1}
    assert [int(event) for event in ActivityEvent] == [0, 1]
