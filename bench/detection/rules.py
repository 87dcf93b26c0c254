"""The detectors beside ours: trivial ones, which unmask a protocol, and classical ones of the literature.

A rule learns from runs of rows (T, N) and gives a scorer, which turns rows into a statistic (T,), higher
when less normal. Missing values are held over. Sources: L. H. Chiang, E. L. Russell, R. D. Braatz, Fault
Detection and Diagnosis in Industrial Systems, Springer 2001; C. A. Lowry et al., Technometrics 34 (1992)
46-53.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Scorer = Callable[[np.ndarray], np.ndarray]
Learner = Callable[[list[np.ndarray]], Scorer]
MEWMA_WEIGHT = 0.1
LAGS = 2
RIDGE = 1e-6
SETTLING_ROWS = 60


class Rule(NamedTuple):
    """``fixed_limit`` where the rule brings its own: no quantile and no budget then."""

    name: str
    learn: Learner
    fixed_limit: float | None = None
    trivial: bool = False


def held(rows: np.ndarray, start: np.ndarray) -> np.ndarray:
    """(T, N) with missing values replaced by the last before them, ``start`` (N,) where there is none."""
    places = np.where(np.isfinite(rows), np.arange(len(rows))[:, None], -1)
    np.maximum.accumulate(places, axis=0, out=places)
    filled = rows[np.maximum(places, 0), np.arange(rows.shape[1])]
    result: np.ndarray = np.where(places >= 0, filled, start)
    return result


class Scaling(NamedTuple):
    """Mean and standard deviation of the rows learned; a constant tag gets 1."""

    mean: np.ndarray
    deviation: np.ndarray

    def apply(self, rows: np.ndarray) -> np.ndarray:
        """Rows with their gaps held over, in standard deviations."""
        result: np.ndarray = (held(rows, self.mean) - self.mean) / self.deviation
        return result


def learn_scaling(runs: list[np.ndarray]) -> Scaling:
    """From runs (T, N), NaN where missing."""
    rows = np.concatenate(runs)
    mean, deviation = np.nanmean(rows, axis=0), np.nanstd(rows, axis=0, ddof=1)
    return Scaling(mean, np.where(deviation > 1e-9, deviation, 1.0))


def _principal(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, vectors = np.linalg.eigh(np.cov(rows.T))
    return values[::-1], vectors[:, ::-1]


def components_for(rows: np.ndarray, share: float) -> int:
    """How many principal components hold ``share`` of the variance of scaled rows."""
    values, _ = _principal(rows)
    return int(np.searchsorted(np.cumsum(values) / values.sum(), share) + 1)


def pca_t2(components: int) -> Learner:
    """Hotelling's statistic in the first components."""

    def learn(runs: list[np.ndarray]) -> Scorer:
        scaling = learn_scaling(runs)
        values, vectors = _principal(np.concatenate([scaling.apply(run) for run in runs]))
        weights = vectors[:, :components] / np.sqrt(values[:components])
        return lambda rows: ((scaling.apply(rows) @ weights) ** 2).sum(axis=1)

    return learn


def pca_spe(components: int, ewma: float = 1.0) -> Learner:
    """Squared length of what the first components leave over; smoothed where ``ewma`` < 1."""

    def learn(runs: list[np.ndarray]) -> Scorer:
        scaling = learn_scaling(runs)
        _, vectors = _principal(np.concatenate([scaling.apply(run) for run in runs]))
        rest = vectors[:, components:]

        def score(rows: np.ndarray) -> np.ndarray:
            left = ((scaling.apply(rows) @ rest) ** 2).sum(axis=1)
            return left if ewma == 1.0 else averaged(left[:, None], ewma)[:, 0]

        return score

    return learn


def averaged(rows: np.ndarray, weight: float) -> np.ndarray:
    """Exponential average of rows (T, N), from zero."""
    result, average = np.empty_like(rows), np.zeros(rows.shape[1])
    for place, row in enumerate(rows):
        average = average + weight * (row - average)
        result[place] = average
    return result


def _distance(runs: list[np.ndarray]) -> Scorer:
    """Squared Mahalanobis distance from the mean of ``runs``."""
    rows = np.concatenate(runs)
    covariance = np.cov(rows.T) + RIDGE * np.eye(rows.shape[1])
    mean, factor = rows.mean(axis=0), np.linalg.cholesky(np.linalg.inv(covariance))
    return lambda each: (((each - mean) @ factor) ** 2).sum(axis=1)


