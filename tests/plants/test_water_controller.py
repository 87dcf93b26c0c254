"""AUTO and MANUAL change places without a bump, and a bad measurement moves nothing."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.plants.water_works.water_controller import Controller
from wakeful.plants.water_works.water_pump import AUTO, MANUAL


def _controller(**changed: float) -> Controller:
    made = Controller("C", 50.0, 40.0, 0.5, 20.0, 0.0, 100.0)
    for name, value in changed.items():
        setattr(made, name, value)
    return made


def test_it_brings_a_lagging_process_to_its_set_point() -> None:
    controller, measured = _controller(), 10.0
    for _ in range(500):
        controller.scan(measured, 1.0)
        measured += 0.1 * (0.8 * controller.output - measured)
    assert measured == pytest.approx(50.0, abs=0.1)


@given(output=st.floats(0.0, 100.0), measured=st.floats(0.0, 100.0))
def test_the_first_scan_after_a_change_of_mode_moves_by_the_integral_alone(
    output: float, measured: float
) -> None:
    controller = _controller(mode=MANUAL)
    controller.set_output(output)
    for _ in range(3):
        controller.scan(measured, 1.0)
        assert controller.output == output
    controller.mode = AUTO
    controller.scan(measured, 1.0)
    step = 0.5 / 20.0 * (50.0 - measured)
    assert controller.output == pytest.approx(min(100.0, max(0.0, output + step)))


def test_without_a_measurement_or_while_holding_the_output_stays() -> None:
    controller = _controller()
    controller.scan(20.0, 1.0)
    before = controller.output
    controller.scan(None, 1.0)
    controller.scan(20.0, 1.0, holding=True)
    assert controller.output == before
    assert math.isnan(controller.measured_before)
    # What happened meanwhile is no sudden change to react to.
    controller.scan(50.0, 1.0)
    assert controller.output == before


def test_the_output_stays_within_its_limits() -> None:
    controller = _controller()
    for _ in range(1000):
        controller.scan(0.0, 10.0)
    assert controller.output == 100.0
    # Velocity form: nothing has wound up.
    controller.scan(100.0, 10.0)
    assert controller.output < 60.0
