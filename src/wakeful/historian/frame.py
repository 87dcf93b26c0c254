"""Frames of the write-ahead log: a block of samples as pieces (``docs/formats/historian.md``)."""

import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock

FRAME_BYTES_MAX = 64 * 1024 * 1024
LISTED = 0xFFFF_FFFF
MAGIC = b"\xffWFR"
_HEADER = struct.Struct("<4sIQQII")
HEADER_BYTES = _HEADER.size
_RUNS_MAX = 8

PIECE = np.dtype(
    [
        ("first_ns", "<i8"),
        ("last_ns", "<i8"),
        ("offset", "<u8"),
        ("rows", "<u4"),
        ("count", "<u4"),
        ("start", "<u4"),
        ("quality", "<u4"),
        ("exceptions", "<u4"),
        ("zero", "<u4"),
    ]
)
"""A row of a frame's table. In memory ``offset`` counts from the beginning of the part."""

Buffers = list[NDArray[np.generic]]


class BadFrame(Exception):
    """No right frame stands here."""


def split_rows(block: SampleBlock) -> Iterator[SampleBlock]:
    """The block in runs of rows that each fit into one frame."""
    rows = max(1, FRAME_BYTES_MAX // max(1, 16 * block.tags))
    for start in range(0, block.rows, rows):
        yield block.slice_rows(start, start + rows)


def encode(number: int, block: SampleBlock) -> tuple[list[bytes | memoryview], NDArray[np.void]]:
    """Buffers of a frame to be written one after another, and its table; no buffers when there is no sample.

    ``offset`` in the returned table counts from the beginning of the frame.
    """
    table, buffers = _pieces(block)
    if not len(table):
        return [], table
    views = [_bytes_of(buffer) for buffer in buffers]
    data_crc, data_bytes = 0, 0
    for view in views:
        data_crc = zlib.crc32(view, data_crc)
        data_bytes += len(view)
    table_bytes = table.tobytes()
    head = _HEADER.pack(MAGIC, len(table), number, data_bytes, data_crc, 0)[:-4]
    crc = zlib.crc32(table_bytes, zlib.crc32(head))
    prefix = head + crc.to_bytes(4, "little") + table_bytes
    table["offset"] += np.uint64(len(prefix))
    return [prefix, *views], table


def decode_header(data: bytes) -> tuple[int, int, int, int, int]:
    """Pieces, number of the frame, bytes of data, CRC of data, CRC of header and table.

    Raises
    ------
    BadFrame
        If this is not the beginning of a frame. The table's CRC is for ``decode_table`` to check.
    """
    if len(data) < HEADER_BYTES or data[:4] != MAGIC:
        raise BadFrame
    _, pieces, number, data_bytes, data_crc, crc = _HEADER.unpack_from(data)
    return pieces, number, data_bytes, data_crc, crc


def decode_table(header: bytes, table: bytes, crc: int) -> NDArray[np.void]:
    """Table of pieces, a copy; ``offset`` counts from the beginning of the frame's data.

    Raises
    ------
    BadFrame
        If header and table do not match their CRC.
    """
    if zlib.crc32(table, zlib.crc32(header[: HEADER_BYTES - 4])) != crc:
        raise BadFrame
    return np.frombuffer(table, PIECE).copy()


def _bytes_of(buffer: NDArray[np.generic]) -> memoryview:
    return np.ascontiguousarray(buffer).data.cast("B")


def _pieces(block: SampleBlock) -> tuple[NDArray[np.void], Buffers]:
    """Table and data buffers of a block, by runs of rows in which the same tags have samples."""
    present = block.quality != np.uint32(Quality.BAD_NO_DATA)
    table: list[tuple[int, ...]] = []
    buffers: Buffers = []
    offset = 0
    for low, high in _row_runs(present):
        rows = block.slice_rows(low, high)
        for tags in _tag_runs(present[low]):
            row, parts = _piece(rows, tags, offset)
            table.append(row)
            buffers += parts
            offset += sum(part.nbytes for part in parts)
    return np.array(table, PIECE), buffers


def _row_runs(present: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of rows in which the same tags have samples."""
    rows, tags = present.shape
    if not rows or not tags:
        return []
    if present.all():
        return [(0, rows)]
    changes = np.flatnonzero((present[1:] != present[:-1]).any(axis=1)) + 1
    return list(pairwise([0, *changes.tolist(), rows]))


def _piece(rows: SampleBlock, tags: slice | NDArray[np.intp], offset: int) -> tuple[tuple[int, ...], Buffers]:
    """Row of the table and data of one piece: ``tags`` of ``rows``, whose data begin at ``offset``."""
    values, quality = rows.values[:, tags], rows.quality[:, tags]
    code, positions = _exceptions(quality)
    parts: Buffers = [rows.times_ns, values]
    start = LISTED
    if isinstance(tags, slice):
        start = tags.start
    else:
        padded = np.zeros(len(tags) + len(tags) % 2, "<u4")
        padded[: len(tags)] = tags
        parts.append(padded)
    if len(positions):
        parts += [positions, quality.reshape(-1)[positions]]
    first_ns, last_ns = int(rows.times_ns[0]), int(rows.times_ns[-1])
    return (first_ns, last_ns, offset, rows.rows, values.shape[1], start, code, len(positions), 0), parts


def _tag_runs(present: NDArray[np.bool_]) -> list[slice | NDArray[np.intp]]:
    """The tags with samples as a few runs, or as one list where there are many short ones."""
    tags = np.flatnonzero(present)
    if not len(tags):
        return []
    breaks = np.flatnonzero(np.diff(tags) > 1) + 1
    # A run costs 48 + 8 bytes, a listed tag 4: short runs are cheaper as a list.
    if len(breaks) >= _RUNS_MAX or len(tags) < 16 * len(breaks):
        return [tags]
    bounds = [0, *breaks.tolist(), len(tags)]
    return [slice(int(tags[low]), int(tags[high - 1]) + 1) for low, high in pairwise(bounds)]


def _exceptions(quality: NDArray[np.uint32]) -> tuple[int, NDArray[np.uint32]]:
    """The quality most samples have (nearly), and the flat positions of those that differ."""
    code = quality[0, 0]
    differs = quality != code
    differing = int(np.count_nonzero(differs))
    if 2 * differing > quality.size:
        codes, counts = np.unique(quality, return_counts=True)
        code = codes[np.argmax(counts)]
        differs = quality != code
        differing = int(np.count_nonzero(differs))
    if not differing:
        return int(code), np.empty(0, np.uint32)
    return int(code), np.flatnonzero(differs).astype("<u4")
