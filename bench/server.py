"""A whole server on 100,000 tags at 1 Hz: is any scan late, what does it cost, is every sample kept?

A real ``wakeful up`` in a process of its own plays a recording through the replay driver into engine,
historian and journal, four alarms on each tag, with a console connected and segments sealed within the
run. The memory of the same server on 100 tags is the base of the memory per tag, which is measured with
four alarms on each tag, and in a short run with one: an alarm takes memory of its own.
"""

import multiprocessing
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
import pyarrow.parquet

from bench.console_client import Arrivals, Console, sign_in, watch_streams
from bench.figure import Figure
from bench.generated_site import GeneratedSite
from bench.running_server import RunningServer
from wakeful.historian import Historian
from wakeful.server.self_watch_tags import SYSTEM as SELF_WATCH
from wakeful.server.wire import HealthBody

NAME = "server"

BASE_TAGS = 100
SYSTEMS = 10
ALARMS_PER_TAG = 4
ALARMS_PER_TAG_FEW = 1
ROW_PERIOD_NS = 1_000_000_000
SCAN_PERIOD_MS = 100
"""The default, which the generated site keeps."""
SETTLE_S = 5.0
"""A source has started and the first samples are in before this."""
BYTES_PER_TAG_MAX = 1024.0
LATENESS = "WAKEFUL.SCAN_LATENESS"
DURATION = "WAKEFUL.SCAN_DURATION"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: sealing happens every ``segment_s``, a third of the run or less."""

    tags: int
    run_s: float
    base_s: float
    few_s: float
    segment_s: int


FULL = Sizes(tags=100_000, run_s=600.0, base_s=30.0, few_s=60.0, segment_s=150)
QUICK = Sizes(tags=2_000, run_s=20.0, base_s=6.0, few_s=6.0, segment_s=7)


class TagOfSystem(msgspec.Struct):
    """A tag of the site's body."""

    name: str
    system: str


