"""Reading a part back after a start or before sealing: what is whole, what is torn, what is damaged."""

import os
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wakeful.historian.frame import (
    HEADER_BYTES,
    MAGIC,
    PIECE,
    BadFrame,
    decode_header,
    decode_table,
)
from wakeful.historian.names import LaterVersion, NamesCache, TagNames
from wakeful.historian.part import HEADER, VERSION, Part
from wakeful.historian.part import MAGIC as PART_MAGIC
from wakeful.terms.errors import StorageError

_CHUNK_BYTES = 1024 * 1024
_PIECES_MAX = 4_000_000


@dataclass(slots=True)
class Scan:
    """Frames of a part: the whole ones' tables, where the last of them ends, and stretches of damage."""

    tables: list[NDArray[np.void]] = field(default_factory=list)
    end: int = 0
    damage: list[tuple[int, int]] = field(default_factory=list)
    """(start, stop) of bytes that are no right frame although one follows."""


def read_header(path: Path, names: NamesCache) -> tuple[int, TagNames, int]:
    """Number of a part, its tag names, and the size of its header.

    Raises
    ------
    StorageError
        If the header is damaged or of another version.
    """
    with path.open("rb") as file:
        head = file.read(HEADER.size)
        if len(head) == HEADER.size:
            magic, version, tags, number, names_bytes, crc = HEADER.unpack(head)
            if magic == PART_MAGIC and version != VERSION:
                raise LaterVersion(f"{path} has format version {version}, this program reads {VERSION}")
            encoded = file.read(min(names_bytes, os.fstat(file.fileno()).st_size))
            if magic == PART_MAGIC and crc == zlib.crc32(encoded, zlib.crc32(head[:-4])):
                found = names.from_json(encoded)
                size = HEADER.size + names_bytes
                if len(found) == tags and path.stem == f"{number:012d}":
                    return number, found, size + -size % 8
    raise StorageError(f"{path} does not begin as a part of a write-ahead log")


def scan(path: Path, start: int, size: int, *, check_data: bool) -> Scan:
    """Walk the frames of a part's first ``size`` bytes; with ``check_data`` their data too."""
    result = Scan(end=start)
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    position, number = start, 0
    try:
        while position < size:
            try:
                table, found, end = _read_frame(descriptor, position, size, check_data=check_data)
                if found < number:
                    raise BadFrame
            except BadFrame:
                following = _find_frame(descriptor, position + 8, size, number)
                if following is None:
                    break
                result.damage.append((position, following))
                position = following
                continue
            result.tables.append(table)
            position, number, result.end = end, found + 1, end
    finally:
        os.close(descriptor)
    return result


def load_part(path: Path, names: NamesCache, *, check_data: bool) -> tuple[Part, Scan]:
    """A part as the disk has it. Raises StorageError as ``read_header``."""
    number, tag_names, start = read_header(path, names)
    found = scan(path, start, path.stat().st_size, check_data=check_data)
    part = Part(path, number, tag_names, start)
    if found.tables:
        part.extend(np.concatenate(found.tables), found.end)
    part.damaged = bool(found.damage)
    return part, found


def verify(part: Part) -> list[str]:
    """Check a part's data before it is sealed; what is damaged is left out, with a line for each stretch."""
    found = scan(part.path, part.start, part.size, check_data=True)
    damage = [*found.damage, (found.end, part.size)] if found.end < part.size else found.damage
    if damage:
        part.replace(np.concatenate(found.tables) if found.tables else np.empty(0, PIECE))
        part.damaged = True
    return [f"{part.path}: {stop - start} bytes at {start} are damaged" for start, stop in damage]


def _read_frame(
    descriptor: int, position: int, size: int, *, check_data: bool
) -> tuple[NDArray[np.void], int, int]:
    header = os.pread(descriptor, HEADER_BYTES, position)
    pieces, number, data_bytes, data_crc, crc = decode_header(header)
    data_start = position + HEADER_BYTES + pieces * PIECE.itemsize
    if not 1 <= pieces <= _PIECES_MAX or data_start + data_bytes > size:
        raise BadFrame
    table = os.pread(descriptor, pieces * PIECE.itemsize, position + HEADER_BYTES)
    decoded = decode_table(header, table, crc)
    if check_data and _crc_of(descriptor, data_start, data_bytes) != data_crc:
        raise BadFrame
    decoded["offset"] += np.uint64(data_start)
    return decoded, number, data_start + data_bytes


def _crc_of(descriptor: int, start: int, size: int) -> int:
    crc, position, end = 0, start, start + size
    while position < end:
        data = os.pread(descriptor, min(_CHUNK_BYTES, end - position), position)
        if not data:
            raise BadFrame
        crc = zlib.crc32(data, crc)
        position += len(data)
    return crc


def _find_frame(descriptor: int, position: int, size: int, number: int) -> int | None:
    """Start of the next right frame at a multiple of 8 bytes, with a number not below ``number``."""
    while position < size:
        data = os.pread(descriptor, min(_CHUNK_BYTES, size - position), position)
        at = data.find(MAGIC)
        while at >= 0:
            if at % 8 == 0:
                try:
                    _, found, _ = _read_frame(descriptor, position + at, size, check_data=True)
                    if found >= number:
                        return position + at
                except BadFrame:
                    pass
            at = data.find(MAGIC, at + 1)
        position += len(data) - len(data) % 8 if len(data) >= 8 else 8
    return None
