"""The watched part of a period, against looking at every instant."""

from hypothesis import given
from hypothesis import strategies as st

from wakeful.alarms.load.watch import Watch, watch_of

instants = st.integers(0, 40)
stretches = st.tuples(instants, instants)


def is_dark(at, known, silences):
    return not known[0] <= at < known[1] or any(begin <= at < end for begin, end in silences)


@given(instants, st.integers(1, 20), stretches, st.lists(stretches, max_size=6))
def test_it_is_what_every_instant_says(begin, length, known, silences):
    watch = watch_of(begin, begin + length, known, silences)
    lit = [at for at in range(begin, begin + length) if not is_dark(at, known, silences)]
    assert watch.covered_ns == len(lit)
    every = range(begin, begin + length + 1)
    assert watch.watched_before(every) == [sum(other < at for other in lit) for at in every]
    edges = [edge for gap in watch.gaps for edge in gap]
    assert edges == sorted(set(edges)), "apart, rising, none empty"


def test_without_gaps_all_of_it_is_watched():
    assert watch_of(5, 9, (0, 100), ()) == Watch(5, 9, ())
    assert watch_of(5, 9, (5, 9), [(0, 5), (9, 12), (7, 7)]).covered_ns == 4
