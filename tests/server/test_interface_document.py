"""docs/interface.md against a running server: each request it shows is sent, each answer compared.

An answer must be what the page shows and what ``schema/`` says. The page is a story: its requests run in its
order, on a site that fits it, by one program that has signed in as the page tells.
"""

import ast
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import httpx
import numpy as np
import pytest
from msgspec.structs import replace

from tests.server.contract_shape import ROOT, definitions, shape_findings, shown_findings
from tests.server.house import House, running, write_site
from tests.server.scripted_driver import ScriptedDriver, speed_control
from tests.server.waiting import DEADLINE_S, wait_until
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.server import catalogue, wire
from wakeful.server.alarm_room.alarm_figures import PERIOD_DAYS_MAX
from wakeful.server.frame import encode_frames
from wakeful.server.web import command_entry, guard, history_page, journal_page, listener, sessions, stream
from wakeful.server.web.alarm_command_routes import ITEMS_MAX, VERBS
from wakeful.server.web.app import build_app
from wakeful.server.web.stream_route import CONSOLES_MAX, POLICY, UNSUPPORTED
from wakeful.terms.refusal import Reason
from wakeful.terms.site import SourceDescription

PAGE = (ROOT / "docs" / "interface.md").read_text()
PROGRAM = ROOT / "docs" / "follow_alarms.py"
FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CLOCK = re.compile(r"\d\d:\d\d:\d\d UTC")
HOUR_MS = 3_600_000
SITE_TOML = """\
name = "Waterfront"
scan_period_ms = 20

[sources.plant]
driver = "waterfront"
system = "works"
discover = true
"""
SYSTEMS_TOML = '[systems.works]\nname = "The works"\nmodes = ["running", "stopped"]\n'
STREAM_TYPES = {kind.__name__: str(kind.__struct_config__.tag) for kind in get_args(wire.StreamMessage)}
NAMES = {"plant.0": "PT-101", "plant.1": "PT-102", "plant.2": "PT-103"}


class Waterfront(ScriptedDriver):
    """The scripted source under the names of the page."""

    def describe(self) -> SourceDescription:
        """Tags ``PT-101`` and on, each with a high alarm at 80, and the pump ``P-101``."""
        plain = super().describe()
        return replace(
            plain,
            tags=tuple(replace(tag, name=NAMES[tag.name]) for tag in plain.tags),
            alarms=tuple(
                replace(alarm, name=f"{NAMES[alarm.tag]}.high", tag=NAMES[alarm.tag])
                for alarm in plain.alarms
            ),
            equipment=tuple(
                replace(item, name="P-101", controls=(speed_control("PT-103"),), tags=("PT-103",))
                for item in plain.equipment
            ),
        )


@dataclass(frozen=True)
class Shown:
    """One request of the page and what it shows as the answer; ``body`` is empty where it shows none."""

    method: str
    path: str
    headers: dict[str, str]
    content: str
    status: int
    body: str
    answer: str


def shown_requests(page: str) -> list[Shown]:
    """Requests in the order of the page. ``again``: the request before, sent once more."""
    found: list[Shown] = []
    for kind, words, text in FENCE.findall(page):
        if kind == "http":
            head, _, content = text.partition("\n\n")
            first, *headers = head.strip().split("\n")
            method, path = first.split()
            pairs = dict(line.split(": ", 1) for line in headers)
            found.append(Shown(method, path, pairs, content.strip(), int(words or 200), "", ""))
        elif kind == "json":
            name, _, more = words.partition(" ")
            if name == "Subscribe" or name in STREAM_TYPES:
                continue
            asked = found[-1] if more == "again" else found.pop()
            status = int(more) if more.isdigit() else asked.status
            found.append(Shown(**{**vars(asked), "status": status, "body": name, "answer": text}))
    return found


def page_json(name: str) -> Any:
    """What the page shows of a class that is no answer."""
    (text,) = [text for kind, words, text in FENCE.findall(PAGE) if (kind, words) == ("json", name)]
    return json.loads(text)


