"""SKAB: a water rig, one second a row, 34 files of which the first 400 rows are learned and the rest judged.

The leaderboard's scores: change points by NAB (60 s to the right), F1, FAR and MAR of rows. A change point
is said where an alarm episode starts or ends, as the leaderboard takes it from the rows in alarm. Position
gives these labels away, so each file is also judged from a random row on (seeded), a detector's memory
starting there.
"""

import csv
import datetime
import gzip
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.detection import ours
from bench.detection.alarms import episodes_of, in_alarm
from bench.detection.judges import Judge, Normal, Progress, judges_of, our_judges
from bench.detection.nab import LOW_FN, LOW_FP, NO_FILES, STANDARD, nab_counts
from bench.detection.outcome import Outcome, data_folder
from bench.detection.rules import TRIVIAL, classical
from bench.detection.scores import NOTHING, false_alarms

NAME = "skab"
ROWS_A_DAY = 86400.0
LEARN_ROWS = 400
WINDOW_S = 60.0
COMPONENTS = 5
BUDGETS = (86400.0 / 600.0, 24.0)
"""Once in ten minutes, once an hour."""
SEED = 20201123
SPLICE_ROWS_MAX = 150


class File(NamedTuple):
    """values (T, 8), seconds (T,) from the first row, anomaly (T,) bool, change (T,) bool."""

    name: str
    values: np.ndarray
    seconds: np.ndarray
    anomaly: np.ndarray
    change: np.ndarray


class Judged(NamedTuple):
    """One file's rows from ``start`` on with what a rule said."""

    file: File
    start: int
    over: np.ndarray


def measure(progress: Progress) -> list[Outcome]:
    """Every rule on all files, from row 400 and from random rows."""
    generator = np.random.default_rng(SEED)
    plain: dict[tuple[str, str], list[tuple[Judge, Judged]]] = {}
    spliced: dict[tuple[str, str], list[tuple[Judge, Judged]]] = {}
    for file in read_files():
        progress(file.name)
        cut = LEARN_ROWS + int(generator.integers(0, SPLICE_ROWS_MAX))
        rows = {"learn": file.values[:LEARN_ROWS], "test": file.values[LEARN_ROWS:], "cut": file.values[cut:]}
        judges = list(
            judges_of(
                (*TRIVIAL, *classical(COMPONENTS)),
                rows,
                Normal(["learn"], []),
                ROWS_A_DAY,
                (0.01,),
                (),
                lambda _: None,
            )
        )
        judges += our_judges(ours.learn([rows["learn"]]), rows, ROWS_A_DAY, BUDGETS)
        for judge in judges:
            key = (judge.rule, judge.limit_words)
            plain.setdefault(key, []).append((judge, Judged(file, LEARN_ROWS, judge.over("test"))))
            spliced.setdefault(key, []).append((judge, Judged(file, cut, judge.over("cut"))))
    return [pooled(found, NAME) for found in plain.values()] + [
        pooled(found, f"{NAME}, from random rows") for found in spliced.values()
    ]


def pooled(found: list[tuple[Judge, Judged]], data: str) -> Outcome:
    """All files as one line."""
    profiles = {"standard": STANDARD, "low FP": LOW_FP, "low FN": LOW_FN}
    nab = dict.fromkeys(profiles, NO_FILES)
    false, hits, marked, labelled, missed_rows = NOTHING, 0, 0, 0, 0
    for _, (file, start, over) in found:
        episodes = episodes_of(over)
        alarm = in_alarm(episodes, len(over))
        seconds, label = file.seconds[start:], file.anomaly[start:]
        edges = sorted(
            {int(first) for first, _ in episodes} | {int(end) for _, end in episodes if end < len(over)}
        )
        changes = seconds[file.change[start:]].tolist()
        for words, profile in profiles.items():
            nab[words] = nab[words] + nab_counts(seconds[edges].tolist(), changes, WINDOW_S, profile)
        false = false + false_alarms(episodes, over, ~label)
        hits += int((alarm & label).sum())
        marked += int(alarm.sum())
        labelled += int(label.sum())
        missed_rows += int((~alarm & label).sum())
    judge = found[0][0]
    more = {f"NAB {words}": counts.score(profiles[words]) for words, counts in nab.items()}
    more["false change points"] = float(nab["standard"].false)
    more["missed"] = float(nab["standard"].missed)
    more["F1"] = 2.0 * hits / (marked + labelled)
    more["FAR %"] = 100.0 * false.time_share
    more["MAR %"] = 100.0 * missed_rows / labelled
    return Outcome(data, judge.rule, judge.limit_words, judge.asked, false, ROWS_A_DAY, more)


def read_files() -> list[File]:
    """The 34 labelled files, by name."""
    folder = data_folder() / NAME
    return [
        _read(path)
        for part in ("valve1", "valve2", "other")
        for path in sorted((folder / part).glob("*.csv.gz"))
    ]


def _read(path: Path) -> File:
    with gzip.open(path, "rt", newline="") as stored:
        lines = list(csv.reader(stored, delimiter=";"))[1:]
    times = [datetime.datetime.fromisoformat(line[0]) for line in lines]
    numbers = np.array([[float(value) for value in line[1:]] for line in lines])
    seconds = np.array([(each - times[0]).total_seconds() for each in times])
    name = f"{path.parent.name}/{path.name.partition('.')[0]}"
    return File(name, numbers[:, :8], seconds, numbers[:, 8] > 0, numbers[:, 9] > 0)
