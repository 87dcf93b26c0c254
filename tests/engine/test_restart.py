"""Restart equals no restart: at a random instant of a random life of a random site, with every kind of act.

A *checkpoint* goes on exactly, whatever the site. The *journal* rebuilds all that people see. And after a
real restart, when every tag has been heard again, everything that follows is as if there had been none; on
sites whose conditions have delays or memory that is not so and cannot be: nobody knows what happened meanwhile.
"""

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.engine.site_examples import SECOND_NS, blocks, sites
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState, resume
from wakeful.engine.view import alarm_view, mode_of, position_views
from wakeful.terms.alarm import ConditionKind
from wakeful.terms.command import (
    Acknowledge,
    Actor,
    RemoveFromService,
    Reset,
    ReturnToService,
    SetMode,
    Shelve,
    Silence,
    Unshelve,
)
from wakeful.terms.effect import InputChanged
from wakeful.terms.quality import Quality

EVA = Actor("Eva", "engineer")
PLAIN_ACTS = (Acknowledge, Reset, Silence, Unshelve, ReturnToService)
WITH_MEMORY = (ConditionKind.RATE_HIGH, ConditionKind.RATE_LOW, ConditionKind.STUCK)
HOUR_MS = 3_600_000


@st.composite
def commands(draw, state, at_ns):
    """Acts on some alarms, most of them bound to what the alarm shows, some to what it showed before."""
    acts = []
    for index, alarm in enumerate(state.plan.site.alarms):
        if not draw(st.booleans()):
            continue
        view = alarm_view(state, index)
        bound = {
            "id": f"c{at_ns}-{index}",
            "actor": EVA,
            "at_ns": at_ns,
            "alarm": alarm.name,
            "occurrence": view.occurrence,
            "revision": max(0, view.revision - draw(st.sampled_from([0, 0, 0, 1]))),
        }
        kind = draw(st.sampled_from([*PLAIN_ACTS, Shelve, Shelve, RemoveFromService]))
        if kind is Shelve:
            bound["duration_ms"] = draw(st.sampled_from([500, 2_000, 9_000, 10**9]))
            bound["one_shot"] = draw(st.booleans())
        if kind in (Shelve, RemoveFromService):
            bound["reason"] = "test"
        acts.append(kind(**bound))
    if draw(st.integers(0, 3)) == 0:
        mode = draw(st.sampled_from(["start", "run", "stop"]))
        acts.append(SetMode(id=f"m{at_ns}", actor=EVA, at_ns=at_ns, system="s", mode=mode))
    return acts


def live(data, state, now_ns, rounds, heard_first=False):
    """Rounds of samples and acts, drawn while they happen; yields each round's inputs and effects."""
    for number in range(rounds):
        block = data.draw(blocks(len(state.plan.site.tags), rows_max=6, start_ns=now_ns))
        acts = data.draw(commands(state, now_ns))
        if heard_first and number == 0:
            assume(block.rows)
            block.quality[0], block.values[0] = (
                Quality.GOOD,
                [float(data.draw(st.integers(0, 10)))] * block.tags,
            )
            acts = []
        now_ns = (int(block.times_ns[-1]) if block.rows else now_ns) + SECOND_NS
        inputs = block, acts, now_ns
        state, effects, _ = scan(state, *inputs)
        yield state, inputs, effects


def seen(state, now_ns):
    """All that people see of the alarms."""
    alarms = [alarm_view(state, index) for index in range(len(state.plan.site.alarms))]
    modes = [mode_of(state, system.id) for system in state.plan.site.systems]
    return alarms, modes, position_views(state, now_ns)


@settings(max_examples=150)
@given(st.data())
def test_a_checkpoint_at_any_instant_changes_nothing_that_follows(data):
    plan = Plan.compile(data.draw(sites()))
    stopped = EngineState.start(plan, 0)
    for state, inputs, effects in live(data, EngineState.start(plan, 0), 0, 4):
        if data.draw(st.booleans()):
            stopped = EngineState.from_bytes(plan, stopped.to_bytes())
        stopped, the_same, _ = scan(stopped, *inputs)
        assert the_same == effects
        assert stopped.to_bytes() == state.to_bytes()


@settings(max_examples=150)
@given(st.data())
def test_the_journal_at_any_instant_rebuilds_what_people_see(data):
    plan = Plan.compile(data.draw(sites()))
    records = []
    for state, (_, _, now_ns), effects in live(data, EngineState.start(plan, 0), 0, 4):
        records += effects
        rebuilt = fold(EngineState.start(plan, 0), records)
        rebuilt.tags.quality[:] = state.tags.quality
        assert seen(rebuilt, now_ns) == seen(state, now_ns)


def without_memory(site):
    """The site with conditions that depend on the present samples alone; tags are not lost so soon."""
    alarms = []
    for alarm in site.alarms:
        handling = alarm.handling
        if handling.escalation is not None:
            escalation = msgspec.structs.replace(handling.escalation, on_delay_ms=0, off_delay_ms=0)
            handling = msgspec.structs.replace(handling, escalation=escalation)
        alarms.append(
            msgspec.structs.replace(
                alarm,
                on_delay_ms=0,
                off_delay_ms=0,
                handling=msgspec.structs.replace(handling, count=0),
            )
        )
    tags = tuple(msgspec.structs.replace(tag, age_limit_ms=HOUR_MS) for tag in site.tags)
    return msgspec.structs.replace(site, alarms=tuple(alarms), tags=tags)


def remembers(site):
    return any(alarm.kind in WITH_MEMORY or "stuck" in alarm.expression for alarm in site.alarms)


def followed(data, restart):
    """The same inputs to an engine that ran on and to one that was restarted: their effects, pair by pair."""
    site = without_memory(data.draw(sites(tags_max=3)))
    assume(site.alarms and not remembers(site))
    plan = Plan.compile(site)
    records = []
    for state, (_, _, now_ns), effects in live(data, EngineState.start(plan, 0), 0, 3):  # noqa: B007
        records += effects
    restarted = resume(restart(state, records), now_ns)
    known, again = seen(state, now_ns), seen(restarted, now_ns)
    assert [msgspec.structs.replace(view, trusted=True) for view in again[0]] == [
        msgspec.structs.replace(view, trusted=True) for view in known[0]
    ]
    assert again[1:] == known[1:]
    for after, inputs, effects in live(data, state, now_ns, 3, heard_first=True):
        restarted, again, _ = scan(restarted, *inputs)
        yield effects, again
        assert seen(restarted, inputs[2]) == seen(after, inputs[2])


def but_inputs(effects):
    """Everything but that tags are heard again."""
    return [effect for effect in effects if not isinstance(effect, InputChanged)]


@settings(max_examples=150)
@given(st.data())
def test_after_a_restart_from_a_checkpoint_all_goes_on_as_without_one(data):
    for effects, again in followed(
        data, lambda state, records: EngineState.from_bytes(state.plan, state.to_bytes())
    ):
        assert but_inputs(again) == but_inputs(effects)


@settings(max_examples=150)
@given(st.data())
def test_after_a_restart_from_the_journal_all_goes_on_as_without_one(data):
    for effects, again in followed(
        data, lambda state, records: fold(EngineState.start(state.plan, 0), records)
    ):
        assert but_inputs(again) == but_inputs(effects)
