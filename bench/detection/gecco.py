"""GECCO 2018: a drinking-water station by the minute, rounded to its instruments' steps: no leak of labels.

The first half of the file is learned, without its labelled events; its last third sets the limits of the
others. The second half is judged. Gaps are neither alarm nor normal. Protocol: the data set's README.
"""

import numpy as np
import pyarrow.parquet as parquet

from bench.detection import ours
from bench.detection.alarms import Episode, episodes_of
from bench.detection.judges import Judge, Normal, Progress, judges_of, our_judges
from bench.detection.outcome import Outcome, data_folder
from bench.detection.rules import TRIVIAL, classical
from bench.detection.scores import false_alarms, first_start
from bench.detection.volume import segments_of

NAME = "gecco"
ROWS_A_DAY = 1440.0
DECIMALS = {"Tp": 1, "Cl": 2, "pH": 2, "Redox": 0, "Leit": 0, "Trueb": 3, "Cl_2": 3, "Fm": 0, "Fm_2": 0}
COMPONENTS = 5
BUDGETS = (1.0, 0.2)
WARM_UP_ROWS = 120


def measure(progress: Progress) -> list[Outcome]:
    """Every rule, learned on the first half, judged on the second."""
    values, event = read()
    half = 69_783
    quiet = np.where(event[:half, None], np.nan, values[:half])
    cut = half * 2 // 3
    rows = {"learn": quiet, "fit": quiet[:cut], "limit": quiet[cut:], "judged": values[half:]}
    normal = Normal(["fit"], ["limit"], WARM_UP_ROWS)
    rules = (*TRIVIAL, *classical(COMPONENTS))
    judges = list(judges_of(rules, rows, normal, ROWS_A_DAY, (0.01,), BUDGETS, progress))
    progress(ours.NAME)
    judges += our_judges(ours.learn([rows["learn"]]), rows, ROWS_A_DAY, BUDGETS)
    return [outcome(judge, rows["judged"], event[half:]) for judge in judges]


def outcome(judge: Judge, values: np.ndarray, event: np.ndarray) -> Outcome:
    """Events found by an episode that starts in them; an episode that overlaps an event is not false."""
    over = judge.over("judged")
    over = over & np.isfinite(values).any(axis=1)
    episodes = episodes_of(over)
    events: list[Episode] = [(first, last + 1) for first, last in segments_of(event.astype(int))]
    lone = [each for each in episodes if not event[each[0] : each[1]].any()]
    judged = ~event & np.isfinite(values).any(axis=1)
    judged[:WARM_UP_ROWS] = False
    started = [first_start(episodes, first, end) for first, end in events]
    late = [each for each in started if each is not None]
    more = {
        f"events of {len(events)}": float(len(late)),
        "median delay min": float(np.median(late)) if late else np.nan,
        "episodes on an event": float(len(episodes) - len(lone)),
    }
    false = false_alarms(episodes, over, judged, lone)
    return Outcome(NAME, judge.rule, judge.limit_words, judge.asked, false, ROWS_A_DAY, more)


def read() -> tuple[np.ndarray, np.ndarray]:
    """Rows (T, 9) rounded, NaN where missing; labels (T,) bool."""
    table = parquet.read_table(data_folder() / "gecco2018_water" / "gecco2018_train.parquet")
    columns = [
        np.round(table[name].to_numpy(zero_copy_only=False).astype(float), places)
        for name, places in DECIMALS.items()
    ]
    return np.stack(columns, axis=1), table["EVENT"].to_numpy(zero_copy_only=False).astype(bool)
