"""The scan loop, pass by pass on a clock of the test, with real storage."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.server.scanning.loop_stage import PLAN, Stage
from tests.server.small_site import ANNA, EVE, acknowledge, act, staffed_site
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view
from wakeful.journal import disk
from wakeful.server.scanning import journal_writer
from wakeful.server.scanning.inbox import COMMANDS_MAX
from wakeful.server.scanning.scan_loop import CHECKPOINT_NS, SECOND_NS
from wakeful.terms.command import (
    Acknowledge,
    Operate,
    RemoveFromService,
    Reset,
    ReturnToService,
    SetMode,
    Shelve,
    Silence,
    Unshelve,
)
from wakeful.terms.effect import AlarmChanged, CommandRefused, OutputDone, SessionChanged, WriteOutput
from wakeful.terms.errors import StorageError

STAFFED = Plan.compile(staffed_site())


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    yield made
    made.journal.close()
    made.historian.close()


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Stage]:
    """A stage whose site has positions, modes, a group, a latch, an escalation and a suppression."""
    made = Stage(tmp_path, STAFFED)
    yield made
    made.journal.close()
    made.historian.close()


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """``full[0] = True`` and the journal's disk is full."""
    state, sync = [False], disk.sync

    def refusing(descriptor: int) -> None:
        if state[0]:
            raise OSError(28, "No space left on device")
        sync(descriptor)

    monkeypatch.setattr(disk, "sync", refusing)
    return state


