"""Killed at any moment: no act that was answered is lost, and the alarms are those of the journal."""

import contextlib
import random
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.house import Console, House, messages, running, write_site
from tests.server.scripted_driver import ScriptedDriver
from tests.server.server_process import comparable, serving
from tests.server.waiting import wait_until
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.state import EngineState
from wakeful.engine.view import standing
from wakeful.journal import Journal
from wakeful.server.alarm_room.alarm_sheet import AlarmSheetBody
from wakeful.server.scanning.alarm_bodies import alarm_bodies
from wakeful.server.wire import (
    AlarmBody,
    PositionsChanged,
    SiteBody,
    StreamMessage,
    SummariesChanged,
)
from wakeful.terms.effect import AlarmChanged, Record, ServerStarted, ServerStopped
from wakeful.terms.site import Site, Source, System

ROUNDS = 4
ACTS = [
    *[("acknowledge", {})] * 4,
    ("silence", {}),
    ("shelve", {"reason": "spare part", "duration_ms": 3_600_000}),
    ("unshelve", {}),
    ("remove_from_service", {"reason": "calibration"}),
    ("return_to_service", {}),
]
"""Shelves that outlast the test: one that ended while the server was down would be released."""
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


class Engineer(threading.Thread):
    """Does this and that to whatever stands until the server is gone; notes what was answered as done."""

    def __init__(self, console: Console, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self._console = console
        self._chance = chance
        self.done: set[str] = set()
        self.enough = threading.Event()
        self.acts_wanted = 0

    def run(self) -> None:
        with contextlib.suppress(httpx.HTTPError, AssertionError):
            while True:
                bodies = list(self._console.alarms().values())
                if bodies:
                    verb, more = self._chance.choice(ACTS)
                    some = self._chance.sample(bodies, self._chance.randint(1, len(bodies)))
                    results = (
                        self._console.act(verb, *some, **more).results
                        if verb != "acknowledge"
                        else self._console.acknowledge(*some).results
                    )
                    self.done |= {result.id for result in results if result.done}
                if len(self.done) >= self.acts_wanted:
                    self.enough.set()


@pytest.mark.usefixtures("kernels")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    data, chance = tmp_path / "data", random.Random(20_240_607)
    done: set[str] = set()
    for _ in range(ROUNDS):
        site = write_site(tmp_path / "site", WAVING.format(wave_ms=50), SYSTEMS)
        with serving(site, data, "--role", "engineer") as server:
            operator = Engineer(server.sign_in(), chance)
            operator.acts_wanted = chance.randint(1, 150)
            operator.start()
            assert operator.enough.wait(20.0), "\n".join(server.said)
            server.kill()
            operator.join(20.0)
            done |= operator.done
        with Journal.open_for_reading(data / "journal") as journal:
            records = [record for _, record in journal.read()]
        journaled = {record.command_id for record in records if isinstance(record, AlarmChanged)}
        assert done <= journaled, "an act answered as done is not in the journal"

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


def folded(records: list[Record]) -> dict[str, AlarmBody]:
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
    standing_alarms = alarm_bodies(state, standing(state).tolist())
    return {site.alarms[body.alarm].name: comparable(body) for body in standing_alarms}


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


LETTERED = """\
name = "Works"
scan_period_ms = 20

[sources.plant]
driver = "scripted"
system = "works"
discover = true

[sources.plant.settings]
tags = 9

[sources.plant.settings.handling]
t0 = { group = "trip" }
t1 = { group = "trip", latching = true }
t4 = { suppress_when = "plant.7 > 50" }

[positions.desk]
name = "The desk"
systems = ["works"]
flood_begin = 3
flood_end = 1
"""
MODES = SYSTEMS + 'modes = ["running", "stopped"]\n'


@pytest.mark.parametrize("keep_checkpoint", [True, False], ids=["checkpoint", "journal alone"])
def test_every_letter_comes_back(site: Path, tmp_path: Path, keep_checkpoint: bool) -> None:
    write_site(site, LETTERED, MODES)
    data = tmp_path / "data"
    with running(site, data) as house:
        console = house.sign_in("Eve", "engineer")
        assert console.http.post("/api/mode", json={"system": "works", "mode": "running"}).json()["results"][
            0
        ]["done"]
        bring_to_every_letter(house, console)
        before, picture = plant_alarms(house, console), first_picture(console)
    assert {body.letter for body in before.values()} == set("BCDEFG")
    assert (data / "checkpoint").exists()
    if not keep_checkpoint:
        (data / "checkpoint").unlink()
    with running(site, data) as house:
        console = house.sign_in("Eve", "engineer")
        assert plant_alarms(house, console) == before
        restored = first_picture(console)
        assert restored["positions"] == picture["positions"] == [("desk", True)]
        assert restored["modes"] == picture["modes"] == {"works": "running", "wakeful": ""}
        raised_once = {name: int(body.occurrence > 0) for name, body in before.items()}
        assert counts(house, console) == raised_once, "the figures go on from the journal"
        check_numbers_go_on(house, console, before)


def bring_to_every_letter(house: House, console: Console) -> None:
    """B, C (latched), D, E while active, F, G and E at rest, on plant.0 to 5 and 8."""
    bodies = {}
    for number in range(6):
        if number != 4:
            bodies[number] = house.raise_alarm(console, f"plant.{number}.high")
    console.acknowledge(bodies[1])
    house.driver().push(t1=20.0, t2=20.0)
    house.driver().push(t7=60.0)
    house.driver().push(t4=90.0)
    console.act("shelve", bodies[3], reason="spare part", duration_ms=3_600_000)
    console.act("remove_from_service", bodies[5], reason="calibration")
    at_rest = console.get("/api/alarm-sheet", AlarmSheetBody, alarm=house.alarm_index("plant.8.high"))
    console.act("shelve", at_rest.state, reason="work on it", duration_ms=3_600_000, one_shot=True)

    def letters() -> str:
        shown = plant_alarms(house, console)
        return "".join(shown[name].letter for name in sorted(shown))

    wait_until(lambda: letters() == "BCDEFGE", "every letter is shown")
    hidden = plant_alarms(house, console)["plant.4.high"].overrides[0]
    assert (hidden.kind, hidden.by, hidden.hidden_count) == ("suppressed", "plant.7 > 50", 1)


def plant_alarms(house: House, console: Console) -> dict[str, AlarmBody]:
    """Alarms of the plant that are shown, by name."""
    names = [alarm.name for alarm in house.assembly.site.alarms]
    shown = {names[index]: comparable(body) for index, body in console.alarms().items()}
    return {name: body for name, body in shown.items() if name.startswith("plant.")}


def first_picture(console: Console) -> dict[str, Any]:
    """Floods and modes as a new console gets them."""
    with console.stream() as socket:
        found: list[StreamMessage] = list(messages(socket, until=PositionsChanged))
    (summaries,) = [item for item in found if isinstance(item, SummariesChanged)]
    positions = found[-1]
    assert isinstance(positions, PositionsChanged)
    return {
        "positions": [(item.position, item.flood) for item in positions.positions],
        "modes": {item.system: item.mode for item in summaries.summaries},
    }


def counts(house: House, console: Console) -> dict[str, int]:
    """Annunciations of each shown alarm of the plant in the last day, or what would have been one."""
    found = {}
    for name in plant_alarms(house, console):
        asked = {"alarm": house.alarm_index(name)}
        wait_until(
            lambda asked=asked: (
                console.get("/api/alarm-sheet", AlarmSheetBody, **asked).annunciated_24_h is not None
            ),
            "the journal is read",
        )
        sheet = console.get("/api/alarm-sheet", AlarmSheetBody, **asked)
        found[name] = (sheet.annunciated_24_h or 0) + sum(
            override.hidden_count for override in sheet.state.overrides
        )
    return found


def check_numbers_go_on(house: House, console: Console, before: dict[str, AlarmBody]) -> None:
    """A new occurrence has a new number; none is used twice."""
    house.driver().push(t2=20.0)
    house.driver().push(t2=95.0)
    wait_until(lambda: plant_alarms(house, console)["plant.2.high"].letter == "B", "it came again")
    again = plant_alarms(house, console)["plant.2.high"]
    assert again.occurrence == before["plant.2.high"].occurrence + 1


STEADY = """\
name = "Works"
scan_period_ms = 20

[alarms]
shelf_release_spacing_ms = 300

[positions.desk]
name = "Desk"
systems = ["works"]
flood_begin = 200
flood_window_ms = 60000

[sources.plant]
driver = "scripted"
system = "works"
discover = true

[sources.plant.settings]
tags = 5
steady = [90.0, 90.0, 90.0, 90.0, 20.0]
"""


@pytest.mark.usefixtures("kernels")
def test_killed_inside_a_shelf(tmp_path: Path) -> None:
    """Shelves that end while the server is down are released by it, spaced; a longer one goes on."""
    site, data = write_site(tmp_path / "site", STEADY, SYSTEMS), tmp_path / "data"
    with serving(site, data) as server:
        console = server.sign_in()
        names = [alarm.name for alarm in console.get("/api/site", SiteBody).alarms]
        plant = [names.index(f"plant.{number}.high") for number in range(4)]
        wait_until(lambda: set(plant) <= console.alarms().keys(), "alarms stand")
        seen = [console.alarms()[index] for index in plant]
        short = console.act("shelve", *seen[:3], reason="spare part", duration_ms=1_000)
        long = console.act("shelve", seen[3], reason="spare part", duration_ms=3_600_000)
        assert all(result.done for result in (*short.results, *long.results))
        shelved = console.alarms()[plant[3]]
        server.kill()
    with serving(site, data) as server:
        console = server.sign_in()

        def letters() -> list[str]:
            shown = console.alarms()
            return [shown[index].letter for index in plant]

        wait_until(lambda: letters() == ["B", "B", "B", "E"], "what ended is released, the other is not")
        assert console.alarms()[plant[3]].overrides == shelved.overrides
        server.kill()
    with Journal.open_for_reading(data / "journal") as journal:
        records = [record for _, record in journal.read()]
    ends = [
        record for record in records if isinstance(record, AlarmChanged) and record.event == "shelf_ended"
    ]
    assert sorted(names.index(record.alarm) for record in ends) == plant[:3]
    assert all(record.annunciated for record in ends)
    times_ms = [record.at_ns / 1e6 for record in ends]
    assert min(later - earlier for earlier, later in pairwise(times_ms)) >= 300.0
