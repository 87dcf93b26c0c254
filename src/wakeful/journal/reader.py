"""Reading records by sequence, forwards and backwards, from a list of segments."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from wakeful.journal.segment import SEGMENT_HEADER_BYTES, Batch, Damage, find_header, walk
from wakeful.terms.errors import StorageError

PLACE_BYTES = 64 * 1024
"""A search by sequence ends this close before the batch that is looked for."""


class Segment:
    """A segment file as far as it is durable."""

    def __init__(self, path: Path, first_sequence: int, next_sequence: int, end: int) -> None:
        """Records ``first_sequence`` to ``next_sequence`` in the first ``end`` bytes of ``path``."""
        self.path = path
        self.first_sequence = first_sequence
        self.next_sequence = next_sequence
        self.end = end

    def extend(self, next_sequence: int, end: int) -> None:
        """Take note of a batch that has become durable at the end of the file."""
        # End first: a reader that sees the new sequence must also see the bytes.
        self.end = end
        self.next_sequence = next_sequence

    def read(self, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
        """Entries ``start`` to ``stop`` (within the segment) with their sequences."""
        stop = min(stop, self.next_sequence)
        for batch in self._walk(*self._place(start)):
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
        while before > self.first_sequence:
            _, start = self._place(before - 1)
            yield from reversed(list(self.read(start, before)))
            before = start

    def _place(self, sequence: int) -> tuple[int, int]:
        """Offset and first sequence of a batch at or a little before the one that holds ``sequence``."""
        low, low_sequence, high = SEGMENT_HEADER_BYTES, self.first_sequence, self.end
        with self._open() as file:
            while high - low > PLACE_BYTES:
                middle = (low + high) // 2
                found = find_header(file.fileno(), middle, high)
                if found is None or found[1] > sequence:
                    high = middle
                else:
                    low, low_sequence = found
        return low, low_sequence

    def _entries(self, batch: Batch) -> list[bytes]:
        try:
            return batch.entries()
        except Damage as damage:
            raise self._error(damage, batch.first_sequence) from damage

    def _walk(self, offset: int, sequence: int) -> Iterator[Batch]:
        try:
            with self._open() as file:
                for batch in walk(file.fileno(), offset, self.end, sequence):
                    yield batch
                    sequence = batch.first_sequence + batch.count
        except Damage as damage:
            raise self._error(damage, sequence) from damage

    @contextmanager
    def _open(self) -> Iterator[BinaryIO]:
        try:
            with self.path.open("rb", buffering=0) as file:
                yield file
        except OSError as error:
            raise StorageError(f"{self.path} cannot be read: {error.strerror}") from error

    def _error(self, damage: Damage, sequence: int) -> StorageError:
        return damaged(self.path, damage, sequence)


def damaged(path: Path, damage: Damage, sequence: int) -> StorageError:
    """The error for a segment that is not what it was: where, from which record, and what to do."""
    return StorageError(
        f"{path} is damaged at {damage} (record {sequence} and what follows cannot be trusted): "
        "restore the file from a copy; nothing was changed"
    )
