"""Checkpoints: equal states give equal bytes, and no other bytes are believed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.site_examples import HIGH_ALARM, SECOND_NS, acknowledge, block_of, site_of
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState, resume
from wakeful.engine.view import alarm_view
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.errors import DataError
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock

PLAN = Plan.compile(site_of(HIGH_ALARM, tags=2))


def used_state():
    block = block_of([[11.0, 1.0], [12.0, np.nan]])
    return scan(EngineState.start(PLAN, 0), block, [acknowledge("T0.H", 0, 0)], 2 * SECOND_NS)[0]


def test_a_copy_is_equal_and_independent():
    state = used_state()
    copy = state.copy()
    assert copy.to_bytes() == state.to_bytes()
    copy.value[0] = 99.0
    assert state.value[0] == 12.0


def test_a_checkpoint_keeps_who_acknowledged():
    state = used_state()
    state, _, _ = scan(state, SampleBlock.empty(2), [acknowledge("T0.H")], 3 * SECOND_NS)
    assert alarm_view(EngineState.from_bytes(PLAN, state.to_bytes()), 0).acknowledged_by == "Anna"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_cut_or_lengthened_checkpoint_is_believed(data):
    whole = used_state().to_bytes()
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(DataError):
        EngineState.from_bytes(PLAN, whole[:cut])
    with pytest.raises(DataError, match="longer"):
        EngineState.from_bytes(PLAN, whole + b"\0")


def test_a_checkpoint_of_another_configuration_or_version_is_refused():
    whole = used_state().to_bytes()
    with pytest.raises(DataError, match="another configuration"):
        EngineState.from_bytes(Plan.compile(site_of(tags=2)), whole)
    with pytest.raises(DataError, match="version 9"):
        EngineState.from_bytes(PLAN, whole[:4] + b"\x09\x00" + whole[6:])


def test_after_a_restart_nothing_old_counts_as_present_and_no_alarm_changes():
    """P1: letters, numbers and who acknowledged stay; readings wait for their first sample."""
    state = used_state()
    before = alarm_view(state, 0)
    state = resume(state, 1_000 * SECOND_NS)
    after = alarm_view(state, 0)
    assert (after.letter, after.occurrence, after.revision) == (
        before.letter,
        before.occurrence,
        before.revision,
    )
    assert not after.trusted
    assert (state.quality == Quality.BAD_WAITING_FOR_INITIAL_DATA).all()
    state, effects, _ = scan(state, SampleBlock.empty(2), [], 1_004 * SECOND_NS)
    assert effects == [], "a tag has its whole age limit from the restart"


def test_an_off_delay_does_not_end_while_nobody_watched():
    alarm = AlarmDefinition(
        name="a", tag="T0", kind=ConditionKind.HIGH, priority=Priority.LOW, limit_eu=10.0, off_delay_ms=5_000
    )
    state = EngineState.start(Plan.compile(site_of(alarm)), 0)
    state, _, _ = scan(state, block_of([11.0, 5.0]), [], 2 * SECOND_NS)
    state = resume(state, 100 * SECOND_NS)
    state, effects, _ = scan(state, SampleBlock.empty(1), [], 101 * SECOND_NS)
    assert effects == []
    assert alarm_view(state, 0).letter == "B"


def test_an_on_delay_goes_on_in_event_time_over_a_restart():
    """P3."""
    alarm = AlarmDefinition(
        name="a", tag="T0", kind=ConditionKind.HIGH, priority=Priority.LOW, limit_eu=10.0, on_delay_ms=5_000
    )
    plan = Plan.compile(site_of(alarm))
    state, _, _ = scan(EngineState.start(plan, 0), block_of([11.0]), [], SECOND_NS)
    state = resume(EngineState.from_bytes(plan, state.to_bytes()), 3 * SECOND_NS)
    state, effects, _ = scan(state, block_of([11.0], start_s=4), [], 4 * SECOND_NS)
    state, effects, _ = scan(state, block_of([11.0], start_s=7), [], 7 * SECOND_NS)
    assert [(e.at_ns, e.after) for e in effects] == [(6 * SECOND_NS, "B")]


def test_a_clock_set_back_over_a_restart_does_not_lock_a_tag_out():
    """A sample time that lies ahead would have every new sample rejected and no silence noticed till then."""
    ahead = block_of([[1.0, 1.0]], start_s=3_600)
    state, _, _ = scan(EngineState.start(PLAN, 0), ahead, (), 3_600 * SECOND_NS)
    state = resume(EngineState.from_bytes(PLAN, state.to_bytes()), SECOND_NS)
    state, _, _ = scan(state, block_of([[11.0, np.nan]], start_s=2), (), 2 * SECOND_NS)
    assert state.quality[0] == Quality.GOOD
    assert alarm_view(state, 0).letter == "B"


@pytest.mark.parametrize("restart_s", [7, 3 * 86_400, -3_600])
def test_an_on_delay_that_ended_unwatched_begins_anew_and_raises_nothing_by_itself(restart_s):
    """The last word of before was abnormal; whether it stayed so, the first samples after must say."""
    alarm = AlarmDefinition(
        name="a", tag="T0", kind=ConditionKind.HIGH, priority=Priority.LOW, limit_eu=10.0, on_delay_ms=5_000
    )
    plan = Plan.compile(site_of(alarm))
    state, _, _ = scan(EngineState.start(plan, 0), block_of([11.0]), [], SECOND_NS)
    state = resume(EngineState.from_bytes(plan, state.to_bytes()), restart_s * SECOND_NS)
    state, effects, _ = scan(state, SampleBlock.empty(1), [], (restart_s + 1) * SECOND_NS)
    assert effects == []
    _, effects, _ = scan(state, block_of([11.0] * 7, start_s=restart_s + 2), [], (restart_s + 8) * SECOND_NS)
    moves = [(effect.at_ns, effect.after) for effect in effects if isinstance(effect, AlarmChanged)]
    assert moves == [((restart_s + 7) * SECOND_NS, "B")]
