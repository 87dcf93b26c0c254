"""The bounds of one alarm follow from the rules, its time to respond and the distance of its samples."""

import pytest

from tests.alarms.advisor.histories import SECOND_NS, every_second, high
from wakeful.alarms.advisor.rules import AdvisorRules, bounds_of, is_protected
from wakeful.terms.alarm import Escalation, Handling, ModeSetting, Priority, Rationalisation
from wakeful.terms.site import AlarmPhilosophy

MINUTE_NS = 60 * SECOND_NS
FAST = every_second([1.0] * 3)
SLOW = every_second([1.0] * 3, interval_ns=3 * MINUTE_NS)


def test_fast_data_have_the_bounds_of_the_rules():
    bounds = bounds_of(AdvisorRules(), high(), [FAST])
    assert (bounds.real_after_ns, bounds.delay_mean_ns) == (MINUTE_NS, MINUTE_NS)
    assert (bounds.delay_worst_ns, bounds.hold_ns) == (5 * MINUTE_NS, 10 * MINUTE_NS)


def test_slow_data_widen_them_by_the_slowest():
    bounds = bounds_of(AdvisorRules(), high(), [FAST, SLOW])
    assert (bounds.real_after_ns, bounds.delay_mean_ns) == (9 * MINUTE_NS, 6 * MINUTE_NS)
    assert (bounds.delay_worst_ns, bounds.hold_ns) == (30 * MINUTE_NS, 15 * MINUTE_NS)


def test_a_stated_time_to_respond_bounds_the_delay_whatever_the_data():
    stated = high(rationalisation=Rationalisation(response_time_ms=300_000))
    bounds = bounds_of(AdvisorRules(), stated, [SLOW])
    assert (bounds.delay_mean_ns, bounds.delay_worst_ns) == (30 * SECOND_NS, 150 * SECOND_NS)
    unsaid = high(rationalisation=Rationalisation(cause="a pump"))
    assert bounds_of(AdvisorRules(), unsaid, [FAST]).delay_mean_ns == MINUTE_NS


@pytest.mark.parametrize(
    ("definition", "protected"),
    [
        (high(priority=Priority.CRITICAL), True),
        (high(priority=Priority.HIGH), False),
        (high(handling=Handling(modes=(ModeSetting(mode="a", priority=Priority.CRITICAL),))), True),
        (high(handling=Handling(modes=(ModeSetting(mode="a", limit_eu=1.0),))), False),
        (high(handling=Handling(escalation=Escalation(priority=Priority.CRITICAL))), True),
        (high(handling=Handling(escalation=Escalation(priority=Priority.HIGH))), False),
    ],
)
def test_what_can_become_critical_is_protected(definition, protected):
    assert is_protected(definition, AlarmPhilosophy()) is protected


def test_the_site_says_how_urgent_protected_is():
    assert is_protected(high(priority=Priority.HIGH), AlarmPhilosophy(never_slowed=Priority.HIGH))


@pytest.mark.parametrize(
    "wrong",
    [
        {"real_after_ms": 0},
        {"hold_ms_max": -1},
        {"response_share_max": 1.1},
        {"contenders_over": -0.1},
        {"worst_factor": 0.5},
        {"saved_min": 0},
    ],
)
def test_rules_without_sense_are_refused(wrong):
    with pytest.raises(ValueError):
        AdvisorRules(**wrong)
