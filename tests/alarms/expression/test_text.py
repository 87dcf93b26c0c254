"""Normal text: whatever the tree, its text parses to the same tree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alarms.expression.trees import nodes
from wakeful.alarms.expression import syntax
from wakeful.alarms.expression.parser import parse
from wakeful.alarms.expression.text import text_of

names = st.text(st.characters(codec="utf-8", exclude_characters='"'), min_size=1, max_size=100).filter(
    str.strip
)


@settings(max_examples=500)
@given(nodes(4))
def test_the_text_of_a_tree_parses_to_the_tree(node):
    text = text_of(node)
    assert parse(text) == node
    assert text_of(parse(text)) == text


@given(names, names, st.integers(1, 30 * 86_400_000), st.floats(0, allow_infinity=False))
def test_whatever_the_names_and_numbers(name, state, window_ms, tolerance_eu):
    parts = (
        syntax.Active(name),
        syntax.StateIs(name, state),
        syntax.Comparison("=", syntax.TagNode(name), syntax.TagNode(state)),
        syntax.Comparison(">", syntax.Rate(name, window_ms), syntax.TagNode(name)),
        syntax.Stuck(name, tolerance_eu),
        syntax.Bad(name),
    )
    node = syntax.Junction("or", parts)
    assert parse(text_of(node)) == node


@pytest.mark.parametrize(
    ("window_ms", "expected"),
    [
        (1, "1 ms"),
        (1_500, "1500 ms"),
        (2_000, "2 s"),
        (90_000, "90 s"),
        (120_000, "2 min"),
        (7_200_000, "2 h"),
    ],
)
def test_durations_are_written_in_their_largest_whole_unit(window_ms, expected):
    assert text_of(syntax.Rate("A", window_ms)) == f"rate(A, {expected})"


def test_a_name_with_a_quote_is_set_in_the_other():
    assert text_of(syntax.Bad('3" line')) == "bad('3\" line')"
    assert parse("bad('3\" line')") == syntax.Bad('3" line')


def test_a_form_without_a_text_is_our_own_mistake():
    with pytest.raises(AssertionError, match="a form without a text"):
        text_of(syntax.Node())
