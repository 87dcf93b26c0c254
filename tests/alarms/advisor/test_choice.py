"""The rule of choice, case by case, on comparisons written by hand."""

import dataclasses

import pytest

from wakeful.alarms.advisor.choice import choose
from wakeful.alarms.advisor.comparison import Comparison
from wakeful.alarms.advisor.rules import AdvisorRules, Bounds
from wakeful.alarms.advisor.setting import Setting

S = 1_000_000_000
BOUNDS = Bounds(real_after_ns=60 * S, delay_mean_ns=60 * S, delay_worst_ns=300 * S, hold_ns=600 * S)
TODAY = Comparison(Setting(0.0, 0, 0), 100, 20, 0, 0, 0, 0, 0, 20, 5)


def other(annunciated, *, on_s=5, off_s=0, delay_s=0.0, **fields):
    """A setting with so many annunciations, each of ten stretches later by ``delay_s``."""
    given = {"delayed": 10, "delays_ns": round(10 * delay_s * S), "delay_max_ns": round(delay_s * S)}
    setting = Setting(0.0, 1_000 * on_s, 1_000 * off_s)
    return dataclasses.replace(TODAY, setting=setting, annunciated=annunciated, **(given | fields))


def chosen(*others, protected=False, **rules):
    return choose([TODAY, *others], BOUNDS, AdvisorRules(**rules), protected=protected)


def test_today_stays_when_nothing_is_gained():
    assert chosen() == 0
    assert chosen(other(100), other(120)) == 0
    assert chosen(other(98)) == 0
    assert chosen(other(95)) == 0
    assert chosen(other(90)) == 1


def test_a_few_saved_of_a_few_are_not_worth_a_change():
    few = dataclasses.replace(TODAY, annunciated=4)
    assert choose([few, other(2)], BOUNDS, AdvisorRules(), protected=False) == 0
    assert choose([few, other(1)], BOUNDS, AdvisorRules(), protected=False) == 1


def test_among_those_that_leave_hardly_more_the_cheapest_wins():
    assert chosen(other(10, delay_s=30), other(16, delay_s=5)) == 2
    assert chosen(other(10, delay_s=30), other(17, delay_s=5)) == 1
    assert chosen(other(0, delay_s=30), other(1, delay_s=5)) == 2
    assert chosen(other(0, delay_s=30), other(2, delay_s=5)) == 1
    assert chosen(other(10, held_max_ns=30 * S), other(12, held_max_ns=20 * S)) == 2


def test_a_short_delay_is_cheaper_than_a_long_hold_and_the_other_way_round():
    short, long = other(10, delay_s=6), other(10, held_max_ns=120 * S)
    assert chosen(long, short) == 2
    assert chosen(other(10, delay_s=6, delay_max_ns=90 * S), long) == 2


def test_of_equally_cheap_ones_the_most_is_saved_by_the_smallest_setting():
    assert chosen(other(12), other(10)) == 2
    assert chosen(other(10, on_s=9), other(10, on_s=3)) == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"missed": 1},
        {"delay_s": 61},
        {"delay_s": 1, "delay_max_ns": 301 * S},
        {"held_max_ns": 601 * S},
    ],
)
def test_what_breaks_a_bound_is_not_recommended(fault):
    assert chosen(other(10, **fault)) == 0
    assert chosen(other(10, **fault), other(80)) == 2


def test_bounds_may_be_reached():
    assert chosen(other(10, delay_s=60, delay_max_ns=300 * S, held_max_ns=600 * S)) == 1


def test_where_the_operator_must_act_every_time_no_on_delay_is_added():
    assert chosen(other(10), other(50, on_s=0, off_s=30), on_delay_allowed=False) == 2


@pytest.mark.parametrize("fault", [{"on_s": 1}, {"delay_s": 0.1}, {"absorbed": 1}])
def test_a_protected_alarm_is_not_slowed(fault):
    fast = {"on_s": 0, "off_s": 30, "held_max_ns": 30 * S}
    assert chosen(other(10, **fast), protected=True) == 1
    assert chosen(other(10, **(fast | fault)), protected=True) == 0
    assert chosen(other(10, **(fast | fault))) == 1
