"""What people see of alarms and inputs."""

from tests.engine.site_examples import HIGH_ALARM, SECOND_NS, acknowledge, block_of, site_of
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import active, alarm_view, bad_tags, standing, unacknowledged
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
