"""The compiled step agrees with the table, and the quiet band is exactly where nothing happens."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alarms.test_compile import alarm, compiled
from tests.engine.site_examples import sites
from wakeful.alarms.arrays import start_rows
from wakeful.alarms.condition import ACTIVE, CONDITION_TABLE, DELAYING, ConditionEvent, ConditionState
from wakeful.alarms.expression.evaluate import UNHEARD
from wakeful.alarms.step import (
    NO_EVENT,
    RAISED,
    RETURNED,
    STAYED,
    count_start,
    judge_sample,
    keep_trust,
    lose_sight,
    quiet_band,
    quiet_bands,
    step_row,
)
from wakeful.alarms.timer_heap import start_timer
from wakeful.engine.plan import Plan
from wakeful.terms.alarm import ConditionKind, Handling

ABNORMAL, NORMAL, UNKNOWN = (
    int(ConditionEvent.SAMPLE_ABNORMAL),
    int(ConditionEvent.SAMPLE_NORMAL),
    int(ConditionEvent.SAMPLE_UNKNOWN),
)


def one_row(**more):
    plan = compiled(alarm("a", **more))
    return plan.rows, start_rows(plan.rows, plan.programs, plan.modes, plan.ring_places)


def step(params, state, event, at_ns):
    return step_row(
        params.table, state.table, state.heap, state.running, state.starts_ns, 0, int(event), at_ns
    )


def put_in(state, condition):
    state.table["condition"][0] = condition
    if condition in DELAYING:
        start_timer(state.table, state.heap, state.running, 0, 100)


@pytest.mark.parametrize("event", ConditionEvent)
@pytest.mark.parametrize("condition", ConditionState)
def test_every_pair_moves_as_the_table_says(condition, event):
    params, state = one_row(on_delay_ms=1, off_delay_ms=1)
    put_in(state, condition)
    outcome = step(params, state, event, 7)
    after = ConditionState(int(state.table["condition"][0]))
    assert after == CONDITION_TABLE.next_states()[condition, event]
    assert (state.running[0] == 1) == (after in DELAYING)
    active_before, active_after = condition in ACTIVE, after in ACTIVE
    assert outcome == {(False, True): RAISED, (True, False): RETURNED}.get(
        (active_before, active_after), STAYED
    )


def test_a_delay_of_zero_ends_at_once():
    params, state = one_row()
    assert step(params, state, ABNORMAL, 5) == RAISED
    assert step(params, state, NORMAL, 6) == RETURNED
    assert state.running[0] == 0


def test_chatter_faster_than_the_on_delay_raises_by_its_count():
    """T3: three starts within the window, each shorter than the delay."""
    params, state = one_row(on_delay_ms=1_000, handling=Handling(count=3, count_window_ms=10))
    outcomes = []
    for at_ms in (0, 4, 9):
        outcomes.append(step(params, state, ABNORMAL, at_ms * 1_000_000))
        if at_ms < 9:
            step(params, state, NORMAL, (at_ms + 1) * 1_000_000)
    assert outcomes == [STAYED, STAYED, RAISED]


@given(st.lists(st.integers(1, 9), max_size=20), st.integers(1, 4))
def test_starts_are_counted_over_a_sliding_window(gaps_ms, count):
    params, state = one_row(on_delay_ms=1, handling=Handling(count=count, count_window_ms=12))
    times = np.cumsum(gaps_ms).tolist()
    for number, at_ms in enumerate(times):
        within = [start for start in times[: number + 1] if start > at_ms - 12]
        enough = count_start(params.table[0], state.starts_ns, at_ms * 1_000_000)
        assert enough == (len(within) >= count)


@settings(max_examples=200, deadline=None)
@given(sites(tags_max=1, plain=True), st.data())
def test_inside_the_quiet_band_and_only_there_nothing_happens(site, data):
    plan = Plan.compile(site).alarms
    params, state = plan.rows, start_rows(plan.rows, plan.programs, plan.modes, 0)
    for row in range(len(site.alarms)):
        state.table["condition"][row] = data.draw(st.sampled_from(ConditionState))
    low, high = quiet_band(params.table, state.table, params.first, params.of_tag, params.feed_kind, 0, 0.0)
    value = data.draw(st.floats(-2, 13) | st.integers(0, 10).map(float))
    value = data.draw(st.sampled_from([value, np.nextafter(value, -99), np.nextafter(value, 99)]))
    expected = {
        judge_sample(params.table[row], state.table["condition"][row], value, 0)
        == (
            ABNORMAL
            if state.table["condition"][row] in (ConditionState.ON_DELAY, ConditionState.ABNORMAL)
            else NORMAL
        )
        for row, definition in enumerate(site.alarms)
        if definition.kind is not ConditionKind.INPUT_BAD
    }
    assert (low <= value <= high) == (expected <= {True})


def test_an_infinite_value_is_quiet_nowhere():
    low, high = np.empty(2), np.empty(2)
    plan = compiled()
    state = start_rows(plan.rows, plan.programs, plan.modes, 0)
    quiet_bands(plan.rows, plan.rows.table, state, np.zeros(2), low, high)
    assert not low[0] <= np.inf <= high[0] and not low[0] <= -np.inf <= high[0]


@pytest.mark.parametrize(
    ("expression", "quiet"), [("T0 > 5", True), ("rate(T0, 1 s) > 5", False)], ids=["value", "memory"]
)
def test_a_tag_that_feeds_an_expression_is_quiet_only_at_its_own_value(expression, quiet):
    plan = compiled(alarm("e", ConditionKind.EXPRESSION, expression=expression))
    state = start_rows(plan.rows, plan.programs, plan.modes, 0)
    low, high = np.empty(2), np.empty(2)
    quiet_bands(plan.rows, plan.rows.table, state, np.array([3.0, np.nan]), low, high)
    assert (low[0] <= 3.0 <= high[0]) == quiet
    assert not low[0] <= np.nextafter(3.0, 9.0) <= high[0]


@pytest.mark.parametrize(
    ("value", "trust", "event"),
    [(1.0, 0, ABNORMAL), (1.0, 1, NORMAL), (0.0, 0, NORMAL), (np.nan, 2, NORMAL), (np.nan, 3, NO_EVENT)],
)
def test_logic_suppresses_only_when_it_is_surely_true(value, trust, event):
    plan = compiled(alarm("a", handling=Handling(suppress_when="T1 > 5")))
    assert judge_sample(plan.rows.table[plan.logic_row[0]], ConditionState.ABNORMAL, value, trust) == event


def test_losing_sight_breaks_off_delays_and_leaves_on_delays_running():
    params, state = one_row(on_delay_ms=1, off_delay_ms=1)
    put_in(state, ConditionState.OFF_DELAY)
    lose_sight(params.table, state, 3)
    assert state.table["condition"][0] == ConditionState.ABNORMAL and state.running[0] == 0
    params, state = one_row(on_delay_ms=1)
    put_in(state, ConditionState.ON_DELAY)
    lose_sight(params.table, state, 3)
    assert state.table["condition"][0] == ConditionState.ON_DELAY and state.running[0] == 1


@pytest.mark.parametrize("at_ns", [101, 100 - 1_000_001], ids=["ended unwatched", "longer than it may be"])
def test_an_on_delay_that_cannot_be_believed_begins_anew(at_ns):
    params, state = one_row(on_delay_ms=1)
    put_in(state, ConditionState.ON_DELAY)
    lose_sight(params.table, state, at_ns)
    assert state.table["condition"][0] == ConditionState.NORMAL and state.running[0] == 0


@pytest.mark.parametrize(
    ("kind", "severity", "trust"),
    [
        (ConditionKind.HIGH, 0, 0),
        (ConditionKind.HIGH, 1, 1),
        (ConditionKind.HIGH, 2, 1),
        (ConditionKind.HIGH, 3, 3),
        (ConditionKind.INPUT_BAD, 0, 0),
        (ConditionKind.INPUT_BAD, 1, 1),
        (ConditionKind.INPUT_BAD, 2, 0),
    ],
)
def test_a_condition_without_a_usable_input_is_only_probably_so(kind, severity, trust):
    params, state = one_row(kind=kind)
    assert state.table["trust"][0] == UNHEARD
    assert keep_trust(params.table[0], state.table[0], severity) == (trust != UNHEARD)
    assert state.table["trust"][0] == trust
    assert not keep_trust(params.table[0], state.table[0], severity)
    lose_sight(params.table, state, 3)
    assert state.table["trust"][0] == UNHEARD
