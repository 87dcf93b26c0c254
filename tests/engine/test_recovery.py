"""Folding the journal (the property is rule d in test_scan): configuration that changed meanwhile."""

import pytest

from tests.engine.site_examples import HIGH_ALARM, SECOND_NS, acknowledge, block_of, site_of
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view, standing
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.effect import ServerStarted
from wakeful.terms.samples import SampleBlock

OTHER = AlarmDefinition(name="other", tag="T0", kind=ConditionKind.LOW, priority=Priority.LOW, limit_eu=-5.0)


def journal(*acts):
    state, effects, _ = scan(
        EngineState.start(Plan.compile(site_of(HIGH_ALARM)), 0), block_of([11.0]), [], SECOND_NS
    )
    effects += scan(state, SampleBlock.empty(1), acts, 2 * SECOND_NS)[1]
    started = ServerStarted(at_ns=0, version="0", site="x", configuration_sha256="", tags=1, alarms=1)
    return [started, *effects]


def test_alarms_are_found_by_name_whatever_their_order():
    state = fold(EngineState.start(Plan.compile(site_of(OTHER, HIGH_ALARM)), 0), journal())
    assert standing(state).tolist() == [1]


def test_an_alarm_that_is_no_longer_configured_is_passed_over():
    state = fold(EngineState.start(Plan.compile(site_of(OTHER)), 0), journal())
    assert standing(state).tolist() == []


def test_a_folded_alarm_returns_and_comes_again_with_the_next_number():
    state = fold(EngineState.start(Plan.compile(site_of(HIGH_ALARM)), 0), journal())
    state, effects, _ = scan(state, block_of([5.0, 11.0], start_s=2), [], 3 * SECOND_NS)
    assert [effect.after for effect in effects[1:]] == ["D", "B"]
    assert alarm_view(state, 0).occurrence == 2


@pytest.mark.parametrize(
    ("acts", "letter"), [((), "B"), ((acknowledge("T0.H", 1, 1, 2.0),), "A")], ids=["waiting", "acknowledged"]
)
def test_an_alarm_that_now_means_something_else_keeps_its_number_but_no_acknowledgement(acts, letter):
    redefined = AlarmDefinition(
        name="T0.H", tag="T0", kind=ConditionKind.LOW, priority=Priority.LOW, limit_eu=5.0
    )
    state = fold(EngineState.start(Plan.compile(site_of(redefined)), 0), journal(*acts))
    assert alarm_view(state, 0).letter == letter
    state, _, _ = scan(state, block_of([4.0], start_s=3), [], 3 * SECOND_NS)
    view = alarm_view(state, 0)
    assert (view.letter, view.acknowledged_by) == ("B", None)
    assert view.occurrence == (2 if acts else 1)
