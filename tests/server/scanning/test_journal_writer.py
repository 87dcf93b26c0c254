"""The journal's writer on a real journal, with a disk that refuses when told to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server.small_site import move, small_plan
from wakeful.engine.recovery import fold
from wakeful.engine.state import EngineState
from wakeful.journal import Journal, disk
from wakeful.server.scanning.journal_writer import JournalWriter
from wakeful.server.scanning.retry import RETRY_FIRST_NS
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.terms.effect import AlarmChanged, InputChanged, JournalInterrupted, Record


class Disk:
    """The journal's disk, full or not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = False
        sync = disk.sync

        def refusing(descriptor: int) -> None:
            if self.full:
                raise OSError(28, "No space left on device")
            sync(descriptor)

        monkeypatch.setattr(disk, "sync", refusing)


@pytest.fixture
def tray(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "journal") as opened:
        yield opened


def read(journal: Journal) -> list[Record]:
    return [record for _, record in journal.read()]


def test_records_are_durable_in_order(journal: Journal) -> None:
    signs = VitalSigns()
    writer = JournalWriter(journal, signs)
    records = [move("T0.high", "abnormal", 1, 1), move("T0.high", "normal", 1, 2)]
    assert writer.append(records, 1) == 2
    assert read(journal) == records
    assert (signs.journal_records, signs.journal_error, writer.failing) == (2, None, False)
    assert writer.append([], 2) == 0


def test_a_full_disk_keeps_nothing_and_says_so(journal: Journal, tray: Disk) -> None:
    signs = VitalSigns()
    writer = JournalWriter(journal, signs)
    tray.full = True
    assert writer.append([move("T0.high", "abnormal", 1, 1)], 1) == 0
    assert writer.failing
    assert signs.journal_error is not None and "No space" in signs.journal_error
    assert read(journal) == []


def test_what_waited_goes_in_before_the_word_of_the_interruption(journal: Journal, tray: Disk) -> None:
    signs = VitalSigns()
    writer = JournalWriter(journal, signs)
    tray.full = True
    records = [move("T0.high", "abnormal", 1, 1), move("T1.high", "abnormal", 1, 1)]
    writer.append(records, 10)
    writer.keep(records)
    assert signs.records_waiting == 2
    later = 10 + RETRY_FIRST_NS
    assert not writer.recover(later), "the disk is still full"
    tray.full = False
    assert not writer.recover(later + 1), "it is not asked again at once"
    assert writer.recover(later + 10 * RETRY_FIRST_NS)
    *kept, interruption = read(journal)
    assert kept == records
    assert isinstance(interruption, JournalInterrupted)
    assert (interruption.since_ns, interruption.records_dropped) == (10, 0)
    assert "No space" in interruption.cause
    assert (signs.journal_error, signs.records_waiting, signs.journal_records) == (None, 0, 3)
    assert writer.append(records, later + 20 * RETRY_FIRST_NS) == 2


moves = st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=30, max_size=120)


@given(moves)
def test_thinning_leaves_the_alarm_state_as_it_was(chosen: list[tuple[int, bool]]) -> None:
    records: list[Record] = []
    rises = [0, 0, 0]
    revisions = [0, 0, 0]
    for number, (alarm, rise) in enumerate(chosen):
        if not rise and rises[alarm] == 0:
            records.append(InputChanged(at_ns=number, cause="bad", count=1, tags=("T0",)))
            continue
        rises[alarm] += rise
        revisions[alarm] += 1
        event = "abnormal" if rise else "normal"
        records.append(move(f"T{alarm}.high", event, rises[alarm], revisions[alarm], number))
    writer = JournalWriter.__new__(JournalWriter)
    writer._signs, writer._waiting_max, writer._thin_at = VitalSigns(), 20, 20
    writer._waiting, writer._dropped = [], 0
    for record in records:
        writer.keep([record])
    assert len(writer._waiting) + writer._dropped == len(records)
    assert folded(writer._waiting) == folded(records)


def folded(records: list[Record]) -> bytes:
    return fold(EngineState.start(small_plan(), 0), records).to_bytes()


def test_what_waits_is_bounded(journal: Journal, tray: Disk) -> None:
    writer = JournalWriter(journal, VitalSigns(), waiting_max=100)
    tray.full = True
    writer.append([move("T0.high", "abnormal", 1, 1)], 1)
    for number in range(10_000):
        writer.keep([InputChanged(at_ns=number, cause="bad", count=1, tags=("T0",))])
        writer.keep([move("T0.high", "abnormal" if number % 2 else "normal", number, number)])
        assert len(writer._waiting) <= 102
    tray.full = False
    assert writer.recover(10**12)
    records = read(journal)
    interruption = records[-1]
    assert isinstance(interruption, JournalInterrupted)
    assert interruption.records_dropped == 20_000 - len(records) + 1
    last = [record for record in records if isinstance(record, AlarmChanged)][-1]
    assert last.revision == 9_999
