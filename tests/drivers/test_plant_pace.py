"""Simulated time follows the wall clock, and arrears never pile up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.drivers.simulated.plant_pace import WAIT_S_MIN, Pace


def _drive(pace: Pace, now_s: float, until_s: float, step_cost_s: float = 0.0) -> tuple[float, int, int, int]:
    """Run a pace on an injected clock; answers the time, steps, rows and rows that were behind."""
    steps = rows = behind = 0
    while now_s < until_s:
        while pace.steps_due(now_s) and not pace.row_due(now_s):
            pace.stepped()
            steps += 1
            now_s += step_cost_s
        if pace.row_due(now_s):
            if pace.steps_due(now_s) and not step_cost_s:
                pace.stepped()
                steps += 1
                continue
            pace.row_published(now_s)
            rows += 1
            behind += pace.behind
        now_s += pace.wait_s(now_s)
    return now_s, steps, rows, behind


@given(speed=st.sampled_from([1.0, 7.0, 60.0, 1000.0]), start_s=st.floats(0.0, 1e6))
def test_a_plant_that_keeps_up_runs_at_its_speed(speed: float, start_s: float) -> None:
    pace = Pace(speed, 1.0, 1.0, start_s)
    _, steps, rows, behind = _drive(pace, start_s, start_s + 20.5)
    assert (rows, behind) == (20, 0)
    assert steps == pytest.approx(20.5 * speed, abs=1.0 + 0.02 * speed)
    assert pace.speed_achieved() == pytest.approx(speed, rel=0.05)


def test_at_real_time_every_row_shows_one_more_step() -> None:
    pace = Pace(1.0, 1.0, 1.0, 100.0)
    now_s, total = 100.0, 0
    for row in range(1, 50):
        now_s, steps, rows, _ = _drive(pace, now_s, 100.0 + row + 0.005)
        total += steps
        assert (rows, total) == (1, row)


def test_a_plant_too_slow_says_so_and_piles_nothing_up() -> None:
    pace = Pace(100.0, 1.0, 1.0, 0.0)
    now_s, steps, rows, behind = _drive(pace, 0.0, 30.0, step_cost_s=0.05)
    assert rows >= 29 and behind == rows
    assert steps <= 601
    assert pace.speed_achieved() == pytest.approx(20.0, rel=0.1)
    # Fast again: nothing of the 2,400 steps lost is made up for.
    _, steps, rows, behind = _drive(pace, now_s, now_s + 2.0)
    assert steps <= 320 and behind <= 1


def test_a_gap_drops_the_rows_in_it() -> None:
    pace = Pace(1.0, 1.0, 1.0, 0.0)
    pace.row_published(600.0)
    assert pace.behind
    assert not pace.row_due(600.9) and pace.row_due(601.0)
    assert pace.steps_due(600.9) == 0


def test_a_new_speed_holds_from_now_on() -> None:
    pace = Pace(1.0, 1.0, 1.0, 0.0)
    now_s, *_ = _drive(pace, 0.0, 10.5)
    pace.set_speed(50.0, now_s)
    _, steps, _, behind = _drive(pace, now_s, now_s + 10.0)
    assert steps == pytest.approx(500, abs=3) and behind == 0
    assert pace.speed_achieved() == pytest.approx(50.0, rel=0.05)


@given(speed=st.floats(1.0, 1000.0), now_s=st.floats(0.0, 5.0))
def test_waiting_ends_at_the_row_and_bunches_fast_steps(speed: float, now_s: float) -> None:
    pace = Pace(speed, 1.0, 1.0, 0.0)
    wait_s = pace.wait_s(now_s)
    assert 0.0 <= wait_s <= max(0.0, 1.0 - now_s) + 1e-9
    if wait_s and now_s < 1.0 - WAIT_S_MIN:
        assert wait_s >= WAIT_S_MIN


def test_no_speed_before_the_first_row() -> None:
    assert Pace(1.0, 1.0, 1.0, 5.0).speed_achieved() == 0.0
