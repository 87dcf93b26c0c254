"""The indexed heap against a plain dictionary.

The table is an array of records, so that the same test also runs where nothing is compiled.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wakeful.alarms.timer_heap import (
    NO_DEADLINE_NS,
    end_no_sooner,
    first_deadline_ns,
    start_timer,
    stop_timer,
)

ALARMS = 12
NOT_ITS_OWN = 77
"""Stands behind the count of the running times, which is one word."""
ROW = np.dtype([("deadline_ns", np.int64), ("position", np.int32)], align=True)


def no_timers(alarms=ALARMS):
    table = np.zeros(alarms, ROW).view(np.recarray)
    table["position"] = -1
    return table, np.zeros(alarms, np.int32), np.array([0, NOT_ITS_OWN])


def expect_equal(timers, deadlines):
    """Heap and table hold exactly these deadlines, the earliest on top; of equal ones, the first alarm."""
    table, heap, running = timers
    assert running.tolist() == [len(deadlines), NOT_ITS_OWN]
    assert first_deadline_ns(*timers) == min(deadlines.values(), default=NO_DEADLINE_NS)
    if deadlines:
        assert heap[0] == min((deadline, each) for each, deadline in deadlines.items())[1]
    position = table["position"]
    assert all(heap[position[each]] == each for each in deadlines)
    assert all(table["deadline_ns"][each] == deadlines.get(each, 0) for each in range(len(table)))
    assert (position == -1).sum() == len(table) - len(deadlines)
    assert not heap[running[0] :].any()


def in_order(timers):
    """Every alarm of the heap in the order in which their times end; the heap is empty afterwards."""
    while timers[2][0]:
        first = int(timers[1][0])
        yield first, int(timers[0]["deadline_ns"][first])
        stop_timer(*timers, first)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, ALARMS - 1), st.integers(0, 5)), max_size=60))
def test_equals_a_dictionary(steps):
    timers, deadlines = no_timers(), {}
    for alarm, deadline_ns in steps:
        if alarm in deadlines:
            stop_timer(*timers, alarm)
            del deadlines[alarm]
        else:
            start_timer(*timers, alarm, deadline_ns)
            deadlines[alarm] = deadline_ns
        expect_equal(timers, deadlines)
    assert list(in_order(timers)) == sorted(deadlines.items(), key=lambda item: item[::-1])


@given(st.permutations(range(ALARMS)), st.permutations(range(ALARMS)))
def test_times_end_in_their_order_and_can_be_stopped_in_any(deadlines, stops):
    timers = no_timers()
    running = dict(enumerate(deadlines))
    for alarm, deadline_ns in running.items():
        start_timer(*timers, alarm, deadline_ns)
    for alarm in stops[: ALARMS // 2]:
        stop_timer(*timers, alarm)
        del running[alarm]
        expect_equal(timers, running)
    assert list(in_order(timers)) == sorted(running.items(), key=lambda item: item[::-1])


@given(st.lists(st.integers(0, 9), max_size=ALARMS), st.integers(0, 10))
def test_no_time_ends_before_an_instant_that_is_moved_past_it(deadlines, at_ns):
    timers = no_timers()
    for alarm, deadline_ns in enumerate(deadlines):
        start_timer(*timers, alarm, deadline_ns)
    end_no_sooner(*timers, at_ns)
    expect_equal(timers, {alarm: max(deadline, at_ns) for alarm, deadline in enumerate(deadlines)})


def test_stopping_what_does_not_run_does_nothing():
    timers = no_timers(2)
    start_timer(*timers, 1, 5)
    stop_timer(*timers, 0)
    expect_equal(timers, {1: 5})


def test_without_a_time_there_is_no_deadline():
    assert first_deadline_ns(*no_timers(0)) == NO_DEADLINE_NS == 2**63 - 1
