"""The drinking-water works as a plant: water, instruments and controllers stepped together."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np

from wakeful.plants.instrument_faults import InstrumentLayer
from wakeful.plants.water_works.water_alarms import alarms
from wakeful.plants.water_works.water_chance import Draws
from wakeful.plants.water_works.water_disturbance import (
    DISTURBANCES,
    contaminant_added,
    disturb,
    leaks,
    surge_factors,
)
from wakeful.plants.water_works.water_equipment import ACTUATORS, equipment, operate
from wakeful.plants.water_works.water_instruments import INSTRUMENTS, PREFIX, Instrument
from wakeful.plants.water_works.water_logic import Readings, move_actuators, scan_logic
from wakeful.plants.water_works.water_measurement import Measurement
from wakeful.plants.water_works.water_network import METRES_PER_BAR, Inputs, Solution, WaterNetwork
from wakeful.plants.water_works.water_quality import CHLORINE, SUBSTANCES, WaterQuality
from wakeful.plants.water_works.water_quantity import Situation
from wakeful.plants.water_works.water_state import DIRECT_ACTUATORS, Works, start_state
from wakeful.plants.water_works.water_surroundings import Surroundings
from wakeful.terms.errors import DataError
from wakeful.terms.fault import FaultKind
from wakeful.terms.quality import is_bad
from wakeful.terms.site import SourceDescription
from wakeful.terms.tag import Tag, TagKind

STEP_S = 1.0
HYDRAULIC_STEP_S = 10.0
"""Time between two solutions of the hydraulics, and of two scans of the logic, while nobody intervenes."""
BOREHOLE_TURBIDITY_NTU = 0.06
BOREHOLE_CHLORINE_DEMAND_MGL = 0.05
_FORMAT = "wakeful water works 1"


class _Saved(msgspec.Struct, frozen=True):
    format: str
    seed: int
    ticks: int
    solved_ticks: int
    due: bool
    works: Works
    arrays: dict[str, bytes]
    balanced: bool


def _tag(instrument: Instrument) -> Tag:
    normal_low_eu, normal_high_eu = instrument.normal or (None, None)
    return Tag(
        name=PREFIX + instrument.name, system="", source="", description=instrument.description,
        unit=instrument.unit, kind=TagKind.DISCRETE if instrument.states else TagKind.ANALOGUE,
        states=instrument.states, range_low_eu=instrument.low_eu, range_high_eu=instrument.high_eu,
        normal_low_eu=normal_low_eu, normal_high_eu=normal_high_eu,
        resolution_eu=instrument.resolution_eu, overview=instrument.overview,
    )  # fmt: skip


class WaterWorks:
    """River works, boreholes, four tanks, five pumping stations and a town. A ``Plant`` with ``FaultPorts``.

    The hydraulics are quasi-static and solved every ten simulated seconds, and at the next second after
    somebody intervened; in between, levels move by their flows and readings by their lags.

    Parameters
    ----------
    seed : of demands, raw water and instrument noise.
    """

    step_s = STEP_S
    _solution: Solution
    actuators = ACTUATORS

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        self._draws = Draws(seed)
        self._layer: InstrumentLayer | None = None
        self._index = {each.name: i for i, each in enumerate(INSTRUMENTS)}
        self._network: WaterNetwork | None = None
        self._works = start_state()
        self._ticks = self._solved_ticks = 0
        self._due = False

    # EPANET is opened when the plant is first used: a description must be quick to get.
    def _open(self) -> WaterNetwork:
        if self._network is None:
            self._network = WaterNetwork()
            self._quality = WaterQuality(self._network)
            self._surroundings = Surroundings(
                self._network.junctions, self._network.base_demands_m3h, self._draws
            )
            self._measurement = Measurement(self._network, self._draws)
            self._solve(0.0)
            self._measurement.settle()
        return self._network

    def describe(self) -> SourceDescription:
        """Tags, alarms, equipment and disturbances."""
        return SourceDescription(
            tags=tuple(_tag(each) for each in INSTRUMENTS),
            alarms=alarms(),
            equipment=equipment(),
            faults=tuple(DISTURBANCES.values()),
            simulated=True,
        )

    @property
    def time_s(self) -> float:
        """Simulated seconds since the start, which is a Monday at six."""
        return self._ticks * STEP_S

    @property
    def _since_s(self) -> float:
        return (self._ticks - self._solved_ticks) * STEP_S

    def step(self) -> None:
        """Advance by one second."""
        self._open()
        self._ticks += 1
        if self._due or self._since_s >= HYDRAULIC_STEP_S:
            self._advance(self._since_s)
            self._due = False

    def _advance(self, dt_s: float) -> None:
        """Bring water, surroundings and controllers to now, then solve the hydraulics anew."""
        self._store_water(dt_s)
        self._move_substances(dt_s)
        self._surroundings.advance(dt_s, self.time_s)
        scan_logic(self._works, self._readings(), dt_s)
        move_actuators(self._works, dt_s)
        self._solve(dt_s)

    def _tank_inflows_m3h(self) -> np.ndarray:
        network = self._open()
        return self._solution.outflow_m3h[[network.node[name] for name in network.tanks]]

    def _store_water(self, dt_s: float) -> None:
        """Levels after ``dt_s`` at the flows of the last solution; what does not fit is spilled."""
        network, works, dt_h = self._open(), self._works, dt_s / 3600.0
        inflows_m3h = self._tank_inflows_m3h()
        for i, inflow_m3h in enumerate(inflows_m3h.tolist()):
            area_m2, top_m = float(network.tank_areas_m2[i]), float(network.tank_level_max_m[i])
            level_m = works.levels_m[i] + inflow_m3h * dt_h / area_m2
            works.levels_m[i] = min(top_m, max(0.0, level_m))
            works.spilled_m3 += (level_m - works.levels_m[i]) * area_m2
        junctions = [network.node[name] for name in network.junctions]
        works.used_m3 += float(self._solution.outflow_m3h[junctions].sum()) * dt_h
        works.source_m3 -= float(self._solution.outflow_m3h[self._quality.source_nodes].sum()) * dt_h

    def _move_substances(self, dt_s: float) -> None:
        network, flow_m3h = self._open(), self._solution.flow_m3h
        added = contaminant_added(self._works, network, flow_m3h)
        for doser, link, node, demand_mgl in (
            ("QIC101", "P12", "N11", self._surroundings.chlorine_demand_mgl),
            ("QIC201", "P20", "N20", BOREHOLE_CHLORINE_DEMAND_MGL),
        ):
            residual_mgl = max(0.0, self._works.actual[doser] - demand_mgl)
            added[network.node[node], CHLORINE] += residual_mgl * abs(float(flow_m3h[network.link[link]]))
        source = np.zeros((3, SUBSTANCES))
        source[:, 1] = (
            self._surroundings.filtered_turbidity_ntu, BOREHOLE_TURBIDITY_NTU, BOREHOLE_TURBIDITY_NTU,
        )  # fmt: skip
        self._quality.advance(dt_s, flow_m3h, np.array(self._works.levels_m), source, added)

    def _solve(self, since_s: float) -> None:
        network, works = self._open(), self._works
        speeds = [works.pumps[name].running * works.pumps[name].speed for name in network.pumps]
        settings = tuple(
            works.actual["V601"] * METRES_PER_BAR if name == "V601" else works.valves[name].loss_coefficient()
            for name in network.valves
        )
        demands_m3h = self._surroundings.demands_m3h(self.time_s) * surge_factors(works, network.junctions)
        leaks_now = leaks(works, network.junctions)
        solution = network.solve(
            Inputs(np.array(works.levels_m), demands_m3h, leaks_now, np.array(speeds), settings)
        )
        if not solution.balanced and self._ticks:
            solution = replace(self._solution, balanced=False)
        self._solution = solution
        rates_m_s = self._tank_inflows_m3h() / network.tank_areas_m2 / 3600.0
        situation = Situation(works, self._solution, self._quality, self._surroundings, self.time_s)
        self._measurement.aim(situation, rates_m_s, since_s)
        self._solved_ticks = self._ticks

    def _instruments(self) -> tuple[np.ndarray, np.ndarray]:
        values, quality = self._measurement.read(self.time_s, self._since_s)
        if self._layer is not None:
            self._layer(self.time_s, values, quality)
        return values, quality

    def _readings(self) -> Readings:
        values, quality = self._instruments()
        bad = is_bad(quality) | np.isnan(values)

        def reading(name: str) -> float | None:
            i = self._index[name]
            return None if bad[i] else float(values[i])

        return reading

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """Readings now: values (N,) [EU], quality (N,)."""
        self._open()
        return self._instruments()

    def write(self, equipment: str, control: str, value: float) -> str:
        """Operate; takes effect at the next second. "" or the reason it is refused."""
        self._open()
        refusal = operate(self._works, self._readings(), equipment, control, value)
        self._due = self._due or not refusal
        return refusal

    def faults(self) -> Mapping[str, FaultKind]:
        """The disturbances of the works."""
        return DISTURBANCES

    def inject(self, fault: str, target: str, severity: float, active: bool) -> str:
        """Begin or end a disturbance; takes effect at the next second."""
        self._open()
        refusal = disturb(self._works, fault, target, severity, active)
        self._due = self._due or not refusal
        return refusal

    def connect_instruments(self, layer: InstrumentLayer) -> None:
        """All readings, those of the controllers included, go through ``layer`` from now on."""
        self._layer = layer

    def stick(self, equipment: str, stuck: bool) -> None:
        """Hold an actuator where it is, or let it go."""
        works, name = self._works, equipment.removeprefix(PREFIX)
        if name in works.pumps:
            works.pumps[name].stuck = stuck
        elif name in works.valves:
            works.valves[name].stuck = stuck
        else:
            assert name in DIRECT_ACTUATORS
            works.stuck = [each for each in works.stuck if each != name] + [name] * stuck
        self._due = True

    def snapshot(self) -> bytes:
        """Everything needed to go on exactly from here."""
        self._open()
        arrays = {name: array.tobytes() for name, array in self._arrays().items()}
        return msgspec.msgpack.encode(
            _Saved(
                _FORMAT, self._seed, self._ticks, self._solved_ticks, self._due, self._works, arrays,
                self._solution.balanced,
            )
        )  # fmt: skip

    def _arrays(self) -> dict[str, np.ndarray]:
        measurement, solution = self._measurement, self._solution
        return {
            "concentration": self._quality.concentration,
            "walks": self._surroundings.walks.value,
            "before_eu": measurement.before_eu,
            "target_eu": measurement.target_eu,
            "rate_eu_s": measurement.rate_eu_s,
            "pressure_m": solution.pressure_m,
            "outflow_m3h": solution.outflow_m3h,
            "flow_m3h": solution.flow_m3h,
            "head_gain_m": solution.head_gain_m,
        }

    def restore(self, snapshot: bytes) -> None:
        """Go back to a snapshot. Raises DataError for bytes that are none of this works and seed."""
        self._open()
        try:
            saved = msgspec.msgpack.decode(snapshot, type=_Saved)
        except msgspec.MsgspecError as error:
            raise DataError(f"not a snapshot of the water works: {error}") from error
        shapes = {name: array.shape for name, array in self._arrays().items()}
        sizes = {name: 8 * int(np.prod(shape)) for name, shape in shapes.items()}
        if saved.format != _FORMAT or {name: len(data) for name, data in saved.arrays.items()} != sizes:
            raise DataError("the snapshot is of another version of the water works; start it afresh")
        if saved.seed != self._seed:
            raise DataError(f"the snapshot is of seed {saved.seed}, this works runs on seed {self._seed}")
        arrays: dict[str, Any] = {
            name: np.frombuffer(data).reshape(shapes[name]).copy() for name, data in saved.arrays.items()
        }
        self._ticks, self._solved_ticks, self._due = saved.ticks, saved.solved_ticks, saved.due
        self._works = saved.works
        self._quality.concentration = arrays["concentration"]
        self._surroundings.walks.value = arrays["walks"]
        measurement = self._measurement
        measurement.before_eu, measurement.target_eu = arrays["before_eu"], arrays["target_eu"]
        measurement.rate_eu_s, measurement.balanced = arrays["rate_eu_s"], saved.balanced
        self._solution = Solution(
            arrays["pressure_m"],
            arrays["outflow_m3h"],
            arrays["flow_m3h"],
            arrays["head_gain_m"],
            saved.balanced,
        )
