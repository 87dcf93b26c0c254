"""Shelf: every shelf ends, a one-shot shelf also with the active period it was for."""

import pytest

from tests.alarms.machine.every_step import every_why, grid, words
from wakeful.alarms.machine.shelf import SHELF_TABLE, ShelfEvent, ShelfState
from wakeful.alarms.transition_table import Move

BY_HAND = """
           SHELVE_TIMED  SHELVE_ONE_SHOT  UNSHELVE             END        RETURN
UNSHELVED  TIMED         ONE_SHOT         refused:not_shelved  -          -
TIMED      TIMED         ONE_SHOT         UNSHELVED            UNSHELVED  -
ONE_SHOT   TIMED         ONE_SHOT         UNSHELVED            UNSHELVED  UNSHELVED
"""


def test_every_pair():
    assert grid(SHELF_TABLE) == words(BY_HAND)
    assert all(every_why(SHELF_TABLE))


@pytest.mark.parametrize("state", [ShelfState.TIMED, ShelfState.ONE_SHOT])
def test_time_and_a_person_end_every_shelf(state):
    for end in (ShelfEvent.END, ShelfEvent.UNSHELVE):
        assert SHELF_TABLE.step(state, end) == Move(ShelfState.UNSHELVED)


def test_numbers_in_checkpoints_and_packed_codes_stay():
    assert {state.name: int(state) for state in ShelfState} == {"UNSHELVED": 0, "TIMED": 1, "ONE_SHOT": 2}
    assert [int(event) for event in ShelfEvent] == [0, 1, 2, 3, 4]
