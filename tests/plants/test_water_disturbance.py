"""Every disturbance shows on the instruments that it should show on, and ends."""

import numpy as np
import pytest

from wakeful.plants.water_works import WaterWorks
from wakeful.plants.water_works.water_disturbance import (
    BURST_NODES,
    CONTAMINATED,
    DISTURBANCES,
    EVERYWHERE,
    ZONES,
    disturb,
)
from wakeful.plants.water_works.water_instruments import INSTRUMENTS
from wakeful.plants.water_works.water_network import WaterNetwork
from wakeful.plants.water_works.water_state import start_state

INDEX = {each.name: i for i, each in enumerate(INSTRUMENTS)}
Readings = dict[str, float]


def _run(works: WaterWorks, minutes: float) -> Readings:
    """Readings after a while, each the mean of the last ten seconds."""
    for _ in range(round(60 * minutes) - 10):
        works.step()
    rows = []
    for _ in range(10):
        works.step()
        rows.append(works.read()[0])
    return dict(zip(INDEX, np.mean(rows, axis=0).tolist(), strict=True))


def _pair(fault: str, target: str, severity: float, minutes: float) -> tuple[Readings, Readings]:
    """Readings of the same works at the same time, undisturbed and disturbed."""
    calm, struck = WaterWorks(1), WaterWorks(1)
    _run(calm, 10.0)
    _run(struck, 10.0)
    assert struck.inject(fault, target, severity, True) == ""
    return _run(calm, minutes), _run(struck, minutes)


@pytest.mark.parametrize(
    ("target", "rises", "falls"),
    [
        ("rising_main", "FI301", "PI302"),
        ("transfer_main", "FI401", "PI402"),
        ("high_zone", "FI302", "PI303"),
        ("hill_zone", "FI501", "PI503"),
        ("eastfield", "FI601", "PI603"),
        ("town_centre", "FI402", "PI702"),
    ],
)
def test_a_burst_takes_flow_and_pressure(target: str, rises: str, falls: str) -> None:
    calm, struck = _pair("burst", target, 0.5, 5.0)
    assert struck[rises] > calm[rises] + 2.0
    assert struck[falls] < calm[falls] - 0.05
    assert set(BURST_NODES) >= {target}


def test_a_burst_drains_the_tank_that_feeds_it() -> None:
    calm, struck = _pair("burst", "town_centre", 0.5, 60.0)
    assert struck["LI401"] < calm["LI401"] - 0.1


@pytest.mark.parametrize("pump", ["PU101", "PU201", "PU301", "PU401", "PU501"])
def test_a_trip_stops_the_pump_and_the_standby_takes_over(pump: str) -> None:
    _, struck = _pair("pump_trip", f"WW.{pump}", 1.0, 3.0)
    assert (struck[f"{pump}.XS"], struck[f"{pump}.XA"], struck[f"{pump}.II"]) == (0.0, 1.0, 0.0)
    if pump != "PU201":
        assert struck[f"{pump[:-1]}2.XS"] == 1.0


@pytest.mark.parametrize("station", ["ST1", "ST2", "ST3", "ST4", "ST5"])
def test_a_power_loss_stops_a_station_until_power_is_back(station: str) -> None:
    works = WaterWorks(1)
    _run(works, 10.0)
    assert works.inject("power_loss", f"WW.{station}", 1.0, True) == ""
    dark = _run(works, 10.0)
    pumps = [f"PU{station[2]}01", f"PU{station[2]}02"]
    assert (dark[f"{station}.XS"], dark[f"{station}.JI"]) == (0.0, 0.0)
    assert all(dark[f"{pump}.XS"] == 0.0 for pump in pumps)
    assert works.inject("power_loss", f"WW.{station}", 1.0, False) == ""
    light = _run(works, 10.0)
    assert light[f"{station}.XS"] == 1.0
    # TK2 is within its band, so the boreholes need not come back at once.
    assert station == "ST2" or any(light[f"{pump}.XS"] == 1.0 for pump in pumps)


@pytest.mark.parametrize(
    ("target", "flow"),
    [("high_zone", "FI302"), ("hill_zone", "FI501"), ("eastfield", "FI601"), ("town_centre", "FI402")],
)
def test_a_surge_draws_more_in_its_zone_alone(target: str, flow: str) -> None:
    calm, struck = _pair("demand_surge", target, 1.0, 5.0)
    assert struck[flow] > 1.3 * calm[flow]
    others = {"FI402", "FI601", "FI501"} - {flow}
    assert all(struck[other] == pytest.approx(calm[other], abs=4.0) for other in others)


def test_a_surge_everywhere_is_one_in_every_zone() -> None:
    calm, struck = _pair("demand_surge", EVERYWHERE, 1.0, 5.0)
    assert all(struck[flow] > 1.3 * calm[flow] for flow in ("FI302", "FI402", "FI501", "FI601"))


@pytest.mark.parametrize(
    ("target", "turbid", "chlorine", "hours"),
    [
        ("river_works", "AI103", "AI105", 3.0),
        ("boreholes", "AI203", "AI205", 3.0),
        ("TK1", "AI105", "AI105", 3.0),
        ("TK2", "AI205", "AI205", 3.0),
        ("TK3", "AI305", "AI503", 5.0),
        ("TK4", "AI703", "AI704", 5.0),
    ],
)
def test_contamination_eats_chlorine_and_clouds_the_water(
    target: str, turbid: str, chlorine: str, hours: float
) -> None:
    calm, struck = _pair("contamination", target, 1.0, 60.0 * hours)
    assert struck[chlorine] < calm[chlorine] - 0.08
    if turbid != chlorine and target != "TK3":
        assert struck[turbid] > calm[turbid] + 0.3


def test_at_the_river_works_the_doser_fights_contamination() -> None:
    calm, struck = _pair("contamination", "river_works", 1.0, 60.0)
    assert struck["QIC101.ZI"] > calm["QIC101.ZI"] + 0.15


@pytest.mark.parametrize(
    ("fault", "target"),
    [(kind.name, kind.targets[0]) for kind in DISTURBANCES.values()],
)
def test_every_disturbance_ends(fault: str, target: str) -> None:
    works = start_state()
    before = (works.bursts, works.surges, works.contaminations)
    assert disturb(works, fault, target, 1.0, True) == ""
    assert disturb(works, fault, target, 1.0, False) == ""
    assert (works.bursts, works.surges, works.contaminations) == before == ({}, {}, {})
    assert not works.pumps["PU101"].trip_active and works.stations["ST1"].powered


@pytest.mark.parametrize(
    ("fault", "target", "severity", "expected"),
    [
        ("meteor", "high_zone", 1.0, "no disturbance 'meteor'"),
        ("burst", "low_zone", 1.0, "cannot hit 'low_zone'; possible: rising_main"),
        ("pump_trip", "PU101", 1.0, "possible: WW.PU101"),
        ("burst", "high_zone", 1.5, "out of range"),
        ("burst", "high_zone", float("nan"), "out of range"),
    ],
)
def test_what_makes_no_sense_is_refused(fault: str, target: str, severity: float, expected: str) -> None:
    assert expected in disturb(start_state(), fault, target, severity, True)


def test_all_places_are_in_the_network() -> None:
    network = WaterNetwork()
    zones = {node for nodes in ZONES.values() for node in nodes}
    assert {*BURST_NODES.values(), *CONTAMINATED.values(), *zones} <= set(network.nodes)
    demanding = {n for n, d in zip(network.junctions, network.base_demands_m3h, strict=True) if d}
    assert demanding == zones
