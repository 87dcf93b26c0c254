"""Segment files: headers, batches and walking over them. The layout is in ``docs/formats/journal.md``."""

import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

VERSION = 1
BATCH_RECORDS_MAX = 1_000_000
PAYLOAD_BYTES_MAX = 512 * 1024 * 1024

_SEGMENT_MAGIC = b"WAKEFULJ"
_SEGMENT = struct.Struct(">8sIQQQI")
# 0xFF never occurs in UTF-8, so no entry can look like the start of a batch.
_BATCH_MAGIC = b"\xffWJB"
_BATCH = struct.Struct(">4sQIIII")
_LENGTH = struct.Struct(">H")
SEGMENT_HEADER_BYTES = _SEGMENT.size
BATCH_HEADER_BYTES = _BATCH.size
_CHUNK_BYTES = 256 * 1024
_FIRST_CHUNK_BYTES = 8 * 1024


class Damage(Exception):
    """Bytes that are not what the format says, at ``offset`` of a segment file."""

    def __init__(self, offset: int, what: str) -> None:
        """Damage beginning at ``offset``; ``what`` is for people."""
        super().__init__(f"byte {offset}: {what}")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of a segment: where it is and which records it holds."""

    offset: int
    end: int
    first_sequence: int
    count: int
    payload: bytes

    def entries(self) -> list[bytes]:
        """Entries of the payload, in order.

        Raises
        ------
        Damage
            If the lengths do not add up to the payload.
        """
        found = []
        position, size = 0, len(self.payload)
        while position + 2 <= size:
            (length,) = _LENGTH.unpack_from(self.payload, position)
            position += 2 + length
            found.append(self.payload[position - length : position])
        if position != size or len(found) != self.count:
            raise Damage(self.offset, f"a batch of {self.count} records whose lengths do not fit")
        return found


@dataclass(frozen=True, slots=True)
class SegmentHeader:
    """Which record a segment begins with, and with which record and how many bytes the one before it does."""

    first_sequence: int
    previous_first_sequence: int = 0
    previous_bytes: int = 0


def pack_segment_header(header: SegmentHeader) -> bytes:
    """Bytes of a segment's header."""
    fields = (header.first_sequence, header.previous_first_sequence, header.previous_bytes)
    body = _SEGMENT.pack(_SEGMENT_MAGIC, VERSION, *fields, 0)[:-4]
    return body + zlib.crc32(body).to_bytes(4, "big")


def unpack_segment_header(data: bytes) -> SegmentHeader:
    """Header of a segment from its first bytes.

    Raises
    ------
    Damage
        If it is no header of this version.
    """
    if len(data) < SEGMENT_HEADER_BYTES:
        raise Damage(0, f"{len(data)} bytes, too short for a header")
    magic, version, *fields, crc = _SEGMENT.unpack_from(data)
    if magic != _SEGMENT_MAGIC or crc != zlib.crc32(data[: SEGMENT_HEADER_BYTES - 4]):
        raise Damage(0, "the header is damaged, or this is no journal segment")
    if version != VERSION:
        raise Damage(0, f"format version {version}, this program reads version {VERSION}")
    return SegmentHeader(*fields)


def pack_batch(first_sequence: int, entries: Sequence[bytes]) -> bytes:
    """Bytes of a batch of ``entries`` (checked by the caller against the limits)."""
    payload = b"".join(part for entry in entries for part in (_LENGTH.pack(len(entry)), entry))
    body = _BATCH.pack(_BATCH_MAGIC, first_sequence, len(entries), len(payload), zlib.crc32(payload), 0)[:-4]
    return b"".join((body, zlib.crc32(body).to_bytes(4, "big"), payload))


class _Window:
    """Reads a file in large chunks and hands out small pieces."""

    def __init__(self, descriptor: int, end: int) -> None:
        self._descriptor = descriptor
        self._end = end
        self._data = b""
        self._start = 0

    def take(self, offset: int, size: int) -> bytes:
        """Bytes ``offset`` to ``offset + size``, fewer at the end of the file."""
        size = max(0, min(size, self._end - offset))
        begin = offset - self._start
        if begin < 0 or begin + size > len(self._data):
            wanted = min(max(size, _CHUNK_BYTES), self._end - offset)
            self._data = os.pread(self._descriptor, wanted, offset)
            self._start, begin = offset, 0
        return self._data[begin : begin + size]


def walk(descriptor: int, offset: int, end: int, sequence: int, *, payloads: bool = True) -> Iterator[Batch]:
    """Batches from ``offset``, where the one that begins with ``sequence`` stands, to ``end``.

    Raises
    ------
    Damage
        At the first byte that does not belong to a right batch in sequence.
    """
    window = _Window(descriptor, end)
    while offset < end:
        header = window.take(offset, BATCH_HEADER_BYTES)
        first, count, payload_bytes, payload_crc = _unpack_batch_header(header, offset)
        if first != sequence:
            raise Damage(offset, f"a batch that begins with record {first} where {sequence} belongs")
        payload_start = offset + BATCH_HEADER_BYTES
        batch_end = payload_start + payload_bytes
        if batch_end > end:
            raise Damage(offset, f"a batch cut short by {batch_end - end} bytes")
        payload = window.take(payload_start, payload_bytes)
        if len(payload) != payload_bytes or zlib.crc32(payload) != payload_crc:
            raise Damage(offset, "a batch whose payload does not match its checksum")
        yield Batch(offset, batch_end, first, count, payload)
        offset, sequence = batch_end, sequence + count


def _unpack_batch_header(header: bytes, offset: int) -> tuple[int, int, int, int]:
    if len(header) < BATCH_HEADER_BYTES:
        raise Damage(offset, f"{len(header)} bytes, too short for a batch")
    magic, first, count, payload_bytes, payload_crc, crc = _BATCH.unpack(header)
    if magic != _BATCH_MAGIC or crc != zlib.crc32(header[:-4]):
        raise Damage(offset, "no batch begins here")
    if not 1 <= count <= BATCH_RECORDS_MAX or payload_bytes > PAYLOAD_BYTES_MAX:
        raise Damage(offset, f"a batch of {count} records and {payload_bytes} bytes is beyond the limits")
    return first, count, payload_bytes, payload_crc


def find_header(descriptor: int, offset: int, end: int) -> tuple[int, int] | None:
    """Offset and first sequence of the next right batch header from ``offset`` on; no payload is read."""
    overlap, chunk_bytes = len(_BATCH_MAGIC) - 1, _FIRST_CHUNK_BYTES
    while offset < end:
        data = os.pread(descriptor, min(chunk_bytes, end - offset), offset)
        chunk_bytes = _CHUNK_BYTES
        at = data.find(_BATCH_MAGIC)
        while at >= 0:
            try:
                header = os.pread(descriptor, BATCH_HEADER_BYTES, offset + at)
                return offset + at, _unpack_batch_header(header, offset + at)[0]
            except Damage:
                at = data.find(_BATCH_MAGIC, at + 1)
        if len(data) <= overlap:
            return None
        offset += len(data) - overlap
    return None


def find_batch(descriptor: int, offset: int, end: int, sequence: int) -> int | None:
    """Offset of the first right batch behind ``offset`` that begins with a record above ``sequence``.

    Its existence proves that everything before it was durable once, so that damage before it is no torn tail.
    """
    found = find_header(descriptor, offset + 1, end)
    while found is not None:
        at, first = found
        with suppress(Damage):
            if first > sequence:
                next(walk(descriptor, at, end, first))
                return at
        found = find_header(descriptor, at + 1, end)
    return None
