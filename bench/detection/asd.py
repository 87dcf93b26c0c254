"""ASD: six application servers with culprit metrics, five minutes a row.

Rules fit on the first 70 % of ``train``, limits from the rest, ``test`` judged once; ours learns all of
``train``. VUS-PR with a window of 100, and hit@3 of the tags named against the culprits, with what chance
would hit beside it.
"""

import numpy as np

from bench.detection import ours
from bench.detection.judges import Judge, Normal, Progress, judges_of, our_judges
from bench.detection.outcome import Outcome, data_folder
from bench.detection.rules import (
    TRIVIAL,
    Learner,
    Rule,
    Scorer,
    classical,
    components_for,
    learn_scaling,
    pca_spe,
)
from bench.detection.scores import NOTHING, FalseAlarms, false_alarms, first_start, hit_rate
from bench.detection.volume import segments_of, vus_pr

NAME = "asd"
ROWS_A_DAY = 288.0
SERVERS = (1, 2, 3, 4, 5, 6)
FIT_SHARE = 0.7
BUDGETS = (1.0, 0.2)
PLACES = 3
EWMA = 0.1
COMPONENTS = 5


def measure(progress: Progress) -> list[Outcome]:
    """Every rule over the six servers together."""
    sums: dict[tuple[str, str], list[Outcome]] = {}
    for server in SERVERS:
        for found in of_server(server, progress):
            sums.setdefault((found.rule, found.limit), []).append(found)
    return [together(parts) for parts in sums.values()]


def together(parts: list[Outcome]) -> Outcome:
    """Six servers as one line: counts added, scores averaged, each server's VUS-PR in the note."""
    false: FalseAlarms = NOTHING
    for part in parts:
        false = false + part.false
    first = parts[0]
    more = {key: float(np.mean([part.more[key] for part in parts])) for key in first.more}
    for key in ("events", "events of 38"):
        if key in more:
            more[key] *= len(parts)
    note = "VUS-PR " + " ".join(f"{part.more['VUS-PR']:.2f}" for part in parts)
    return Outcome(NAME, first.rule, first.limit, first.asked, false, ROWS_A_DAY, more, note)


def of_server(server: int, progress: Progress) -> list[Outcome]:
    """Every rule on one server."""
    with np.load(data_folder() / NAME / "asd_omi1-6.npz") as stored:
        train, test, label = (
            stored[f"omi-{server}_{part}"].astype(float) for part in ("train", "test", "label")
        )
    cut = int(FIT_SHARE * len(train))
    rows = {"fit": train[:cut], "limit": train[cut:], "train": train, "test": test}
    normal = Normal(["fit"], ["limit"], 0)
    rules = (*TRIVIAL, *classical(COMPONENTS), Rule("PCA SPE (90 %) + EWMA", smoothed_spe()))

    def say(words: str) -> None:
        progress(f"server {server}, {words}")

    judges = list(judges_of(rules, rows, normal, ROWS_A_DAY, (0.01,), BUDGETS, say))
    say(ours.NAME)
    learned = ours.learn([train])
    judges += our_judges(learned, rows, ROWS_A_DAY, BUDGETS)
    volumes: dict[str, float] = {}
    hits = hit_shares(learned, test, read_culprits(server))
    return [outcome(judge, label, volumes, hits if judge.rule == ours.NAME else {}) for judge in judges]


def smoothed_spe() -> Learner:
    """The best simple rule of the reference: components for 90 % of the variance, an exponential average."""

    def learn(runs: list[np.ndarray]) -> Scorer:
        scaled = np.concatenate([learn_scaling(runs).apply(run) for run in runs])
        return pca_spe(components_for(scaled, 0.9), EWMA)(runs)

    return learn


def outcome(judge: Judge, label: np.ndarray, volumes: dict[str, float], hits: dict[str, float]) -> Outcome:
    """Rate outside of events, events in which an episode starts, VUS-PR of the statistic."""
    over, episodes = judge.over("test"), judge.episodes("test")
    if judge.rule not in volumes:
        volumes[judge.rule] = vus_pr(label, judge.score("test"))
    segments = segments_of(label)
    lone = [each for each in episodes if not label[each[0] : each[1]].any()]
    found = sum(first_start(episodes, first, last + 1) is not None for first, last in segments)
    more = {"VUS-PR": volumes[judge.rule], "events of 38": float(found), **hits}
    false = false_alarms(episodes, over, label == 0, lone)
    return Outcome(NAME, judge.rule, judge.limit_words, judge.asked, false, ROWS_A_DAY, more)


def hit_shares(
    learned: ours.Learned, test: np.ndarray, culprits: list[tuple[int, int, list[int]]]
) -> dict[str, float]:
    """hit@3 of the tags with the most evidence at an event's peak, and of chance."""
    verdicts = learned.verdicts(test)
    hits, chances = [], []
    for first, last, tags in culprits:
        peak = first + int(np.argmax(verdicts.unit[first : last + 1]))
        ranking = np.argsort(-verdicts.tags[peak], kind="stable").tolist()
        hits.append(hit_rate(ranking, tags, PLACES))
        chances.append(len(tags) / test.shape[1])
    return {"hit@3": float(np.mean(hits)), "hit@3 of chance": float(np.mean(chances))}


def read_culprits(server: int) -> list[tuple[int, int, list[int]]]:
    """(first row, last row, metrics from 0) of each event."""
    lines = (data_folder() / NAME / "interpretation_label" / f"omi-{server}.txt").read_text().split()
    found = []
    for line in lines:
        rows, metrics = line.split(":")
        first, last = (int(part) for part in rows.split("-"))
        found.append((first, last, [int(metric) - 1 for metric in metrics.split(",")]))
    return found
