"""The advisor on recorded data: tuned on one part of ``tep_ext_dev``, judged on another.

Limits are mean ± 3 standard deviations of the first 15 days of ``normal_long``, high and low, for all 52
tags: 104 alarms as a commissioning engineer sets them before anything is known. The advisor is tuned on ten
normal days (``normal_00`` to ``normal_04``) and the first run of each of the 20 faults. What is reported is
counted on runs it has not seen: ``normal_05`` to ``normal_09``, the second and third run of each fault.

``python -m bench.advisor_tep`` prints the table of docs/advisor.md and draws its picture.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bench.advisor_verdict import Verdict, draw, table_lines
from bench.figure import Figure
from bench.machine import ROOT
from wakeful.alarms.advisor.advice import advise, compare_over
from wakeful.alarms.advisor.candidates import GAP_SHARE_MAX, starting_deadband_eu
from wakeful.alarms.advisor.history import History
from wakeful.alarms.advisor.replay import replay
from wakeful.alarms.advisor.rules import AdvisorRules, bounds_of
from wakeful.alarms.advisor.setting import Setting, setting_of, with_setting
from wakeful.alarms.advisor.stretches import find_stretches
from wakeful.plants.tennessee_eastman.instruments import MEASURED
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.site import AlarmPhilosophy
from wakeful.terms.tag import Tag

NAME = "advisor_tep"

INTERVAL_NS = 180_000_000_000
MINUTE_NS = 60_000_000_000
ONSET_NS = 160 * INTERVAL_NS
FIT_ROWS = 7_200
SPREADS = 3.0
VALVES = 11
FAULTS = range(1, 21)
ALMOST_INVISIBLE = (3, 9, 15)
TUNED_NORMAL = tuple(f"normal_{number:02d}" for number in range(5))
TUNED_FAULTS = tuple(f"idv{fault:02d}_0" for fault in FAULTS)
JUDGED_NORMAL = tuple(f"normal_{number:02d}" for number in range(5, 10))
JUDGED_FAULTS = tuple(f"idv{fault:02d}_{run}" for fault in FAULTS for run in (1, 2))
PICTURE = ROOT / "docs" / "pictures" / "advisor-tep.svg"


class Plant:
    """The recorded runs, the 104 alarms on them, and what was made of them so far."""

    def __init__(self, datasets: Path) -> None:
        """Load the runs and set the limits."""
        with np.load(datasets / "tep_ext_dev" / "tep_ext_dev.npz") as runs:
            self._runs = {name: runs[name].astype(np.float64) for name in runs.files}
        fit = self._runs["normal_long"][:FIT_ROWS]
        mean, spread = fit.mean(axis=0), fit.std(axis=0)
        self.tags = tags_of_columns()
        self.gaps_eu = 2.0 * SPREADS * spread
        self.alarms = [
            (column, alarm_on(tag, kind, float(mean[column] + side * SPREADS * spread[column])))
            for column, tag in enumerate(self.tags)
            for kind, side in ((ConditionKind.HIGH, 1), (ConditionKind.LOW, -1))
        ]

    def history(self, run: str, column: int) -> History:
        """One tag of one run."""
        values = np.ascontiguousarray(self._runs[run][:, column])
        times_ns = np.arange(len(values), dtype=np.int64) * INTERVAL_NS
        end_ns = len(values) * INTERVAL_NS
        return History(times_ns, values, np.zeros(len(values), np.uint32), 0, end_ns)

    def advised(self, runs: Sequence[str]) -> list[Setting]:
        """The advisor's setting of each alarm from these runs; every alarm may be slowed."""
        found = []
        for column, alarm in self.alarms:
            advice = advise(
                alarm,
                self.tags[column],
                [self.history(run, column) for run in runs],
                gap_eu=self.gaps_eu[column],
                philosophy=AlarmPhilosophy(),
                rules=AdvisorRules(),
            )
            best = advice.candidates[advice.recommended]
            found.append(Setting(best.deadband_eu, best.on_delay_ms, best.off_delay_ms))
        return found

    def by_type(self, on_delay_ms: int) -> list[Setting]:
        """The literature's deadband for each unit, at most half the gap between the two limits."""
        return [
            Setting(
                min(starting_deadband_eu(self.tags[column]), GAP_SHARE_MAX * self.gaps_eu[column]),
                on_delay_ms,
                0,
            )
            for column, _ in self.alarms
        ]

    def judge(self, name: str, settings: Sequence[Setting]) -> Verdict:
        """Count on the judged runs what these settings do beside the bare limits."""
        normal = [self.raised(run, settings) for run in JUDGED_NORMAL]
        faults = [self.raised(run, settings) for run in JUDGED_FAULTS]
        first = [self.first_after_onset_min(run, settings) for run in JUDGED_FAULTS]
        real = [self.first_real_min(run, settings) for run in JUDGED_FAULTS]
        missed, stretches = self.missed(settings)
        first_median_min, first_max_min, first_lost = spread_of(first)
        real_median_min, real_max_min, real_lost = spread_of(real)
        return Verdict(
            name=name,
            per_day=sum(count for count, _ in normal) / (2.0 * len(JUDGED_NORMAL)),
            per_fault_run=sum(count for count, _ in faults) / len(JUDGED_FAULTS),
            standing=float(np.mean([share for _, share in faults])),
            first_median_min=first_median_min,
            first_max_min=first_max_min,
            first_lost=first_lost,
            real_median_min=real_median_min,
            real_max_min=real_max_min,
            real_lost=real_lost,
            missed=missed,
            real=stretches,
        )

    def raised(self, run: str, settings: Sequence[Setting]) -> tuple[int, float]:
        """Annunciations of one run, and how many alarms stood on average."""
        count, standing_ns = 0, 0
        for (column, alarm), setting in zip(self.alarms, settings, strict=True):
            history = self.history(run, column)
            found = replay(history, with_setting(alarm, setting))
            count += len(found.raised_ns)
            standing_ns += int(np.sum(np.minimum(found.returned_ns, history.end_ns) - found.raised_ns))
        return count, standing_ns / (len(self._runs[run]) * INTERVAL_NS)

    def first_after_onset_min(self, run: str, settings: Sequence[Setting]) -> float | None:
        """How much later the first alarm after the onset comes than with bare limits [min].

        NaN where bare limits gave none, None where it is lost.
        """
        return delay_min(
            first_raised_ns(self._after_onset(run, bare(self.alarms))),
            first_raised_ns(self._after_onset(run, settings)),
        )

    def _after_onset(self, run: str, settings: Sequence[Setting]) -> Iterable[np.ndarray]:
        for (column, alarm), setting in zip(self.alarms, settings, strict=True):
            raised_ns = replay(self.history(run, column), with_setting(alarm, setting)).raised_ns
            yield raised_ns[raised_ns >= ONSET_NS]

    def first_real_min(self, run: str, settings: Sequence[Setting]) -> float | None:
        """The same of the first alarm of a real stretch that begins after the onset."""
        today, other = [], []
        for (column, alarm), setting in zip(self.alarms, settings, strict=True):
            history = self.history(run, column)
            table = np.ascontiguousarray(np.stack(replay(history, alarm), axis=1))
            real_after_ns = bounds_of(AdvisorRules(), alarm, [history]).real_after_ns
            stretches = find_stretches(table, history.end_ns, real_after_ns)
            mine = stretches.real & (stretches.begin_ns >= ONSET_NS)
            today.append(stretches.raised_ns[mine])
            raised_ns = replay(history, with_setting(alarm, setting)).raised_ns
            place = np.searchsorted(raised_ns, stretches.begin_ns[mine])
            found_ns = np.append(raised_ns, history.end_ns)[place]
            other.append(found_ns[found_ns < stretches.until_ns[mine]])
        return delay_min(first_raised_ns(today), first_raised_ns(other))

    def missed(self, settings: Sequence[Setting]) -> tuple[int, int]:
        """Real stretches of single alarms in the judged fault runs: missed, and all."""
        missed = real = 0
        for (column, alarm), setting in zip(self.alarms, settings, strict=True):
            histories = [self.history(run, column) for run in JUDGED_FAULTS]
            real_after_ns = bounds_of(AdvisorRules(), alarm, histories).real_after_ns
            _, found = compare_over(histories, alarm, [setting_of(alarm), setting], real_after_ns)
            missed, real = missed + found.missed, real + found.real
        return missed, real


