"""Substances move with the water, are conserved but for their reactions, and never go negative."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.plants.water_works.water_network import WaterNetwork
from wakeful.plants.water_works.water_quality import (
    CHLORINE,
    CONTAMINANT,
    DECAY_PER_H,
    SETTLING_PER_H,
    SUBSTANCES,
    TURBIDITY,
    WaterQuality,
)

NETWORK = WaterNetwork()
LEVELS = np.array([3.0, 3.0, 4.0, 4.0])
NO_FLOW = np.zeros(len(NETWORK.links))
NOTHING = np.zeros((len(NETWORK.nodes), SUBSTANCES))
SOURCE = np.zeros((3, SUBSTANCES))


def _clean() -> WaterQuality:
    quality = WaterQuality(NETWORK)
    quality.concentration[:] = 0.0
    return quality


def _run(quality: WaterQuality, flow: np.ndarray, hours: float, added: np.ndarray = NOTHING) -> None:
    for _ in range(round(hours * 360)):
        quality.advance(10.0, flow, LEVELS, SOURCE, added)


def test_still_water_decays_and_settles_at_its_rates() -> None:
    quality = _clean()
    quality.concentration[:, CHLORINE] = quality.concentration[:, TURBIDITY] = 1.0
    _run(quality, NO_FLOW, 10.0)
    tank, junction = NETWORK.node["TK3"], NETWORK.node["N72"]
    assert quality.concentration[tank, CHLORINE] == pytest.approx(np.exp(-10.0 * DECAY_PER_H))
    assert quality.concentration[tank, TURBIDITY] == pytest.approx(np.exp(-10.0 * SETTLING_PER_H))
    assert quality.concentration[junction, TURBIDITY] == 1.0


def test_a_front_arrives_on_average_when_the_water_before_it_is_gone() -> None:
    quality, flow = _clean(), NO_FLOW.copy()
    for name in ("PU301", "P30", "P31"):
        flow[NETWORK.link[name]] = 180.0
    added = NOTHING.copy()
    added[NETWORK.node["N30"], TURBIDITY] = 180.0
    first, second = (NETWORK.pipe_volumes_m3[NETWORK.link[name]] for name in ("P30", "P31"))
    mean_h = 0.0
    for _ in range(15 * 360):
        quality.advance(10.0, flow, LEVELS, SOURCE, added)
        mean_h += (1.0 - quality.concentration[NETWORK.node["N31"], TURBIDITY]) / 360.0
    assert mean_h == pytest.approx((first + second / 2.0) / 180.0, rel=0.01)


def test_what_is_added_is_found_again() -> None:
    quality, added = _clean(), NOTHING.copy()
    added[NETWORK.node["TK3"], CONTAMINANT] = 120.0
    _run(quality, NO_FLOW, 1.0, added)
    tank = NETWORK.tanks.index("TK3")
    held = (
        quality.concentration[NETWORK.node["TK3"], CONTAMINANT] * NETWORK.tank_areas_m2[tank] * LEVELS[tank]
    )
    assert held == pytest.approx(120.0)


def test_contaminant_and_chlorine_use_each_other_up() -> None:
    quality = _clean()
    quality.concentration[:, CHLORINE] = 0.5
    quality.concentration[:, CONTAMINANT] = 0.3
    _run(quality, NO_FLOW, 6.0)
    left = quality.concentration[NETWORK.node["N72"]]
    assert left[CONTAMINANT] < 0.01
    assert 0.1 < left[CHLORINE] < 0.25


@given(flow=st.floats(-400.0, 400.0), chlorine=st.floats(0.0, 2.0))
def test_nothing_goes_negative_or_beyond_its_source(flow: float, chlorine: float) -> None:
    quality = _clean()
    quality.concentration[:, CHLORINE] = chlorine
    _run(quality, np.full(len(NETWORK.links), flow), 0.2)
    assert np.all(quality.concentration >= 0.0)
    assert np.all(quality.concentration[:, CHLORINE] <= chlorine + 1e-12)


def test_sources_keep_their_own_water() -> None:
    quality, source = _clean(), SOURCE.copy()
    source[:, TURBIDITY] = (0.1, 0.2, 0.3)
    quality.advance(10.0, NO_FLOW, LEVELS, source, NOTHING)
    found = [quality.concentration[NETWORK.node[name], TURBIDITY] for name in ("RIVER", "AQ1", "AQ2")]
    assert found == [0.1, 0.2, 0.3]
