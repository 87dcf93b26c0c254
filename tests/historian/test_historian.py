"""The historian as the server uses it: what goes in comes out, whatever happens meanwhile."""

import errno
import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.historian.blocks import PATTERNS, assert_same, dense_block, random_block, truth
from tests.historian.faults import Killed, Power, fault
from wakeful.historian import Historian, Sealed, disk
from wakeful.historian import seal as seal_module
from wakeful.terms.errors import DataError, StorageError
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock

HOUR_NS = 3_600_000_000_000
EVER = (-(2**62), 2**62)
TAGS = ["a", "b", "c"]


def hour_of_rows(hour: int, rows: int = 4) -> list[SampleBlock]:
    return [dense_block(hour * HOUR_NS + number * 10**9, 1, 3) for number in range(rows)]


@settings(max_examples=25)
@given(
    st.integers(0, 2**32),
    st.lists(st.sampled_from([*PATTERNS, "seal", "restart", "next hour"]), min_size=2, max_size=12),
    st.integers(1, 25),
    st.sampled_from([1, 3_000, 10**7]),
)
def test_reads_equal_the_truth_across_sealing_and_restarts(
    seed: int, steps: list[str], tags: int, part_bytes: int
) -> None:
    chance = np.random.default_rng(seed)
    names = [f"t{number}" for number in range(tags)]
    now_ns, blocks = 0, []
    with tempfile.TemporaryDirectory() as folder:
        historian = Historian.open(folder, names, segment_s=10, part_bytes=part_bytes)
        for step in steps:
            if step == "seal":
                historian.seal(now_ns)
            elif step == "next hour":
                now_ns += 10 * 10**9
            elif step == "restart":
                historian.close()
                historian = Historian.open(folder, names, segment_s=10, part_bytes=part_bytes)
            else:
                blocks.append(random_block(chance, step, int(chance.integers(1, 6)), tags, now_ns))
                historian.append(blocks[-1])
                now_ns = int(blocks[-1].times_ns[-1])
        for tag in range(0, tags, 3):
            expected = truth(blocks, tag, *EVER)
            assert_same(historian.read_raw(names[tag], *EVER), expected)
            low, high = sorted(chance.integers(0, now_ns + 2, 2).tolist())
            assert_same(historian.read_raw(names[tag], low, high), truth(blocks, tag, low, high))
            limit = int(chance.integers(0, 6))
            found = historian.read_raw(names[tag], *EVER, limit)
            assert_same(found, tuple(column[:limit] for column in expected))  # type: ignore[arg-type]
        times = [truth(blocks, tag, *EVER)[0] for tag in range(tags)]
        first = min((int(each[0]) for each in times if len(each)), default=None)
        assert historian.first_time_ns() == first
        historian.close()


def test_buckets_are_the_same_before_and_after_sealing(tmp_path: Path) -> None:
    chance = np.random.default_rng(4)
    with Historian.open(tmp_path, TAGS, part_bytes=1) as historian:
        historian.append(random_block(chance, "dense", 50, 3, 0))
        historian.append(random_block(chance, "mixed", 50, 3, 10**10))
        before = historian.read_buckets("b", 0, 40 * 10**9, 7)
        historian.seal(0)
        historian.seal(HOUR_NS)
        after = historian.read_buckets("b", 0, 40 * 10**9, 7)
    for first, second in zip(before, after, strict=True):
        np.testing.assert_allclose(first, second, rtol=1e-12)
    assert before.count.sum() > 20


def test_the_hour_is_sealed_when_it_is_over_and_not_before(tmp_path: Path) -> None:
    with Historian.open(tmp_path, TAGS) as historian:
        for block in hour_of_rows(5):
            historian.append(block)
        assert historian.seal(5 * HOUR_NS + 10**10) == Sealed()
        assert historian.seal(6 * HOUR_NS - 1) == Sealed()
        assert historian.seal(6 * HOUR_NS) == Sealed(1, 12)
        assert historian.seal(6 * HOUR_NS + 1) == Sealed()
        assert list((tmp_path / "wal").iterdir()) == []


