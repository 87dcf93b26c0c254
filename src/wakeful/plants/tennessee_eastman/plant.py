"""The plant as the driver sees it: steps, readings, orders, disturbances, snapshots."""

import math
from collections.abc import Mapping

import msgspec
import numpy as np

from wakeful.plants.instrument_faults import InstrumentLayer
from wakeful.plants.tennessee_eastman.control import STATIONS, Strategy, analysed
from wakeful.plants.tennessee_eastman.description import (
    COMPUTED,
    MODEL_FAILURE,
    MODES,
    OPERATOR_STOP,
    PLANT,
    PREFIX,
    TRIP_REASONS,
    describe,
)
from wakeful.plants.tennessee_eastman.disturbances import DISTURBANCES
from wakeful.plants.tennessee_eastman.instruments import VALVES
from wakeful.plants.tennessee_eastman.kernel import ADDITIONAL, MEASUREMENTS, Kernel, kernel_seed
from wakeful.terms.errors import DataError
from wakeful.terms.fault import FaultKind
from wakeful.terms.quality import Quality
from wakeful.terms.site import SourceDescription

STEP_S = 1.0
S_PER_H = 3600.0
SNAPSHOT_KIND = "tennessee_eastman 1"
SEED_MAX = 2**63 - 1
VALVES_AT = 38
"""Place of the first valve position in the model's state."""
COMPUTED_AT = MEASUREMENTS + ADDITIONAL
POSITIONS_AT = COMPUTED_AT + len(COMPUTED)
LOOPS_AT = POSITIONS_AT + len(VALVES)
"""Where each kind of tag begins, in the order of the description."""
GOOD, CLAMPED = np.uint32(Quality.GOOD), np.uint32(Quality.GOOD_CLAMPED)


