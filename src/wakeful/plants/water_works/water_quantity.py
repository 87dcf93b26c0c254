"""What can be measured at the works, and where each quantity is found in the state of the water."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wakeful.plants.water_works.water_instruments import RATED_A
from wakeful.plants.water_works.water_network import METRES_PER_BAR, Solution, WaterNetwork
from wakeful.plants.water_works.water_quality import CHLORINE, TURBIDITY, WaterQuality
from wakeful.plants.water_works.water_state import STATION_OF, STATIONS, Works
from wakeful.plants.water_works.water_surroundings import Surroundings

EFFICIENCY = 0.68
IDLE_FRACTION = 0.35
AMPERES_PER_KW = 1.70
"""Three phases at 400 V and a power factor of 0.85."""
SPREAD = ("pressure", "chlorine", "turbidity", "flow", "pump_power", "current", "level")
"""Quantities that exist at every node, link or tank: read from one array, the others one by one."""
HYDRAULIC = frozenset({"pressure", "flow", "current", "power"})


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that can be measured at one instant."""

    works: Works
    solution: Solution
    quality: WaterQuality
    surroundings: Surroundings
    time_s: float


Getter = Callable[[Situation], float]


class SpreadQuantities:
    """The quantities of ``SPREAD`` as one array: by node, by link, by tank.

    Parameters
    ----------
    network : its nodes, links and tanks.
    """

    def __init__(self, network: WaterNetwork) -> None:
        self._pump_links = np.array([network.link[pump] for pump in network.pumps])
        self._pumps = network.pumps
        self._idle_a = np.array([IDLE_FRACTION * RATED_A[STATION_OF[pump]] for pump in network.pumps])
        nodes, links = len(network.nodes), len(network.links)
        sizes = (nodes, nodes, nodes, links, links, links, len(network.tanks))
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self._start: dict[str, int] = dict(zip(SPREAD, starts.tolist(), strict=True))
        tanks = {name: i for i, name in enumerate(network.tanks)}
        self._index = {
            kind: network.node if k < 3 else network.link if k < 6 else tanks for k, kind in enumerate(SPREAD)
        }

    def place(self, kind: str, where: str) -> int:
        """Where a quantity is in the array."""
        return self._start[kind] + self._index[kind][where]

    def array(self, situation: Situation) -> np.ndarray:
        """All quantities: pressures [bar], substances, flows [m³/h], powers [kW], currents [A], levels [m].

        Notes
        -----
        P = rho g Q H / efficiency; the current is that of P, with the idle current in quadrature.
        """
        solution, links = situation.solution, self._pump_links
        running = np.array([situation.works.pumps[pump].running for pump in self._pumps], float)
        flow_m3s = np.maximum(solution.flow_m3h[links], 0.0) / 3600.0
        head_m = np.maximum(solution.head_gain_m[links], 0.0)
        power_kw, current_a = np.zeros_like(solution.flow_m3h), np.zeros_like(solution.flow_m3h)
        power_kw[links] = running * 9.81 * flow_m3s * head_m / EFFICIENCY
        current_a[links] = running * np.hypot(self._idle_a, AMPERES_PER_KW * power_kw[links])
        return np.concatenate(
            [
                solution.pressure_m / METRES_PER_BAR,
                situation.quality.concentration[:, CHLORINE],
                situation.quality.concentration[:, TURBIDITY],
                solution.flow_m3h,
                power_kw,
                current_a,
                situation.works.levels_m,
            ]
        )


def station_power_kw(spread: SpreadQuantities, station: str, array: np.ndarray) -> float:
    """Power of the pumps of a station."""
    return float(sum(array[spread.place("pump_power", pump)] for pump in STATIONS[station].pumps))


def getter(network: WaterNetwork, kind: str, where: str) -> Getter:
    """How one of the other quantities is found."""
    tank = network.tanks.index(where) if where in network.tanks else 0
    top_m = float(network.tank_level_max_m[tank])
    boreholes = [network.link[pump] for pump in STATIONS["ST2"].pumps]
    getters: dict[str, Getter] = {
        "overflow": lambda s: float(s.works.levels_m[tank] >= top_m),
        "river_level": lambda s: s.surroundings.river_level_m,
        "raw_turbidity": lambda s: s.surroundings.raw_turbidity_ntu,
        "ph": lambda s: s.surroundings.ph,
        "temperature": lambda s: s.surroundings.temperature_c(s.time_s),
        # Drawdown of 1 m for each 100 m³/h, from a rest level of 10 m.
        "borehole_level": lambda s: 10.0 - float(s.solution.flow_m3h[boreholes].sum()) / 100.0,
        "set_point": lambda s: s.works.set_points[where],
        "loop_set_point": lambda s: s.works.controllers[where].set_point,
        "loop_mode": lambda s: s.works.controllers[where].mode,
        "actual": lambda s: s.works.actual[where],
        "position": lambda s: s.works.valves[where].position_percent,
        "powered": lambda s: s.works.stations[where].powered,
        "running": lambda s: s.works.pumps[where].running,
        "pump_mode": lambda s: s.works.pumps[where].mode,
        "fault": lambda s: s.works.pumps[where].fault,
        "run_hours": lambda s: s.works.pumps[where].run_s / 3600.0,
        "speed": lambda s: 100.0 * s.works.pumps[where].speed * s.works.pumps[where].running,
    }
    return getters[kind]
