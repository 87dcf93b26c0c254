"""A table is total or it is not a table."""

import dataclasses
from enum import IntEnum

import numpy as np
import pytest

from wakeful.alarms.transition_table import Ignored, Move, Refused, TransitionTable
from wakeful.terms.refusal import Reason


class Light(IntEnum):
    OFF = 0
    ON = 1


class Act(IntEnum):
    PRESS = 0
    WAIT = 1


HOT = Refused("it is hot", Reason.STILL_ABNORMAL)
ROWS = [
    (Light.OFF, Act.PRESS, Move(Light.ON)),
    (Light.OFF, Act.WAIT, Ignored("dark")),
    (Light.ON, Act.PRESS, Move(Light.OFF)),
    (Light.ON, Act.WAIT, HOT),
]


def test_a_total_table_steps_and_turns_into_an_array():
    table = TransitionTable.declare(Light, Act, ROWS)
    assert table.step(Light.OFF, Act.PRESS) == Move(Light.ON)
    assert table.step(Light.OFF, Act.WAIT) == Ignored("dark")
    assert table.step(Light.ON, Act.WAIT) == HOT
    assert table.next_states().tolist() == [[1, 0], [0, 1]]
    assert table.next_states().dtype == np.uint8


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_each_missing_row_is_named(row):
    state, event, _ = ROWS[row]
    with pytest.raises(
        TypeError, match=rf"Light table: missing \['{state.name} x {event.name}'\], declared twice \[\]"
    ):
        TransitionTable.declare(Light, Act, ROWS[:row] + ROWS[row + 1 :])


@pytest.mark.parametrize("row", ROWS)
def test_each_row_declared_twice_is_named(row):
    state, event, _ = row
    with pytest.raises(TypeError, match=rf"missing \[\], declared twice \['{state.name} x {event.name}'\]"):
        TransitionTable.declare(Light, Act, [*ROWS, row])


def test_the_diagram_holds_every_move_and_nothing_else():
    diagram = TransitionTable.declare(Light, Act, ROWS).mermaid()
    assert diagram.splitlines() == [
        "stateDiagram-v2",
        "    [*] --> OFF",
        "    OFF --> ON: PRESS",
        "    ON --> OFF: PRESS",
    ]
    assert diagram.endswith("PRESS\n")


@pytest.mark.parametrize("entry", [Move(Light.ON), Ignored("dark"), HOT])
def test_an_entry_is_a_value(entry):
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(entry, dataclasses.fields(entry)[0].name, None)
    assert not hasattr(entry, "__dict__")


def test_a_table_cannot_be_exchanged_under_those_who_read_it():
    table = TransitionTable.declare(Light, Act, ROWS)
    with pytest.raises(dataclasses.FrozenInstanceError):
        table.entries = {}
