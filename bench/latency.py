"""From a sample's source time to the message in a console: 10,000 tags at 1 Hz, 20 consoles on everything.

The replay driver stamps a row with the instant at which it becomes available. Rows come about a second
apart, spread over 200 ms, so that they meet the server's periods in every phase. The consoles are real
WebSocket clients in two processes on the same machine, which therefore take processor time as well.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.console_client import Arrivals, Console, sign_in, watch_streams
from bench.figure import Figure
from bench.generated_site import GeneratedSite
from bench.running_server import RunningServer
from wakeful.cli.link import request_link
from wakeful.historian import Historian
from wakeful.server.self_watch_tags import SYSTEM as SELF_WATCH

NAME = "latency"

SYSTEMS = 10
ALARMS_PER_TAG = 4
CLIENT_PROCESSES = 2
JITTER_MS = 200
SETTLE_S = 5.0
LATENCY_MS_MAX = 250.0
DURATION = "WAKEFUL.SCAN_DURATION"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    tags: int
    consoles: int
    run_s: float


FULL = Sizes(tags=10_000, consoles=20, run_s=120.0)
QUICK = Sizes(tags=1_000, consoles=4, run_s=10.0)


def measure(quick: bool) -> list[Figure]:
    """One server, every console at once."""
    sizes = QUICK if quick else FULL
    with tempfile.TemporaryDirectory(prefix="wakeful-bench-") as folder:
        site = GeneratedSite(Path(folder) / "site", sizes.tags, ALARMS_PER_TAG, SYSTEMS, JITTER_MS).write()
        with RunningServer(site.folder, Path(folder) / "data") as server:
            time.sleep(SETTLE_S)
            consoles = [
                sign_in(request_link(server.data, f"Operator {number}", "operator").link)
                for number in range(sizes.consoles)
            ]
            processor_s, began_s = server.processor_s(), time.perf_counter()
            began_ns, arrivals = watch(consoles, site, sizes.run_s)
            share = 100.0 * (server.processor_s() - processor_s) / (time.perf_counter() - began_s)
        with Historian.open(server.data / "history", [DURATION]) as historian:
            _, duration_ms, _ = historian.read_raw(DURATION, began_ns, time.time_ns())
    return figures_of(sizes, began_ns, arrivals, share, duration_ms)


def watch(consoles: Sequence[Console], site: GeneratedSite, run_s: float) -> tuple[int, list[Arrivals]]:
    """What every console received, and from when on all of them were connected [ns]."""
    systems = [*site.system_ids, SELF_WATCH]
    until_ns = time.time_ns() + int((SETTLE_S + run_s) * 1e9)
    shares = [consoles[number::CLIENT_PROCESSES] for number in range(CLIENT_PROCESSES)]
    with ProcessPoolExecutor(CLIENT_PROCESSES, multiprocessing.get_context("spawn")) as pool:
        watching = [pool.submit(watch_streams, share, systems, site.tags, until_ns) for share in shares]
        arrivals = [arrival for each in watching for arrival in each.result()]
    return until_ns - int(run_s * 1e9), arrivals


def figures_of(
    sizes: Sizes, began_ns: int, arrivals: Sequence[Arrivals], share: float, duration_ms: np.ndarray
) -> list[Figure]:
    """Percentiles over every value message of every console, and whether each got every sample."""
    arrivals = [arrival.since(began_ns) for arrival in arrivals]
    received_ns = np.concatenate([arrival.received_ns for arrival in arrivals])
    oldest_ns = np.concatenate([arrival.oldest_ns for arrival in arrivals])
    scanned_ns = np.concatenate([arrival.scanned_ns for arrival in arrivals])
    latency_ms, scan_ms = (received_ns - oldest_ns) / 1e6, (scanned_ns - oldest_ns) / 1e6
    rows, fewest = len(np.unique(oldest_ns)), min(int(arrival.samples.sum()) for arrival in arrivals)
    hung_up_on = sum(arrival.closed_early for arrival in arrivals)
    # A row that was on its way when the consoles left is nobody's loss.
    expected = (rows - 1) * sizes.tags
    p50, p99 = np.percentile(latency_ms, [50, 99])
    scan_p50, scan_p99 = np.percentile(scan_ms, [50, 99])
    label = f"{sizes.tags:,} tags, {sizes.consoles} consoles, {rows} rows, {len(latency_ms):,} messages"
    return [
        Figure("sample to message, p50", float(p50), "ms", note=label),
        Figure(
            "sample to message, p99",
            float(p99),
            "ms",
            LATENCY_MS_MAX,
            "lower",
            f"of it until the scan: p50 {scan_p50:.0f} ms, p99 {scan_p99:.0f} ms",
        ),
        Figure(
            "sample to message, worst",
            float(latency_ms.max()),
            "ms",
            note=f"longest scan, storage included: {duration_ms.max():.0f} ms",
        ),
        Figure(
            "samples received",
            float(min(100.0, 100.0 * fewest / expected)),
            "%",
            100.0,
            note=f"of the console with the fewest; {hung_up_on} were hung up on",
        ),
        Figure("processor", share, "% of a core", note="the server's, while the consoles watched"),
    ]
