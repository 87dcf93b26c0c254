"""The solver answers equal questions equally, balances its flows and survives what cuts it off."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.plants.water_works.water_network import VACUUM_M, Inputs, Solution, WaterNetwork

NETWORK = WaterNetwork()
ONE_EACH = np.array([1.0, 0.0] * 4 + [0.86, 0.0])
VALVES = (100.0, 1.0, 1.0, 40.0, None)


def _inputs(
    levels: tuple[float, ...] = (3.0, 3.0, 3.9, 3.9), speeds: np.ndarray = ONE_EACH,
    valves: tuple[float | None, ...] = VALVES, demand: float = 1.0,
) -> Inputs:  # fmt: skip
    count = len(NETWORK.junctions)
    return Inputs(np.array(levels), NETWORK.base_demands_m3h * demand, np.zeros(count), speeds, valves)


def _bytes(solution: Solution) -> bytes:
    return b"".join(
        array.tobytes()
        for array in (solution.pressure_m, solution.outflow_m3h, solution.flow_m3h, solution.head_gain_m)
    )


def _imbalance_m3h(solution: Solution) -> float:
    """Largest difference at any node between what links bring and what leaves."""
    brought = np.zeros(len(NETWORK.nodes))
    np.add.at(brought, NETWORK.link_to, solution.flow_m3h)
    np.subtract.at(brought, NETWORK.link_from, solution.flow_m3h)
    return float(np.abs(brought - solution.outflow_m3h).max())


def test_the_works_is_as_large_as_promised() -> None:
    assert len(NETWORK.tanks) == 4
    assert len(NETWORK.pumps) == 10
    assert len(NETWORK.valves) == 5
    sources = set(NETWORK.nodes) - set(NETWORK.tanks) - set(NETWORK.junctions)
    assert sources == {"RIVER", "AQ1", "AQ2"}


def test_normal_pressures_and_flows() -> None:
    solution = NETWORK.solve(_inputs())
    towns = [solution.pressure_m[NETWORK.node[name]] for name in NETWORK.junctions if name[1] in "67"]
    assert solution.balanced
    assert min(towns) > 30.0 and max(towns) < 60.0
    assert solution.pressure_m[NETWORK.node["N60"]] == pytest.approx(40.0, abs=0.1)
    assert solution.flow_m3h[NETWORK.link["V603"]] == pytest.approx(0.0, abs=1e-3)


@given(
    levels=st.tuples(*[st.floats(0.0, 4.0)] * 4),
    running=st.lists(st.booleans(), min_size=10, max_size=10),
    demand=st.floats(0.1, 3.0),
)
def test_answers_depend_on_the_question_alone_and_balance(
    levels: tuple[float, ...], running: list[bool], demand: float
) -> None:
    inputs = _inputs(levels, ONE_EACH.max() * np.array(running, float), demand=demand)
    first = NETWORK.solve(inputs)
    NETWORK.solve(_inputs())
    assert _bytes(NETWORK.solve(inputs)) == _bytes(first)
    if first.balanced:
        assert _imbalance_m3h(first) < 1.0


def test_demand_that_cannot_be_met_is_not_delivered() -> None:
    closed = NETWORK.solve(_inputs(valves=(100.0, 1.0, None, 40.0, None)))
    town = [NETWORK.node[name] for name in ("N72", "N73", "N77")]
    assert np.all(closed.pressure_m[town] < 1e-3)
    assert closed.pressure_m[NETWORK.node["N42"]] < VACUUM_M
    assert np.all(np.abs(closed.outflow_m3h[town]) < 0.1)
    high = NETWORK.node["N33"]
    assert closed.outflow_m3h[high] == pytest.approx(NETWORK.base_demands_m3h.max() * 2 / 3, rel=0.01)


def test_a_leak_takes_water_by_the_root_of_its_pressure() -> None:
    inputs = _inputs()
    inputs.leaks_m3h_per_root_m[NETWORK.junctions.index("N72")] = 10.0
    solution = NETWORK.solve(inputs)
    node = NETWORK.node["N72"]
    leak = solution.outflow_m3h[node] - NETWORK.base_demands_m3h[NETWORK.junctions.index("N72")]
    assert leak == pytest.approx(10.0 * np.sqrt(solution.pressure_m[node]), rel=0.01)


def test_everything_off_is_survived() -> None:
    solution = NETWORK.solve(
        _inputs((0.0, 0.0, 0.0, 0.0), np.zeros(10), (None, None, None, 40.0, None), demand=1.0)
    )
    assert np.all(np.isfinite(solution.flow_m3h))
    assert np.abs(solution.flow_m3h).max() < 5.0


def test_networks_come_and_go_without_disturbing_each_other() -> None:
    before = _bytes(NETWORK.solve(_inputs()))
    for _ in range(50):
        assert _bytes(WaterNetwork().solve(_inputs())) == before
    assert _bytes(NETWORK.solve(_inputs())) == before
