"""The driver: asks each probe when it is due and puts the answers in one row."""

import difflib
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from wakeful.drivers.host.alarms import default_alarms
from wakeful.drivers.host.memory import memory_probes
from wakeful.drivers.host.network import network_probes
from wakeful.drivers.host.processes import process_probes
from wakeful.drivers.host.processor import processor_probes
from wakeful.drivers.host.quantity import READ_ERRORS, Probe, Quantity, Reading, quality_of
from wakeful.drivers.host.sensors import sensor_probes
from wakeful.drivers.host.storage import storage_probes
from wakeful.terms.effect import InjectFault, WriteOutput
from wakeful.terms.errors import ConfigurationError
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Source, SourceDescription
from wakeful.terms.tag import Tag, TagKind

PERIOD_MS_MIN, PERIOD_MS_MAX = 200, 60_000
PERIOD_MS_DEFAULT = 1_000
PREFIX_DEFAULT = "HOST."
PREFIX_PATTERN = re.compile(r"[A-Za-z0-9_.\-]{0,32}")
AGE_LIMIT_PERIODS = 5
AGE_LIMIT_MS_MIN = 5_000
NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class HostSettings:
    """Settings of a source with ``driver = "host"``."""

    period_ms: int = PERIOD_MS_DEFAULT
    prefix: str = PREFIX_DEFAULT


