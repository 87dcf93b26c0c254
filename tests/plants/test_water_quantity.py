"""Quantities are found where they belong."""

import numpy as np
import pytest

from wakeful.plants.water_works.water_chance import Draws
from wakeful.plants.water_works.water_instruments import INSTRUMENTS
from wakeful.plants.water_works.water_network import METRES_PER_BAR, Solution, WaterNetwork
from wakeful.plants.water_works.water_quality import CHLORINE, TURBIDITY, WaterQuality
from wakeful.plants.water_works.water_quantity import (
    AMPERES_PER_KW,
    EFFICIENCY,
    SPREAD,
    Situation,
    SpreadQuantities,
    getter,
    station_power_kw,
)
from wakeful.plants.water_works.water_state import start_state
from wakeful.plants.water_works.water_surroundings import Surroundings

NETWORK = WaterNetwork()


@pytest.fixture
def situation() -> Situation:
    """Every node and link with a number of its own."""
    nodes, links = len(NETWORK.nodes), len(NETWORK.links)
    quality = WaterQuality(NETWORK)
    quality.concentration[:, CHLORINE] = np.arange(nodes) / 100.0
    quality.concentration[:, TURBIDITY] = np.arange(nodes) / 10.0
    solution = Solution(
        np.arange(nodes, dtype=float), np.zeros(nodes), np.full(links, 180.0), np.full(links, 60.0), True
    )
    surroundings = Surroundings(NETWORK.junctions, NETWORK.base_demands_m3h, Draws(1))
    return Situation(start_state(), solution, quality, surroundings, 0.0)


def test_spread_quantities_are_those_of_their_place(situation: Situation) -> None:
    spread = SpreadQuantities(NETWORK)
    array = spread.array(situation)
    for name, i in NETWORK.node.items():
        assert array[spread.place("pressure", name)] == i / METRES_PER_BAR
        assert array[spread.place("chlorine", name)] == i / 100.0
        assert array[spread.place("turbidity", name)] == i / 10.0
    assert array[spread.place("level", "TK3")] == situation.works.levels_m[2]
    assert array[spread.place("flow", "V601")] == 180.0


def test_power_and_current_are_those_of_running_pumps(situation: Situation) -> None:
    spread = SpreadQuantities(NETWORK)
    array = spread.array(situation)
    expected_kw = 9.81 * 180.0 / 3600.0 * 60.0 / EFFICIENCY
    assert array[spread.place("pump_power", "PU301")] == pytest.approx(expected_kw)
    assert array[spread.place("pump_power", "PU302")] == array[spread.place("current", "PU302")] == 0.0
    assert array[spread.place("current", "PU301")] > AMPERES_PER_KW * expected_kw
    assert station_power_kw(spread, "ST3", array) == pytest.approx(expected_kw)


def test_every_instrument_measures_something(situation: Situation) -> None:
    spread = SpreadQuantities(NETWORK)
    for each in INSTRUMENTS:
        kind, where = each.measures
        if kind in SPREAD:
            assert 0 <= spread.place(kind, where) < len(spread.array(situation))
        elif kind != "power":
            assert np.isfinite(getter(NETWORK, kind, where)(situation)), each.name


def test_an_overflow_switch_closes_at_the_top(situation: Situation) -> None:
    overflow = getter(NETWORK, "overflow", "TK3")
    assert overflow(situation) == 0.0
    situation.works.levels_m[2] = float(NETWORK.tank_level_max_m[2])
    assert overflow(situation) == 1.0
