"""A table is total or it is not a table."""

from enum import IntEnum

import pytest

from wakeful.alarms.transition_table import Ignored, Move, Refused, TransitionTable


class Light(IntEnum):
    OFF = 0
    ON = 1


class Act(IntEnum):
    PRESS = 0
    WAIT = 1


ROWS = [
    (Light.OFF, Act.PRESS, Move(Light.ON)),
    (Light.OFF, Act.WAIT, Ignored("dark")),
    (Light.ON, Act.PRESS, Move(Light.OFF)),
    (Light.ON, Act.WAIT, Refused("hot")),
]


def test_a_total_table_steps_and_turns_into_an_array():
    table = TransitionTable.declare(Light, Act, ROWS)
    assert table.step(Light.OFF, Act.PRESS) == Move(Light.ON)
    assert table.step(Light.ON, Act.WAIT) == Refused("hot")
    assert table.next_states().tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_each_missing_row_is_named(row):
    state, event, _ = ROWS[row]
    with pytest.raises(TypeError, match=rf"missing \['{state.name} x {event.name}'\]"):
        TransitionTable.declare(Light, Act, ROWS[:row] + ROWS[row + 1 :])


def test_a_row_declared_twice_is_named():
    with pytest.raises(TypeError, match=r"declared twice \['OFF x PRESS'\]"):
        TransitionTable.declare(Light, Act, [*ROWS, ROWS[0]])


def test_the_diagram_holds_every_move_and_nothing_else():
    diagram = TransitionTable.declare(Light, Act, ROWS).mermaid()
    assert diagram.splitlines() == [
        "stateDiagram-v2",
        "    [*] --> OFF",
        "    OFF --> ON: PRESS",
        "    ON --> OFF: PRESS",
    ]
