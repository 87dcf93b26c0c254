"""Frames: what a block becomes, how compactly, and how large it may be."""

import zlib

import numpy as np
import pytest

from tests.historian.blocks import dense_block, random_block
from wakeful.historian import frame
from wakeful.historian.frame import (
    HEADER_BYTES,
    LISTED,
    PIECE,
    BadFrame,
    decode_header,
    decode_table,
    encode,
    split_rows,
)
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock


def with_samples(rows: int, tags: int, present: list[list[int]]) -> SampleBlock:
    block = SampleBlock.unfilled(np.arange(rows, dtype=np.int64), tags)
    for row, columns in enumerate(present):
        block.values[row, columns] = columns
        block.quality[row, columns] = Quality.GOOD
    return block


def test_a_dense_block_is_one_piece_of_raw_arrays() -> None:
    block = dense_block(0, rows=3, tags=1_000)
    buffers, table = encode(7, block)
    assert len(table) == 1
    assert (table["rows"][0], table["count"][0], table["start"][0], table["exceptions"][0]) == (
        3,
        1_000,
        0,
        0,
    )
    assert sum(map(len, buffers)) == HEADER_BYTES + PIECE.itemsize + 3 * 8 + 3 * 1_000 * 8
    assert bytes(buffers[-1]) == block.values.tobytes()


def test_rows_of_one_source_are_pieces_over_its_tags() -> None:
    first, second = list(range(40)), list(range(40, 100))
    _, table = encode(0, with_samples(4, 100, [first, first, second, first]))
    assert table["start"].tolist() == [0, 40, 0]
    assert table["count"].tolist() == [40, 60, 40]
    assert table["rows"].tolist() == [2, 1, 1]
    assert table["first_ns"].tolist() == [0, 2, 3]
    assert table["last_ns"].tolist() == [1, 2, 3]


def test_many_short_runs_become_one_list() -> None:
    _, table = encode(0, with_samples(2, 100, [list(range(0, 100, 3))] * 2))
    assert table["start"].tolist() == [LISTED]
    assert (table["rows"][0], table["count"][0]) == (2, 34)


def test_a_few_long_runs_stay_runs() -> None:
    _, table = encode(0, with_samples(1, 100, [[*range(30), *range(50, 90)]]))
    assert table["start"].tolist() == [0, 50]


def test_a_block_without_samples_is_no_frame() -> None:
    assert encode(0, SampleBlock.unfilled(np.arange(3, dtype=np.int64), 4))[0] == []
    assert encode(0, SampleBlock.empty(4))[0] == []
    assert encode(0, dense_block(0, 2, 0))[0] == []


@pytest.mark.parametrize("most", [Quality.GOOD, Quality.BAD_NOT_CONNECTED])
def test_only_what_differs_in_quality_is_written(most: Quality) -> None:
    block = dense_block(0, rows=1, tags=1_000)
    block.quality[:] = most
    block.quality[0, [0, 17]] = Quality.BAD_SENSOR_FAILURE
    buffers, table = encode(0, block)
    assert (table["quality"][0], table["exceptions"][0]) == (most, 2)
    assert sum(map(len, buffers)) == HEADER_BYTES + PIECE.itemsize + 8 + 8_000 + 16


@pytest.mark.parametrize("pattern", ["dense", "sources", "scattered", "mixed"])
def test_every_piece_begins_at_a_multiple_of_eight_bytes(pattern: str) -> None:
    for seed in range(20):
        block = random_block(np.random.default_rng(seed), pattern, rows=5, tags=33, start_ns=0)
        buffers, table = encode(0, block)
        assert not (table["offset"] % 8).any()
        assert sum(map(len, buffers)) % 8 == 0


def test_a_header_and_its_table_vouch_for_each_other() -> None:
    buffers, table = encode(5, dense_block(0, 2, 3))
    head, rest = bytes(buffers[0][:HEADER_BYTES]), bytes(buffers[0][HEADER_BYTES:])
    pieces, number, data_bytes, data_crc, crc = decode_header(head)
    assert (pieces, number, data_bytes) == (1, 5, 2 * 8 + 6 * 8)
    assert data_crc == zlib.crc32(b"".join(buffers[1:]))
    read = decode_table(head, rest, crc)
    assert read["rows"] == table["rows"]
    for position in range(8 * len(buffers[0])):
        flipped = bytearray(buffers[0])
        flipped[position // 8] ^= 1 << position % 8
        with pytest.raises(BadFrame):
            crc = decode_header(bytes(flipped[:HEADER_BYTES]))[4]
            decode_table(bytes(flipped[:HEADER_BYTES]), bytes(flipped[HEADER_BYTES:]), crc)


def test_a_large_block_is_split_by_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "FRAME_BYTES_MAX", 1_000)
    block = dense_block(0, rows=100, tags=10)
    pieces = list(split_rows(block))
    assert all(sum(map(len, encode(0, piece)[0])) <= 1_000 for piece in pieces)
    assert np.array_equal(np.concatenate([piece.times_ns for piece in pieces]), block.times_ns)
    # One row may be larger than the limit: it cannot be split.
    assert [piece.rows for piece in split_rows(dense_block(0, rows=2, tags=1_000))] == [1, 1]
