"""Parts read back: every cut and every changed byte of any frame, in the last part and in earlier ones."""

import struct
from pathlib import Path

import numpy as np
import pytest

from tests.historian.blocks import dense_block
from wakeful.historian.names import NamesCache
from wakeful.historian.part import MAGIC, Part, PartWriter, pack_header
from wakeful.historian.scan import load_part, read_header, scan, verify
from wakeful.terms.errors import StorageError

NAMES = NamesCache()
TAGS = ["first", "second", "third"]


def write(folder: Path, frames: int = 3) -> tuple[Part, list[int]]:
    """A part of frames with one row each; the size of the file before each and at the end."""
    writer = PartWriter(folder, 1, NAMES.from_names(TAGS))
    sizes = [writer.part.size]
    for number in range(frames):
        writer.append(dense_block(number * 10**9, 1, len(TAGS)))
        sizes.append(writer.part.size)
    writer.close()
    return writer.part, sizes


def times(part: Part) -> list[int]:
    return (part.table["first_ns"] // 10**9).tolist()


def test_a_part_reads_back_as_it_was_written(tmp_path: Path) -> None:
    written, sizes = write(tmp_path)
    part, found = load_part(written.path, NAMES, check_data=True)
    assert (found.end, found.damage) == (sizes[-1], [])
    assert np.array_equal(part.table, written.table)
    assert (part.number, part.names.names, part.size) == (1, tuple(TAGS), sizes[-1])
    assert (part.first_ns, part.last_ns) == (0, 2 * 10**9)


@pytest.mark.parametrize("change", ["cut", "flip", "zero"])
def test_every_byte_of_the_last_frame(tmp_path: Path, change: str) -> None:
    written, sizes = write(tmp_path)
    whole = written.path.read_bytes()
    for offset in range(sizes[-2], sizes[-1]):
        changed = {
            "cut": whole[:offset],
            "flip": whole[:offset] + bytes([whole[offset] ^ 1]) + whole[offset + 1 :],
            "zero": whole[:offset] + bytes(len(whole) - offset),
        }[change]
        if changed == whole:
            continue
        written.path.write_bytes(changed)
        part, found = load_part(written.path, NAMES, check_data=True)
        assert times(part) == [0, 1]
        assert (found.end, found.damage) == (sizes[-2], [])


def test_every_byte_of_a_middle_frame_is_damage_and_costs_only_that_frame(tmp_path: Path) -> None:
    written, sizes = write(tmp_path)
    whole = written.path.read_bytes()
    for offset in range(sizes[1], sizes[2]):
        written.path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 0x80]) + whole[offset + 1 :])
        part, found = load_part(written.path, NAMES, check_data=True)
        assert times(part) == [0, 2]
        assert (found.end, found.damage) == (sizes[3], [(sizes[1], sizes[2])])
        assert part.damaged


def test_damage_in_the_data_of_an_earlier_part_is_found_before_sealing(tmp_path: Path) -> None:
    written, sizes = write(tmp_path)
    whole = bytearray(written.path.read_bytes())
    whole[sizes[2] - 1] ^= 1
    written.path.write_bytes(whole)
    part, found = load_part(written.path, NAMES, check_data=False)
    assert times(part) == [0, 1, 2] and not found.damage
    assert verify(part) == [f"{part.path}: {sizes[2] - sizes[1]} bytes at {sizes[1]} are damaged"]
    assert times(part) == [0, 2]
    assert part.damaged


def test_a_damaged_end_is_found_before_sealing_too(tmp_path: Path) -> None:
    written, sizes = write(tmp_path)
    part, _ = load_part(written.path, NAMES, check_data=False)
    whole = bytearray(written.path.read_bytes())
    whole[-1] ^= 1
    written.path.write_bytes(whole)
    assert verify(part) == [f"{part.path}: {sizes[3] - sizes[2]} bytes at {sizes[2]} are damaged"]
    assert times(part) == [0, 1]


def test_a_sound_part_is_left_as_it_is(tmp_path: Path) -> None:
    part, _ = write(tmp_path)
    assert verify(part) == []
    assert times(part) == [0, 1, 2] and not part.damaged


def test_every_changed_byte_of_the_header_is_refused(tmp_path: Path) -> None:
    part, sizes = write(tmp_path, frames=0)
    header = part.path.read_bytes()
    padding = sizes[0] - len(header.rstrip(b"\0"))
    for offset in range(len(header) - padding):
        part.path.write_bytes(header[:offset] + bytes([header[offset] ^ 2]) + header[offset + 1 :])
        with pytest.raises(StorageError):
            read_header(part.path, NAMES)


def test_a_later_version_is_refused_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "000000000001.wal"
    header = bytearray(pack_header(1, NAMES.from_names(TAGS)))
    struct.pack_into("<8sI", header, 0, MAGIC, 2)
    path.write_bytes(header)
    with pytest.raises(StorageError, match="has format version 2, this program reads 1"):
        read_header(path, NAMES)


def test_a_part_under_another_name_is_refused(tmp_path: Path) -> None:
    part, _ = write(tmp_path)
    moved = part.path.rename(tmp_path / "000000000002.wal")
    with pytest.raises(StorageError, match="does not begin as a part"):
        read_header(moved, NAMES)


def test_values_that_look_like_a_frame_are_not_taken_for_one(tmp_path: Path) -> None:
    writer = PartWriter(tmp_path, 1, NAMES.from_names(TAGS))
    start = writer.part.size
    block = dense_block(0, 1, 3)
    block.values[0] = np.frombuffer(b"\xffWFR\1\0\0\0" * 3, np.float64)
    writer.append(block)
    writer.close()
    whole = bytearray(writer.part.path.read_bytes())
    whole[start] ^= 1
    writer.part.path.write_bytes(whole)
    found = scan(writer.part.path, start, len(whole), check_data=True)
    assert (found.tables, found.end, found.damage) == ([], start, [])
