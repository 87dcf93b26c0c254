"""What is shown: alarms once durable, values at once, summaries that add up, the load of positions."""

from concurrent.futures import Future

import numpy as np
import pytest

from tests.server.small_site import EVE, acknowledge, act, small_plan, staffed_site
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.server.scanning.board import Board, Posting
from wakeful.server.scanning.inbox import Inquiry
from wakeful.server.scanning.publisher import LOAD_NS_MIN, Publisher
from wakeful.server.self_watch_tags import JOURNAL_ALARM
from wakeful.server.wire import AlarmBody
from wakeful.terms.command import Command, RemoveFromService, SetMode, Shelve, Unshelve
from wakeful.terms.effect import Effect, FirstOutChanged
from wakeful.terms.errors import StorageError
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock

PLAN = small_plan()
STAFFED = Plan.compile(staffed_site())
STORAGE = 3
SECOND_NS = 1_000_000_000


class Stage:
    """An engine whose scans are shown on a board."""

    def __init__(self, plan: Plan = PLAN) -> None:
        self.state = EngineState.start(plan, 0)
        self.board = Board(4)
        self.publisher = Publisher(plan, self.board, exempt=[JOURNAL_ALARM])
        self.now_ns = 0

    def scan(self, *commands: Command, **values: float) -> list[Effect]:
        """One scan of ``T0=90.0`` and the like; W stands for the storage alarm's tag."""
        self.now_ns += 1_000
        block = SampleBlock.unfilled(np.array([self.now_ns]), 4)
        for name, value in values.items():
            column = STORAGE if name == "W" else int(name[1:])
            block.values[0, column] = value
            block.quality[0, column] = Quality.BAD_SENSOR_FAILURE if np.isnan(value) else 0
        self.state, effects, _ = scan(self.state, block, commands, self.now_ns)
        return effects

    def shown(self) -> dict[int, str]:
        """Letters of the alarms on the board."""
        return {body.alarm: body.letter for body in self.board.alarms()}

    def pass_(self, *commands: Command, durable: bool = True, **values: float) -> None:
        """A scan and what is shown of it."""
        self.publisher.show(self.state, self.scan(*commands, **values), durable, self.now_ns)


def test_an_alarms_way_is_shown_step_by_step() -> None:
    stage = Stage()
    stage.pass_(T0=90.0)
    assert stage.shown() == {0: "B"}
    stage.pass_(acknowledge("T0.high", 1, 1))
    (body,) = stage.board.alarms()
    assert (body.letter, body.acknowledged_by, body.value, body.revision) == ("C", "Anna", 90.0, 2)
    stage.pass_(T0=20.0)
    assert stage.shown() == {}
    assert stage.board.take().alarms[-1].letter == "A"


def test_whatever_is_taken_carries_the_instant_of_its_scan() -> None:
    stage = Stage(STAFFED)
    stage.pass_(T0=20.0, T1=20.0, T2=20.0, W=0.0)
    stage.board.take()
    taken: list[Posting] = []
    stage.board.on_post(lambda: taken.append(stage.board.take()))
    stage.now_ns += LOAD_NS_MIN
    stage.pass_(T0=90.0)
    stage.publisher.show_all(stage.state, stage.now_ns + 1)
    shown, again = (posting for posting in taken if posting.alarms)
    assert any(posting.positions for posting in taken) and any(posting.summaries for posting in taken)
    assert {posting.scan_time_ns for posting in taken} == {stage.now_ns, stage.now_ns + 1}
    assert (shown.scan_time_ns, again.scan_time_ns) == (stage.now_ns, stage.now_ns + 1)


def test_while_the_journal_fails_alarms_stand_still_but_the_storage_alarm() -> None:
    stage = Stage()
    stage.pass_(T0=90.0)
    stage.pass_(durable=False, T0=20.0, T1=95.0, W=1.0)
    assert stage.shown() == {0: "B", STORAGE: "B"}
    assert stage.board.samples(np.array([1])).values.tolist() == [95.0], "values go on"
    stage.pass_(durable=False, T2=90.0)
    assert stage.shown() == {0: "B", STORAGE: "B"}
    stage.publisher.show(stage.state, (), True, stage.now_ns)
    assert stage.shown() == {0: "D", 1: "B", 2: "B", STORAGE: "B"}


