"""From moves to records: names, letters, and one record for many inputs."""

import numpy as np

from tests.engine.site_examples import HIGH_ALARM, site_of
from wakeful.engine import events as ev
from wakeful.engine.effects import NAMES_MAX, effects_of
from wakeful.engine.plan import Plan
from wakeful.engine.state import EngineState
from wakeful.terms.effect import AlarmChanged, InputChanged


def table(*rows):
    """Rows of (at_ns, due, kind, index); the rest is zero but for a value that is not a number."""
    events = np.zeros(len(rows), ev.EVENT)
    events["value"] = np.nan
    for position, row in enumerate(rows):
        for field, value in zip(("at_ns", "due", "kind", "index"), row, strict=True):
            events[position][field] = value
    return events


def state(tags=1):
    return EngineState.start(Plan.compile(site_of(HIGH_ALARM, tags=tags)), 0)


def test_inputs_of_one_instant_and_cause_are_one_record_before_the_alarms():
    rows = [
        (5, 0, ev.INPUT_BAD, 0),
        (5, 0, ev.ALARM_RAISED, 0),
        (5, 0, ev.INPUT_BAD, 1),
        (5, 0, ev.INPUT_TRUSTED, 2),
    ]
    bad, good, alarm = effects_of(state(3), table(*rows))
    assert bad == InputChanged(at_ns=5, cause="bad", count=2, tags=("T0", "T1"))
    assert good.cause == "good"
    assert isinstance(alarm, AlarmChanged) and alarm.value is None


def test_what_was_due_at_an_instant_is_apart_from_what_was_sampled_at_it():
    effects = effects_of(state(2), table((5, 0, ev.INPUT_BAD, 0), (5, 1, ev.INPUT_LOST, 1)))
    assert [effect.cause for effect in effects] == ["bad", "lost"]


def test_names_are_limited_and_the_count_is_whole():
    (effect,) = effects_of(state(500), table(*[(5, 1, ev.INPUT_LOST, index) for index in range(500)]))
    assert (effect.count, len(effect.tags)) == (500, NAMES_MAX)


def test_letters_follow_from_what_was_acknowledged():
    rows = table((1, 0, ev.ALARM_RAISED, 0), (2, 0, ev.ALARM_RETURNED, 0), (3, 0, ev.ALARM_RETURNED, 0))
    rows["acknowledged_before"] = [1, 1, 0]
    assert [effect.before + effect.after for effect in effects_of(state(), rows)] == ["DB", "BD", "CA"]
