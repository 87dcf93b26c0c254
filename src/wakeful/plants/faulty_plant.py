"""A plant with the fault and attack layer around it; itself a plant."""

import hashlib
import math
from collections.abc import Mapping

import msgspec
import numpy as np

from wakeful.plants.instrument_faults import ALL_TARGETS, TAG_FAULTS, FaultPorts, InstrumentFaults
from wakeful.plants.plant import Plant
from wakeful.terms.equipment import ControlKind
from wakeful.terms.errors import DataError
from wakeful.terms.fault import FaultKind
from wakeful.terms.site import SourceDescription

STUCK_ACTUATOR = "stuck_actuator"


class _Saved(msgspec.Struct, frozen=True):
    format: str
    tags_sha256: bytes
    plant: bytes
    faults: dict[str, object]
    stuck: list[str]


_FORMAT = "wakeful faulty plant 1"


class FaultyPlant:
    """A plant whose instruments can lie and whose actuators can stick.

    A stuck actuator accepts every command and does nothing. Where the plant offers ``FaultPorts`` its own
    controllers meet the stuck actuator too; otherwise the commands stop at this layer.

    Parameters
    ----------
    plant : the plant itself; its own disturbances stay on offer beside those of the layer.
    seed : of the layer's noise, spikes and drop-out.

    Raises
    ------
    ValueError
        If the plant has a disturbance of the name of one of the layer's faults.
    """

    def __init__(self, plant: Plant, seed: int = 0) -> None:
        self._plant = plant
        self.step_s = plant.step_s
        self._ports = plant if isinstance(plant, FaultPorts) else None
        description = plant.describe()
        self._faults = InstrumentFaults(description.tags, seed)
        self._modes = {
            (equipment.name, control.name)
            for equipment in description.equipment
            for control in equipment.controls
            if control.kind is ControlKind.MODE
        }
        operable = tuple(equipment.name for equipment in description.equipment if equipment.controls)
        actuators = self._ports.actuators if self._ports else operable
        self._stuck: set[str] = set()
        self._kinds = self._layer_kinds(actuators)
        clash = sorted(self._kinds.keys() & plant.faults().keys())
        if clash:
            raise ValueError(f"the plant's disturbances {clash} have names of the fault layer; rename them")
        names = "\n".join(tag.name for tag in description.tags)
        self._tags_sha256 = hashlib.sha256(names.encode()).digest()
        if self._ports:
            self._ports.connect_instruments(self._faults.instrument)

    def _layer_kinds(self, actuators: tuple[str, ...]) -> dict[str, FaultKind]:
        stuck = FaultKind(
            name=STUCK_ACTUATOR,
            description="The actuator stays where it is; commands are accepted and have no effect.",
            targets=actuators,
            severity_low=1.0,
            severity_meaning="all or nothing",
        )
        return {**self._faults.kinds(), **({STUCK_ACTUATOR: stuck} if actuators else {})}

    @property
    def time_s(self) -> float:
        """Simulated seconds since the start."""
        return self._plant.time_s

    def describe(self) -> SourceDescription:
        """What the plant describes, with all faults: its own first, then those of the layer."""
        faults = tuple(self.faults().values())
        return msgspec.structs.replace(self._plant.describe(), faults=faults, simulated=True)

    def step(self) -> None:
        """Advance by ``step_s``."""
        self._plant.step()

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """Readings as they arrive in the control room: values (N,) [EU], quality (N,)."""
        values, quality = self._instruments()
        self._faults.wire(self.time_s, values, quality)
        return values, quality

    def _instruments(self) -> tuple[np.ndarray, np.ndarray]:
        read_values, read_quality = self._plant.read()
        values, quality = read_values.copy(), read_quality.copy()
        if not self._ports:
            self._faults.instrument(self.time_s, values, quality)
        return values, quality

    def write(self, equipment: str, control: str, value: float) -> str:
        """Operate; a stuck actuator without ports takes all but a change of mode and does nothing."""
        lost = equipment in self._stuck and not self._ports and (equipment, control) not in self._modes
        return "" if lost else self._plant.write(equipment, control, value)

    def faults(self) -> Mapping[str, FaultKind]:
        """All faults by name."""
        return {**self._plant.faults(), **self._kinds}

    def inject(self, fault: str, target: str, severity: float, active: bool) -> str:
        """Begin or end a fault of the plant or of the layer. Returns "" or the reason it cannot be."""
        kind = self._kinds.get(fault)
        if kind is None:
            if fault not in self._plant.faults():
                return f"no fault {fault!r} here; known: {', '.join(self.faults())}"
            return self._plant.inject(fault, target, severity, active)
        if active and not (math.isfinite(severity) and kind.severity_low <= severity <= kind.severity_high):
            return (
                f"severity {severity:g} of {fault} is out of range: "
                f"{kind.severity_low:g} to {kind.severity_high:g} ({kind.severity_meaning})"
            )
        if fault == STUCK_ACTUATOR:
            return self._stick(target, active)
        assert fault in TAG_FAULTS
        if not active:
            return self._faults.end(fault, target)
        return self._faults.begin(fault, target, severity, self.time_s, self._instruments())

    def _stick(self, target: str, active: bool) -> str:
        if target not in self._kinds[STUCK_ACTUATOR].targets:
            return f"no actuator {target!r} here; {ALL_TARGETS} is not possible for {STUCK_ACTUATOR}"
        if self._ports:
            self._ports.stick(target, active)
        if active:
            self._stuck.add(target)
        else:
            self._stuck.discard(target)
        return ""

    def snapshot(self) -> bytes:
        """The plant, its active faults, stuck actuators and the recording."""
        saved = _Saved(
            _FORMAT, self._tags_sha256, self._plant.snapshot(), self._faults.dump(), sorted(self._stuck)
        )
        return msgspec.msgpack.encode(saved)

    def restore(self, snapshot: bytes) -> None:
        """Go back to a snapshot of the same plant. Raises DataError for any other bytes; nothing changed."""
        try:
            saved = msgspec.msgpack.decode(snapshot, type=_Saved)
        except msgspec.DecodeError as error:
            raise DataError(f"not a snapshot of a simulated plant: {error}") from error
        if saved.format != _FORMAT or saved.tags_sha256 != self._tags_sha256:
            raise DataError("the snapshot is of another plant or version; start the plant afresh")
        before = self._faults.dump()
        try:
            self._faults.load(saved.faults)
            self._plant.restore(saved.plant)
        except (KeyError, TypeError, ValueError) as error:
            self._faults.load(before)
            raise DataError(f"the snapshot's instrument faults cannot be read: {error}") from error
        except DataError:
            self._faults.load(before)
            raise
        self._stuck = set(saved.stuck)
