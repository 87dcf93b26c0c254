"""A thousand alarm moves a second through a real server, with acknowledgements over HTTP, partly stale.

A console keeps what the stream shows it of every alarm and acknowledges what it saw just now or some changes
ago, as somebody would who looked away. Its picture and the server's are never quite the same, so what was
right is worked out afterwards: from the journal, which has acts and moves in the order in which they were
judged.
"""

import http.client
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bench.alarm_room_sustained import (
    ALARMS,
    COURSE_SCANS,
    DONE,
    MOVES_PER_S,
    SCAN_NS,
    SECOND_NS,
    Alarm,
    levels,
)
from bench.console_client import ANSWER_S_MAX, Console, sign_in
from bench.figure import Figure
from bench.generated_site import RECORDED_AT_NS, GeneratedSite
from bench.running_server import RunningServer
from bench.server import read_health
from wakeful.journal import Journal
from wakeful.server.wire import (
    AcknowledgeItem,
    AcknowledgeRequest,
    AlarmsChanged,
    CommandResult,
    CommandResults,
    StreamMessage,
)
from wakeful.terms.effect import AlarmChanged, CommandRefused

ACTS_AT_ONCE = 80
REQUEST_PERIOD_S = 0.2
SETTLE_S = 2.0
"""The server starts in real time: scans in which all is heard first are not measured."""
CHANGES_KEPT = 12
STALE_SHARE = 0.5
EDGE_SHARE = 0.98
"""A window of seconds may miss a scan at each of its ends."""


