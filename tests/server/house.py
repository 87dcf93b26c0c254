"""A whole server in this process, on a free port, with scripted sources; and people at its consoles."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
import pytest
from websockets.sync.client import ClientConnection, connect

from tests.server.scripted_driver import ScriptedDriver
from tests.server.waiting import DEADLINE_S, wait_until
from wakeful.server import catalogue
from wakeful.server.assembly import Assembly, ServerSettings
from wakeful.server.frame import decode_frame
from wakeful.server.lifecycle import Lifecycle
from wakeful.server.wire import AlarmBody, AlarmsBody, CommandResults, StreamMessage

Body = TypeVar("Body")

SITE_TOML = """\
name = "Works"
scan_period_ms = 20

[sources.plant]
driver = "scripted"
system = "works"
discover = true

[sources.yard]
driver = "scripted"
system = "yard"
discover = true
"""
SYSTEMS_TOML = """\
[systems.works]
name = "The works"
modes = ["running", "stopped"]

[systems.yard]
name = "The yard"
"""


def write_site(folder: Path, site: str = SITE_TOML, systems: str = SYSTEMS_TOML) -> Path:
    """A site folder whose sources are scripted."""
    folder.mkdir(exist_ok=True)
    (folder / "site.toml").write_text(site)
    (folder / "systems.toml").write_text(systems)
    return folder


def use_scripted_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sites name the driver ``scripted``."""
    scripted = {"scripted": "tests.server.scripted_driver:ScriptedDriver"}
    monkeypatch.setattr(catalogue, "DRIVERS", {**catalogue.DRIVERS, **scripted})


class Console:
    """A signed-in person with a browser's cookie."""

    def __init__(self, address: str, link: str) -> None:
        self.address = address
        self.http = httpx.Client(base_url=address, timeout=DEADLINE_S, trust_env=False)
        self.signed_in = self.http.get(link)

    def get(self, path: str, kind: type[Body], **query: Any) -> Body:
        """A body that must come with 200."""
        answer = self.http.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=kind)

    def alarms(self) -> dict[int, AlarmBody]:
        """Alarms not at rest, by index."""
        return {body.alarm: body for body in self.get("/api/alarms", AlarmsBody).alarms}

    def acknowledge(self, *bodies: AlarmBody) -> CommandResults:
        """Acknowledge alarms as they were seen; must come with 200."""
        answer = self.acknowledge_raw(*bodies)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=CommandResults)

    def acknowledge_raw(self, *bodies: AlarmBody) -> httpx.Response:
        """Acknowledge alarms as they were seen, whatever comes back."""
        items = [
            {"alarm": body.alarm, "occurrence": body.occurrence, "revision": body.revision} for body in bodies
        ]
        return self.http.post("/api/acknowledge", json={"items": items})

    def act(self, verb: str, *bodies: AlarmBody, **more: Any) -> CommandResults:
        """One act on alarms as they were seen; must come with 200."""
        answer = self.act_raw(verb, *bodies, **more)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=CommandResults)

    def act_raw(self, verb: str, *bodies: AlarmBody, **more: Any) -> httpx.Response:
        """One act on alarms as they were seen, whatever comes back."""
        items = [
            {"alarm": body.alarm, "occurrence": body.occurrence, "revision": body.revision} for body in bodies
        ]
        return self.http.post("/api/alarm-command", json={"verb": verb, "items": items, **more})

    def stream(self, **more: Any) -> ClientConnection:
        """The stream, as this person."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        return connect(
            self.address.replace("http", "ws") + "/api/stream",
            additional_headers={"Cookie": cookies},
            proxy=None,
            max_size=None,
            **more,
        )


class House:
    """A running server and the way to everything in it."""

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        self.words: list[str] = []
        self.consoles: list[Console] = []
        self.exit_code: int | None = None
        self.error: BaseException | None = None
        self._ready = threading.Event()
        self.lifecycle = Lifecycle(settings, self.words.append, self._note_ready)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.assembly: Assembly
        self.link: str

    def start(self) -> None:
        """Return when browsers are answered."""
        self._thread.start()
        wait_until(lambda: self._ready.is_set() or not self._thread.is_alive(), "the server is ready", 60.0)
        if self.error is not None:
            raise self.error
        self.address = self.assembly.door.address

    def stop(self) -> None:
        """Return when it has stopped."""
        for console in self.consoles:
            console.http.close()
        self.lifecycle.stop()
        self._thread.join(DEADLINE_S)
        assert not self._thread.is_alive(), "the server stops"

    def sign_in(self, name: str = "Anna", role: str = "operator") -> Console:
        """A console of a person."""
        key, _ = self.assembly.door.sessions.offer(name, role)
        return self.open(f"{self.address}/sign-in?key={key}")

    def open(self, link: str) -> Console:
        """A console that opens a link."""
        self.consoles.append(Console(self.address, link))
        return self.consoles[-1]

    def driver(self, source: str = "plant") -> ScriptedDriver:
        """The driver that runs a source now."""
        return ScriptedDriver.held[source]

    def alarm_index(self, name: str) -> int:
        """Position of an alarm in the site."""
        return [alarm.name for alarm in self.assembly.site.alarms].index(name)

    def raise_alarm(self, console: Console, name: str = "plant.0.high") -> AlarmBody:
        """Make an alarm stand, and what a console sees of it."""
        index = self.alarm_index(name)
        source, number, _ = name.split(".")
        self.driver(source).push(**{f"t{number}": 90.0})
        wait_until(lambda: index in console.alarms(), f"{name} is shown")
        return console.alarms()[index]

    def _note_ready(self, assembly: Assembly, link: str) -> None:
        self.assembly, self.link = assembly, link
        self._ready.set()

    def _run(self) -> None:
        try:
            self.exit_code = self.lifecycle.run()
        except BaseException as error:
            self.error = error


@contextmanager
def running(site: Path, data: Path, **more: Any) -> Iterator[House]:
    """A server for the length of a with block."""
    house = House(ServerSettings(site=site, data=data, host="127.0.0.1", port=0, **more))
    house.start()
    try:
        yield house
    finally:
        for driver in ScriptedDriver.held.values():
            driver.trouble = None
            driver.gate.set()
            driver.order_gate.set()
        house.stop()


def messages(
    socket: ClientConnection, until: type | None = None, deadline_s: float = DEADLINE_S
) -> Iterator[Any]:
    """What a stream brings, text decoded as messages and binary as frames, ending after one of ``until``."""
    while True:
        received = socket.recv(timeout=deadline_s)
        if isinstance(received, str):
            message = msgspec.json.decode(received, type=StreamMessage)
            yield message
            if until is not None and isinstance(message, until):
                return
        else:
            yield decode_frame(received)
