"""Restart equals no restart: at a random instant of a random life of a random site, with every kind of act.

A checkpoint goes on exactly, whatever the site. And after a real restart, from a checkpoint or from the
journal alone, everything that follows is as if there had been none, once every tag has been heard again. On
sites with conditions that have delays or memory that cannot be so: nobody knows what happened meanwhile.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.engine.site_examples import SECOND_NS, blocks, commands_on, sites
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState, resume
from wakeful.engine.view import alarm_view, mode_of, position_views
from wakeful.terms.alarm import ConditionKind
from wakeful.terms.effect import InputChanged
from wakeful.terms.samples import SampleBlock

HOUR_MS = 3_600_000
WITHOUT_MEMORY = {
    ConditionKind.RATE_HIGH: ConditionKind.HIGH,
    ConditionKind.RATE_LOW: ConditionKind.LOW,
    ConditionKind.STUCK: ConditionKind.HIGH,
}
levels = st.integers(0, 10).map(float)


def live(data, state, now_ns, rounds):
    """Rounds of samples and acts, drawn while they happen; yields each round's inputs and effects."""
    for _ in range(rounds):
        block = data.draw(blocks(len(state.plan.site.tags), rows_max=6, start_ns=now_ns))
        inputs = block, data.draw(commands_on(state, now_ns)), after(block, now_ns)
        state, effects, _ = scan(state, *inputs)
        now_ns = inputs[2]
        yield state, inputs, effects


def after(block, now_ns):
    """A second after the last row."""
    return (int(block.times_ns[-1]) if block.rows else now_ns) + SECOND_NS


def seen(state, now_ns):
    """All that people see of the alarms."""
    alarms = [alarm_view(state, index) for index in range(len(state.plan.site.alarms))]
    modes = [mode_of(state, system.id) for system in state.plan.site.systems]
    return alarms, modes, position_views(state, now_ns)


@settings(max_examples=100)
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


def without_memory(site):
    """The site with conditions that depend on the present samples alone; tags are not lost so soon.

    A person sets its modes.
    """
    return replace(
        site,
        systems=tuple(replace(system, mode_tag="") for system in site.systems),
        alarms=tuple(map(alarm_without_memory, site.alarms)),
        tags=tuple(replace(tag, age_limit_ms=HOUR_MS) for tag in site.tags),
    )


def alarm_without_memory(alarm):
    handling = replace(alarm.handling, count=0)
    if handling.escalation is not None:
        escalation = replace(handling.escalation, on_delay_ms=0, off_delay_ms=0)
        handling = replace(handling, escalation=escalation)
    kind = WITHOUT_MEMORY.get(alarm.kind, alarm.kind)
    expression = "T0 > 4" if "stuck" in alarm.expression else alarm.expression
    return replace(
        alarm, kind=kind, on_delay_ms=0, off_delay_ms=0, handling=handling, expression=expression, window_ms=0
    )


def told(view):
    """What the journal tells of an alarm: not whether it can be trusted now, nor how urgent it would be if it
    stood.
    """
    view = replace(view, trusted=True)
    stands = view.active or view.latched or view.waiting
    return view if stands else replace(view, priority=0, priority_peak=0)


def followed(data, restart):
    """What an engine that ran on and one that was restarted tell of the same inputs, pair by pair."""
    plan = Plan.compile(without_memory(data.draw(sites(tags_max=3))))
    state, records, now_ns = EngineState.start(plan, 0), [], 0
    for _, inputs, effects in live(data, state, 0, 3):
        records += effects
        now_ns = inputs[2]
    restarted = resume(restart(state, records), now_ns)
    known, again = seen(state, now_ns), seen(restarted, now_ns)
    assert [told(view) for view in again[0]] == [told(view) for view in known[0]]
    assert again[1:] == known[1:]
    values = np.array(
        [data.draw(st.lists(levels, min_size=len(plan.site.tags), max_size=len(plan.site.tags)))]
    )
    heard = SampleBlock(np.array([now_ns + 1]), values, np.zeros(values.shape, np.uint32))
    first = (heard, [], after(heard, now_ns))
    effects = scan(state, *first)[1]
    yield effects, scan(restarted, *first)[1]
    for _, inputs, effects in live(data, state, first[2], 2):
        yield effects, scan(restarted, *inputs)[1]
        assert seen(restarted, inputs[2]) == seen(state, inputs[2])


def but_inputs(effects):
    """Everything but that tags are heard again."""
    return [effect for effect in effects if not isinstance(effect, InputChanged)]


@settings(max_examples=100)
@given(st.data())
def test_after_a_restart_from_a_checkpoint_all_goes_on_as_without_one(data):
    for effects, again in followed(
        data, lambda state, records: EngineState.from_bytes(state.plan, state.to_bytes())
    ):
        assert but_inputs(again) == but_inputs(effects)


@settings(max_examples=100)
@given(st.data())
def test_after_a_restart_from_the_journal_all_goes_on_as_without_one(data):
    for effects, again in followed(
        data, lambda state, records: fold(EngineState.start(state.plan, 0), records)
    ):
        assert but_inputs(again) == but_inputs(effects)
