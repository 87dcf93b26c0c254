"""A tank with a level, a pump and a valve: the smallest plant that has something of everything."""

from collections.abc import Mapping

import msgspec
import numpy as np

from wakeful.plants.instrument_faults import InstrumentLayer
from wakeful.terms.equipment import Control, ControlKind, Equipment
from wakeful.terms.errors import DataError
from wakeful.terms.fault import FaultKind
from wakeful.terms.quality import Quality
from wakeful.terms.site import SourceDescription
from wakeful.terms.tag import Tag, TagKind

LEVEL, FLOW, RUN = "T.LI1", "T.FI1", "T.PU1.XS"


class TinyPlant:
    """A tank filled by a pump that is switched by hand; the level sinks by itself."""

    def __init__(self, seed: int = 0) -> None:
        self.step_s = 1.0
        self._steps = 0
        self._level = 50.0 + seed % 7
        self._running = 1.0
        self._leak = 0.0

    def describe(self) -> SourceDescription:
        run = Control(
            name="run", kind=ControlKind.SWITCH, feedback_tag=RUN, labels=("stop", "start"), high_eu=1.0
        )
        mode = Control(name="mode", kind=ControlKind.MODE, feedback_tag=RUN, labels=("AUTO", "MANUAL"))
        return SourceDescription(
            tags=(
                Tag(name=LEVEL, system="", source="", unit="%", resolution_eu=0.1),
                Tag(name=FLOW, system="", source="", unit="m³/h", range_high_eu=200.0, resolution_eu=0.5),
                Tag(name=RUN, system="", source="", kind=TagKind.DISCRETE, states=("stopped", "running")),
            ),
            equipment=(Equipment(name="T.PU1", system="", source="", kind="pump", controls=(run, mode)),),
            faults=tuple(self.faults().values()),
            simulated=True,
        )

    def step(self) -> None:
        self._steps += 1
        self._level = min(100.0, max(0.0, self._level + 0.1 * self._running - 0.05 - self._leak))

    @property
    def time_s(self) -> float:
        return self._steps * self.step_s

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        level = np.rint(self._level * 10.0) / 10.0
        values = np.array([level, 120.0 * self._running, self._running])
        return values, np.full(3, Quality.GOOD, np.uint32)

    def write(self, equipment: str, control: str, value: float) -> str:
        if (equipment, control) == ("T.PU1", "mode"):
            return "this pump has no automatic"
        if (equipment, control) != ("T.PU1", "run"):
            return f"no {equipment} {control}"
        self._running = value
        return ""

    def faults(self) -> Mapping[str, FaultKind]:
        return {"leak": FaultKind(name="leak", description="The tank leaks.")}

    def inject(self, fault: str, target: str, severity: float, active: bool) -> str:
        self._leak = severity if active else 0.0
        return ""

    def snapshot(self) -> bytes:
        return msgspec.msgpack.encode((self._steps, self._level, self._running, self._leak))

    def restore(self, snapshot: bytes) -> None:
        try:
            self._steps, self._level, self._running, self._leak = msgspec.msgpack.decode(
                snapshot, type=tuple[int, float, float, float]
            )
        except msgspec.MsgspecError as error:
            raise DataError(f"not a snapshot of the tiny plant: {error}") from error


class PortedPlant(TinyPlant):
    """The same with ports: its level control sees the faulty level, its pump can stick."""

    actuators = ("T.PU1",)

    def __init__(self, seed: int = 0) -> None:
        super().__init__(seed)
        self._layer: InstrumentLayer | None = None
        self._stuck = False

    def connect_instruments(self, layer: InstrumentLayer) -> None:
        self._layer = layer

    def stick(self, equipment: str, stuck: bool) -> None:
        self._stuck = stuck

    def snapshot(self) -> bytes:
        return bytes([self._stuck]) + super().snapshot()

    def restore(self, snapshot: bytes) -> None:
        super().restore(snapshot[1:])
        self._stuck = bool(snapshot[0])

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        values, quality = super().read()
        if self._layer:
            self._layer(self.time_s, values, quality)
        return values, quality

    def step(self) -> None:
        super().step()
        level = self.read()[0][0]
        if not self._stuck and (level < 40.0 or level > 60.0):
            self._running = float(level < 40.0)


class CrashingPlant(TinyPlant):
    """Raises at the 30th step after its start, whatever it was restored from."""

    def __init__(self, seed: int = 0) -> None:
        super().__init__(seed)
        self._steps_until_crash = 30

    def step(self) -> None:
        super().step()
        self._steps_until_crash -= 1
        if self._steps_until_crash == 0:
            raise RuntimeError("the tank burst")


class DeafPlant(TinyPlant):
    """Hangs when it is operated."""

    def write(self, equipment: str, control: str, value: float) -> str:
        import threading

        threading.Event().wait()
        return ""