def mahalanobis(runs: list[np.ndarray]) -> Scorer:
    """Distance of each row from normal running, all tags together."""
    scaling = learn_scaling(runs)
    distance = _distance([scaling.apply(run) for run in runs])
    return lambda rows: distance(scaling.apply(rows))


def mewma(runs: list[np.ndarray]) -> Scorer:
    """Length of the exponential average of rows, by the covariance of such averages."""
    scaling = learn_scaling(runs)
    distance = _distance([_settled(scaling.apply(run)) for run in runs])
    return lambda rows: distance(averaged(scaling.apply(rows), MEWMA_WEIGHT))


def _settled(rows: np.ndarray) -> np.ndarray:
    """Averages of rows (T, N), those still near their start left out."""
    return averaged(rows, MEWMA_WEIGHT)[min(SETTLING_ROWS, len(rows) // 4) :]


def lagged(rows: np.ndarray) -> np.ndarray:
    """(T - LAGS, 1 + LAGS N): a one, and the rows before each."""
    before = [rows[LAGS - lag : len(rows) - lag] for lag in range(1, LAGS + 1)]
    return np.hstack([np.ones((len(rows) - LAGS, 1)), *before])


def _innovations(runs: list[np.ndarray]) -> tuple[Scorer, list[np.ndarray]]:
    """What a vector autoregression leaves over of rows, zero in the first rows; and that of ``runs``."""
    scaling = learn_scaling(runs)
    scaled = [scaling.apply(run) for run in runs]
    inputs = np.concatenate([lagged(run) for run in scaled])
    outputs = np.concatenate([run[LAGS:] for run in scaled])
    square = inputs.T @ inputs + RIDGE * len(inputs) * np.eye(inputs.shape[1])
    coefficients = np.linalg.solve(square, inputs.T @ outputs)

    def left_of(rows: np.ndarray) -> np.ndarray:
        each = scaling.apply(rows)
        return np.concatenate([np.zeros((LAGS, each.shape[1])), each[LAGS:] - lagged(each) @ coefficients])

    return left_of, [left_of(run)[LAGS:] for run in runs]


def var_t2(runs: list[np.ndarray]) -> Scorer:
    """Mahalanobis distance of the innovations of a VAR(2)."""
    left_of, own = _innovations(runs)
    distance = _distance(own)
    return lambda rows: distance(left_of(rows))


def var_mewma(runs: list[np.ndarray]) -> Scorer:
    """MEWMA of the innovations of a VAR(2): the strongest classical rule of the reference."""
    left_of, own = _innovations(runs)
    distance = _distance([_settled(run) for run in own])
    return lambda rows: distance(averaged(left_of(rows), MEWMA_WEIGHT))


def max_abs_z(runs: list[np.ndarray]) -> Scorer:
    """The largest deviation of any tag."""
    scaling = learn_scaling(runs)
    return lambda rows: np.abs(scaling.apply(rows)).max(axis=1)


def outside_range(runs: list[np.ndarray]) -> Scorer:
    """How far the worst tag lies outside of what was learned, in standard deviations; 0 inside."""
    scaling = learn_scaling(runs)
    scaled = np.concatenate([scaling.apply(run) for run in runs])
    low, high = scaled.min(axis=0), scaled.max(axis=0)

    def score(rows: np.ndarray) -> np.ndarray:
        each = scaling.apply(rows)
        beyond: np.ndarray = np.maximum(np.maximum(low - each, each - high), 0.0).max(axis=1)
        return beyond

    return score


def always_on(runs: list[np.ndarray]) -> Scorer:
    """In alarm at every row."""
    del runs
    return lambda rows: np.ones(len(rows))


def random_score(runs: list[np.ndarray]) -> Scorer:
    """Chance, seeded."""
    del runs
    generator = np.random.default_rng(20161113)
    return lambda rows: generator.random(len(rows))


TRIVIAL = (
    Rule("always on", always_on, 0.5, trivial=True),
    Rule("random", random_score, trivial=True),
    Rule("outside the range learned", outside_range, float(np.nextafter(0.0, 1.0)), trivial=True),
    Rule("max abs. z", max_abs_z, trivial=True),
)


def classical(components: int) -> tuple[Rule, ...]:
    """The classical rules, the principal components counted by the protocol."""
    return (
        Rule(f"PCA T² ({components})", pca_t2(components)),
        Rule(f"PCA SPE ({components})", pca_spe(components)),
        Rule("Mahalanobis", mahalanobis),
        Rule("MEWMA 0.1", mewma),
        Rule("VAR(2) innovations T²", var_t2),
        Rule("VAR(2) innovations MEWMA", var_mewma),
    )
