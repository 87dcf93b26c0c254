"""What ``wakeful detect`` writes and prints: verdicts row by row, episodes, runs and a summary."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet

from wakeful.cli.calibrate_report import shortness
from wakeful.evidence.detection import Verdicts
from wakeful.evidence.episodes import Episode, suspects_of
from wakeful.evidence.model_file import LearnedUnit
from wakeful.terms.errors import StorageError

VERDICTS = "verdicts.parquet"
EPISODES = "episodes.csv"
RUNS = "runs.csv"
SCHEMA = pa.schema(
    [
        ("time", pa.timestamp("ns", "UTC")),
        ("evidence_log10", pa.float64()),
        ("alarm", pa.bool_()),
        ("suspects", pa.list_(pa.string())),
    ]
)
EPISODE_COLUMNS = ("start", "end", "onset_estimate", "peak_evidence_log10", "suspects", "kinds")
RUN_COLUMNS = ("run", "file", "first_row", "rows", "first_episode", "episodes")
BETWEEN = ";"


class JudgedRun(NamedTuple):
    """One file: its first row in the verdicts, stamps (T,), rows in alarm, episodes, what to know of it."""

    name: str
    first_row: int
    times_ns: np.ndarray
    rows_in_alarm: int
    episodes: tuple[Episode, ...]
    notes: tuple[str, ...]


class DetectSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What ``wakeful detect --json`` prints. All but ``elapsed_s`` and the speeds is reproducible."""

    runs: int
    rows: int
    tags: int
    budget_per_day: float
    threshold_log10: float
    days: float
    episodes: int
    episodes_per_day: float
    episodes_standing_at_end: int
    rows_in_alarm: int
    share_in_alarm: float
    notes: tuple[str, ...]
    elapsed_s: float
    rows_per_s: float
    tag_samples_per_s: float


class VerdictsFile:
    """``verdicts.parquet``, written as the verdicts come; there whole or not at all. Raises StorageError."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._path = folder / VERDICTS
        self._partial = folder / f"{VERDICTS}.part"
        self._names = pa.array(names, pa.string())
        self.rows = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._writer = pa.parquet.ParquetWriter(self._partial, SCHEMA, compression="zstd")
        except OSError as error:
            raise StorageError(f"{folder} cannot be written: {error.strerror or error}") from error

    def __enter__(self) -> "VerdictsFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._writer.close()
            if kind is None:
                self._partial.replace(self._path)
            else:
                self._partial.unlink(missing_ok=True)
        except OSError as failure:
            raise StorageError(f"{self._path} cannot be written: {failure}") from failure

    def write(self, times_ns: np.ndarray, verdicts: Verdicts, alarm: np.ndarray) -> None:
        """The next rows."""
        places, counts = suspects_of(verdicts.tags, alarm)
        chosen = places[np.arange(places.shape[1]) < counts[:, None]]
        offsets = np.concatenate([[0], np.cumsum(counts)])
        columns = [
            pa.array(times_ns, pa.int64()).cast(SCHEMA.field("time").type),
            pa.array(verdicts.unit, pa.float64()),
            pa.array(alarm),
            pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), self._names.take(pa.array(chosen))),
        ]
        try:
            self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=SCHEMA))
        except OSError as error:
            raise StorageError(f"{self._path} cannot be written: {error}") from error
        self.rows += len(alarm)


def write_tables(folder: Path, unit: LearnedUnit, runs: Sequence[JudgedRun]) -> None:
    """Write episodes and runs. Raises StorageError."""
    _write_csv(folder / EPISODES, EPISODE_COLUMNS, _episode_rows(unit, runs))
    table, first = [], 0
    for number, run in enumerate(runs, 1):
        table.append((number, run.name, run.first_row, len(run.times_ns), first, len(run.episodes)))
        first += len(run.episodes)
    _write_csv(folder / RUNS, RUN_COLUMNS, table)


def _episode_rows(unit: LearnedUnit, runs: Sequence[JudgedRun]) -> Iterable[tuple[object, ...]]:
    for run in runs:
        for each in run.episodes:
            stamps = [iso_text(int(run.times_ns[row])) for row in (each.start, each.end, each.onset)]
            suspects = BETWEEN.join(unit.names[tag] for tag in each.suspects)
            yield (*stamps, f"{each.peak_log10:.4f}", suspects, BETWEEN.join(each.kinds))


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error


def iso_text(time_ns: int) -> str:
    """ISO 8601 UTC, with as many decimals of a second as it needs."""
    whole, part = divmod(time_ns, 1_000_000_000)
    seconds = str(np.datetime64(whole, "s"))
    return f"{seconds}.{part:09d}".rstrip("0") + "Z" if part else f"{seconds}Z"


def summarise(unit: LearnedUnit, runs: Sequence[JudgedRun], elapsed_s: float) -> DetectSummary:
    """Put the summary together."""
    rows = sum(len(run.times_ns) for run in runs)
    days = rows * unit.period_ns / 86_400e9
    episodes = [episode for run in runs for episode in run.episodes]
    in_alarm = sum(run.rows_in_alarm for run in runs)
    speed = rows / elapsed_s if elapsed_s > 0 else 0.0
    return DetectSummary(
        runs=len(runs),
        rows=rows,
        tags=len(unit.names),
        budget_per_day=unit.budget_per_day,
        threshold_log10=round(unit.threshold_log10, 4),
        days=round(days, 4),
        episodes=len(episodes),
        episodes_per_day=round(len(episodes) / days, 4),
        episodes_standing_at_end=sum(episode.standing for episode in episodes),
        rows_in_alarm=in_alarm,
        share_in_alarm=round(in_alarm / rows, 6),
        notes=(*shortness(unit), *(f"{run.name}: {note}" for run in runs for note in run.notes)),
        elapsed_s=round(elapsed_s, 3),
        rows_per_s=round(speed, 1),
        tag_samples_per_s=round(speed * len(unit.names), 1),
    )


def to_json(summary: DetectSummary) -> str:
    """One JSON object on one line, fields in their declared order."""
    return msgspec.json.encode(summary).decode()


def text_lines(summary: DetectSummary) -> list[str]:
    """The summary as lines for a terminal."""
    return [
        *(f"  note            {note}" for note in summary.notes),
        f"  judged          {summary.rows:,} rows of {summary.tags:,} tags in {summary.runs:,} runs, "
        f"{summary.days:.3g} days",
        f"  alarms          {summary.episodes:,}, {summary.episodes_per_day:.3g} a day; budget "
        f"{summary.budget_per_day:g} a day (evidence {summary.threshold_log10:.2f})",
        f"  time in alarm   {100 * summary.share_in_alarm:.2f} %; "
        f"{summary.episodes_standing_at_end:,} standing at the end",
        f"  speed           {summary.tag_samples_per_s:,.0f} tag-samples/s, {summary.elapsed_s:g} s",
    ]
