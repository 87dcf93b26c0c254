"""Recorded samples for the advisor: out of a historian, also while a server writes it, or out of a recording.

Read a few tags at a time, so that memory is bounded by them and not by the period.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wakeful.alarms.advisor.history import SAMPLES_MAX, History
from wakeful.drivers.recording import Faults, Recording, match_columns
from wakeful.historian.catalogue import Catalogue
from wakeful.historian.gather import Samples
from wakeful.historian.names import LaterVersion, NamesCache
from wakeful.historian.part import SUFFIX, Part
from wakeful.historian.reading import SAMPLES_MAX as READ_MAX
from wakeful.historian.reading import Reading
from wakeful.historian.recovery import SEGMENTS_NAME, WAL_NAME
from wakeful.historian.scan import load_part
from wakeful.historian.segment import Segment, SegmentReader
from wakeful.terms.errors import DataError, StorageError
from wakeful.terms.tag import Tag

CELLS_MAX = 40_000_000
"""Samples held at a time: 20 bytes each."""
ATTEMPTS_MAX = 5
_EVER_NS = 1 << 62


class GroupReader(SegmentReader):
    """Keeps what it decoded last of each file: a row group holds ten tags, which are asked for one by one.

    Without it every tag would cost the decoding of its nine neighbours.
    """

    def __init__(self, names: NamesCache) -> None:
        """Keep at most ``CELLS_MAX`` samples; files beyond that are decoded anew for each tag."""
        super().__init__(names)
        self._kept: dict[Path, tuple[int, Samples]] = {}
        self._cells = 0

    def _read(self, path: Path, position: int, start_ns: int, end_ns: int) -> Samples | None:
        footer = self._footer(path)
        count, offset = int(footer.counts[position]), int(footer.offset[position])
        if not count:
            return None
        times_ns, values, quality = self._group(path, int(footer.row_group[position]), footer.metadata)
        mine = slice(offset, offset + count)
        low, high = np.searchsorted(times_ns[mine], [start_ns, end_ns]) + offset
        return times_ns[low:high], values[low:high], quality[low:high]

    def _group(self, path: Path, number: int, metadata: pq.FileMetaData) -> Samples:
        kept = self._kept.get(path)
        if kept is not None and kept[0] == number:
            return kept[1]
        with pq.ParquetFile(path, metadata=metadata, page_checksum_verification=True) as file:
            table = file.read_row_group(number, columns=["time", "value", "quality"], use_threads=False)
        times, values, quality = (column.combine_chunks() for column in table.columns)
        samples = times.cast(pa.int64()).to_numpy(), values.to_numpy(), quality.to_numpy()
        freed = len(self._kept.pop(path)[1][0]) if kept is not None else 0
        self._cells += len(samples[0]) - freed
        if self._cells <= CELLS_MAX:
            self._kept[path] = number, samples
        else:
            self._cells -= len(samples[0])
        return samples


class RecordedSamples(Protocol):
    """Where the samples of a period come from."""

    start_ns: int
    end_ns: int
    """From the first recorded sample to the last."""

    def histories(self, tags: Sequence[Tag], start_ns: int) -> Iterator[tuple[Tag, History]]:
        """The history of each tag from ``start_ns`` on. Raises DataError or StorageError."""


class HistorianSamples:
    """The historian of a data folder, read without holding it.

    A server may write and seal meanwhile: what it made durable before the last look counts, and a file that
    was sealed or removed under our hands makes us look again.
    """

    def __init__(self, folder: Path) -> None:
        """Look at what is there. Raises StorageError when there is no history or it cannot be read."""
        self._folder = folder
        self._names = NamesCache()
        self._reading = self._look()
        if self.end_ns <= self.start_ns:
            raise StorageError(f"{folder} holds no samples yet; run the site for a while")

    def _look(self) -> Reading:
        if not self._folder.is_dir():
            raise StorageError(f"there is no history in {self._folder}; run the site, or give a --recording")
        try:
            segments = list(self._segments())
            parts = list(self._parts(segments))
        except OSError as error:
            raise StorageError(f"history {self._folder} cannot be read: {error}") from error
        every: list[Segment | Part] = [*segments, *parts]
        self.start_ns = min((each.first_ns for each in every), default=0)
        self.end_ns = max((each.last_ns for each in every), default=0)
        return Reading(Catalogue(segments, parts), GroupReader(self._names))

    def _segments(self) -> Iterator[Segment]:
        for path in sorted((self._folder / SEGMENTS_NAME).iterdir()):
            try:
                yield Segment.open(path)
            except LaterVersion:
                raise
            except StorageError:
                continue  # a damaged one is the server's to report; the rest is worth having

    def _parts(self, segments: Sequence[Segment]) -> Iterator[Part]:
        covered = [(each.description.first_part, each.description.last_part) for each in segments]
        for path in sorted((self._folder / WAL_NAME).glob(f"*{SUFFIX}")):
            if not path.stem.isdigit() or any(low <= int(path.stem) <= high for low, high in covered):
                continue
            try:
                part, _ = load_part(path, self._names, check_data=False)
            except LaterVersion:
                raise
            except (FileNotFoundError, StorageError):
                continue
            if len(part.table):
                yield part

    def histories(self, tags: Sequence[Tag], start_ns: int) -> Iterator[tuple[Tag, History]]:
        """The history of each tag from ``start_ns`` to the last sample of any, tag by tag."""
        end_ns = self.end_ns
        for tag in tags:
            samples = self._read(tag.name, start_ns, end_ns + 1)
            yield tag, _history(samples, tag, start_ns, end_ns)

    def _read(self, name: str, start_ns: int, stop_ns: int) -> Samples:
        for attempt in range(ATTEMPTS_MAX):
            try:
                return self._read_pieces(name, start_ns, stop_ns)
            except StorageError as error:
                if not isinstance(error.__cause__, FileNotFoundError) or attempt + 1 == ATTEMPTS_MAX:
                    raise
                self._reading = self._look()
        raise AssertionError("a read either returns or raises")

    def _read_pieces(self, name: str, start_ns: int, stop_ns: int) -> Samples:
        """A read returns a limited number of samples: on from the last one until there are no more."""
        pieces = [self._reading.raw(name, start_ns, stop_ns, READ_MAX)]
        while len(pieces[-1][0]) >= READ_MAX:
            _check_count(sum(len(piece[0]) for piece in pieces), name)
            pieces.append(self._reading.raw(name, int(pieces[-1][0][-1]) + 1, stop_ns, READ_MAX))
        return _joined(pieces)


class RecordingSamples:
    """A recording, CSV or Parquet. Tags without a column have no history."""

    def __init__(self, recording: Recording, tags: Sequence[Tag]) -> None:
        """Read the times. Raises DataError when no row has one, or no column is one of the tags."""
        self._recording = recording
        matching = match_columns(recording.columns, tags)
        self._columns = {
            tag.name: column for tag, column in zip(tags, matching.columns, strict=True) if column >= 0
        }
        if not self._columns:
            raise DataError(
                f"none of the {len(recording.columns):,} columns is one of the {len(tags):,} tags; name the "
                "columns as the tags, or give the tags their column as address in tags.csv"
            )
        self._rows = 0
        self.start_ns, self.end_ns = _EVER_NS, -_EVER_NS
        for rows in recording.rows([], Faults()):
            self._rows += len(rows.times_ns)
            self.start_ns = min(self.start_ns, int(rows.times_ns.min()))
            self.end_ns = max(self.end_ns, int(rows.times_ns.max()))
        if self._rows < 2 or self.end_ns <= self.start_ns:
            raise DataError("the recording has no two rows with different times; check its first column")

    def histories(self, tags: Sequence[Tag], start_ns: int) -> Iterator[tuple[Tag, History]]:
        """The history of each tag with a column from ``start_ns`` on, as many tags at a time as fit."""
        known = [tag for tag in tags if tag.name in self._columns]
        size = max(1, CELLS_MAX // self._rows)
        for first in range(0, len(known), size):
            group = known[first : first + size]
            pieces: list[list[Samples]] = [[] for _ in group]
            columns = [self._columns[tag.name] for tag in group]
            for rows in self._recording.rows(columns, Faults()):
                for place, mine in enumerate(pieces):
                    mine.append((rows.times_ns, rows.values[:, place].copy(), rows.quality[:, place].copy()))
            for place, tag in enumerate(group):
                samples = _joined(pieces[place])
                pieces[place] = []
                yield tag, _history(samples, tag, start_ns, self.end_ns)


def _joined(pieces: Sequence[Samples]) -> Samples:
    times_ns, values, quality = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return times_ns, values, quality


def _history(samples: Samples, tag: Tag, start_ns: int, end_ns: int) -> History:
    _check_count(len(samples[0]), tag.name)
    return History.accepted(*samples, start_ns, end_ns, tag.age_limit_ms * 1_000_000)


def _check_count(count: int, name: str) -> None:
    if count > SAMPLES_MAX:
        raise DataError(f"{name} has more than {SAMPLES_MAX:,} samples; give a shorter period with --last")
