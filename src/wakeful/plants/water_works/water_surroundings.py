"""What the works cannot choose: the town's demand by hour and day, the river, the weather."""

from collections.abc import Sequence

import numpy as np

from wakeful.plants.water_works.water_chance import Draws, RandomWalks

DAY_S = 86_400.0
START_HOUR = 6.0
"""Simulated time 0 is a Monday at this hour."""

# Multiples of the mean by hour of the day, of our own making: homes rise at seven and cook at six,
# weekends start late, industry works two shifts from Monday to Friday.
HOMES_WEEKDAY = (
    0.45, 0.38, 0.35, 0.35, 0.42, 0.65, 1.15, 1.60, 1.50, 1.22, 1.10, 1.08,
    1.12, 1.08, 1.00, 0.98, 1.08, 1.30, 1.52, 1.48, 1.28, 1.08, 0.85, 0.60,
)  # fmt: skip
HOMES_WEEKEND = (
    0.52, 0.42, 0.38, 0.36, 0.40, 0.48, 0.70, 1.02, 1.38, 1.58, 1.52, 1.38,
    1.28, 1.20, 1.10, 1.05, 1.08, 1.22, 1.38, 1.36, 1.22, 1.08, 0.90, 0.70,
)  # fmt: skip
INDUSTRY_WEEKDAY = (
    0.30, 0.30, 0.30, 0.30, 0.35, 0.60, 1.40, 1.60, 1.65, 1.65, 1.60, 1.50,
    1.55, 1.60, 1.60, 1.50, 1.45, 1.40, 1.35, 1.30, 1.20, 0.80, 0.40, 0.30,
)  # fmt: skip
INDUSTRY_WEEKEND = (0.30,) * 24
INDUSTRY_NODES = frozenset({"N76"})
BACKGROUND_FRACTION = 0.15
"""Share of the mean demand that flows at all hours: background leakage."""

# Correlation [h] and standard deviation of the slow processes that are common to all.
_COMMON = {
    "demand": (6.0, 0.03),
    "river_level_m": (30.0, 0.10),
    "raw_turbidity_log": (14.0, 0.18),
    "chlorine_demand_mgl": (5.0, 0.02),
    "filtered_turbidity_log": (3.0, 0.10),
    "ph": (8.0, 0.03),
    "temperature_c": (40.0, 0.4),
}
_NODE_CORRELATION_H = 0.5
_NODE_DEVIATION = 0.04


_HOMES_WEEK = HOMES_WEEKDAY * 5 + HOMES_WEEKEND * 2
_INDUSTRY_WEEK = INDUSTRY_WEEKDAY * 5 + INDUSTRY_WEEKEND * 2


def demand_pattern(time_s: float, industry: bool) -> float:
    """Multiple of the mean demand of homes or industry; linear between the middles of the hours."""
    week = _INDUSTRY_WEEK if industry else _HOMES_WEEK
    place = (time_s / 3600.0 + START_HOUR - 0.5) % len(week)
    first = int(place)
    part = place - first
    return week[first] * (1.0 - part) + week[(first + 1) % len(week)] * part


class Surroundings:
    """Demands by junction, and the state of the raw water, as seeded random walks around daily patterns.

    Parameters
    ----------
    junctions, base_demands_m3h : ids and mean demands, J of them.
    draws : of the plant's seed.
    """

    def __init__(self, junctions: Sequence[str], base_demands_m3h: np.ndarray, draws: Draws) -> None:
        self._base_demands_m3h = base_demands_m3h
        self._industry = np.array([name in INDUSTRY_NODES for name in junctions])
        self._draws = draws
        correlation_h = [c for c, _ in _COMMON.values()] + [_NODE_CORRELATION_H] * len(junctions)
        deviation = [d for _, d in _COMMON.values()] + [_NODE_DEVIATION] * len(junctions)
        self.walks = RandomWalks(
            np.array(correlation_h) * 3600.0, np.array(deviation), draws.at(Draws.START, 0.0)
        )
        self._index = {name: i for i, name in enumerate(_COMMON)}

    def advance(self, dt_s: float, time_s: float) -> None:
        """Advance to ``time_s``, which is ``dt_s`` after the last call."""
        self.walks.advance(dt_s, self._draws.at(Draws.SURROUNDINGS, time_s))

    def demands_m3h(self, time_s: float) -> np.ndarray:
        """(J,) demand of each junction, not below a tenth of its background."""
        pattern = np.where(self._industry, demand_pattern(time_s, True), demand_pattern(time_s, False))
        chance = (1.0 + self._walk("demand")) * (1.0 + self.walks.value[len(_COMMON) :])
        factor = BACKGROUND_FRACTION + (1.0 - BACKGROUND_FRACTION) * pattern * chance
        return self._base_demands_m3h * np.maximum(factor, 0.1 * BACKGROUND_FRACTION)

    def _walk(self, name: str) -> float:
        return float(self.walks.value[self._index[name]])

    @property
    def river_level_m(self) -> float:
        """Above the intake's sill."""
        return 1.9 + self._walk("river_level_m")

    @property
    def raw_turbidity_ntu(self) -> float:
        """Of the river."""
        return 9.0 * float(np.exp(self._walk("raw_turbidity_log")))

    @property
    def filtered_turbidity_ntu(self) -> float:
        """Behind healthy filters."""
        return 0.12 * float(np.exp(self._walk("filtered_turbidity_log")))

    @property
    def chlorine_demand_mgl(self) -> float:
        """Chlorine that filtered river water uses up at once."""
        return max(0.0, 0.45 + self._walk("chlorine_demand_mgl"))

    @property
    def ph(self) -> float:
        """Of the water that leaves the works."""
        return 7.5 + self._walk("ph")

    def temperature_c(self, time_s: float) -> float:
        """Of the raw water; warmest in the late afternoon."""
        hour = time_s / 3600.0 + START_HOUR
        return 12.0 + self._walk("temperature_c") + 0.5 * float(np.sin(2.0 * np.pi * (hour - 11.0) / 24.0))
