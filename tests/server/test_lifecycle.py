"""From start to end: an orderly stop, a hanging source, a fault of our own."""

import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.server.house import House, messages, running
from tests.server.waiting import DEADLINE_S, wait_until
from wakeful.journal import Journal
from wakeful.server.alarm_room.advisor_warm_up import AdvisorWarmUp
from wakeful.server.assembly import ServerSettings
from wakeful.server.wire import Heartbeat
from wakeful.terms.effect import ServerStopped
from wakeful.terms.errors import ConfigurationError, StorageError

STOP_S = 5.0


def stopped(data: Path) -> ServerStopped:
    with Journal.open_for_reading(data / "journal") as journal:
        (_, record) = next(iter(journal.read_backwards(limit=1)))
    assert isinstance(record, ServerStopped)
    return record


def test_a_stop_is_quick_orderly_and_journaled(site: Path, tmp_path: Path) -> None:
    with running(site, tmp_path / "data") as house:
        console = house.sign_in()
        with console.stream() as socket:
            list(messages(socket, until=Heartbeat))
            began = time.monotonic()
            house.stop()
            assert time.monotonic() - began < STOP_S
        drivers = [house.driver("plant"), house.driver("yard")]
    assert house.exit_code == 0
    assert [driver.stopped for driver in drivers] == [1, 1]
    assert stopped(tmp_path / "data").cause == "asked to stop"
    with pytest.raises(httpx.ConnectError):
        httpx.get(house.address, trust_env=False)


def test_the_advisor_is_prepared_once_the_server_is_ready(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    begun = threading.Event()

    def start(warm_up: AdvisorWarmUp) -> None:
        seen.append(hasattr(house, "link"))
        begun.set()

    monkeypatch.setattr(AdvisorWarmUp, "start", start)
    house = House(ServerSettings(site=site, data=tmp_path / "data", host="127.0.0.1", port=0))
    house.start()
    try:
        assert begun.wait(DEADLINE_S)
        advice = house.sign_in().http.get("/api/alarm-advice", params={"alarm": 0, "from_ms": 0, "to_ms": 1})
    finally:
        house.stop()
    assert seen == [True], "not before the link is there, and once"
    assert (advice.status_code, house.assembly.advisor.over) == (503, True)


def test_a_source_that_hangs_holds_up_neither_scans_nor_the_stop(site: Path, tmp_path: Path) -> None:
    with running(site, tmp_path / "data") as house:
        console = house.sign_in()
        house.driver("yard").gate.clear()
        house.raise_alarm(console, "plant.1.high")
        began = time.monotonic()
        house.stop()
        assert time.monotonic() - began < STOP_S
        house.driver("yard").gate.set()
    assert house.exit_code == 0


def test_a_fault_of_the_scan_ends_the_server_and_is_journaled(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(site, tmp_path / "data") as house:

        def broken(*arguments: object) -> None:
            raise AssertionError("a state that cannot be")

        monkeypatch.setattr(house.assembly.desk.publisher, "show", broken)
        house.driver().push(t0=1.0)
        wait_until(lambda: house.exit_code is not None, "the server ends by itself")
    assert house.exit_code == 1
    assert "a state that cannot be" in stopped(tmp_path / "data").cause
    assert any("a state that cannot be" in word for word in house.words)


def test_two_servers_share_neither_data_nor_port(house: House, site: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="holds the data folder"), running(site, tmp_path / "data"):
        pass
    port = int(house.address.rpartition(":")[2])
    other = House(ServerSettings(site=site, data=tmp_path / "other", host="127.0.0.1", port=port))
    with pytest.raises(ConfigurationError, match="another --port"):
        other.start()


def test_a_stalled_scan_sends_no_heartbeat(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The socket lives, the scan does not: nothing may look alive."""
    gate = threading.Event()
    console = house.sign_in()
    with console.stream() as socket:
        list(messages(socket, until=Heartbeat))
        monkeypatch.setattr(house.assembly.desk.history, "flush", lambda now_ns, **more: gate.wait(30.0))
        with pytest.raises(TimeoutError):
            while True:
                list(messages(socket, until=Heartbeat, deadline_s=2.0))
        assert console.http.get("/api/health").status_code == 200, "the web is answered all the same"
        gate.set()
        list(messages(socket, until=Heartbeat))
