"""Every rule with every way to set its limit, ready to judge rows: ours and the others alike."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from bench.detection import ours
from bench.detection.alarms import Episode, episodes_of
from bench.detection.limits import budget_limit, share_limit
from bench.detection.outcome import Asked
from bench.detection.rules import Rule

Progress = Callable[[str], None]


class Judge(NamedTuple):
    """A statistic with its limit; ``score`` gives the statistic (T,) of rows by their name."""

    rule: str
    limit_words: str
    asked: Asked | None
    limit: float
    score: Callable[[str], np.ndarray]

    def over(self, name: str) -> np.ndarray:
        """(T,) bool of the named rows: at or above the limit."""
        result: np.ndarray = self.score(name) >= self.limit
        return result

    def episodes(self, name: str) -> list[Episode]:
        """Alarm episodes of the named rows."""
        return episodes_of(self.over(name))


def kept(
    score: Callable[[np.ndarray], np.ndarray], rows: dict[str, np.ndarray]
) -> Callable[[str], np.ndarray]:
    """``score`` by name of the rows, each computed once."""
    known: dict[str, np.ndarray] = {}

    def by_name(name: str) -> np.ndarray:
        if name not in known:
            known[name] = score(rows[name])
        return known[name]

    return by_name


class Normal(NamedTuple):
    """Names of rows to learn from and of rows held back for limits (may be none).

    Of each the first ``warm_up_rows`` are left out of the limits.
    """

    learn: list[str]
    held: list[str]
    warm_up_rows: int = 0


def judges_of(
    rules: Iterable[Rule],
    rows: dict[str, np.ndarray],
    normal: Normal,
    rows_a_day: float,
    shares: tuple[float, ...],
    budgets: tuple[float, ...],
    progress: Progress,
) -> Iterator[Judge]:
    """Each rule, with limits by share from the rows learned, by share and by budget from those held back."""
    for rule in rules:
        progress(rule.name)
        score = kept(rule.learn([rows[name] for name in normal.learn]), rows)
        if rule.fixed_limit is not None:
            yield Judge(rule.name, "own", None, rule.fixed_limit, score)
            continue
        own = [score(name)[normal.warm_up_rows :] for name in normal.learn]
        other = [score(name)[normal.warm_up_rows :] for name in normal.held]
        for share in shares:
            yield Judge(
                rule.name,
                f"{100 * share:g} % of learned",
                Asked(share, False),
                share_limit(own, share),
                score,
            )
            if other:
                limit = share_limit(other, share)
                yield Judge(rule.name, f"{100 * share:g} % of held", Asked(share, False), limit, score)
        for budget in budgets if other else ():
            limit = budget_limit(other, budget, rows_a_day)
            yield Judge(rule.name, f"{budget:g}/day on held", Asked(budget, True), limit, score)


def our_judges(
    learned: ours.Learned,
    rows: dict[str, np.ndarray],
    rows_a_day: float,
    budgets: tuple[float, ...],
    words: str = "",
) -> Iterator[Judge]:
    """Our detector at each budget: the budget alone sets the threshold."""
    score = kept(learned.score, rows)
    for budget in budgets:
        limit = ours.threshold(budget, rows_a_day)
        yield Judge(ours.NAME, f"{words}{budget:g}/day", Asked(budget, True), limit, score)
