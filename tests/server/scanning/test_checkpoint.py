"""Checkpoints: a short cut that gives what the journal gives, and is passed over when in doubt."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.small_site import move, small_plan
from wakeful.engine.recovery import fold
from wakeful.engine.state import EngineState, resume
from wakeful.journal import Journal
from wakeful.server.scanning.checkpoint import FOLD_BATCH, CheckpointWriter, restore

PLAN = small_plan()
RECORDS = [
    move("T0.high", "abnormal", 1, 1, 10),
    move("T1.high", "abnormal", 1, 1, 20),
    move("T0.high", "normal", 1, 2, 30),
    move("T0.high", "abnormal", 2, 3, 40),
]
NOW_NS = 1_000


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "journal") as opened:
        opened.append(RECORDS)
        yield opened


def folded(count: int) -> EngineState:
    return fold(EngineState.start(PLAN, NOW_NS), RECORDS[:count])


def restored(path: Path, journal: Journal) -> bytes:
    return restore(path, PLAN, journal, NOW_NS, lambda done, total: None).to_bytes()


def whole() -> bytes:
    return resume(folded(4), NOW_NS).to_bytes()


def test_without_a_checkpoint_the_whole_journal_is_folded(tmp_path: Path, journal: Journal) -> None:
    assert restored(tmp_path / "none", journal) == whole()


@pytest.mark.parametrize("count", range(5))
def test_a_checkpoint_and_what_follows_give_the_same(tmp_path: Path, journal: Journal, count: int) -> None:
    path = tmp_path / "checkpoint"
    assert CheckpointWriter(path).write(folded(count), count, wait=True)
    assert restored(path, journal) == whole()


def test_a_checkpoint_is_really_used(tmp_path: Path, journal: Journal) -> None:
    path = tmp_path / "checkpoint"
    CheckpointWriter(path).write(folded(2), 4, wait=True)
    assert restored(path, journal) == resume(folded(2), NOW_NS).to_bytes()


def test_a_checkpoint_of_another_plan_is_passed_over(tmp_path: Path, journal: Journal) -> None:
    path = tmp_path / "checkpoint"
    CheckpointWriter(path).write(EngineState.start(small_plan(5), NOW_NS), 4, wait=True)
    assert restored(path, journal) == whole()


def test_a_checkpoint_ahead_of_the_journal_is_passed_over(tmp_path: Path, journal: Journal) -> None:
    path = tmp_path / "checkpoint"
    CheckpointWriter(path).write(folded(1), 5, wait=True)
    assert restored(path, journal) == whole()


def test_a_damaged_checkpoint_is_passed_over(tmp_path: Path, journal: Journal) -> None:
    path = tmp_path / "checkpoint"
    CheckpointWriter(path).write(folded(1), 4, wait=True)
    good = path.read_bytes()
    for bad in (b"", good[:3], good[:40], good[:-1], good[:60] + bytes([good[60] ^ 1]) + good[61:]):
        path.write_bytes(bad)
        assert restored(path, journal) == whole()


def test_a_disk_that_refuses_leaves_the_old_checkpoint(tmp_path: Path, journal: Journal) -> None:
    path = tmp_path / "missing" / "checkpoint"
    assert CheckpointWriter(path).write(folded(1), 1, wait=True)
    assert not path.exists()


def test_folding_tells_its_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with Journal.open(tmp_path / "long") as journal:
        journal.append([move("T0.high", "abnormal", 1, n) for n in range(1, FOLD_BATCH + 2)])
        restore(tmp_path / "none", PLAN, journal, NOW_NS, lambda done, total: told.append((done, total)))
    assert told == [(FOLD_BATCH, FOLD_BATCH + 1)]
