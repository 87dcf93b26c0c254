"""The summary of a replay: one structure, as text for people and as JSON for programs."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from wakeful.cli.playback import Tally
from wakeful.server.configuration import configuration_sha256
from wakeful.terms.alarm import Priority
from wakeful.terms.site import Site

TOP_ALARMS = 10
NAMES_SHOWN = 10


class AlarmCount(msgspec.Struct, frozen=True):
    """How often an alarm was raised."""

    alarm: str
    raised: int


class TimeOrderSummary(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence of time order. Times are ISO 8601 UTC; ``rejected_samples`` were late or had a stamp twice."""

    first: str
    last: str
    usual_interval_s: float
    rows_backward: int
    rows_duplicate: int
    rows_without_time: int
    rejected_samples: int
    gaps: int
    longest_gap_s: float


class ReplaySummary(msgspec.Struct, frozen=True, kw_only=True):
    """What ``wakeful replay --json`` prints. All but ``elapsed_s`` and ``samples_per_s`` is reproducible."""

    site: str
    configuration_sha256: str
    recording: str
    notes: tuple[str, ...]
    tags: int
    unknown_columns: tuple[str, ...]
    missing_tags: int
    missing_tags_first: tuple[str, ...]
    rows: int
    samples: int
    scans: int
    texts: int
    rows_ragged: int
    time_order: TimeOrderSummary
    inputs: dict[str, int]
    alarms_raised: dict[str, int]
    alarms_not_at_rest: int
    top_alarms: tuple[AlarmCount, ...]
    journal_records: int
    elapsed_s: float
    samples_per_s: float
    state_sha256: str


def summarise(
    site: Site,
    recording: str,
    notes: Sequence[str],
    unknown: Sequence[str],
    missing: Sequence[str],
    tally: Tally,
    elapsed_s: float,
) -> ReplaySummary:
    """Put the summary together. Alarms raised equally often are listed by name."""
    top = sorted(tally.raised.items(), key=lambda item: (-item[1], item[0]))[:TOP_ALARMS]
    return ReplaySummary(
        site=site.name,
        configuration_sha256=configuration_sha256(site),
        recording=recording,
        notes=tuple(notes),
        tags=len(site.tags),
        unknown_columns=tuple(unknown),
        missing_tags=len(missing),
        missing_tags_first=tuple(missing[:NAMES_SHOWN]),
        rows=tally.rows,
        samples=tally.samples,
        scans=tally.scans,
        texts=tally.faults.texts,
        rows_ragged=tally.faults.rows_ragged,
        time_order=_time_order(tally),
        inputs={cause: tally.inputs[cause] for cause in ("bad", "lost", "uncertain", "good", "rejected")},
        alarms_raised={priority.name.lower(): tally.raised_by_priority[priority] for priority in Priority},
        alarms_not_at_rest=tally.standing,
        top_alarms=tuple(AlarmCount(name, count) for name, count in top),
        journal_records=tally.records,
        elapsed_s=round(elapsed_s, 3),
        samples_per_s=round(tally.samples / elapsed_s, 1) if elapsed_s > 0 else 0.0,
        state_sha256=tally.state_sha256,
    )


def _time_order(tally: Tally) -> TimeOrderSummary:
    order = tally.time_order
    return TimeOrderSummary(
        first=_iso(order.first_ns or 0),
        last=_iso(order.last_ns or 0),
        usual_interval_s=order.usual_interval_ns / 1e9,
        rows_backward=order.rows_backward,
        rows_duplicate=order.rows_duplicate,
        rows_without_time=tally.faults.rows_without_time,
        rejected_samples=tally.inputs["rejected"],
        gaps=order.gaps,
        longest_gap_s=order.longest_gap_ns / 1e9,
    )


def to_json(summary: ReplaySummary) -> str:
    """One JSON object on one line, fields in their declared order."""
    return msgspec.json.encode(summary).decode()


def text_lines(summary: ReplaySummary) -> list[str]:
    """The summary as lines for a terminal."""
    order = summary.time_order
    raised = ", ".join(f"{count:,} {priority}" for priority, count in summary.alarms_raised.items())
    inputs = ", ".join(f"{count:,} {cause}" for cause, count in summary.inputs.items() if cause != "rejected")
    lines = [
        f"{summary.site}, replay of {summary.recording}",
        *(f"  note            {note}" for note in summary.notes),
        f"  tags            {summary.tags:,} played{_left_out(summary)}",
        f"  rows            {summary.rows:,}; samples {summary.samples:,}; scans {summary.scans:,}",
        f"  time            {order.first} to {order.last}, usually {order.usual_interval_s:g} s apart",
        f"  time order      {order.rows_backward:,} rows backward, {order.rows_duplicate:,} duplicate, "
        f"{order.rows_without_time:,} without a readable time; {order.rejected_samples:,} samples rejected",
        f"  gaps            {order.gaps:,}" + (f", longest {order.longest_gap_s:g} s" if order.gaps else ""),
        f"  not numbers     {summary.texts:,} texts, marked bad; {summary.rows_ragged:,} rows passed over",
        f"  inputs turned   {inputs}",
        f"  alarms raised   {sum(summary.alarms_raised.values()):,}: {raised}; "
        f"{summary.alarms_not_at_rest:,} not at rest at the end",
    ]
    lines += [f"    {count.raised:>7,}  {count.alarm}" for count in summary.top_alarms]
    lines += [
        f"  speed           {summary.samples_per_s:,.0f} samples/s, {summary.elapsed_s:g} s",
        f"  engine state    {summary.state_sha256}",
        f"  configuration   {summary.configuration_sha256}",
    ]
    return lines


def _left_out(summary: ReplaySummary) -> str:
    """Which columns and tags found no partner."""
    parts = []
    if summary.unknown_columns:
        parts.append(
            f"{len(summary.unknown_columns):,} columns are no tag ({_some(summary.unknown_columns)})"
        )
    if summary.missing_tags:
        parts.append(f"{summary.missing_tags:,} tags have no column ({_some(summary.missing_tags_first)})")
    return "".join(f"; {part}" for part in parts)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    return shown if len(names) < NAMES_SHOWN else f"{shown}, ..."


def _iso(time_ns: int) -> str:
    """ISO 8601 UTC to the millisecond; years that no calendar has stay nanoseconds."""
    try:
        stamp = datetime.fromtimestamp(time_ns // 1_000_000 / 1e3, UTC)
    except (ValueError, OverflowError, OSError):
        return f"{time_ns} ns"
    return stamp.isoformat(timespec="milliseconds").replace("+00:00", "Z")
