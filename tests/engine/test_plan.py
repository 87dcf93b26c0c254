"""The plan: names to indices, and a fingerprint that changes with what shapes a run."""

from tests.engine.site_examples import HIGH_ALARM, site_of
from wakeful.engine.plan import Plan
from wakeful.terms.name_index import NameIndex


def test_names_are_positions_in_the_site():
    plan = Plan.compile(site_of(HIGH_ALARM, tags=3))
    assert plan.tag_index == {"T0": 0, "T1": 1, "T2": 2}
    assert plan.alarm_index == {"T0.H": 0}
    assert plan.age_limit_ns.tolist() == [5_000_000_000] * 3


def test_the_fingerprint_follows_tags_and_alarms():
    base = Plan.compile(site_of(HIGH_ALARM)).sha256
    assert base == Plan.compile(site_of(HIGH_ALARM)).sha256
    assert base != Plan.compile(site_of(HIGH_ALARM, tags=2)).sha256
    assert base != Plan.compile(site_of()).sha256
    assert base != Plan.compile(site_of(HIGH_ALARM, age_limit_ms=6_000)).sha256


def test_names_take_an_index_of_their_own_not_a_dictionary():
    plan = Plan.compile(site_of(HIGH_ALARM, tags=3))
    assert type(plan.tag_index) is type(plan.alarm_index) is NameIndex
    assert plan.tag_index.get("T9") is None
    assert "T0.H" in plan.alarm_index
