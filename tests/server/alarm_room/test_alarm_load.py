"""The load follows the journal: whole after a start, on while it grows, and never a part for the whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.small_site import move
from wakeful.journal import Journal
from wakeful.server.alarm_room import alarm_load
from wakeful.server.alarm_room.alarm_load import BATCH, KEPT_NS, AlarmLoad, NotReadYet
from wakeful.server.alarm_room.stood_before import StoodBefore
from wakeful.terms.effect import AlarmChanged, ServerStarted, ServerStopped
from wakeful.terms.errors import StorageError

NOW_NS = 100 * KEPT_NS
DAY_NS = KEPT_NS // 30


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "journal", segment_bytes=50_000) as opened:
        yield opened


def moves(count: int, first_ns: int, step_ns: int = 1_000) -> list[AlarmChanged]:
    return [
        move(f"T{number % 3}.high", ("abnormal", "normal")[number // 3 % 2], number + 1, 1,
             first_ns + number * step_ns)
        for number in range(count)
    ]  # fmt: skip


def load_on(journal: Journal, *stood: StoodBefore) -> AlarmLoad:
    return AlarmLoad(journal, lambda: NOW_NS, stood)


def caught_up(load: AlarmLoad) -> AlarmLoad:
    while load.take_in():
        pass
    return load


def times_ns(load: AlarmLoad) -> list[int]:
    return load.rows().moves["at_ns"].tolist()  # type: ignore[no-any-return]


def test_everything_durable_is_in_it_once_and_in_order(journal: Journal) -> None:
    records = moves(2 * BATCH + 7, NOW_NS - DAY_NS)
    journal.append(records[:100])
    journal.append(records[100:])
    load = caught_up(load_on(journal))
    assert times_ns(load) == [record.at_ns for record in records]
    more = moves(5, NOW_NS - 1_000_000)
    journal.append(more)
    assert times_ns(load) == [record.at_ns for record in (*records, *more)], "asking brings it up to date"


def test_only_alarms_that_moved_take_any_room(journal: Journal) -> None:
    journal.append([move("T2.high", "abnormal", 1, 1, NOW_NS)])
    rows = caught_up(load_on(journal)).rows()
    assert (list(rows.names), list(rows.tags), rows.moves["alarm"].tolist()) == (["T2.high"], ["T2"], [0])


def test_until_it_has_caught_up_it_gives_nothing_and_says_how_far(journal: Journal) -> None:
    journal.append(moves(3 * BATCH, NOW_NS - DAY_NS))
    load = load_on(journal)
    with pytest.raises(NotReadYet, match="0 %"):
        load.rows()
    load.take_in()
    with pytest.raises(NotReadYet, match="33 %"):
        load.rows()
    assert len(times_ns(caught_up(load))) == 3 * BATCH


def test_an_empty_journal_has_nothing_and_is_ready(journal: Journal) -> None:
    load = caught_up(load_on(journal))
    assert (times_ns(load), load.rows().complete_from_ns) == ([], None)


def test_thirty_days_are_kept_and_the_time_from_which_they_are_whole_is_known(journal: Journal) -> None:
    old = moves(200, NOW_NS - 3 * KEPT_NS, KEPT_NS // 200)
    young = moves(50, NOW_NS - DAY_NS)
    journal.append([*old, *young])
    load = caught_up(load_on(journal))
    assert times_ns(load) == [record.at_ns for record in young]
    assert load.rows().complete_from_ns == NOW_NS - KEPT_NS


def test_a_young_journal_is_whole_from_its_first_record_whatever_that_is(journal: Journal) -> None:
    journal.append([start_at(NOW_NS - DAY_NS), *moves(2, NOW_NS - 1_000_000)])
    assert caught_up(load_on(journal)).rows().complete_from_ns == NOW_NS - DAY_NS


def start_at(at_ns: int) -> ServerStarted:
    return ServerStarted(at_ns=at_ns, version="1", site="s", configuration_sha256="f", tags=1, alarms=1)


def test_when_no_server_ran_is_known_from_whatever_came_last(journal: Journal) -> None:
    begin_ns = NOW_NS - DAY_NS
    stop = ServerStopped(at_ns=begin_ns + 50_000_000, cause="asked to")
    journal.append([start_at(begin_ns), *moves(BATCH - 2, begin_ns), stop])
    journal.append([start_at(begin_ns + 70_000_000), *moves(3, begin_ns + 80_000_000)])
    journal.append([start_at(begin_ns + 90_000_000)])
    rows = caught_up(load_on(journal)).rows()
    assert rows.silences == (
        (begin_ns + 50_000_000, begin_ns + 70_000_000),
        (begin_ns + 80_002_000, begin_ns + 90_000_000),
    )
    assert len(rows.moves) == BATCH + 1, "a move before a start is taken in once"


def test_a_server_that_stood_still_when_the_thirty_days_began_did_so_from_before(journal: Journal) -> None:
    journal.append([*moves(3, NOW_NS - 2 * KEPT_NS), start_at(NOW_NS - DAY_NS)])
    rows = caught_up(load_on(journal)).rows()
    assert rows.silences == ((NOW_NS - 2 * KEPT_NS + 2_000, NOW_NS - DAY_NS),)
    assert rows.complete_from_ns == NOW_NS - KEPT_NS and len(rows.moves) == 0


def test_what_stood_before_the_journals_last_thirty_days_stands(journal: Journal) -> None:
    journal.append(moves(1, NOW_NS - DAY_NS))
    moved = StoodBefore("T0.high", "T0", ("active",), NOW_NS - 2 * KEPT_NS)
    stale = StoodBefore("T1.high", "T1", ("active", "unacknowledged"), NOW_NS - 2 * KEPT_NS)
    rows = caught_up(load_on(journal, moved, stale)).rows()
    assert list(rows.names) == ["T0.high", "T1.high"]
    assert rows.before["since_ns"].tolist()[1] == stale.since_ns
    assert rows.before["code"].tolist() == [0, 3], "a move in the journal is believed before the state"


def test_while_the_journal_cannot_be_read_whoever_asks_is_told(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = caught_up(load_on(journal))
    journal.append(moves(3, NOW_NS - DAY_NS))

    def unreadable(start: int) -> Iterator[tuple[int, bytes]]:
        raise StorageError("the disk does not answer")

    monkeypatch.setattr(journal, "read_entries", unreadable)
    with pytest.raises(StorageError, match="does not answer"):
        load.rows()
    monkeypatch.undo()
    assert len(times_ns(load)) == 3


def test_its_thread_catches_up_by_itself_and_stops(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarm_load, "REST_S", 0.0)
    journal.append(moves(3 * BATCH, NOW_NS - DAY_NS))
    load = load_on(journal)
    load.start()
    assert load.caught_up.wait(20.0)
    assert len(times_ns(load)) == 3 * BATCH
    load.stop(20.0)
    assert not load._thread.is_alive()
