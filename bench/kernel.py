"""The limit, delay and state step over many tags on one core, beside a twin that only moves the same bytes.

Each tag has four limits with deadband, on-delay and off-delay. In every row a share of the tags crosses a
limit, so that delays run and states change all the time; the twin reads and writes the same arrays of the
same tags and decides nothing. Kernel and twin run row by row in turn, so that both meet the same machine.
"""

from statistics import median
from time import perf_counter

import numpy as np
from numba import njit

from bench.figure import Figure
from wakeful.engine.kernel import CHUNK
from wakeful.engine.plan import Plan
from wakeful.engine.scan import step_alarms
from wakeful.engine.state import EngineState
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site, System
from wakeful.terms.tag import Tag

NAME = "kernel"

SECOND_NS = 1_000_000_000
WARM_UP_ROWS = 4
ACTIVITY = {"quiet": 0.0, "active": 0.0001, "flood": 0.001}
"""Share of the tags that cross a limit in each row. At 1 Hz and 100,000 tags that is ten crossings a second
when active, thousands in ten minutes, and ten times as many in a flood. The target holds for active."""
LIMITS_EU = {
    ConditionKind.HIGH_HIGH: 95.0,
    ConditionKind.HIGH: 90.0,
    ConditionKind.LOW: 10.0,
    ConditionKind.LOW_LOW: 5.0,
}
BYTES_READ_AND_WRITTEN = 8 + 4 + 4 + 8 + 8 + 8 + 8 + 8
"""A tag and row: value, quality, known quality, time, two band edges read; value and time written."""


@njit(cache=True, fastmath=True)
def _move_chunk(
    values: np.ndarray,
    quality: np.ndarray,
    at_ns: int,
    known_quality: np.ndarray,
    time_ns: np.ndarray,
    band_low: np.ndarray,
    band_high: np.ndarray,
    known_value: np.ndarray,
) -> float:
    total, codes, latest_ns = 0.0, np.uint32(0), np.int64(0)
    for i in range(values.shape[0]):
        total += values[i] + band_low[i] + band_high[i]
    for i in range(values.shape[0]):
        codes |= quality[i] ^ known_quality[i]
    for i in range(values.shape[0]):
        latest_ns |= time_ns[i]
    for i in range(values.shape[0]):
        known_value[i] = values[i]
        time_ns[i] = at_ns
    return total + codes + latest_ns


@njit(cache=True, nogil=True)
def move_bytes(
    values: np.ndarray,
    quality: np.ndarray,
    at_ns: int,
    known_quality: np.ndarray,
    time_ns: np.ndarray,
    band_low: np.ndarray,
    band_high: np.ndarray,
    known_value: np.ndarray,
) -> float:
    """Read what the kernel reads and write what it writes, chunk by chunk; the sums keep the reads alive."""
    total = 0.0
    for start in range(0, values.shape[0], CHUNK):
        stop = min(start + CHUNK, values.shape[0])
        total += _move_chunk(
            values[start:stop],
            quality[start:stop],
            at_ns,
            known_quality[start:stop],
            time_ns[start:stop],
            band_low[start:stop],
            band_high[start:stop],
            known_value[start:stop],
        )
    return total


def build_site(tags: int) -> Site:
    """``tags`` tags with four limits each."""
    names = [f"T{index}" for index in range(tags)]
    return Site(
        name="bench",
        systems=(System(id="s", name="S"),),
        sources=(),
        tags=tuple(Tag(name=name, system="s", source="x", age_limit_ms=60_000) for name in names),
        alarms=tuple(
            AlarmDefinition(
                name=f"{name}.{kind}",
                tag=name,
                kind=kind,
                priority=Priority.LOW,
                limit_eu=limit_eu,
                deadband_eu=2.0,
                on_delay_ms=2_000,
                off_delay_ms=3_000,
            )
            for name in names
            for kind, limit_eu in LIMITS_EU.items()
        ),
    )


