"""A scan loop on a clock of the test, with real storage, that does a pass when the test says so."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace

from tests.server.small_site import small_plan
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.state import EngineState
from wakeful.engine.view import standing
from wakeful.historian import Historian
from wakeful.journal import Journal
from wakeful.server.scanning.alarm_bodies import alarm_bodies
from wakeful.server.scanning.board import Board
from wakeful.server.scanning.checkpoint import CheckpointWriter
from wakeful.server.scanning.history_writer import HistoryWriter
from wakeful.server.scanning.inbox import Inbox
from wakeful.server.scanning.intake import Intake
from wakeful.server.scanning.journal_writer import JournalWriter
from wakeful.server.scanning.publisher import Publisher
from wakeful.server.scanning.scan_loop import SECOND_NS, ScanDesk, ScanLoop
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.server.wire import AlarmBody, CommandResult
from wakeful.terms.effect import Record
from wakeful.terms.samples import SampleBlock

PLAN = small_plan()
BEGIN_NS = 1_700_000_000 * SECOND_NS


class Stage:
    """A loop that does a pass when the test says so."""

    def __init__(self, folder: Path, plan: Plan = PLAN) -> None:
        self.now_ns = BEGIN_NS
        self.plan = plan
        self.journal = Journal.open(folder / "journal")
        self.historian = Historian.open(folder / "history", [tag.name for tag in PLAN.site.tags])
        self.signs, self.inbox, self.board = VitalSigns(), Inbox(), Board(4)
        self.intake = Intake(4, {"plant": np.arange(4)})
        self.checkpoint = folder / "checkpoint"
        self.desk = ScanDesk(
            intake=self.intake,
            inbox=self.inbox,
            journal=JournalWriter(self.journal, self.signs),
            history=HistoryWriter(self.historian, self.signs),
            board=self.board,
            publisher=Publisher(plan, self.board),
            checkpoints=CheckpointWriter(self.checkpoint),
            runners={},
            vital_signs=self.signs,
        )
        self.loop = ScanLoop(self.desk, EngineState.start(plan, self.now_ns), 100, now_ns=lambda: self.now_ns)

    def offer(self, **values: float) -> None:
        """Samples of now."""
        block = SampleBlock.unfilled(np.array([self.now_ns]), 4)
        for name, value in values.items():
            block.values[0, int(name[1:])] = value
            block.quality[0, int(name[1:])] = 0
        self.intake.offer("plant", block)

    def pass_(self, after_ns: int = 1_000_000, **values: float) -> None:
        """Let time go by, offer samples, do a pass."""
        self.now_ns += after_ns
        if values:
            self.offer(**values)
        self.loop.pass_once(self.now_ns)

    def submit(self, command: Any) -> "Future[CommandResult]":
        """Hand a command in."""
        return self.inbox.submit([command])[0]

    def records(self) -> list[Record]:
        """The journal."""
        return [record for _, record in self.journal.read()]

    def shown(self) -> dict[int, str]:
        """Letters on the board."""
        return {body.alarm: body.letter for body in self.board.alarms()}

    def check_fold(self) -> None:
        """What is shown is what the journal says, no more and no less."""
        state = fold(EngineState.start(self.plan, 0), self.records())
        said = alarm_bodies(state, standing(state).tolist())
        shown = sorted(self.board.alarms(), key=lambda body: body.alarm)
        assert [comparable(body) for body in shown] == [comparable(body) for body in said]


def comparable(body: AlarmBody) -> AlarmBody:
    """What of an alarm stands in the journal.

    Whether an input can be trusted is shown at once and stands in no record; nor does the turn that a shelf
    has been given whose time has ended.
    """
    overrides = tuple(replace(item, until_ms=None) for item in body.overrides)
    return replace(body, trusted=False, overrides=overrides)
