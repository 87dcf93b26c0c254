"""Acknowledgement bound to what its sender saw, and orders to the plant."""

import pytest
from msgspec.structs import replace

from tests.engine.site_examples import ANNA, HIGH_ALARM, SECOND_NS, VIEWER, acknowledge, block_of, site_of
from wakeful.engine.commands import decide
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view
from wakeful.terms.alarm import ConditionKind, Handling, ModeSetting, Priority
from wakeful.terms.command import Actor, Disturb, Operate, SetMode
from wakeful.terms.effect import (
    AlarmChanged,
    CommandAccepted,
    CommandRefused,
    InjectFault,
    ModeChanged,
    WriteOutput,
)
from wakeful.terms.equipment import Control, ControlKind, Equipment
from wakeful.terms.fault import FaultKind
from wakeful.terms.quality import Quality
from wakeful.terms.refusal import Reason
from wakeful.terms.site import System

BEN = Actor("Ben", "operator")


def state_after(values, **site):
    block = block_of(values)
    state = EngineState.start(Plan.compile(site_of(HIGH_ALARM, **site)), 0)
    return scan(state, block, [], int(block.times_ns[-1]))[0]


def test_an_acknowledgement_moves_the_alarm_and_says_who():
    state = state_after([11.0])
    (effect,) = decide(state, acknowledge("T0.H", at_s=1.5))
    assert isinstance(effect, AlarmChanged)
    assert (effect.before, effect.after, effect.actor, effect.revision_seen) == ("B", "C", ANNA, 1)
    view = alarm_view(state, 0)
    assert (view.letter, view.acknowledged_by, view.acknowledged_at_ns) == ("C", "Anna", 1_500_000_000)


def test_a_return_to_normal_meanwhile_is_harmless():
    state = state_after([11.0, 5.0])
    (effect,) = decide(state, acknowledge("T0.H", occurrence=1, revision=1))
    assert (effect.before, effect.after, effect.revision, effect.revision_seen) == ("D", "A", 3, 1)


@pytest.mark.parametrize(
    ("values", "command", "reason"),
    [
        ([11.0], acknowledge("T9.H"), Reason.UNKNOWN_ALARM),
        ([11.0], acknowledge("T0.H", actor=VIEWER), Reason.ROLE),
        ([11.0, 5.0, 11.0], acknowledge("T0.H", occurrence=1, revision=1), Reason.NEW_OCCURRENCE),
        ([11.0], acknowledge("T0.H", occurrence=2), Reason.NEW_OCCURRENCE),
        ([11.0], acknowledge("T0.H", revision=2), Reason.CHANGED_SINCE),
        ([11.0], acknowledge("T0.H", revision=0), Reason.CHANGED_SINCE),
        ([5.0], acknowledge("T0.H", occurrence=0, revision=0), Reason.NOTHING_TO_ACKNOWLEDGE),
    ],
)
def test_each_reason_to_refuse_an_acknowledgement(values, command, reason):
    """Rule b: refused, recorded with its reason, and nothing changed."""
    state = state_after(values)
    before = state.to_bytes()
    (effect,) = decide(state, command)
    assert isinstance(effect, CommandRefused)
    assert (effect.reason, effect.command) == (reason.value, command)
    assert state.to_bytes() == before


def test_the_second_of_two_operators_is_told_who_was_first():
    """C1, C3: no state change, and the name."""
    state = state_after([11.0])
    decide(state, acknowledge("T0.H", actor=BEN))
    (effect,) = decide(state, acknowledge("T0.H", identity="c2"))
    assert effect.reason == Reason.ALREADY_ACKNOWLEDGED.value
    assert "Ben" in effect.detail


def test_a_new_occurrence_forgets_who_acknowledged_the_last_one():
    state = state_after([11.0])
    decide(state, acknowledge("T0.H"))
    state, _, _ = scan(state, block_of([5.0, 11.0], start_s=2), [], 3 * SECOND_NS)
    view = alarm_view(state, 0)
    assert (view.letter, view.occurrence, view.acknowledged_by) == ("B", 2, None)


PUMP = Equipment(
    name="P1",
    system="s",
    source="water",
    kind="pump",
    controls=(
        Control(name="mode", kind=ControlKind.MODE, feedback_tag="T0", labels=("AUTO", "MANUAL")),
        Control(
            name="run",
            kind=ControlKind.SWITCH,
            feedback_tag="T0",
            labels=("stop", "start"),
            needs_manual=True,
        ),
    ),
)


def operate(value=1.0):
    return Operate(id="o1", actor=ANNA, at_ns=5, equipment="P1", control="run", value=value)


def test_an_operation_becomes_a_record_and_an_order():
    state = state_after([1.0], equipment=(PUMP,))
    accepted, order = decide(state, operate())
    assert isinstance(accepted, CommandAccepted)
    assert order == WriteOutput(
        at_ns=5, command_id="o1", source="water", equipment="P1", control="run", value=1.0
    )


@pytest.mark.parametrize("quality", [Quality.BAD_SENSOR_FAILURE, Quality.UNCERTAIN_SUB_NORMAL])
def test_a_mode_that_cannot_be_believed_refuses(quality):
    state = state_after([1.0], equipment=(PUMP,))
    state.quality[0] = quality
    (effect,) = decide(state, operate())
    assert effect.reason == Reason.MODE_UNKNOWN.value


def test_a_disturbance_becomes_a_record_and_an_order_or_a_refusal():
    state = state_after([1.0], faults={"water": (FaultKind(name="burst", description=""),)})
    command = Disturb(id="d1", actor=ANNA, at_ns=5, source="water", fault="burst")
    accepted, order = decide(state, command)
    assert isinstance(accepted, CommandAccepted)
    assert isinstance(order, InjectFault) and order.fault == "burst"
    (refused,) = decide(state, Disturb(id="d2", actor=ANNA, at_ns=5, source="host", fault="burst"))
    assert refused.reason == Reason.NOT_SIMULATED.value