def test_a_shown_alarm_says_when_its_input_cannot_be_trusted() -> None:
    stage = Stage()
    stage.pass_(T0=90.0)
    stage.board.take()
    stage.pass_(T0=float("nan"))
    (body,) = stage.board.take().alarms
    assert (body.alarm, body.letter, body.trusted) == (0, "B", False)
    stage.pass_(T0=91.0)
    (body,) = stage.board.take().alarms
    assert body.trusted


def test_summaries_count_by_system_and_priority() -> None:
    stage = Stage()
    stage.pass_(T0=90.0, T1=90.0, T2=90.0, W=1.0)
    stage.pass_(acknowledge("T0.high", 1, 1))
    stage.pass_(T1=float("nan"))
    summaries = {item.system: item for item in stage.board.summaries()}
    assert summaries["even"].unacknowledged == (0, 1, 0, 0)
    assert summaries["even"].standing == (0, 2, 0, 0)
    assert (summaries["even"].tags, summaries["even"].tags_bad) == (2, 0)
    assert summaries["odd"].unacknowledged == (1, 1, 0, 0)
    assert (summaries["odd"].tags, summaries["odd"].tags_bad) == (2, 1)


def test_only_summaries_that_changed_are_told() -> None:
    stage = Stage()
    stage.pass_(T0=1.0, T1=1.0, T2=1.0, W=0.0)
    stage.board.take()
    stage.pass_(T0=90.0)
    assert [item.system for item in stage.board.take().summaries] == ["even"]
    stage.pass_(T0=91.0)
    assert stage.board.take().summaries == ()


def test_after_a_start_the_whole_picture_is_shown() -> None:
    stage = Stage()
    stage.scan(T0=90.0, T1=90.0)
    stage.publisher.show_all(stage.state, stage.now_ns)
    assert stage.shown() == {0: "B", 1: "B"}
    assert {item.system for item in stage.board.summaries()} == {"even", "odd"}


def staffed() -> Stage:
    """A stage whose site has positions, modes and a group, all tags heard and normal."""
    stage = Stage(STAFFED)
    stage.pass_(T0=20.0, T1=20.0, T2=20.0, W=0.0)
    stage.board.take()
    return stage


def counts(stage: Stage, system: str) -> tuple[int, int, tuple[int, int, int]]:
    """Unacknowledged and standing of all priorities, and hidden by kind, as shown of a system."""
    shown = {item.system: item for item in stage.board.summaries()}[system]
    return sum(shown.unacknowledged), sum(shown.standing), shown.hidden


def test_what_is_out_of_sight_is_shown_and_counted_apart() -> None:
    stage = staffed()
    stage.pass_(T0=90.0, T1=90.0, T2=90.0)
    assert stage.shown() == {0: "B", 1: "F", 2: "B"}
    stage.pass_(
        act(Shelve, "T0.high", 1, 1, reason="spare part", duration_ms=60_000),
        act(RemoveFromService, "T2.high", 1, 1, reason="calibration", actor=EVE),
    )
    assert stage.shown() == {0: "E", 1: "F", 2: "G"}
    assert counts(stage, "even") == (0, 0, (1, 0, 1))
    assert counts(stage, "odd") == (0, 0, (0, 1, 0))
    assert stage.publisher.shelved == 1
    stage.pass_(act(Unshelve, "T0.high", 1, 2))
    assert counts(stage, "even") == (0, 1, (0, 0, 1))


def test_a_shelf_on_an_alarm_at_rest_is_shown_and_its_end_takes_it_away() -> None:
    stage = staffed()
    stage.pass_(act(Shelve, "T0.high", reason="spare part", duration_ms=60_000, at_ns=stage.now_ns))
    assert stage.shown() == {0: "E"}
    stage.now_ns += 61 * SECOND_NS
    stage.pass_(T0=20.0)
    assert stage.shown() == {}
    assert [body.letter for body in stage.board.take().alarms] == ["A"]


