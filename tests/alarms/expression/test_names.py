"""What a tree names, and whether it is a truth."""

import pytest
from hypothesis import given

from tests.alarms.expression.trees import numbers, truths
from wakeful.alarms.expression.names import alarms_of, is_truth, tags_of, unknown_tag
from wakeful.alarms.expression.parser import parse


def test_names_come_once_in_order_of_first_use():
    node = parse(
        "B > A and active(Y) or stuck(C, 1) and bad(A) and active(X) and D = 'on' and rate(E, 1 s) > B"
    )
    assert tags_of(node) == ("B", "A", "C", "D", "E")
    assert alarms_of(node) == ("Y", "X")
    assert tags_of(parse("active(X)")) == alarms_of(parse("A > 1")) == ()


@given(truths(3))
def test_truths_are_truths(node):
    assert is_truth(node)


@given(numbers(3))
def test_numbers_are_no_truths(node):
    assert not is_truth(node)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A-B", "no tag is named 'A-B': to calculate with it write blanks, A - B"),
        ("A-B/2.5", "no tag is named 'A-B/2.5': check the spelling, also of capitals"),
        ("A/2.5", "no tag is named 'A/2.5': to calculate with it write blanks, A / 2.5"),
        ("FT-1-B", "no tag is named 'FT-1-B': to calculate with it write blanks, FT-1 - B"),
        ("a", "no tag is named 'a': check the spelling, also of capitals"),
        ("A.B", "no tag is named 'A.B': check the spelling, also of capitals"),
        ("A-C", "no tag is named 'A-C': check the spelling, also of capitals"),
    ],
)
def test_a_name_that_is_no_tag(name, expected):
    assert unknown_tag(name, {"A": 0, "B": 1, "FT-1": 2}) == expected
