"""The indexed heap against a plain dictionary."""

from hypothesis import given, settings
from hypothesis import strategies as st

from wakeful.alarms.arrays import start_state
from wakeful.alarms.timer_heap import NO_DEADLINE_NS, first_deadline_ns, start_timer, stop_timer

ALARMS = 12


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, ALARMS - 1), st.integers(0, 5)), max_size=60))
def test_equals_a_dictionary(steps):
    timers, deadlines = start_state(ALARMS), {}
    for alarm, deadline_ns in steps:
        if alarm in deadlines:
            stop_timer(*timers, alarm)
            del deadlines[alarm]
        else:
            start_timer(*timers, alarm, deadline_ns)
            deadlines[alarm] = deadline_ns
        assert timers.running[0] == len(deadlines)
        assert first_deadline_ns(*timers) == min(deadlines.values(), default=NO_DEADLINE_NS)
        if deadlines:
            assert timers.heap[0] == min((deadline, each) for each, deadline in deadlines.items())[1]
        position = timers.table["position"]
        assert all(timers.heap[position[each]] == each for each in deadlines)
        assert (position >= 0).sum() == len(deadlines)


def test_stopping_what_does_not_run_does_nothing():
    timers = start_state(2)
    start_timer(*timers, 1, 5)
    stop_timer(*timers, 0)
    assert first_deadline_ns(*timers) == 5
