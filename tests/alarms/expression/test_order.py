"""Alarms come after those they need, and circles are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.alarms.expression.order import CircularExpression, evaluation_order

names = st.sampled_from("ABCDEFG")
graphs = st.dictionaries(names, st.lists(names, max_size=3))


@given(graphs)
def test_each_comes_after_what_it_needs_or_the_circle_is_one(dependencies):
    try:
        order = evaluation_order(dependencies)
    except CircularExpression as circle:
        following = (*circle.names[1:], circle.names[0])
        assert len(set(circle.names)) == len(circle.names)
        for name, needed in zip(circle.names, following, strict=True):
            assert needed in dependencies[name]
        return
    assert sorted(order) == sorted(dependencies)
    for place, name in enumerate(order):
        needed = set(dependencies[name]) & dependencies.keys()
        assert needed <= set(order[:place])


@given(st.permutations("ABCDEFG"))
def test_without_needs_the_order_stays(names):
    assert evaluation_order(dict.fromkeys(names, ())) == tuple(names)


def test_a_circle_is_told_in_order():
    with pytest.raises(CircularExpression) as refusal:
        evaluation_order({"X": ["A"], "A": ["B"], "B": ["Y", "C"], "C": ["A"]})
    assert refusal.value.names == ("A", "B", "C")
    assert str(refusal.value) == "A needs B, B needs C, C needs A: no condition can depend on itself"


def test_an_alarm_that_asks_for_itself_is_a_circle():
    with pytest.raises(CircularExpression, match=r"^A needs A: no condition"):
        evaluation_order({"A": ["A"]})


def circle_of(count):
    return {str(number): [str((number + 1) % count)] for number in range(count)}


def test_a_circle_of_ten_is_told_in_full():
    with pytest.raises(CircularExpression, match=r"^0 needs 1, .*, 8 needs 9, 9 needs 0: no condition"):
        evaluation_order(circle_of(10))


def test_a_long_circle_is_told_shortly():
    with pytest.raises(CircularExpression) as refusal:
        evaluation_order(circle_of(5_000))
    assert len(refusal.value.names) == 5_000
    assert "8 needs 9, and so on for 5000 alarms, 4999 needs 0:" in str(refusal.value)


def test_a_long_chain_is_no_matter():
    dependencies = {str(number): [str(number + 1)] for number in range(50_000)}
    assert evaluation_order(dependencies)[0] == "49999"


def test_many_ways_to_the_same_alarm_are_gone_once():
    """Each floor needs the next one twice: 2^200 ways lead to the last."""
    dependencies = {str(floor): [f"{floor}a", f"{floor}b"] for floor in range(200)}
    dependencies |= {f"{floor}{side}": [str(floor + 1)] for floor in range(200) for side in "ab"}
    assert len(evaluation_order(dependencies)) == 600
