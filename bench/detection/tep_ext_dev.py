"""Fresh Tennessee Eastman runs: half of thirty normal days to learn, ten normal runs and sixty fault runs to
judge.

Also from a short record: slices of 500 rows, with their spread. Protocol: the data set's README.
"""

import numpy as np

from bench.detection import ours
from bench.detection.alarms import episodes_of
from bench.detection.judges import Judge, Normal, Progress, judges_of, our_judges
from bench.detection.outcome import Outcome, data_folder
from bench.detection.rules import TRIVIAL, classical
from bench.detection.scores import NOTHING, FalseAlarms, false_alarms, first_start

NAME = "tep_ext_dev"
ROWS_A_DAY = 480.0
MINUTES_A_ROW = 3.0
HALF = 7200
WARM_UP_ROWS = 60
ONSET_ROW = 160
COMPONENTS = 9
BUDGETS = (1.0, 0.2)
SHORT_ROWS = 500
SHORT_STARTS = (0, 3000, 6000, 9000, 12000)
HARD = (3, 9, 15)
FRESH = [f"normal_{run:02d}" for run in range(10)]


def measure(progress: Progress) -> list[Outcome]:
    """Every rule from the long record, ours and the strongest others from short ones."""
    with np.load(data_folder() / NAME / f"{NAME}.npz") as stored:
        rows = {name: stored[name].astype(float) for name in stored.files}
    long = rows.pop("normal_long")
    rows["half"], rows["other half"] = long[:HALF], long[HALF:]
    normal = Normal(["half"], ["other half"], WARM_UP_ROWS)
    rules = (*TRIVIAL, *classical(COMPONENTS))
    found = [
        outcome(judge, rows, NAME)
        for judge in judges_of(rules, rows, normal, ROWS_A_DAY, (0.01, 0.001), BUDGETS, progress)
    ]
    progress(ours.NAME)
    for judge in our_judges(ours.learn([rows["half"]]), rows, ROWS_A_DAY, BUDGETS):
        found.append(outcome(judge, rows, NAME))
        rest = normal_alarms(judge, ["other half"])
        found.append(
            Outcome(
                NAME, judge.rule, f"{judge.limit_words}, on the other half", judge.asked, rest, ROWS_A_DAY
            )
        )
    return found + short_records(long, rows, progress)


def short_records(long: np.ndarray, rows: dict[str, np.ndarray], progress: Progress) -> list[Outcome]:
    """From slices of 500 rows."""
    found = []
    for start in SHORT_STARTS:
        progress(f"{SHORT_ROWS} rows from {start}")
        piece = {**rows, "short": long[start : start + SHORT_ROWS]}
        data = f"{NAME}, {SHORT_ROWS} rows"
        normal = Normal(["short"], [], 0)
        chosen = classical(COMPONENTS) if start == 0 else ()
        judges = list(judges_of(chosen, piece, normal, ROWS_A_DAY, (0.01,), (), progress))
        judges += our_judges(ours.learn([piece["short"]]), piece, ROWS_A_DAY, BUDGETS, f"from row {start}, ")
        found += [outcome(judge, piece, data) for judge in judges]
    return found


def normal_alarms(judge: Judge, names: list[str]) -> FalseAlarms:
    """On normal runs, the warm-up left out."""
    total = NOTHING
    for name in names:
        over = judge.over(name)[WARM_UP_ROWS:]
        total = total + false_alarms(episodes_of(over), over, np.ones(len(over), bool))
    return total


def outcome(judge: Judge, rows: dict[str, np.ndarray], data: str) -> Outcome:
    """Rate on the fresh normal runs, faults found by an episode that starts after the onset."""
    delays: dict[int, list[float]] = {fault: [] for fault in range(1, 21)}
    for name in rows:
        if name.startswith("idv"):
            late = first_start(judge.episodes(name), ONSET_ROW, len(rows[name]))
            if late is not None:
                delays[int(name[3:5])].append(late * MINUTES_A_ROW)
    easy = [late for fault, all_late in delays.items() if fault not in HARD for late in all_late]
    lost = [
        f"{fault}: {len(late)}/3" for fault, late in delays.items() if fault not in HARD and len(late) < 3
    ]
    more = {
        "easy of 51": float(len(easy)),
        "hard of 9": float(sum(len(delays[fault]) for fault in HARD)),
        "median delay min": float(np.median(easy)) if easy else np.nan,
    }
    note = "3/9/15: " + "/".join(str(len(delays[fault])) for fault in HARD)
    note += f"; not all of {', '.join(lost)}" if lost and len(lost) < 9 else ""
    false = normal_alarms(judge, FRESH)
    return Outcome(data, judge.rule, judge.limit_words, judge.asked, false, ROWS_A_DAY, more, note)