class _Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Everything needed to go on exactly from here."""

    kind: str
    seed: int
    starts: int
    steps: int
    steps_at_start: int
    stopped: int
    model: bytes
    state: bytes
    measured: bytes
    additional: bytes
    model_trip: int
    disturbances: list[float]
    control: list[float]
    seen: list[float]
    stuck: dict[int, float]


class TennesseeEastman:
    """The process with its instruments and controllers, one second a step.

    ``seed`` (any whole number from 0 to 2^63 - 1) fixes instrument noise and random disturbances.
    The kernel is loaded when it is first needed; ``describe``, ``faults`` and the constructor do without.
    """

    step_s: float = STEP_S
    actuators: tuple[str, ...] = tuple(PREFIX + valve.name for valve in VALVES)
    """Final elements that can be made to stick."""

    def __init__(self, seed: int = 1) -> None:
        """At the base case, running, every controller in AUTO."""
        if not 0 <= seed <= SEED_MAX:
            raise ValueError(f"seed is {seed}; right is a whole number from 0 to 2^63 - 1")
        self._seed = seed
        self._starts = 0
        self._steps = 0
        self._steps_at_start = 0
        self._stopped = 0
        self._kernel: Kernel | None = None
        self._strategy = Strategy()
        self._disturbances = np.zeros(len(DISTURBANCES))
        self._layer: InstrumentLayer | None = None
        self._seen: list[float] = []
        self._stuck: dict[int, float] = {}
        tags = describe().tags
        self._low = np.array([tag.range_low_eu for tag in tags])
        self._high = np.array([tag.range_high_eu for tag in tags])

    def describe(self) -> SourceDescription:
        """Tags, default alarms, equipment and disturbances; ``system`` and ``source`` are empty."""
        return describe()

    @property
    def time_s(self) -> float:
        """Simulated seconds since the start; goes on while the plant stands tripped."""
        return self._steps * STEP_S

    @property
    def trip(self) -> int:
        """0 while running, else the place of the reason in ``TRIP_REASONS``."""
        return self._stopped or self._running_kernel().trip

    def step(self) -> None:
        """One second: controllers on the last readings, then the process. A tripped plant stands still."""
        kernel = self._running_kernel()
        self._steps += 1
        if self.trip:
            return
        valves = self._strategy.step(self._see(kernel), STEP_S / S_PER_H)
        for valve, held_percent in self._stuck.items():
            valves[valve] = held_percent
        kernel.set_inputs(valves, self._disturbances)
        before = kernel.state.copy()
        kernel.time_h = (self._steps - 1 - self._steps_at_start) * STEP_S / S_PER_H
        kernel.advance(STEP_S / S_PER_H)
        if not math.isfinite(float(kernel.state.sum() + kernel.measured.sum())):
            kernel.state[:] = before
            np.nan_to_num(kernel.measured, copy=False)
            self._stopped = MODEL_FAILURE

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """Readings of all tags; what lies outside an instrument's range is held at its end, GOOD_CLAMPED."""
        kernel = self._running_kernel()
        raw = np.empty(len(self._low))
        raw[:MEASUREMENTS] = kernel.measured
        raw[MEASUREMENTS:COMPUTED_AT] = kernel.additional
        raw[COMPUTED_AT:POSITIONS_AT] = analysed(kernel.measured)
        raw[POSITIONS_AT:LOOPS_AT] = kernel.state[VALVES_AT:]
        raw[LOOPS_AT:] = self._control_readings()
        values = np.minimum(np.maximum(raw, self._low), self._high)
        quality = np.where(values == raw, GOOD, CLAMPED)
        if self._layer is not None:
            self._layer(self.time_s, values, quality)
        return values, quality

    def _control_readings(self) -> list[float]:
        """Set point, output and mode of each loop, the grade, running or not, and why not."""
        readings: list[float] = []
        for loop in self._strategy.loops.values():
            readings += (loop.setpoint, loop.output, loop.manual)
        trip = self.trip
        return [*readings, self._strategy.stations["AHC-40"], trip == 0, trip]

    def _see(self, kernel: Kernel) -> list[float]:
        """What the controllers read: through faulty instruments too; what is lost stays as last seen."""
        if self._layer is None:
            return kernel.measured.tolist()
        values = self.read()[0][:MEASUREMENTS]
        self._seen = [
            last if math.isnan(value) else value
            for value, last in zip(values.tolist(), self._seen or kernel.measured.tolist(), strict=True)
        ]
        return self._seen

    def connect_instruments(self, layer: InstrumentLayer) -> None:
        """Pass all readings through ``layer`` from now on, those of the plant's own controllers included."""
        self._layer = layer

    def stick(self, equipment: str, stuck: bool) -> None:
        """Hold one of ``actuators`` where it stands, whoever commands it; or let it go."""
        valve = self.actuators.index(equipment)
        if not stuck:
            self._stuck.pop(valve, None)
        elif valve not in self._stuck:
            self._stuck[valve] = float(self._running_kernel().state[VALVES_AT + valve])

    def write(self, equipment: str, control: str, value: float) -> str:
        """Operate a controller, a hand station or the whole plant; "" or the reason why not."""
        if not math.isfinite(value):
            return f"{value} is no value to set"
        if equipment == PLANT and control == "run":
            return self._run(value)
        name = equipment.removeprefix(PREFIX)
        for station in STATIONS:
            if name == station.name and control == "setpoint":
                return self._set_station(name, value, station.low, station.high, station.unit)
        if name in self._strategy.loops and equipment.startswith(PREFIX):
            return self._operate_loop(name, control, value)
        return f"the plant has no control {control!r} of {equipment!r}"

    def faults(self) -> Mapping[str, FaultKind]:
        """The process disturbances ``idv_1`` to ``idv_28``."""
        return DISTURBANCES

    def inject(self, fault: str, target: str, severity: float, active: bool) -> str:
        """Begin or end a disturbance; it takes no target."""
        kind = DISTURBANCES.get(fault)
        if kind is None:
            return f"the plant has no disturbance {fault!r}; it has idv_1 to idv_{len(DISTURBANCES)}"
        if target:
            return f"{fault} disturbs the process as a whole and takes no target"
        if active and not kind.severity_low <= severity <= kind.severity_high:
            return f"severity {severity:g} is outside {kind.severity_low:g} to {kind.severity_high:g}"
        place = list(DISTURBANCES).index(fault)
        self._disturbances[place] = severity if active else 0.0
        return ""

    def snapshot(self) -> bytes:
        """The whole state, some 13 kB; ``restore`` goes on from it bit for bit."""
        kernel = self._running_kernel()
        return msgspec.msgpack.encode(
            _Snapshot(
                kind=SNAPSHOT_KIND,
                seed=self._seed,
                starts=self._starts,
                steps=self._steps,
                steps_at_start=self._steps_at_start,
                stopped=self._stopped,
                model=kernel.model_bytes(),
                state=kernel.state.tobytes(),
                measured=kernel.measured.tobytes(),
                additional=kernel.additional.tobytes(),
                model_trip=kernel.trip,
                disturbances=self._disturbances.tolist(),
                control=self._strategy.memory(),
                seen=self._seen,
                stuck=self._stuck,
            )
        )

    def restore(self, snapshot: bytes) -> None:
        """Go back to a snapshot of this plant, its seed included. Raises DataError for any other bytes."""
        try:
            saved = msgspec.msgpack.decode(snapshot, type=_Snapshot)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise DataError(f"these bytes are no snapshot of the Tennessee Eastman plant: {error}") from error
        sizes = (len(saved.disturbances), len(saved.control), len(saved.seen) or MEASUREMENTS)
        expected = (len(DISTURBANCES), len(self._strategy.memory()), MEASUREMENTS)
        if (
            saved.kind != SNAPSHOT_KIND
            or sizes != expected
            or not saved.stuck.keys() <= set(range(len(VALVES)))
        ):
            raise DataError(f"a snapshot of {saved.kind!r} does not fit the plant {SNAPSHOT_KIND!r}")
        time_h = (saved.steps - saved.steps_at_start) * STEP_S / S_PER_H
        self._running_kernel().restore(
            saved.model, saved.state, saved.measured, saved.additional, time_h, saved.model_trip
        )
        self._seed, self._starts, self._stopped = saved.seed, saved.starts, saved.stopped
        self._steps, self._steps_at_start = saved.steps, saved.steps_at_start
        self._disturbances[:] = saved.disturbances
        self._strategy.remember(saved.control)
        self._seen, self._stuck = list(saved.seen), dict(saved.stuck)

    def _running_kernel(self) -> Kernel:
        if self._kernel is None:
            self._kernel = Kernel(kernel_seed(self._seed, self._starts))
        return self._kernel

    def _run(self, value: float) -> str:
        """Emergency stop (0) or restart after a trip (1)."""
        if value not in (0.0, 1.0):
            return "run takes 0 (stop) or 1 (start)"
        if value == 0.0:
            if self.trip:
                return f"the plant already stands: {TRIP_REASONS[self.trip]}"
            self._stopped = OPERATOR_STOP
            return ""
        if not self.trip:
            return "the plant is running"
        self._starts += 1
        self._stopped = 0
        self._steps_at_start = self._steps
        self._strategy = Strategy()
        self._running_kernel().reset(kernel_seed(self._seed, self._starts))
        return ""

    def _set_station(self, name: str, value: float, low: float, high: float, unit: str) -> str:
        if not low <= value <= high:
            return f"{value:g} {unit} is outside {low:g} to {high:g} {unit}"
        self._strategy.stations[name] = value
        return ""

    def _operate_loop(self, name: str, control: str, value: float) -> str:
        loop = self._strategy.loops[name]
        definition = loop.definition
        if control == "mode":
            if value not in (0.0, 1.0):
                return f"mode takes 0 ({MODES[0]}) or 1 ({MODES[1]})"
            loop.manual = value == 1.0
            return ""
        if control == "setpoint" and not definition.remote:
            if not definition.setpoint_low <= value <= definition.setpoint_high:
                return f"{value:g} is outside {definition.setpoint_low:g} to {definition.setpoint_high:g}"
            loop.setpoint = value
            return ""
        if control == "output":
            if not loop.manual:
                return f"{name} is in AUTO; put it in MANUAL first"
            if not definition.output_low <= value <= definition.output_high:
                return f"{value:g} is outside {definition.output_low:g} to {definition.output_high:g}"
            loop.output = value
            return ""
        return f"{name} has no control {control!r}"
