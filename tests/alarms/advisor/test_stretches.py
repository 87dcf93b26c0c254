"""Activations that follow closely are one stretch; single spikes do not make a real one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.alarms.advisor.histories import SECOND_NS, accepted, definitions, every_second, high, recordings
from tests.oracles.advisor import replay_plainly, stretches_plainly
from wakeful.alarms.advisor.replay import replay
from wakeful.alarms.advisor.stretches import find_stretches


def stretches_of(history, definition, apart_s):
    table = np.ascontiguousarray(np.array(replay(history, definition), np.int64).T)
    return find_stretches(table, history.end_ns, apart_s * SECOND_NS)


@given(recordings(), definitions(), st.integers(1, 6))
def test_the_stretches_equal_the_plain_ones(recording, definition, apart_s):
    history = accepted(recording)
    activations = replay_plainly(recording[0], definition, 0, history.end_ns, history.age_limit_ns)
    plain = stretches_plainly(activations, history.end_ns, apart_s * SECOND_NS)
    found = stretches_of(history, definition, apart_s)
    assert found.begin_ns.tolist() == [each.begin_ns() for each in plain]
    assert found.until_ns.tolist() == [each.until_ns(history.end_ns) for each in plain]
    assert found.raised_ns.tolist() == [each.activations[0].raised_ns for each in plain]
    assert found.real.tolist() == [each.is_real(history.end_ns, apart_s * SECOND_NS) for each in plain]


def test_chatter_is_one_real_stretch_and_spikes_far_apart_are_none():
    chatter = stretches_of(every_second([10, 9] * 20), high(), 5)
    assert chatter.real.tolist() == [True]
    spikes = stretches_of(every_second(([10] + [9] * 9) * 4), high(), 5)
    assert spikes.real.tolist() == [False] * 4


def test_as_much_calm_parts_two_stretches_and_as_much_abnormal_running_is_real():
    history = every_second([10] * 5 + [9] * 5 + [10] * 4 + [9] * 4 + [10])
    found = stretches_of(history, high(), 5)
    assert (found.begin_ns // SECOND_NS).tolist() == [0, 10]
    assert found.real.tolist() == [True, True]
    assert stretches_of(history, high(), 6).real.tolist() == [True]
    assert stretches_of(every_second([10] * 4 + [9]), high(), 5).real.tolist() == [False]


def test_what_still_runs_at_the_end_is_cut_there():
    found = stretches_of(every_second([9, 10, 10]), high(on_delay_ms=1_000), 2)
    assert (found.begin_ns.tolist(), found.until_ns.tolist()) == ([SECOND_NS], [3 * SECOND_NS])
    assert found.raised_ns.tolist() == [2 * SECOND_NS]
    assert found.real.tolist() == [True]
