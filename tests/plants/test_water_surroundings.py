"""Demand has the shape of a town's day and week; the raw water stays believable."""

import numpy as np
import pytest

from wakeful.plants.water_works.water_chance import Draws
from wakeful.plants.water_works.water_surroundings import (
    DAY_S,
    HOMES_WEEKDAY,
    HOMES_WEEKEND,
    INDUSTRY_WEEKDAY,
    INDUSTRY_WEEKEND,
    START_HOUR,
    Surroundings,
    demand_pattern,
)

JUNCTIONS = ("N71", "N76")
BASE = np.array([20.0, 30.0])


def _at(day: int, hour: float) -> float:
    return day * DAY_S + (hour - START_HOUR) * 3600.0


def _surroundings(seed: int) -> Surroundings:
    return Surroundings(JUNCTIONS, BASE, Draws(seed))


def test_patterns_average_to_about_one_over_the_week() -> None:
    for weekday, weekend, expected in (
        (HOMES_WEEKDAY, HOMES_WEEKEND, 1.0),
        (INDUSTRY_WEEKDAY, INDUSTRY_WEEKEND, 0.87),
    ):
        assert len(weekday) == len(weekend) == 24
        assert (5 * np.mean(weekday) + 2 * np.mean(weekend)) / 7 == pytest.approx(expected, abs=0.03)


def test_mornings_peak_and_nights_are_quiet() -> None:
    assert demand_pattern(_at(1, 7.5), False) > 1.5 > 3.5 * demand_pattern(_at(1, 3.0), False)
    assert demand_pattern(_at(5, 7.5), False) < demand_pattern(_at(5, 10.0), False)


def test_industry_rests_at_the_weekend() -> None:
    assert demand_pattern(_at(4, 10.0), True) > 5.0 * demand_pattern(_at(5, 10.0), True)
    assert demand_pattern(_at(7, 10.0), True) == demand_pattern(_at(0, 10.0), True)


def test_demand_never_jumps_between_two_solutions() -> None:
    series = [demand_pattern(_at(0, h / 360.0), False) for h in range(7 * 24 * 360)]
    assert np.abs(np.diff(series)).max() < 0.005


def test_the_same_seed_gives_the_same_town() -> None:
    towns = [_surroundings(seed) for seed in (1, 1, 2)]
    for k in range(1, 100):
        for town in towns:
            town.advance(10.0, 10.0 * k)
    demands = [town.demands_m3h(990.0) for town in towns]
    assert np.array_equal(demands[0], demands[1])
    assert not np.array_equal(demands[0], demands[2])


def test_a_long_run_stays_believable() -> None:
    town = _surroundings(3)
    rows = []
    for k in range(1, 2_000):
        town.advance(600.0, 600.0 * k)
        rows.append(
            (town.river_level_m, town.raw_turbidity_ntu, town.filtered_turbidity_ntu, town.ph,
             town.chlorine_demand_mgl, town.temperature_c(600.0 * k), *town.demands_m3h(600.0 * k))
        )  # fmt: skip
    low, high = np.min(rows, axis=0), np.max(rows, axis=0)
    assert np.all(low >= [1.2, 3.0, 0.05, 7.2, 0.3, 9.0, 3.0, 5.0])
    assert np.all(high <= [2.6, 25.0, 0.3, 7.8, 0.6, 15.0, 60.0, 90.0])
