"""Budgets as thresholds, what a record can promise, and intervals of counts."""

import pytest

from wakeful.evidence.budgets import budget_kept_per_day, poisson_interval, threshold_log10
from wakeful.terms.errors import DataError

MINUTE_NS = 60_000_000_000


@pytest.mark.parametrize(
    ("budget", "period_ns", "expected"),
    [(0.2, 3 * MINUTE_NS, 3.3802), (1.0, 3 * MINUTE_NS, 2.6812), (1.44, MINUTE_NS, 3.0)],
)
def test_the_threshold_is_the_rows_between_two_alarms(budget: float, period_ns: int, expected: float) -> None:
    assert threshold_log10(budget, period_ns) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("budget", [0.0, -1.0, 72.1, float("nan"), float("inf")])
def test_a_budget_that_cannot_be_spent_says_what_can(budget: float) -> None:
    with pytest.raises(DataError, match="at most 72/day"):
        threshold_log10(budget, MINUTE_NS)


def test_ten_times_the_record_is_promised() -> None:
    assert budget_kept_per_day(1.0) == pytest.approx(0.1)
    assert budget_kept_per_day(15.0) == pytest.approx(1 / 150)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (2, 0.2422, 7.2247),
        (10, 4.7954, 18.3904),
        (100, 81.364, 121.627),
    ],
)
def test_intervals_are_those_of_the_tables(count: int, low: float, high: float) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), abs=1e-3)
