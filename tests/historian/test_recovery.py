"""Opening: interrupted work is cleared away, left-over parts go, damage is reported and set aside."""

from pathlib import Path

import pytest

from tests.historian.blocks import assert_same, dense_block, truth
from wakeful.historian import Historian
from wakeful.terms.errors import StorageError

HOUR_NS = 3_600_000_000_000
TAGS = ["a", "b", "c"]
EVER = (-(2**62), 2**62)
FRAME_BYTES = 32 + 48 + 8 + 3 * 8


def write(folder: Path, hours: int, rows: int = 4) -> list:
    """One part for each hour, each from a run of its own."""
    blocks = []
    for hour in range(hours):
        with Historian.open(folder, TAGS) as historian:
            for number in range(rows):
                blocks.append(dense_block(hour * HOUR_NS + number * 10**9, 1, 3))
                historian.append(blocks[-1])
    return blocks


def parts(folder: Path) -> list[Path]:
    return sorted((folder / "wal").glob("*.wal"))


def test_the_torn_end_of_the_last_part_is_cut_off_and_reported(tmp_path: Path) -> None:
    blocks = write(tmp_path, 2)
    path = parts(tmp_path)[-1]
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    with Historian.open(tmp_path, TAGS) as historian:
        frame_bytes = len(whole) - path.stat().st_size
        assert (historian.recovery.torn_bytes, historian.recovery.damage) == (frame_bytes - 5, ())
        assert_same(historian.read_raw("b", *EVER), truth(blocks[:-1], 1, *EVER))
    with Historian.open(tmp_path, TAGS) as historian:
        assert historian.recovery.torn_bytes == 0


def test_damage_in_the_middle_costs_one_frame_and_keeps_the_part_for_inspection(tmp_path: Path) -> None:
    blocks = write(tmp_path, 1)
    path = parts(tmp_path)[0]
    whole = bytearray(path.read_bytes())
    whole[-1 - FRAME_BYTES] ^= 1
    path.write_bytes(whole)
    with Historian.open(tmp_path, TAGS) as historian:
        assert len(historian.recovery.damage) == 1
        assert f"{path}: " in historian.recovery.damage[0]
        remaining = truth([blocks[0], blocks[1], blocks[3]], 0, *EVER)
        assert_same(historian.read_raw("a", *EVER), remaining)
        sealed = historian.seal(5 * HOUR_NS)
        assert (sealed.segments, sealed.samples, len(sealed.damage)) == (1, 9, 1)
        assert_same(historian.read_raw("a", *EVER), remaining)
    assert path.with_name(path.name + ".damaged").read_bytes() == whole
    with Historian.open(tmp_path, TAGS) as historian:
        assert historian.recovery.damage == ()
        historian.append(dense_block(9 * HOUR_NS, 1, 3))
    assert [path.name for path in parts(tmp_path)] == ["000000000002.wal"]


def test_a_part_without_a_right_header_is_set_aside(tmp_path: Path) -> None:
    blocks = write(tmp_path, 2)
    path = parts(tmp_path)[0]
    path.write_bytes(b"?" + path.read_bytes()[1:])
    with Historian.open(tmp_path, TAGS) as historian:
        assert "does not begin as a part" in historian.recovery.damage[0]
        assert_same(historian.read_raw("a", *EVER), truth(blocks[4:], 0, *EVER))
    assert path.with_name(path.name + ".damaged").exists()


def test_a_damaged_end_of_an_earlier_part_is_damage_and_not_torn(tmp_path: Path) -> None:
    blocks = write(tmp_path, 2)
    path = parts(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:-8])
    with Historian.open(tmp_path, TAGS) as historian:
        assert historian.recovery.torn_bytes == 0
        assert len(historian.recovery.damage) == 1
        assert_same(historian.read_raw("a", *EVER), truth(blocks[:3] + blocks[4:], 0, *EVER))


def test_a_part_that_a_segment_covers_is_a_left_over(tmp_path: Path) -> None:
    blocks = write(tmp_path, 1)
    left_over = parts(tmp_path)[0]
    content = left_over.read_bytes()
    with Historian.open(tmp_path, TAGS) as historian:
        historian.seal(5 * HOUR_NS)
    left_over.write_bytes(content)
    with Historian.open(tmp_path, TAGS) as historian:
        assert not left_over.exists()
        assert_same(historian.read_raw("c", *EVER), truth(blocks, 2, *EVER))


def test_interrupted_work_is_cleared_away(tmp_path: Path) -> None:
    write(tmp_path, 1)
    (tmp_path / "work" / "x").mkdir(parents=True)
    (tmp_path / "work" / "x" / "00000-split.parquet").write_bytes(b"half")
    (tmp_path / "wal" / "000000000009.partial").write_bytes(b"half a header")
    with Historian.open(tmp_path, TAGS):
        assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
            "000000000001.wal",
            "lock",
        ]


def test_a_segment_that_cannot_be_read_is_reported_and_the_rest_is_there(tmp_path: Path) -> None:
    blocks = write(tmp_path, 2)
    with Historian.open(tmp_path, TAGS) as historian:
        historian.seal(5 * HOUR_NS)
    first = sorted((tmp_path / "segments").iterdir())[0]
    (first / "_segment.json").write_bytes(b"")
    with Historian.open(tmp_path, TAGS) as historian:
        assert f"{first} is no sealed segment" in historian.recovery.damage[0]
        assert_same(historian.read_raw("a", *EVER), truth(blocks[4:], 0, *EVER))


def test_a_number_is_never_used_twice(tmp_path: Path) -> None:
    write(tmp_path, 2)
    with Historian.open(tmp_path, TAGS) as historian:
        historian.seal(5 * HOUR_NS)
    assert parts(tmp_path) == []
    write(tmp_path, 1)
    assert [path.name for path in parts(tmp_path)] == ["000000000003.wal"]


def test_a_run_that_recorded_nothing_leaves_no_part(tmp_path: Path) -> None:
    with Historian.open(tmp_path, TAGS) as historian:
        block = dense_block(0, 2, 3)
        block.quality[:] = 0x809B_0000
        historian.append(block)
        assert historian.first_time_ns() is None
    Historian.open(tmp_path, TAGS).close()
    assert parts(tmp_path) == []


def test_a_later_version_is_refused_rather_than_set_aside(tmp_path: Path) -> None:
    write(tmp_path, 1)
    path = parts(tmp_path)[0]
    content = bytearray(path.read_bytes())
    content[8] = 2
    path.write_bytes(content)
    with pytest.raises(StorageError, match="format version 2"):
        Historian.open(tmp_path, TAGS)
    assert path.read_bytes() == content
