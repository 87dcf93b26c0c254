"""The simulated driver with a real process behind it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.plants.tiny_plant import FLOW, LEVEL, RUN
from wakeful.drivers.simulated import SimulatedDriver
from wakeful.drivers.simulated.plant_catalogue import PLANTS
from wakeful.drivers.simulated.plant_messages import Row
from wakeful.terms.effect import InjectFault, WriteOutput
from wakeful.terms.errors import ConfigurationError, SourceError
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Source
from wakeful.terms.tag import Tag

DEADLINE_S = 60.0


def _source(**settings: Any) -> Source:
    plant = {"plant": "tests.plants.tiny_plant:TinyPlant", "period_ms": 100}
    return Source(id="tiny", driver="simulated", system="works", settings={**plant, **settings})


@pytest.fixture
def driver() -> Iterator[SimulatedDriver]:
    """A driver at 50 times real time, started with its tags in another order than the plant's."""
    made = SimulatedDriver(_source(speed=50.0))
    made.start(sorted(made.describe().tags, key=lambda tag: tag.name))
    yield made
    made.stop()


def _column(driver: SimulatedDriver, name: str) -> int:
    return sorted(tag.name for tag in driver.describe().tags).index(name)


def _wait(driver: SimulatedDriver, met: Callable[[SampleBlock], bool]) -> SampleBlock:
    """The first block that meets a condition; fails at the deadline."""
    deadline_s = time.monotonic() + DEADLINE_S
    while True:
        block = driver.poll(0)
        if block is not None and met(block):
            return block
        assert time.monotonic() < deadline_s, driver.status


def _write(equipment: str, control: str, value: float) -> WriteOutput:
    return WriteOutput(
        at_ns=0, command_id="c", source="tiny", equipment=equipment, control=control, value=value
    )


def _inject(fault: str, target: str, severity: float, active: bool = True) -> InjectFault:
    return InjectFault(
        at_ns=0, command_id="c", source="tiny", fault=fault, target=target, severity=severity, active=active
    )


def test_readings_arrive_at_the_speed_in_the_order_asked_for(driver: SimulatedDriver) -> None:
    before_ns = time.time_ns()
    first = _wait(driver, lambda block: True)
    clock = _column(driver, "tiny.SIM.CLOCK")
    last = _wait(driver, lambda block: block.values[-1, clock] > first.values[0, clock] + 100.0 / 3600.0)
    real_s = (last.times_ns[-1] - first.times_ns[0]) / 1e9
    simulated_s = (last.values[-1, clock] - first.values[0, clock]) * 3600.0
    assert before_ns < first.times_ns[0] <= last.times_ns[-1] <= time.time_ns()
    assert simulated_s <= 50.0 * real_s + 20.0
    assert last.values[-1, _column(driver, FLOW)] == 120.0
    assert 50.0 <= last.values[-1, _column(driver, LEVEL)] <= 100.0
    assert np.all(last.quality == Quality.GOOD)
    assert driver.status == "running"


def test_orders_reach_the_plant_and_show_in_its_readings(driver: SimulatedDriver) -> None:
    run = _column(driver, RUN)
    _wait(driver, lambda block: block.values[-1, run] == 1.0)
    assert driver.write(_write("T.PU1", "run", 0.0)) == ""
    _wait(driver, lambda block: block.values[-1, run] == 0.0)
    assert driver.write(_write("T.PU1", "mode", 0.0)) == "this pump has no automatic"


def test_faults_reach_the_instruments(driver: SimulatedDriver) -> None:
    flow = _column(driver, FLOW)
    _wait(driver, lambda block: True)
    assert driver.inject(_inject("drop_out", FLOW, 1.0)) == ""
    lost = _wait(driver, lambda block: np.isnan(block.values[-1, flow]))
    assert lost.quality[-1, flow] == Quality.BAD_NO_COMMUNICATION
    assert driver.inject(_inject("drop_out", FLOW, 1.0, active=False)) == ""
    _wait(driver, lambda block: block.values[-1, flow] == 120.0)
    assert "no fault" in driver.inject(_inject("gremlin", "", 1.0))


def test_the_speed_is_a_control(driver: SimulatedDriver) -> None:
    speed = _column(driver, "tiny.SIM.SPEED")
    _wait(driver, lambda block: block.values[-1, speed] > 0.0)
    assert driver.write(_write("tiny.SIM", "speed", 500.0)) == ""
    _wait(driver, lambda block: block.values[-1, speed] > 300.0)
    assert "out of range: 1 to 1000" in driver.write(_write("tiny.SIM", "speed", 5000.0))
    assert "has no control 'colour'" in driver.write(_write("tiny.SIM", "colour", 1.0))


