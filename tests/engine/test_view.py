"""What people see of alarms and inputs."""

import msgspec

from tests.engine.site_examples import ANNA, HIGH_ALARM, SECOND_NS, acknowledge, block_of, site_of
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import active, alarm_view, bad_tags, standing, unacknowledged
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.command import Shelve
from wakeful.terms.samples import SampleBlock


def test_views_follow_an_alarm_through_its_letters():
    state = EngineState.start(Plan.compile(site_of(HIGH_ALARM)), 0)
    assert standing(state).tolist() == [] and bad_tags(state).tolist() == [True]
    state, _, _ = scan(state, block_of([11.0]), [], SECOND_NS)
    view = alarm_view(state, 0)
    assert (view.letter, view.value, view.raised_at_ns, view.trusted) == ("B", 11.0, SECOND_NS, True)
    assert active(state).tolist() == unacknowledged(state).tolist() == [True]
    state, _, _ = scan(state, block_of([5.0], start_s=2), [], 2 * SECOND_NS)
    assert alarm_view(state, 0).letter == "D"
    assert standing(state).tolist() == [0] and active(state).tolist() == [False]
    state, _, _ = scan(state, SampleBlock.empty(1), [acknowledge("T0.H", 1, 2, 2.5)], 3 * SECOND_NS)
    assert standing(state).tolist() == []
    assert alarm_view(state, 0).acknowledged_by == "Anna"


def test_a_lost_input_makes_the_alarm_untrusted_and_keeps_its_letter():
    """Q1."""
    state = EngineState.start(Plan.compile(site_of(HIGH_ALARM)), 0)
    state, _, _ = scan(state, block_of([11.0]), [], 60 * SECOND_NS)
    assert (alarm_view(state, 0).letter, alarm_view(state, 0).trusted) == ("B", False)


def test_an_input_that_is_stuck_makes_its_other_alarms_untrusted():
    """Q1: the alarm that tells of it has no doubt."""
    stuck = AlarmDefinition(
        name="T0.S", tag="T0", kind=ConditionKind.STUCK, priority=Priority.LOW, limit_eu=0.5
    )
    state = EngineState.start(Plan.compile(site_of(HIGH_ALARM, stuck)), 0)
    state, _, _ = scan(state, block_of([5.0, 11.0]), [], 2 * SECOND_NS)
    assert [alarm_view(state, alarm).trusted for alarm in (0, 1)] == [True, True]
    state, _, _ = scan(state, block_of([11.0], start_s=3), [], 3 * SECOND_NS)
    assert [alarm_view(state, alarm).letter for alarm in (0, 1)] == ["B", "B"]
    assert [alarm_view(state, alarm).trusted for alarm in (0, 1)] == [False, True]


def test_what_is_worked_out_of_an_uncertain_sample_is_not_trusted():
    rate = AlarmDefinition(
        name="T0.R",
        tag="T0",
        kind=ConditionKind.RATE_HIGH,
        priority=Priority.LOW,
        limit_eu=1.0,
        window_ms=10_000,
    )
    state = EngineState.start(Plan.compile(site_of(HIGH_ALARM, rate)), 0)
    state, _, _ = scan(state, block_of([0.0, 20.0]), [], 2 * SECOND_NS)
    view = alarm_view(state, 1)
    assert (view.letter, view.trusted) == ("B", False), "two samples do not make a sure rate"


def test_a_shelf_that_waits_for_its_turn_shows_the_end_that_was_said():
    others = [msgspec.structs.replace(HIGH_ALARM, name=name) for name in ("a", "b")]
    state = EngineState.start(Plan.compile(site_of(*others)), 0)
    state, _, _ = scan(state, block_of([11.0]), [], SECOND_NS)
    acts = [
        Shelve(
            id=name,
            actor=ANNA,
            at_ns=SECOND_NS,
            alarm=name,
            occurrence=1,
            revision=1,
            reason="x",
            duration_ms=1_000,
        )
        for name in ("a", "b")
    ]
    state, _, _ = scan(state, SampleBlock.empty(1), acts, SECOND_NS)
    state, _, _ = scan(state, SampleBlock.empty(1), [], 4 * SECOND_NS)
    assert [alarm_view(state, alarm).letter for alarm in (0, 1)] == ["B", "E"]
    (shelf,) = alarm_view(state, 1).overrides
    assert shelf.until_ns == 2 * SECOND_NS
