"""A flood by its definition: searched for instant by instant in the list of all annunciations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wakeful.alarms.flood import (
    NEVER_NS,
    FloodChange,
    FloodState,
    annunciate,
    begin_as_told,
    count_at,
    end_as_told,
    end_before,
    end_ns,
)
from wakeful.terms.site import Position

MS_NS = 1_000_000
WINDOW_MS = 10


def position(begin=3, end=2):
    return Position(id="p", name="P", systems=(), flood_begin=begin, flood_end=end, flood_window_ms=WINDOW_MS)


def run(times_ms, desk, until_ms=10_000):
    """What the state machine says: (at, active, count, total), woken only at annunciations and deadlines."""
    state, changes = FloodState(), []
    for at_ms in [*times_ms, None]:
        before_ns = (until_ms if at_ms is None else at_ms) * MS_NS
        change = end_before(state, desk, before_ns)
        changes += [change] if change else []
        if at_ms is not None:
            change = annunciate(state, desk, at_ms * MS_NS)
            changes += [change] if change else []
    return [(c.at_ns // MS_NS, c.active, c.count, c.total) for c in changes]


def searched(times_ms, desk, until_ms=10_000):
    """The same by looking at every millisecond."""
    changes, active, total = [], False, 0
    for now in range(min(times_ms, default=0), until_ms):
        seen = []
        for at in (at for at in times_ms if at <= now):
            seen.append(at)
            count = sum(each > now - WINDOW_MS for each in seen)
            if at == now:
                total += active
                if active and count < desk.flood_end:
                    changes.append((now, False, count, total))
                    active = False
                elif not active and count > desk.flood_begin:
                    active, total = True, count
                    changes.append((now, True, count, 0))
        count = sum(now - WINDOW_MS < at <= now for at in times_ms)
        if active and count < desk.flood_end:
            changes.append((now, False, count, total))
            active = False
    return changes


@settings(max_examples=300)
@given(st.lists(st.integers(0, 60), max_size=25).map(sorted), st.integers(1, 4), st.integers(1, 5))
def test_equals_the_definition(times_ms, begin, end):
    desk = position(begin, min(end, begin + 1))
    assert run(times_ms, desk, 200) == searched(times_ms, desk, 200)


def test_the_standards_numbers_more_than_ten_begin_and_fewer_than_five_end():
    desk = Position(id="p", name="P", systems=())
    minute_ns = 60_000_000_000
    state = FloodState()
    changes = [annunciate(state, desk, n * minute_ns // 2) for n in range(11)]
    assert changes[:10] == [None] * 10 and changes[10].count == 11
    assert end_ns(state, desk) == 6 * minute_ns // 2 + 10 * minute_ns
    assert end_before(state, desk, end_ns(state, desk)) is None
    ended = end_before(state, desk, end_ns(state, desk) + 1)
    assert (ended.active, ended.count, ended.total) == (False, 4, 11)


def test_one_told_late_counts_at_the_latest_instant_known():
    state = FloodState()
    annunciate(state, position(), 50 * MS_NS)
    annunciate(state, position(), 1 * MS_NS)
    assert state.times_ns == [50 * MS_NS, 50 * MS_NS]


def test_counting_now_forgets_nothing():
    state = FloodState()
    for at in (1, 5, 9):
        annunciate(state, position(9), at * MS_NS)
    assert [count_at(state, position(), now * MS_NS) for now in (10, 11, 15, 19)] == [3, 2, 1, 0]
    assert len(state.times_ns) == 3 and end_ns(state, position()) == NEVER_NS


def counted(*times_ms, active=False):
    """A position in whose window these lie."""
    return FloodState([at * MS_NS for at in times_ms], active, 0, len(times_ms) if active else 0)


def in_ms(state):
    return [at // MS_NS for at in state.times_ns]


def test_a_position_begins_without_a_flood_and_never_is_the_last_instant_there_is():
    assert FloodState() == FloodState(times_ns=[], active=False, since_ns=0, total=0)
    assert NEVER_NS == 9_223_372_036_854_775_807


def test_a_late_one_counts_at_the_latest_known_and_not_at_the_first():
    state = FloodState()
    for at in (48, 50, 49):
        annunciate(state, position(9), at * MS_NS)
    assert in_ms(state) == [48, 50, 50]


def test_the_window_is_left_to_the_nanosecond():
    """What came at 1 ms is within the window of 10 ms until just before 11 ms."""
    state = counted(1)
    assert [count_at(state, position(), 11 * MS_NS - late) for late in (1, 0)] == [1, 0]
    for late_ns, left in ((1, 2), (0, 1)):
        state = counted(1)
        annunciate(state, position(), 11 * MS_NS - late_ns)
        assert len(state.times_ns) == left


def test_the_end_of_a_flood_forgets_it():
    desk, state = position(), FloodState()
    changes = [annunciate(state, desk, at * MS_NS) for at in (20, 21, 22, 23)]
    assert changes[3] == FloodChange(23 * MS_NS, True, 4, 0)
    assert (state.active, state.since_ns, state.total) == (True, 23 * MS_NS, 4)
    assert end_before(state, desk, NEVER_NS) == FloodChange(32 * MS_NS, False, 1, 4)
    assert (state.active, state.since_ns, state.total) == (False, 0, 0)


def test_a_change_told_does_not_change():
    with pytest.raises(AttributeError):
        FloodChange(1, True, 4, 0).active = False


def test_a_flood_told_by_the_journal_has_those_unknown_at_its_beginning():
    state = counted(18, 25)
    begin_as_told(state, position(), 27 * MS_NS, 5)
    assert in_ms(state) == [18, 25, 27, 27, 27]
    assert (state.active, state.since_ns, state.total) == (True, 27 * MS_NS, 5)


def test_a_flood_told_late_has_those_unknown_at_the_latest_instant_known():
    state = counted(5, 9, 12)
    begin_as_told(state, position(), 10 * MS_NS, 4)
    assert in_ms(state) == [5, 9, 12, 12]
    assert state.since_ns == 10 * MS_NS


def test_a_flood_told_forgets_what_had_left_its_window():
    state = counted(1)
    begin_as_told(state, position(), 20 * MS_NS, 4)
    assert in_ms(state) == [20] * 4


def test_a_flood_told_to_an_empty_position_counts_at_its_beginning():
    state = FloodState()
    begin_as_told(state, position(), 20 * MS_NS, 1)
    assert in_ms(state) == [20]
    assert state.active


@pytest.mark.parametrize(
    ("state", "count"), [(counted(5, 9, 12, 13, active=True), 9), (counted(5), 0), (FloodState(), 0)]
)
def test_a_flood_that_is_known_or_told_of_nothing_changes_nothing(state, count):
    before = FloodState([*state.times_ns], state.active, state.since_ns, state.total)
    begin_as_told(state, position(), 40 * MS_NS, count)
    assert state == before


def test_a_flood_told_smaller_than_what_ends_one_ends_when_the_first_leaves():
    state = counted(5, 9)
    begin_as_told(state, position(9, 5), 9 * MS_NS, 2)
    assert end_ns(state, position(9, 5)) == 15 * MS_NS


def test_the_end_of_a_flood_as_told():
    state = counted(5, 9, 12, 13, active=True)
    end_as_told(state, position(), 19 * MS_NS)
    assert in_ms(state) == [12, 13]
    assert (state.active, state.total) == (False, 0)


def test_the_end_of_a_flood_that_is_not_known_changes_nothing():
    state = counted(5, 9)
    end_as_told(state, position(), 40 * MS_NS)
    assert state == counted(5, 9)
