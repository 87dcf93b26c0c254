"""The compiled process model: loaded alone, advanced by the explicit midpoint rule, copied byte for byte.

Only the package's extension module is loaded (about 2 ms); importing the package itself would bring in
plotting, data frames and learning environments (over a second).
"""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np

from wakeful.terms.errors import DataError, SourceError

STATES = 50
VALVES = 12
DISTURBANCES = 28
MEASUREMENTS = 41
ADDITIONAL = 8
"""Of the model's 32 additional measurements the eight that are not analyses of feeds."""

STRUCTURE_FLAG = 0xEF
"""Bits 0-3 all outputs, 5 separate random states for noise and disturbances, 6 disturbances on their own
time grid whatever the solver's step, 7 disturbances scaled by severity. Bit 4, no noise, is off."""
STRUCTURE_FLAG_WITHOUT_NOISE = STRUCTURE_FLAG | 0x10

SEED_LOW, SEED_SPAN = 1_000_000_001, 1_600_000_000
"""The kernel's generator (multiplicative, modulo 2^32) needs an odd start that is not small; 0 and 2^31 have
no noise at all."""

ADVICE = "install Wakeful with its extra, wakeful[tep], or take this plant out of the site"


def kernel_seed(seed: int, starts: int = 0) -> float:
    """An odd number from 1e9 to 4.2e9 for the user's seed and the number of restarts, well spread.

    The mixing function is that of SplitMix64 (Steele, Lea and Flood 2014).
    """
    mixed = (seed * 1_000_003 + starts + 0x9E3779B97F4A7C15) % 2**64
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
    mixed ^= mixed >> 31
    return float(SEED_LOW + 2 * (mixed % SEED_SPAN))


def load_library(package: str = "tep_studio") -> ModuleType:
    """The extension module of the installed package. Raises SourceError when it is not there."""
    try:
        found = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        found = None
    if found is None or not found.submodule_search_locations:
        raise SourceError(f"the Tennessee Eastman plant needs the package tep-studio: {ADVICE}")
    folder = Path(found.submodule_search_locations[0]) / "simulation"
    files = sorted(p for p in folder.glob("_tep_native.*") if p.suffix in (".so", ".pyd"))
    if not files:
        raise SourceError(f"the package tep-studio has no compiled model for this machine: {ADVICE}")
    spec = importlib.util.spec_from_file_location("tep_studio.simulation._tep_native", files[0])
    if spec is None or spec.loader is None:
        raise SourceError(f"the compiled model {files[0].name} cannot be loaded: {ADVICE}")
    try:
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except ImportError as error:
        raise SourceError(f"the compiled model cannot be loaded ({error}): {ADVICE}") from error
    return module


