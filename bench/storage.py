"""Historian and journal on this machine's disk: durable writes, sealing, bytes a sample, reads for a trend.

The signals walk in steps of about 0.1 at a resolution of 0.01 and change at every sample: harder to pack
than most instruments. Everything is written to a folder below the system's temporary one.
"""

import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import psutil

from bench.figure import Figure
from wakeful.historian import Historian
from wakeful.journal import Journal
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.samples import SampleBlock

NAME = "storage"

SECOND_NS = 1_000_000_000
HOUR_NS = 3_600 * SECOND_NS
START_NS = 472_222 * HOUR_NS


def measure(quick: bool) -> list[Figure]:
    """Figures of both rooms; ``quick`` uses a fiftieth of the samples."""
    with tempfile.TemporaryDirectory(prefix="wakeful-bench-") as name:
        folder = Path(name)
        return [
            *measure_wide(folder / "wide", tags=2_000 if quick else 100_000, rows=30 if quick else 200),
            *measure_day(folder / "day", tags=10 if quick else 100, hours=2 if quick else 24),
            *measure_journal(folder / "journal", batches=3 if quick else 50),
        ]


def walk(tags: int, rows: int, start_ns: int) -> Iterator[SampleBlock]:
    """One row a second, all tags, in blocks of one row."""
    chance = np.random.default_rng(1)
    level = chance.normal(50, 10, tags)
    quality = np.zeros((1, tags), np.uint32)
    for row in range(rows):
        level = level + chance.normal(0, 0.1, tags)
        times_ns = np.array([start_ns + row * SECOND_NS], np.int64)
        yield SampleBlock(times_ns, np.round(level, 2)[None, :], quality)


def measure_wide(folder: Path, *, tags: int, rows: int) -> list[Figure]:
    """Many tags in rows of one scan: append, one tag out of the log, sealing and its memory."""
    names = [f"unit{tag // 100:04d}.tag{tag % 100:02d}" for tag in range(tags)]
    note = f"{tags:,} tags x {rows} rows, one row and one fdatasync a time"
    with Historian.open(folder, names) as historian:
        historian.seal(START_NS)
        append_s = [timed(partial(historian.append, block)) for block in walk(tags, rows, START_NS)]
        tag, span = names[-1], (START_NS, START_NS + HOUR_NS)
        log_ms = best_ms(lambda: historian.read_raw(tag, *span))
        seal_s, extra_mb = with_peak_memory(lambda: historian.seal(START_NS + HOUR_NS))
        sealed_ms = best_ms(lambda: historian.read_raw(tag, *span))
    return [
        Figure("append, median", 1e3 * median(append_s), "ms", 20, "lower", note),
        Figure("append, worst", 1e3 * max(append_s), "ms", note=note),
        Figure("durable samples", tags / median(append_s) / 1e6, "M/s", 4, note=note),
        Figure("one tag out of the log", log_ms, "ms", 20, "lower", f"{rows} samples of {tags:,} tags"),
        Figure("one tag out of a segment", sealed_ms, "ms", 20, "lower", f"{rows} samples of {tags:,} tags"),
        Figure("sealing", tags * rows / seal_s / 1e6, "M samples/s", note="in short row groups"),
        Figure(
            "memory of sealing", extra_mb, "MB", 150, "lower", "peak over before, Parquet library included"
        ),
    ]


def measure_day(folder: Path, *, tags: int, hours: int) -> list[Figure]:
    """A day of a small plant, sealed by the hour: bytes a sample and the reads behind a trend."""
    names = [f"tag{tag:03d}" for tag in range(tags)]
    end_ns = START_NS + hours * HOUR_NS
    with Historian.open(folder, names) as historian:
        sealing_s = 0.0
        historian.seal(START_NS)
        for hour in range(hours):
            start_ns = START_NS + hour * HOUR_NS
            rows = list(walk(tags, 3_600, start_ns))
            whole = SampleBlock(
                np.concatenate([row.times_ns for row in rows]),
                np.concatenate([row.values for row in rows]),
                np.concatenate([row.quality for row in rows]),
            )
            historian.append(whole)
            sealing_s += timed(partial(historian.seal, start_ns + HOUR_NS))
        samples = tags * hours * 3_600
        note = f"{tags} tags at 1 Hz for {hours} h"
        tag = names[tags // 2]
        return [
            Figure("sealed", historian.bytes / samples, "bytes/sample", 2.5, "lower", note),
            Figure("sealing, full hours", samples / sealing_s / 1e6, "M samples/s", note=note),
            Figure(
                "tag-hour",
                best_ms(lambda: historian.read_raw(tag, START_NS, START_NS + HOUR_NS)),
                "ms",
                5,
                "lower",
                "footer at hand",
            ),
            Figure(
                "all of a tag",
                best_ms(lambda: historian.read_raw(tag, START_NS, end_ns)),
                "ms",
                21,
                "lower",
                f"{hours * 3_600:,} samples out of {hours} segments",
            ),
            Figure(
                "all of a tag in 1,000 buckets",
                best_ms(lambda: historian.read_buckets(tag, START_NS, end_ns, 1_000)),
                "ms",
                37,
                "lower",
                f"{hours * 3_600:,} samples out of {hours} segments",
            ),
        ]


def measure_journal(folder: Path, *, batches: int) -> list[Figure]:
    """A flood of alarms in one scan, one record a time, opening, and the latest page of the alarm list."""
    record = AlarmChanged(
        at_ns=START_NS,
        alarm="unit0001.tag17 high",
        tag="unit0001.tag17",
        kind="high",
        priority=2,
        event="abnormal",
        before="A",
        after="B",
        occurrence=3,
        revision=7,
        value=81.25,
        quality=0,
        limit_eu=80.0,
    )
    flood = [record] * 20_000
    with Journal.open(folder) as journal:
        flood_s = median([timed(lambda: journal.append(flood)) for _ in range(batches)])
        single_s = median([timed(lambda: journal.append(flood[:1])) for _ in range(200)])
        records = journal.next_sequence
    open_s = timed(lambda: Journal.open(folder).close())
    with Journal.open(folder) as journal:
        page_ms = best_ms(lambda: list(journal.read_backwards(limit=100)))
        replay_s = timed(lambda: sum(1 for _ in journal.read()))
    return [
        Figure("flood of 20,000 records", 1e3 * flood_s, "ms", 500, "lower", "one append, one fdatasync"),
        Figure("durable records", 20_000 / flood_s, "records/s", note="in floods"),
        Figure("one record", 1e3 * single_s, "ms", note="one append, one fdatasync"),
        Figure("opening", 1e3 * open_s, "ms", 2_000, "lower", f"{records:,} records"),
        Figure("latest 100 records", page_ms, "ms", note=f"of {records:,}"),
        Figure("replay", records / replay_s, "records/s", note="read, checked and decoded"),
    ]


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    started_s = perf_counter()
    work()
    return perf_counter() - started_s


def best_ms(work: Callable[[], object], times: int = 7) -> float:
    """Best of several runs in milliseconds, the first left out."""
    work()
    return 1e3 * min(timed(work) for _ in range(times))


def with_peak_memory(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that ``work`` takes, and the most memory it had beyond what there was before, in MB."""
    process, done = psutil.Process(), threading.Event()
    before = peak = process.memory_info().rss

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.005):
            peak = max(peak, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        seconds = timed(work)
    finally:
        done.set()
        watcher.join()
    return seconds, (peak - before) / 1e6
