"""Limits from normal rows."""

import numpy as np

from bench.detection.alarms import episodes_of
from bench.detection.limits import budget_limit, share_limit


def test_a_share_limit_leaves_its_share() -> None:
    rows = np.random.default_rng(0).random(10_000)
    assert (rows >= share_limit([rows], 0.01)).sum() == 100


def test_a_budget_limit_keeps_the_budget_on_its_own_rows_and_is_not_idle() -> None:
    generator = np.random.default_rng(1)
    rows = np.convolve(generator.normal(size=20_000), np.ones(10) / 10, mode="same")
    limit = budget_limit([rows], 2.0, 1000.0)
    count = len(episodes_of(rows >= limit))
    assert 30 <= count <= 40


def test_a_statistic_that_never_stays_up_gets_the_lowest_limit_tried() -> None:
    rows = np.tile([0.0, 1.0], 500)
    assert budget_limit([rows], 1.0, 1000.0) <= 1.0
