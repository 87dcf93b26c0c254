"""The tables of events and moves grow without losing a row, and read back as they were written."""

import numpy as np
import pytest

from wakeful.alarms.arrays import ALARM_STATE
from wakeful.engine import events as ev

WRITE_EVENT, WRITE_MOVE, PASS_ON = ev.put_event.py_func, ev.put_move.py_func, ev.put_passed.py_func


def put(table, count, index):
    return WRITE_EVENT(
        table.view(np.recarray), count, index, 1, ev.INPUT_LOST, index, 0, 0, index, 0.5, np.uint32(7)
    )


def test_a_full_table_grows_and_keeps_its_rows():
    table, count = ev.new_table(capacity=2), 0
    for index in range(100):
        table = ev.with_room(table, count, 3)
        count = put(table, count, index)
    assert count == 100
    assert table["index"][:count].tolist() == list(range(100))
    assert set(table["value"][:count]) == {0.5}


def test_a_table_with_room_is_left_alone():
    table = ev.new_table(capacity=8)
    assert ev.with_room.py_func(table, 5, 3) is table


def test_an_event_passed_on_is_read_back_as_it_was():
    events, moves = ev.new_table(capacity=1), ev.new_table(ev.MOVE, 1)
    put(events, 0, 9)
    assert PASS_ON(moves.view(np.recarray), 0, events.view(np.recarray)[0]) == 1
    (move,) = ev.read_moves(moves)
    assert (move.at_ns, move.due, move.kind, move.item, move.value, move.quality) == (
        9,
        1,
        ev.INPUT_LOST,
        9,
        0.5,
        7,
    )


@pytest.mark.parametrize("alarm", [0, 70_000])
def test_a_move_says_what_the_alarm_is_now(alarm):
    state = np.zeros(1, ALARM_STATE).view(np.recarray)
    state["occurrence"], state["revision"], state["code"], state["peak"] = 3, 2, 35, 1
    moves = ev.new_table(ev.MOVE, 1).view(np.recarray)
    WRITE_MOVE(moves, 0, 5, 1, alarm, 8, 1, 34, 2, state[0])
    (move,) = ev.read_moves(moves)
    assert (move.item, move.event, move.flags, move.code_before, move.code_after) == (alarm, 8, 1, 34, 35)
    assert (move.occurrence, move.revision, move.priority, move.peak) == (3, 2, 2, 1)
    assert np.isnan(move.value) and not move.has_sample
