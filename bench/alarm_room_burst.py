"""Twenty thousand alarms in one row of samples: through a real server to a console, and through the engine.

The server plays a recording in which every tag is calm for a while and then beyond its limit in one row,
again and again. What has returned needs no acknowledgement, so every alarm comes from rest each time. Two
consoles watch: a WebSocket client in a process of its own, and a real browser on the alarm list
(``alarm_room_burst_page``). A sample's time is the instant at which the row became available.
"""

import multiprocessing
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import msgspec
import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bench.alarm_room_burst_page import BrowserPage, missing_browser, no_page_figures, page_figures
from bench.console_client import Console, sign_in
from bench.figure import Figure
from bench.generated_site import RECORDED_AT_NS, SECOND_NS, GeneratedSite
from bench.running_server import RunningServer
from wakeful.engine.effects import effects_of
from wakeful.engine.plan import Plan
from wakeful.engine.scan import step_alarms
from wakeful.engine.state import EngineState
from wakeful.journal import Journal
from wakeful.server.configuration import read_site
from wakeful.server.wire import AlarmsChanged, StreamMessage, Subscribe
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.samples import SampleBlock

SYSTEMS = 10
CALM_ROWS, BEYOND_ROWS = 5, 3
CALM_EU, BEYOND_EU = 50.0, 92.0
SHOWN_MS_MAX = 1_000.0
ENGINE_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class BurstSite(GeneratedSite):
    """As a generated site, but all of its tags go beyond their limit at once; alarms have no delay."""

    def _alarm_lines(self, names: list[str]) -> Iterator[str]:
        yield "tag,kind,priority,limit_eu,deadband_eu,auto_acknowledge,message,response\n"
        for name in names:
            yield f"{name},high,medium,90,2,yes,Flow high,Look at the valve\n"

    def _pieces(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        rows = np.arange(CALM_ROWS + BEYOND_ROWS)
        level = np.where(rows < CALM_ROWS, CALM_EU, BEYOND_EU).astype(np.float32)
        yield RECORDED_AT_NS + rows * SECOND_NS, np.repeat(level[:, None], self.tags, axis=1)


@dataclass(frozen=True, slots=True)
class Burst:
    """What a console saw of one burst: alarms raised, and from the sample's time to their receipt [ms]."""

    onset_ms: float
    alarms: int
    first_ms: float
    shown_ms: float


def measure_burst(folder: Path, *, tags: int, bursts: int) -> list[Figure]:
    """The engine alone, then the server."""
    site = BurstSite(folder / "site", tags, 1, SYSTEMS)
    site.write()
    return [*measure_engine(site), *measure_server(site, folder / "data", bursts)]


def measure_engine(site: BurstSite) -> list[Figure]:
    """Alarm step, effects and durable append of the scan in which everything comes."""
    plan = Plan.compile(read_site(site.folder))
    state, quality = EngineState.start(plan, 0), np.zeros((1, site.tags), np.uint32)
    took_s, processor_s, records = [], [], 0
    with tempfile.TemporaryDirectory(dir=site.folder) as name, Journal.open(Path(name) / "j") as journal:
        for number in range(1, 2 * ENGINE_ROUNDS + 1):
            at_ns = number * SECOND_NS
            values = np.full((1, site.tags), CALM_EU if number % 2 else BEYOND_EU)
            began_processor_s, times = process_time(), [perf_counter()]
            moves = step_alarms(state, SampleBlock(np.array([at_ns]), values, quality), at_ns)
            times.append(perf_counter())
            effects = effects_of(state, moves, at_ns)
            times.append(perf_counter())
            journal.append(effects)
            times.append(perf_counter())
            if number % 2 == 0:
                took_s.append(np.diff(times))
                processor_s.append(process_time() - began_processor_s)
                records += sum(isinstance(effect, AlarmChanged) for effect in effects)
    step_ms, effects_ms, append_ms = (1e3 * median(column) for column in zip(*took_s, strict=True))
    return [
        Figure(
            "burst: engine and journal",
            1e3 * median(float(times.sum()) for times in took_s),
            "ms",
            note=f"{records // ENGINE_ROUNDS:,} alarms in one scan: alarm step {step_ms:.1f} ms, "
            f"effects {effects_ms:.0f} ms, durable append {append_ms:.0f} ms; "
            f"processor {1e3 * median(processor_s):.0f} ms",
        )
    ]


def measure_server(site: BurstSite, data: Path, bursts: int) -> list[Figure]:
    """Two consoles watch so many bursts; then the journal is read."""
    period_s = CALM_ROWS + BEYOND_ROWS
    with (
        RunningServer(site.folder, data) as server,
        ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool,
        ExitStack() as pages,
    ):
        console = sign_in(server.link)
        page = None if missing_browser() else pages.enter_context(BrowserPage(console, site.tags))
        until_ns = time.time_ns() + (bursts * period_s + BEYOND_ROWS) * SECOND_NS
        seen, closed_early = pool.submit(watch, console, site, until_ns).result()
        painted = page.painted([burst.onset_ms for burst in seen]) if page else []
    with Journal.open_for_reading(data / "journal") as journal:
        journaled = Counter(
            round(record.onset_ns / 1e6)
            for _, record in journal.read()
            if isinstance(record, AlarmChanged) and record.event == "abnormal" and record.onset_ns is not None
        )
    if not seen:
        raise RuntimeError("no burst reached the console")
    fewest_journaled = min(journaled[round(burst.onset_ms)] for burst in seen)
    worst = max(seen, key=lambda burst: burst.shown_ms)
    label = f"{site.tags:,} alarms in one row, {len(seen)} times" + " (hung up on)" * closed_early
    return [
        Figure(
            "burst: the last one on the console",
            worst.shown_ms,
            "ms",
            SHOWN_MS_MAX,
            "lower",
            f"worst of {label}; median {median(burst.shown_ms for burst in seen):.0f} ms, "
            f"the first ones after {median(burst.first_ms for burst in seen):.0f} ms",
        ),
        *(page_figures(painted, site.tags) if page else no_page_figures()),
        Figure("burst: shown, fewest of a burst", min(burst.alarms for burst in seen), "alarms", site.tags),
        Figure("burst: journaled, fewest of a burst", fewest_journaled, "alarms", site.tags),
    ]


def watch(console: Console, site: BurstSite, until_ns: int) -> tuple[list[Burst], bool]:
    """The bursts a console sees in this time, and whether it was hung up on. For a process of its own."""
    received: list[tuple[int, str]] = []
    closed_early = False
    with connect(
        console.stream_address,
        additional_headers={"Cookie": console.cookie},
        compression=None,
        max_size=None,
        proxy=None,
    ) as socket:
        socket.send(msgspec.json.encode(Subscribe(tuple(site.system_ids[:1]))).decode())
        began_ns = time.time_ns()
        try:
            while (left_ns := until_ns - time.time_ns()) > 0:
                message = socket.recv(left_ns / 1e9)
                if isinstance(message, str):
                    received.append((time.time_ns(), message))
        except TimeoutError:
            pass
        except ConnectionClosed:
            closed_early = True
    return bursts_in(received, site.tags, began_ns / 1e6), closed_early


def bursts_in(received: Sequence[tuple[int, str]], tags: int, began_ms: float) -> list[Burst]:
    """Raised alarms by the time of their sample; what came with the connection is left out."""
    alarms: dict[float, set[int]] = {}
    spans: dict[float, tuple[float, float]] = {}
    for received_ns, text in received:
        message = msgspec.json.decode(text, type=StreamMessage)
        if not isinstance(message, AlarmsChanged) or message.full:
            continue
        for body in message.alarms:
            if body.letter == "B" and body.onset_ms >= began_ms:
                raised = alarms.setdefault(body.onset_ms, set())
                if body.alarm not in raised:
                    raised.add(body.alarm)
                    first_ms = spans.get(body.onset_ms, (received_ns / 1e6, 0.0))[0]
                    spans[body.onset_ms] = (first_ms, received_ns / 1e6)
    return [
        Burst(onset_ms, len(found), spans[onset_ms][0] - onset_ms, spans[onset_ms][1] - onset_ms)
        for onset_ms, found in sorted(alarms.items())
        if len(found) > tags // 2
    ]