def tags_of_columns() -> list[Tag]:
    """The 41 instruments, in the order of the columns, and the 11 valves."""
    instruments = [
        Tag(
            name=row.name,
            system="",
            source="",
            unit=row.unit,
            range_low_eu=row.range_low_eu,
            range_high_eu=row.range_high_eu,
        )
        for row in MEASURED
    ]
    valves = [Tag(name=f"XMV-{number}", system="", source="", unit="%") for number in range(1, VALVES + 1)]
    return [*instruments, *valves]


def alarm_on(tag: Tag, kind: ConditionKind, limit_eu: float) -> AlarmDefinition:
    """A bare limit: no deadband, no delay."""
    name = f"{tag.name}.{kind.name.lower()}"
    return AlarmDefinition(name=name, tag=tag.name, kind=kind, priority=Priority.MEDIUM, limit_eu=limit_eu)


def bare(alarms: Sequence[tuple[int, AlarmDefinition]]) -> list[Setting]:
    """Today's settings."""
    return [setting_of(alarm) for _, alarm in alarms]


def first_raised_ns(instants_ns: Iterable[np.ndarray]) -> int | None:
    """The earliest of all instants, None when there is none."""
    firsts_ns = [int(each[0]) for each in instants_ns if len(each)]
    return min(firsts_ns, default=None)


