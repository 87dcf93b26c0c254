"""A driver whose samples, answers and troubles are written by the test that holds it."""

import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import msgspec
import numpy as np

from wakeful.terms.alarm import PLAIN, AlarmDefinition, ConditionKind, Handling, Priority
from wakeful.terms.effect import InjectFault, WriteOutput
from wakeful.terms.equipment import Control, ControlKind, Equipment
from wakeful.terms.fault import FaultKind
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Source, SourceDescription
from wakeful.terms.tag import Tag

LIMIT_EU = 80.0


def speed_control(feedback_tag: str) -> Control:
    """The one control of a scripted pump."""
    return Control(name="speed", kind=ControlKind.ANALOGUE, feedback_tag=feedback_tag, high_eu=100.0)


class ScriptedDriver:
    """Tags ``SOURCE.0`` to ``SOURCE.N-1`` with a high alarm at 80 each, and a pump whose speed is tag 0.

    Settings beside ``tags``: ``wave_ms``, a square wave on every tag; ``steady``, values that every poll
    brings; ``handling``, members of ``Handling`` by alarm, as ``handling.t0.latching``; ``file``, an array of
    a value for each tag, brought once whenever the file is there and another one than before.

    ``held`` maps a source id to the driver that was made last for it.
    """

    held: ClassVar[dict[str, "ScriptedDriver"]] = {}
    made: ClassVar[dict[str, int]] = {}

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tags = int(source.settings.get("tags", 3))
        self.wave_ms = int(source.settings.get("wave_ms", 0))
        self.steady = [float(value) for value in source.settings.get("steady", ())]
        self.file = Path(source.settings["file"]) if "file" in source.settings else None
        self.file_brought: tuple[int, int] | None = None
        self.handling = msgspec.convert(source.settings.get("handling", {}), dict[str, Handling])
        self.rows: deque[tuple[int | None, dict[int, float]]] = deque()
        self.orders: list[WriteOutput | InjectFault] = []
        self.answer = ""
        self.trouble: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.order_gate = threading.Event()
        self.order_gate.set()
        self.in_call = threading.Event()
        self.started = self.stopped = 0
        ScriptedDriver.held[source.id] = self
        ScriptedDriver.made[source.id] = ScriptedDriver.made.get(source.id, 0) + 1

    def describe(self) -> SourceDescription:
        """Tags, alarms, one pump and one fault."""
        names = [f"{self.source.id}.{index}" for index in range(self.tags)]
        return SourceDescription(
            tags=tuple(
                Tag(
                    name=name,
                    system=self.source.system,
                    source=self.source.id,
                    unit="bar",
                    age_limit_ms=int(self.source.settings.get("age_limit_ms", 600_000)),
                    overview=name.endswith(".0"),
                )
                for name in names
            ),
            alarms=tuple(
                AlarmDefinition(
                    name=f"{name}.high", tag=name, kind=ConditionKind.HIGH, priority=Priority.HIGH,
                    limit_eu=LIMIT_EU, deadband_eu=5.0, message="too high", response="look",
                    handling=self.handling.get(f"t{index}", PLAIN),
                )
                for index, name in enumerate(names)
            ),
            equipment=(
                Equipment(
                    name=f"{self.source.id}-pump", system=self.source.system, source=self.source.id,
                    kind="pump", controls=(speed_control(names[0]),),
                    tags=(names[0],),
                ),
            ),
            faults=(FaultKind(name="burst", description="a pipe bursts"),),
            simulated=True,
        )  # fmt: skip

    def push(self, time_ns: int | None = None, **values: float) -> None:
        """Give samples at the next poll: ``push(t0=20.0)`` for tag 0; at the time of the poll unless told."""
        self.rows.append((time_ns, {int(name[1:]): value for name, value in values.items()}))

    def start(self, tags: Sequence[Tag]) -> None:
        """Begin."""
        assert len(tags) == self.tags
        self.started += 1

    def poll(self, now_ns: int) -> SampleBlock | None:
        """What was pushed; or a square wave on every tag, each with its own period."""
        self._live()
        if self.wave_ms:
            return self._wave(now_ns)
        if self.steady:
            return SampleBlock(
                np.array([now_ns], np.int64), np.array([self.steady]), np.zeros((1, self.tags), np.uint32)
            )
        if self.file is not None:
            return self._from_file(self.file, now_ns)
        if not self.rows:
            return None
        time_ns, values = self.rows.popleft()
        block = SampleBlock.unfilled(np.array([time_ns or now_ns], np.int64), self.tags)
        for index, value in values.items():
            block.values[0, index] = value
            block.quality[0, index] = 0
        return block

    def write(self, order: WriteOutput) -> str:
        """Note an order and give the answer the test wants."""
        self.orders.append(order)
        self.order_gate.wait()
        return self.answer

    def inject(self, order: InjectFault) -> str:
        """Note a fault."""
        self.orders.append(order)
        return self.answer

    def stop(self) -> None:
        """End."""
        self.stopped += 1

    def _live(self) -> None:
        self.in_call.set()
        self.gate.wait()
        if self.trouble is not None:
            raise self.trouble

    def _from_file(self, file: Path, now_ns: int) -> SampleBlock | None:
        try:
            found = file.stat()
        except FileNotFoundError:
            return None
        if self.file_brought == (found.st_ino, found.st_mtime_ns):
            return None
        self.file_brought = (found.st_ino, found.st_mtime_ns)
        values = np.load(file)[np.newaxis]
        return SampleBlock(np.array([now_ns], np.int64), values, np.zeros(values.shape, np.uint32))

    def _wave(self, now_ns: int) -> SampleBlock:
        phase = now_ns // (self.wave_ms * 1_000_000)
        high = (phase // np.arange(1, self.tags + 1)) % 2 == 1
        values = np.where(high, 90.0, 20.0)[np.newaxis]
        return SampleBlock(np.array([now_ns], np.int64), values, np.zeros(values.shape, np.uint32))
