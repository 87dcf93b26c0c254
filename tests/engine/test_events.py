"""The table of moves grows without losing a row."""

import numpy as np

from wakeful.engine import events as ev


def test_a_full_table_grows_and_keeps_its_rows():
    table, count = ev.new_table(2), 0
    for index in range(100):
        table = ev.with_room(table, count, 3)
        count = ev.put_input(table, count, index, 1, ev.INPUT_LOST, index, 0.5, np.uint32(7))
    assert count == 100
    assert table["index"][:count].tolist() == list(range(100))
    assert set(table["value"][:count]) == {0.5}


def test_a_table_with_room_is_left_alone():
    table = ev.new_table(8)
    assert ev.with_room.py_func(table, 5, 3) is table