def test_parts_of_an_hour_become_one_segment_even_after_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        with Historian.open(tmp_path, TAGS, part_bytes=1) as historian:
            for block in hour_of_rows(5):
                historian.append(block)
            assert historian.seal(6 * HOUR_NS - 1) == Sealed()
    with Historian.open(tmp_path, TAGS) as historian:
        assert historian.seal(6 * HOUR_NS) == Sealed(1, 24)


def test_hours_left_over_from_an_earlier_run_are_sealed_one_by_one(tmp_path: Path) -> None:
    for hour in (3, 4, 5):
        with Historian.open(tmp_path, TAGS) as historian:
            for block in hour_of_rows(hour):
                historian.append(block)
    with Historian.open(tmp_path, TAGS) as historian:
        assert historian.seal(5 * HOUR_NS + 1) == Sealed(2, 24)
        assert historian.seal(6 * HOUR_NS + 1) == Sealed(1, 12)


def test_samples_from_the_future_are_sealed_like_any_others(tmp_path: Path) -> None:
    with Historian.open(tmp_path, TAGS) as historian:
        historian.seal(5 * HOUR_NS)
        historian.append(dense_block(10**6 * HOUR_NS, 1, 3))
        for block in hour_of_rows(5):
            historian.append(block)
        assert historian.seal(6 * HOUR_NS) == Sealed(1, 15)


