"""Operating: what works, what is refused and why, and that no change of mode is a bump."""

import numpy as np
import pytest

from wakeful.plants.water_works import WaterWorks
from wakeful.plants.water_works.water_equipment import ACTUATORS, equipment
from wakeful.plants.water_works.water_instruments import INSTRUMENTS, PREFIX
from wakeful.terms.equipment import ControlKind

INDEX = {each.name: i for i, each in enumerate(INSTRUMENTS)}
TAGS = {PREFIX + each.name for each in INSTRUMENTS}


@pytest.fixture
def works() -> WaterWorks:
    """Works after ten minutes."""
    made = WaterWorks(1)
    _run(made, 600)
    return made


def _run(works: WaterWorks, seconds: int) -> None:
    for _ in range(seconds):
        works.step()


def _value(works: WaterWorks, name: str) -> float:
    return float(works.read()[0][INDEX[name]])


def test_equipment_refers_to_tags_that_exist() -> None:
    names = [each.name for each in equipment()]
    assert len(set(names)) == len(names) and set(ACTUATORS) <= set(names)
    for each in equipment():
        assert each.controls and each.tags
        for name in (*each.tags, *(control.feedback_tag for control in each.controls)):
            assert name in TAGS, (each.name, name)
        for control in each.controls:
            if control.kind is ControlKind.ANALOGUE:
                assert control.unit and control.low_eu < control.high_eu
            else:
                assert len(control.labels) == 2


def test_a_pump_is_started_and_stopped_by_hand(works: WaterWorks) -> None:
    assert works.write("WW.PU302", "mode", 1.0) == ""
    assert works.write("WW.PU302", "run", 1.0) == ""
    _run(works, 30)
    assert (_value(works, "PU302.XS"), _value(works, "PU302.HS")) == (1.0, 1.0)
    assert _value(works, "FI301") > 200.0
    assert works.write("WW.PU302", "run", 0.0) == ""
    _run(works, 2)
    assert _value(works, "PU302.XS") == 0.0
    assert "must rest" in works.write("WW.PU302", "run", 1.0)


def test_an_order_takes_effect_at_the_next_second(works: WaterWorks) -> None:
    works.write("WW.PU301", "mode", 1.0)
    works.write("WW.PU301", "run", 0.0)
    works.step()
    assert _value(works, "PU301.XS") == 0.0


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (("WW.PU101", "run", 0.0), "in AUTO; put it in MANUAL first"),
        (("WW.V101", "position", 50.0), "in AUTO; put it in MANUAL first"),
        (("WW.PIC501", "speed", 80.0), "in AUTO; put it in MANUAL first"),
        (("WW.V301", "position", 130.0), "out of range: 0 to 100 %"),
        (("WW.LIC301", "level", 9.0), "out of range: 1.8 to 4.8 m"),
        (("WW.PU101", "mode", 2.0), "no position of WW.PU101 mode; 0 is AUTO, 1 is MANUAL"),
        (("WW.PU101", "mode", float("nan")), "nan is no value"),
        (("WW.PU909", "run", 1.0), "has no WW.PU909 with a control 'run'"),
        (("PU101", "run", 1.0), "has no PU101"),
        (("WW.V601", "position", 1.0), "has no WW.V601 with a control 'position'"),
    ],
)
def test_refusals_say_why(works: WaterWorks, order: tuple[str, str, float], expected: str) -> None:
    before = works.snapshot()
    assert expected in works.write(*order)
    assert works.snapshot() == before


