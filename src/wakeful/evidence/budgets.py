"""What a budget of false alarms means: the evidence to ask for, what a record can promise, what came true.

Evidence counts rows: normal running comes so far once in 10^evidence rows. So a budget per day is a threshold
as soon as the rows of a day are known.
"""

import math
from collections.abc import Callable

from wakeful.terms.errors import DataError

DAY_NS = 86_400_000_000_000
ROWS_AN_ALARM_MIN = 20.0
"""More than one alarm in so many rows cannot be asked for: an alarm alone takes 13 rows to come and go."""
EXTRAPOLATION_MAX = 10.0
"""A record tells of alarms that come once in so many times its own length; rarer ones are not promised."""


def threshold_log10(budget_per_day: float, period_ns: int) -> float:
    """Evidence log10 [rows] that normal running reaches ``budget_per_day`` times a day.

    Raises
    ------
    DataError
        When the budget is larger than rows this far apart can spend: the largest that can be asked for.
    """
    rows_a_day = DAY_NS / period_ns
    largest_per_day = rows_a_day / ROWS_AN_ALARM_MIN
    if not 0.0 < budget_per_day <= largest_per_day:
        raise DataError(
            f"a budget of {budget_per_day:g} a day is not possible with rows {period_ns / 1e9:g} s apart; "
            f"ask for more than 0 and at most {largest_per_day:.3g}/day"
        )
    return math.log10(rows_a_day / budget_per_day)


def budget_kept_per_day(days: float) -> float:
    """The smallest budget [alarms/day] that a record of ``days`` can promise.

    Rare alarms are extrapolated from the peaks of normal running, by at most ``EXTRAPOLATION_MAX`` times the
    record.
    """
    return 1.0 / (EXTRAPOLATION_MAX * days)


def poisson_interval(count: int) -> tuple[float, float]:
    """Exact two-sided 95 % interval of the expected number when ``count`` were counted.

    Source: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936) 437-442.
    """
    low = 0.0 if count == 0 else _solve(lambda mean: 1.0 - _at_most(count - 1, mean), count, rising=True)
    return low, _solve(lambda mean: _at_most(count, mean), count, rising=False)


def _at_most(count: int, mean: float) -> float:
    """Probability of at most ``count`` when ``mean`` > 0 are expected."""
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


def _solve(probability: Callable[[float], float], count: int, *, rising: bool) -> float:
    """The mean at which ``probability(mean)`` is 2.5 %, by halving."""
    low, high = 1e-9, count + 10.0 * math.sqrt(count + 1.0) + 10.0
    for _ in range(80):
        middle = (low + high) / 2.0
        if (probability(middle) < 0.025) == rising:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0
