"""First-out by source time, whatever the order of telling, with the clocks' uncertainty stated."""

from hypothesis import given
from hypothesis import strategies as st

from wakeful.alarms.first_out import ONSETS_MAX, FirstOutState, Onset, answer, begin, end

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
