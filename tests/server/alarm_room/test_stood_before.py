"""What stands since before an instant, as a load table can carry it in."""

import numpy as np

from tests.server.small_site import act, small_plan
from wakeful.alarms.load.table import LoadTable
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.server.alarm_room.stood_before import stood_before
from wakeful.terms.command import Acknowledge, Shelve
from wakeful.terms.samples import SampleBlock

PLAN = small_plan()


def test_only_what_has_not_moved_since_and_how_it_stood() -> None:
    state = EngineState.start(PLAN, 0)
    shelve = act(Shelve, "T1.high", reason="spare part", duration_ms=60_000, at_ns=200)
    acknowledge = act(Acknowledge, "T0.high", 1, 1, at_ns=200)
    for now_ns, first, third, commands in [
        (100, 90.0, 20.0, []),
        (200, 91.0, 20.0, [acknowledge, shelve]),
        (300, 92.0, 95.0, []),
    ]:
        block = SampleBlock(
            np.array([now_ns]), np.array([[first, 20.0, third, 0.0]]), np.zeros((1, 4), np.uint32)
        )
        state, _, _ = scan(state, block, commands, now_ns)
    assert [(item.alarm, item.tag) for item in stood_before(state, 250)] == [
        ("T0.high", "T0"),
        ("T1.high", "T1"),
    ]
    assert len(stood_before(state, 301)) == 3
    assert stood_before(state, 200) == ()
    first, second = stood_before(state, 250)
    assert (first.marks, first.since_ns, second.marks) == (("active",), 100, ("shelved",))
    table = LoadTable()
    for item in (first, second):
        table.carry_in(item.alarm, item.tag, item.marks, item.since_ns)
    assert table.rows().before["code"].tolist() == state.alarms.table["code"][:2].tolist()
