"""What opening does with every kind of remains: torn tails are cut, damage and loss are refused."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journal.records import batches, done
from wakeful.journal import Journal, Recovery
from wakeful.journal.mark import MARK_NAME, pack_mark
from wakeful.journal.segment import SEGMENT_HEADER_BYTES
from wakeful.terms.effect import Record
from wakeful.terms.errors import StorageError

Change = Callable[[bytes], bytes]


def write(folder: Path, lists: list[list[Record]], segment_bytes: int = 10**7) -> list[int]:
    """Append each list; size of the last segment file after each."""
    sizes = []
    with Journal.open(folder, segment_bytes=segment_bytes) as journal:
        for records in lists:
            journal.append(records)
            sizes.append(segments(folder)[-1].stat().st_size)
    return sizes


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.journal"))


def set_mark(folder: Path, next_sequence: int) -> None:
    (folder / MARK_NAME).write_bytes(pack_mark(next_sequence))


def read(folder: Path) -> tuple[list[Record], Recovery]:
    with Journal.open(folder) as journal:
        return [record for _, record in journal.read()], journal.recovery


@settings(max_examples=30)
@given(batches, st.data())
def test_a_torn_last_batch_leaves_exactly_what_was_acknowledged(
    lists: list[list[Record]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = write(folder, lists)
        acknowledged = [record for records in lists[:-1] for record in records]
        set_mark(folder, len(acknowledged))
        start = sizes[-2] if len(sizes) > 1 else SEGMENT_HEADER_BYTES
        whole = segments(folder)[0].read_bytes()
        offset = data.draw(st.integers(start, sizes[-1] - 1))
        tail = data.draw(
            st.sampled_from([b"", b"\0" * (len(whole) - offset), b"\xff" * 7, whole[offset:][::-1]])
        )
        if whole[:offset] + tail == whole:
            return
        segments(folder)[0].write_bytes(whole[:offset] + tail)
        records, recovery = read(folder)
        assert records == acknowledged
        assert recovery.torn_bytes == offset + len(tail) - start
        # What was cut off stays away, and the journal goes on where it ended.
        with Journal.open(folder) as journal:
            assert journal.recovery.torn_bytes == 0
            assert journal.append(lists[-1]) == len(acknowledged)
        assert read(folder)[0] == acknowledged + lists[-1]


@pytest.mark.parametrize("change", ["cut", "flip"])
def test_every_byte_of_an_unacknowledged_last_batch(tmp_path: Path, change: str) -> None:
    lists = [[done(0), done(1)], [done(2)], [done(3), done(4)]]
    sizes = write(tmp_path, lists)
    path, whole = segments(tmp_path)[0], segments(tmp_path)[0].read_bytes()
    for offset in range(sizes[1], sizes[2]):
        flipped = whole[:offset] + bytes([whole[offset] ^ 0x40]) + whole[offset + 1 :]
        path.write_bytes(whole[:offset] if change == "cut" else flipped)
        set_mark(tmp_path, 3)
        records, recovery = read(tmp_path)
        assert records == [done(0), done(1), done(2)]
        assert recovery.torn_bytes == (offset if change == "cut" else sizes[2]) - sizes[1]


def test_every_byte_before_the_last_batch_is_damage_even_without_a_mark(tmp_path: Path) -> None:
    sizes = write(tmp_path, [[done(0), done(1)], [done(2)]])
    path, whole = segments(tmp_path)[0], segments(tmp_path)[0].read_bytes()
    (tmp_path / MARK_NAME).unlink()
    for offset in range(sizes[0]):
        flipped = whole[:offset] + bytes([whole[offset] ^ 0x40]) + whole[offset + 1 :]
        path.write_bytes(flipped)
        place = 0 if offset < SEGMENT_HEADER_BYTES else SEGMENT_HEADER_BYTES
        with pytest.raises(StorageError, match=f"{path} is damaged at byte {place}: "):
            Journal.open(tmp_path)
        assert path.read_bytes() == flipped


def test_an_acknowledged_last_batch_is_never_cut_off(tmp_path: Path) -> None:
    sizes = write(tmp_path, [[done(0)], [done(1)]])
    path, whole = segments(tmp_path)[0], segments(tmp_path)[0].read_bytes()
    for damaged in (whole[:-1], whole[: sizes[0] + 3], whole[:-2] + b"??"):
        path.write_bytes(damaged)
        with pytest.raises(StorageError, match=rf"damaged at byte {sizes[0]}: .* \(record 1 "):
            Journal.open(tmp_path)
        assert path.read_bytes() == damaged


def test_records_missing_at_the_end_are_said_to_be_missing(tmp_path: Path) -> None:
    sizes = write(tmp_path, [[done(0)], [done(1)]])
    os.truncate(segments(tmp_path)[0], sizes[0])
    with pytest.raises(StorageError, match="ends with record 0 but 2 records were acknowledged"):
        Journal.open(tmp_path)


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_missing_segment_is_refused(tmp_path: Path, missing: int) -> None:
    write(tmp_path, [[done(k)] for k in range(3)], segment_bytes=100)
    segments(tmp_path)[missing].unlink()
    with pytest.raises(StorageError, match=r"missing|left behind"):
        Journal.open(tmp_path)


def test_a_shortened_middle_segment_is_refused(tmp_path: Path) -> None:
    write(tmp_path, [[done(k)] for k in range(3)], segment_bytes=100)
    path = segments(tmp_path)[1]
    os.truncate(path, path.stat().st_size - 1)
    with pytest.raises(StorageError, match=f"{path.name} has .* bytes where"):
        Journal.open(tmp_path)


def test_a_renamed_segment_is_refused(tmp_path: Path) -> None:
    write(tmp_path, [[done(k)] for k in range(3)], segment_bytes=100)
    segments(tmp_path)[2].rename(tmp_path / f"{9:020d}.journal")
    with pytest.raises(StorageError, match="the header says it begins with record 2"):
        Journal.open(tmp_path)


def test_every_stage_of_an_interrupted_new_segment_is_cleared_away(tmp_path: Path) -> None:
    write(tmp_path, [[done(0)], [done(1)]], segment_bytes=100)
    path = segments(tmp_path)[1]
    whole = path.read_bytes()
    for size in range(len(whole)):
        set_mark(tmp_path, 1)
        path.write_bytes(whole[:size])
        records, recovery = read(tmp_path)
        assert records == [done(0)]
        assert recovery.torn_bytes == (size if size < SEGMENT_HEADER_BYTES else size - SEGMENT_HEADER_BYTES)
        assert path.exists() == (size >= SEGMENT_HEADER_BYTES)
    with Journal.open(tmp_path, segment_bytes=100) as journal:
        assert journal.append([done(1)]) == 1
    assert read(tmp_path)[0] == [done(0), done(1)]


def test_a_batch_whole_but_never_answered_is_kept(tmp_path: Path) -> None:
    write(tmp_path, [[done(0)], [done(1)]])
    set_mark(tmp_path, 1)
    records, recovery = read(tmp_path)
    assert records == [done(0), done(1)]
    assert recovery == Recovery(2)


def test_reading_alone_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, [[done(0)], [done(1)]])
    path = segments(tmp_path)[0]
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    set_mark(tmp_path, 1)
    journal = Journal.open_for_reading(tmp_path)
    assert [record for _, record in journal.read()] == [done(0)]
    assert path.read_bytes() == whole[:-1]
    with pytest.raises(StorageError, match="not open for writing"):
        journal.append([done(1)])
    with pytest.raises(StorageError, match="not open for writing"):
        journal.recover()
    journal.close()


def test_what_was_recovered_is_said_in_a_line() -> None:
    assert str(Recovery(7)) == "7 records, complete"
    assert str(Recovery(7, 12, "x.journal")) == (
        "7 records; 12 bytes of an interrupted append cut off x.journal"
    )
