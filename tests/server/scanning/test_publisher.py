"""What is shown: alarms once durable, values at once, summaries that add up."""

import numpy as np

from tests.server.small_site import acknowledge, small_plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.server.scanning.board import Board
from wakeful.server.scanning.publisher import Publisher
from wakeful.server.self_watch_tags import JOURNAL_ALARM
from wakeful.terms.command import Command
from wakeful.terms.effect import Effect
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock

PLAN = small_plan()
STORAGE = 3


class Stage:
    """An engine whose scans are shown on a board."""

    def __init__(self) -> None:
        self.state = EngineState.start(PLAN, 0)
        self.board = Board(4)
        self.publisher = Publisher(PLAN, self.board, exempt=[JOURNAL_ALARM])
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
