"""The scan against its plain twin, and the rules of the house it must keep: c, d, f."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.site_examples import (
    ANNA,
    HIGH_ALARM,
    SECOND_NS,
    acknowledge,
    block_of,
    blocks,
    commands_on,
    rows_of,
    site_of,
    sites,
)
from tests.oracles.scan import PlainEngine
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.scan import next_deadline_ns, scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view, mode_of, position_views
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.effect import (
    AlarmChanged,
    CommandRefused,
    ConditionChanged,
    FloodChanged,
    InputChanged,
    ModeChanged,
)
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock


def run(site, block, now_s=None, commands=()):
    state = EngineState.start(Plan.compile(site), 0)
    now_ns = int(block.times_ns[-1]) if now_s is None else int(now_s * SECOND_NS)
    return scan(state, block, commands, now_ns)


def moves(effects):
    return [
        (effect.at_ns / SECOND_NS, effect.before + effect.after)
        for effect in effects
        if isinstance(effect, AlarmChanged)
    ]


def log_of(effects):
    """Effects in the words of the plain twin, inputs one by one; within an instant in any order."""
    log = []
    for effect in effects:
        match effect:
            case AlarmChanged():
                log.append(
                    (
                        effect.at_ns,
                        "alarm",
                        effect.alarm,
                        effect.event,
                        effect.before + effect.after,
                        effect.occurrence,
                        effect.revision,
                        effect.priority,
                        effect.annunciated,
                        effect.hidden,
                    )
                )
            case InputChanged():
                assert effect.count == len(effect.tags)
                log += [(effect.at_ns, "input", tag, effect.cause) for tag in effect.tags]
            case ConditionChanged():
                log.append((effect.at_ns, "event_only", effect.alarm, effect.active))
            case ModeChanged():
                log.append((effect.at_ns, "mode", effect.system, effect.before, effect.after))
            case FloodChanged():
                log.append((effect.at_ns, "flood", effect.position, effect.active, effect.count))
    return in_order(log)


def in_order(log):
    return sorted(log, key=lambda row: (row[0], *map(str, row[1:])))


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_equals_its_plain_twin(data):
    site = data.draw(sites())
    block = data.draw(blocks(len(site.tags)))
    later_ns = data.draw(st.sampled_from([0, 1, SECOND_NS // 2, SECOND_NS, 10 * SECOND_NS]))
    now_ns = (int(block.times_ns[-1]) if block.rows else SECOND_NS) + later_ns
    twin = PlainEngine(site, 0)
    twin.scan(rows_of(block), now_ns)
    state, effects, deadline_ns = scan(EngineState.start(Plan.compile(site), 0), block, [], now_ns)
    assert log_of(effects) == in_order(twin.log)
    for index, alarm in enumerate(twin.second.alarms.values()):
        view = alarm_view(state, index)
        assert (view.letter, view.occurrence, view.revision) == (
            alarm.letter,
            alarm.occurrence,
            alarm.revision,
        )
    for index, tag in enumerate(twin.tags.values()):
        assert int(state.quality[index]) == tag.quality
        np.testing.assert_equal(float(state.value[index]), tag.value)
    assert deadline_ns is None or deadline_ns >= now_ns


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_rule_c_splitting_a_block_changes_nothing(data):
    site = data.draw(sites())
    plan = Plan.compile(site)
    block = data.draw(blocks(len(site.tags)))
    cuts = sorted(data.draw(st.lists(st.integers(0, block.rows), max_size=4)))
    end_ns = int(block.times_ns[-1]) if block.rows else 0
    whole, whole_effects, whole_deadline = scan(EngineState.start(plan, 0), block, [], end_ns)
    state, effects = EngineState.start(plan, 0), []
    for start, stop in zip([0, *cuts], [*cuts, block.rows], strict=True):
        first_ns = int(block.times_ns[stop - 1]) if stop else 0
        last_ns = int(block.times_ns[stop]) if stop < block.rows else first_ns
        now_ns = data.draw(st.integers(first_ns, max(first_ns, last_ns)))
        state, part, deadline = scan(state, block.slice_rows(start, stop), [], now_ns)
        effects += part
    assert effects == whole_effects
    assert state.to_bytes() == whole.to_bytes()
    assert deadline == whole_deadline


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_rule_c_a_checkpoint_goes_on_exactly(data):
    site = data.draw(sites())
    plan = Plan.compile(site)
    first = data.draw(blocks(len(site.tags)))
    middle_ns = int(first.times_ns[-1]) if first.rows else 0
    second = data.draw(blocks(len(site.tags), start_ns=middle_ns))
    end_ns = (int(second.times_ns[-1]) if second.rows else middle_ns) + SECOND_NS
    state, _, _ = scan(EngineState.start(plan, 0), first, [], middle_ns)
    restored = EngineState.from_bytes(plan, state.to_bytes())
    assert restored.to_bytes() == state.to_bytes()
    assert scan(restored, second, [], end_ns)[1] == scan(state, second, [], end_ns)[1]
    assert restored.to_bytes() == state.to_bytes()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_rule_d_the_journal_rebuilds_the_alarm_state(data):
    site = data.draw(sites())
    plan = Plan.compile(site)
    state, records, now_ns = EngineState.start(plan, 0), [], 0
    for _ in range(data.draw(st.integers(1, 4))):
        block = data.draw(blocks(len(site.tags), rows_max=8, start_ns=now_ns))
        now_ns = (int(block.times_ns[-1]) if block.rows else now_ns) + SECOND_NS
        commands = data.draw(commands_on(state, now_ns))
        state, effects, _ = scan(state, block, commands, now_ns)
        records += effects
    rebuilt = fold(EngineState.start(plan, 0), records)
    rebuilt.tags.quality[:] = state.tags.quality
    rebuilt.rows.table["trust"] = state.rows.table["trust"]
    rebuilt.clock_ns[:] = state.clock_ns
    for index in range(len(site.alarms)):
        assert alarm_view(rebuilt, index) == alarm_view(state, index)
    assert position_views(rebuilt, now_ns) == position_views(state, now_ns)
    assert mode_of(rebuilt, "s") == mode_of(state, "s")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_acts_on_alarms_equal_the_plain_twin(data):
    """Bound acts between blocks: refused and done alike, and every time that runs on after them."""
    site = data.draw(sites(tags_max=2))
    plan, twin = Plan.compile(site), PlainEngine(site, 0)
    state, effects, now_ns = EngineState.start(plan, 0), [], 0
    for _ in range(data.draw(st.integers(1, 5))):
        block = data.draw(blocks(len(site.tags), rows_max=6, start_ns=now_ns))
        commands = data.draw(commands_on(state, now_ns))
        now_ns = (int(block.times_ns[-1]) if block.rows else now_ns) + SECOND_NS
        state, part, _ = scan(state, block, commands, now_ns)
        effects += part
        refused = {effect.command.id for effect in part if isinstance(effect, CommandRefused)}
        for command in commands:
            assert twin.act(command) == (command.id not in refused)
        twin.scan(rows_of(block), now_ns)
    assert log_of(effects) == in_order(twin.log)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_rule_f_nothing_unknown_ever_clears(data):
    """Raise everything, then feed only samples that cannot be trusted, for ever: nothing returns."""
    site = data.draw(sites(plain=data.draw(st.booleans())))
    limits = [alarm for alarm in site.alarms if alarm.kind is not ConditionKind.INPUT_BAD]
    plan = Plan.compile(site)
    state, effects, _ = scan(
        EngineState.start(plan, 0), data.draw(blocks(len(site.tags), rows_max=6)), [], 60 * SECOND_NS
    )
    held = {
        index
        for index, alarm in enumerate(site.alarms)
        if alarm in limits and alarm_view(state, index).active
    }
    rows = data.draw(st.integers(1, 6))
    block = SampleBlock.unfilled((61 + np.arange(rows)) * SECOND_NS, len(site.tags))
    for cell in np.ndindex(block.values.shape):
        block.quality[cell] = data.draw(
            st.sampled_from(
                [Quality.BAD_NO_DATA, Quality.BAD_SENSOR_FAILURE, Quality.UNCERTAIN_SUB_NORMAL, Quality.GOOD]
            )
        )
        block.values[cell] = np.nan if block.quality[cell] == Quality.GOOD else data.draw(st.floats(-5, 15))
    state, effects, _ = scan(state, block, [], 1_000_000 * SECOND_NS)
    returned = {
        plan.alarm_index[e.alarm] for e in effects if isinstance(e, AlarmChanged) and e.event == "normal"
    }
    assert not returned & held
    assert all(alarm_view(state, index).active for index in held)


def test_a_limit_raises_at_the_limit_and_returns_inside_the_deadband():
    _, effects, _ = run(site_of(HIGH_ALARM), block_of([9.99, 10.0, 8.0, 7.99]))
    assert moves(effects) == [(2.0, "AB"), (4.0, "BD")]


def test_an_on_delay_ends_strictly_after_its_deadline():
    """T1: a value that is normal exactly when the delay ends raises nothing."""
    alarm = AlarmDefinition(
        name="T0.H",
        tag="T0",
        kind=ConditionKind.HIGH,
        priority=Priority.LOW,
        limit_eu=10.0,
        on_delay_ms=2_000,
    )
    assert moves(run(site_of(alarm), block_of([11, 11, 9]))[1]) == []
    assert moves(run(site_of(alarm), block_of([11, 11, 11]), now_s=3.0)[1]) == []
    assert moves(run(site_of(alarm), block_of([11, 11, 11]), now_s=3.000_000_001)[1]) == [(3.0, "AB")]


@pytest.mark.parametrize("field", ["deadband_eu", "on_delay_ms", "off_delay_ms"])
def test_every_filter_matters(field):
    """T2: each of deadband, on-delay and off-delay changes the outcome of some run."""
    values = [9, 10, 9, 10, 11, 11, 9, 11, 7, 7, 7, 7, 7]
    plain = AlarmDefinition(name="H", tag="T0", kind=ConditionKind.HIGH, priority=Priority.LOW, limit_eu=10.0)
    changed = AlarmDefinition(
        **{
            **{f: getattr(plain, f) for f in plain.__struct_fields__},
            field: 2_000 if field.endswith("ms") else 2.0,
        }
    )
    assert moves(run(site_of(plain), block_of(values))[1]) != moves(
        run(site_of(changed), block_of(values))[1]
    )


def test_a_silent_tag_is_lost_without_waiting_for_a_sample():
    bad = AlarmDefinition(name="T0.BAD", tag="T0", kind=ConditionKind.INPUT_BAD, priority=Priority.LOW)
    state, effects, deadline_ns = run(site_of(bad), block_of([1.0]))
    assert deadline_ns is not None and deadline_ns <= 6 * SECOND_NS
    while (wake := next_deadline_ns(state)) is not None:
        state, more, _ = scan(state, SampleBlock.empty(1), [], wake + 1)
        effects += more
    assert moves(effects) == [(6.0, "AB")]
    assert state.quality[0] == Quality.BAD_NO_COMMUNICATION
    assert state.value[0] == 1.0


def test_a_tag_that_never_spoke_is_not_connected():
    state, effects, _ = scan(
        EngineState.start(Plan.compile(site_of()), 0), SampleBlock.empty(1), [], 6 * SECOND_NS
    )
    assert state.quality[0] == Quality.BAD_NOT_CONNECTED
    assert [effect.cause for effect in effects] == ["lost"]


def test_a_late_or_repeated_sample_is_rejected_and_recorded():
    """T4: no state moves backwards."""
    state, _, _ = run(site_of(HIGH_ALARM), block_of([1.0, 2.0]))
    before = state.value.copy()
    state, effects, _ = scan(state, block_of([50.0, 50.0]), [], 2 * SECOND_NS)
    assert [(e.cause, e.at_ns / SECOND_NS) for e in effects] == [("rejected", 1.0)]
    assert (state.value == before).all()


def test_a_stamp_repeated_for_ever_is_told_once_until_a_sample_is_accepted_again():
    state, _, _ = run(site_of(HIGH_ALARM), block_of([1.0, 2.0]))
    told = []
    for _ in range(5):
        state, effects, _ = scan(state, block_of([9.0], start_s=2), [], 2 * SECOND_NS)
        told += effects
    assert [effect.cause for effect in told] == ["rejected"]
    state, effects, _ = scan(state, block_of([3.0, 11.0], start_s=3), [], 4 * SECOND_NS)
    assert [type(effect).__name__ for effect in effects] == ["AlarmChanged"]
    state, effects, _ = scan(state, block_of([9.0], start_s=4), [], 4 * SECOND_NS)
    assert [effect.cause for effect in effects] == ["rejected"]


def test_a_clock_that_steps_back_moves_nothing_back():
    state, _, _ = run(site_of(HIGH_ALARM), block_of([1.0]), now_s=4)
    state, effects, _ = scan(state, SampleBlock.empty(1), [], 2 * SECOND_NS)
    assert effects == [] and state.clock_ns[0] == 4 * SECOND_NS


def test_a_stamp_from_the_future_makes_the_tag_bad_not_fresh():
    state, effects, _ = run(site_of(HIGH_ALARM), block_of([1.0, 1.0]), now_s=2)
    state, effects, _ = scan(state, block_of([1.0], start_s=3_600), [], 3 * SECOND_NS)
    assert state.quality[0] == Quality.BAD_INVALID_TIMESTAMP
    assert state.time_ns[0] == 3 * SECOND_NS
    assert effects[0].cause == "bad"


def test_a_hundred_thousand_lost_tags_are_one_record():
    tags = 100_000
    state, effects, _ = run(site_of(tags=tags), block_of(np.ones((1, tags))))
    state, effects, _ = scan(state, SampleBlock.empty(tags), [], 60 * SECOND_NS)
    assert [(e.cause, e.count, len(e.tags)) for e in effects] == [("lost", tags, 100)]


def test_twenty_thousand_alarms_in_one_scan_are_all_told():
    tags = 20_000
    alarms = [
        AlarmDefinition(
            name=f"A{i}", tag=f"T{i}", kind=ConditionKind.HIGH, priority=Priority.LOW, limit_eu=10.0
        )
        for i in range(tags)
    ]
    _, effects, _ = run(site_of(*alarms, tags=tags), block_of(np.full((1, tags), 11.0)))
    moved = [effect.alarm for effect in effects if isinstance(effect, AlarmChanged)]
    assert moved == [alarm.name for alarm in alarms]
    assert [(e.active, e.count) for e in effects if isinstance(e, FloodChanged)] == [(True, 11)]


def test_commands_are_decided_before_the_samples_of_their_scan():
    """The sender saw occurrence 1; that it comes back in the same scan is a new one, unacknowledged."""
    state, _, _ = run(site_of(HIGH_ALARM), block_of([11.0, 5.0]))
    state, effects, _ = scan(
        state, block_of([11.0], start_s=3), [acknowledge("T0.H", 1, 2, at_s=2.5)], 3 * SECOND_NS
    )
    assert moves(effects) == [(2.5, "DA"), (3.0, "AB")]
    assert alarm_view(state, 0).occurrence == 2
    assert effects[0].actor == ANNA


def test_a_block_for_other_tags_is_refused():
    with pytest.raises(ValueError, match="2 tags for a plan of 1"):
        scan(EngineState.start(Plan.compile(site_of()), 0), SampleBlock.empty(2), [], 0)


def test_strided_and_read_only_blocks_are_judged_alike():
    wide = np.arange(8.0).reshape(4, 2)
    wide.flags.writeable = False
    strided = SampleBlock(np.arange(1, 5) * SECOND_NS, wide[:, ::2], np.zeros((4, 2), np.uint32)[:, ::2])
    plain = block_of(wide[:, 0].copy())
    assert run(site_of(HIGH_ALARM), strided)[1] == run(site_of(HIGH_ALARM), plain)[1]