def test_a_more_urgent_alarm_is_counted_as_that() -> None:
    stage = staffed()
    stage.pass_(T0=97.0)
    shown = {item.system: item for item in stage.board.summaries()}["even"]
    assert shown.unacknowledged == (1, 0, 0, 0)


def test_a_mode_is_shown_with_its_system() -> None:
    stage = staffed()
    set_mode = SetMode(id="1", actor=EVE, at_ns=stage.now_ns,
                       system="even", mode="stopped")  # fmt: skip
    stage.pass_(set_mode, durable=False, T2=90.0)
    assert {item.mode for item in stage.board.summaries()} == {""}, "what is not durable is not shown"
    stage.publisher.show(stage.state, (), True, stage.now_ns)
    assert {item.system: item.mode for item in stage.board.summaries()} == {"even": "stopped", "odd": ""}
    assert stage.shown() == {1: "F", 2: "F"}


def test_a_change_of_first_out_shows_the_whole_group_again() -> None:
    stage = staffed()
    stage.pass_(T0=90.0)
    assert [body.first_out for body in stage.board.take().alarms] == ["first"]
    effects = stage.scan(T2=90.0)
    assert any(isinstance(effect, FirstOutChanged) and effect.tied for effect in effects)
    stage.publisher.show(stage.state, effects, True, stage.now_ns)
    assert {body.alarm: body.first_out for body in stage.board.take().alarms} == {
        0: "first",
        1: "",
        2: "tied",
    }


def test_a_flood_is_shown_at_once_and_a_mere_count_once_a_second() -> None:
    stage = staffed()
    stage.pass_(T0=90.0)
    assert load(stage) == []
    stage.now_ns += LOAD_NS_MIN
    stage.pass_()
    assert load(stage) == [("desk", False, 1)]
    stage.pass_(T2=90.0)
    assert load(stage) == [("desk", True, 2)], "the flood begins above one"
    assert stage.publisher.floods == {"desk"}
    stage.pass_(T0=97.0)
    assert load(stage) == []
    stage.now_ns += LOAD_NS_MIN
    stage.publisher.show_load(stage.state, stage.now_ns)
    assert load(stage) == [("desk", True, 3)]
    assert [(item.position, item.total) for item in stage.board.positions()] == [("desk", 3), ("gate", 0)]


def test_what_floods_while_the_journal_fails_is_shown_afterwards() -> None:
    stage = staffed()
    stage.pass_(durable=False, T0=90.0, T2=90.0)
    assert load(stage) == []
    stage.publisher.show(stage.state, (), True, stage.now_ns)
    assert load(stage) == [("desk", True, 2)]


def load(stage: Stage) -> list[tuple[str, bool, int]]:
    """What is new of the positions."""
    return [(item.position, item.flood, item.count) for item in stage.board.take().positions]


def ask(stage: Stage, alarm: int) -> "Future[AlarmBody]":
    """Ask how an alarm is, and have it answered."""
    inquiry = Inquiry(alarm, Future())
    stage.publisher.answer(stage.state, inquiry)
    return inquiry.answer


def test_an_alarm_at_rest_can_be_asked_for() -> None:
    stage = staffed()
    stage.pass_(T1=90.0)
    stage.pass_(acknowledge("T1.high", 1, 1))
    stage.pass_(T1=20.0)
    body = ask(stage, 1).result(0)
    assert (body.letter, body.occurrence, body.revision, body.raised_ms) == ("A", 1, 3, 2e-3)
    gone = Inquiry(1, Future())
    gone.answer.cancel()
    stage.publisher.answer(stage.state, gone)


def test_what_is_not_in_the_journal_is_not_told_either() -> None:
    stage = staffed()
    stage.pass_(durable=False, T1=90.0, W=1.0)
    with pytest.raises(StorageError, match="cannot be shown yet"):
        ask(stage, 1).result(0)
    assert ask(stage, 0).result(0).letter == "A"
    assert ask(stage, STORAGE).result(0).letter == "B"
