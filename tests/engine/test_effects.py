"""From moves to records: names, one record for many inputs, and what a move means to position and group."""

import numpy as np

from tests.engine.site_examples import HIGH_ALARM, SECOND_NS, acknowledge, block_of, site_of
from wakeful.engine import events as ev
from wakeful.engine.effects import NAMES_MAX, effects_of
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Handling, Priority
from wakeful.terms.effect import AlarmChanged, FirstOutChanged, FloodChanged, InputChanged
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Source
from wakeful.terms.tag import Tag


def table(*rows):
    """Rows of (at_ns, due, kind, item); the rest is zero but for a value that is not a number."""
    moves = np.zeros(len(rows), ev.MOVE)
    moves["value"] = np.nan
    for position, row in enumerate(rows):
        for field, value in zip(("at_ns", "due", "kind", "item"), row, strict=True):
            moves[position][field] = value
    return moves


def state(tags=1):
    return EngineState.start(Plan.compile(site_of(HIGH_ALARM, tags=tags)), 0)


def test_inputs_of_one_instant_and_cause_are_one_record_before_the_alarms():
    rows = [
        (5, 0, ev.INPUT_BAD, 0),
        (5, 0, ev.ALARM_MOVED, 0),
        (5, 0, ev.INPUT_BAD, 1),
        (5, 0, ev.INPUT_TRUSTED, 2),
    ]
    bad, good, alarm = effects_of(state(3), table(*rows), 5)
    assert bad == InputChanged(at_ns=5, cause="bad", count=2, tags=("T0", "T1"))
    assert good.cause == "good"
    assert isinstance(alarm, AlarmChanged) and alarm.value is None


def test_what_was_due_at_an_instant_is_apart_from_what_was_sampled_at_it():
    effects = effects_of(state(2), table((5, 0, ev.INPUT_BAD, 0), (5, 1, ev.INPUT_LOST, 1)), 5)
    assert [effect.cause for effect in effects] == ["bad", "lost"]


def test_names_are_limited_and_the_count_is_whole():
    (effect,) = effects_of(state(500), table(*[(5, 1, ev.INPUT_LOST, index) for index in range(500)]), 5)
    assert (effect.count, len(effect.tags)) == (500, NAMES_MAX)


def flooding_site(**more):
    alarms = [
        AlarmDefinition(
            name=f"A{i}", tag=f"T{i}", kind=ConditionKind.HIGH, priority=Priority.LOW, limit_eu=10.0, **more
        )
        for i in range(12)
    ]
    return site_of(*alarms, tags=12)


def test_a_flood_begins_with_the_eleventh_and_ends_with_nobody_doing_anything():
    plan = Plan.compile(flooding_site())
    running = EngineState.start(plan, 0)
    running, effects, _ = scan(running, block_of(np.full((1, 12), 11.0)), [], SECOND_NS)
    kinds = [type(effect).__name__ for effect in effects if not isinstance(effect, InputChanged)]
    assert kinds == ["AlarmChanged"] * 11 + ["FloodChanged", "AlarmChanged"]
    flood = next(effect for effect in effects if isinstance(effect, FloodChanged))
    assert (flood.position, flood.active, flood.count, flood.window_ms) == ("site", True, 11, 600_000)
    later = 601 * SECOND_NS + 1
    running, effects, _ = scan(running, block_of(np.empty((0, 12))), [], later)
    (flood,) = [effect for effect in effects if isinstance(effect, FloodChanged)]
    assert (flood.at_ns, flood.active, flood.count, flood.total) == (601 * SECOND_NS, False, 0, 12)


def test_the_first_of_a_group_is_by_source_time_and_says_when_clocks_cannot_tell():
    site = flooding_site(handling=Handling(group="together"))
    tags = tuple(
        Tag(name=tag.name, system="s", source="slow" if tag.name == "T1" else "x") for tag in site.tags
    )
    site = site_of(
        *site.alarms[:3],
        sources=(
            Source(id="x", driver="d", clock_uncertainty_ms=100),
            Source(id="slow", driver="d", clock_uncertainty_ms=1_500),
        ),
        tag_list=tags[:3],
    )
    rows = np.array([[11.0, 0.0, 0.0], [11.0, 11.0, 0.0], [11.0, 11.0, 11.0], [0.0, 0.0, 0.0]])
    state, effects, _ = scan(EngineState.start(Plan.compile(site), 0), block_of(rows), [], 4 * SECOND_NS)
    told = [effect for effect in effects if isinstance(effect, FirstOutChanged)]
    assert [(e.alarm, e.tied) for e in told] == [("A0", ()), ("A0", ("A1",))]
    assert (told[0].onset_ns, told[0].uncertainty_ms, told[0].group) == (SECOND_NS, 100, "together")
    acts = [acknowledge(name, revision=2, at_s=5.0) for name in ("A1", "A2", "A0")]
    _, effects, _ = scan(state, SampleBlock.empty(3), acts, 5 * SECOND_NS)
    told = [effect for effect in effects if isinstance(effect, FirstOutChanged)]
    assert [(e.alarm, e.tied) for e in told] == [("", ())], "over once somebody has read the last of them"
