"""Killed at any moment: no acknowledged act is lost, and the alarms are those of the journal."""

import contextlib
import random
import threading
from pathlib import Path

import httpx
import pytest

from tests.server.house import Console, write_site
from tests.server.scripted_driver import ScriptedDriver
from tests.server.server_process import comparable, serving
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view, standing
from wakeful.journal import Journal
from wakeful.server.wire import SiteBody
from wakeful.terms.effect import AlarmChanged, Record, ServerStarted, ServerStopped
from wakeful.terms.site import Site, Source, System

ROUNDS = 4
WAVING = """\
name = "Works"
scan_period_ms = 20

[sources.plant]
driver = "scripted"
system = "works"
discover = true

[sources.plant.settings]
tags = 40
wave_ms = {wave_ms}
"""
SYSTEMS = '[systems.works]\nname = "The works"\n'


class Operator(threading.Thread):
    """Acknowledges whatever stands until the server is gone; notes what was answered as done."""

    def __init__(self, console: Console) -> None:
        super().__init__(daemon=True)
        self._console = console
        self.done: set[str] = set()
        self.enough = threading.Event()
        self.acts_wanted = 0

    def run(self) -> None:
        with contextlib.suppress(httpx.HTTPError, AssertionError):
            while True:
                waiting = [body for body in self._console.alarms().values() if body.letter in "BD"]
                if waiting:
                    results = self._console.acknowledge(*waiting).results
                    self.done |= {result.id for result in results if result.done}
                if len(self.done) >= self.acts_wanted:
                    self.enough.set()


@pytest.mark.usefixtures("kernels")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    data, chance = tmp_path / "data", random.Random(20_240_607)
    done: set[str] = set()
    for _ in range(ROUNDS):
        site = write_site(tmp_path / "site", WAVING.format(wave_ms=50), SYSTEMS)
        with serving(site, data) as server:
            operator = Operator(server.sign_in())
            operator.acts_wanted = chance.randint(1, 150)
            operator.start()
            assert operator.enough.wait(20.0), "\n".join(server.said)
            server.kill()
            operator.join(20.0)
            done |= operator.done
        with Journal.open_for_reading(data / "journal") as journal:
            records = [record for _, record in journal.read()]
        journaled = {record.command_id for record in records if isinstance(record, AlarmChanged)}
        assert done <= journaled, "an acknowledgement answered as done is not in the journal"

        # The same site, whose plant is silent now: what is shown is what was restored.
        write_site(site, WAVING.format(wave_ms=0), SYSTEMS)
        with serving(site, data) as server:
            console = server.sign_in()
            names = [alarm.name for alarm in console.get("/api/site", SiteBody).alarms]
            shown = {names[index]: comparable(body) for index, body in console.alarms().items()}
            server.kill()
        expected = folded(records)
        assert {name: body for name, body in shown.items() if name.startswith("plant.")} == expected
        assert expected, "the test proves nothing when every alarm is at rest"


def folded(records: list[Record]) -> dict[str, tuple[object, ...]]:
    """Alarms not at rest after nothing but these records, by name."""
    source = Source(id="plant", driver="scripted", system="works", settings={"tags": 40})
    description = ScriptedDriver(source).describe()
    site = Site(
        name="Works",
        systems=(System(id="works", name="The works"),),
        sources=(source,),
        tags=description.tags,
        alarms=description.alarms,
    )
    state = fold(EngineState.start(Plan.compile(site), 0), records)
    return {site.alarms[i].name: comparable(alarm_view(state, i)) for i in standing(state).tolist()}


@pytest.mark.usefixtures("kernels")
def test_an_orderly_stop_is_journaled_quick_and_keeps_a_checkpoint(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", WAVING.format(wave_ms=50), SYSTEMS)
    with serving(site, tmp_path / "data") as server:
        console = server.sign_in()
        with console.stream():
            assert server.stop() == 0
    with Journal.open_for_reading(tmp_path / "data" / "journal") as journal:
        records = [record for _, record in journal.read()]
    assert isinstance(records[0], ServerStarted)
    assert isinstance(records[-1], ServerStopped) and records[-1].cause == "SIGTERM"
    assert (tmp_path / "data" / "checkpoint").stat().st_size > 0
    assert not (tmp_path / "data" / "server.json").exists()


@pytest.mark.usefixtures("kernels")
def test_sessions_survive_a_restart_on_the_same_port(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", WAVING.format(wave_ms=0), SYSTEMS)
    with serving(site, tmp_path / "data") as server:
        console = server.sign_in()
        cookies = dict(console.http.cookies)
        port = console.address.rpartition(":")[2]
        server.kill()
    with serving(site, tmp_path / "data", "--port", port):
        answer = httpx.get(f"http://127.0.0.1:{port}/api/site", cookies=cookies, trust_env=False)
    assert answer.status_code == 200