class Rows:
    """Rows of values that wander between the limits; in each row a share of the tags changes sides.

    A tag that goes beyond a limit stays there until it is chosen again, so delays end, alarms are raised and
    return.
    """

    def __init__(self, tags: int, crossing_fraction: float) -> None:
        self._random = np.random.default_rng(7)
        self._base = self._random.uniform(30.0, 70.0, (8, tags))
        self._crossing = int(tags * crossing_fraction)
        self._offset = np.zeros(tags)
        self._row = 0

    def next(self) -> np.ndarray:
        """(1, N) float64 [EU]: the next row, in a buffer of its own."""
        self._row += 1
        chosen = self._random.integers(0, self._offset.shape[0], self._crossing)
        beyond = self._random.choice([-150.0, 150.0], self._crossing)
        self._offset[chosen] = np.where(self._offset[chosen] == 0.0, beyond, 0.0)
        row: np.ndarray = self._base[self._row % len(self._base)] + self._offset
        return row[None, :]


def time_rows(
    tags: int, rows: int, crossing_fraction: float, plan: Plan
) -> tuple[list[float], list[float], int]:
    """Seconds of each row in the kernel and in the twin, and the moves the kernel made."""
    state = EngineState.start(plan, 0)
    source, quality = Rows(tags, crossing_fraction), np.zeros((1, tags), np.uint32)
    twin_value, twin_time_ns = np.zeros(tags), np.zeros(tags, np.int64)
    kernel_s, twin_s, moves = [], [], 0
    for row in range(1, rows + 1):
        at_ns, values = row * SECOND_NS, source.next()
        times_ns = np.array([at_ns], np.int64)
        begin = perf_counter()
        count = len(step_alarms(state, SampleBlock(times_ns, values, quality), at_ns))
        kernel_s.append(perf_counter() - begin)
        tags_state = state.tags
        begin = perf_counter()
        move_bytes(
            values[0],
            quality[0],
            at_ns,
            tags_state.quality,
            twin_time_ns,
            tags_state.band_low,
            tags_state.band_high,
            twin_value,
        )
        twin_s.append(perf_counter() - begin)
        moves += count if row > 1 else 0
    return kernel_s, twin_s, moves


def figures_of(
    tags: int, rows: int, activity: str, plan: Plan, target: float | None, step_ms_max: float
) -> list[Figure]:
    """Speed and share of the twin for one size and activity; the first rows warm up."""
    kernel_s, twin_s, moves = time_rows(tags, rows + WARM_UP_ROWS, ACTIVITY[activity], plan)
    kernel_s, twin_s = kernel_s[WARM_UP_ROWS:], twin_s[WARM_UP_ROWS:]
    kernel_row_s, twin_row_s = median(kernel_s), median(twin_s)
    share = 100.0 * median(twin / own for own, twin in zip(kernel_s, twin_s, strict=True))
    speed_gb_s = tags * BYTES_READ_AND_WRITTEN / kernel_row_s / 1e9
    label = f"{tags:,} tags, {activity}"
    return [
        Figure(
            f"{label}: samples",
            tags / kernel_row_s / 1e6,
            "M/s",
            note=f"{ACTIVITY[activity]:.2%} of tags cross a limit in each row; {moves} moves",
        ),
        Figure(
            f"{label}: share of twin",
            share,
            "%",
            target=target if activity == "active" else None,
            note=f"row {kernel_row_s * 1e3:.3f} ms, twin {twin_row_s * 1e3:.3f} ms, {speed_gb_s:.1f} GB/s",
        ),
        Figure(
            f"{label}: alarm step p99",
            1e3 * float(np.percentile(kernel_s, 99)),
            "ms",
            target=step_ms_max,
            better="lower",
            note=f"conditions and alarm machine of {4 * tags:,} alarms, one row, {len(kernel_s)} rows",
        ),
    ]


def measure(quick: bool) -> list[Figure]:
    """Medians over rows, kernel and twin in turn."""
    found = []
    for tags, rows, target, step_ms_max in [(100_000, 300, 60.0, 2.0), (1_000_000, 200, 75.0, 15.0)]:
        size, count = (tags // 100, 20) if quick else (tags, rows)
        plan = Plan.compile(build_site(size))
        for activity in ACTIVITY:
            found += figures_of(size, count, activity, plan, target, step_ms_max)
    return found
