"""The loop of the plant's process, on injected clocks."""

from collections.abc import Callable

import numpy as np

from tests.plants.tiny_plant import TinyPlant
from wakeful.drivers.simulated.plant_messages import (
    Answer,
    Begin,
    FromProcess,
    Inject,
    Row,
    SetSpeed,
    Snapshot,
    ToProcess,
    Write,
)
from wakeful.drivers.simulated.plant_process import SNAPSHOT_PERIOD_S, PlantLoop
from wakeful.plants.faulty_plant import FaultyPlant


class ClockedLink:
    """A link whose waiting moves the clock; scripted messages arrive at their times."""

    def __init__(self, until_s: float, script: list[tuple[float, ToProcess]]) -> None:
        self.now_s = 0.0
        self.sent: list[tuple[float, FromProcess]] = []
        self._until_s = until_s
        self._script = list(script)

    def receive(self, wait_s: float) -> list[ToProcess] | None:
        self.now_s += max(wait_s, 1e-4)
        if self.now_s >= self._until_s:
            return None
        due = [message for at_s, message in self._script if at_s <= self.now_s]
        self._script = [(at_s, message) for at_s, message in self._script if at_s > self.now_s]
        return due

    def send(self, message: FromProcess) -> None:
        self.sent.append((self.now_s, message))

    def of(self, kind: type) -> list[tuple[float, FromProcess]]:
        return [(at_s, message) for at_s, message in self.sent if isinstance(message, kind)]


def _run(
    until_s: float, script: list[tuple[float, ToProcess]], speed: float = 60.0,
    plant: FaultyPlant | None = None, step_cost_s: float = 0.0,
) -> ClockedLink:  # fmt: skip
    link = ClockedLink(until_s, script)
    begin = Begin(plant="", seed=1, speed=speed, period_ms=1000, import_path=[])
    made = plant or FaultyPlant(_Costly(link, step_cost_s))
    PlantLoop(
        made, begin, link, monotonic_s=lambda: link.now_s, wall_ns=lambda: round(link.now_s * 1e9)
    ).run()
    return link


class _Costly(TinyPlant):
    """Each step takes time of the injected clock."""

    def __init__(self, link: ClockedLink, cost_s: float) -> None:
        super().__init__()
        self._spend: Callable[[], None] = lambda: setattr(link, "now_s", link.now_s + cost_s)

    def step(self) -> None:
        super().step()
        self._spend()


def test_rows_come_once_a_period_at_the_speed() -> None:
    rows = _run(20.5, []).of(Row)
    assert len(rows) == 21
    clocks_s = np.array([row.clock_s for _, row in rows if isinstance(row, Row)])
    assert np.allclose(np.diff(clocks_s), 60.0, atol=2.0)
    assert all(row.time_ns == round(at_s * 1e9) for at_s, row in rows if isinstance(row, Row))


def test_a_slow_plant_publishes_on_and_says_it_is_behind() -> None:
    rows = _run(20.5, [], speed=1000.0, step_cost_s=0.01).of(Row)
    assert len(rows) >= 19
    last = rows[-1][1]
    assert isinstance(last, Row) and last.behind
    assert 80.0 < last.speed_achieved < 101.0


def test_orders_are_answered_between_slices_of_work() -> None:
    link = _run(5.0, [(1.0, Write(7, "T.PU1", "run", 0.0))], speed=1000.0, step_cost_s=0.004)
    [(at_s, answer)] = link.of(Answer)
    assert answer == Answer(7, "")
    assert at_s < 1.1


def test_refusals_are_answered_with_their_reason() -> None:
    link = _run(3.0, [(1.0, Write(1, "X", "y", 0.0)), (1.5, Inject(2, "bias", "T.LI1", 9.0, True))])
    answers = [answer for _, answer in link.of(Answer) if isinstance(answer, Answer)]
    assert answers[0] == Answer(1, "no X y")
    assert "out of range" in answers[1].reason


def test_the_speed_can_be_changed() -> None:
    rows = _run(20.5, [(10.0, SetSpeed(1, 600.0))]).of(Row)
    clocks_s = [row.clock_s for _, row in rows if isinstance(row, Row)]
    assert clocks_s[9] - clocks_s[8] < 70.0
    assert 590.0 < clocks_s[-1] - clocks_s[-2] < 610.0


def test_a_snapshot_is_sent_in_time_and_after_every_order_taken() -> None:
    link = _run(
        3 * SNAPSHOT_PERIOD_S + 1.5, [(5.2, Write(1, "T.PU1", "run", 0.0)), (6.2, Write(2, "X", "", 0))]
    )
    times_s = [at_s for at_s, _ in link.of(Snapshot)]
    assert 5.2 < times_s[0] < 6.3
    assert len(times_s) == 3
    last = link.of(Snapshot)[-1][1]
    assert isinstance(last, Snapshot)
    restored = FaultyPlant(TinyPlant())
    restored.restore(last.data)
    assert restored.read()[0][2] == 0.0