def delay_min(today_ns: int | None, other_ns: int | None) -> float | None:
    """Minutes from one to the other; NaN without the first, None without the second."""
    if today_ns is None:
        return float("nan")
    return None if other_ns is None else (other_ns - today_ns) / MINUTE_NS


def spread_of(delays_min: Sequence[float | None]) -> tuple[float, float, int]:
    """Median and maximum of the delays [min], and how many alarms were lost."""
    known = [each for each in delays_min if each is not None and not np.isnan(each)]
    return float(np.median(known)), max(known), sum(each is None for each in delays_min)


def verdicts(plant: Plant) -> list[Verdict]:
    """The advisor beside bare limits and the trivial rules."""
    count = len(plant.alarms)
    ways = {
        "bare limits": bare(plant.alarms),
        "on-delay 60 s for all": [Setting(0.0, 60_000, 0)] * count,
        "on-delay 3 min for all": [Setting(0.0, 180_000, 0)] * count,
        "on-delay 6 min for all": [Setting(0.0, 360_000, 0)] * count,
        "deadband by kind of signal": plant.by_type(0),
        "the same, on-delay 60 s": plant.by_type(60_000),
        "advisor, normal days alone": plant.advised(TUNED_NORMAL),
        "advisor": plant.advised(TUNED_NORMAL + TUNED_FAULTS),
    }
    return [plant.judge(name, settings) for name, settings in ways.items()]


def datasets_folder() -> Path:
    """``WAKEFUL_DATASETS``, or ``../shared/datasets`` beside the work tree."""
    return Path(os.environ.get("WAKEFUL_DATASETS", ROOT.parent / "shared" / "datasets"))


def measure(quick: bool) -> list[Figure]:
    """What the advisor saves on runs it has not seen; nothing where the data set is absent or time short."""
    if quick or not datasets_folder().is_dir():
        return []
    found = {each.name: each for each in verdicts(Plant(datasets_folder()))}
    before, after = found["bare limits"], found["advisor"]
    note = f"bare limits: {before.per_day:.1f} a day, {before.per_fault_run:.0f} a fault run"
    return [
        Figure("a day, normal", after.per_day, "alarms", note=note),
        Figure("a fault run of 48 h", after.per_fault_run, "alarms", note=note),
        Figure("faults' first alarms lost", after.first_lost, "of 40", 0, "lower"),
        Figure("first alarm later, median", after.first_median_min, "min", note="samples 3 min apart"),
        Figure("first alarm later, worst", after.first_max_min, "min"),
        Figure("real stretches missed", after.missed, "stretches", note=f"of {after.real:,}"),
    ]


def main() -> int:
    """Print the table and draw the picture."""
    found = verdicts(Plant(datasets_folder()))
    print("\n".join(table_lines(found)))
    PICTURE.write_text(draw(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