def test_a_pump_is_not_started_dry_or_tripped(works: WaterWorks) -> None:
    works._works.levels_m[1] = 0.9
    works.write("WW.PU402", "mode", 1.0)
    _run(works, 20)
    assert "suction level" in works.write("WW.PU402", "run", 1.0)
    works.inject("pump_trip", "WW.PU302", 1.0, True)
    works.write("WW.PU302", "mode", 1.0)
    _run(works, 20)
    assert "reset it first" in works.write("WW.PU302", "run", 1.0)
    assert "still sees its fault" in works.write("WW.PU302", "reset", 1.0)
    works.inject("pump_trip", "WW.PU302", 1.0, False)
    assert works.write("WW.PU302", "reset", 1.0) == ""
    assert works.write("WW.PU302", "run", 1.0) == ""


@pytest.mark.parametrize("pump", ["PU101", "PU201", "PU301", "PU401", "PU501"])
def test_a_pump_goes_to_manual_and_back_without_a_bump(works: WaterWorks, pump: str) -> None:
    station = [f"{pump}.XS", f"{pump[:-1]}2.XS"]
    before = [_value(works, name) for name in station]
    for mode in (1.0, 0.0):
        assert works.write(f"WW.{pump}", "mode", mode) == ""
        for _ in range(60):
            works.step()
            assert [_value(works, name) for name in station] == before


@pytest.mark.parametrize(
    ("equipment_name", "output", "control", "by_hand", "settle_s", "reach"),
    [
        ("WW.V101", "V101.ZI", "position", 60.0, 120, 1.5),
        ("WW.PIC501", "PU501.SI", "speed", 88.0, 60, 1.5),
        ("WW.QIC101", "QIC101.ZI", "dose", 1.3, 60, 0.05),
        ("WW.QIC201", "QIC201.ZI", "dose", 0.7, 60, 0.05),
    ],
)
def test_a_controller_goes_to_manual_and_back_without_a_bump(
    works: WaterWorks,
    equipment_name: str,
    output: str,
    control: str,
    by_hand: float,
    settle_s: int,
    reach: float,
) -> None:
    before = _value(works, output)
    assert works.write(equipment_name, "mode", 1.0) == ""
    _run(works, 1)
    assert _value(works, output) == pytest.approx(before, abs=reach)
    assert works.write(equipment_name, control, by_hand) == ""
    _run(works, settle_s)
    assert _value(works, output) == pytest.approx(by_hand, abs=0.2)
    assert works.write(equipment_name, "mode", 0.0) == ""
    series = []
    for _ in range(5):
        works.step()
        series.append(_value(works, output))
    assert np.allclose(series, by_hand, atol=reach)


def test_set_points_are_followed(works: WaterWorks) -> None:
    assert works.write("WW.PIC501", "pressure", 5.6) == ""
    assert works.write("WW.V601", "pressure", 3.0) == ""
    assert works.write("WW.V101", "flow", 140.0) == ""
    assert works.write("WW.QIC201", "chlorine", 0.7) == ""
    _run(works, 3600)
    assert _value(works, "PI502") == pytest.approx(5.6, abs=0.1)
    assert _value(works, "PI602") == pytest.approx(3.0, abs=0.1)
    assert _value(works, "FI101") == pytest.approx(140.0, abs=8.0)
    assert _value(works, "AI201") == pytest.approx(0.7, abs=0.1)
    assert _value(works, "QIC201.SP") == 0.7


def test_a_level_set_point_moves_the_levels_that_pumps_switch_at(works: WaterWorks) -> None:
    assert works.write("WW.LIC301", "level", 3.0) == ""
    _run(works, 30)
    assert _value(works, "PU301.XS") == 0.0


def test_valves_throttle_what_they_should(works: WaterWorks) -> None:
    flow = _value(works, "FI402")
    assert works.write("WW.V401", "position", 10.0) == ""
    _run(works, 90)
    assert _value(works, "V401.ZI") == pytest.approx(10.0, abs=0.3)
    assert _value(works, "PI702") < 4.2
    assert works.write("WW.V603", "position", 100.0) == ""
    assert works.write("WW.V401", "position", 100.0) == ""
    _run(works, 120)
    assert abs(_value(works, "FI603")) > 5.0
    assert flow > 0.0
