"""A recording run through the engine: the scans a live server would make, as fast as asked for."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import msgspec
import numpy as np

from wakeful.drivers.recording import Faults, Recording, Rows, match_columns
from wakeful.drivers.replay_description import usual_interval_ns
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import standing
from wakeful.journal import Journal
from wakeful.terms.effect import AlarmChanged, Effect, InputChanged
from wakeful.terms.errors import DataError
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site

RECORDS_MAX = 250_000
"""Effects that one scan may give at worst; a scan gets fewer rows where there are many alarms."""
GAP_INTERVALS = 5
"""A step longer than this many usual intervals is a gap."""


@dataclass(slots=True)
class TimeOrder:
    """What the stamps of the rows say of their order."""

    first_ns: int | None = None
    last_ns: int | None = None
    """The latest stamp so far, which need not be that of the last row."""
    usual_interval_ns: float = 0.0
    rows_backward: int = 0
    """Rows before the latest stamp so far."""
    rows_duplicate: int = 0
    """Rows at the latest stamp so far."""
    gaps: int = 0
    longest_gap_ns: int = 0

    def read(self, times_ns: np.ndarray) -> None:
        """Look at the stamps of the next rows."""
        if self.first_ns is None or self.last_ns is None:
            self.first_ns = self.last_ns = int(times_ns[0])
            self.usual_interval_ns = usual_interval_ns(times_ns)
            times_ns = times_ns[1:]
        latest_ns = np.maximum.accumulate(np.concatenate([[self.last_ns], times_ns]))
        steps_ns = times_ns - latest_ns[:-1]
        self.rows_backward += int(np.count_nonzero(steps_ns < 0))
        self.rows_duplicate += int(np.count_nonzero(steps_ns == 0))
        gaps_ns = steps_ns[steps_ns > GAP_INTERVALS * self.usual_interval_ns]
        self.gaps += len(gaps_ns)
        self.longest_gap_ns = max(self.longest_gap_ns, int(gaps_ns.max(initial=0)))
        self.last_ns = int(latest_ns[-1])


@dataclass(slots=True)
class Tally:
    """What came of a playback. ``inputs`` counts tags by the cause of their change, over all scans."""

    rows: int = 0
    samples: int = 0
    scans: int = 0
    records: int = 0
    raised: Counter[str] = field(default_factory=Counter)
    """Times each alarm was raised, by name."""
    raised_by_priority: Counter[int] = field(default_factory=Counter)
    inputs: Counter[str] = field(default_factory=Counter)
    time_order: TimeOrder = field(default_factory=TimeOrder)
    faults: Faults = field(default_factory=Faults)
    standing: int = 0
    """Alarms not at rest at the end."""
    state_sha256: str = ""

    def count(self, effects: Sequence[Effect]) -> None:
        """Add the effects of one scan."""
        self.records += len(effects)
        for effect in effects:
            if isinstance(effect, AlarmChanged) and effect.event == "abnormal":
                self.raised[effect.alarm] += 1
                self.raised_by_priority[effect.priority] += 1
            elif isinstance(effect, InputChanged):
                self.inputs[effect.cause] += effect.count


def site_of_recording(site: Site, columns: Sequence[str]) -> tuple[Site, tuple[str, ...], tuple[str, ...]]:
    """The site with the tags that the recording has, the columns that are no tag, the tags without a column.

    A tag that was not recorded is left out with its alarms: a whole plant's site is often played on the
    recording of one unit. Raises DataError when nothing is left.
    """
    matching = match_columns(columns, site.tags)
    absent = frozenset(matching.missing)
    tags = tuple(tag for tag in site.tags if tag.name not in absent)
    if not tags:
        raise DataError(
            f"none of the {len(columns):,} columns is one of the {len(site.tags):,} tags of {site.name}; "
            "name the columns as the tags, or give the tags their column as address in tags.csv"
        )
    alarms = tuple(alarm for alarm in site.alarms if alarm.tag not in absent)
    played = msgspec.structs.replace(site, tags=tags, alarms=alarms, equipment=(), faults={})
    return played, matching.unknown, matching.missing


class Playback:
    """Plays one recording through one engine.

    Parameters
    ----------
    site : as ``site_of_recording`` gives it.
    speed : times real time; None for as fast as possible.
    journal : takes every effect, durable before the next scan; None for no journal.
    rows_max : rows of one scan at most. It changes nothing but the number of scans.
    """

    def __init__(
        self,
        site: Site,
        recording: Recording,
        *,
        speed: float | None = None,
        journal: Journal | None = None,
        rows_max: int = 65_536,
        clock_s: Callable[[], float] = time.monotonic,
        sleep_s: Callable[[float], None] = time.sleep,
    ) -> None:
        self._plan = Plan.compile(site)
        self._recording = recording
        self._columns = match_columns(recording.columns, site.tags).columns
        self._journal = journal
        self._rows_max = max(1, min(rows_max, RECORDS_MAX // (len(site.alarms) + 5)))
        self._pace = None if speed is None else _Pace(speed, site.scan_period_ms / 1e3, clock_s, sleep_s)
        # Compiles the kernel, or loads it: not a part of the playback, nor of its speed.
        scan(EngineState.start(self._plan, 0), SampleBlock.empty(len(site.tags)), (), 0)

    def run(self, progress: Callable[[int], None] = lambda rows: None) -> Tally:
        """Play to the end; ``progress`` is told the rows done so far.

        Raises
        ------
        DataError
            When the recording has no row with a readable time, or turns out damaged.
        StorageError
            When the journal cannot be written.
        """
        tally = Tally()
        state: EngineState | None = None
        now_ns = 0
        for rows in self._recording.rows(self._columns, tally.faults):
            tally.time_order.read(rows.times_ns)
            for block in self._blocks(rows):
                if state is None:
                    now_ns = int(block.times_ns[0])
                    state = EngineState.start(self._plan, now_ns)
                now_ns = max(now_ns, int(block.times_ns[-1]))
                state, effects, _ = scan(state, block, (), now_ns)
                if self._journal is not None:
                    self._journal.append(effects)
                tally.scans += 1
                tally.rows += block.rows
                tally.samples += int(np.count_nonzero(block.quality != Quality.BAD_NO_DATA))
                tally.count(effects)
                progress(tally.rows)
        if state is None:
            raise DataError("no row of the recording has a readable time; check its first column")
        tally.standing = len(standing(state))
        tally.state_sha256 = hashlib.sha256(state.to_bytes()).hexdigest()
        return tally

    def _blocks(self, rows: Rows) -> Iterator[SampleBlock]:
        """Cut where times do not increase, so that the engine meets a late row as late and judges it."""
        count = len(rows.times_ns)
        cuts = np.union1d(
            np.flatnonzero(np.diff(rows.times_ns) <= 0) + 1, np.arange(0, count, self._rows_max)
        )
        for start, stop in pairwise([*cuts.tolist(), count]):
            block = SampleBlock(rows.times_ns[start:stop], rows.values[start:stop], rows.quality[start:stop])
            yield from (block,) if self._pace is None else self._pace.portions(block)


class _Pace:
    """Hands rows out when they are due, at most one portion in a scan period."""

    def __init__(
        self, speed: float, period_s: float, clock_s: Callable[[], float], sleep_s: Callable[[float], None]
    ) -> None:
        self._speed = speed
        self._period_s = period_s
        self._clock_s = clock_s
        self._sleep_s = sleep_s
        self._began_s: float | None = None
        self._first_ns = 0

    def portions(self, block: SampleBlock) -> Iterator[SampleBlock]:
        """The block in portions, each when its first row is due."""
        if self._began_s is None:
            self._began_s, self._first_ns = self._clock_s(), int(block.times_ns[0])
        due_s = self._began_s + (block.times_ns - self._first_ns) / 1e9 / self._speed
        start = 0
        while start < block.rows:
            wait_s = float(due_s[start]) - self._clock_s()
            if wait_s > 0:
                self._sleep_s(max(wait_s, min(self._period_s, float(due_s[-1]) - self._clock_s())))
            stop = max(start + 1, int(np.searchsorted(due_s, self._clock_s(), side="right")))
            yield block.slice_rows(start, stop)
            start = stop
