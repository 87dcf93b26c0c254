"""The classical Tennessee Eastman files: 500 rows to learn from, 21 faults.

Everything learned from ``d00`` alone; rates on ``d00_te`` and on the ten fresh normal runs of
``tep_ext_dev``. Detection rates beside it with the limit set on ``d00_te`` to 1 % of its rows, as in the
literature: 1 % by construction there, and said so in the name of the limit.
"""

import numpy as np

from bench.detection import ours
from bench.detection.alarms import episodes_of
from bench.detection.judges import Judge, Normal, Progress, judges_of, our_judges
from bench.detection.limits import share_limit
from bench.detection.outcome import Asked, Outcome, data_folder
from bench.detection.rules import TRIVIAL, classical
from bench.detection.scores import NOTHING, FalseAlarms, false_alarms

NAME = "tep_braatz"
ROWS_A_DAY = 480.0
ONSET_ROW = 160
COMPONENTS = 9
BUDGETS = (1.0, 0.2)
WARM_UP_ROWS = 60
HARD = (3, 9, 15)


def measure(progress: Progress) -> list[Outcome]:
    """Every rule: its promise on two sets of normal rows, its detection rates."""
    folder = data_folder()
    with np.load(folder / NAME / f"{NAME}.npz") as stored:
        rows = {name: stored[name].astype(float) for name in stored.files if name == "d00" or "_te" in name}
    with np.load(folder / "tep_ext_dev" / "tep_ext_dev.npz") as stored:
        fresh = [f"normal_{run:02d}" for run in range(10)]
        rows.update({name: stored[name].astype(float) for name in fresh})
    normal = Normal(["d00"], [], 0)
    rules = (*TRIVIAL, *classical(COMPONENTS))
    judges = list(judges_of(rules, rows, normal, ROWS_A_DAY, (0.01,), (), progress))
    progress(ours.NAME)
    judges += our_judges(ours.learn([rows["d00"]]), rows, ROWS_A_DAY, BUDGETS)
    found = []
    for judge in judges:
        progress(judge.rule)
        found += [
            promise(judge, ["d00_te"], f"{NAME} d00_te", 0),
            promise(judge, fresh, f"{NAME} fresh", WARM_UP_ROWS),
        ]
    for judge in {judge.rule: judge for judge in judges if judge.asked is not None}.values():
        found.append(at_one_percent(judge))
    return found


def promise(judge: Judge, names: list[str], data: str, warm_up_rows: int) -> Outcome:
    """Realised rate on normal runs; detection with the same limit."""
    total: FalseAlarms = NOTHING
    for name in names:
        over = judge.over(name)[warm_up_rows:]
        total = total + false_alarms(episodes_of(over), over, np.ones(len(over), bool))
    return Outcome(data, judge.rule, judge.limit_words, judge.asked, total, ROWS_A_DAY, detection(judge))


def detection(judge: Judge) -> dict[str, float]:
    """Share of the fault rows at or above the limit [%]: mean of the 21 faults, and without 3, 9 and 15."""
    share = {fault: 100.0 * judge.over(f"d{fault:02d}_te")[ONSET_ROW:].mean() for fault in range(1, 22)}
    easy = [value for fault, value in share.items() if fault not in HARD]
    return {
        "detection of 21 %": float(np.mean(list(share.values()))),
        "without 3, 9, 15 %": float(np.mean(easy)),
    }


def at_one_percent(judge: Judge) -> Outcome:
    """The protocol of the literature: the limit that puts 1 % of ``d00_te`` in alarm."""
    tuned = judge._replace(limit=share_limit([judge.score("d00_te")], 0.01), asked=Asked(0.01, False))
    words = "1 % set on d00_te itself"
    over = tuned.over("d00_te")
    false = false_alarms(episodes_of(over), over, np.ones(len(over), bool))
    share = [100.0 * tuned.over(f"d{fault:02d}_te")[ONSET_ROW:].mean() for fault in range(1, 22)]
    note = "faults 1 to 21: " + " ".join(f"{value:.0f}" for value in share)
    return Outcome(NAME, judge.rule, words, None, false, ROWS_A_DAY, detection(tuned), note)
