"""The journal's writer on a real journal, with a disk that refuses when told to."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.small_site import EVE, act, move, staffed_site
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view
from wakeful.journal import Journal, disk
from wakeful.server.scanning.journal_writer import JournalWriter
from wakeful.server.scanning.retry import RETRY_FIRST_NS
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.terms.command import SetMode, Shelve
from wakeful.terms.effect import (
    AlarmChanged,
    ConditionChanged,
    InputChanged,
    JournalInterrupted,
    ModeChanged,
    Record,
)
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock


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
    tray.full = True
    assert not writer.recover(later + 2, at_once=True), "asked, and still full"
    tray.full = False
    assert writer.recover(later + 3, at_once=True), "the last attempt of a server that stops does not wait"
    *kept, interruption = read(journal)
    assert kept == records
    assert isinstance(interruption, JournalInterrupted)
    assert (interruption.since_ns, interruption.records_dropped) == (10, 0)
    assert "No space" in interruption.cause
    assert (signs.journal_error, signs.records_waiting, signs.journal_records) == (None, 0, 3)
    assert writer.append(records, later + 20 * RETRY_FIRST_NS) == 2


STAFFED = Plan.compile(staffed_site())
NAMES = [alarm.name for alarm in STAFFED.site.alarms]
rows = st.lists(
    st.lists(st.sampled_from([20.0, 60.0, 90.0, 97.0, float("nan")]), min_size=4, max_size=4),
    min_size=10,
    max_size=40,
)


def lived(state: EngineState, rows: list[list[float]], *commands: object) -> list[Record]:
    """What an engine says of these rows, a second apart, commands before the first."""
    said: list[Record] = []
    for values in rows:
        now_ns = int(state.clock_ns[0]) + 1_000_000_000
        quality = [Quality.BAD_SENSOR_FAILURE if np.isnan(value) else Quality.GOOD for value in values]
        block = SampleBlock(np.array([now_ns]), np.array([values]), np.array([quality], np.uint32))
        _, effects, _ = scan(state, block, commands, now_ns)  # type: ignore[arg-type]
        said += effects
        commands = ()
    return said


@settings(max_examples=50, deadline=None)
@given(rows, rows, st.sampled_from(["running", "stopped"]))
def test_thinning_leaves_every_alarm_as_it_was(
    before: list[list[float]], while_failing: list[list[float]], mode: str
) -> None:
    state = EngineState.start(STAFFED, 0)
    journaled = lived(
        state, before,
        act(Shelve, "T0.high", reason="spare part", duration_ms=20_000, at_ns=1),
        SetMode(id="m", actor=EVE, at_ns=1, system="even", mode=mode),
    )  # fmt: skip
    waiting = lived(state, while_failing)
    writer = JournalWriter.__new__(JournalWriter)
    writer._signs, writer._waiting_max, writer._thin_at = VitalSigns(), 12, 12
    writer._waiting, writer._dropped = [], 0
    for record in waiting:
        writer.keep([record])
    assert len(writer._waiting) + writer._dropped == len(waiting)
    assert alarms_of([*journaled, *writer._waiting]) == alarms_of([*journaled, *waiting])


def alarms_of(records: list[Record]) -> list[tuple[object, ...]]:
    """Every alarm as these records leave it, but for what is counted and which came first."""
    state = fold(EngineState.start(STAFFED, 0), records)
    return [
        (
            msgspec.structs.replace(view, first_out="", overrides=()),
            [(item.kind, item.by, item.reason, item.until_ns) for item in view.overrides],
        )
        for view in (alarm_view(state, index) for index in range(len(NAMES)))
    ]


def test_the_last_word_on_a_mode_and_an_event_is_kept(journal: Journal) -> None:
    writer = JournalWriter(journal, VitalSigns(), waiting_max=8)
    for number in range(20):
        active = number % 2 == 0
        writer.keep(
            [
                ModeChanged(at_ns=number, system="even", before="", after=("running", "stopped")[active]),
                ConditionChanged(at_ns=number, alarm="E", tag="T0", kind="high", active=active),
                InputChanged(at_ns=number, cause="bad", count=1, tags=("T0",)),
            ]
        )
    writer._thin()
    modes = [record for record in writer._waiting if isinstance(record, ModeChanged)]
    events = [record for record in writer._waiting if isinstance(record, ConditionChanged)]
    assert [(item.at_ns, item.after) for item in modes] == [(19, "running")]
    assert [(item.at_ns, item.active) for item in events] == [(19, False)]


def test_what_waits_is_bounded(journal: Journal, tray: Disk) -> None:
    writer = JournalWriter(journal, VitalSigns(), waiting_max=100)
    tray.full = True
    writer.append([move("T0.high", "abnormal", 1, 1)], 1)
    for number in range(10_000):
        writer.keep([InputChanged(at_ns=number, cause="bad", count=1, tags=("T0",))])
        writer.keep([move("T0.high", "abnormal" if number % 2 else "normal", number, number)])
        assert len(writer._waiting) <= 103
    tray.full = False
    assert writer.recover(10**12)
    records = read(journal)
    interruption = records[-1]
    assert isinstance(interruption, JournalInterrupted)
    assert interruption.records_dropped == 20_000 - len(records) + 1
    last = [record for record in records if isinstance(record, AlarmChanged)][-1]
    assert last.revision == 9_999