def table(heading: str) -> dict[str, str]:
    """First column -> the others, of the table whose first heading this is."""
    rows = re.search(rf"^\| {re.escape(heading)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert rows is not None, heading
    return {
        cells[0].strip(" `"): "|".join(cells[1:])
        for cells in (r[1:].split("|") for r in rows[1].split("\n") if r)
    }


@pytest.fixture
def waterfront(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernels: None) -> Iterator[House]:
    driver = {"waterfront": "tests.server.test_interface_document:Waterfront"}
    monkeypatch.setattr(catalogue, "DRIVERS", {**catalogue.DRIVERS, **driver})
    with running(write_site(tmp_path / "site", SITE_TOML, SYSTEMS_TOML), tmp_path / "data") as house:
        yield house


class Teller:
    """Sends what the page shows, with the secret, key and instants of this run in place of the page's."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.http = httpx.Client(base_url=house.address, timeout=DEADLINE_S, trust_env=False)
        self.key = ""

    def send(self, shown: Shown) -> httpx.Response:
        """The server's answer."""
        now_ms = int(self.house.assembly.clock() / 1e6)
        path = re.sub(r"from_ms=\d+", f"from_ms={now_ms - HOUR_MS}", shown.path)
        path = re.sub(r"to_ms=\d+", f"to_ms={now_ms + HOUR_MS}", path).replace("KEY", self.key)
        secret = self.house.assembly.door.secret
        headers = {name: text.replace("SECRET", secret) for name, text in shown.headers.items()}
        if shown.content:
            headers["Content-Type"] = "application/json"
        answer = self.http.request(shown.method, path, headers=headers, content=shown.content)
        if shown.path == "/api/link":
            self.key = answer.json()["link"].partition("key=")[2]
        return answer


def wait_for_the_story(house: House) -> None:
    """Return once one alarm stands, and history and figures have it."""
    console = house.sign_in()
    house.driver().push(t0=90.0)
    now_ms = house.assembly.clock() / 1e6
    period = {"from_ms": now_ms - HOUR_MS, "to_ms": now_ms + HOUR_MS}

    def at_rest() -> bool:
        history = console.http.get("/api/history", params={"tag": "PT-101", **period})
        figures = console.http.get("/api/alarm-figures", params=period)
        return (
            0 in console.alarms()
            and history.json()["counts"] == [1]
            and figures.status_code == 200
            and figures.json()["figures"][0]["annunciated"] == 1
        )

    wait_until(at_rest, "PT-101.high stands, and is in history and figures")


def test_every_request_of_the_page_is_answered_as_it_says(waterfront: House) -> None:
    known, teller = definitions(), Teller(waterfront)
    wait_for_the_story(waterfront)
    requests = shown_requests(PAGE)
    assert len(requests) >= 14
    findings = []
    for shown in requests:
        answer = teller.send(shown)
        at = f"{shown.method} {shown.path}"
        if answer.status_code != shown.status:
            findings.append(f"{at}: {answer.status_code} {answer.text[:300]}")
        elif shown.body:
            came, page = (json.loads(CLOCK.sub("00:00:00 UTC", text)) for text in (answer.text, shown.answer))
            findings += [f"{at}: {each}" for each in shape_findings(came, known[shown.body], known)]
            findings += [f"{at}: {each}" for each in shown_findings(page, came)]
        elif shown.method == "POST":
            findings += [f"{at}: {each}" for each in answer.json()["results"] if not each["done"]]
    teller.http.close()
    assert findings == []


def test_what_the_page_names_without_an_example_takes_the_query_it_says(waterfront: House) -> None:
    known, http = definitions(), waterfront.sign_in().http
    now_ms = waterfront.assembly.clock() / 1e6
    period = {"from_ms": now_ms - HOUR_MS, "to_ms": now_ms + HOUR_MS}
    wait_for_the_story(waterfront)
    for path, query, body in (
        ("alarm-worklist", period, "WorklistBody"),
        ("alarm-sheet", {"alarm": 1}, "AlarmSheetBody"),
        ("rationalisation", {}, "RationalisationBody"),
    ):
        answer = http.get(f"/api/{path}", params=query)
        assert answer.status_code == 200, answer.text
        assert shape_findings(answer.json(), known[body], known) == []
        if path == "alarm-sheet":
            state = answer.json()["state"]
            assert (state["letter"], state["occurrence"], state["revision"]) == ("A", 0, 0)
    for left_out in ("alarm", "from_ms", "to_ms"):
        query = {name: value for name, value in {"alarm": 0, **period}.items() if name != left_out}
        answer = http.get("/api/alarm-advice", params=query)
        assert answer.status_code == 422 and f"{left_out} is missing" in answer.json()["error"]
    fault = {"source": "plant", "fault": "burst"}
    assert http.post("/api/disturb", json=fault).json()["results"][0]["done"]
    assert http.post("/api/console-state", json={"sound": "muted"}).status_code == 204
    assert http.post("/api/sign-out").status_code == 204
    assert http.get("/api/site").status_code == 401


def test_the_stream_is_as_the_page_says(waterfront: House) -> None:
    known = definitions()
    names = {tag: name for name, tag in STREAM_TYPES.items()}
    wait_for_the_story(waterfront)
    console = waterfront.sign_in()
    came: dict[str, Any] = {}
    with console.stream() as socket:
        socket.send(json.dumps(page_json("Subscribe")))
        while "heartbeat" not in came:
            message = socket.recv(timeout=DEADLINE_S)
            if isinstance(message, str):
                body = json.loads(message)
                assert shape_findings(body, known[names[body["type"]]], known) == []
                came.setdefault(body["type"], body)
    rows = table("`type`")
    assert list(came) == list(rows) and set(rows) == set(STREAM_TYPES.values())
    assert [kind for kind, cells in rows.items() if "at once" in cells] == [
        "alarms",
        "summaries",
        "positions",
    ]
    assert shape_findings(page_json("Subscribe"), known["Subscribe"], known) == []
    shown, heartbeat = page_json("Heartbeat"), came["heartbeat"]
    assert shown_findings(shown, heartbeat) == []
    sha256 = console.http.get("/api/site").json()["configuration_sha256"]
    assert came["configuration"]["configuration_sha256"] == sha256


def test_the_program_of_the_page_prints_each_call_once_and_outlives_a_gap(waterfront: House) -> None:
    said: list[str] = []
    program = subprocess.Popen(
        [sys.executable, "-u", str(PROGRAM), str(waterfront.settings.data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert program.stdout is not None
    lines = program.stdout
    reader = threading.Thread(target=lambda: said.extend(line.rstrip() for line in lines), daemon=True)
    reader.start()
    streams = waterfront.assembly.door.stream
    try:
        waterfront.driver().push(t0=90.0)
        wait_until(lambda: "PT-101.high too high 90.0" in said, "the first call is printed")
        streams.loop.call_soon_threadsafe(streams.close_all, stream.SERVER_STOPS)
        wait_until(lambda: any("1012" in line for line in said), "it says why the stream ended")
        waterfront.driver().push(t1=91.0)
        wait_until(lambda: "PT-102.high too high 91.0" in said, "the second call is printed")
    finally:
        program.kill()
        program.wait(DEADLINE_S)
        reader.join(DEADLINE_S)
        lines.close()
    calls = [line for line in said if line.startswith("PT-")]
    assert calls == ["PT-101.high too high 90.0", "PT-102.high too high 91.0"], "none is printed again"
    entries = (
        waterfront.sign_in().http.get("/api/journal", params={"kinds": "session_changed"}).json()["entries"]
    )
    assert [entry["record"]["actor"]["name"] for entry in entries].count("Pager") == 1


def test_the_program_decodes_value_frames() -> None:
    parsed = ast.parse(PROGRAM.read_text())
    parsed.body = [each for each in parsed.body if not isinstance(each, ast.If)]
    scope: dict[str, Any] = {"__name__": "program"}
    exec(compile(parsed, str(PROGRAM), "exec"), scope)
    times_ns = np.array([1_000_000, 2_500_000], np.int64)
    quality = np.array([0, 0x80000000], np.uint32)
    (frame,) = encode_frames(3, np.array([4, 7]), np.array([1.5, -2.0]), times_ns, quality)
    assert list(scope["decode"](frame)) == [(4, 1.5, 1.0, 0), (7, -2.0, 2.5, 0x80000000)]


def test_the_page_names_every_way_in_and_no_other(waterfront: House) -> None:
    guarded: Any = build_app(waterfront.assembly.door, None)
    paths = {route.path for route in guarded._app.routes} - {"/{path:path}"}
    assert {match.rstrip("`") for match in re.findall(r"(?<![\w:.])/(?:api/[\w-]+|sign-in)", PAGE)} == paths


def test_the_page_names_every_reason_verb_and_close_code() -> None:
    listed = re.search(r"The reasons: (.*?)\n\n", PAGE, re.DOTALL)
    assert listed is not None
    # No sender gives the id of a command, so that none comes twice.
    reasons = {reason.value for reason in Reason} - {Reason.DUPLICATE.value} | {
        "source_refused",
        "source_silent",
    }
    assert set(re.findall(r"`(\w+)`", listed[1])) - {"detail"} == reasons
    verbs = re.search(r"`verb` is (.*?);", PAGE, re.DOTALL)
    assert verbs is not None and set(re.findall(r"`(\w+)`", verbs[1])) == set(VERBS)
    codes = {stream.SESSION_ENDED, stream.TOO_SLOW, UNSUPPORTED, POLICY, stream.SERVER_STOPS}
    assert {int(code) for row in table("closed with") for code in row.split(", ")} == codes
    kinds = {kind for query in re.findall(r"kinds=([\w,]+)", PAGE) for kind in query.split(",")}
    assert kinds <= {event.name.lower() for event in AlarmEvent}


LIMITS = [
    (f"within {sessions.LINK_S_MAX // 60} minutes", "a link"),
    (f"after {sessions.SESSION_IDLE_S_MAX // 3600} hours", "a session"),
    (f"room for {sessions.SESSIONS_MAX} sessions", "sessions"),
    (f"{stream.MESSAGES_MAX} messages or {stream.BYTES_MAX // 1_000_000} MB", "what waits for a client"),
    (f"1 to {ITEMS_MAX} alarms", "an act"),
    (f"at most {history_page.BUCKETS_MAX:,}", "history"),
    (f"at most {journal_page.LIMIT_MAX:,} records", "a page of the journal"),
    (f"at most {PERIOD_DAYS_MAX} days", "figures"),
    (f"at most {guard.BODY_BYTES_MAX:,} bytes", "a body"),
    (f"more than {guard.REQUESTS_PER_S_MAX:.0f} requests a second", "requests"),
    (f"after {guard.REQUESTS_BURST_MAX:,.0f} at once", "a burst"),
    (f"no answer within {command_entry.ANSWER_S_MAX:.0f} s", "an answer"),
    (f"{CONSOLES_MAX} streams", "streams"),
    (f"{listener.CONNECTIONS_MAX} connections", "connections"),
    (f"{command_entry.TEXT_CHARACTERS_MAX} characters in a reason", "a text"),
    (f"{listener.REQUEST_S_MAX:.0f} s to send a request", "a slow request"),
]


@pytest.mark.parametrize(("words", "_of"), LIMITS, ids=[of for _, of in LIMITS])
def test_the_page_has_the_limits_of_the_code(words: str, _of: str) -> None:
    assert words in " ".join(PAGE.split())


def test_the_page_stays_short() -> None:
    assert PAGE.count("\n") <= 250


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ({"done": True, "reason": "", "detail": "", "id": "x"}, 0),
        ({"done": True, "reason": "", "detail": ""}, 1),
        ({"done": True, "reason": "", "detail": "", "id": "x", "more": 1}, 1),
        ({"done": 1, "reason": None, "detail": "", "id": "x"}, 2),
        ([], 1),
    ],
)
def test_the_shape_checker(value: Any, count: int) -> None:
    known = definitions()
    assert len(shape_findings(value, known["CommandResult"], known)) == count
    results = {"results": [value, value]}
    assert len(shape_findings(results, known["CommandResults"], known)) == 2 * count


def test_the_shape_checker_knows_lists_choices_and_no_other_words() -> None:
    known = definitions()
    four = {
        "type": "array",
        "minItems": 2,
        "maxItems": 2,
        "items": False,
        "prefixItems": [{"type": "integer"}] * 2,
    }
    assert shape_findings([1, 2], four, known) == []
    assert len(shape_findings([1], four, known)) == 1
    assert len(shape_findings([1, True], four, known)) == 1
    assert shape_findings(None, {"anyOf": [{"type": "null"}, {"type": "number"}]}, known) == []
    assert len(shape_findings("x", {"anyOf": [{"type": "null"}, {"type": "number"}]}, known)) == 1
    assert (
        shape_findings({"a": 1}, {"type": "object", "additionalProperties": {"type": "integer"}}, known) == []
    )
    with pytest.raises(KeyError):
        shape_findings([1], {"type": "array", "uniqueItems": True}, known)


@pytest.mark.parametrize(
    ("shown", "came", "count"),
    [
        ({"a": 1, "at_ms": 5}, {"a": 1, "at_ms": 6.5}, 0),
        ({"a": 1, "at_ms": 5}, {"a": 1, "at_ms": None}, 1),
        ({"a": 1}, {"a": 2}, 1),
        ({"a": 1}, {"a": 1, "b": 2}, 1),
        ({"a": 1, "...": "..."}, {"a": 1, "b": 2}, 0),
        ({"a": 1, "b": 2}, {"a": 1}, 1),
        ([1, "..."], [1, 2, 3], 0),
        ([1], [1, 2], 1),
        ([1, 2, "..."], [1], 1),
    ],
)
def test_the_checker_of_what_is_shown(shown: Any, came: Any, count: int) -> None:
    assert len(shown_findings(shown, came)) == count
