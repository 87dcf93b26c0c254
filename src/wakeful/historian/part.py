"""A part of the write-ahead log as it is being written: begin, append durably, cut off what failed."""

import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wakeful.historian import disk
from wakeful.historian.frame import PIECE, encode, split_rows
from wakeful.historian.names import TagNames
from wakeful.terms.samples import SampleBlock

SUFFIX = ".wal"
VERSION = 1
MAGIC = b"WAKEFULW"
HEADER = struct.Struct("<8sIIQII")


class Part:
    """What is durable of a part: its file, its table of pieces, its span of time.

    ``table`` may be read by other threads while the writer extends it: what was handed out never changes.
    """

    def __init__(self, path: Path, number: int, names: TagNames, size: int) -> None:
        """A part with a header of ``size`` bytes and no pieces yet."""
        self.start = size
        self.path = path
        self.number = number
        self.names = names
        self.size = size
        self.frames = 0
        self.damaged = False
        self._table = np.empty(64, PIECE)
        self._length = 0

    @property
    def table(self) -> NDArray[np.void]:
        """(P,) ``PIECE``: the durable pieces, ``offset`` from the beginning of the file."""
        return self._table[: self._length]

    @property
    def first_ns(self) -> int:
        """Time of the earliest sample; only of a part with pieces."""
        return int(self.table["first_ns"].min())

    @property
    def last_ns(self) -> int:
        """Time of the latest sample; only of a part with pieces."""
        return int(self.table["last_ns"].max())

    def extend(self, table: NDArray[np.void], size: int) -> None:
        """Take note of a durable frame with these pieces, up to which the file has ``size`` bytes."""
        length = self._length + len(table)
        if length > len(self._table):
            grown = np.empty(2 * length, PIECE)
            grown[: self._length] = self.table
            self._table = grown
        self._table[self._length : length] = table
        self._length = length
        self.size = size
        self.frames += 1

    def replace(self, table: NDArray[np.void]) -> None:
        """Keep only these pieces: the others were found damaged."""
        self._table, self._length = table.copy(), len(table)


def pack_header(number: int, names: TagNames) -> bytes:
    """Header of a part, padded to a multiple of 8 bytes."""
    head = HEADER.pack(MAGIC, VERSION, len(names), number, len(names.encoded), 0)[:-4]
    crc = zlib.crc32(names.encoded, zlib.crc32(head)).to_bytes(4, "little")
    header = head + crc + names.encoded
    return header + bytes(-len(header) % 8)


class PartWriter:
    """The one part that grows."""

    def __init__(self, folder: Path, number: int, names: TagNames) -> None:
        """Begin part ``number`` in ``folder``; it has its name only once its header is durable.

        Raises
        ------
        OSError
            If the disk refuses. Nothing is left behind.
        """
        path = folder / f"{number:012d}{SUFFIX}"
        partial = path.with_suffix(".partial")
        header = pack_header(number, names)
        self._descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        try:
            disk.write_all(self._descriptor, header, 0)
            disk.sync(self._descriptor)
            partial.rename(path)
            disk.sync_folder(folder)
        except OSError:
            os.close(self._descriptor)
            with suppress(OSError):
                path.unlink(missing_ok=True)
                partial.unlink(missing_ok=True)
            raise
        self.part = Part(path, number, names, len(header))

    def append(self, block: SampleBlock) -> None:
        """Make the samples of ``block`` durable with one ``fdatasync``.

        Raises
        ------
        OSError
            If the disk refuses. The part counts none of the samples; ``cut`` before the next append.
        """
        position = self.part.size
        tables: list[tuple[NDArray[np.void], int]] = []
        for rows in split_rows(block):
            buffers, table = encode(self.part.frames + len(tables), rows)
            if not buffers:
                continue
            table["offset"] += np.uint64(position)
            position = disk.write_buffers(self._descriptor, buffers, position)
            tables.append((table, position))
        if not tables:
            return
        disk.sync(self._descriptor)
        for table, end in tables:
            self.part.extend(table, end)

    def cut(self) -> None:
        """Remove what a failed append left behind. Raises OSError when the disk does not allow even that."""
        os.ftruncate(self._descriptor, self.part.size)
        disk.sync(self._descriptor)

    def close(self) -> None:
        """Close the file; the part stays readable."""
        os.close(self._descriptor)
