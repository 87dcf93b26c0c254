"""Floods of a period: the slow twin, what the engine declares live, and the edges of both thresholds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracles import load as oracle
from wakeful.alarms import flood as live
from wakeful.alarms.load.floods import Flood, floods_of, time_in_flood_ns
from wakeful.alarms.load.watch import Watch
from wakeful.terms.site import Position

POSITION = Position(id="p", name="P", systems=())
MINUTE_NS = 60_000_000_000
LATE_NS = 10**15

gaps = st.lists(st.sampled_from((0, 1, 30, 59, 60, 61, 119, 120, 121, 300, 599, 600, 601)), max_size=80)
thresholds = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda pair: (max(pair), min(pair)))


def found(at_ns, position=POSITION, to_ns=LATE_NS):
    return floods_of(np.array(at_ns, np.int64), position, to_ns)


@given(gaps, thresholds, st.integers(0, 40_000))
def test_floods_are_those_of_the_slow_twin(gaps_s, limits, to_s):
    position = Position(id="p", name="P", systems=(), flood_begin=limits[0], flood_end=limits[1])
    to_ns = to_s * 1_000_000_000
    at_ns = [time_ns for time_ns in (np.cumsum(gaps_s) * 1_000_000_000).tolist() if time_ns < to_ns]
    assert [tuple(flood) for flood in found(at_ns, position, to_ns)] == oracle.floods(at_ns, position, to_ns)


@given(gaps, thresholds)
def test_floods_are_those_the_engine_declares(gaps_s, limits):
    position = Position(id="p", name="P", systems=(), flood_begin=limits[0], flood_end=limits[1])
    at_ns = [int(time_ns) for time_ns in np.cumsum(gaps_s) * 1_000_000_000]
    state, declared = live.FloodState(), []
    for now_ns in [*at_ns, None]:
        change = live.end_before(state, position, LATE_NS if now_ns is None else now_ns)
        declared += [change] if change else []
        change = live.annunciate(state, position, now_ns) if now_ns is not None else None
        declared += [change] if change else []
    floods = found(at_ns, position)
    assert [change.at_ns for change in declared if change.active] == [flood.begin_ns for flood in floods]
    ended = [(change.at_ns, change.total) for change in declared if not change.active]
    assert ended == [(flood.end_ns, flood.annunciated) for flood in floods]


def test_ten_in_ten_minutes_is_no_flood_and_eleven_is():
    assert found([second * 10**9 for second in range(10)]) == ()
    eleven = [second * 10**9 for second in range(11)]
    assert found(eleven) == (Flood(10 * 10**9, 600 * 10**9 + 6 * 10**9, 11, 11),)


def test_it_ends_when_the_fifth_last_leaves_the_window_and_not_before():
    (flood,) = found([second * 10**9 for second in range(11)])
    assert flood.end_ns == (600 + 6) * 10**9, "seconds 7 to 10 are left: four"


def test_one_that_is_exactly_a_window_old_does_not_count():
    ten = [600 * 10**9] * 10
    assert found([0, *ten]) == ()
    assert len(found([1, *ten])) == 1


def test_one_that_had_not_ended_has_no_end():
    (flood,) = found([second * 10**9 for second in range(11)], to_ns=11 * 10**9)
    assert flood.end_ns is None and flood.annunciated == 11


def test_nothing_is_no_flood():
    assert found([]) == ()


@pytest.mark.parametrize(
    ("spans", "minutes"),
    [
        ([], 0),
        ([(1, 3)], 2),
        ([(1, 3), (2, 5)], 4),
        ([(1, 9), (2, 3)], 8),
        ([(-5, 2)], 2),
        ([(8, None)], 2),
        ([(8, 20), (9, None)], 2),
        ([(1, 2), (4, 5)], 2),
    ],
)
def test_time_in_flood_counts_every_minute_once_and_only_within_the_period(spans, minutes):
    floods = tuple(
        Flood(begin * MINUTE_NS, None if end is None else end * MINUTE_NS, 11, 11) for begin, end in spans
    )
    watch = Watch(0, 10 * MINUTE_NS, ())
    assert time_in_flood_ns(floods, watch) == minutes * MINUTE_NS
    dark = Watch(0, 10 * MINUTE_NS, ((0, MINUTE_NS), (4 * MINUTE_NS, 10 * MINUTE_NS)))
    lit = sum(
        any(begin <= minute < (10 if end is None else end) for begin, end in spans) for minute in (1, 2, 3)
    )
    assert time_in_flood_ns(floods, dark) == lit * MINUTE_NS
