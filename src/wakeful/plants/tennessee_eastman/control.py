"""The control strategy: decentralised PI loops after Ricker, each with AUTO, MANUAL and tracking.

References
----------
Ricker (1996), Decentralized control of the Tennessee Eastman Challenge Process, J. Process Control 6(4).
The gains and reset times are those of his published base-case scheme; ratios are written here as the flow
demanded at a production index of 100 %, which multiplies their gains by 100.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

FLOW_TI_H = 0.001 / 60.0
GRADE_BASE = 53.724
"""G in the product at the base case [mol%]; Ricker's feed ratios are anchored there."""
GRADE_RATE_PER_H = 50.0 / 24.0
PRODUCTION_RATE_PER_H = 0.3 * 22.95 / 24.0
"""Fastest change of the two set points that move the whole plant [mol%/h], [m³/h per h]."""


class LoopDefinition(NamedTuple):
    """One PI loop: what it measures, what it moves, how hard, within which limits.

    ``gain`` in output unit per unit of the measurement, ``reset_h`` in hours. A loop with ``remote`` takes
    its set point from other loops while in AUTO; every other set point is the operator's.
    """

    name: str
    description: str
    measured: str
    gain: float
    reset_h: float
    setpoint: float
    setpoint_low: float
    setpoint_high: float
    output: float
    output_low: float
    output_high: float
    output_unit: str
    output_is: str
    remote: bool = False


VALVE = ("%", "valve position")

LOOPS = (
    LoopDefinition("FIC-1", "A feed", "FI-1", 0.01, FLOW_TI_H,
                   0.2505, 0.0, 1.0, 24.644, 0.0, 100.0, *VALVE, True),
    LoopDefinition("FIC-2", "D feed", "FI-2", 1.6e-6, FLOW_TI_H,
                   3664.0, 0.0, 6000.0, 63.053, 0.0, 100.0, *VALVE, True),
    LoopDefinition("FIC-3", "E feed", "FI-3", 1.8e-6, FLOW_TI_H,
                   4509.3, 0.0, 8500.0, 53.980, 0.0, 100.0, *VALVE, True),
    LoopDefinition("FIC-4", "A and C feed", "FI-4", 0.003, FLOW_TI_H,
                   9.3477, 0.0, 15.5, 61.302, 0.0, 100.0, *VALVE, True),
    LoopDefinition("FIC-10", "Purge", "FI-10", 0.01, FLOW_TI_H,
                   0.33712, 0.0, 1.5, 40.064, 0.0, 100.0, *VALVE, True),
    LoopDefinition("FIC-14", "Separator liquid", "FI-14", 4e-4, FLOW_TI_H,
                   25.160, 0.0, 65.0, 38.100, 0.0, 100.0, *VALVE, True),
    LoopDefinition("FIC-17", "Product", "FI-17", 4e-4, FLOW_TI_H,
                   22.949, 0.0, 50.0, 46.534, 0.0, 100.0, *VALVE, True),
    LoopDefinition("TIC-9", "Reactor temperature", "TI-9", -8.0, 7.5 / 60,
                   120.40, 100.0, 150.0, 41.106, 0.0, 100.0, *VALVE),
    LoopDefinition("TIC-11", "Separator temperature", "TI-11", -4.0, 15.0 / 60,
                   80.109, 0.0, 120.0, 18.113, 0.0, 100.0, *VALVE, True),
    LoopDefinition("LIC-8", "Reactor level", "LI-8", 0.8, 1.0,
                   75.0, 50.0, 95.0, 80.109, 0.0, 120.0, "°C", "set point of TIC-11"),
    LoopDefinition("LIC-12", "Separator level", "LI-12", -0.1, 200.0 / 60,
                   50.0, 20.0, 90.0, 25.160, 0.0, 65.0, "m³/h", "flow asked of FIC-14 at full production"),
    LoopDefinition("LIC-15", "Stripper level", "LI-15", -0.02, 200.0 / 60,
                   50.0, 20.0, 90.0, 22.949, 0.0, 50.0, "m³/h", "flow asked of FIC-17 at full production"),
    LoopDefinition("PIC-7", "Reactor pressure", "PI-7", -0.01, 20.0 / 60,
                   2705.0, 2400.0, 2890.0, 0.33712, 0.0, 1.5, "kscmh",
                   "flow asked of FIC-10 at full production"),
    LoopDefinition("UIC-17", "Production rate", "FI-17", 3.2, 2.0,
                   22.949, 15.0, 28.0, 100.0, 70.0, 130.0, "%",
                   "production index: scales every flow set point"),
    LoopDefinition("AIC-23", "A as a share of A and C in the reactor feed", "AY-23", 0.02, 1.0,
                   54.955, 45.0, 65.0, 0.2505, 0.0, 3.0, "kscmh", "flow asked of FIC-1 at full production"),
    LoopDefinition("AIC-25", "A and C together in the reactor feed", "AY-25", 0.03, 2.0,
                   58.571, 50.0, 67.0, 9.5982, 5.0, 14.0, "kscmh",
                   "flow asked of FIC-1 and FIC-4 together at full production"),
)  # fmt: skip


