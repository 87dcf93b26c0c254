"""BATADAL: a water network under seven attacks, by the hour.

Rules fit on January to June of ``dataset03``, limits from July to September, rates on its last months and
on ``dataset04`` outside the attacks and the 24 h after each. Ours learns both parts, and once all of
``dataset03``. ``dataset03`` comes with nine decimals, ``dataset04`` with two: the rows are rounded for the
main table, and the trap is sprung both ways.
"""

import csv
import datetime
import gzip

import numpy as np

from bench.detection import ours
from bench.detection.alarms import Episode, episodes_of, in_alarm
from bench.detection.judges import Judge, Normal, Progress, judges_of, our_judges
from bench.detection.outcome import Outcome, data_folder
from bench.detection.rules import TRIVIAL, Rule, classical, mahalanobis
from bench.detection.scores import FalseAlarms, batadal_score, false_alarms, first_start

NAME = "batadal"
ROWS_A_DAY = 24.0
FIT_ROWS, LIMIT_ROWS = 4224, 2208
RECOVERY_ROWS = 24
COMPONENTS = 10
BUDGETS = (0.2, 0.05)
WARM_UP_ROWS = 24


def measure(progress: Progress) -> list[Outcome]:
    """Every rule on rounded rows, then the trap of resolution."""
    fine, _ = read("dataset03")
    judged, times = read("dataset04")
    attacks = read_attacks(times)
    rows = pieces(np.round(fine, 2), judged)
    normal = Normal(["fit"], ["limit"], WARM_UP_ROWS)
    rules = (*TRIVIAL, *classical(COMPONENTS))
    judges = list(judges_of(rules, rows, normal, ROWS_A_DAY, (0.01,), BUDGETS, progress))
    progress(ours.NAME)
    judges += our_judges(ours.learn([rows["learn"]]), rows, ROWS_A_DAY, BUDGETS, "nine months, ")
    found = [outcome(judge, attacks, NAME, rest=True) for judge in judges]
    progress(f"{ours.NAME}, the whole year")
    whole = our_judges(ours.learn([rows["all"]]), rows, ROWS_A_DAY, BUDGETS, "a year, ")
    found += [outcome(judge, attacks, NAME, rest=False) for judge in whole]
    return found + resolution_trap(fine, judged, attacks, progress)


def pieces(clean: np.ndarray, judged: np.ndarray) -> dict[str, np.ndarray]:
    """Rows by name."""
    learn = FIT_ROWS + LIMIT_ROWS
    return {
        "fit": clean[:FIT_ROWS],
        "limit": clean[FIT_ROWS:learn],
        "learn": clean[:learn],
        "rest": clean[learn:],
        "all": clean,
        "judged": judged,
    }


def resolution_trap(
    fine: np.ndarray, judged: np.ndarray, attacks: list[Episode], progress: Progress
) -> list[Outcome]:
    """Learned with nine decimals and judged with two; and learned with two, judged with nine."""
    found = []
    ways = {"fine, judged rounded": (fine, judged), "rounded, judged fine": (np.round(fine, 2), fine)}
    for words, (learned, other) in ways.items():
        progress(f"{NAME}, learned {words}")
        rows = pieces(learned, judged)
        rows["rest"] = (
            np.round(fine, 2)[FIT_ROWS + LIMIT_ROWS :] if other is judged else fine[FIT_ROWS + LIMIT_ROWS :]
        )
        normal = Normal(["fit"], ["limit"], WARM_UP_ROWS)
        rules = [Rule("Mahalanobis", mahalanobis)]
        judges = list(judges_of(rules, rows, normal, ROWS_A_DAY, (0.01,), (), progress))
        judges += our_judges(ours.learn([rows["learn"]]), rows, ROWS_A_DAY, BUDGETS)
        data = f"{NAME}, learned {words}"
        found += [Outcome(data, j.rule, j.limit_words, j.asked, normal_part(j), ROWS_A_DAY) for j in judges]
    return found


def normal_part(judge: Judge) -> FalseAlarms:
    """On the last months of ``dataset03``, which nobody learned from."""
    over = judge.over("rest")[WARM_UP_ROWS:]
    return false_alarms(episodes_of(over), over, np.ones(len(over), bool))


def outcome(judge: Judge, attacks: list[Episode], data: str, *, rest: bool) -> Outcome:
    """Promise on the rest of dataset03, or on dataset04 where that was learned; score on dataset04."""
    over = judge.over("judged")
    episodes = episodes_of(over)
    judged = ~in_alarm([(first, end + RECOVERY_ROWS) for first, end in attacks], len(over) + RECOVERY_ROWS)[
        : len(over)
    ]
    judged[:WARM_UP_ROWS] = False
    false = false_alarms(episodes, over, judged)
    alarm = in_alarm(episodes, len(over))
    score = batadal_score(alarm, attacks, judged)
    started = [first_start(episodes, first, end) for first, end in attacks]
    more = {
        "S": score.s,
        "TNR": score.true_negative_rate,
        "TPR": score.true_positive_rate,
        "attacks in alarm": float(score.found),
        "attacks started": float(sum(late is not None for late in started)),
        "false starts": float(false.episodes),
        "S of rows over": batadal_score(over, attacks, judged).s,
    }
    if rest:
        on_rest = normal_part(judge)
        more["rest a day"] = on_rest.per_day(ROWS_A_DAY)
        more["rest over %"] = 100.0 * on_rest.over_share
    late_words = " ".join("-" if late is None else str(late) for late in started)
    return Outcome(
        data, judge.rule, judge.limit_words, judge.asked, false, ROWS_A_DAY, more, f"delay h: {late_words}"
    )


def read(name: str) -> tuple[np.ndarray, list[datetime.datetime]]:
    """Rows (T, 43) without the flag, and their instants."""
    with gzip.open(data_folder() / NAME / f"BATADAL_{name}.csv.gz", "rt", newline="") as file:
        lines = list(csv.reader(file, skipinitialspace=True))[1:]
    times = [datetime.datetime.strptime(line[0], "%d/%m/%y %H") for line in lines]
    return np.array([[float(value) for value in line[1:-1]] for line in lines]), times


def read_attacks(times: list[datetime.datetime]) -> list[Episode]:
    """[first, end) rows of the seven attacks."""
    with (data_folder() / NAME / "dataset04_attacks.csv").open(newline="") as file:
        return [
            (
                times.index(datetime.datetime.fromisoformat(line["first_hour"])),
                times.index(datetime.datetime.fromisoformat(line["last_hour"])) + 1,
            )
            for line in csv.DictReader(file)
        ]
