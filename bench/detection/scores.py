"""Scores of alarm episodes: rates with their interval, events found, BATADAL's S, culprits hit.

Rates on normal running come with an exact Poisson interval (F. Garwood, Biometrika 28 (1936) 437-442),
because few episodes say little. BATADAL: R. Taormina et al., J. Water Resour. Plann. Manage. 144(8), 2018.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bench.detection.alarms import Episode, in_alarm

CONFIDENCE = 0.95


class FalseAlarms(NamedTuple):
    """What happened on ``rows`` of normal running: episodes, rows in alarm, rows at or above the limit."""

    episodes: int
    alarm_rows: int
    over_rows: int
    rows: int

    def __add__(self, other: "FalseAlarms") -> "FalseAlarms":  # type: ignore[override]
        """Both stretches together."""
        return FalseAlarms(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def per_day(self, rows_a_day: float) -> float:
        """Episodes a day; NaN without rows."""
        return self.episodes / (self.rows / rows_a_day) if self.rows else math.nan

    def interval_per_day(self, rows_a_day: float) -> tuple[float, float]:
        """Exact 95 % interval of the rate a day."""
        low, high = poisson_interval(self.episodes)
        days = self.rows / rows_a_day
        return low / days, high / days

    @property
    def time_share(self) -> float:
        """Share of the time in alarm."""
        return self.alarm_rows / self.rows if self.rows else math.nan

    @property
    def over_share(self) -> float:
        """Share of the rows at or above the limit, whatever the alarm rule."""
        return self.over_rows / self.rows if self.rows else math.nan


NOTHING = FalseAlarms(0, 0, 0, 0)


def false_alarms(
    episodes: Sequence[Episode], over: np.ndarray, judged: np.ndarray, lone: Sequence[Episode] | None = None
) -> FalseAlarms:
    """Count on the rows that are ``judged`` (T,) bool: an episode counts where it starts.

    ``lone`` are the episodes that overlap no event, where those alone are false; the time of all counts,
    so that an alarm which never clears does not look quiet.
    """
    standing = in_alarm(list(episodes), len(judged))
    counted = episodes if lone is None else lone
    return FalseAlarms(
        sum(bool(judged[first]) for first, _ in counted),
        int((standing & judged).sum()),
        int((over & judged).sum()),
        int(judged.sum()),
    )


def poisson_interval(count: int) -> tuple[float, float]:
    """Exact 95 % interval of a Poisson mean of which ``count`` was seen."""
    tail = (1.0 - CONFIDENCE) / 2.0
    low = 0.0 if count == 0 else _mean_where(lambda mean: 1.0 - _at_most(count - 1, mean), tail, rising=True)
    return low, _mean_where(lambda mean: _at_most(count, mean), tail, rising=False)


def _at_most(count: int, mean: float) -> float:
    """Probability of at most ``count`` at a Poisson mean."""
    if mean <= 0.0:
        return 1.0
    return math.fsum(
        math.exp(place * math.log(mean) - mean - math.lgamma(place + 1)) for place in range(count + 1)
    )


def _mean_where(probability: object, wanted: float, *, rising: bool) -> float:
    low, high = 0.0, 1.0
    assert callable(probability)
    while (probability(high) < wanted) == rising:
        high *= 2.0
        if high > 1e9:
            break
    for _ in range(200):
        middle = (low + high) / 2.0
        if (probability(middle) < wanted) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def first_start(episodes: Sequence[Episode], onset: int, end: int) -> int | None:
    """Rows from ``onset`` to the first episode that starts before ``end``; one standing then is no find."""
    return next((first - onset for first, _ in episodes if onset <= first < end), None)


class Batadal(NamedTuple):
    """S = 0.5 S_TTD + 0.5 S_CLF, with the true-positive and true-negative rate of its second part."""

    s: float
    s_ttd: float
    true_positive_rate: float
    true_negative_rate: float
    found: int


def batadal_score(alarm: np.ndarray, attacks: Sequence[Episode], judged: np.ndarray) -> Batadal:
    """The official score of ``alarm`` (T,) bool.

    ``attacks`` are [first, end) rows, all others are negatives where ``judged`` (T,) bool.
    """
    attacked = in_alarm(list(attacks), len(alarm))
    late, found = [], 0
    for first, end in attacks:
        rows = np.flatnonzero(alarm[first:end])
        found += len(rows) > 0
        late.append(rows[0] / (end - first) if len(rows) else 1.0)
    s_ttd = 1.0 - float(np.mean(late))
    positive = float(alarm[attacked].mean())
    negative = float(1.0 - alarm[~attacked & judged].mean())
    s_clf = (positive + negative) / 2.0
    return Batadal(0.5 * s_ttd + 0.5 * s_clf, s_ttd, positive, negative, found)


def hit_rate(ranking: Sequence[int], culprits: Sequence[int], places: int) -> float:
    """Share of the first ``places`` of ``ranking`` that are culprits (hit@k, most suspect first)."""
    first = list(ranking)[:places]
    return sum(tag in set(culprits) for tag in first) / len(first)
