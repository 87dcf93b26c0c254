"""A site's advisor finds tag, neighbours and philosophy by itself."""

import msgspec
import pytest

from tests.alarms.advisor.histories import every_second, high
from tests.alarms.advisor.test_advice import TAG, advice_on, chattering, spiky
from wakeful.alarms.advisor.rules import AdvisorRules
from wakeful.alarms.advisor.site_advisor import SiteAdvisor, why_not_replayed
from wakeful.terms.alarm import ConditionKind, Priority
from wakeful.terms.site import AlarmPhilosophy, Site, System

HIGH = high()
LOW = high(name="LAL-1", kind=ConditionKind.LOW, limit_eu=9.4)


def site_of(*alarms, **fields):
    return Site(
        name="s", systems=(System(id="s", name="S"),), sources=(), tags=(TAG,), alarms=alarms, **fields
    )


def test_the_gap_is_that_to_the_neighbour():
    advice = SiteAdvisor(site_of(HIGH, LOW)).advise(HIGH, [chattering()])
    assert advice == advice_on(chattering(), HIGH, gap_eu=HIGH.limit_eu - LOW.limit_eu)
    assert max(each.deadband_eu for each in advice.candidates) <= 0.3
    alone = SiteAdvisor(site_of(HIGH)).advise(HIGH, [chattering()])
    assert max(each.deadband_eu for each in alone.candidates) > 0.3


def test_the_site_says_what_is_never_slowed_and_the_caller_the_rules():
    urgent = msgspec.structs.replace(HIGH, priority=Priority.HIGH)
    philosophy = AlarmPhilosophy(never_slowed=Priority.HIGH)
    assert SiteAdvisor(site_of(urgent, philosophy=philosophy)).advise(urgent, [spiky()]).protected
    free = SiteAdvisor(site_of(urgent), AdvisorRules(on_delay_allowed=False)).advise(urgent, [spiky()])
    assert not free.protected and {each.on_delay_ms for each in free.candidates} == {0}


@pytest.mark.parametrize("kind", ConditionKind)
def test_kinds_that_need_more_than_their_tag_are_told_apart(kind):
    definition = msgspec.structs.replace(HIGH, kind=kind)
    advisor, reason = SiteAdvisor(site_of(definition)), why_not_replayed(definition)
    if not reason:
        advisor.advise(definition, [spiky()])
        return
    assert kind.name.lower() in reason
    with pytest.raises(ValueError, match=reason):
        advisor.advise(definition, [spiky()])


def test_a_state_is_judged_by_its_number():
    definition = msgspec.structs.replace(HIGH, kind=ConditionKind.DISCRETE, limit_eu=2.0)
    history = every_second(([1.0, 2.0, 2.0, 3.0, float("nan")] + [0.0] * 60) * 10)
    (today, *_) = SiteAdvisor(site_of(definition)).advise(definition, [history]).candidates
    assert today.annunciated == 10
