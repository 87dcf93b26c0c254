"""The indexed heap against a plain dictionary."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wakeful.alarms.timer_heap import empty_heap, first_deadline_ns, start_timer, stop_timer

ALARMS = 12


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, ALARMS - 1), st.integers(0, 5)), max_size=60))
def test_equals_a_dictionary(steps):
    timers, running = empty_heap(ALARMS), {}
    for alarm, deadline_ns in steps:
        if alarm in running:
            stop_timer(timers, alarm)
            del running[alarm]
        else:
            start_timer(timers, alarm, deadline_ns)
            running[alarm] = deadline_ns
        assert timers.running[0] == len(running)
        assert first_deadline_ns(timers) == min(running.values(), default=np.iinfo(np.int64).max)
        if running:
            assert timers.heap[0] == min((deadline, alarm) for alarm, deadline in running.items())[1]
        held = {alarm: int(timers.position[alarm]) for alarm in running}
        assert all(timers.heap[position] == alarm for alarm, position in held.items())
        assert (timers.position >= 0).sum() == len(running)


def test_stopping_what_does_not_run_does_nothing():
    timers = empty_heap(2)
    start_timer(timers, 1, 5)
    stop_timer(timers, 0)
    assert first_deadline_ns(timers) == 5