class SiteTags(msgspec.Struct):
    """The part of the site's body that says what the server records."""

    tags: tuple[TagOfSystem, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What was seen of one server from outside, and what it left on disk."""

    start_s: float
    load_s: float
    load_bytes: int
    window_s: float
    window_ns: tuple[int, int]
    processor_s: float
    memory_bytes: np.ndarray
    scans_late: int
    health: HealthBody
    arrivals: Arrivals
    kept: "Kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is on disk after the stop. ``rows`` of a tag; ``gaps`` are rows missing between them."""

    samples: int
    own_samples: int
    rows: int
    gaps: int
    first_ns: int
    last_ns: int
    segments_sealed: int
    lateness_ms: "Series"
    duration_ms: "Series"


@dataclass(frozen=True, slots=True)
class Series:
    """What the server's watch over itself recorded once a second, each (K,)."""

    times_ns: np.ndarray
    values: np.ndarray

    def within(self, span_ns: tuple[int, int]) -> np.ndarray:
        """Values from the first instant on, up to the second."""
        kept: np.ndarray = self.values[(self.times_ns >= span_ns[0]) & (self.times_ns < span_ns[1])]
        return kept


def measure(quick: bool) -> list[Figure]:
    """The base first, then the full site, then the same with few alarms."""
    sizes = QUICK if quick else FULL
    with tempfile.TemporaryDirectory(prefix="wakeful-bench-") as folder:
        warm_up(Path(folder) / "warm")
        base = run_server(Path(folder) / "base", BASE_TAGS, sizes.base_s, sizes.segment_s)
        full = run_server(Path(folder) / "full", sizes.tags, sizes.run_s, sizes.segment_s)
        # Sealing must fall into the short run as well, as it takes memory.
        few_segment_s = min(sizes.segment_s, int(sizes.few_s / 3))
        few = run_server(
            Path(folder) / "few", sizes.tags, sizes.few_s, few_segment_s, alarms_per_tag=ALARMS_PER_TAG_FEW
        )
    return figures_of(sizes, base, full, few)


def warm_up(folder: Path) -> None:
    """One start and stop, so that no measured server compiles: that leaves 140 MB behind in its process."""
    site = GeneratedSite(folder / "site", BASE_TAGS, ALARMS_PER_TAG, SYSTEMS).write()
    with RunningServer(site.folder, folder / "data"):
        pass


def run_server(
    folder: Path, tags: int, run_s: float, segment_s: int, *, alarms_per_tag: int = ALARMS_PER_TAG
) -> Run:
    """One server from its start to its stop, watched for ``run_s`` by a console that shows one system."""
    site = GeneratedSite(folder / "site", tags, alarms_per_tag, SYSTEMS).write()
    with (
        RunningServer(site.folder, folder / "data", segment_s=segment_s) as server,
        ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool,
    ):
        start_s = time.perf_counter() - server.started_s
        console = sign_in(server.link)
        time.sleep(SETTLE_S)
        late_before = read_health(console).scans_late
        processor_s, began_s, began_ns = server.processor_s(), time.perf_counter(), time.time_ns()
        until_ns = began_ns + int(run_s * 1e9)
        watching = pool.submit(watch_streams, [console], site.system_ids[:1], tags, until_ns)
        load_began_s = time.perf_counter()
        body = console.get("/api/site")
        load_s = time.perf_counter() - load_began_s
        memory_bytes = sample_memory(server, began_s + run_s)
        health = read_health(console)
        run = partial(
            Run,
            start_s=start_s,
            load_s=load_s,
            load_bytes=len(body),
            window_s=time.perf_counter() - began_s,
            window_ns=(began_ns, until_ns),
            processor_s=server.processor_s() - processor_s,
            memory_bytes=memory_bytes,
            scans_late=health.scans_late - late_before,
            health=health,
            arrivals=watching.result()[0],
        )
    return run(kept=read_kept(folder / "data" / "history", msgspec.json.decode(body, type=SiteTags)))


def sample_memory(server: RunningServer, until_s: float) -> np.ndarray:
    """Resident bytes once a second until a time of ``perf_counter``."""
    sampled = []
    while (left_s := until_s - time.perf_counter()) > 0:
        sampled.append(server.memory_bytes())
        time.sleep(min(1.0, left_s))
    return np.array(sampled)


def read_health(console: Console) -> HealthBody:
    """What the server says of itself."""
    return msgspec.json.decode(console.get("/api/health"), type=HealthBody)


def read_kept(history: Path, site: SiteTags) -> Kept:
    """Seal what the stop left in the write-ahead log, then count every sample in the Parquet files."""
    names = [tag.name for tag in site.tags if tag.system != SELF_WATCH]
    own_names = [tag.name for tag in site.tags if tag.system == SELF_WATCH]
    sealed = sum(path.is_dir() for path in (history / "segments").iterdir())
    with Historian.open(history, [*names, *own_names], segment_s=1) as historian:
        historian.seal(time.time_ns() + 10 * ROW_PERIOD_NS)
        span = (0, time.time_ns())
        times_ns = historian.read_raw(names[0], *span)[0]
        last_times_ns = historian.read_raw(names[-1], *span)[0]
        own = {name: historian.read_raw(name, *span) for name in own_names}
    if not np.array_equal(times_ns, last_times_ns):
        raise RuntimeError("the first and the last tag do not have the same samples on disk")
    steps = np.rint(np.diff(times_ns) / ROW_PERIOD_NS).astype(int)
    files = (history / "segments").glob("*/*.parquet")
    return Kept(
        samples=sum(pyarrow.parquet.read_metadata(file).num_rows for file in files),
        own_samples=sum(len(samples[0]) for samples in own.values()),
        rows=len(times_ns),
        gaps=int((steps - 1).sum()),
        first_ns=int(times_ns[0]),
        last_ns=int(times_ns[-1]),
        segments_sealed=sealed,
        lateness_ms=Series(*own[LATENESS][:2]),
        duration_ms=Series(*own[DURATION][:2]),
    )


def figures_of(sizes: Sizes, base: Run, full: Run, few: Run) -> list[Figure]:
    """Scans, cost and completeness."""
    return [
        *_scan_figures(sizes, full),
        *_cost_figures(base, full),
        *_memory_figures(sizes, base, full, few),
        *_kept_figures(sizes, full),
    ]


def _scan_figures(sizes: Sizes, full: Run) -> list[Figure]:
    shown_ms = (full.arrivals.received_ns - full.arrivals.oldest_ns) / 1e6
    lateness_ms, duration_ms = (
        series.within(full.window_ns) for series in (full.kept.lateness_ms, full.kept.duration_ms)
    )
    label = f"{sizes.tags:,} tags with {ALARMS_PER_TAG} alarms each at 1 Hz, {full.window_s:.0f} s"
    return [
        Figure("scans late", full.scans_late, "scans", 0, "lower", f"as health counts; {label}"),
        Figure(
            "seconds with a scan over its period",
            int((duration_ms > SCAN_PERIOD_MS).sum()),
            "s",
            0,
            "lower",
            f"longer than {SCAN_PERIOD_MS} ms, storage included",
        ),
        Figure("worst scan lateness", float(lateness_ms.max()), "ms"),
        Figure(
            "worst scan duration",
            float(duration_ms.max()),
            "ms",
            note=f"p50 {np.median(duration_ms):.1f} ms, p99 {np.percentile(duration_ms, 99):.1f} ms "
            f"of the worst of each second; at the start {full.kept.duration_ms.values.max():.0f} ms",
        ),
        Figure(
            "rows shown later than 1 s",
            int((shown_ms > 1_000.0).sum()),
            "rows",
            0,
            "lower",
            f"of {len(shown_ms)} messages to a console; from stamp to receipt p99 "
            f"{np.percentile(shown_ms, 99):.0f} ms, worst {shown_ms.max():.0f} ms",
        ),
    ]


def _cost_figures(base: Run, full: Run) -> list[Figure]:
    share = 100.0 * full.processor_s / full.window_s
    base_share = 100.0 * base.processor_s / base.window_s
    return [
        Figure("processor", share, "% of a core", note=f"{base_share:.1f} % with {BASE_TAGS} tags"),
        Figure("start", full.start_s, "s", note=f"{base.start_s:.1f} s with {BASE_TAGS} tags"),
        Figure("a console loads the site", full.load_s, "s", note=f"{full.load_bytes / 1e6:.0f} MB"),
    ]


def _memory_figures(sizes: Sizes, base: Run, full: Run, few: Run) -> list[Figure]:
    """The target is held against the site with one alarm on each tag; with four it is reported."""
    base_bytes = float(np.median(base.memory_bytes))

    def per_tag(resident_bytes: float) -> float:
        return (resident_bytes - base_bytes) / (sizes.tags - BASE_TAGS)

    over = f"resident, over {base_bytes / 1e6:.0f} MB of the same server with {BASE_TAGS} tags"
    few_alarms, alarms = (
        f"memory per tag, {count} alarm{'s' * (count > 1)} each"
        for count in (ALARMS_PER_TAG_FEW, ALARMS_PER_TAG)
    )
    few_note = (
        f"median of {few.window_s:.0f} s, {over}; the target is that of this site, one alarm on each tag"
    )
    return [
        Figure(
            few_alarms, per_tag(np.median(few.memory_bytes)), "bytes", BYTES_PER_TAG_MAX, "lower", few_note
        ),
        Figure(
            alarms,
            per_tag(np.median(full.memory_bytes)),
            "bytes",
            note=f"median of {full.window_s:.0f} s, {over}; no target of its own",
        ),
        Figure(
            f"{alarms}, highest",
            per_tag(full.memory_bytes.max()),
            "bytes",
            note="sealing and a console's loading included",
        ),
    ]


def _kept_figures(sizes: Sizes, full: Run) -> list[Figure]:
    """Sent is what the clock says: one row a second from the first to the last one on a console."""
    kept = full.kept
    shown_last_ns = int(full.arrivals.oldest_ns.max())
    through_ns = max(kept.last_ns, shown_last_ns)
    sent = (round((through_ns - kept.first_ns) / ROW_PERIOD_NS) + 1) * sizes.tags
    on_disk = kept.samples - kept.own_samples
    errors = full.health.historian_error or full.health.journal_error or "no storage error"
    return [
        Figure(
            "samples on disk",
            100.0 * on_disk / sent,
            "% of sent",
            100.0,
            note=f"{on_disk:,} of {sent:,}; {kept.gaps} rows missing; {errors}",
        ),
        Figure("sealed in the run", kept.segments_sealed, "segments", 1, note=f"of {sizes.segment_s} s"),
        Figure("journal", full.health.journal_records, "records"),
    ]
