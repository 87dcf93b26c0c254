"""Latch: an occurrence sets it, and only a reset that may be releases it."""

from tests.alarms.machine.every_step import every_why, grid, words
from wakeful.alarms.machine.latch import LATCH_TABLE, LatchEvent, LatchState

BY_HAND = """
          OCCURRENCE  RESET                RESET_WHILE_ACTIVE      RESET_WHILE_UNACKNOWLEDGED
RELEASED  LATCHED     refused:not_latched  refused:not_latched     refused:not_latched
LATCHED   LATCHED     RELEASED             refused:still_abnormal  refused:not_acknowledged
"""


def test_every_pair():
    assert grid(LATCH_TABLE) == words(BY_HAND)
    assert all(every_why(LATCH_TABLE))


def test_numbers_in_checkpoints_and_packed_codes_stay():
    assert {state.name: int(state) for state in LatchState} == {"RELEASED": 0, "LATCHED": 1}
    assert [int(event) for event in LatchEvent] == [0, 1, 2, 3]
