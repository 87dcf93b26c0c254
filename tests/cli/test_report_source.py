"""From a journal or a log to what a report needs: which site, how far it reaches, when nothing was judged."""

import json
import os
from pathlib import Path

import pytest

from tests.alarms.load.journals import HOUR_NS, MINUTE_NS, SECOND_NS, START_NS, JournalMaker
from tests.cli.alarm_reports import busy_hours, started, write_journal
from tests.cli.commands import write_rig
from wakeful.alarms.load.table import stood_after
from wakeful.cli.report_log import LogMapping
from wakeful.cli.report_source import Heard, from_journal, from_log
from wakeful.journal import Journal
from wakeful.terms.effect import JournalInterrupted, ServerStopped
from wakeful.terms.errors import ConfigurationError, DataError, StorageError

NOW_NS = START_NS + 5 * HOUR_NS


def told(folder: Path, site: Path | None = None) -> Heard:
    return from_journal(folder, site, now_ns=NOW_NS)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_journal(tmp_path / "data", [started(), *busy_hours()])


def test_without_a_site_the_journal_tells_its_name_and_one_position_answers(data: Path) -> None:
    for folder in (data, data / "journal"):
        heard = told(folder)
        assert heard.title == "Rig" and [each.id for each in heard.places.positions] == ["site"]
        assert any("no site folder is beside this journal" in note for note in heard.notes)
        assert len(heard.rows.moves) == len(busy_hours())


def test_the_site_is_found_beside_the_data_or_where_it_is_said_to_be(tmp_path: Path) -> None:
    rig = write_rig(tmp_path / "rig")
    data = write_journal(rig / "data", [started(), *busy_hours()])
    elsewhere = write_journal(tmp_path / "elsewhere", [started()])
    for heard in (told(rig), told(data), told(data / "journal"), told(elsewhere, rig)):
        assert list(heard.rows.names[:4]) == ["LAH-1", "LAL-1", "PAB-1", "TAH-1"]
        assert not any("no site folder" in note for note in heard.notes)


def test_a_site_that_is_wrong_is_not_passed_over(tmp_path: Path) -> None:
    rig = write_rig(tmp_path / "rig")
    write_journal(rig / "data", [started()])
    (rig / "tags.csv").write_text("nonsense\n")
    with pytest.raises(ConfigurationError):
        told(rig)


def test_the_record_reaches_from_its_first_to_its_last_or_until_now(data: Path) -> None:
    heard = told(data)
    assert heard.first_ns == START_NS
    assert heard.last_ns == busy_hours()[-1].at_ns + 1_000_000
    running = {"address": "http://127.0.0.1:9", "process_id": os.getpid()}
    (data / "server.json").write_text(json.dumps(running))
    assert told(data).last_ns == NOW_NS, "a server runs on it: silence since then is silence"


@pytest.mark.parametrize("left", ["", "{}", "[]", '{"process_id": 4194305}', '{"process_id": "x"}'])
def test_what_a_killed_server_left_is_not_taken_for_a_running_one(data: Path, left: str) -> None:
    """No process has a number above 4,194,304."""
    (data / "server.json").write_text(left)
    assert told(data).last_ns == busy_hours()[-1].at_ns + 1_000_000


def test_when_the_server_did_not_run_is_found_whether_it_stopped_or_was_killed(tmp_path: Path) -> None:
    maker = JournalMaker()
    maker.pulse("a", START_NS + MINUTE_NS)
    minutes = [START_NS + number * MINUTE_NS for number in range(20)]
    records = [
        started(),
        *maker.records,
        started(minutes[5]),
        ServerStopped(at_ns=minutes[10], cause="asked to"),
        started(minutes[15]),
        ServerStopped(at_ns=minutes[19], cause="asked to"),
    ]
    heard = told(write_journal(tmp_path, records))
    assert heard.rows.silences == ((minutes[1] + SECOND_NS, minutes[5]), (minutes[10], minutes[15]))
    assert "the server has not run since 2026-05-28 20:49:00" in heard.notes


def test_records_that_were_lost_are_said(tmp_path: Path) -> None:
    lost = JournalInterrupted(
        at_ns=START_NS + 90 * SECOND_NS, since_ns=START_NS, cause="disk full", records_dropped=1_234
    )
    (note, *_) = told(write_journal(tmp_path, [started(), lost])).notes
    assert note == (
        "from 2026-05-28 20:30:00 the journal could not be written for 1 min 30 s: 1,234 records are missing "
        "from the figures"
    )


def test_no_journal_and_an_empty_one_are_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="there is no folder"):
        told(tmp_path / "gone")
    Journal.open(tmp_path / "journal").close()
    with pytest.raises(DataError, match="has no record yet"):
        told(tmp_path)


def write_log(path: Path, lines: str) -> Path:
    path.write_text(lines)
    return path


LOG = """time,tag,type,position
2026-03-01T12:03:00Z,FI-1,H,north
2026-03-01T12:41:00Z,FI-1,H NR,north
2026-03-01T14:00:00Z,FI-1,L,south
"""


def test_a_log_reaches_from_the_first_to_the_last_ten_minutes_of_the_position(tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", LOG)
    noon_ns = 1_772_366_400 * SECOND_NS
    both, north = from_log(path, LogMapping(), ""), from_log(path, LogMapping(), "north")
    assert (both.first_ns, both.last_ns) == (noon_ns, noon_ns + 130 * MINUTE_NS)
    assert (north.first_ns, north.last_ns) == (noon_ns, noon_ns + 50 * MINUTE_NS)
    assert [each.id for each in both.places.positions] == ["north", "south"]
    assert both.places.of_alarm.tolist() == [0, 1]
    standing = stood_after(both.rows.moves, both.rows.before)["code"].tolist()
    assert [code & 1 for code in standing] == [0, 1], "the same tag at two positions is two alarms"
    assert "acknowledged" in both.unknown and both.title == "log"


def test_a_log_without_positions_has_one(tmp_path: Path) -> None:
    heard = from_log(write_log(tmp_path / "log.csv", LOG.replace("position", "remark")), LogMapping(), "")
    assert [each.id for each in heard.places.positions] == ["all"]
