"""From the state of the water to what the instruments show.

Between two solutions of the hydraulics a reading goes from its old to its new value as a first-order lag,
and a level moves by its rate; noise belongs to the moment of reading. Reading changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wakeful.plants.water_works.water_chance import Draws
from wakeful.plants.water_works.water_instruments import INSTRUMENTS, RATED_A
from wakeful.plants.water_works.water_network import METRES_PER_BAR, VACUUM_M, Solution, WaterNetwork
from wakeful.plants.water_works.water_quality import CHLORINE, TURBIDITY, WaterQuality
from wakeful.plants.water_works.water_state import STATION_OF, STATIONS, Works
from wakeful.plants.water_works.water_surroundings import Surroundings
from wakeful.terms.quality import Quality

LIVE_ZERO_FRACTION = 0.025
"""A transmitter goes this far beyond its range before it says so (NAMUR NE 43, rounded)."""
EFFICIENCY = 0.68
_HYDRAULIC = frozenset({"pressure", "flow", "current", "power"})


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that can be measured at one instant."""

    works: Works
    solution: Solution
    quality: WaterQuality
    surroundings: Surroundings
    time_s: float


Getter = Callable[[Situation], float]


def _pump_power_kw(situation: Situation, link: int, running: bool) -> float:
    """Shaft power over efficiency plus idle losses of a tenth; zero when stopped."""
    if not running:
        return 0.0
    flow_m3s = max(0.0, float(situation.solution.flow_m3h[link])) / 3600.0
    return 9.81 * flow_m3s * max(0.0, float(situation.solution.head_gain_m[link])) / EFFICIENCY


def _hydraulic_getter(network: WaterNetwork, kind: str, where: str) -> Getter:
    if kind == "pressure":
        node = network.node[where]
        return lambda s: float(s.solution.pressure_m[node]) / METRES_PER_BAR
    if kind == "flow":
        link = network.link[where]
        return lambda s: float(s.solution.flow_m3h[link])
    if kind == "current":
        link = network.link[where]
        idle_a = 0.35 * RATED_A[STATION_OF[where]]
        # Three phases at 400 V and a power factor of 0.85: 1.70 A for each kW; idle current in quadrature.
        return lambda s: (
            float(np.hypot(idle_a, _pump_power_kw(s, link, True) * 1.70))
            if s.works.pumps[where].running
            else 0.0
        )
    links = [(pump, network.link[pump]) for pump in STATIONS[where].pumps]
    return lambda s: sum(_pump_power_kw(s, link, s.works.pumps[pump].running) for pump, link in links)


def _getter(network: WaterNetwork, kind: str, where: str) -> Getter:
    if kind in _HYDRAULIC:
        return _hydraulic_getter(network, kind, where)
    if kind in ("chlorine", "turbidity"):
        node, column = network.node[where], CHLORINE if kind == "chlorine" else TURBIDITY
        return lambda s: float(s.quality.concentration[node, column])
    tank = network.tanks.index(where) if kind == "level" else 0
    boreholes = [network.link[pump] for pump in STATIONS["ST2"].pumps]
    plain: dict[str, Getter] = {
        "level": lambda s: s.works.levels_m[tank],
        "river_level": lambda s: s.surroundings.river_level_m,
        "raw_turbidity": lambda s: s.surroundings.raw_turbidity_ntu,
        "ph": lambda s: s.surroundings.ph,
        "temperature": lambda s: s.surroundings.temperature_c(s.time_s),
        # Drawdown of 1 m for each 100 m³/h, from a rest level of 10 m.
        "borehole_level": lambda s: 10.0 - float(s.solution.flow_m3h[boreholes].sum()) / 100.0,
        "set_point": lambda s: s.works.set_points[where],
        "loop_set_point": lambda s: s.works.controllers[where].set_point,
        "loop_mode": lambda s: float(s.works.controllers[where].mode),
        "actual": lambda s: s.works.actual[where],
        "position": lambda s: s.works.valves[where].position_percent,
        "powered": lambda s: float(s.works.stations[where].powered),
        "running": lambda s: float(s.works.pumps[where].running),
        "pump_mode": lambda s: float(s.works.pumps[where].mode),
        "fault": lambda s: float(s.works.pumps[where].fault),
        "run_hours": lambda s: s.works.pumps[where].run_s / 3600.0,
        "speed": lambda s: 100.0 * s.works.pumps[where].speed * s.works.pumps[where].running,
    }
    return plain[kind]


