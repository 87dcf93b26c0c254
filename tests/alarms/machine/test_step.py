"""The joint machine equals its plain twin in every state, for every event and every combination of traits."""

import dataclasses
import inspect

import pytest

from tests.alarms.machine.every_step import (
    BY_A_PERSON,
    STATES,
    as_plain,
    as_told,
    every_step,
    plain_traits,
)
from tests.oracles.alarm import happen
from wakeful.alarms.machine import step as module
from wakeful.alarms.machine.state import MachineState
from wakeful.alarms.machine.step import AlarmEvent, Outcome, Traits, step


def test_every_step_equals_the_plain_twin():
    for state, event, traits, outcome in every_step():
        expected, told = happen(as_plain(state), event.name.lower(), **plain_traits(traits))
        assert (as_plain(outcome.state), as_told(outcome)) == (expected, told), (state, event, traits)


def test_every_step_is_counted():
    assert sum(1 for _ in every_step()) == 192 * 16 * 4


def test_an_event_of_an_alarm_without_traits_needs_none():
    assert all(step(state, event) == step(state, event, 0) for state in STATES for event in AlarmEvent)


def test_only_a_persons_act_is_ever_refused_and_each_kind_is_somewhere():
    refused = {event for _, event, _, outcome in every_step() if outcome.refused}
    assert refused == BY_A_PERSON - {AlarmEvent.SHELVE_TIMED, AlarmEvent.SHELVE_ONE_SHOT}


def test_numbers_of_events_and_traits_stay():
    assert [event.name for event in sorted(AlarmEvent)] == [
        "ABNORMAL",
        "NORMAL",
        "MORE_URGENT",
        "SEVERITY_CHANGED",
        "RE_ALARM",
        "SUPPRESS",
        "UNSUPPRESS",
        "SHELF_ENDED",
        "ACKNOWLEDGE",
        "RESET",
        "SHELVE_TIMED",
        "SHELVE_ONE_SHOT",
        "UNSHELVE",
        "REMOVE_FROM_SERVICE",
        "RETURN_TO_SERVICE",
        "SILENCE",
    ]
    assert [int(event) for event in AlarmEvent] == list(range(16))
    assert (Traits.LATCHING, Traits.AUTO_ACKNOWLEDGE, module.TRAITS) == (1, 2, 4)


def test_an_outcome_is_a_value():
    outcome = Outcome(MachineState())
    assert (outcome.moved, outcome.occurrence, outcome.annunciated, outcome.hidden) == (False,) * 4
    with pytest.raises(dataclasses.FrozenInstanceError):
        outcome.moved = True
    assert not hasattr(outcome, "__dict__")


def test_a_machine_with_an_event_nobody_handles_cannot_be_imported():
    source = inspect.getsource(module)
    assert source.count("    _silence,\n)") == 1
    with pytest.raises(TypeError, match="every event of an alarm needs its handler"):
        exec(source.replace("    _silence,\n)", ")"), {"__name__": "wakeful.alarms.machine.cut_short"})