class Kernel:
    """One running copy of the process model.

    Attributes
    ----------
    state : (50,) float64, as Downs and Vogel number it; the last twelve are true valve positions [%].
    measured : (41,) float64 [kscmh, kg/h, kPa gauge, %, °C, m³/h, kW, mol%]: XMEAS(1) to XMEAS(41).
    additional : (8,) float64 [°C, m³/h]: feed temperatures, cooling water temperatures and flows.
    trip : 0 while running, else the model's shutdown code 1 to 8; then the state stands still.
    """

    def __init__(self, seed: float, flag: int = STRUCTURE_FLAG, library: ModuleType | None = None) -> None:
        """Start at the base case ("mode 1") at time 0."""
        module = library or load_library()
        self._lib, self._ffi = module.lib, module.ffi
        self._handle = self._ffi.gc(self._lib.tep_create(), self._lib.tep_destroy)
        self.state = np.zeros(STATES)
        self.measured = np.zeros(MEASUREMENTS)
        self._additional = np.zeros(32)
        self._slope = np.zeros(STATES)
        self._midway = np.zeros(STATES)
        self._valves = np.zeros(VALVES)
        self._disturbances = np.zeros(DISTURBANCES)
        spare = [np.zeros(size) for size in (21, 62, 96)]
        self._outputs = [self._view(a) for a in (self.measured, self._additional, *spare)]
        self._state_view, self._slope_view = self._view(self.state), self._view(self._slope)
        self._midway_view = self._view(self._midway)
        self._inputs = (self._view(self._valves), self._view(self._disturbances))
        self.trip = 0
        self.time_h = 0.0
        self.reset(seed, flag)

    def _view(self, array: np.ndarray) -> object:
        return self._ffi.from_buffer("double[]", array, require_writable=True)

    @property
    def additional(self) -> np.ndarray:
        """(8,) [°C, m³/h]; see the class."""
        return self._additional[:ADDITIONAL]

    def reset(self, seed: float, flag: int = STRUCTURE_FLAG) -> None:
        """Back to the base case and to time 0, with new noise."""
        status = self._lib.tep_reset(self._handle, self._ffi.NULL, 0, seed, 1, float(flag))
        if status != 0:
            raise SourceError(f"the Tennessee Eastman model did not start (code {status})")
        self.state[:] = BASE_STATE
        self.trip, self.time_h = 0, 0.0
        self.set_inputs(BASE_STATE[38:], np.zeros(DISTURBANCES))
        self._measure()

    def set_inputs(self, valves: np.ndarray, disturbances: np.ndarray) -> None:
        """Valve commands (12,) [%] and disturbance severities (28,) [0 to 1] from now on."""
        self._valves[:] = valves
        self._disturbances[:] = disturbances
        self._lib.tep_set_inputs(self._handle, *self._inputs)

    def advance(self, step_h: float) -> None:
        """One step by the explicit midpoint rule, then new readings. Does nothing after a trip.

        The kernel keeps its algebra for each time stamp, so two evaluations at one time give the first one's
        answer. The midpoint rule evaluates at t, where the readings were taken on the same state, and at
        t + h/2, once each: it is of second order without touching the time stamps.
        """
        if self.trip:
            return
        self._lib.tep_derivatives(self._handle, self.time_h, self._state_view, self._slope_view)
        np.multiply(self._slope, 0.5 * step_h, out=self._midway)
        self._midway += self.state
        self._lib.tep_derivatives(
            self._handle, self.time_h + 0.5 * step_h, self._midway_view, self._slope_view
        )
        self._slope *= step_h
        self.state += self._slope
        self.time_h += step_h
        self._measure()

    def _measure(self) -> None:
        self._lib.tep_outputs(self._handle, self.time_h, self._state_view, *self._outputs)
        self.trip = int(self._lib.tep_shutdown_code(self._handle))

    def model_bytes(self) -> bytes:
        """The model's whole memory: random states, valve and analyser memories, cached algebra."""
        size = int(self._lib.tep_model_size())
        buffer = self._ffi.new(f"char[{size}]")
        self._lib.tep_get_model_bytes(self._handle, buffer)
        return bytes(self._ffi.buffer(buffer, size))

    def restore(
        self, model: bytes, state: bytes, measured: bytes, additional: bytes, time_h: float, trip: int
    ) -> None:
        """Go back to what ``model_bytes`` and the arrays' bytes said. Raises DataError on wrong sizes."""
        expected = (int(self._lib.tep_model_size()), STATES * 8, MEASUREMENTS * 8, ADDITIONAL * 8)
        if (len(model), len(state), len(measured), len(additional)) != expected:
            raise DataError("the snapshot is not of this version of the Tennessee Eastman model")
        self._lib.tep_set_model_bytes(self._handle, self._ffi.from_buffer(model))
        self.state[:] = np.frombuffer(state)
        self.measured[:] = np.frombuffer(measured)
        self._additional[:ADDITIONAL] = np.frombuffer(additional)
        self.time_h, self.trip = time_h, trip


BASE_STATE = np.array([
    10.40491389, 4.363996017, 7.570059737, 0.4230042431, 24.15513437, 2.942597645, 154.3770655, 159.186596,
    2.808522723, 63.75581199, 26.74026066, 46.38532432, 0.2464521543, 15.20484404, 1.852266172, 52.44639459,
    41.20394008, 0.569931776, 0.4306056376, 0.0079906200783, 0.9056036089, 0.016054258216, 0.7509759687,
    0.088582855955, 48.27726193, 39.38459028, 0.3755297257, 107.7562698, 29.77250546, 88.32481135,
    23.03929507, 62.85848794, 5.546318688, 11.92244772, 5.555448243, 0.9218489762, 94.59927549, 77.29698353,
    63.05263039, 53.97970677, 24.64355755, 61.30192144, 22.21, 40.06374673, 38.1003437, 46.53415582,
    47.44573456, 41.10581288, 18.11349055, 50.0,
])  # fmt: skip
"""(50,) state of the base case, from Downs and Vogel (1993), subroutine TEINIT; lb-mol, MMBtu, °C and %."""