class Measurement:
    """The N instruments of the works.

    Attributes
    ----------
    before_eu, target_eu : (N,) what each showed at the last solution and where it is heading.
    rate_eu_s : (N,) how fast the target itself moves (levels).
    """

    def __init__(self, network: WaterNetwork, draws: Draws) -> None:
        self._draws = draws
        self._getters = [_getter(network, *each.measures) for each in INSTRUMENTS]
        kinds = [each.measures[0] for each in INSTRUMENTS]
        self._hydraulic = np.array([kind in _HYDRAULIC for kind in kinds])
        self._absurd_eu = np.array([VACUUM_M / METRES_PER_BAR if k == "pressure" else -np.inf for k in kinds])
        self._low_eu = np.array([each.low_eu for each in INSTRUMENTS])
        self._high_eu = np.array([each.high_eu for each in INSTRUMENTS])
        # A gauge at a pressure between vacuum and zero rightly shows zero.
        self._below_eu = np.where(
            np.isfinite(self._absurd_eu), self._absurd_eu,
            self._low_eu - LIVE_ZERO_FRACTION * (self._high_eu - self._low_eu),
        )  # fmt: skip
        self._above_eu = self._high_eu + LIVE_ZERO_FRACTION * (self._high_eu - self._low_eu)
        self._steps_per_eu = np.array([1.0 / each.resolution_eu for each in INSTRUMENTS])
        self._noise_eu = np.array([each.noise_eu for each in INSTRUMENTS])
        self._lag_s = np.array([each.lag_s or 1e-3 for each in INSTRUMENTS])
        self._cut_off_eu = np.array([each.cut_off_eu for each in INSTRUMENTS])
        self._levels = [
            (i, network.tanks.index(each.measures[1]))
            for i, each in enumerate(INSTRUMENTS)
            if each.measures[0] == "level"
        ]
        self.before_eu = np.zeros(len(INSTRUMENTS))
        self.target_eu = np.zeros(len(INSTRUMENTS))
        self.rate_eu_s = np.zeros(len(INSTRUMENTS))
        self.balanced = True

    def aim(self, situation: Situation, tank_rates_m_s: np.ndarray, since_s: float) -> None:
        """A new solution came ``since_s`` after the last: head for its values from where things are."""
        showing = self._without_noise(since_s)
        self.target_eu = np.array([getter(situation) for getter in self._getters])
        # A reading that had no meaning leaves no trace in the lag.
        self.before_eu = np.where(showing < self._absurd_eu, self.target_eu, showing)
        for i, tank in self._levels:
            self.rate_eu_s[i] = tank_rates_m_s[tank]
        self.balanced = situation.solution.balanced

    def settle(self) -> None:
        """Show the targets at once, as if nothing had changed for a long time."""
        self.before_eu = self.target_eu.copy()

    def _without_noise(self, since_s: float) -> np.ndarray:
        moving = self.target_eu + self.rate_eu_s * since_s
        kept = np.exp(-since_s / self._lag_s)
        lagged: np.ndarray = moving + (self.before_eu - self.target_eu) * kept
        # A main that is cut off is empty at once; its head is no number to approach slowly.
        return np.where(self.target_eu < self._absurd_eu, self.target_eu, lagged)

    def read(self, time_s: float, since_s: float) -> tuple[np.ndarray, np.ndarray]:
        """Values (N,) [EU] and quality (N,) at ``time_s``, ``since_s`` after the last solution."""
        true_eu = self._without_noise(since_s)
        noise = self._draws.at(Draws.INSTRUMENTS, time_s).standard_normal(len(true_eu))
        values = true_eu + self._noise_eu * noise
        values[np.abs(true_eu) < self._cut_off_eu] = 0.0
        quality = np.zeros(len(values), np.uint32)
        beyond = (values < self._below_eu) | (values > self._above_eu)
        quality[beyond] = Quality.UNCERTAIN_ENGINEERING_UNITS_EXCEEDED
        quality[true_eu < self._absurd_eu] = Quality.BAD_SENSOR_FAILURE
        if not self.balanced:
            quality[self._hydraulic] = Quality.UNCERTAIN_SENSOR_NOT_ACCURATE
        values = np.clip(values, self._low_eu, self._high_eu)
        # Adding zero turns a minus zero into a plain one.
        return np.rint(values * self._steps_per_eu) / self._steps_per_eu + 0.0, quality
