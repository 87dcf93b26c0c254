"""The historian itself: append durably, seal, retain, read across parts and segments."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from wakeful.historian import disk
from wakeful.historian.buckets import Buckets
from wakeful.historian.catalogue import Catalogue
from wakeful.historian.gather import Samples
from wakeful.historian.names import NamesCache
from wakeful.historian.part import Part, PartWriter
from wakeful.historian.reading import SAMPLES_MAX, Reading
from wakeful.historian.recovery import (
    DAMAGED_SUFFIX,
    SEGMENTS_NAME,
    WAL_NAME,
    WORK_NAME,
    load,
)
from wakeful.historian.scan import verify
from wakeful.historian.seal import remove_segment, seal
from wakeful.historian.segment import Segment, SegmentReader
from wakeful.historian.segment_file import SealingStopped
from wakeful.terms.errors import DataError, StorageError
from wakeful.terms.samples import SampleBlock

PART_BYTES = 64 * 1024 * 1024
_DAY_NS = 86_400_000_000_000


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one ``seal`` did; ``damage`` has a line for each stretch left out."""

    segments: int = 0
    samples: int = 0
    damage: tuple[str, ...] = ()

    def __add__(self, other: "Sealed") -> "Sealed":
        return Sealed(
            self.segments + other.segments, self.samples + other.samples, self.damage + other.damage
        )


