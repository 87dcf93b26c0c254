"""A flood by its definition: searched for instant by instant in the list of all annunciations."""

from hypothesis import given, settings
from hypothesis import strategies as st

from wakeful.alarms.flood import NEVER_NS, FloodState, annunciate, count_at, end_before, end_ns
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
