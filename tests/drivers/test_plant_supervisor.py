"""The plant's process is started again when it dies, from where it was; and never holds anybody up."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

import msgspec
import pytest

from wakeful.drivers.simulated.plant_messages import Begin, Row, SetSpeed, Write
from wakeful.drivers.simulated.plant_supervisor import (
    ANSWER_S_MAX,
    DEATHS_PER_SNAPSHOT_MAX,
    ORDERS_WAITING_MAX,
    ROWS_MAX,
    Supervisor,
)

DEADLINE_S = 60.0


def _begin(plant: str, speed: float = 10.0) -> Begin:
    return Begin(f"tests.plants.tiny_plant:{plant}", 1, speed, 100, list(sys.path))


@pytest.fixture
def started() -> Iterator[Callable[[Begin], Supervisor]]:
    """Supervisors that are stopped after the test."""
    made: list[Supervisor] = []

    def start(begin: Begin) -> Supervisor:
        made.append(Supervisor(begin))
        made[-1].start()
        return made[-1]

    yield start
    for supervisor in made:
        supervisor.stop()


def _wait(supervisor: Supervisor, met: Callable[[list[Row]], bool]) -> list[Row]:
    """Rows until a condition on them is met; fails at the deadline."""
    rows: list[Row] = []
    deadline_s = time.monotonic() + DEADLINE_S
    while not met(rows):
        assert time.monotonic() < deadline_s, f"not met within {DEADLINE_S} s: {supervisor.status}"
        rows += supervisor.take_rows()
    return rows


def test_a_killed_process_goes_on_from_its_last_snapshot(started: Callable[[Begin], Supervisor]) -> None:
    supervisor = started(_begin("TinyPlant", speed=100.0))
    _wait(supervisor, lambda rows: bool(rows))
    assert supervisor.order(lambda number: Write(number, "T.PU1", "run", 0.0)) == ""
    rows = _wait(supervisor, lambda rows: len(rows) >= 5)
    first = supervisor.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    _wait(supervisor, lambda _: supervisor.restarts == 1)
    assert "killed by signal 9" in supervisor.status and "from its last snapshot" in supervisor.status
    supervisor.take_rows()
    after = _wait(supervisor, lambda rows: len(rows) >= 3)
    assert supervisor.process_id != first
    assert supervisor.status == "running"
    assert after[0].clock_s > 1.0
    assert rows[0].clock_s - 11.0 <= after[0].clock_s
    assert after[0].values[-8:] == bytes(8), "the pump that was stopped runs again"


def test_a_plant_that_crashes_says_why(started: Callable[[Begin], Supervisor]) -> None:
    supervisor = started(_begin("CrashingPlant", speed=1000.0))
    _wait(supervisor, lambda _: supervisor.restarts >= 1 and "restart" in supervisor.status)
    assert "RuntimeError: the tank burst; restart" in supervisor.status
    assert "takes no orders now" in supervisor.order(lambda number: Write(number, "T.PU1", "run", 0.0))


def test_a_snapshot_that_kills_is_given_up(started: Callable[[Begin], Supervisor]) -> None:
    supervisor = started(msgspec.structs.replace(_begin("TinyPlant"), snapshot=b"poison"))
    _wait(supervisor, lambda _: supervisor.restarts == 1)
    assert "not a snapshot" in supervisor.status and "from its last snapshot" in supervisor.status
    rows = _wait(supervisor, lambda rows: bool(rows))
    assert supervisor.restarts == DEATHS_PER_SNAPSHOT_MAX + 1
    assert rows[0].clock_s == 0.0


def test_a_plant_that_does_not_answer_is_waited_for_a_bounded_time(
    started: Callable[[Begin], Supervisor],
) -> None:
    supervisor = started(_begin("DeafPlant"))
    _wait(supervisor, lambda rows: bool(rows))
    for k in range(2):
        began_s = time.monotonic()
        answer = supervisor.order(lambda number: Write(number, "T.PU1", "run", 0.0))
        assert time.monotonic() - began_s < ANSWER_S_MAX + 0.5
        assert "no answer" in answer, k
    for _ in range(ORDERS_WAITING_MAX):
        supervisor._waiting[-1 - len(supervisor._waiting)] = supervisor._waiting[1]
    assert "orders wait" in supervisor.order(lambda number: Write(number, "T.PU1", "run", 0.0))


def test_a_speed_once_set_outlives_the_process(started: Callable[[Begin], Supervisor]) -> None:
    supervisor = started(_begin("TinyPlant", speed=1.0))
    _wait(supervisor, lambda rows: bool(rows))
    assert supervisor.order(lambda number: SetSpeed(number, 200.0)) == ""
    assert supervisor.process_id is not None
    os.kill(supervisor.process_id, signal.SIGKILL)
    _wait(supervisor, lambda _: supervisor.restarts == 1)
    _wait(supervisor, lambda rows: len(rows) >= 20 and rows[-1].clock_s - rows[-11].clock_s > 100.0)


def test_an_order_too_long_is_refused(started: Callable[[Begin], Supervisor]) -> None:
    supervisor = started(_begin("TinyPlant"))
    _wait(supervisor, lambda rows: bool(rows))
    assert "too long" in supervisor.order(lambda number: Write(number, "x" * 5000, "run", 0.0))


def test_stopping_ends_the_process_and_may_be_done_twice(started: Callable[[Begin], Supervisor]) -> None:
    supervisor = started(_begin("TinyPlant"))
    _wait(supervisor, lambda rows: bool(rows))
    process_id = supervisor.process_id
    supervisor.stop()
    supervisor.stop()
    assert supervisor.status == "stopped" and supervisor.process_id is None
    with pytest.raises(ProcessLookupError):
        os.kill(process_id or 0, 0)
    assert "takes no orders" in supervisor.order(lambda number: Write(number, "T.PU1", "run", 0.0))


def test_rows_that_nobody_fetches_are_dropped_oldest_first_and_counted() -> None:
    supervisor = Supervisor(_begin("TinyPlant"))
    for number in range(ROWS_MAX + 3):
        supervisor._take(
            Row(time_ns=number, clock_s=0.0, speed_achieved=1.0, behind=False, values=b"", quality=b"")
        )
    rows = supervisor.take_rows()
    assert [row.time_ns for row in rows] == list(range(3, ROWS_MAX + 3))
    assert supervisor.rows_dropped == 3
    assert supervisor.take_rows() == []
