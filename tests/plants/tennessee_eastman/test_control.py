"""PI loops: limits, bumpless changes of mode, tracking, ramps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.plants.tennessee_eastman import TennesseeEastman
from wakeful.plants.tennessee_eastman.control import FLOW_LOOPS, GRADE_BASE, LOOPS, Loop, Strategy
from wakeful.plants.tennessee_eastman.kernel import Kernel, kernel_seed

S = 1.0 / 3600.0
BASE = Kernel(kernel_seed(1)).measured.tolist()
readings = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=50)
definitions = st.sampled_from(LOOPS)


def test_the_base_case_is_a_fixed_point_of_all_loops_together() -> None:
    strategy = Strategy()
    before = {name: loop.output for name, loop in strategy.loops.items()}
    for _ in range(3600):
        strategy.step(BASE, S)
    for name, loop in strategy.loops.items():
        span = loop.definition.output_high - loop.definition.output_low
        assert loop.output == pytest.approx(before[name], abs=0.01 * span), name


@given(definitions, readings)
def test_an_output_never_leaves_its_limits(definition: object, measured: list[float]) -> None:
    loop = Loop(definition)  # type: ignore[arg-type]
    for value in measured:
        output = loop.step(value, S)
        assert loop.definition.output_low <= output <= loop.definition.output_high


@given(definitions, readings)
def test_manual_holds_the_output_whatever_is_measured(definition: object, measured: list[float]) -> None:
    loop = Loop(definition)  # type: ignore[arg-type]
    loop.manual = True
    for value in measured:
        assert loop.step(value, S) == loop.definition.output


@given(definitions, readings, st.floats(-100.0, 100.0))
def test_back_to_auto_moves_by_the_integral_of_one_step_only(
    definition: object, measured: list[float], last: float
) -> None:
    loop = Loop(definition)  # type: ignore[arg-type]
    loop.manual = True
    for value in (*measured, last):
        loop.step(value, S)
    held = loop.output
    loop.manual = False
    integral = abs(loop.gain * S / loop.reset_h * (loop.setpoint - last))
    assert abs(loop.step(last, S) - held) <= integral * (1 + 1e-9) + 1e-12


@given(st.lists(st.floats(0.0, 100.0), min_size=1, max_size=40))
def test_the_velocity_form_is_the_textbook_controller(measured: list[float]) -> None:
    """Twin: bias + gain * (error + integral of the error), as long as no limit is touched."""
    loop = Loop(LOOPS[9]._replace(output_low=-1e9, output_high=1e9))
    integral = 0.0
    for value in measured:
        error = loop.setpoint - value
        integral += error * S / loop.reset_h
        expected = loop.definition.output + loop.gain * (error + integral)
        assert loop.step(value, S) == pytest.approx(expected, abs=1e-6)


def test_a_wound_up_output_turns_back_at_once() -> None:
    loop = Loop(LOOPS[7])
    for _ in range(100_000):
        loop.step(200.0, S)
    assert loop.output == loop.definition.output_high
    for _ in range(60):
        loop.step(119.0, S)
    assert loop.output < loop.definition.output_high - 20.0


@pytest.mark.parametrize("name", [loop.name for loop in LOOPS])
def test_changing_the_mode_of_a_running_loop_gives_no_bump(name: str) -> None:
    plant = TennesseeEastman(seed=4)
    tags = [tag.name for tag in plant.describe().tags]
    low, high = next((d.output_low, d.output_high) for d in LOOPS if d.name == name)
    column = tags.index(f"TE.{name}.OUT")
    outputs = []
    for second in range(1500):
        if second in (600, 1200):
            assert plant.write(f"TE.{name}", "mode", float(second == 600)) == ""
        plant.step()
        outputs.append(float(plant.read()[0][column]))
    ordinary = np.max(np.abs(np.diff(outputs[:600])))
    for switched in (600, 1200):
        assert abs(outputs[switched] - outputs[switched - 1]) <= max(2.0 * ordinary, 1e-3 * (high - low))
    assert np.ptp(outputs[600:1200]) == 0.0


@pytest.mark.parametrize(
    ("inner", "outer", "place"),
    [("FIC-10", "PIC-7", 9), ("FIC-14", "LIC-12", 13), ("FIC-17", "LIC-15", 16), ("TIC-11", "LIC-8", 10)],
)
def test_an_outer_loop_tracks_while_its_inner_loop_is_in_manual(inner: str, outer: str, place: int) -> None:
    strategy = Strategy()
    strategy.loops[inner].manual = True
    measured = list(BASE)
    measured[place] *= 0.7
    for _ in range(10):
        strategy.step(measured, S)
    index = strategy.loops["UIC-17"].output / 100.0 if inner != "TIC-11" else 1.0
    assert strategy.loops[outer].output * index == pytest.approx(measured[place], rel=1e-3)
    assert strategy.loops[inner].error == pytest.approx(0.0, abs=1e-3 * measured[place])


def test_a_feed_in_manual_is_tracked_by_the_analysis_loops() -> None:
    strategy = Strategy()
    strategy.loops["FIC-1"].manual = strategy.loops["FIC-4"].manual = True
    measured = list(BASE)
    measured[0], measured[3] = 0.4, 8.0
    strategy.step(measured, S)
    assert strategy.loops["AIC-23"].output == pytest.approx(0.4, rel=1e-3)
    assert strategy.loops["AIC-25"].output == pytest.approx(8.4, rel=1e-3)


def test_analysis_loops_act_once_for_each_analysis() -> None:
    strategy = Strategy()
    strategy.step(BASE, S)
    measured = list(BASE)
    measured[22] += 2.0
    strategy.step(measured, S)
    after_one = strategy.loops["AIC-23"].output
    for _ in range(300):
        strategy.step(measured, S)
    assert strategy.loops["AIC-23"].output == after_one


def test_grade_and_production_set_points_are_approached_slowly() -> None:
    strategy = Strategy()
    strategy.stations["AHC-40"] = 40.0
    strategy.loops["UIC-17"].setpoint = 25.0
    feeds = []
    for _ in range(3600):
        strategy.step(BASE, S)
        feeds.append(strategy.loops["FIC-2"].setpoint)
    assert strategy.memory()[0] == pytest.approx(GRADE_BASE - 50.0 / 24.0, abs=1e-3)
    assert strategy.memory()[1] == pytest.approx(22.949 + 0.3 * 22.95 / 24.0, abs=1e-3)
    assert strategy.loops["UIC-17"].setpoint == 25.0
    assert max(abs(np.diff(feeds))) < 1.0


def test_memory_is_the_whole_of_it() -> None:
    first, second = Strategy(), Strategy()
    generator = np.random.default_rng(1)
    rows = [(np.array(BASE) * (1 + 0.01 * generator.standard_normal(41))).tolist() for _ in range(60)]
    first.loops["TIC-9"].manual = True
    for row in rows[:30]:
        first.step(row, S)
    second.remember(first.memory())
    for row in rows[30:]:
        assert np.array_equal(first.step(row, S).copy(), second.step(row, S))
    assert first.memory() == second.memory()


def test_every_flow_loop_has_its_own_valve_and_measurement() -> None:
    assert len({valve for _, _, valve in FLOW_LOOPS}) == len({place for _, place, _ in FLOW_LOOPS}) == 7
