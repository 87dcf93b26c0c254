"""From the state of the water to what the instruments show.

Between two solutions of the hydraulics a reading goes from its old to its new value as a first-order lag,
and a level moves by its rate; noise belongs to the moment of reading. Reading changes nothing.
"""

import numpy as np

from wakeful.plants.water_works.water_chance import Draws
from wakeful.plants.water_works.water_instruments import INSTRUMENTS
from wakeful.plants.water_works.water_network import METRES_PER_BAR, VACUUM_M, WaterNetwork
from wakeful.plants.water_works.water_quantity import (
    HYDRAULIC,
    SPREAD,
    Situation,
    SpreadQuantities,
    getter,
    station_power_kw,
)
from wakeful.terms.quality import Quality

LIVE_ZERO_FRACTION = 0.025
"""A transmitter goes this far beyond its range before it says so (NAMUR NE 43, rounded)."""


class Measurement:
    """The N instruments of the works.

    Attributes
    ----------
    before_eu, target_eu : (N,) what each showed at the last solution and where it is heading.
    rate_eu_s : (N,) how fast the target itself moves (levels).
    """

    def __init__(self, network: WaterNetwork, draws: Draws) -> None:
        self._draws = draws
        self._find(network)
        kinds = [each.measures[0] for each in INSTRUMENTS]
        self._hydraulic = np.array([kind in HYDRAULIC for kind in kinds])
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
        self._lag_s = np.array([each.lag_s for each in INSTRUMENTS])
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

    def _find(self, network: WaterNetwork) -> None:
        """Note for each instrument where its quantity is found."""
        measures = list(enumerate(each.measures for each in INSTRUMENTS))
        self._spread = SpreadQuantities(network)
        self._spread_tags = np.array([i for i, (kind, _) in measures if kind in SPREAD])
        self._spread_places = np.array(
            [self._spread.place(kind, where) for _, (kind, where) in measures if kind in SPREAD]
        )
        self._power_tags = [(i, where) for i, (kind, where) in measures if kind == "power"]
        others = [(i, m) for i, m in measures if m[0] not in SPREAD and m[0] != "power"]
        self._other_tags = np.array([i for i, _ in others])
        self._other_getters = [getter(network, kind, where) for _, (kind, where) in others]

    def _quantities(self, situation: Situation) -> np.ndarray:
        """(N,) true values of what the instruments measure."""
        out = np.empty(len(INSTRUMENTS))
        array = self._spread.array(situation)
        out[self._spread_tags] = array[self._spread_places]
        out[self._other_tags] = [get(situation) for get in self._other_getters]
        for i, station in self._power_tags:
            out[i] = station_power_kw(self._spread, station, array)
        return out

    def aim(self, situation: Situation, tank_rates_m_s: np.ndarray, since_s: float) -> None:
        """A new solution came ``since_s`` after the last: head for its values from where things are."""
        showing = self._without_noise(since_s)
        self.target_eu = self._quantities(situation)
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
        kept = np.where(self._lag_s > 0.0, np.exp(-since_s / np.maximum(self._lag_s, 1e-3)), 0.0)
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
            quality[self._hydraulic] = Quality.UNCERTAIN_LAST_USABLE_VALUE
        values = np.clip(values, self._low_eu, self._high_eu)
        # Adding zero turns a minus zero into a plain one.
        return np.rint(values * self._steps_per_eu) / self._steps_per_eu + 0.0, quality
