"""A page of the journal: newest first, with bounded work, from any instant on."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server.alarm_room.timed_journal import Timed, nearly_ordered
from tests.server.small_site import move, small_plan
from wakeful.journal import Journal
from wakeful.server.alarm_room.journal_time import DISORDER_NS
from wakeful.server.web import journal_page
from wakeful.server.web.journal_filter import JournalFilter, Question
from wakeful.server.web.journal_page import read_page
from wakeful.terms.effect import AlarmChanged


@pytest.fixture
def journal(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Journal.open(tmp_path / "journal") as opened:
        opened.append([move(f"T{number % 3}.high", "abnormal", number, number) for number in range(30)])
        yield opened


def test_a_page_is_newest_first_and_says_where_to_go_on(journal: Journal) -> None:
    page = read_page(journal, lambda record: True, None, 4)
    assert [entry.sequence for entry in page.entries] == [29, 28, 27, 26]
    assert page.next_before == 26
    page = read_page(journal, lambda record: True, 3, 4)
    assert [entry.sequence for entry in page.entries] == [2, 1, 0]
    assert page.next_before is None
    assert read_page(journal, lambda record: True, 0, 4).entries == ()


def test_looking_is_bounded_and_goes_on_where_it_stopped(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_page, "LOOKED_AT_MAX", 10)
    wanted = JournalFilter(small_plan(), Question(alarm="T0.high"))
    page = read_page(journal, lambda record: False, None, 5)
    assert (page.entries, page.next_before) == ((), 20)
    found, before = [], None
    while True:
        page = read_page(journal, wanted, before, 100)
        found += [entry.sequence for entry in page.entries]
        before = page.next_before
        if before is None:
            break
    assert found == list(range(27, -1, -3))


@given(nearly_ordered(), st.integers(0, 60 * DISORDER_NS), st.integers(1, 60 * DISORDER_NS))
def test_a_period_is_found_whole(times_ns: list[int], from_ns: int, length_ns: int) -> None:
    to_ns = from_ns + length_ns
    wanted = JournalFilter(small_plan(), Question(from_ns=from_ns, to_ns=to_ns))
    found, before = [], None
    while True:
        page = read_page(Timed(times_ns), wanted, before, 3, from_ns, to_ns)  # type: ignore[arg-type]
        found += [entry.sequence for entry in page.entries]
        before = page.next_before
        if before is None:
            break
    inside = [index for index, time_ns in enumerate(times_ns) if from_ns <= time_ns < to_ns]
    assert found == inside[::-1]


def test_a_period_long_ago_costs_little_in_a_long_journal(tmp_path: Path) -> None:
    hour_ns = DISORDER_NS
    with Journal.open(tmp_path / "journal", segment_bytes=20_000) as journal:
        for hour in range(400):
            journal.append([move("T0.high", "abnormal", hour, 1, hour * hour_ns + n) for n in range(3)])
        wanted = JournalFilter(small_plan(), Question(from_ns=50 * hour_ns, to_ns=51 * hour_ns))
        looked_at = 0

        def counting(record: AlarmChanged) -> bool:
            nonlocal looked_at
            looked_at += 1
            return wanted(record)

        page = read_page(journal, counting, None, 100, 50 * hour_ns, 51 * hour_ns)  # type: ignore[arg-type]
    assert [entry.record.at_ns - 50 * hour_ns for entry in page.entries] == [2, 1, 0]
    assert page.next_before is None
    assert looked_at <= 3 * 4