class StationDefinition(NamedTuple):
    """A value that the operator sets by hand, without a controller."""

    name: str
    description: str
    value: float
    low: float
    high: float
    unit: str
    feedback: str


STATIONS = (
    StationDefinition("HIC-5", "Compressor recycle valve", 22.21, 0.0, 100.0, "%", "FCV-5"),
    StationDefinition("HIC-19", "Stripper steam valve", 47.446, 0.0, 100.0, "%", "FCV-19"),
    StationDefinition("SIC-50", "Reactor agitator speed", 50.0, 0.0, 100.0, "%", "SI-50"),
    StationDefinition("AHC-40", "Product grade: G asked for in the product", GRADE_BASE, 10.0, 90.0, "mol%",
                      "AHC-40.SP"),
)  # fmt: skip

FLOW_LOOPS = (("FIC-2", 1, 0), ("FIC-3", 2, 1), ("FIC-1", 0, 2), ("FIC-4", 3, 3), ("FIC-10", 9, 5),
              ("FIC-14", 13, 6), ("FIC-17", 16, 7))  # fmt: skip
"""(loop, place of its measurement, place of its valve)"""


class Loop:
    """A PI controller in velocity form.

    The output is its own integral, so limiting it stops wind-up, and a change of mode starts from the output
    as it stands: neither AUTO nor MANUAL gives a bump.
    """

    __slots__ = ("definition", "error", "gain", "manual", "output", "reset_h", "setpoint")

    def __init__(self, definition: LoopDefinition) -> None:
        """At the base case, in AUTO."""
        self.definition = definition
        self.gain, self.reset_h = definition.gain, definition.reset_h
        self.setpoint, self.output = definition.setpoint, definition.output
        self.manual = False
        self.error = 0.0

    def step(self, measured: float, step_h: float) -> float:
        """The output after one step; in MANUAL only the error is followed, ready for AUTO."""
        error = self.setpoint - measured
        if not self.manual:
            change = self.gain * (error - self.error + step_h / self.reset_h * error)
            self.output = min(
                max(self.output + change, self.definition.output_low), self.definition.output_high
            )
        self.error = error
        return self.output

    def track(self, output: float, measured: float) -> None:
        """Follow what the loops below really do, because they do not follow this one."""
        self.error = self.setpoint - measured
        if not self.manual:
            self.output = min(max(output, self.definition.output_low), self.definition.output_high)


