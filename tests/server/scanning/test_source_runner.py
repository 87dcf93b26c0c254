"""One source in its thread: samples, orders, failures, hangs and the end."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from tests.server.scripted_driver import ScriptedDriver
from tests.server.waiting import wait_until
from wakeful.server.scanning.intake import Intake
from wakeful.server.scanning.source_runner import ABANDONED_MAX, ORDERS_MAX, SourceRunner
from wakeful.terms.effect import InjectFault, OutputDone, WriteOutput
from wakeful.terms.errors import SourceError
from wakeful.terms.site import Source

SOURCE = Source(id="plant", driver="scripted", system="works")


def write(number: int = 1) -> WriteOutput:
    return WriteOutput(
        at_ns=1, command_id=str(number), source="plant", equipment="plant-pump", control="speed", value=1.0
    )


class Stage:
    """A runner with its intake and the answers it gave."""

    def __init__(self) -> None:
        self.intake = Intake(3, {"plant": np.arange(3)})
        self.answers: list[OutputDone] = []
        self.drivers: list[ScriptedDriver] = []
        self.runner = SourceRunner(
            "plant",
            self.make,
            ScriptedDriver(SOURCE).describe().tags,
            self.intake,
            self.answers.append,
            poll_period_s=0.001,
            call_s_max=0.05,
            pause_first_s=0.001,
            now_ns=time.time_ns,
        )

    def make(self) -> ScriptedDriver:
        self.drivers.append(ScriptedDriver(SOURCE))
        return self.drivers[-1]

    def begin(self) -> ScriptedDriver:
        self.runner.start()
        wait_until(lambda: self.runner.state == "running", "the source runs")
        return self.drivers[-1]


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    for driver in made.drivers:
        driver.trouble = None
        driver.gate.set()
        driver.order_gate.set()
    made.runner.stop()


def watched(stage: Stage, condition: Callable[[], bool]) -> Callable[[], bool]:
    """A condition that also does what the scan thread does now and then."""

    def check() -> bool:
        stage.runner.watch()
        return condition()

    return check


def test_samples_reach_the_intake(stage: Stage) -> None:
    stage.begin().push(t0=1.0, t2=3.0)
    wait_until(lambda: stage.intake.waiting, "a row is there")
    merged = stage.intake.gather()
    assert merged is not None
    np.testing.assert_array_equal(merged.values, [[1.0, np.nan, 3.0]])
    assert stage.runner.last_sample_ns == merged.times_ns[0]


@pytest.mark.parametrize(("said", "ok"), [("", True), ("it is in AUTO", False)])
def test_an_order_is_carried_out_and_answered(stage: Stage, said: str, ok: bool) -> None:
    driver = stage.begin()
    driver.answer = said
    stage.runner.order(write())
    wait_until(lambda: stage.answers, "an answer")
    assert driver.orders == [write()]
    assert (stage.answers[0].command_id, stage.answers[0].ok, stage.answers[0].detail) == ("1", ok, said)


def test_a_fault_goes_to_inject(stage: Stage) -> None:
    driver = stage.begin()
    order = InjectFault(
        at_ns=1, command_id="2", source="plant", fault="burst", target="", severity=1.0, active=True
    )
    stage.runner.order(order)
    wait_until(lambda: stage.answers, "an answer")
    assert driver.orders == [order]


def test_a_driver_that_throws_is_stopped_and_made_anew(stage: Stage) -> None:
    first = stage.begin()
    first.trouble = SourceError("the line is dead; look at the plug")
    wait_until(lambda: len(stage.drivers) > 1 and stage.drivers[-1].started, "a second driver")
    assert first.stopped == 1
    stage.drivers[-1].push(t0=5.0)
    wait_until(lambda: stage.intake.waiting, "samples from the second driver")
    assert stage.runner.state == "running"


def test_a_failing_source_says_why(stage: Stage) -> None:
    stage.runner._pause_first_s = 60.0
    stage.begin().trouble = SourceError("the line is dead; look at the plug")
    wait_until(lambda: stage.runner.state == "failing: the line is dead; look at the plug", "its state")
    stage.runner.order(write())
    wait_until(lambda: stage.answers, "an order meanwhile is answered at once")
    assert not stage.answers[0].ok
    assert "not carried out" in stage.answers[0].detail


def test_a_call_that_does_not_come_back_is_abandoned(stage: Stage) -> None:
    first = stage.begin()
    first.gate.clear()
    first.push(t0=1.0)
    wait_until(watched(stage, lambda: len(stage.drivers) > 1), "a second driver")
    stage.drivers[-1].push(t1=2.0)
    wait_until(lambda: stage.intake.waiting, "samples from the second driver")
    merged = stage.intake.gather()
    first.gate.set()
    wait_until(lambda: first.stopped, "the lost thread ends")
    assert merged is not None
    np.testing.assert_array_equal(merged.values, [[np.nan, 2.0, np.nan]])
    assert stage.intake.gather() is None, "what the lost thread delivers is thrown away"


def test_orders_of_a_hung_source_are_answered(stage: Stage) -> None:
    driver = stage.begin()
    driver.order_gate.clear()
    stage.runner.order(write(1))
    wait_until(lambda: driver.orders, "the order is in the driver's hands")
    stage.runner.order(write(2))
    wait_until(watched(stage, lambda: len(stage.answers) == 2), "both orders are answered")
    assert [answer.ok for answer in stage.answers] == [False, False]
    assert "whether it was carried out is unknown" in stage.answers[0].detail
    assert "not carried out" in stage.answers[1].detail
    driver.order_gate.set()
    wait_until(lambda: driver.stopped, "the lost thread ends")
    assert len(stage.answers) == 2, "an order is answered once"


def test_threads_lost_to_a_driver_that_always_hangs_are_counted(stage: Stage) -> None:
    def make_hung() -> ScriptedDriver:
        stage.make().gate.clear()
        return stage.drivers[-1]

    stage.runner._make = make_hung
    stage.runner.start()
    words = f"hung: {ABANDONED_MAX + 1} calls into the driver did not come back"
    wait_until(watched(stage, lambda: stage.runner.state == words), "no more threads are given to it")
    assert len(stage.drivers) == ABANDONED_MAX + 1


def test_a_source_has_a_limit_of_waiting_orders(stage: Stage) -> None:
    driver = stage.begin()
    driver.gate.clear()
    driver.in_call.clear()
    wait_until(driver.in_call.is_set, "the driver is in a call")
    for number in range(ORDERS_MAX + 1):
        stage.runner.order(write(number))
    assert [answer.command_id for answer in stage.answers] == [str(ORDERS_MAX)]
    assert "orders wait" in stage.answers[0].detail


def test_rows_that_a_driver_lost_are_counted_over_its_restarts(stage: Stage) -> None:
    first = stage.begin()
    first.rows_dropped = 5  # type: ignore[attr-defined]
    wait_until(lambda: stage.runner.rows_dropped == 5, "what the first one lost")
    first.trouble = SourceError("broken")
    wait_until(lambda: len(stage.drivers) > 1, "a fresh one")
    stage.drivers[-1].rows_dropped = 2  # type: ignore[attr-defined]
    wait_until(lambda: stage.runner.rows_dropped == 7, "what both lost")


def test_stop_ends_the_driver_once(stage: Stage) -> None:
    driver = stage.begin()
    stage.runner.stop()
    assert driver.stopped == 1
    stage.runner.order(write())
    assert not stage.answers[0].ok


def test_what_a_driver_says_is_made_fit_for_the_journal(stage: Stage) -> None:
    driver = stage.begin()
    driver.answer = "\ud800" + "x" * 10_000
    stage.runner.order(write())
    wait_until(lambda: stage.answers, "an answer")
    assert stage.answers[0].detail == "?" + "x" * 499