def test_a_feedback_tag_that_is_not_there_is_not_believed():
    mode, run = PUMP.controls
    lost = replace(PUMP, controls=(replace(mode, feedback_tag="T9"), run))
    (effect,) = decide(state_after([1.0], equipment=(lost,)), operate())
    assert effect.reason == Reason.MODE_UNKNOWN.value


LOWER_WHEN_RUNNING = Handling(modes=(ModeSetting(mode="run", limit_eu=3.0, priority=Priority.CRITICAL),))
QUIET_WHEN_STOPPED = Handling(modes=(ModeSetting(mode="stop", suppressed=True),))


def state_in_modes(values, handling=LOWER_WHEN_RUNNING, mode_tag="", modes=("stop", "run")):
    block = block_of(values)
    site = site_of(
        replace(HIGH_ALARM, handling=handling),
        systems=(System(id="s", name="S", modes=modes, mode_tag=mode_tag),),
    )
    return scan(EngineState.start(Plan.compile(site), 0), block, [], int(block.times_ns[-1]))[0]


def set_mode(mode="run", system="s", actor=ANNA, at_s=2):
    return SetMode(
        id="m1", actor=actor, at_ns=at_s * SECOND_NS, system=system, mode=mode, reason="starting up"
    )


def test_a_mode_put_in_by_a_person_says_who_and_why_and_judges_at_once():
    """H5: the value was fine by the configured limit and is not by that of the mode."""
    state = state_in_modes([5.0])
    changed, raised = decide(state, set_mode())
    assert changed == ModeChanged(
        at_ns=2 * SECOND_NS,
        system="s",
        before="",
        after="run",
        cause="starting up",
        actor=ANNA,
        command_id="m1",
    )
    assert isinstance(raised, AlarmChanged)
    assert (raised.event, raised.after, raised.at_ns, raised.priority) == ("abnormal", "B", 2 * SECOND_NS, 1)
    assert (raised.actor, raised.reason) == (None, "")


def test_a_mode_that_suppresses_says_so_and_the_next_brings_the_alarm_back():
    state = state_in_modes([11.0], QUIET_WHEN_STOPPED)
    hidden, changed = decide(state, set_mode("stop"))
    assert (changed.before, changed.after) == ("", "stop")
    assert (hidden.event, hidden.after, hidden.reason) == ("suppress", "F", "mode stop")
    changed, shown = decide(state, set_mode("run", at_s=3))
    assert (changed.before, changed.after) == ("stop", "run")
    assert (shown.event, shown.after, shown.reason) == ("unsuppress", "B", "mode run")


@pytest.mark.parametrize(
    ("site", "command", "reason", "detail"),
    [
        ({}, set_mode(actor=VIEWER), Reason.ROLE, "may look but not act"),
        ({}, set_mode(system="t"), Reason.UNKNOWN_SYSTEM, "operating modes; those are: s"),
        (
            {"handling": Handling(), "modes": ()},
            set_mode(),
            Reason.UNKNOWN_SYSTEM,
            "operating modes; those are: none",
        ),
        ({}, set_mode("fly"), Reason.UNKNOWN_MODE, "s has no mode 'fly'; it has stop, run"),
        ({"mode_tag": "T0"}, set_mode(), Reason.MODE_BY_TAG, "given by the tag T0"),
    ],
)
def test_each_reason_to_refuse_a_mode(site, command, reason, detail):
    state = state_in_modes([5.0], **site)
    before = state.to_bytes()
    (effect,) = decide(state, command)
    assert isinstance(effect, CommandRefused)
    assert (effect.reason, effect.command) == (reason.value, command)
    assert effect.detail.endswith(detail)
    assert state.to_bytes() == before


def test_a_mode_that_holds_already_is_refused_and_one_that_does_not_is_put_in():
    state = state_in_modes([1.0])
    for mode in ("stop", "run", "stop"):
        assert isinstance(decide(state, set_mode(mode))[0], ModeChanged)
        (effect,) = decide(state, set_mode(mode))
        assert (effect.reason, effect.detail) == (Reason.ALREADY_IN_MODE.value, f"s is in {mode} already")


def changes_among(effects):
    return [effect for effect in effects if isinstance(effect, AlarmChanged)]


def test_what_a_mode_brings_back_and_clears_at_once_does_not_sound():
    """Judged by an expression or directly, all that a change of mode does is of one instant."""
    modes = (
        ModeSetting(mode="stop", limit_eu=1.0, suppressed=True),
        ModeSetting(mode="run", limit_eu=4.0),
    )
    deviating = replace(
        HIGH_ALARM,
        name="T0.D",
        kind=ConditionKind.DEVIATION_HIGH,
        expression="3",
        handling=Handling(modes=modes),
        deadband_eu=0.0,
    )
    site = site_of(deviating, systems=(System(id="s", name="S", modes=("stop", "run")),))
    state = EngineState.start(Plan.compile(site), 0)
    decide(state, set_mode("stop", at_s=0))
    state, effects, _ = scan(state, block_of([5.0]), [], SECOND_NS)
    assert [(effect.event, effect.hidden) for effect in changes_among(effects)] == [("abnormal", True)]
    effects = changes_among(decide(state, set_mode("run")))
    assert sorted(effect.event for effect in effects) == ["normal", "unsuppress"]
    assert effects[-1].after == "A"
    assert not any(effect.annunciated for effect in effects)
