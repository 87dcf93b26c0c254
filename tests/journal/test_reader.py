"""Reading by sequence, forwards and backwards, equals slicing the list of what was appended."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journal.records import done
from wakeful.journal import Journal, reader
from wakeful.journal.segment import SEGMENT_HEADER_BYTES
from wakeful.terms.errors import StorageError

sizes = st.lists(st.integers(1, 40), min_size=1, max_size=12)


@settings(max_examples=40)
@given(
    sizes,
    st.integers(-5, 300),
    st.integers(-5, 300),
    st.integers(0, 50),
    st.sampled_from([300, 2_000, 10**7]),
    st.sampled_from([1, 500, reader.PLACE_BYTES]),
)
def test_reads_equal_slices(
    batches: list[int], start: int, stop: int, limit: int, segment_bytes: int, place_bytes: int
) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory() as folder,
        Journal.open(folder, segment_bytes=segment_bytes) as journal,
    ):
        patch.setattr(reader, "PLACE_BYTES", place_bytes)
        for count in batches:
            first = journal.next_sequence
            journal.append([done(first + k) for k in range(count)])
        everything = [(k, done(k)) for k in range(journal.next_sequence)]
        low = max(0, start)
        assert list(journal.read()) == everything
        assert list(journal.read(start, stop)) == everything[low : max(low, stop)]
        assert list(journal.read(start, limit=limit)) == everything[low : low + limit]
        below = everything[: max(0, stop)]
        assert list(journal.read_backwards(stop, limit)) == below[::-1][:limit]
        assert list(journal.read_backwards(limit=limit)) == everything[::-1][:limit]


def test_a_read_deep_in_a_large_journal_touches_little_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal.open(tmp_path) as journal:
        for start in range(0, 20_000, 100):
            journal.append([done(k) for k in range(start, start + 100)])
        pread, read_bytes = os.pread, []
        monkeypatch.setattr(
            os, "pread", lambda *arguments: read_bytes.append(arguments[1]) or pread(*arguments)
        )
        assert list(journal.read(10_000, limit=1)) == [(10_000, done(10_000))]
        assert sum(read_bytes) <= 400 * 1024 < sum(path.stat().st_size for path in tmp_path.iterdir())


def test_a_journal_without_records_reads_as_nothing(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as journal:
        assert list(journal.read()) == list(journal.read_backwards()) == []


def test_a_damaged_batch_stops_the_read_with_file_byte_and_record(tmp_path: Path) -> None:
    with Journal.open(tmp_path, segment_bytes=100) as journal:
        for number in range(3):
            journal.append([done(number)])
        path = tmp_path / f"{1:020d}.journal"
        data = bytearray(path.read_bytes())
        data[-3] ^= 4
        path.write_bytes(data)
        records = journal.read()
        assert next(records) == (0, done(0))
        with pytest.raises(StorageError, match=rf"{path} is damaged at byte 40: .*checksum.* \(record 1 "):
            next(records)


def test_a_segment_with_fewer_records_than_its_successor_says_is_damaged(tmp_path: Path) -> None:
    with Journal.open(tmp_path, segment_bytes=100) as journal:
        for number in range(3):
            journal.append([done(number)])
        path = tmp_path / f"{1:020d}.journal"
        os.truncate(path, SEGMENT_HEADER_BYTES)
        with pytest.raises(StorageError, match="record 1 and what follows"):
            list(journal.read())


def test_a_segment_that_vanished_is_an_error_and_not_a_shorter_answer(tmp_path: Path) -> None:
    with Journal.open(tmp_path, segment_bytes=100) as journal:
        for number in range(3):
            journal.append([done(number)])
        (tmp_path / f"{1:020d}.journal").unlink()
        with pytest.raises(StorageError, match="cannot be read: No such file"):
            list(journal.read())
