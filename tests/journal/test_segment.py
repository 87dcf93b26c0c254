"""Batches: every changed bit is seen, every cut is seen, and a right batch behind a wrong one is found."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.journal import segment
from wakeful.journal.segment import (
    Damage,
    SegmentHeader,
    find_batch,
    find_header,
    pack_batch,
    pack_segment_header,
    unpack_segment_header,
    walk,
)

entries = st.lists(st.binary(max_size=50), min_size=1, max_size=5)


def read(path: Path) -> list[bytes]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        batches = list(walk(descriptor, 0, path.stat().st_size, 7))
        return [entry for batch in batches for entry in batch.entries()]
    finally:
        os.close(descriptor)


@given(st.lists(entries, min_size=1, max_size=5))
def test_entries_come_back_in_order(lists: list[list[bytes]]) -> None:
    data, sequence = b"", 7
    for batch in lists:
        data += pack_batch(sequence, batch)
        sequence += len(batch)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "batches")
        path.write_bytes(data)
        assert read(path) == [entry for batch in lists for entry in batch]


def test_a_payload_is_a_stretch_of_a_tlog_tiles_entry_bundle() -> None:
    assert pack_batch(0, [b"ab", b"", b"c"])[segment.BATCH_HEADER_BYTES :] == b"\0\2ab\0\0\0\1c"


def test_every_single_bit_that_changes_is_seen(tmp_path: Path) -> None:
    data = pack_batch(7, [b"first", b"second"]) + pack_batch(9, [b"third"])
    path = tmp_path / "batches"
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        with pytest.raises(Damage):
            read(path)


def test_every_cut_within_a_batch_is_seen(tmp_path: Path) -> None:
    first, second = pack_batch(7, [b"first"]), pack_batch(8, [b"second"])
    path = tmp_path / "batches"
    for size in range(len(first) + 1, len(first + second)):
        path.write_bytes((first + second)[:size])
        with pytest.raises(Damage) as caught:
            read(path)
        assert caught.value.offset == len(first)


def test_a_batch_out_of_sequence_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "batches"
    path.write_bytes(pack_batch(7, [b"a"]) + pack_batch(9, [b"b"]))
    with pytest.raises(Damage, match="record 9 where 8 belongs"):
        read(path)


def test_every_changed_bit_of_a_header_is_seen() -> None:
    header = pack_segment_header(SegmentHeader(1234, 1000, 5678))
    assert unpack_segment_header(header) == SegmentHeader(1234, 1000, 5678)
    for bit in range(8 * len(header)):
        flipped = bytearray(header)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Damage):
            unpack_segment_header(bytes(flipped))


def test_a_later_version_is_refused_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "VERSION", 2)
    header = pack_segment_header(SegmentHeader(0))
    monkeypatch.undo()
    with pytest.raises(Damage, match="version 2, this program reads version 1"):
        unpack_segment_header(header)


@pytest.mark.parametrize("before", [1, 3, 256 * 1024 - 2, 256 * 1024 - 1, 256 * 1024, 600_000])
def test_a_right_batch_behind_damage_is_found_wherever_it_lies(tmp_path: Path, before: int) -> None:
    path = tmp_path / "batches"
    path.write_bytes(b"?" * before + pack_batch(9, [b"entry"]))
    with path.open("rb") as file:
        assert find_batch(file.fileno(), 0, path.stat().st_size, 7) == before
        assert find_batch(file.fileno(), 0, path.stat().st_size, 9) is None


def test_the_next_header_is_found_without_its_payload(tmp_path: Path) -> None:
    first, second = pack_batch(7, [b"x" * 1_000]), pack_batch(8, [b"y"])
    path = tmp_path / "batches"
    # A payload may be damaged: this is about where batches begin, and reading them checks it.
    path.write_bytes(first[:-1] + b"?" + second)
    size = path.stat().st_size
    with path.open("rb") as file:
        assert find_header(file.fileno(), 0, size) == (0, 7)
        assert find_header(file.fileno(), 1, size) == (len(first), 8)
        assert find_header(file.fileno(), len(first) + 1, size) is None
        assert find_header(file.fileno(), 1, len(first)) is None
