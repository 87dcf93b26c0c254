"""Sealed segments: Parquet files by tag, and reading one tag straight from its row group."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wakeful.historian.gather import NO_SAMPLES, Samples
from wakeful.historian.names import LaterVersion, NamesCache, TagNames
from wakeful.terms.errors import DataError, StorageError

VERSION = 1
TAGS_PER_FILE = 2_000
TAGS_PER_ROW_GROUP = 10
# Readers of a folder of Parquet files pass over names with an underscore in front.
DESCRIPTION_NAME = "_segment.json"
TAGS_NAME = "_tags.json"
METADATA_KEY = b"wakeful"

SCHEMA = pa.schema(
    [
        pa.field("tag", pa.dictionary(pa.int32(), pa.string()), nullable=False),
        pa.field("time", pa.timestamp("ns", tz="UTC"), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("quality", pa.uint32(), nullable=False),
    ]
)


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What ``_segment.json`` says."""

    version: int
    first_ns: int
    last_ns: int
    first_part: int
    last_part: int
    samples: int
    tags_sha256: str
    files: list[str]


class FileDescription(msgspec.Struct, frozen=True, kw_only=True):
    """What a Parquet file says of itself under ``wakeful``: its tags and how many samples each has."""

    version: int
    tags: list[str]
    counts: list[int]


class Segment:
    """A sealed segment on disk."""

    def __init__(self, path: Path, description: Description) -> None:
        """The segment in folder ``path``."""
        self.path = path
        self.description = description
        self.bytes = sum(file.stat().st_size for file in path.iterdir())

    @classmethod
    def open(cls, path: Path) -> "Segment":
        """Read a segment's description.

        Raises
        ------
        StorageError
            If it has none, or one of another version.
        """
        try:
            description = msgspec.json.decode((path / DESCRIPTION_NAME).read_bytes(), type=Description)
        except (OSError, msgspec.MsgspecError) as error:
            raise StorageError(f"{path} is no sealed segment ({error}): move it out of the folder") from error
        if description.version != VERSION:
            raise LaterVersion(
                f"{path} has format version {description.version}, this program reads {VERSION}"
            )
        return cls(path, description)

    @property
    def first_ns(self) -> int:
        """Time of the earliest sample."""
        return self.description.first_ns

    @property
    def last_ns(self) -> int:
        """Time of the latest sample."""
        return self.description.last_ns

    def names(self, cache: NamesCache) -> TagNames:
        """The segment's tag names. Raises StorageError when they are damaged."""
        found = cache.get(self.description.tags_sha256)
        if found is None:
            try:
                found = cache.from_json((self.path / TAGS_NAME).read_bytes())
            except DataError as error:
                raise StorageError(f"{self.path / TAGS_NAME} is damaged: {error}") from error
            if found.sha256 != self.description.tags_sha256:
                raise StorageError(f"{self.path / TAGS_NAME} is damaged: restore it from a copy")
        return found


class _Footer:
    """A file's footer and where each of its tags begins."""

    def __init__(self, path: Path) -> None:
        self.metadata: Any = pq.read_metadata(path)
        described = msgspec.json.decode(self.metadata.metadata[METADATA_KEY], type=FileDescription)
        counts = np.asarray(described.counts, np.int64)
        groups = np.add.reduceat(counts, np.arange(0, len(counts), TAGS_PER_ROW_GROUP))
        ordinals = np.cumsum(groups > 0) - 1
        self.counts = counts
        self.row_group = np.repeat(ordinals, TAGS_PER_ROW_GROUP)[: len(counts)]
        before = np.cumsum(counts) - counts
        self.offset = before - np.repeat(before[::TAGS_PER_ROW_GROUP], TAGS_PER_ROW_GROUP)[: len(counts)]


class SegmentReader:
    """Reads tags out of segments; keeps the footers of the files used last. For any number of threads."""

    def __init__(self, names: NamesCache, footers_max: int = 64) -> None:
        """Keep at most ``footers_max`` footers (about 0.5 MB each for a full file)."""
        self._names = names
        self._footers: OrderedDict[Path, _Footer] = OrderedDict()
        self._footers_max = footers_max
        self._mutex = Lock()

    def read_tag(self, segment: Segment, tag: str, start_ns: int, end_ns: int) -> Samples:
        """Samples of ``tag`` with ``start_ns`` <= time < ``end_ns``, by time; none when it has not that tag.

        Raises
        ------
        FileNotFoundError
            If the segment was removed meanwhile.
        StorageError
            If it is damaged.
        """
        with self._mutex:
            position = segment.names(self._names).index.get(tag)
        if position is None:
            return NO_SAMPLES
        number, place = divmod(position, TAGS_PER_FILE)
        for name in (file_name(number, dictionary=True), file_name(number, dictionary=False)):
            if name not in segment.description.files:
                continue
            path = segment.path / name
            try:
                samples = self._read(path, place, start_ns, end_ns)
            except FileNotFoundError:
                raise
            except (OSError, pa.ArrowException, msgspec.MsgspecError, KeyError) as error:
                raise StorageError(f"{path} cannot be read ({error}): restore it from a copy") from error
            if samples is not None:
                return samples
        return NO_SAMPLES

    def forget(self, segment: Segment) -> None:
        """Drop the footers of a removed segment."""
        with self._mutex:
            for path in [path for path in self._footers if path.parent == segment.path]:
                del self._footers[path]

    def _read(self, path: Path, position: int, start_ns: int, end_ns: int) -> Samples | None:
        """Samples of the tag at ``position`` of the file; None when the file has none of it at all."""
        footer = self._footer(path)
        count, offset = int(footer.counts[position]), int(footer.offset[position])
        if not count:
            return None
        with pq.ParquetFile(path, metadata=footer.metadata, page_checksum_verification=True) as file:
            table = file.read_row_group(
                int(footer.row_group[position]), columns=["time", "value", "quality"], use_threads=False
            )
        times_ns, values, quality = (column.combine_chunks().slice(offset, count) for column in table.columns)
        times_ns = times_ns.cast(pa.int64()).to_numpy()
        low, high = np.searchsorted(times_ns, [start_ns, end_ns])
        return (
            times_ns[low:high],
            values.to_numpy()[low:high],
            quality.to_numpy()[low:high],
        )

    def _footer(self, path: Path) -> _Footer:
        with self._mutex:
            footer = self._footers.get(path)
            if footer is not None:
                self._footers.move_to_end(path)
                return footer
        footer = _Footer(path)
        with self._mutex:
            self._footers[path] = footer
            while len(self._footers) > self._footers_max:
                self._footers.popitem(last=False)
        return footer


def file_name(number: int, *, dictionary: bool) -> str:
    """Name of a segment's file with the tags from 2,000 × ``number`` and values in that encoding."""
    return f"{number:05d}-{'dictionary' if dictionary else 'split'}.parquet"