@dataclass(frozen=True, slots=True)
class CourseSite(GeneratedSite):
    """A generated site whose tags go through the course of ``alarm_room_sustained``, over and over."""

    def _alarm_lines(self, names: list[str]) -> Iterator[str]:
        yield "tag,kind,priority,limit_eu,deadband_eu,escalate_priority,escalate_limit_eu\n"
        for name in names:
            yield f"{name},high,low,90,2,critical,95\n"

    def _pieces(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        rows = np.arange(COURSE_SCANS)
        values = np.array([levels(COURSE_SCANS + 1 + row) for row in rows.tolist()], np.float32)
        yield RECORDED_AT_NS + rows * SCAN_NS, values


class AlarmName(msgspec.Struct):
    """An alarm of the site's body."""

    name: str


class SiteAlarms(msgspec.Struct):
    """The part of the site's body that gives alarms their names."""

    alarms: tuple[AlarmName, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One acknowledgement and its answer."""

    occurrence: int
    revision: int
    result: CommandResult


@dataclass(slots=True)
class Verdict:
    """What the journal says of a run."""

    wrong_answers: int = 0
    wrong_moves: int = 0
    moves_in_window: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    judged: set[str] = field(default_factory=set)


class Picture:
    """What the stream has shown of each alarm, its latest changes, kept by a thread of its own."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._shown: dict[int, deque[tuple[int, int]]] = {}
        self._lock = threading.Lock()
        self.closed_early = False
        self.ending = False
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    def draw(self, chance: np.random.Generator, count: int) -> list[AcknowledgeItem]:
        """Acknowledgements of alarms as they are or were shown."""
        with self._lock:
            known = sorted(self._shown)
            items = []
            for alarm in chance.choice(known, count).tolist() if known else []:
                changes = self._shown[alarm]
                stale = chance.random() < STALE_SHARE
                place = int(chance.integers(0, len(changes))) if stale else len(changes) - 1
                items.append(AcknowledgeItem(alarm, *changes[place]))
        return items

    def close(self) -> None:
        """Hang up and end the thread."""
        self.ending = True
        self._socket.close()
        self._thread.join()

    def _receive(self) -> None:
        try:
            for text in self._socket:
                if isinstance(text, str):
                    self._keep(text)
        except ConnectionClosed:
            pass
        self.closed_early = not self.ending

    def _keep(self, text: str) -> None:
        message = msgspec.json.decode(text, type=StreamMessage)
        if not isinstance(message, AlarmsChanged):
            return
        with self._lock:
            for body in message.alarms:
                if body.alarm < ALARMS and body.occurrence:
                    changes = self._shown.setdefault(body.alarm, deque(maxlen=CHANGES_KEPT))
                    changes.append((body.occurrence, body.revision))


def measure_requests(folder: Path, *, run_s: int) -> list[Figure]:
    """A server, a console that acts, then the journal."""
    site = CourseSite(folder / "site", ALARMS, 1, 1).write()
    with RunningServer(site.folder, folder / "data") as server:
        console = sign_in(server.link)
        names = msgspec.json.decode(console.get("/api/site"), type=SiteAlarms).alarms[:ALARMS]
        with connect(
            console.stream_address,
            additional_headers={"Cookie": console.cookie},
            compression=None,
            max_size=None,
            proxy=None,
        ) as socket:
            picture = Picture(socket)
            time.sleep(SETTLE_S)
            late_before, began_ns = read_health(console).scans_late, time.time_ns()
            processor_s = server.processor_s()
            acts, took_s = act(console, picture, run_s)
            ended_ns, late = time.time_ns(), read_health(console).scans_late - late_before
            processor_s = server.processor_s() - processor_s
            picture.close()
    verdict = judge(folder / "data" / "journal", [alarm.name for alarm in names], acts, (began_ns, ended_ns))
    window_s = (ended_ns - began_ns) / SECOND_NS
    mix = ", ".join(f"{count:,} {reason or 'accepted'}" for reason, count in verdict.reasons.most_common())
    return [
        Figure(
            "requests: moves",
            verdict.moves_in_window / window_s,
            "moves/s",
            MOVES_PER_S * EDGE_SHARE,
            "higher",
            f"journaled in {window_s:.0f} s by a real server; its processor "
            f"{100.0 * processor_s / window_s:.0f} % of a core; {late} scans late"
            + "; hung up on"
            * picture.closed_early,
        ),
        Figure(
            "requests: wrong answers",
            verdict.wrong_answers + len(acts.keys() ^ verdict.judged),
            "answers",
            0,
            "lower",
            f"of {len(acts):,} ({len(acts) / window_s:.0f} a second): {mix}",
        ),
        Figure("requests: wrong moves", verdict.wrong_moves, "moves", 0, "lower"),
        Figure(
            "requests: answer, p99",
            1e3 * float(np.percentile(took_s, 99)),
            "ms",
            note=f"of {ACTS_AT_ONCE} acts in a request, journaled; p50 {1e3 * np.median(took_s):.0f} ms",
        ),
    ]


def act(console: Console, picture: Picture, run_s: int) -> tuple[dict[str, Act], list[float]]:
    """Acknowledge in a steady beat; every act by its id, and how long each request took [s]."""
    connection = http.client.HTTPConnection(console.host, timeout=ANSWER_S_MAX)
    headers = {"Cookie": console.cookie, "Content-Type": "application/json"}
    chance = np.random.default_rng(3)
    acts: dict[str, Act] = {}
    took_s = []
    began_s = time.perf_counter()
    for number in range(round(run_s / REQUEST_PERIOD_S)):
        time.sleep(max(0.0, began_s + number * REQUEST_PERIOD_S - time.perf_counter()))
        items = picture.draw(chance, ACTS_AT_ONCE)
        sent_s = time.perf_counter()
        connection.request(
            "POST", "/api/acknowledge", msgspec.json.encode(AcknowledgeRequest(tuple(items))), headers
        )
        answer = connection.getresponse()
        body = answer.read()
        took_s.append(time.perf_counter() - sent_s)
        if answer.status != http.client.OK:
            raise RuntimeError(f"POST /api/acknowledge: {answer.status} {body[:200]!r}")
        results = msgspec.json.decode(body, type=CommandResults).results
        for item, result in zip(items, results, strict=True):
            acts[result.id] = Act(item.occurrence, item.revision, result)
    connection.close()
    return acts, took_s


def judge(folder: Path, names: list[str], acts: dict[str, Act], window_ns: tuple[int, int]) -> Verdict:
    """Go through the journal in its order, and hold every answer and every move against what is right."""
    right = {name: Alarm() for name in names}
    verdict = Verdict()
    with Journal.open_for_reading(folder) as journal:
        for _, record in journal.read():
            if isinstance(record, CommandRefused):
                _judge_act(verdict, right[record.command.alarm], acts, record.command.id, record.reason)  # type: ignore[union-attr]
            elif isinstance(record, AlarmChanged) and record.alarm in right:
                alarm = right[record.alarm]
                if record.command_id is not None:
                    _judge_act(verdict, alarm, acts, record.command_id, DONE)
                else:
                    alarm.move(record.event)
                    verdict.moves_in_window += window_ns[0] <= record.at_ns < window_ns[1]
                numbers = (record.occurrence, record.revision)
                verdict.wrong_moves += numbers != (alarm.occurrence, alarm.revision)
    return verdict


def _judge_act(verdict: Verdict, alarm: Alarm, acts: dict[str, Act], id: str, recorded: str) -> None:
    """The answer over HTTP, the record and what is right must be the same."""
    sent = acts.get(id)
    if sent is None:
        return
    verdict.judged.add(id)
    wanted = alarm.acknowledge(sent.occurrence, sent.revision)
    told = DONE if sent.result.done else sent.result.reason
    verdict.reasons[wanted] += 1
    verdict.wrong_answers += not wanted == recorded == told
