"""The driver of a simulated plant: rows in, orders out, the process behind it looked after."""

import sys
import time
from collections.abc import Sequence

import numpy as np

from wakeful.drivers.simulated.plant_description import (
    SPEED_CONTROL,
    describe_source,
    simulation_name,
    simulation_values,
)
from wakeful.drivers.simulated.plant_messages import Begin, Inject, Row, SetSpeed, Write
from wakeful.drivers.simulated.plant_pace import SPEED_MAX, SPEED_MIN
from wakeful.drivers.simulated.plant_settings import check_settings
from wakeful.drivers.simulated.plant_supervisor import Supervisor
from wakeful.terms.effect import InjectFault, WriteOutput
from wakeful.terms.errors import SourceError
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Source, SourceDescription
from wakeful.terms.tag import Tag


class SimulatedDriver:
    """A simulated plant as a source. A ``Driver``.

    Settings of the source: ``plant`` (water_works, tennessee_eastman or module:Class), ``speed`` (1 to
    1000 times real time), ``seed`` and ``period_ms`` (between two rows).

    Raises
    ------
    ConfigurationError
        If a setting is unknown or out of range.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._settings = check_settings(source)
        self._description: SourceDescription | None = None
        self._supervisor: Supervisor | None = None
        self._columns = np.empty(0, np.int64)
        self._time_ns = 0

    @property
    def status(self) -> str:
        """How the plant's process is, in one sentence."""
        return self._supervisor.status if self._supervisor else "not started"

    @property
    def process_id(self) -> int | None:
        """Process id of the plant, None while there is none."""
        return self._supervisor.process_id if self._supervisor else None

    @property
    def rows_dropped(self) -> int:
        """Rows that the plant published and nobody fetched in time."""
        return self._supervisor.rows_dropped if self._supervisor else 0

    def describe(self) -> SourceDescription:
        """The plant's tags, alarms, equipment and faults, and the simulation's clock, speed and pace.

        Raises SourceError when the plant needs a package that is not installed.
        """
        if self._description is None:
            self._description = describe_source(self._source, self._settings)
        return self._description

    def start(self, tags: Sequence[Tag]) -> None:
        """Start the plant's process. Raises SourceError for tags that the plant does not have."""
        # A site may give a tag another name: then its address is the name or address it has here.
        known: dict[str, int] = {}
        for i, tag in enumerate(self.describe().tags):
            known[tag.name] = i
            known.setdefault(tag.address or tag.name, i)
        unknown = [tag.name for tag in tags if tag.name not in known and tag.address not in known]
        if unknown:
            shown = ", ".join(unknown[:5])
            raise SourceError(f"source {self._source.id} has no tags {shown} ({len(unknown)} in all)")
        columns = [known[tag.name] if tag.name in known else known[tag.address] for tag in tags]
        self._columns = np.array(columns, np.int64)
        settings = self._settings
        self._supervisor = Supervisor(
            Begin(settings.plant, settings.seed, settings.speed, settings.period_ms, list(sys.path))
        )
        self._supervisor.start()

    def poll(self, now_ns: int) -> SampleBlock | None:
        """Rows that the plant published since the last call, None when there are none. Never blocks.

        Rows are stamped by the system's clock; where that was set back and lies behind ``now_ns``, by as much
        later. A row stamped no later than the one before goes 1 ns after it.
        """
        if self._supervisor is None:
            return None
        rows = self._supervisor.take_rows()
        if not rows:
            return None
        readings = [self._readings(row) for row in rows]
        behind_ns = max(0, now_ns - time.time_ns())
        return SampleBlock(
            np.array([self._stamp(row.time_ns + behind_ns) for row in rows], np.int64),
            np.stack([values for values, _ in readings]),
            np.stack([quality for _, quality in readings]),
        )

    def write(self, order: WriteOutput) -> str:
        """Set a control of the plant, or the simulation's speed; waits at most half a second."""
        if self._supervisor is None:
            return "the simulated plant is not started"
        supervisor, value = self._supervisor, order.value
        if order.equipment != simulation_name(self._source):
            return supervisor.order(lambda number: Write(number, order.equipment, order.control, value))
        if order.control != SPEED_CONTROL:
            return f"{order.equipment} has no control {order.control!r}; it has {SPEED_CONTROL}"
        if not SPEED_MIN <= value <= SPEED_MAX:
            return f"speed {value:g} is out of range: {SPEED_MIN:g} to {SPEED_MAX:g}"
        return supervisor.order(lambda number: SetSpeed(number, value))

    def inject(self, order: InjectFault) -> str:
        """Begin or end a fault of the plant or of its instruments; waits at most half a second."""
        if self._supervisor is None:
            return "the simulated plant is not started"
        return self._supervisor.order(
            lambda number: Inject(number, order.fault, order.target, order.severity, order.active)
        )

    def stop(self) -> None:
        """End the plant's process. Safe to call twice."""
        if self._supervisor is not None:
            self._supervisor.stop()

    def _stamp(self, time_ns: int) -> int:
        self._time_ns = max(time_ns, self._time_ns + 1)
        return self._time_ns

    def _readings(self, row: Row) -> tuple[np.ndarray, np.ndarray]:
        """(N,) values and quality of the tags asked for, in their order."""
        assert self._supervisor is not None
        own = simulation_values(row, self._supervisor.restarts)
        values = np.concatenate([np.frombuffer(row.values), own])
        quality = np.concatenate([np.frombuffer(row.quality, np.uint32), np.zeros(len(own), np.uint32)])
        return values[self._columns], quality[self._columns]
