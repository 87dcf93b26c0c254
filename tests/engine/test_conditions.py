"""Conditions over tags: one judgement an instant, modes first, unknown where nobody knows."""

import numpy as np
import pytest
from msgspec.structs import replace

from tests.engine.site_examples import ANNA, SECOND_NS, block_of, site_of
from wakeful.engine.commands import decide
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view, mode_of
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Handling, ModeSetting, Priority
from wakeful.terms.command import SetMode
from wakeful.terms.effect import AlarmChanged, CommandRefused, ModeChanged
from wakeful.terms.quality import Quality
from wakeful.terms.refusal import Reason
from wakeful.terms.site import System

DEVIATION = AlarmDefinition(
    name="dev",
    tag="T0",
    kind=ConditionKind.DEVIATION_HIGH,
    priority=Priority.HIGH,
    limit_eu=5.0,
    expression="T1",
)
MODES = (ModeSetting(mode="start", limit_eu=20.0), ModeSetting(mode="stop", suppressed=True))
HIGH = AlarmDefinition(
    name="high",
    tag="T0",
    kind=ConditionKind.HIGH,
    priority=Priority.LOW,
    limit_eu=10.0,
    handling=Handling(modes=MODES),
)


def plant(mode_tag=""):
    return System(id="s", name="S", modes=("start", "run", "stop"), mode_tag=mode_tag)


def moves(effects):
    return [
        (effect.at_ns // SECOND_NS, effect.alarm, effect.before + effect.after)
        for effect in effects
        if isinstance(effect, AlarmChanged)
    ]


def run(site, rows, quality=None, state=None):
    block = block_of(np.array(rows, np.float64))
    if quality is not None:
        block.quality[:] = quality
    state = state or EngineState.start(Plan.compile(site), 0)
    return scan(state, block, [], int(block.times_ns[-1]))[:2]


def test_a_deviation_never_sees_one_tag_old_and_one_new():
    """Measurement and set point jump together: nothing deviates at any instant."""
    _, effects = run(site_of(DEVIATION, tags=2), [[1.0, 1.0], [50.0, 50.0], [1.0, 1.0]])
    assert moves(effects) == []
    state, effects = run(site_of(DEVIATION, tags=2), [[1.0, 1.0], [50.0, 40.0]])
    assert moves(effects) == [(2, "dev", "AB")]
    assert alarm_view(state, 0).value == 10.0


def test_a_reference_that_cannot_be_believed_clears_nothing_and_marks_the_alarm():
    site = site_of(DEVIATION, tags=2)
    state, _ = run(site, [[50.0, 40.0]])
    bad = block_of(np.array([[40.0, 40.0]]), start_s=2)
    bad.quality[0, 1] = Quality.BAD_SENSOR_FAILURE
    state, effects, _ = scan(state, bad, [], 2 * SECOND_NS)
    assert moves(effects) == [] and not alarm_view(state, 0).trusted


def test_a_mode_given_by_a_tag_holds_from_its_own_instant():
    site = site_of(HIGH, tags=2, systems=(plant("T1"),))
    state, effects = run(site, [[15.0, 0.0], [15.0, 1.0], [25.0, 0.0], [25.0, 2.0], [25.0, 1.0]])
    assert moves(effects) == [
        (2, "high", "AB"),
        (4, "high", "BF"),
        (5, "high", "FB"),
    ]
    assert [(e.before, e.after) for e in effects if isinstance(e, ModeChanged)] == [
        ("", "start"),
        ("start", "run"),
        ("run", "start"),
        ("start", "stop"),
        ("stop", "run"),
    ]
    assert mode_of(state, "s") == "run"


def test_a_mode_that_cannot_be_believed_is_none_and_suppresses_nothing():
    """D2: fails towards annunciating."""
    site = site_of(HIGH, tags=2, systems=(plant("T1"),))
    state, effects = run(site, [[15.0, 2.0]])
    assert moves(effects) == [(1, "high", "AF"), (1, "high", "FF")]
    bad = block_of(np.array([[15.0, 2.0]]), start_s=2)
    bad.quality[0, 1] = Quality.BAD_NOT_CONNECTED
    state, effects, _ = scan(state, bad, [], 2 * SECOND_NS)
    assert moves(effects) == [(2, "high", "FB")] and mode_of(state, "s") == ""


def set_mode(mode, **more):
    return replace(SetMode(id="m", actor=ANNA, at_ns=5, system="s", mode=mode, reason="shift"), **more)


def test_a_mode_set_by_a_person_judges_at_once_and_says_who():
    state, _ = run(site_of(HIGH, tags=2, systems=(plant(),)), [[15.0, 0.0]])
    changed, move = decide(state, set_mode("start"))
    assert (changed.actor, changed.command_id, changed.cause) == (ANNA, "m", "shift")
    assert (move.event, move.limit_eu, move.actor) == ("normal", 20.0, None)


@pytest.mark.parametrize(
    ("mode_tag", "command", "reason"),
    [
        ("", set_mode("start", system="t"), Reason.UNKNOWN_SYSTEM),
        ("", set_mode("sleep"), Reason.UNKNOWN_MODE),
        ("T1", set_mode("start"), Reason.MODE_BY_TAG),
    ],
)
def test_each_reason_to_refuse_a_mode(mode_tag, command, reason):
    state, _ = run(site_of(HIGH, tags=2, systems=(plant(mode_tag),)), [[15.0, 1.0]])
    (effect,) = decide(state, command)
    assert isinstance(effect, CommandRefused) and effect.reason == reason.value


def test_a_mode_that_holds_already_is_refused():
    state, _ = run(site_of(HIGH, tags=2, systems=(plant(),)), [[15.0, 1.0]])
    decide(state, set_mode("run"))
    (effect,) = decide(state, set_mode("run"))
    assert effect.reason == Reason.ALREADY_IN_MODE.value


def test_an_expression_over_a_mode_tag_sees_one_instant_too():
    both = replace(DEVIATION, kind=ConditionKind.EXPRESSION, expression="T0 + T1 > 10", name="sum")
    site = site_of(both, tags=2, systems=(replace(plant("T0"), modes=tuple("abcdefghij")),))
    _, effects = run(site, [[0.0, 9.0], [9.0, 0.0]])
    assert moves(effects) == []