def test_nothing_to_do_costs_no_scan_and_no_sync(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.pass_(T0=1.0, T1=1.0, T2=1.0, T3=0.0)
    stage.pass_()
    syncs: list[int] = []
    monkeypatch.setattr(disk, "sync", syncs.append)
    before = stage.signs.scan_sequence
    for _ in range(100):
        stage.pass_()
    assert stage.signs.scan_sequence == before
    assert syncs == []


def test_a_sample_goes_through_the_whole_house(stage: Stage) -> None:
    stage.pass_(T0=90.0)
    moves = [record for record in stage.records() if isinstance(record, AlarmChanged)]
    assert [(move.alarm, move.after) for move in moves] == [("T0.high", "B")]
    assert stage.historian.read_raw("T0", 0, 2**62)[1].tolist() == [90.0]
    assert stage.shown() == {0: "B"}
    assert stage.board.samples(np.array([0])).values.tolist() == [90.0]


def test_an_answer_comes_only_after_its_record(stage: Stage) -> None:
    stage.pass_(T0=90.0)
    answer = stage.submit(acknowledge("T0.high", 1, 1))
    told: list[list[str]] = []
    answer.add_done_callback(
        lambda _: told.append(
            [record.event for record in stage.records() if isinstance(record, AlarmChanged)]
        )
    )
    stage.pass_()
    assert answer.result(timeout=0).done
    assert told == [["abnormal", "acknowledge"]]


def test_a_fact_is_journaled(stage: Stage) -> None:
    fact = SessionChanged(at_ns=1, actor=ANNA, event="signed_in")
    stage.inbox.report(fact)
    stage.pass_()
    assert fact in stage.records()


def test_who_waits_for_a_fact_is_told_once_it_is_journaled(stage: Stage) -> None:
    fact = SessionChanged(at_ns=1, actor=ANNA, event="heard_every_sound: console 1")
    told: list[bool] = []
    gone = stage.inbox.confirm(fact)
    gone.cancel()
    stage.inbox.confirm(fact).add_done_callback(lambda _: told.append(fact in stage.records()))
    assert told == []
    stage.pass_()
    assert told == [True]


def test_who_waits_for_a_fact_is_told_when_it_cannot_be_journaled(stage: Stage, full: list[bool]) -> None:
    fact = SessionChanged(at_ns=1, actor=ANNA, event="heard_every_sound: console 1")
    full[0] = True
    for _ in ("the journal begins to fail", "it fails"):
        answer = stage.inbox.confirm(fact)
        stage.pass_()
        with pytest.raises(StorageError, match="not shown before it is there"):
            answer.result(timeout=0)
    full[0] = False
    stage.pass_(SECOND_NS * 10)
    assert stage.records().count(fact) == 2, "it was kept for the journal"


def test_an_order_for_a_source_that_does_not_run_is_answered(stage: Stage) -> None:
    order = WriteOutput(
        at_ns=1, command_id="command-9", source="gone", equipment="pump", control="speed", value=1.0
    )
    stage.loop._carry_out([order], stage.now_ns)
    stage.pass_()
    (answer,) = [record for record in stage.records() if isinstance(record, OutputDone)]
    assert not answer.ok and "not running" in answer.detail


def test_as_many_orders_as_a_scan_can_bring_are_answered_beside_other_facts(stage: Stage) -> None:
    stage.inbox.report(SessionChanged(at_ns=1, actor=ANNA, event="signed_in"))
    orders = [
        WriteOutput(at_ns=1, command_id=str(k), source="gone", equipment="pump", control="speed", value=1.0)
        for k in range(COMMANDS_MAX)
    ]
    stage.loop._carry_out([*orders], stage.now_ns)
    stage.pass_()
    assert sum(isinstance(record, OutputDone) for record in stage.records()) == COMMANDS_MAX


def test_an_unknown_pump_is_refused_and_journaled(stage: Stage) -> None:
    answer = stage.submit(
        Operate(id="command-1", actor=ANNA, at_ns=1, equipment="pump", control="speed", value=1.0)
    )
    stage.pass_()
    assert answer.result(timeout=0).reason == "unknown_equipment"
    assert isinstance(stage.records()[-1], CommandRefused)


def test_a_command_that_cannot_be_journaled_has_not_happened(stage: Stage, full: list[bool]) -> None:
    stage.pass_(T0=90.0)
    full[0] = True
    answer = stage.submit(acknowledge("T0.high", 1, 1))
    stage.pass_(T1=90.0)
    with pytest.raises(StorageError, match="nothing is done"):
        answer.result(timeout=0)
    assert stage.shown() == {0: "B"}
    assert alarm_view(stage.loop.state, 0).letter == "B", "the engine has not seen it either"
    assert alarm_view(stage.loop.state, 1).letter == "B", "the samples of that scan were judged all the same"
    second = stage.submit(acknowledge("T0.high", 1, 1, number=2))
    stage.pass_()
    assert second.exception(timeout=0) is not None
    full[0] = False
    stage.pass_(after_ns=6 * SECOND_NS)
    assert stage.shown() == {0: "B", 1: "B"}
    stage.check_fold()
    refusals = [record for record in stage.records() if isinstance(record, CommandRefused)]
    assert [record.reason for record in refusals] == ["journal_unavailable"] * 2
    third = stage.submit(acknowledge("T0.high", 1, 1, number=3))
    stage.pass_()
    assert third.result(timeout=0).done


@pytest.mark.parametrize("seed", range(5))
def test_whatever_the_disk_does_shown_is_what_is_journaled(stage: Stage, full: list[bool], seed: int) -> None:
    chance = np.random.default_rng(seed)
    answers = []
    for number in range(150):
        full[0] = bool(chance.random() < 0.3)
        if chance.random() < 0.3:
            tag = int(chance.integers(3))
            view = alarm_view(stage.loop.state, tag)
            answers.append(stage.submit(acknowledge(f"T{tag}.high", view.occurrence, view.revision, number)))
        stage.pass_(
            after_ns=int(chance.integers(1, SECOND_NS)),
            **{f"T{chance.integers(3)}": float(chance.choice([20.0, 90.0]))},
        )
        stage.check_fold()
    full[0] = False
    stage.pass_(after_ns=6 * SECOND_NS)
    stage.check_fold()
    restored = fold(EngineState.start(PLAN, 0), stage.records())
    for alarm in range(3):
        was, now = alarm_view(stage.loop.state, alarm), alarm_view(restored, alarm)
        assert (was.letter, was.occurrence, was.revision) == (now.letter, now.occurrence, now.revision)
    done = {answer.result().id for answer in answers if not answer.exception() and answer.result().done}
    journaled = {record.command_id for record in stage.records() if isinstance(record, AlarmChanged)}
    assert done == journaled - {None}


ACTS = [
    (Acknowledge, {}),
    (Reset, {}),
    (Silence, {}),
    (Unshelve, {}),
    (RemoveFromService, {"reason": "calibration"}),
    (ReturnToService, {}),
    (Shelve, {"reason": "spare part", "duration_ms": 4_000}),
    (Shelve, {"reason": "spare part", "duration_ms": 4_000, "one_shot": True}),
]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_people_and_the_disk_do_shown_is_what_is_journaled(
    staffed: Stage, full: list[bool], seed: int
) -> None:
    chance, letters, answers = np.random.default_rng(seed), set(), {}
    for number in range(120):
        full[0] = bool(chance.random() < 0.25)
        alarm = int(chance.integers(3))
        view, (make, more) = alarm_view(staffed.loop.state, alarm), ACTS[chance.integers(len(ACTS))]
        deed = act(make, f"T{alarm}.high", view.occurrence, view.revision, id=str(number), actor=EVE,
                   at_ns=staffed.now_ns, **more)  # fmt: skip
        if chance.random() < 0.1:
            mode = ("running", "stopped")[chance.integers(2)]
            deed = SetMode(id=str(number), actor=EVE, at_ns=staffed.now_ns, system="even", mode=mode)
        answers[str(number)] = staffed.submit(deed)
        staffed.pass_(
            after_ns=int(chance.integers(1, SECOND_NS)),
            **{f"T{chance.integers(3)}": float(chance.choice([20.0, 60.0, 90.0, 97.0]))},
        )
        staffed.check_fold()
        letters |= set(staffed.shown().values())
    full[0] = False
    staffed.pass_(after_ns=6 * SECOND_NS)
    staffed.check_fold()
    assert len(letters) >= 5, "the test proves nothing where nothing happens"
    done = {key for key, answer in answers.items() if not answer.exception() and answer.result().done}
    journaled = {getattr(record, "command_id", None) for record in staffed.records()}
    assert done == journaled - {None}


def test_all_that_commands_led_to_is_durable_together_however_much_it_is(
    staffed: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_writer, "BATCH_MAX", 1)
    staffed.pass_(T0=90.0, T1=20.0, T2=20.0, T3=0.0)
    syncs, sync = [0], disk.sync

    def refusing_the_second(descriptor: int) -> None:
        syncs[0] += 1
        if syncs[0] == 2:
            raise OSError(28, "No space left on device")
        sync(descriptor)

    monkeypatch.setattr(disk, "sync", refusing_the_second)
    answers = [
        staffed.submit(SetMode(id="1", actor=EVE, at_ns=5, system="even", mode="stopped")),
        staffed.submit(acknowledge("T0.high", 1, 1, number=2)),
        staffed.submit(acknowledge("T0.high", 1, 1, number=3)),
    ]
    staffed.pass_(T1=90.0)
    assert [answer.result(timeout=0).done for answer in answers] == [True, True, False]
    assert staffed.loop._desk.journal.failing, "the move that the samples led to waits"
    named = [getattr(record, "command_id", None) for record in staffed.records()]
    assert {"1", "command-2"} <= set(named)
    assert isinstance(staffed.records()[-1], CommandRefused)
    staffed.pass_(after_ns=6 * SECOND_NS)
    staffed.check_fold()


def test_a_question_is_answered_by_the_pass_and_needs_no_scan(stage: Stage) -> None:
    stage.pass_(T0=90.0)
    stage.pass_()
    before = stage.signs.scan_sequence
    answer = stage.inbox.ask(1)
    stage.pass_()
    assert answer.result(timeout=0).letter == "A"
    assert stage.signs.scan_sequence == before


def test_the_load_falls_as_time_goes_by_although_nothing_is_scanned(staffed: Stage) -> None:
    staffed.pass_(T0=90.0, T1=20.0, T2=20.0, T3=0.0)
    staffed.pass_(after_ns=2 * SECOND_NS)
    assert [item.count for item in staffed.board.positions()] == [1, 0]
    scans = staffed.signs.scan_sequence
    staffed.pass_(after_ns=601 * SECOND_NS)
    staffed.pass_(after_ns=2 * SECOND_NS)
    assert [item.count for item in staffed.board.positions()] == [0, 0]
    assert staffed.signs.scan_sequence <= scans + 1


def test_shelved_alarms_and_floods_are_noted_for_the_watch(staffed: Stage) -> None:
    staffed.pass_(T0=90.0, T1=20.0, T2=20.0, T3=0.0)
    staffed.pass_(T2=90.0)
    shelve = act(Shelve, "T0.high", 1, 1, reason="spare part", duration_ms=60_000, at_ns=staffed.now_ns)
    staffed.submit(shelve)
    staffed.pass_()
    staffed.pass_(after_ns=SECOND_NS)
    assert (staffed.signs.alarms_shelved, staffed.signs.floods) == (1, {"desk"})


def test_a_server_that_stops_asks_a_failing_disk_once_more(stage: Stage, full: list[bool]) -> None:
    stage.pass_(T0=90.0)
    full[0] = True
    stage.pass_(T1=90.0)
    full[0] = False
    stage.loop.stop()
    stage.loop.run()
    assert not stage.loop._desk.journal.failing, "although its pause had not ended"
    assert [record.alarm for record in stage.records() if isinstance(record, AlarmChanged)] == [
        "T0.high",
        "T1.high",
    ]
    assert stage.checkpoint.exists()
    assert stage.historian.read_raw("T1", 0, 2**62)[1].tolist() == [90.0]


def test_what_comes_beyond_the_age_limit_is_kept_but_clears_nothing(stage: Stage) -> None:
    stage.pass_(T0=90.0)
    stage.now_ns += 1
    stage.offer(T0=10.0)
    offered_ns = stage.now_ns
    stage.pass_(after_ns=2 * 86_400 * SECOND_NS)
    assert stage.shown() == {0: "B"}
    times_ns, values, quality = stage.historian.read_raw("T0", offered_ns, offered_ns + 1)
    assert (times_ns.tolist(), values.tolist(), quality.tolist()) == ([offered_ns], [10.0], [0])


def test_lateness_is_counted(stage: Stage) -> None:
    stage.loop.pass_once(stage.now_ns + 50_000_000, stage.now_ns)
    assert stage.signs.scans_late == 0
    stage.now_ns += SECOND_NS
    stage.loop.pass_once(stage.now_ns + 150_000_000, stage.now_ns)
    assert stage.signs.scans_late == 1
    assert stage.signs.lateness_ms == 150.0


def test_a_clock_that_steps_back_does_not_move_the_scan_back(stage: Stage) -> None:
    stage.pass_(T0=90.0)
    seen_ns = stage.signs.last_pass_ns
    stage.loop.pass_once(stage.now_ns - 10 * SECOND_NS)
    assert stage.signs.last_pass_ns == seen_ns


def test_a_heartbeat_each_second_with_the_journals_trouble(stage: Stage, full: list[bool]) -> None:
    beats = []
    for number in range(50):
        full[0] = number > 25
        stage.pass_(after_ns=100_000_000, T0=float(90 * (number % 2)))
        heartbeat = stage.board.take().heartbeat
        if heartbeat is not None:
            beats.append(heartbeat)
    assert 5 <= len(beats) <= 6
    assert beats[0].journal_error is None
    assert beats[-1].journal_error is not None
    assert [beat.last_scan_ms for beat in beats] == sorted({beat.last_scan_ms for beat in beats})


def test_checkpoints_are_written_when_the_journal_has_grown_and_never_while_it_fails(
    stage: Stage, full: list[bool]
) -> None:
    stage.pass_(T0=90.0)
    full[0] = True
    stage.pass_(T1=90.0)
    stage.pass_(after_ns=CHECKPOINT_NS + SECOND_NS)
    assert stage.loop._desk.journal.failing
    assert stage.desk.checkpoints._thread is None
    full[0] = False
    stage.pass_(after_ns=6 * SECOND_NS)
    stage.pass_(after_ns=2 * SECOND_NS)
    assert stage.desk.checkpoints._thread is not None
    stage.desk.checkpoints._thread.join(10.0)
    assert stage.checkpoint.exists()


def test_run_ends_with_what_is_inside_and_a_checkpoint(stage: Stage) -> None:
    stage.offer(T0=90.0)
    answer = stage.submit(acknowledge("T1.high", 0, 0))
    stage.loop.stop()
    stage.loop.run()
    assert answer.result(timeout=0).reason == "nothing_to_acknowledge"
    assert stage.shown() == {0: "B"}
    assert stage.checkpoint.exists()


class Waits:
    """Takes the place of the inbox's sleep: notes how long it was meant to be and lets that time go by."""

    def __init__(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stage = stage
        self.meant_ms: list[float] = []
        monkeypatch.setattr(stage.inbox, "wait", self.wait)

    def wait(self, timeout_s: float, also: Callable[[], bool] = lambda: False) -> None:
        self.meant_ms.append(round(1e3 * timeout_s, 6))
        if not also() and not self.stage.inbox._submissions:
            self.stage.now_ns += round(1e9 * timeout_s)


@pytest.fixture
def waits(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Waits:
    stage.pass_(T0=1.0)
    stage.loop._deadline_ns = None
    return Waits(stage, monkeypatch)


def test_an_idle_loop_comes_round_once_a_period(stage: Stage, waits: Waits) -> None:
    for _ in range(3):
        assert stage.loop._sleep() == stage.now_ns
    assert waits.meant_ms == [100.0, 100.0, 100.0, 100.0]


def test_a_pass_happens_at_the_time_the_sleep_ended(stage: Stage, waits: Waits) -> None:
    passes: list[tuple[int, int]] = []
    pass_once = stage.loop.pass_once

    def noting(now_ns: int, planned_ns: int | None = None) -> None:
        passes.append((now_ns, stage.now_ns))
        pass_once(now_ns, planned_ns)
        if len(passes) == 5:
            stage.loop.stop()

    stage.loop.pass_once = noting  # type: ignore[method-assign]
    stage.loop.run()
    assert len(passes) == 6
    assert all(now_ns == really_ns for now_ns, really_ns in passes)
    assert stage.signs.scans_late == 0


def test_rows_wait_until_the_last_scan_was_a_period_ago(stage: Stage, waits: Waits) -> None:
    stage.now_ns += 30_000_000
    stage.offer(T0=2.0)
    stage.loop._sleep()
    assert waits.meant_ms == [70.0]


def test_rows_that_come_later_are_scanned_at_once(stage: Stage, waits: Waits) -> None:
    stage.now_ns += 500_000_000
    stage.offer(T0=2.0)
    before_ns = stage.now_ns
    stage.loop._sleep()
    assert stage.now_ns == before_ns


def test_what_is_due_ends_the_sleep(stage: Stage, waits: Waits) -> None:
    stage.loop._deadline_ns = stage.now_ns + 5_000_000
    assert stage.loop._sleep() == stage.loop._deadline_ns
    stage.loop._deadline_ns = stage.now_ns - 5
    before_ns = stage.now_ns
    assert stage.loop._sleep() == before_ns


def test_a_command_ends_the_sleep(stage: Stage, waits: Waits) -> None:
    stage.submit(acknowledge("T0.high", 0, 0))
    before_ns = stage.now_ns
    stage.loop._sleep()
    assert stage.now_ns == before_ns and len(waits.meant_ms) == 1


def test_a_clock_that_steps_back_does_not_put_the_loop_to_sleep(stage: Stage, waits: Waits) -> None:
    stage.now_ns -= 3_600 * SECOND_NS
    stage.loop._sleep()
    assert sum(waits.meant_ms) <= 200.0
