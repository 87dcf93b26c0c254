"""First-out by source time, whatever the order of telling, with the clocks' uncertainty stated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.alarms.first_out import HELD, ONSETS_MAX, FirstOut, FirstOutState, Onset, answer, begin, end

MS_NS = 1_000_000
onsets = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), min_size=1, max_size=8).map(
    lambda pairs: [Onset(at * MS_NS, alarm, unsure) for alarm, (at, unsure) in enumerate(pairs)]
)


@given(onsets, st.randoms(use_true_random=False))
def test_the_answer_is_by_stamp_not_by_arrival(told, chance):
    shuffled = told[:]
    chance.shuffle(shuffled)
    state = FirstOutState()
    for onset in shuffled:
        begin(state, onset)
    first = min(shuffled, key=lambda onset: onset.at_ns)
    tied = [
        onset.alarm
        for onset in sorted(shuffled, key=lambda onset: onset.at_ns)
        if onset is not first
        and onset.at_ns - first.at_ns <= (onset.uncertainty_ms + first.uncertainty_ms) * MS_NS
    ]
    known = answer(state)
    assert (known.first, known.tied) == (first, tuple(tied))


def test_only_a_new_answer_is_told():
    state = FirstOutState()
    assert begin(state, Onset(5 * MS_NS, 1, 0)).first.alarm == 1
    assert begin(state, Onset(9 * MS_NS, 2, 0)) is None
    assert begin(state, Onset(3 * MS_NS, 3, 0)).first.alarm == 3


def test_an_episode_lasts_until_none_is_active():
    state = FirstOutState()
    begin(state, Onset(5, 1, 0))
    begin(state, Onset(9, 2, 0))
    assert end(state, 1) is None and answer(state).first.alarm == 1
    assert begin(state, Onset(20, 1, 0)) is None
    assert end(state, 2) is None and end(state, 1).first is None
    assert begin(state, Onset(30, 2, 0)).first.alarm == 2


def test_an_alarm_that_was_never_active_ends_nothing():
    assert end(FirstOutState(), 4) is None


def test_a_group_of_any_size_stays_small():
    state = FirstOutState()
    for alarm in range(10 * ONSETS_MAX):
        begin(state, Onset((10_000 - alarm) * MS_NS, alarm, 1))
    assert len(state.onsets) == ONSETS_MAX and answer(state).first.alarm == 10 * ONSETS_MAX - 1


def test_equal_stamps_are_a_tie_and_the_one_told_first_stays_first():
    state = FirstOutState()
    begin(state, Onset(5, 9, 0))
    assert begin(state, Onset(5, 2, 0)) == answer(state)
    assert (answer(state).first.alarm, answer(state).tied) == (9, (2,))


def test_active_latched_and_waiting_alarms_are_held_and_nothing_else_holds_one():
    """1 active, 2 waits, 4 latched; 8 to 128 are overrides and silence."""
    assert [bool(1 << bit & HELD) for bit in range(8)] == [True] * 3 + [False] * 5


def test_sixty_four_onsets_are_remembered():
    state = FirstOutState()
    for alarm in range(80):
        begin(state, Onset(alarm, alarm, 0))
    assert [onset.alarm for onset in state.onsets] == list(range(64))


def test_an_alarm_that_becomes_active_twice_is_held_once_and_tied_with_none():
    state = FirstOutState()
    begin(state, Onset(5, 1, 10))
    assert begin(state, Onset(6, 1, 10)) is None
    assert answer(state).tied == ()
    assert end(state, 1).first is None


def test_a_tie_is_decided_to_the_nanosecond():
    for later_ns, tied in ((2 * MS_NS, (2,)), (2 * MS_NS + 1, ())):
        state = FirstOutState()
        begin(state, Onset(0, 1, 1))
        begin(state, Onset(later_ns, 2, 1))
        assert answer(state).tied == tied


def test_how_far_the_first_stamp_may_be_off_and_nothing_at_rest():
    assert FirstOut(Onset(5, 1, 7)).uncertainty_ms == 7
    assert FirstOut(None).uncertainty_ms == 0


def test_an_answer_given_does_not_change():
    known = FirstOut(Onset(5, 1, 7))
    with pytest.raises(AttributeError):
        known.first = None
    with pytest.raises(AttributeError):
        known.first.at_ns = 6
