"""Reading records by sequence, forwards and backwards, from a list of segments."""

import os
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from wakeful.journal.segment import SEGMENT_HEADER_BYTES, Batch, Damage, walk
from wakeful.terms.errors import StorageError

INDEX_STRIDE_BYTES = 64 * 1024


class SparseIndex:
    """Where batches begin in a segment: one place at least every 64 KiB, or one for each larger batch."""

    def __init__(self, first_sequence: int) -> None:
        """Index of a segment that begins with ``first_sequence``."""
        self.sequences = [first_sequence]
        self.offsets = [SEGMENT_HEADER_BYTES]

    def add(self, sequence: int, offset: int) -> None:
        """Note that the batch beginning with ``sequence`` stands at ``offset``; most are left out."""
        if offset - self.offsets[-1] >= INDEX_STRIDE_BYTES:
            # Offset first: a reader in another thread searches the sequences and then takes the offset.
            self.offsets.append(offset)
            self.sequences.append(sequence)

    def place(self, sequence: int) -> int:
        """Position in the index of the last place at or before ``sequence``."""
        return max(0, bisect_right(self.sequences, sequence) - 1)


class Segment:
    """A segment file as far as it is durable."""

    def __init__(self, path: Path, first_sequence: int, next_sequence: int, end: int) -> None:
        """Records ``first_sequence`` to ``next_sequence`` in the first ``end`` bytes of ``path``."""
        self.path = path
        self.first_sequence = first_sequence
        self.next_sequence = next_sequence
        self.end = end

    @cached_property
    def index(self) -> SparseIndex:
        """The sparse index, built from the batch headers at first use."""
        index = SparseIndex(self.first_sequence)
        for batch in self._walk(SEGMENT_HEADER_BYTES, self.first_sequence, payloads=False):
            index.add(batch.first_sequence, batch.offset)
        return index

    def extend(self, next_sequence: int, end: int) -> None:
        """Take note of a batch that has become durable at the end of the file."""
        self.index.add(self.next_sequence, self.end)
        # End first: a reader that sees the new sequence must also see the bytes.
        self.end = end
        self.next_sequence = next_sequence

    def read(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        """Entries ``start`` to ``stop`` (within the segment) with their sequences."""
        place = self.index.place(start)
        stop = min(stop, self.next_sequence)
        for batch in self._walk(self.index.offsets[place], self.index.sequences[place]):
            if batch.first_sequence >= stop:
                return
            if batch.first_sequence + batch.count <= start:
                continue
            low = max(0, start - batch.first_sequence)
            entries = self._entries(batch)[low : stop - batch.first_sequence]
            yield from enumerate(entries, batch.first_sequence + low)
            start = batch.first_sequence + batch.count
        if start < stop:
            raise damaged(self.path, Damage(self.end, "records are missing"), start)

    def read_backwards(self, before: int) -> Iterator[tuple[int, bytes]]:
        """Entries below ``before``, latest first."""
        before = min(before, self.next_sequence)
        if before <= self.first_sequence:
            return
        place = self.index.place(before - 1)
        bounds = [*self.index.sequences[: place + 1], before]
        for low, high in reversed(list(pairwise(bounds))):
            yield from reversed(list(self.read(low, high)))

    def _entries(self, batch: Batch) -> list[bytes]:
        try:
            return batch.entries()
        except Damage as damage:
            raise self._error(damage, batch.first_sequence) from damage

    def _walk(self, offset: int, sequence: int, *, payloads: bool = True) -> Iterator[Batch]:
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise StorageError(f"{self.path} cannot be read: {error.strerror}") from error
        try:
            for batch in walk(descriptor, offset, self.end, sequence, payloads=payloads):
                yield batch
                sequence = batch.first_sequence + batch.count
        except Damage as damage:
            raise self._error(damage, sequence) from damage
        except OSError as error:
            raise StorageError(f"{self.path} cannot be read: {error.strerror}") from error
        finally:
            os.close(descriptor)

    def _error(self, damage: Damage, sequence: int) -> StorageError:
        return damaged(self.path, damage, sequence)


def damaged(path: Path, damage: Damage, sequence: int) -> StorageError:
    """The error for a segment that is not what it was: where, from which record, and what to do."""
    return StorageError(
        f"{path} is damaged at {damage} (record {sequence} and what follows cannot be trusted): "
        "restore the file from a copy; nothing was changed"
    )
