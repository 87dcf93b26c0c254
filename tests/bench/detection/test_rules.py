"""The rules beside ours, on small cases; and on recorded data against the figures of the literature."""

from pathlib import Path

import numpy as np
import pytest

from bench.detection.limits import share_limit
from bench.detection.rules import (
    Learner,
    held,
    mahalanobis,
    max_abs_z,
    outside_range,
    pca_spe,
    pca_t2,
    var_mewma,
    var_t2,
)


def noise(rows: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(rows, 4))


def test_gaps_are_held_over() -> None:
    rows = np.array([[np.nan], [2.0], [np.nan]])
    assert held(rows, np.array([7.0])).ravel().tolist() == [7.0, 2.0, 2.0]


def test_the_statistic_of_all_components_is_the_mahalanobis_distance() -> None:
    learned, judged = noise(400), noise(50, 1) * [1.0, 2.0, 3.0, 4.0]
    assert pca_t2(4)([learned])(judged) == pytest.approx(mahalanobis([learned])(judged), rel=1e-4)
    assert pca_spe(4)([learned])(judged) == pytest.approx(np.zeros(50), abs=1e-9)


def test_outside_the_range_is_zero_inside() -> None:
    learned = noise(100)
    assert outside_range([learned])(learned).max() == 0.0
    beyond = learned[:1].copy()
    beyond[0, 2] = learned[:, 2].max() + learned[:, 2].std(ddof=1)
    assert outside_range([learned])(beyond)[0] == pytest.approx(1.0)


def test_a_constant_tag_divides_nothing() -> None:
    learned = noise(100)
    learned[:, 1] = 3.0
    for rule in (max_abs_z, mahalanobis, var_t2, var_mewma, pca_spe(2)):
        assert np.isfinite(rule([learned])(learned)).all()


def test_innovations_forget_what_the_past_explains() -> None:
    generator = np.random.default_rng(3)
    slow = np.zeros((3000, 2))
    for row in range(1, 3000):
        slow[row] = 0.97 * slow[row - 1] + generator.normal(size=2)
    statistic = var_t2([slow[:2000]])(slow[2000:])[2:]
    assert statistic.mean() == pytest.approx(2.0, rel=0.15)  # chi-squared with two degrees of freedom


@pytest.mark.parametrize(
    ("rule", "realised_percent", "tolerance"),
    # Limits from 500 rows, asked 1 %: d00_te of the classical files.
    [(pca_t2(9), 3.8, 0.06), (pca_spe(9), 8.3, 0.06), (mahalanobis, 28.3, 0.5), (max_abs_z, 8.4, 0.06)],
)
def test_the_broken_promises_of_the_literature(
    rule: Learner, realised_percent: float, tolerance: float, datasets: Path
) -> None:
    with np.load(datasets / "tep_braatz" / "tep_braatz.npz") as runs:
        learned, judged = runs["d00"], runs["d00_te"]
    score = rule([learned])
    limit = share_limit([score(learned)], 0.01)
    assert 100 * (score(judged) >= limit).mean() == pytest.approx(realised_percent, abs=tolerance)
