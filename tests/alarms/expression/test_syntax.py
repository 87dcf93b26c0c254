"""The tree: equal when it says the same, walked in the order in which it is worked out."""

import pytest

from wakeful.alarms.expression.syntax import (
    Arithmetic,
    ExpressionError,
    If,
    Junction,
    Negation,
    Number,
    TagNode,
    walk,
)


def test_where_a_tree_stands_does_not_matter():
    assert TagNode("A", column=3) == TagNode("A", column=7) == TagNode("A")
    assert TagNode("A").column == 1
    assert hash(TagNode("A", column=3)) == hash(TagNode("A", column=7))
    assert Negation(TagNode("A")) != Negation(TagNode("B"))
    assert Negation(Number(1.0)) != Number(1.0)


def test_children_stand_in_their_order():
    a, b, c = TagNode("A"), TagNode("B"), TagNode("C")
    assert If(a, b, c).children == Junction("and", (a, b, c)).children == (a, b, c)
    assert a.children == ()


def test_a_walk_meets_children_before_their_parent():
    product = Arithmetic("*", TagNode("A"), TagNode("A"))
    tree = Arithmetic("-", product, Number(1.0))
    assert list(walk(tree)) == [TagNode("A"), TagNode("A"), product, Number(1.0), tree]


def test_a_walk_has_no_depth_it_cannot_go():
    tree = TagNode("A")
    for _ in range(10_000):
        tree = Negation(tree)
    assert sum(1 for _ in walk(tree)) == 10_001


def test_an_error_says_where():
    with pytest.raises(ValueError, match=r"^column 4: wrong$") as refusal:
        raise ExpressionError("wrong", 4)
    assert (refusal.value.message, refusal.value.column) == ("wrong", 4)
