"""A full disk is an alarm, not a crash: commands are refused, alarm states stand still, nothing is lost."""

from pathlib import Path

import pytest

from tests.server.house import messages, write_site
from tests.server.server_process import health, serving
from tests.server.test_restart import SYSTEMS, WAVING
from tests.server.waiting import wait_until
from wakeful.journal import Journal
from wakeful.server.self_watch_tags import JOURNAL_ALARM
from wakeful.server.wire import Heartbeat, SiteBody
from wakeful.terms.effect import AlarmChanged, CommandRefused, JournalInterrupted, ServerStarted


@pytest.mark.usefixtures("kernels")
def test_the_disk_fills_up_and_is_freed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    site = write_site(tmp_path / "site", WAVING.format(wave_ms=100), SYSTEMS)
    with serving(site, data) as server:
        console = server.sign_in()
        names = [alarm.name for alarm in console.get("/api/site", SiteBody).alarms]
        wait_until(console.alarms, "alarms stand")

        server.limit_files(1)
        storage = names.index(JOURNAL_ALARM)
        wait_until(lambda: storage in console.alarms(), "the storage alarm is shown")
        assert console.alarms()[storage].letter == "B"
        said = health(console)
        assert said.journal_error and said.historian_error
        frozen = {index: body for index, body in console.alarms().items() if index != storage}

        refused = console.acknowledge_raw(next(iter(console.alarms().values())))
        assert refused.status_code == 503
        assert "journal" in refused.json()["error"]
        before = said.scan_sequence
        wait_until(lambda: health(console).scan_sequence > before + 50, "scans go on")
        still = {index: body for index, body in console.alarms().items() if index != storage}
        assert still == frozen, "what is not in the journal is not shown"
        with console.stream() as socket:
            beat = next(item for item in messages(socket) if isinstance(item, Heartbeat))
        assert beat.journal_error

        server.limit_files(None)
        wait_until(lambda: health(console).journal_error is None, "the journal works again")
        wait_until(lambda: health(console).historian_error is None, "the historian works again")
        wait_until(lambda: console.alarms().keys() - {storage} != frozen.keys(), "alarms move again")
        wait_until(lambda: console.alarms()[storage].letter == "D", "the storage alarm has returned")
        assert console.acknowledge(console.alarms()[storage]).results[0].done
        server.kill()
    check_journal(data)


@pytest.mark.usefixtures("kernels")
def test_a_start_on_a_full_disk_shows_the_storage_alarm(tmp_path: Path) -> None:
    data = tmp_path / "data"
    site = write_site(tmp_path / "site", WAVING.format(wave_ms=100), SYSTEMS)
    with serving(site, data) as server:
        wait_until(server.sign_in().alarms, "alarms stand")
        server.kill()
    with serving(site, data, file_bytes_max=1) as server:
        console = server.sign_in()
        names = [alarm.name for alarm in console.get("/api/site", SiteBody).alarms]
        storage = names.index(JOURNAL_ALARM)
        wait_until(lambda: storage in console.alarms(), "the storage alarm is shown")
        assert len(console.alarms()) > 1, "what stood in the journal is shown too"
        server.limit_files(None)
        wait_until(lambda: health(console).journal_error is None, "the journal works again")
        server.kill()
    with Journal.open_for_reading(data / "journal") as journal:
        kinds = [type(record) for _, record in journal.read()]
    assert kinds.count(ServerStarted) == 2 and JournalInterrupted in kinds


def check_journal(data: Path) -> None:
    """Each alarm's moves follow one another without a gap, and the interruption is told."""
    with Journal.open_for_reading(data / "journal") as journal:
        records = [record for _, record in journal.read()]
    (interruption,) = [record for record in records if isinstance(record, JournalInterrupted)]
    assert interruption.records_dropped == 0 and interruption.at_ns > interruption.since_ns
    assert "journal" in interruption.cause
    (refusal,) = [record for record in records if isinstance(record, CommandRefused)]
    assert refusal.reason == "journal_unavailable"
    letters: dict[str, str] = {}
    for record in records:
        if isinstance(record, AlarmChanged):
            assert record.before == letters.get(record.alarm, "A"), record
            letters[record.alarm] = record.after
