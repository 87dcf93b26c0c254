"""The advisor on a day of many tags at 1 Hz, one alarm each: the advice alone, and with reading the history.

Every tag comes near its limit for a part of the day, in one of four ways (chatter around the limit, spikes, a
slow swing with noise, a level that drifts over), so that every alarm is annunciated and gets the whole grid.
Wall-clock seconds of one process that runs no threads of its own; the note has its processor time.
"""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from bench.figure import Figure
from wakeful.alarms.advisor.history import History
from wakeful.alarms.advisor.site_advisor import SiteAdvisor
from wakeful.cli.advise_samples import HistorianSamples
from wakeful.historian import Historian
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site, System
from wakeful.terms.tag import Tag

NAME = "advisor"

SECOND_NS = 1_000_000_000
HOUR_S = 3_600
START_NS = 472_222 * HOUR_S * SECOND_NS
LIMIT_EU = 80.0
NOISE_EU = 1.0
TARGET_S = 30.0


def measure(quick: bool) -> list[Figure]:
    """A day of 1,000 tags; ``quick`` takes two hours of 20."""
    tags, hours = (20, 2) if quick else (1_000, 24)
    site = build_site(tags)
    advisor = SiteAdvisor(site)
    advisor.advise(site.alarms[0], [day_of(0, HOUR_S)])  # compiles the kernels, or loads them
    return [*measure_advice(site, advisor, hours), measure_with_history(site, advisor, hours)]


def build_site(tags: int) -> Site:
    """``tags`` tags with a high alarm each."""
    names = [f"T{index:04d}" for index in range(tags)]
    return Site(
        name="bench",
        systems=(System(id="s", name="S"),),
        sources=(),
        tags=tuple(Tag(name=name, system="s", source="x", unit="m", age_limit_ms=10_000) for name in names),
        alarms=tuple(
            AlarmDefinition(
                name=f"{name}.high",
                tag=name,
                kind=ConditionKind.HIGH,
                priority=Priority.MEDIUM,
                limit_eu=LIMIT_EU,
            )
            for name in names
        ),
    )


def values_of(number: int, seconds: int) -> np.ndarray:
    """(T,) float64 [EU] of tag ``number``, at a resolution of 0.01."""
    random = np.random.default_rng(number)
    at_s = np.arange(seconds)
    busy = (at_s % seconds) > seconds * 0.7
    level = np.full(seconds, LIMIT_EU - 8.0)
    match number % 4:
        case 0:
            level[busy] = LIMIT_EU
        case 1:
            spikes = random.integers(0, seconds, max(3, seconds // 600))
            level[spikes] = level[np.minimum(spikes + 1, seconds - 1)] = LIMIT_EU + 5.0
        case 2:
            level += np.where(busy, 9.0 * np.sin(at_s * (2 * np.pi / 1_200.0)), 0.0)
        case _:
            level += np.linspace(0.0, 12.0, seconds)
    return np.round(level + random.normal(0.0, NOISE_EU, seconds), 2)


def day_of(number: int, seconds: int) -> History:
    """The history of tag ``number``, a sample each second."""
    times_ns = START_NS + np.arange(seconds, dtype=np.int64) * SECOND_NS
    quality = np.zeros(seconds, np.uint32)
    return History(
        times_ns,
        values_of(number, seconds),
        quality,
        START_NS,
        START_NS + seconds * SECOND_NS,
        10 * SECOND_NS,
    )


def measure_advice(site: Site, advisor: SiteAdvisor, hours: int) -> list[Figure]:
    """The advice alone, histories in memory; what makes them does not count."""
    took_s, processor_s, worst_s, settings = 0.0, 0.0, 0.0, 0
    for number, alarm in enumerate(site.alarms):
        history = day_of(number, hours * HOUR_S)
        tried, wall_s, cpu_s = timed(partial(settings_tried, advisor, alarm, history))
        took_s, processor_s, worst_s = took_s + wall_s, processor_s + cpu_s, max(worst_s, wall_s)
        settings += tried
    note = f"{len(site.alarms):,} tags x {hours} h at 1 Hz, {settings / len(site.alarms):.0f} settings each"
    samples = len(site.alarms) * hours * HOUR_S
    return [
        Figure("advice", took_s, "s", TARGET_S, "lower", f"{note}; {processor_s:.1f} s of processor time"),
        Figure("advice, one alarm at worst", 1e3 * worst_s, "ms", note=note),
        Figure("samples x settings", samples * settings / len(site.alarms) / took_s / 1e6, "M/s", note=note),
    ]


def measure_with_history(site: Site, advisor: SiteAdvisor, hours: int) -> Figure:
    """Reading every tag out of the historian's segments, and the advice on it."""
    with tempfile.TemporaryDirectory(prefix="wakeful-bench-") as name:
        folder = Path(name) / "history"
        record(folder, site, hours)
        samples = HistorianSamples(folder)
        _, wall_s, cpu_s = timed(partial(advise_all, site, advisor, samples))
    note = f"{len(site.alarms):,} tags out of {hours} segments; {cpu_s:.1f} s of processor time"
    return Figure("advice, history read from disk", wall_s, "s", TARGET_S, "lower", note)


def advise_all(site: Site, advisor: SiteAdvisor, samples: HistorianSamples) -> int:
    """As ``wakeful advise`` does it; returns how many settings were tried."""
    tried = 0
    alarms = {alarm.tag: alarm for alarm in site.alarms}
    for tag, history in samples.histories(site.tags, samples.start_ns):
        tried += settings_tried(advisor, alarms[tag.name], history)
    return tried


def settings_tried(advisor: SiteAdvisor, alarm: AlarmDefinition, history: History) -> int:
    """Advise on one alarm; how many settings were tried."""
    return len(advisor.advise(alarm, [history]).candidates)


def record(folder: Path, site: Site, hours: int) -> None:
    """The same days in a historian, sealed by the hour."""
    values = [values_of(number, hours * HOUR_S).astype(np.float32) for number in range(len(site.tags))]
    with Historian.open(folder, [tag.name for tag in site.tags]) as historian:
        historian.seal(START_NS)
        for hour in range(hours):
            rows = slice(hour * HOUR_S, (hour + 1) * HOUR_S)
            times_ns = START_NS + np.arange(rows.start, rows.stop, dtype=np.int64) * SECOND_NS
            block = np.stack([column[rows] for column in values], axis=1).astype(np.float64)
            historian.append(SampleBlock(times_ns, np.round(block, 2), np.zeros(block.shape, np.uint32)))
            historian.seal(START_NS + (hour + 1) * HOUR_S * SECOND_NS)


def timed(work: Callable[[], int]) -> tuple[int, float, float]:
    """What ``work`` returns, its wall-clock seconds and its processor seconds."""
    began_s, began_processor_s = perf_counter(), process_time()
    result = work()
    return result, perf_counter() - began_s, process_time() - began_processor_s