class Strategy:
    """All loops and stations together: measurements in, twelve valve commands out."""

    def __init__(self) -> None:
        """Every loop at the base case, in AUTO."""
        self.loops = {definition.name: Loop(definition) for definition in LOOPS}
        self.stations = {station.name: station.value for station in STATIONS}
        self._grade = GRADE_BASE
        self._production = self.loops["UIC-17"].setpoint
        self._analyses_seen = (0.0, 0.0)
        self._valves = np.array([0.0] * 12)

    def step(self, measured: Sequence[float], step_h: float) -> np.ndarray:
        """Valve commands (12,) [%] for measurements (41,) as the model orders them."""
        index = self._production_index(measured, step_h)
        demands = self._demands(measured, index, step_h)
        for name, place, valve in FLOW_LOOPS:
            loop = self.loops[name]
            loop.setpoint = demands[name]
            self._valves[valve] = loop.step(measured[place], step_h)
        separator = self.loops["TIC-11"]
        separator.setpoint = self._reactor_level(measured, step_h)
        self._valves[10] = separator.step(measured[10], step_h)
        self._valves[9] = self.loops["TIC-9"].step(measured[8], step_h)
        self._valves[4] = self.stations["HIC-5"]
        self._valves[8] = self.stations["HIC-19"]
        self._valves[11] = self.stations["SIC-50"]
        return self._valves

    def _production_index(self, measured: Sequence[float], step_h: float) -> float:
        """Production index as a fraction of the base case."""
        loop = self.loops["UIC-17"]
        wanted = loop.setpoint
        self._production = _ramped(self._production, wanted, PRODUCTION_RATE_PER_H * step_h)
        loop.setpoint = self._production
        output = loop.step(measured[16], step_h)
        loop.setpoint = wanted
        return output / 100.0

    def _demands(self, measured: Sequence[float], index: float, step_h: float) -> dict[str, float]:
        """Set points of the flow loops [kscmh, kg/h, m³/h]."""
        self._grade = _ramped(self._grade, self.stations["AHC-40"], GRADE_RATE_PER_H * step_h)
        a_feed, ac_feed = self._reactant_feeds(measured, index)
        demands = {
            "FIC-1": a_feed * index,
            "FIC-2": (3664.0 + 100.0 * (_d_ratio(self._grade) - _d_ratio(GRADE_BASE))) * index,
            "FIC-3": (4509.3 + 100.0 * (_e_ratio(self._grade) - _e_ratio(GRADE_BASE))) * index,
            "FIC-4": ac_feed * index,
        }
        for outer, inner, place, inner_place in (
            ("PIC-7", "FIC-10", 6, 9),
            ("LIC-12", "FIC-14", 11, 13),
            ("LIC-15", "FIC-17", 14, 16),
        ):
            loop = self.loops[outer]
            if self.loops[inner].manual:
                loop.track(measured[inner_place] / index, measured[place])
            else:
                loop.step(measured[place], step_h)
            demands[inner] = loop.output * index
        return demands

    def _reactor_level(self, measured: Sequence[float], step_h: float) -> float:
        """Set point of the separator temperature [°C]."""
        loop = self.loops["LIC-8"]
        if self.loops["TIC-11"].manual:
            loop.track(measured[10], measured[7])
            return loop.output
        return loop.step(measured[7], step_h)

    def _reactant_feeds(self, measured: Sequence[float], index: float) -> tuple[float, float]:
        """A feed and A-and-C feed at full production [kscmh], trimmed when a new analysis comes in."""
        share, total = self.loops["AIC-23"], self.loops["AIC-25"]
        share_now, total_now = analysed(measured)
        fresh = (measured[22], measured[24]) != self._analyses_seen
        if self.loops["FIC-1"].manual:
            share.track(measured[0] / index, share_now)
        elif fresh:
            share.step(share_now, ANALYSIS_PERIOD_H)
        if self.loops["FIC-4"].manual:
            total.track(share.output + measured[3] / index, total_now)
        elif fresh:
            total.step(total_now, ANALYSIS_PERIOD_H)
        self._analyses_seen = (measured[22], measured[24])
        return share.output, max(0.0, total.output - share.output)

    def memory(self) -> list[float]:
        """All that the strategy remembers, as numbers in a fixed order."""
        values = [self._grade, self._production, *self._analyses_seen, *self.stations.values()]
        for loop in self.loops.values():
            values += [loop.setpoint, loop.output, loop.error, float(loop.manual)]
        return values

    def remember(self, values: Sequence[float]) -> None:
        """Take back what ``memory`` gave."""
        self._grade, self._production = values[0], values[1]
        self._analyses_seen = (values[2], values[3])
        first = 4 + len(self.stations)
        self.stations = dict(zip(self.stations, values[4:first], strict=True))
        for place, loop in enumerate(self.loops.values()):
            start = first + 4 * place
            loop.setpoint, loop.output, loop.error, manual = values[start : start + 4]
            loop.manual = bool(manual)


ANALYSIS_PERIOD_H = 0.1


def analysed(measured: Sequence[float] | np.ndarray) -> tuple[float, float]:
    """A as a share of A and C [%], and both together [mol%], in the reactor feed as last analysed."""
    total = float(measured[22] + measured[24])
    return (100.0 * float(measured[22]) / total if total > 0.0 else 0.0), total


def _ramped(value: float, target: float, step: float) -> float:
    return min(max(target, value - step), value + step)


def _d_ratio(grade: float) -> float:
    """D feed [kg/h] at 1 % production for a grade [mol% G] (Ricker 1996, feed-forward)."""
    return (1.5192e-3 * grade + 0.59446) * grade + 0.27690


def _e_ratio(grade: float) -> float:
    """E feed [kg/h] at 1 % production for a grade [mol% G] (Ricker 1996, feed-forward)."""
    return (-1.1377e-3 * grade - 0.80893) * grade + 91.060
