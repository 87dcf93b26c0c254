"""The scan loop: gathers, scans, makes durable, carries out, keeps, shows. One thread, one order.

Journal first, then orders to sources, then answers to people, then the historian, then the board. When
the journal fails no command is carried out and nobody is told that one was; samples are scanned all the
same, and the alarm moves wait, bounded, for the disk (decision 0061).
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.server.scanning.answers import Answers, refuse_unjournaled, tell_journaled
from wakeful.server.scanning.board import Board
from wakeful.server.scanning.checkpoint import CheckpointWriter
from wakeful.server.scanning.history_writer import HistoryWriter
from wakeful.server.scanning.inbox import Inbox, Mail
from wakeful.server.scanning.intake import Intake
from wakeful.server.scanning.journal_writer import JournalWriter
from wakeful.server.scanning.lateness import mark_late
from wakeful.server.scanning.publisher import Publisher
from wakeful.server.scanning.source_runner import SourceRunner
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.server.wire import Heartbeat
from wakeful.terms.effect import (
    CommandAccepted,
    CommandRefused,
    Effect,
    InjectFault,
    OutputDone,
    WriteOutput,
)
from wakeful.terms.refusal import Reason
from wakeful.terms.samples import SampleBlock

SECOND_NS = 1_000_000_000
NEVER_NS = 2**63 - 1
CHECKPOINT_NS = 60 * SECOND_NS


@dataclass(frozen=True, slots=True)
class ScanDesk:
    """All that the loop works with, wired by the server."""

    intake: Intake
    inbox: Inbox
    journal: JournalWriter
    history: HistoryWriter
    board: Board
    publisher: Publisher
    checkpoints: CheckpointWriter
    runners: Mapping[str, SourceRunner]
    vital_signs: VitalSigns


class ScanLoop:
    """One engine on one site.

    Parameters
    ----------
    state : restored state, taken over.
    now_ns : the server's clock.
    """

    def __init__(
        self,
        desk: ScanDesk,
        state: EngineState,
        scan_period_ms: int,
        *,
        now_ns: Callable[[], int],
    ) -> None:
        self.state = state
        self._desk = desk
        self._answers = Answers()
        self._period_ns = scan_period_ms * 1_000_000
        self._now_ns = now_ns
        self._last_ns = now_ns()
        self._scanned_ns = self._last_ns - self._period_ns
        self._deadline_ns: int | None = self._last_ns
        self._second_ns = self._last_ns
        self._checkpoint_ns = self._last_ns + CHECKPOINT_NS
        self._checkpoint_records = desk.vital_signs.journal_records
        self._nothing = SampleBlock.empty(len(state.plan.site.tags))
        self._stopping = False

    def run(self) -> None:
        """Pass after pass until ``stop``; then a last one for what is still inside, and a checkpoint."""
        self._desk.publisher.show_all(self.state, self._last_ns)
        while not self._stopping:
            planned_ns = self._sleep()
            self.pass_once(self._now_ns(), planned_ns)
        self.pass_once(self._now_ns())
        # Storage that fails is asked once more, whatever its pause: what waits in memory ends here.
        self._recover(self._last_ns, at_once=True)
        self._answers.close()
        if not self._desk.journal.failing:
            self._desk.checkpoints.write(self.state, self._desk.vital_signs.journal_records, wait=True)

    def stop(self) -> None:
        """End ``run`` soon; from any thread."""
        self._stopping = True
        self._desk.inbox.close()
        self._desk.inbox.ring()

    def pass_once(self, now_ns: int, planned_ns: int | None = None) -> None:
        """Do what there is to do now; nothing at all when nothing came in and nothing is due."""
        now_ns = self._last_ns = max(now_ns, self._last_ns)
        signs = self._desk.vital_signs
        lateness_ns = max(0, now_ns - planned_ns) if planned_ns is not None else 0
        signs.note_pass(now_ns, lateness_ns / 1e6, lateness_ns > self._period_ns)
        self._recover(now_ns)
        for inquiry in self._desk.inbox.inquiries():
            self._desk.publisher.answer(self.state, inquiry)
        mail = self._desk.inbox.drain()
        block = self._desk.intake.gather()
        due = self._deadline_ns is not None and now_ns >= self._deadline_ns
        if mail or block is not None or due:
            self._scanned_ns = now_ns
            began = time.perf_counter()
            self._scan(block or self._nothing, mail, now_ns)
            signs.note_scan((time.perf_counter() - began) * 1e3)
        self._answers.expire(now_ns)
        if now_ns >= self._second_ns:
            self._second_ns = max(self._second_ns + SECOND_NS, now_ns)
            self._each_second(now_ns)

    def _sleep(self) -> int:
        """Until there is something to do; when it was meant to end at the latest.

        A command ends it at once, and what is due at its time. Rows end it when the last scan was a period
        ago: that is as soon as they may be scanned, and no sooner however many sources there are.
        """
        now_ns = self._now_ns()
        deadline_ns = NEVER_NS if self._deadline_ns is None else self._deadline_ns
        rested_ns = min(self._scanned_ns, now_ns) + self._period_ns
        if rested_ns > now_ns:
            end_ns = min(rested_ns, max(deadline_ns, now_ns))
            self._desk.inbox.wait((end_ns - now_ns) / 1e9)
            if self._desk.intake.waiting or end_ns < rested_ns or self._now_ns() < end_ns:
                return end_ns
            now_ns = self._now_ns()
        end_ns = min(now_ns + self._period_ns, max(deadline_ns, now_ns))
        self._desk.inbox.wait((end_ns - now_ns) / 1e9, lambda: self._desk.intake.waiting)
        return end_ns

    def _scan(self, block: SampleBlock, mail: Mail, now_ns: int) -> None:
        """One scan with everything that follows from it, in the order of the house."""
        desk = self._desk
        commands = [] if desk.journal.failing else [submission.command for submission in mail.submissions]
        before = self.state.copy() if commands else None
        # Rows that still wait may be younger: then it is this scan that is late.
        caught_up = not desk.intake.waiting
        judged = mark_late(block, self.state.plan.age_limit_ns, now_ns) if caught_up else block
        self.state, effects, self._deadline_ns = scan(self.state, judged, commands, now_ns)
        durable = False
        if not desk.journal.failing:
            records = [*mail.facts, *effects]
            together = len(mail.facts) + _decided(effects) if commands else 0
            done = desk.journal.append(records, now_ns, together=together)
            durable = done == len(records)
            if done == 0 and before is not None and not durable:
                # What cannot be journaled has not happened: judge the same samples without the commands.
                self.state, effects, self._deadline_ns = scan(before, judged, (), now_ns)
                commands = []
                records = [*mail.facts, *effects]
            if not durable:
                desk.journal.keep(records[done:])
            # What commands led to is durable together, orders with their commands, or not at all.
            self._carry_out(effects[: max(0, done - len(mail.facts))], now_ns)
        else:
            desk.journal.keep([*mail.facts, *effects])
        if commands:
            self._answers.settle(mail.submissions, effects, now_ns)
        else:
            self._refuse(mail, now_ns)
        if durable:
            self._answers.settle_orders(mail.facts)
        tell_journaled(mail.awaited, durable)
        if block.rows:
            desk.history.append(block, now_ns)
        desk.publisher.show(self.state, effects, durable, now_ns)

    def _refuse(self, mail: Mail, now_ns: int) -> None:
        """Nothing is done while the journal fails; that it was refused is journaled when it works again."""
        if not mail.submissions:
            return
        error = self._desk.vital_signs.journal_error or ""
        refuse_unjournaled(mail.submissions, error)
        self._desk.journal.keep(
            [
                CommandRefused(
                    at_ns=now_ns,
                    command=submission.command,
                    reason=Reason.JOURNAL_UNAVAILABLE.value,
                    detail=error,
                )
                for submission in mail.submissions
            ]
        )

    def _carry_out(self, effects: list[Effect], now_ns: int) -> None:
        for effect in effects:
            if isinstance(effect, WriteOutput | InjectFault):
                runner = self._desk.runners.get(effect.source)
                if runner is not None:
                    runner.order(effect)
                else:
                    self._desk.inbox.report(
                        OutputDone(
                            at_ns=now_ns,
                            command_id=effect.command_id,
                            ok=False,
                            detail=f"source {effect.source} is not running",
                        )
                    )

    def _recover(self, now_ns: int, *, at_once: bool = False) -> None:
        """Try the disk again, and once everything is durable show what was held back."""
        desk = self._desk
        desk.history.flush(now_ns, at_once=at_once)
        if desk.journal.failing and desk.journal.recover(now_ns, at_once=at_once):
            desk.publisher.show(self.state, (), True, now_ns)

    def _each_second(self, now_ns: int) -> None:
        desk, signs = self._desk, self._desk.vital_signs
        desk.board.post_heartbeat(
            Heartbeat(
                server_time_ms=now_ns / 1e6,
                last_scan_ms=signs.last_pass_ns / 1e6,
                scan_sequence=signs.scan_sequence,
                journal_error=signs.journal_error,
                historian_error=signs.history_error,
            )
        )
        if not desk.journal.failing:
            # Counts fall as time goes by, also while nothing is scanned.
            desk.publisher.show_load(self.state, now_ns)
        signs.alarms_shelved, signs.floods = desk.publisher.shelved, desk.publisher.floods
        for runner in desk.runners.values():
            runner.watch()
        moved = signs.journal_records != self._checkpoint_records
        if (
            now_ns >= self._checkpoint_ns
            and moved
            and not desk.journal.failing
            and desk.checkpoints.write(self.state, signs.journal_records)
        ):
            self._checkpoint_ns = now_ns + CHECKPOINT_NS
            self._checkpoint_records = signs.journal_records


def _decided(effects: Sequence[Effect]) -> int:
    """How many of a scan's first effects hold everything that names a command; commands are decided first.

    What a change of mode does to alarms may be many more, and follows as moves of their own.
    """
    decisions = (CommandAccepted, CommandRefused, WriteOutput, InjectFault)
    for count in range(len(effects), 0, -1):
        effect = effects[count - 1]
        if isinstance(effect, decisions) or getattr(effect, "command_id", None) is not None:
            return count
    return 0