def parse_settings(source: Source) -> HostSettings:
    """Checked settings. Raises ConfigurationError that names the key and says what would be right."""
    known = ("period_ms", "prefix")
    where = f"source {source.id!r}"
    for key in source.settings:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            advice = f"did you mean {near[0]!r}?" if near else "known are period_ms and prefix"
            raise ConfigurationError(f"{where}: unknown setting {key!r}; {advice}")
    period_ms = source.settings.get("period_ms", PERIOD_MS_DEFAULT)
    if not isinstance(period_ms, int) or not PERIOD_MS_MIN <= period_ms <= PERIOD_MS_MAX:
        raise ConfigurationError(
            f"{where}: period_ms is {period_ms!r}; right is a whole number "
            f"from {PERIOD_MS_MIN} to {PERIOD_MS_MAX}"
        )
    prefix = source.settings.get("prefix", PREFIX_DEFAULT)
    if not isinstance(prefix, str) or not PREFIX_PATTERN.fullmatch(prefix):
        raise ConfigurationError(
            f"{where}: prefix is {prefix!r}; at most 32 letters, digits, '_', '.' and '-' are right, "
            f"for example {PREFIX_DEFAULT!r}"
        )
    return HostSettings(period_ms, prefix)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One probe, in which rows it is read, and the columns of the block that its readings go to."""

    probe: Probe
    every_rows: int
    turn: int
    columns: tuple[tuple[int, int], ...]
    """(place among the probe's readings, column of the block)"""

    def is_due(self, row: int) -> bool:
        """In the first row every probe is read; later the slow ones take turns."""
        return row == 0 or (row + self.turn) % self.every_rows == 0


ROOMS = (processor_probes, memory_probes, storage_probes, network_probes, sensor_probes, process_probes)


def find_probes() -> tuple[Probe, ...]:
    """The probes that answer on this machine now; one that does not is left out for good."""
    found: list[Probe] = []
    for room in ROOMS:
        # A whole room may fail too: some systems refuse to list interfaces or sensors.
        with suppress(*READ_ERRORS):
            found += room()
    return tuple(found)


def read_probe(probe: Probe, at_ns: int) -> tuple[Reading, ...]:
    """The probe's readings; when it cannot be read, the reason why in each place."""
    try:
        return probe.read(at_ns)
    except READ_ERRORS as error:
        return (quality_of(error),) * len(probe.quantities)


class HostDriver:
    """Samples of the machine this server runs on.

    Settings: ``period_ms`` (200 to 60,000, default 1,000) and ``prefix`` of the tag names (default
    ``HOST.``). Which tags there are is decided at the first ``describe`` or ``start`` and stays so. Fast
    quantities have a sample in every row, slow ones (file systems 10 s, sensors and links 5 s) in some.
    """

    def __init__(self, source: Source, monotonic_ns: Callable[[], int] = time.monotonic_ns) -> None:
        """Check the settings. ``monotonic_ns`` paces the readings and measures the time under rates."""
        self._source = source
        self._settings = parse_settings(source)
        self._monotonic_ns = monotonic_ns
        self._probes: tuple[Probe, ...] | None = None
        self._readers: list[_Reader] = []
        self._unknown: tuple[int, ...] = ()
        self._columns = 0
        self._due_ns: int | None = None
        self._row = 0
        self._running = False

    def describe(self) -> SourceDescription:
        """Tags and default alarms of this machine; nothing to operate."""
        tags = tuple(
            self._tag(quantity, self._period_ms(probe))
            for probe in self._found()
            for quantity in probe.quantities
        )
        quantities = [quantity for probe in self._found() for quantity in probe.quantities]
        return SourceDescription(tags=tags, alarms=default_alarms(quantities, self._settings.prefix))

    def start(self, tags: Sequence[Tag]) -> None:
        """Sample these tags; each is found by its address. One that this machine lacks is always bad."""
        wanted: dict[str, list[int]] = {}
        for column, tag in enumerate(tags):
            wanted.setdefault(tag.address or tag.name.removeprefix(self._settings.prefix), []).append(column)
        self._readers = []
        for turn, probe in enumerate(self._found()):
            columns = tuple(
                (place, column)
                for place, quantity in enumerate(probe.quantities)
                for column in wanted.pop(quantity.address, ())
            )
            if columns:
                probe.forget()
                every_rows = max(1, round(self._period_ms(probe) / self._settings.period_ms))
                self._readers.append(_Reader(probe, every_rows, turn, columns))
        self._unknown = tuple(column for columns in wanted.values() for column in columns)
        self._columns = len(tags)
        self._due_ns, self._row = None, 0
        self._running = True

    def poll(self, now_ns: int) -> SampleBlock | None:
        """One row at most every ``period_ms``, stamped ``now_ns``; None in between."""
        at_ns = self._monotonic_ns()
        if not self._running or not self._is_due(at_ns):
            return None
        block = SampleBlock.unfilled(np.array([now_ns], np.int64), self._columns)
        values, quality = block.values[0], block.quality[0]
        for reader in self._readers:
            if reader.is_due(self._row):
                readings = read_probe(reader.probe, at_ns)
                for place, column in reader.columns:
                    reading = readings[place]
                    if isinstance(reading, Quality):
                        quality[column] = reading
                    else:
                        values[column], quality[column] = reading, Quality.GOOD
        self._row += 1
        for column in self._unknown:
            quality[column] = Quality.BAD_CONFIGURATION_ERROR
        return block

    def write(self, order: WriteOutput) -> str:
        """Nothing on this machine is operated from here."""
        return f"{order.equipment}: this machine is only watched; it has nothing to operate"

    def inject(self, order: InjectFault) -> str:
        """A real source has no faults to simulate."""
        return f"{order.fault}: this is a real machine; faults can only be simulated on a simulated source"

    def stop(self) -> None:
        """End sampling."""
        self._running = False
        self._readers = []

    def _is_due(self, at_ns: int) -> bool:
        """Whether a row is due: on a grid, which starts anew after more than a period was missed."""
        period_ns = self._settings.period_ms * NS_PER_MS
        due_ns = at_ns if self._due_ns is None else self._due_ns
        if at_ns < due_ns:
            return False
        self._due_ns = due_ns + period_ns if at_ns < due_ns + period_ns else at_ns + period_ns
        return True

    def _period_ms(self, probe: Probe) -> int:
        return max(self._settings.period_ms, probe.read_period_ms)

    def _found(self) -> tuple[Probe, ...]:
        """The probes that answer on this machine, found once."""
        if self._probes is None:
            self._probes = find_probes()
        return self._probes

    def _tag(self, quantity: Quantity, period_ms: int) -> Tag:
        return Tag(
            name=self._settings.prefix + quantity.address,
            system=self._source.system,
            source=self._source.id,
            description=quantity.description,
            unit=quantity.unit,
            kind=TagKind.DISCRETE if quantity.states else TagKind.ANALOGUE,
            states=quantity.states,
            range_low_eu=quantity.range_low_eu,
            range_high_eu=quantity.range_high_eu,
            normal_low_eu=quantity.normal_low_eu,
            normal_high_eu=quantity.normal_high_eu,
            resolution_eu=quantity.resolution_eu,
            age_limit_ms=max(AGE_LIMIT_MS_MIN, AGE_LIMIT_PERIODS * period_ms),
            address=quantity.address,
            overview=quantity.overview,
        )
