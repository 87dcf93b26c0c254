"""Station logic: stages, alternation, interlocks, restart, and changes to AUTO that move nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.plants.water_works.water_pump import MANUAL, Pump
from wakeful.plants.water_works.water_station import (
    CHANGEOVER_S,
    REST_S_MIN,
    RESTART_S,
    STAGGER_S,
    Station,
    StationDesign,
    align_stages,
    scan_station,
    start_refusal,
)

DESIGN = StationDesign("ST", ("A", "B"), "SUCTION", 1.0, 0.5, "LIC", "LEVEL", 1.0, 1.5, 0.4)
BOOSTER = StationDesign("ST", ("A", "B"), "SUCTION", 1.0, 0.5)
SET_POINT = 4.0


class Rig:
    """A station with its two pumps."""

    def __init__(self, design: StationDesign = DESIGN) -> None:
        self.design = design
        self.station = Station("ST", duty=False)
        self.pumps = [Pump("A"), Pump("B")]

    def scan(
        self, level: float | None, suction: float | None = 3.0, times: int = 1, dt_s: float = 10.0
    ) -> None:
        for _ in range(times):
            scan_station(self.design, self.station, self.pumps, dt_s, level, SET_POINT, suction)
            for pump in self.pumps:
                pump.act(dt_s, self.station.powered)

    @property
    def running(self) -> str:
        return "".join(pump.name for pump in self.pumps if pump.running)


def test_stages_follow_the_level_with_hysteresis() -> None:
    rig = Rig()
    rig.scan(3.5)
    assert rig.running == ""
    rig.scan(2.9)
    assert rig.running == "A"
    rig.scan(3.5, times=20)
    assert rig.running == "A"
    rig.scan(2.4, times=20)
    assert rig.running == "AB"
    rig.scan(3.7, times=20)
    assert len(rig.running) == 1
    rig.scan(4.0, times=20)
    assert rig.running == ""


def test_pumps_take_turns_by_running_time() -> None:
    rig, turns = Rig(), ""
    for _ in range(6):
        rig.scan(2.9, times=60)
        turns += rig.running
        rig.scan(4.0, times=60)
    assert turns == "ABABAB"


def test_running_times_stay_together_over_many_cycles() -> None:
    rig = Rig()
    rig.pumps[0].run_s = 50_000.0
    for k in range(400):
        rig.scan(2.9, times=30 + k % 40)
        rig.scan(4.0, times=60)
    assert abs(rig.pumps[0].run_s - rig.pumps[1].run_s) < 2_000.0


def test_a_pump_started_by_hand_stops_none_that_runs_in_auto() -> None:
    rig = Rig()
    rig.scan(2.9, times=30)
    rig.pumps[1].mode, rig.pumps[1].command = MANUAL, True
    rig.scan(3.5, times=30)
    assert rig.running == "AB"
    rig.scan(4.0, times=30)
    assert rig.running == "B"


def test_a_tripped_pump_is_replaced() -> None:
    rig = Rig()
    rig.scan(2.9)
    rig.pumps[0].trip_active = True
    rig.scan(2.9, times=10)
    assert rig.running == "B"


def test_a_level_that_cannot_be_read_changes_nothing() -> None:
    rig = Rig()
    rig.scan(2.9, times=30)
    rig.scan(None, times=1000)
    assert rig.running == "A"


@pytest.mark.parametrize("suction", [0.9, None])
def test_no_start_without_water_at_the_suction(suction: float | None) -> None:
    rig = Rig()
    rig.scan(2.0, suction=suction, times=100)
    assert rig.running == ""
    refusal = start_refusal(DESIGN, rig.station, rig.pumps[0], suction, 0.0)
    assert "suction level" in refusal


def test_dry_suction_stops_all_even_in_manual() -> None:
    rig = Rig()
    rig.scan(2.0, times=30)
    rig.pumps[1].mode = MANUAL
    assert rig.running == "AB"
    rig.scan(2.0, suction=0.4)
    assert rig.running == ""


def test_a_pump_rests_before_it_starts_again() -> None:
    rig = Rig()
    rig.pumps[1].mode = MANUAL
    rig.scan(2.9, times=30)
    rig.scan(4.0)
    assert rig.running == ""
    rests = 0
    while not rig.running:
        rig.scan(2.9)
        rests += 1
    assert rests * 10.0 >= REST_S_MIN


def test_after_a_power_loss_pumps_come_back_one_by_one() -> None:
    rig = Rig()
    rig.scan(2.0, times=50)
    assert rig.running == "AB"
    rig.station.lose_power()
    rig.scan(2.0, times=50)
    assert rig.running == ""
    rig.station.regain_power()
    started: list[tuple[float, str]] = []
    for k in range(1, 20):
        rig.scan(2.0)
        started.append((k * 10.0, rig.running))
    first = next(at for at, running in started if running)
    both = next(at for at, running in started if running == "AB")
    assert first >= RESTART_S
    assert both - first >= STAGGER_S


def test_a_pump_in_manual_does_not_come_back_by_itself() -> None:
    rig = Rig()
    rig.scan(2.9, times=30)
    rig.pumps[0].mode = rig.pumps[1].mode = MANUAL
    rig.station.lose_power()
    rig.scan(2.0)
    rig.station.regain_power()
    rig.scan(2.0, times=100)
    assert rig.running == ""


@given(running=st.tuples(st.booleans(), st.booleans()), level=st.floats(3.01, 3.59))
def test_a_change_to_auto_within_the_band_moves_nothing(running: tuple[bool, bool], level: float) -> None:
    rig = Rig()
    for pump, on in zip(rig.pumps, running, strict=True):
        pump.mode, pump.command, pump.running = MANUAL, on, on
    before = rig.running
    for pump in rig.pumps:
        pump.mode = 0
        align_stages(rig.station, rig.pumps)
        rig.scan(level, times=50)
        assert rig.running == before


def test_where_one_pump_always_runs_the_other_takes_over_once_a_day() -> None:
    rig = Rig(BOOSTER)
    rig.scan(None)
    first = rig.running
    rig.scan(None, times=int(CHANGEOVER_S / 10.0) - 1)
    assert rig.running == first
    rig.scan(None, times=2)
    assert rig.running and rig.running != first