def test_polling_an_idle_or_dead_driver_gives_nothing_at_once(driver: SimulatedDriver) -> None:
    _wait(driver, lambda block: True)
    driver.stop()
    driver.poll(0)
    assert driver.poll(0) is None
    assert "takes no orders" in driver.write(_write("T.PU1", "run", 1.0))
    driver.stop()


def test_before_the_start_there_is_nothing() -> None:
    driver = SimulatedDriver(_source())
    assert driver.poll(0) is None
    assert "not started" in driver.write(_write("T.PU1", "run", 1.0))
    assert "not started" in driver.inject(_inject("bias", LEVEL, 0.1))
    assert (driver.status, driver.process_id) == ("not started", None)
    driver.stop()


@pytest.mark.parametrize("plant", sorted(PLANTS))
def test_the_built_in_plants_run_obey_and_are_quick_to_describe(plant: str) -> None:
    driver = SimulatedDriver(_source(plant=plant, speed=20.0))
    described = driver.describe()
    assert described.simulated and described.faults and described.alarms and described.equipment
    assert {"bias", "replay", "stuck_actuator"} <= {fault.name for fault in described.faults}
    driver.start(described.tags)
    try:
        block = _wait(driver, lambda block: True)
        assert block.tags == len(described.tags)
        assert np.isfinite(block.values).mean() > 0.9
        tag = next(tag.name for tag in described.tags if tag.overview)
        assert driver.inject(_inject("drop_out", tag, 1.0)) == ""
        index = [each.name for each in described.tags].index(tag)
        _wait(driver, lambda block: np.isnan(block.values[-1, index]))
    finally:
        driver.stop()


def test_a_tag_may_have_another_name_on_the_site() -> None:
    driver = SimulatedDriver(_source())
    driver.start([Tag(name="PLANT.FLOW", address=FLOW, system="works", source="tiny")])
    block = _wait(driver, lambda block: True)
    driver.stop()
    assert block.values[-1].tolist() == [120.0]


def test_unknown_tags_are_refused_at_the_start() -> None:
    with pytest.raises(SourceError, match="no tags GHOST"):
        SimulatedDriver(_source()).start([Tag(name="GHOST", system="works", source="tiny")])


def test_wrong_settings_are_refused_at_once() -> None:
    with pytest.raises(ConfigurationError, match="speed"):
        SimulatedDriver(_source(speed=-1.0))


def test_a_wall_clock_set_back_never_turns_stamps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = SimulatedDriver(_source())
    driver.start(driver.describe().tags)
    assert driver._supervisor is not None
    empty = np.zeros(3)
    rows = [
        Row(at_ns, 0.0, 1.0, False, empty.tobytes(), np.zeros(3, np.uint32).tobytes())
        for at_ns in (1000, 2000, 500, 600, 3000)
    ]
    monkeypatch.setattr(driver._supervisor, "take_rows", lambda: rows)
    block = driver.poll(0)
    driver.stop()
    assert block is not None
    assert block.times_ns.tolist() == [1000, 2000, 2001, 2002, 3000]


def test_rows_follow_the_servers_clock_when_the_systems_was_set_back(driver: SimulatedDriver) -> None:
    """Else a plant that runs would be lost until the two clocks agree again, hours later."""
    hour_ns = 3_600_000_000_000
    _wait(driver, lambda block: True)
    deadline_s = time.monotonic() + DEADLINE_S
    while (block := driver.poll(time.time_ns() + hour_ns)) is None:
        assert time.monotonic() < deadline_s, driver.status
    assert time.time_ns() - int(block.times_ns[-1]) + hour_ns < 5_000_000_000


_PARENT = """
import sys
from wakeful.drivers.simulated import SimulatedDriver
from wakeful.terms.site import Source
driver = SimulatedDriver(Source(id="t", driver="simulated",
                                settings={"plant": "tests.plants.tiny_plant:TinyPlant", "period_ms": 100}))
driver.start(driver.describe().tags)
while driver.poll(0) is None:
    pass
print(driver.process_id, flush=True)
sys.stdin.read()
"""


def test_the_plants_process_dies_with_its_parent() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert parent.stdin is not None and parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
    deadline_s = time.monotonic() + DEADLINE_S
    while _alive(child):
        assert time.monotonic() < deadline_s, "the plant outlived its parent"


def _alive(process_id: int) -> bool:
    """Whether the process runs (a zombie that nobody has waited for does not)."""
    try:
        with open(f"/proc/{process_id}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
