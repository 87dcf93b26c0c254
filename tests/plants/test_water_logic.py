"""The PLC sees readings only: it holds on bad ones, is misled by false ones, and tracks what it drives."""

import pytest

from wakeful.plants.water_works.water_logic import move_actuators, scan_logic
from wakeful.plants.water_works.water_pump import MANUAL
from wakeful.plants.water_works.water_state import Works, start_state

NORMAL = {
    "LI100": 1.9, "LI210": 8.0, "LI101": 3.3, "LI201": 3.1, "LI301": 3.9, "LI401": 3.9, "FI101": 180.0,
    "FI201": 145.0, "PI502": 6.2, "FI501": 22.0, "AI101": 0.6, "AI201": 0.5,
}  # fmt: skip


def _scan(works: Works, times: int = 1, **changed: float | None) -> None:
    readings = {**NORMAL, **changed}
    for _ in range(times):
        scan_logic(works, readings.get, 10.0)
        move_actuators(works, 10.0)


def _running(works: Works) -> str:
    return " ".join(name for name, pump in works.pumps.items() if pump.running)


def test_a_normal_hour_moves_no_pump() -> None:
    works = start_state()
    before = _running(works)
    _scan(works, 360)
    assert _running(works) == before


@pytest.mark.parametrize(
    ("level", "value", "stops"),
    [("LI101", 3.9, "PU101"), ("LI201", 3.4, "PU201"), ("LI301", 4.4, "PU301"), ("LI401", 4.4, "PU401")],
)
def test_a_full_tank_stops_the_pump_that_fills_it(level: str, value: float, stops: str) -> None:
    works = start_state()
    _scan(works, 3, **{level: value})
    assert not works.pumps[stops].running


def test_bad_readings_hold_everything() -> None:
    works = start_state()
    before = (_running(works), {name: each.output for name, each in works.controllers.items()})
    _scan(works, 50, **dict.fromkeys(NORMAL))
    assert (_running(works), {name: each.output for name, each in works.controllers.items()}) == before


def test_flow_control_moves_the_inlet_valve() -> None:
    works = start_state()
    _scan(works, 5, FI101=100.0)
    opened = works.valves["V101"].position_percent
    assert opened > 45.0
    works.controllers["FIC101"].mode = MANUAL
    _scan(works, 5, FI101=100.0)
    assert (
        works.valves["V101"].position_percent == works.valves["V101"].command_percent == pytest.approx(opened)
    )


def test_dosing_holds_while_no_water_comes() -> None:
    works = start_state()
    dose = works.controllers["QIC101"].output
    _scan(works, 50, AI101=0.2, FI101=0.0)
    assert works.controllers["QIC101"].output == dose
    _scan(works, 5, AI101=0.2)
    assert works.controllers["QIC101"].output > dose


def test_pressure_control_holds_while_no_booster_runs() -> None:
    works = start_state()
    speed = works.controllers["PIC501"].output
    works.stations["ST5"].lose_power()
    _scan(works)
    _scan(works, 20, PI502=3.0)
    assert works.controllers["PIC501"].output == speed


def test_a_stuck_doser_doses_on_as_it_did() -> None:
    works = start_state()
    works.stuck = ["QIC101"]
    dose = works.actual["QIC101"]
    _scan(works, 20, AI101=0.2)
    assert works.actual["QIC101"] == dose < works.controllers["QIC101"].output
    works.stuck = []
    _scan(works, AI101=0.2)
    assert works.actual["QIC101"] > dose
