"""The journal itself: open, append durably, read, fail safely, recover."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from wakeful.journal import disk
from wakeful.journal.entry import decode, encode
from wakeful.journal.mark import Mark
from wakeful.journal.reader import Segment
from wakeful.journal.recovery import Recovery, load, segment_path
from wakeful.journal.segment import (
    BATCH_RECORDS_MAX,
    PAYLOAD_BYTES_MAX,
    SegmentHeader,
    pack_batch,
    pack_segment_header,
)
from wakeful.terms.effect import Record
from wakeful.terms.errors import DataError, StorageError

SEGMENT_BYTES = 16 * 1024 * 1024


class Journal:
    """An open journal. Any thread may read while one appends.

    Attributes
    ----------
    recovery : what opening (or the last ``recover``) found and cut off.
    failed : why nothing can be appended, or None.
    """

    def __init__(self, folder: Path, segment_bytes: int, lock: int | None) -> None:
        """Use ``open`` or ``open_for_reading``."""
        self._folder = folder
        self._segment_bytes = segment_bytes
        self._lock_descriptor = lock
        self._mutex = threading.Lock()
        self._descriptor: int | None = None
        self._mark: Mark | None = None
        self.failed: str | None = None
        self._segments: list[Segment]
        self._segments, self.recovery = load(folder, repair=lock is not None)

    @classmethod
    def open(cls, folder: Path | str, *, segment_bytes: int = SEGMENT_BYTES) -> "Journal":
        """Open the journal in ``folder`` for this process alone, creating it when it is not there.

        Raises
        ------
        StorageError
            If another process holds it, the disk refuses, or acknowledged records are damaged or missing.
        """
        folder = Path(folder)
        lock, journal = None, None
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
                disk.sync_folder(folder.parent)
            lock = disk.lock_folder(folder)
            journal = cls(folder, segment_bytes, lock)
            journal._begin_writing()
        except BaseException as error:
            if journal is not None:
                journal.close()
            elif lock is not None:
                os.close(lock)
            if isinstance(error, OSError):
                raise StorageError(f"journal {folder} cannot be opened: {error}") from error
            raise
        return journal

    @classmethod
    def open_for_reading(cls, folder: Path | str) -> "Journal":
        """Open what is durable now, without a lock and without changing anything.

        Raises
        ------
        StorageError
            If there is no such folder, or acknowledged records are damaged or missing.
        """
        folder = Path(folder)
        if not folder.is_dir():
            raise StorageError(f"there is no journal in {folder}")
        try:
            return cls(folder, SEGMENT_BYTES, None)
        except OSError as error:
            raise StorageError(f"journal {folder} cannot be read: {error}") from error

    def _begin_writing(self) -> None:
        self._mark = self._mark or Mark(self._folder)
        disk.sync_folder(self._folder)
        if self._segments:
            self._descriptor = os.open(self._segments[-1].path, os.O_RDWR | os.O_CLOEXEC)
        self._mark.write(self.next_sequence)

    @property
    def next_sequence(self) -> int:
        """Number of durable records; the sequence the next one will get."""
        return self._segments[-1].next_sequence if self._segments else 0

    def append(self, records: Sequence[Record]) -> int:
        """Make all ``records`` durable with one write and one ``fdatasync``; sequence of the first.

        After a crash they are all there or none is. An empty call does nothing.

        Raises
        ------
        DataError
            If a record cannot be journaled as it is, or there are too many. Nothing was written.
        StorageError
            If the disk refused. None of the records counts, and ``failed`` is set until ``recover``.
        """
        if len(records) > BATCH_RECORDS_MAX:
            raise DataError(f"{len(records)} records in one append; at most {BATCH_RECORDS_MAX}")
        entries = [encode(record) for record in records]
        if sum(map(len, entries)) + 2 * len(entries) > PAYLOAD_BYTES_MAX:
            raise DataError(f"more than {PAYLOAD_BYTES_MAX} bytes of records in one append")
        with self._mutex:
            if self._mark is None:
                raise StorageError(f"journal {self._folder} is not open for writing")
            if self.failed is not None:
                raise StorageError(f"{self.failed}; nothing more is recorded until recover() succeeds")
            first_sequence = self.next_sequence
            if not entries:
                return first_sequence
            try:
                self._write(pack_batch(first_sequence, entries), len(entries))
            except OSError as error:
                self.failed = f"journal {self._folder} cannot be written: {error.strerror or error}"
                raise StorageError(self.failed) from error
            self._mark.write(self.next_sequence)
            return first_sequence

    def _write(self, batch: bytes, count: int) -> None:
        last = self._segments[-1] if self._segments else None
        full = last is not None and last.end + len(batch) > self._segment_bytes
        # A segment without a record yet takes a batch of any size.
        if last is None or (full and last.next_sequence > last.first_sequence):
            self._write_new_segment(batch, count, last)
            return
        assert self._descriptor is not None
        try:
            disk.write_all(self._descriptor, batch, last.end)
            disk.sync(self._descriptor)
        except OSError:
            # Most full disks still allow this; where they do not, recover() or the next opening does it.
            with suppress(OSError):
                os.ftruncate(self._descriptor, last.end)
            raise
        last.extend(last.next_sequence + count, last.end + len(batch))

    def _write_new_segment(self, batch: bytes, count: int, last: Segment | None) -> None:
        first_sequence = self.next_sequence
        header = SegmentHeader(first_sequence, *((last.first_sequence, last.end) if last else ()))
        data = pack_segment_header(header) + batch
        path = segment_path(self._folder, first_sequence)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        try:
            disk.write_all(descriptor, data, 0)
            disk.sync(descriptor)
            disk.sync_folder(self._folder)
        except OSError:
            os.close(descriptor)
            with suppress(OSError):
                path.unlink()
            raise
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = descriptor
        segment = Segment(path, first_sequence, first_sequence + count, len(data))
        # A new list, so that a reader in another thread keeps the one it began with.
        self._segments = [*self._segments, segment]

    def recover(self) -> Recovery:
        """After a failure: read the end of the journal afresh from the disk and allow appending again.

        What was not acknowledged is cut off, so that a batch whose append raised is not in the journal.

        Raises
        ------
        StorageError
            If the disk still refuses, or acknowledged records are gone. ``failed`` stays set.
        """
        with self._mutex:
            if self._mark is None:
                raise StorageError(f"journal {self._folder} is not open for writing")
            acknowledged = self.next_sequence
            try:
                self._cut(self._segments[-1] if self._segments else None)
                segments, recovery = load(self._folder, repair=True)
                if recovery.next_sequence != acknowledged:
                    raise StorageError(
                        f"journal {self._folder} ends with record {recovery.next_sequence - 1} "
                        f"where {acknowledged - 1} was acknowledged: stop and restore it from a copy"
                    )
                if self._descriptor is not None:
                    os.close(self._descriptor)
                    self._descriptor = None
                self._segments, self.recovery = segments, recovery
                self._begin_writing()
            except OSError as error:
                raise StorageError(f"journal {self._folder} still cannot be written: {error}") from error
            self.failed = None
            return recovery

    def _cut(self, last: Segment | None) -> None:
        """Remove everything behind the last acknowledged record, and what the page cache says of the rest."""
        next_sequence = last.next_sequence if last else 0
        left_over = segment_path(self._folder, next_sequence)
        if left_over.exists() and (last is None or left_over != last.path):
            left_over.unlink()
        if last is not None:
            descriptor = os.open(last.path, os.O_RDWR | os.O_CLOEXEC)
            try:
                os.ftruncate(descriptor, last.end)
                disk.sync(descriptor)
                # After a failed fdatasync the cache may hold what the disk does not: read the disk.
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)

    def read(
        self, start: int = 0, stop: int | None = None, *, limit: int | None = None
    ) -> Iterator[tuple[int, Record]]:
        """Records ``start`` to ``stop`` (default: all durable now), at most ``limit``, with their sequences.

        Raises
        ------
        StorageError
            If a batch on the way is damaged, with file, byte and record.
        DataError
            If a record is of a kind this version does not know.
        """
        for sequence, entry in self.read_entries(start, stop, limit=limit):
            yield sequence, decode(entry)

    def read_entries(
        self, start: int = 0, stop: int | None = None, *, limit: int | None = None
    ) -> Iterator[tuple[int, bytes]]:
        """As ``read``, but the entries' exact bytes: what trees and proofs are made of."""
        segments = self._segments
        end = segments[-1].next_sequence if segments else 0
        stop = end if stop is None else min(stop, end)
        start = max(0, start)
        stop = stop if limit is None else min(stop, start + limit)
        for segment in segments:
            if segment.next_sequence > start and segment.first_sequence < stop:
                yield from segment.read(max(start, segment.first_sequence), min(stop, segment.next_sequence))

    def read_backwards(self, before: int | None = None, limit: int = 100) -> Iterator[tuple[int, Record]]:
        """The ``limit`` records below ``before`` (default: the end), latest first. Raises as ``read``."""
        segments = self._segments
        before = self.next_sequence if before is None else before
        for segment in reversed(segments):
            for sequence, entry in segment.read_backwards(before):
                if limit <= 0:
                    return
                limit -= 1
                yield sequence, decode(entry)

    def close(self) -> None:
        """Give the folder free. Closing twice does nothing."""
        with self._mutex:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None
            mark, self._mark = self._mark, None
            lock, self._lock_descriptor = self._lock_descriptor, None
            try:
                if mark is not None:
                    mark.close()
            finally:
                if lock is not None:
                    os.close(lock)

    def __enter__(self) -> "Journal":
        """The journal itself; leaving the block closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