def test_closing_gives_a_sealing_up_and_the_next_run_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = hour_of_rows(5)
    historian = Historian.open(tmp_path, TAGS)
    for block in blocks:
        historian.append(block)
    historian.seal(5 * HOUR_NS)
    sealing = threading.Thread(target=historian.close)
    write_tags = seal_module.write_tags

    def close_meanwhile(*arguments: object) -> object:
        stopping = arguments[-1]
        sealing.start()
        while not stopping():  # type: ignore[operator]
            pass
        return write_tags(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(seal_module, "write_tags", close_meanwhile)
    assert historian.seal(6 * HOUR_NS) == Sealed()
    sealing.join()
    monkeypatch.undo()
    assert list((tmp_path / "segments").iterdir()) == list((tmp_path / "work").iterdir()) == []
    with Historian.open(tmp_path, TAGS) as historian:
        assert historian.seal(6 * HOUR_NS) == Sealed(1, 12)
        assert_same(historian.read_raw("a", *EVER), truth(blocks, 0, *EVER))


def test_a_part_with_a_failed_append_is_cut_before_it_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    blocks = hour_of_rows(0)
    historian = Historian.open(tmp_path, TAGS)
    historian.seal(0)
    historian.append(blocks[0])
    with monkeypatch.context() as faulty:
        faulty.setattr(disk, "sync", refuse)
        faulty.setattr(os, "ftruncate", refuse)
        with pytest.raises(StorageError):
            historian.append(blocks[1])
        # The failed rows are whole in the file, only not durable.
        with pytest.raises(StorageError, match="cannot seal"):
            historian.seal(HOUR_NS)
    assert historian.seal(HOUR_NS) == Sealed(1, 3)
    historian.append(blocks[1])
    historian.close()
    with Historian.open(tmp_path, TAGS) as historian:
        assert_same(historian.read_raw("a", *EVER), truth(blocks[:2], 0, *EVER))


def test_tags_may_change_between_runs(tmp_path: Path) -> None:
    runs = [["a", "b"], ["c", "b"], ["b"]]
    for sealing in (False, True):
        for number, names in enumerate(runs):
            with Historian.open(tmp_path, names) as historian:
                if sealing:
                    historian.seal((10 + number) * HOUR_NS)
                else:
                    historian.append(dense_block(number * HOUR_NS, 1, len(names)))
                assert len(historian.read_raw("b", *EVER)[0]) == (3 if sealing else number + 1)
    with Historian.open(tmp_path, []) as historian:
        assert historian.read_raw("a", *EVER)[0].tolist() == [0]
        assert historian.read_raw("c", *EVER)[0].tolist() == [HOUR_NS]
        assert historian.read_raw("b", *EVER)[0].tolist() == [0, HOUR_NS, 2 * HOUR_NS]
        assert len(historian.read_raw("nobody's", *EVER)[0]) == 0


def test_a_block_over_other_tags_is_refused(tmp_path: Path) -> None:
    with Historian.open(tmp_path, TAGS) as historian:
        with pytest.raises(DataError, match="a block of 4 tags for a historian of 3"):
            historian.append(dense_block(0, 1, 4))
        with pytest.raises(DataError, match="buckets"):
            historian.read_buckets("a", 0, 10, 0)


def test_two_writers_are_one_too_many(tmp_path: Path) -> None:
    held = f"in use by process {os.getpid()}"
    with Historian.open(tmp_path, TAGS), pytest.raises(StorageError, match=held):
        Historian.open(tmp_path, TAGS)
    historian = Historian.open(tmp_path, TAGS)
    historian.close()
    historian.close()
    with pytest.raises(StorageError, match="is closed"):
        historian.append(dense_block(0, 1, 3))


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be opened"):
        Historian.open(tmp_path / "file" / "historian", TAGS)
    with pytest.raises(DataError, match="occurs twice"):
        Historian.open(tmp_path / "other", ["a", "a"])
    Historian.open(tmp_path / "other", ["a"]).close()


@pytest.mark.parametrize("cuts", [True, False])
@pytest.mark.parametrize("call", ["sync", "write_buffers"])
def test_a_refusing_disk_fails_the_append_and_the_next_one_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, cuts: bool
) -> None:
    write_buffers = disk.write_buffers

    def refuse(descriptor: int, *arguments: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write_half(descriptor: int, buffers: list[bytes], offset: int) -> int:
        write_buffers(descriptor, buffers[:-1], offset)
        return refuse(descriptor)

    blocks = hour_of_rows(0)
    with Historian.open(tmp_path, TAGS) as historian:
        historian.append(blocks[0])
        with monkeypatch.context() as faulty:
            faulty.setattr(disk, call, refuse if call == "sync" else write_half)
            if not cuts:
                faulty.setattr(os, "ftruncate", refuse)
            for _ in range(2):
                with pytest.raises(StorageError, match="cannot be written: No space left"):
                    historian.append(blocks[1])
                assert historian.failed is not None
                assert_same(historian.read_raw("a", *EVER), truth(blocks[:1], 0, *EVER))
        historian.append(blocks[2])
        assert historian.failed is None
        kept = truth([blocks[0], blocks[2]], 0, *EVER)
        assert_same(historian.read_raw("a", *EVER), kept)
    with Historian.open(tmp_path, TAGS) as historian:
        assert (historian.recovery.torn_bytes, historian.recovery.damage) == (0, ())
        assert_same(historian.read_raw("a", *EVER), kept)


def test_a_part_that_cannot_begin_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Historian.open(tmp_path, TAGS) as historian:
        with monkeypatch.context() as faulty:
            faulty.setattr(disk, "write_all", refuse)
            with pytest.raises(StorageError, match="No space left"):
                historian.append(dense_block(0, 1, 3))
        historian.append(dense_block(10**9, 1, 3))
        assert historian.read_raw("a", *EVER)[0].tolist() == [10**9]


@pytest.mark.parametrize("fate", ["error", "kill", "power"])
def test_a_fault_at_any_call_of_append_seal_and_retain(tmp_path: Path, fate: str) -> None:
    """Whatever fails, wherever process or power goes: every acknowledged sample is there, none twice."""
    blocks = [*hour_of_rows(1, 3), *hour_of_rows(2, 3)]
    opened: list[Historian] = []

    def work(folder: Path, done: list[SampleBlock]) -> None:
        historian = Historian.open(folder, TAGS, part_bytes=400)
        opened.append(historian)
        historian.seal(HOUR_NS)
        for block in blocks:
            historian.append(block)
            done.append(block)
        historian.seal(3 * HOUR_NS)
        historian.retain(3 * HOUR_NS)

    at, finished = 0, False
    while not finished:
        done: list[SampleBlock] = []
        folder = tmp_path / f"{at}"
        folder.mkdir()
        power = Power(folder) if fate == "power" else None
        with fault(at, kill=fate != "error", power=power) as struck, suppress(Killed, StorageError):
            work(folder, done)
        finished = struck.calls <= at
        if opened:
            opened.pop().close()
        if power is not None:
            folder = tmp_path / f"{at} after the loss"
            power.restore(folder)
        assert_nothing_lost(folder, done)
        at += 1
    assert at > 30


@pytest.mark.parametrize("fate", ["error", "kill", "power"])
def test_a_fault_at_any_call_of_a_removal_leaves_whole_segments(tmp_path: Path, fate: str) -> None:
    at, finished = 0, False
    while not finished:
        folder = tmp_path / f"{at}"
        folder.mkdir()
        power = Power(folder)
        with fault(None, kill=False, power=power):
            historian = Historian.open(folder, TAGS, days_max=1 / 24)
            historian.seal(0)
            for hour in range(3):
                for block in hour_of_rows(hour):
                    historian.append(block)
                historian.seal((hour + 1) * HOUR_NS)
        with fault(at, kill=fate != "error", power=power) as struck, suppress(Killed, StorageError):
            historian.retain(3 * HOUR_NS)
        finished = struck.calls <= at
        historian.close()
        if fate == "power":
            folder = tmp_path / f"{at} after the loss"
            power.restore(folder)
        with Historian.open(folder, TAGS, days_max=1 / 24) as historian:
            assert historian.recovery.damage == ()
            hours = historian.read_raw("b", *EVER)[0] // HOUR_NS
            assert [int((hours == hour).sum()) for hour in range(3)][2] == 4
            assert all((hours == hour).sum() in (0, 4) for hour in range(2))
            historian.retain(3 * HOUR_NS)
            assert historian.first_time_ns() == 2 * HOUR_NS
        at += 1
    assert at > 8


def test_what_is_shown_after_a_kill_survives_a_loss_of_power(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(descriptor: int) -> None:
        raise Killed

    folder = tmp_path / "historian"
    blocks = hour_of_rows(0, 2)
    with Historian.open(folder, TAGS) as historian:
        historian.append(blocks[0])
        with monkeypatch.context() as killed, pytest.raises(Killed):
            killed.setattr(disk, "sync", die)
            historian.append(blocks[1])
    power = Power(folder)
    for name in ("wal", "segments"):
        descriptor = os.open(folder / name, os.O_RDONLY)
        power.synced(descriptor)
        os.close(descriptor)
    with fault(None, kill=False, power=power), Historian.open(folder, TAGS) as historian:
        assert_same(historian.read_raw("a", *EVER), truth(blocks, 0, *EVER))
    power.restore(tmp_path / "after the loss")
    with Historian.open(tmp_path / "after the loss", TAGS) as historian:
        assert_same(historian.read_raw("a", *EVER), truth(blocks, 0, *EVER))


def assert_nothing_lost(folder: Path, done: list[SampleBlock]) -> None:
    """``done`` and at most the one append that was never answered, each once, also after sealing."""
    acknowledged = [int(block.times_ns[0]) for block in done]
    with Historian.open(folder, TAGS) as historian:
        for _ in range(2):
            times_ns = historian.read_raw("b", *EVER)[0].tolist()
            assert times_ns == sorted(set(times_ns))
            assert times_ns[: len(done)] == acknowledged
            assert len(times_ns) <= len(done) + 1
            historian.seal(9 * HOUR_NS)
        assert historian.recovery.damage == ()


def test_retention_by_age_removes_whole_segments(tmp_path: Path) -> None:
    with Historian.open(tmp_path, TAGS, days_max=2 / 24) as historian:
        historian.seal(0)
        for hour in range(5):
            for block in hour_of_rows(hour):
                historian.append(block)
            historian.seal((hour + 1) * HOUR_NS)
        assert historian.retain(5 * HOUR_NS) > 0
        assert historian.first_time_ns() == 3 * HOUR_NS
        assert len(historian.read_raw("a", *EVER)[0]) == 8
        assert historian.retain(5 * HOUR_NS) == 0
        assert len(list((tmp_path / "segments").iterdir())) == 2


def test_retention_by_size_removes_the_oldest_first(tmp_path: Path) -> None:
    with Historian.open(tmp_path, TAGS) as historian:
        historian.seal(0)
        for hour in range(5):
            for block in hour_of_rows(hour):
                historian.append(block)
            historian.seal((hour + 1) * HOUR_NS)
        whole = historian.bytes
    with Historian.open(tmp_path, TAGS, bytes_max=whole * 7 // 10) as historian:
        assert historian.retain(5 * HOUR_NS) == whole - historian.bytes
        assert historian.bytes <= whole * 7 // 10
        assert historian.first_time_ns() == 2 * HOUR_NS


def test_when_segments_do_not_suffice_finished_parts_go_and_the_growing_one_stays(tmp_path: Path) -> None:
    with Historian.open(tmp_path, TAGS, bytes_max=1, part_bytes=1) as historian:
        for block in hour_of_rows(0):
            historian.append(block)
        historian.retain(0)
        assert historian.read_raw("a", *EVER)[0].tolist() == [3 * 10**9]


def test_a_file_that_has_vanished_is_an_error_and_not_a_gap(tmp_path: Path) -> None:
    with Historian.open(tmp_path, TAGS) as historian:
        historian.append(dense_block(0, 1, 3))
        next((tmp_path / "wal").iterdir()).unlink()
        with pytest.raises(StorageError, match=r"history cannot be read: .*No such file"):
            historian.read_raw("a", *EVER)


def test_readers_see_neither_gap_nor_double_while_an_hour_is_sealed(tmp_path: Path) -> None:
    wrong: list[object] = []
    finished = threading.Event()

    def read() -> None:
        seen = 0
        while not finished.is_set():
            times_ns = historian.read_raw("b", *EVER)[0]
            if len(times_ns) < seen or not np.array_equal(times_ns, np.arange(len(times_ns)) * 10**9):
                wrong.append(times_ns)
            buckets = historian.read_buckets("b", 0, 10**12, 10)
            if buckets.count.sum() < len(times_ns):
                wrong.append(buckets)
            seen = len(times_ns)

    def maintain() -> None:
        while not finished.is_set():
            historian.seal(rows * 10**9)

    rows = 0
    with Historian.open(tmp_path, TAGS, segment_s=10, part_bytes=300) as historian:
        threads = [threading.Thread(target=target) for target in (read, read, maintain)]
        for thread in threads:
            thread.start()
        for number in range(200):
            historian.append(dense_block(number * 10**9, 1, 3))
            rows = number
        finished.set()
        for thread in threads:
            thread.join()
        assert not wrong
        assert len(historian.read_raw("b", *EVER)[0]) == 200
        historian.seal(10**15)
        assert len(list((tmp_path / "segments").iterdir())) > 1


def test_quality_and_not_a_number_survive_sealing(tmp_path: Path) -> None:
    block = dense_block(0, 3, 3)
    block.values[1, 0] = np.nan
    block.quality[:, 0] = [Quality.BAD_SENSOR_FAILURE, Quality.GOOD, Quality.UNCERTAIN_INITIAL_VALUE | 0x400]
    with Historian.open(tmp_path, TAGS) as historian:
        historian.append(block)
        for _ in range(2):
            assert_same(
                historian.read_raw("a", *EVER), (block.times_ns, block.values[:, 0], block.quality[:, 0])
            )
            historian.seal(HOUR_NS)
