"""The journal as the server uses it: durable appends, segments, a refusing disk, recovery, readers beside."""

import errno
import os
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.historian.faults import Killed, Power, fault
from tests.journal.records import batches, done
from wakeful.journal import Journal, disk, journal
from wakeful.terms.effect import Record, WriteOutput
from wakeful.terms.errors import DataError, StorageError


def everything(opened: Journal) -> list[Record]:
    return [record for _, record in opened.read()]


@settings(max_examples=40)
@given(batches, st.sampled_from([1, 400, 10**7]))
def test_what_was_appended_is_there_after_reopening(lists: list[list[Record]], segment_bytes: int) -> None:
    expected: list[Record] = []
    with tempfile.TemporaryDirectory() as folder:
        for records in lists:
            with Journal.open(folder, segment_bytes=segment_bytes) as opened:
                assert opened.append(records) == len(expected)
                expected += records
                assert opened.next_sequence == len(expected)
                assert everything(opened) == expected
        with Journal.open(folder) as opened:
            assert opened.recovery.torn_bytes == 0
            assert everything(opened) == expected


def test_appending_nothing_writes_nothing(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as opened:
        assert opened.append([]) == 0
        opened.append([done(0)])
        before = {path: path.read_bytes() for path in tmp_path.iterdir()}
        assert opened.append([]) == 1
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_one_append_is_one_write_and_one_fdatasync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    with Journal.open(tmp_path) as opened:
        opened.append([done(0)])
        write_all, sync = disk.write_all, disk.sync
        monkeypatch.setattr(disk, "write_all", lambda *a: calls.append("write") or write_all(*a))
        monkeypatch.setattr(disk, "sync", lambda *a: calls.append("sync") or sync(*a))
        opened.append([done(k) for k in range(5_000)])
    assert calls == ["write", "sync"]


def test_segments_stay_below_their_limit_unless_one_batch_is_larger(tmp_path: Path) -> None:
    with Journal.open(tmp_path, segment_bytes=1_000) as opened:
        for number in range(50):
            opened.append([done(number)])
        opened.append([done(k) for k in range(50, 100)])
        opened.append([done(100)])
        sizes = [path.stat().st_size for path in sorted(tmp_path.glob("*.journal"))]
        assert everything(opened) == [done(k) for k in range(101)]
    assert [size > 1_000 for size in sizes].count(True) == 1
    assert len(sizes) > 5


def test_a_batch_with_a_record_that_cannot_be_journaled_leaves_no_trace(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as opened:
        opened.append([done(0)])
        before = {path: path.read_bytes() for path in tmp_path.iterdir()}
        for wrong in (
            done(2, "x" * 65_536),
            WriteOutput(at_ns=1, command_id="", source="", equipment="", control="", value=float("nan")),
        ):
            with pytest.raises(DataError, match="cannot be journaled"):
                opened.append([done(1), wrong])
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
        assert opened.failed is None
        assert opened.append([done(1)]) == 1


def test_too_many_records_or_bytes_in_one_append_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal.open(tmp_path) as opened:
        monkeypatch.setattr(journal, "BATCH_RECORDS_MAX", 3)
        with pytest.raises(DataError, match="4 records in one append; at most 3"):
            opened.append([done(k) for k in range(4)])
        monkeypatch.setattr(journal, "PAYLOAD_BYTES_MAX", 200)
        with pytest.raises(DataError, match="more than 200 bytes"):
            opened.append([done(0, "x" * 70), done(1, "x" * 70)])
        assert opened.append([done(0)]) == 0


def refuse(*arguments: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def write_part_then_refuse(descriptor: int, data: bytes, offset: int) -> None:
    os.pwrite(descriptor, data[: len(data) // 2], offset)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


faults = pytest.mark.parametrize(
    ("call", "fault", "says"),
    [
        ("sync", refuse, "Input/output error"),
        ("write_all", refuse, "Input/output error"),
        ("write_all", write_part_then_refuse, "No space left on device"),
    ],
)
rolling = pytest.mark.parametrize("segment_bytes", [100, 10**7])


@faults
@rolling
@pytest.mark.parametrize("truncates", [True, False])
def test_a_refusing_disk_fails_the_journal_until_it_recovers(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    fault: Callable[..., None],
    says: str,
    segment_bytes: int,
    truncates: bool,
) -> None:
    with Journal.open(tmp_path, segment_bytes=segment_bytes) as opened:
        opened.append([done(0)])
        with monkeypatch.context() as faulty:
            faulty.setattr(disk, call, fault)
            if not truncates:
                faulty.setattr(os, "ftruncate", refuse)
                faulty.setattr(Path, "unlink", refuse)
            with pytest.raises(StorageError, match=says):
                opened.append([done(1)])
            assert opened.failed is not None and says in opened.failed
            assert opened.next_sequence == 1
            assert everything(opened) == [done(0)]
            if not truncates:
                with pytest.raises(StorageError, match="still cannot be written"):
                    opened.recover()
        # The disk works again, but nothing is recorded before somebody has looked.
        with pytest.raises(StorageError, match=r"nothing more is recorded until recover\(\) succeeds"):
            opened.append([done(1)])
        assert opened.recover().next_sequence == 1
        assert opened.failed is None
        assert opened.append([done(2)]) == 1
    with Journal.open(tmp_path) as opened:
        assert opened.recovery.torn_bytes == 0
        assert everything(opened) == [done(0), done(2)]


def test_recovery_refuses_when_acknowledged_records_have_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal.open(tmp_path) as opened:
        opened.append([done(0)])
        size = (tmp_path / f"{0:020d}.journal").stat().st_size
        opened.append([done(1)])
        with monkeypatch.context() as faulty:
            faulty.setattr(disk, "sync", refuse)
            with pytest.raises(StorageError):
                opened.append([done(2)])
        os.truncate(tmp_path / f"{0:020d}.journal", size)
        with pytest.raises(StorageError, match="restore"):
            opened.recover()
        assert opened.failed is not None


@pytest.mark.parametrize("fate", ["error", "kill", "power"])
def test_a_fault_at_any_call_of_opening_appending_and_recovering(tmp_path: Path, fate: str) -> None:
    """Whatever fails, and wherever process or power goes: every acknowledged record is there, in order."""
    opened: list[Journal] = []

    def work(folder: Path, answered: list[Record]) -> None:
        journal = Journal.open(folder, segment_bytes=800)
        opened.append(journal)
        for number in range(0, 12, 2):
            records = [done(number), done(number + 1)]
            try:
                journal.append(records)
            except StorageError:
                journal.recover()
                journal.append(records)
            answered += records

    at, finished = 0, False
    while not finished:
        answered: list[Record] = []
        folder = tmp_path / f"{at}"
        folder.mkdir()
        power = Power(folder) if fate == "power" else None
        with fault(at, kill=fate != "error", power=power) as struck, suppress(Killed, StorageError):
            work(folder, answered)
        finished = struck.calls <= at
        if opened:
            opened.pop().close()
        if power is not None:
            folder = tmp_path / f"{at} after the loss"
            power.restore(folder)
        with Journal.open(folder) as journal:
            records = everything(journal)
            assert records[: len(answered)] == answered
            assert records == [done(number) for number in range(len(records))]
            # Beyond what was answered, at most the one append that never was, whole.
            assert len(records) - len(answered) in (0, 2)
        at += 1
    assert at > 20


def test_what_is_shown_after_a_kill_survives_a_loss_of_power(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(descriptor: int) -> None:
        raise Killed

    folder = tmp_path / "journal"
    with Journal.open(folder) as journal:
        journal.append([done(0)])
        with monkeypatch.context() as killed, pytest.raises(Killed):
            killed.setattr(disk, "sync", die)
            journal.append([done(1)])
    power = Power(folder)
    with fault(None, kill=False, power=power), Journal.open(folder) as journal:
        assert everything(journal) == [done(0), done(1)]
    power.restore(tmp_path / "after the loss")
    with Journal.open(tmp_path / "after the loss") as journal:
        assert everything(journal) == [done(0), done(1)]


def test_two_writers_are_one_too_many(tmp_path: Path) -> None:
    with Journal.open(tmp_path), pytest.raises(StorageError, match=f"in use by process {os.getpid()}"):
        Journal.open(tmp_path)
    Journal.open(tmp_path).close()


def test_a_reader_beside_the_writer_sees_what_is_durable(tmp_path: Path) -> None:
    with Journal.open(tmp_path) as opened:
        opened.append([done(0)])
        reader = Journal.open_for_reading(tmp_path)
        opened.append([done(1)])
        assert everything(reader) == [done(0)]
        assert everything(Journal.open_for_reading(tmp_path)) == [done(0), done(1)]


def test_reading_in_another_thread_sees_a_prefix_at_any_moment(tmp_path: Path) -> None:
    lengths: list[int] = []
    stop = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        while not stop.is_set():
            seen = everything(opened)
            lengths.append(len(seen))
            if seen != expected[: len(seen)]:
                wrong.append(seen)

    expected = [done(k) for k in range(400)]
    with Journal.open(tmp_path, segment_bytes=5_000) as opened:
        thread = threading.Thread(target=read)
        thread.start()
        for number in range(400):
            opened.append([expected[number]])
        stop.set()
        thread.join()
    assert not wrong
    assert lengths == sorted(lengths)


def test_there_is_no_journal_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="there is no journal in"):
        Journal.open_for_reading(tmp_path / "nothing")


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be opened"):
        Journal.open(tmp_path / "file" / "journal")


def test_closing_twice_does_no_harm(tmp_path: Path) -> None:
    opened = Journal.open(tmp_path)
    opened.close()
    opened.close()
    with pytest.raises(StorageError, match="not open for writing"):
        opened.append([done(0)])
