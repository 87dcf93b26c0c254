"""The mark of what has been acknowledged: the one thing that tells a torn tail from lost records."""

import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path

MARK_NAME = "acknowledged"
_MAGIC = b"WAKEFULA"
_LAYOUT = struct.Struct(">8sQI4x")


def pack_mark(next_sequence: int) -> bytes:
    """Bytes of a mark saying that every record below ``next_sequence`` is durable."""
    body = _MAGIC + next_sequence.to_bytes(8, "big")
    return _LAYOUT.pack(_MAGIC, next_sequence, zlib.crc32(body))


def read_mark(folder: Path) -> int:
    """Sequence below which every record was acknowledged; 0 when nothing is known."""
    try:
        data = (folder / MARK_NAME).read_bytes()
    except FileNotFoundError:
        return 0
    if len(data) != _LAYOUT.size:
        return 0
    magic, next_sequence, crc = _LAYOUT.unpack(data)
    if magic != _MAGIC or crc != zlib.crc32(data[:16]):
        return 0
    return int(next_sequence)


class Mark:
    """The open mark of a journal that is being written."""

    def __init__(self, folder: Path) -> None:
        """Open or create the mark file."""
        self._descriptor = os.open(folder / MARK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def write(self, next_sequence: int) -> None:
        """Say that every record below ``next_sequence`` is durable.

        A failure is passed over: an older mark is still true, it only makes the next opening less certain.
        """
        with suppress(OSError):
            os.pwrite(self._descriptor, pack_mark(next_sequence), 0)

    def close(self) -> None:
        """Force the mark to disk and close it."""
        try:
            with suppress(OSError):
                os.fsync(self._descriptor)
        finally:
            os.close(self._descriptor)