class Historian:
    """An open historian. One thread appends; one other may seal and retain; any number read meanwhile.

    Attributes
    ----------
    recovery : what opening found: torn bytes cut off, damage left out.
    failed : why the last append failed, or None. The next append tries again by itself.
    """

    def __init__(
        self,
        folder: Path,
        lock: int,
        tag_names: Sequence[str],
        segment_s: int,
        days_max: float,
        bytes_max: int,
        part_bytes: int,
    ) -> None:
        """Use ``open``."""
        self._folder = folder
        self._lock_descriptor: int | None = lock
        self._cache = NamesCache()
        self._names = self._cache.from_names(tag_names)
        self._segment_ns = segment_s * 1_000_000_000
        self._retention = days_max, bytes_max
        self._part_bytes = part_bytes
        contents = load(folder, self._cache)
        self.recovery = contents.recovery
        self.failed: str | None = None
        self._catalogue = Catalogue(contents.segments, contents.parts)
        self._reader = SegmentReader(self._cache)
        self._reading = Reading(self._catalogue, self._reader)
        # Maintenance may take the append lock, never the other way round.
        self._maintenance = threading.Lock()
        self._append = threading.Lock()
        self._number = contents.next_number
        self._writer: PartWriter | None = None
        self._slot: int | None = None
        self._closing = threading.Event()

    @classmethod
    def open(
        cls,
        folder: Path | str,
        tag_names: Sequence[str],
        *,
        segment_s: int = 3600,
        days_max: float = 30.0,
        bytes_max: int = 20_000_000_000,
        part_bytes: int = PART_BYTES,
    ) -> "Historian":
        """Open the historian in ``folder`` for this process alone, creating it when it is not there.

        Parameters
        ----------
        tag_names : (N,) names of the tags of the blocks to come; what other names recorded stays readable.
        segment_s : length of a sealed segment [s].
        days_max, bytes_max : what ``retain`` keeps.

        Raises
        ------
        StorageError
            If another process holds the folder, or the disk refuses.
        DataError
            If a tag name occurs twice.
        """
        folder = Path(folder)
        lock = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            disk.sync_folder(folder.parent)
            lock = disk.lock_folder(folder)
            return cls(folder, lock, tag_names, segment_s, days_max, bytes_max, part_bytes)
        except BaseException as error:
            if lock is not None:
                os.close(lock)
            if isinstance(error, OSError):
                raise StorageError(f"historian {folder} cannot be opened: {error}") from error
            raise

    @property
    def bytes(self) -> int:
        """Bytes on disk: segments and write-ahead log."""
        return self._catalogue.holdings().bytes

    def append(self, block: SampleBlock) -> None:
        """Make every sample of ``block`` durable, with one ``fdatasync``.

        Samples of quality ``BAD_NO_DATA`` do not exist; a block without samples writes nothing.

        Raises
        ------
        DataError
            If the block is not over the tags the historian was opened with.
        StorageError
            If the disk refused. None of the samples counts; the next append tries again by itself.
        """
        if block.tags != len(self._names):
            raise DataError(f"a block of {block.tags} tags for a historian of {len(self._names)}")
        with self._append:
            if self._lock_descriptor is None:
                raise StorageError(f"historian {self._folder} is closed")
            try:
                self._write(block)
            except OSError as error:
                self.failed = f"historian {self._folder} cannot be written: {error.strerror or error}"
                if self._writer is not None:
                    # Most full disks still allow this; where they do not, the next append insists on it.
                    with suppress(OSError):
                        self._writer.cut()
                raise StorageError(self.failed) from error
            self.failed = None

    def _write(self, block: SampleBlock) -> None:
        writer = self._writer
        if writer is not None and self.failed is not None:
            writer.cut()
        if writer is not None and writer.part.size >= self._part_bytes:
            self._finish_part()
            writer = None
        if writer is None:
            if not block.rows:
                return
            writer = PartWriter(self._folder / WAL_NAME, self._number, self._names)
            self._number += 1
            self._writer = writer
            self._catalogue.begin(writer.part)
        writer.append(block)

    def _finish_part(self) -> None:
        """The growing part becomes one that is ready to be sealed; the caller holds the append lock."""
        writer = self._writer
        if writer is None or not len(writer.part.table):
            return
        if self.failed is not None:
            # A failed append must not come back to life in a part nobody will cut again.
            writer.cut()
        writer.close()
        self._writer = None
        self._catalogue.finish()

    def seal(self, now_ns: int) -> Sealed:
        """Turn what is finished by ``now_ns`` into segments; may run in another thread than ``append``.

        The growing part is finished when the hour of ``now_ns`` is another one than at the last call. Call it
        every few seconds: most calls have nothing to do. ``close`` from another thread ends it early.

        Raises
        ------
        StorageError
            If the disk refuses. The write-ahead log keeps everything; the next call tries again.
        """
        slot = now_ns // self._segment_ns
        with self._maintenance:
            changed = self._slot is not None and slot != self._slot
            done = Sealed()
            try:
                if changed:
                    with self._append:
                        self._finish_part()
                self._slot = slot
                ready = [part for part in self._catalogue.parts if changed or self._slot_of(part) < slot]
                for group in self._groups(ready):
                    done += self._seal_group(group)
            except SealingStopped:
                pass
            except OSError as error:
                raise StorageError(
                    f"historian {self._folder} cannot seal its write-ahead log: {error.strerror or error}"
                ) from error
            return done

    def _slot_of(self, part: Part) -> int:
        return part.last_ns // self._segment_ns

    def _groups(self, parts: Sequence[Part]) -> Iterator[list[Part]]:
        """Runs of consecutive parts with the same tags that end in the same hour."""
        group: list[Part] = []
        for part in parts:
            if group and (
                part.number != group[-1].number + 1
                or part.names.sha256 != group[-1].names.sha256
                or self._slot_of(part) != self._slot_of(group[-1])
            ):
                yield group
                group = []
            group.append(part)
        if group:
            yield group

    def _seal_group(self, group: list[Part]) -> Sealed:
        damage = [line for part in group for line in verify(part)]
        whole = [part for part in group if len(part.table)]
        folder, work = self._folder / SEGMENTS_NAME, self._folder / WORK_NAME
        segment = seal(whole, folder, work, self._closing.is_set) if whole else None
        self._catalogue.exchange(group, segment)
        for part in group:
            _remove_part(part)
        samples = segment.description.samples if segment is not None else 0
        return Sealed(segment is not None, samples, tuple(damage))

    def retain(self, now_ns: int) -> int:
        """Remove what is older than ``days_max``, then the oldest beyond ``bytes_max``; bytes freed.

        The growing part is never removed.

        Raises
        ------
        StorageError
            If the disk refuses.
        """
        days_max, bytes_max = self._retention
        oldest_ns = now_ns - int(days_max * _DAY_NS)
        with self._maintenance:
            bytes_before = bytes_now = self.bytes
            try:
                for segment in sorted(self._catalogue.segments, key=lambda each: each.last_ns):
                    if segment.last_ns < oldest_ns or bytes_now > bytes_max:
                        bytes_now -= segment.bytes
                        self._remove_segment(segment)
                for part in self._catalogue.parts:
                    if part.last_ns < oldest_ns or bytes_now > bytes_max:
                        bytes_now -= part.size
                        self._catalogue.exchange([part], None)
                        part.path.unlink()
            except OSError as error:
                raise StorageError(f"historian {self._folder} cannot remove old samples: {error}") from error
        return bytes_before - bytes_now

    def _remove_segment(self, segment: Segment) -> None:
        self._catalogue.remove(segment)
        self._reader.forget(segment)
        remove_segment(segment.path, self._folder / WORK_NAME)

    def read_raw(self, tag: str, start_ns: int, end_ns: int, limit: int = SAMPLES_MAX) -> Samples:
        """The earliest ``limit`` samples of ``tag`` with ``start_ns`` <= time < ``end_ns``, by time.

        Returns
        -------
        times_ns, values, quality : (K,) int64, (K,) float64 [EU of the tag], (K,) uint32; empty for a tag
            nobody ever recorded. At most 10,000,000.

        Raises
        ------
        StorageError
            If a file is damaged or cannot be read.
        """
        return self._reading.raw(tag, start_ns, end_ns, limit)

    def read_buckets(self, tag: str, start_ns: int, end_ns: int, buckets: int) -> Buckets:
        """``tag`` over ``start_ns`` <= time < ``end_ns`` in equal buckets; see ``Buckets``.

        Raises
        ------
        DataError
            If ``buckets`` is not in 1 to 100,000 or the span is empty.
        StorageError
            If a file is damaged or cannot be read.
        """
        return self._reading.buckets(tag, start_ns, end_ns, buckets)

    def first_time_ns(self) -> int | None:
        """Time of the earliest sample, None when there is none."""
        return min((each.first_ns for each in self._catalogue.holdings().all), default=None)

    def close(self) -> None:
        """Give the folder free; a sealing at work is given up, to be begun afresh. Twice does nothing."""
        self._closing.set()
        with self._maintenance, self._append:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
                self._catalogue.finish()
            if self._lock_descriptor is not None:
                os.close(self._lock_descriptor)
                self._lock_descriptor = None

    def __enter__(self) -> "Historian":
        """The historian itself; leaving the block closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def _remove_part(part: Part) -> None:
    """Remove a sealed part, or keep it aside when damaged. What stays behind goes at the next opening."""
    with suppress(OSError):
        if part.damaged:
            part.path.rename(part.path.with_name(part.path.name + DAMAGED_SUFFIX))
        else:
            part.path.unlink()
