"""Pairs that nearly always come together: every one is found, and none that is not one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.oracles.load import together
from wakeful.alarms.load.duplicates import (
    BURST,
    PAIRS_MAX,
    SHARE_MIN,
    TIMES_MIN,
    TOGETHER_NS,
    Duplicate,
    duplicates_of,
)

SECOND_NS = 1_000_000_000


def pairs_of(times_s):
    """Duplicates among alarms given by their instants, in seconds."""
    at_ns = np.concatenate([np.asarray(times) * 1e9 for times in times_s]).astype(np.int64)
    alarm = np.repeat(np.arange(len(times_s)), [len(times) for times in times_s])
    order = np.argsort(at_ns, kind="stable")
    return duplicates_of(at_ns[order], alarm[order])


def apart(count, begin_s=0.0, step_s=100.0):
    return [begin_s + step_s * number for number in range(count)]


shifts = st.sampled_from((None, -6.0, -5.0, -1.0, 0.0, 0.0, 0.0, 1.0, 5.0, 5.1))


@given(
    st.lists(st.lists(shifts, min_size=1, max_size=24), min_size=2, max_size=4),
    st.sampled_from((60.0, 300.0)),
)
def test_a_pair_is_found_exactly_when_both_come_nearly_always_with_the_other(alarms, step_s):
    """Instants far apart, at each of which some of the alarms come, a little early or late or not at all."""
    times_s = [
        [100.0 + step_s * number + shift for number, shift in enumerate(each) if shift is not None]
        for each in alarms
    ]
    times_ns = {place: [round(time * 1e9) for time in times] for place, times in enumerate(times_s)}
    expected = set()
    for one in times_ns:
        for other in range(one + 1, len(times_ns)):
            shares = [
                (together(times_ns, *pair, TOGETHER_NS), len(times_ns[pair[0]]))
                for pair in ((one, other), (other, one))
            ]
            if all(count >= TIMES_MIN and 10 * near >= 9 * count for near, count in shares):
                expected.add((one, other, *shares[0], *shares[1]))
    found = {(min(p.first, p.second), max(p.first, p.second), *_in_order(p)) for p in pairs_of(times_s)}
    assert found == expected
    assert SHARE_MIN == 0.9


def _in_order(pair: Duplicate):
    first, second = (pair.first_with_second, pair.first_count), (pair.second_with_first, pair.second_count)
    return (*first, *second) if pair.first < pair.second else (*second, *first)


def test_the_one_that_usually_comes_later_is_the_second():
    (pair,) = pairs_of([apart(20, 2.0), apart(20)])
    assert pair == Duplicate(1, 0, 20, 20, 20, 20)


def test_many_between_others_are_found_and_only_they():
    random = np.random.default_rng(5)
    own = np.sort(random.uniform(0, 30 * 86_400, 400))
    late = own + random.uniform(0, 4.5, 400)
    late[::11] += 3_000.0
    others = [random.uniform(0, 30 * 86_400, 400) for _ in range(300)]
    (pair,) = pairs_of([own, late, *others])
    assert (pair.first, pair.second) == (0, 1)
    assert (pair.first_with_second, pair.second_with_first) == (400 - 37, 400 - 37)


def test_alarms_that_come_so_often_that_all_are_near_are_not_judged():
    random = np.random.default_rng(6)
    assert pairs_of([np.sort(random.uniform(0, 3_600, 1_500)) for _ in range(2)]) == ()
    assert len(pairs_of([apart(200, 0.0, 60.0), apart(200, 1.0, 60.0)])) == 1


def test_a_burst_says_nothing_of_two():
    """Everything comes at once, six times; that these two do is known only from when they come alone."""
    crowd = BURST - 1
    assert len(pairs_of([apart(TIMES_MIN)] * (crowd + 2))) == (crowd + 2) * (crowd + 1) // 2
    assert pairs_of([apart(TIMES_MIN)] * (crowd + 3)) == ()


def test_few_are_not_judged():
    assert pairs_of([apart(TIMES_MIN - 1)] * 2) == ()
    assert len(pairs_of([apart(TIMES_MIN)] * 2)) == 1
    assert pairs_of([[], []]) == ()


def test_no_more_pairs_are_judged_than_the_limit():
    groups = 200
    times_s = [apart(TIMES_MIN, 50.0 * group, 20_000.0) for group in range(groups) for _ in range(BURST)]
    possible = groups * BURST * (BURST - 1) // 2
    assert possible > PAIRS_MAX
    assert len(pairs_of(times_s)) == PAIRS_MAX
