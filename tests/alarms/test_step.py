"""The compiled step agrees with the tables, and the quiet band is exactly where nothing happens."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.site_examples import sites
from wakeful.alarms.arrays import compile_params, start_state
from wakeful.alarms.condition import ACTIVE, CONDITION_TABLE, DELAYING, ConditionEvent, ConditionState
from wakeful.alarms.step import (
    RAISED,
    RETURNED,
    STAYED,
    judge_sample,
    lose_sight,
    quiet_band,
    quiet_bands,
    step_condition,
)
from wakeful.alarms.timer_heap import start_timer
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority


def one_alarm(on_delay_ms=0, off_delay_ms=0):
    alarm = AlarmDefinition(
        name="a",
        tag="t",
        kind=ConditionKind.HIGH,
        priority=Priority.LOW,
        limit_eu=1.0,
        on_delay_ms=on_delay_ms,
        off_delay_ms=off_delay_ms,
    )
    return compile_params((alarm,), {"t": 0}), start_state(1)


def put_in(state, condition):
    state.table["condition"][0] = condition
    if condition in DELAYING:
        start_timer(*state, 0, 100)


@pytest.mark.parametrize("event", ConditionEvent)
@pytest.mark.parametrize("condition", ConditionState)
def test_every_pair_moves_as_the_table_says(condition, event):
    params, state = one_alarm(on_delay_ms=1, off_delay_ms=1)
    put_in(state, condition)
    outcome = step_condition(params.table, *state, 0, int(event), 7)
    after = ConditionState(int(state.table["condition"][0]))
    assert after == CONDITION_TABLE.next_states()[condition, event]
    assert (state.running[0] == 1) == (after in DELAYING)
    active_before, active_after = condition in ACTIVE, after in ACTIVE
    assert outcome == {(False, True): RAISED, (True, False): RETURNED}.get(
        (active_before, active_after), STAYED
    )
    if outcome == RAISED:
        assert (state.table["occurrence"][0], state.table["revision"][0], state.table["raised_at_ns"][0]) == (
            1,
            1,
            7,
        )


def test_a_delay_of_zero_ends_at_once():
    params, state = one_alarm()
    assert step_condition(params.table, *state, 0, int(ConditionEvent.SAMPLE_ABNORMAL), 5) == RAISED
    assert step_condition(params.table, *state, 0, int(ConditionEvent.SAMPLE_NORMAL), 6) == RETURNED
    assert state.running[0] == 0 and state.table["revision"][0] == 2


@settings(max_examples=200, deadline=None)
@given(sites(tags_max=1), st.data())
def test_inside_the_quiet_band_and_only_there_nothing_happens(site, data):
    params = compile_params(site.alarms, {"T0": 0})
    state = start_state(len(site.alarms))
    for alarm in range(len(site.alarms)):
        state.table["condition"][alarm] = data.draw(st.sampled_from(ConditionState))
    low, high = quiet_band(params.table, state.table, params.first, params.of_tag, 0)
    value = data.draw(st.floats(-2, 13) | st.integers(0, 10).map(float))
    value = data.draw(st.sampled_from([value, np.nextafter(value, -99), np.nextafter(value, 99)]))
    expected = {
        judge_sample(params.table[alarm], state.table["condition"][alarm], value, 0)
        == (
            ConditionEvent.SAMPLE_ABNORMAL
            if state.table["condition"][alarm] in (ConditionState.ON_DELAY, ConditionState.ABNORMAL)
            else ConditionEvent.SAMPLE_NORMAL
        )
        for alarm, definition in enumerate(site.alarms)
        if definition.kind is not ConditionKind.INPUT_BAD
    }
    assert (low <= value <= high) == (expected <= {True})


def test_an_infinite_value_is_quiet_nowhere():
    low, high = np.empty(1), np.empty(1)
    params = compile_params((), {"t": 0})
    quiet_bands(params, start_state(0), low, high)
    assert not low[0] <= np.inf <= high[0] and not low[0] <= -np.inf <= high[0]


def test_losing_sight_breaks_off_delays_and_leaves_on_delays_running():
    params, state = one_alarm(on_delay_ms=1, off_delay_ms=1)
    put_in(state, ConditionState.OFF_DELAY)
    lose_sight(params, state, 3)
    assert state.table["condition"][0] == ConditionState.ABNORMAL and state.running[0] == 0
    params, state = one_alarm(on_delay_ms=1)
    put_in(state, ConditionState.ON_DELAY)
    lose_sight(params, state, 3)
    assert state.table["condition"][0] == ConditionState.ON_DELAY and state.running[0] == 1
