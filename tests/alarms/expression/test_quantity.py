"""The expression behind each kind of condition."""

import pytest

from wakeful.alarms.expression.names import is_truth
from wakeful.alarms.expression.parser import WINDOW_MS_MAX
from wakeful.alarms.expression.quantity import condition_of, judged_as_truth, quantity_of
from wakeful.alarms.expression.syntax import ExpressionError
from wakeful.alarms.expression.text import text_of
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority


def alarm(kind, **fields):
    return AlarmDefinition(name="X", tag="LT 1", kind=kind, priority=Priority.LOW, **fields)


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        (ConditionKind.DEVIATION_HIGH, {"expression": "LT-1.SP"}, '"LT 1" - LT-1.SP'),
        (ConditionKind.DEVIATION_LOW, {"expression": "A + B"}, '"LT 1" - (A + B)'),
        (ConditionKind.RATE_HIGH, {"window_ms": 60_000}, 'rate("LT 1", 1 min)'),
        (ConditionKind.RATE_LOW, {"window_ms": 1}, 'rate("LT 1", 1 ms)'),
        (ConditionKind.RATE_LOW, {"window_ms": WINDOW_MS_MAX}, 'rate("LT 1", 720 h)'),
        (ConditionKind.DISCRETE, {"limit_eu": 2.0}, '"LT 1" = 2'),
        (ConditionKind.STUCK, {"limit_eu": 0.5}, 'stuck("LT 1", 0.5)'),
        (ConditionKind.STUCK, {"limit_eu": 0.0}, 'stuck("LT 1", 0)'),
        (ConditionKind.EXPRESSION, {"expression": "A>1"}, "A > 1"),
    ],
)
def test_what_is_judged(kind, fields, expected):
    node = quantity_of(alarm(kind, **fields))
    assert text_of(node) == expected
    assert is_truth(node) == judged_as_truth(kind)


@pytest.mark.parametrize(
    "kind",
    [
        ConditionKind.HIGH_HIGH,
        ConditionKind.HIGH,
        ConditionKind.LOW,
        ConditionKind.LOW_LOW,
        ConditionKind.INPUT_BAD,
    ],
)
def test_what_is_judged_on_the_tag_itself(kind):
    assert quantity_of(alarm(kind, limit_eu=1.0, expression="anything")) is None
    assert not judged_as_truth(kind)


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (ConditionKind.DEVIATION_HIGH, {}, "a deviation needs its reference"),
        (ConditionKind.DEVIATION_LOW, {"expression": "  "}, "a deviation needs its reference"),
        (ConditionKind.DEVIATION_HIGH, {"expression": "A > 1"}, "the reference of a deviation is a number"),
        (ConditionKind.RATE_HIGH, {}, "a rate needs the time constant of its filter"),
        (
            ConditionKind.RATE_LOW,
            {"window_ms": WINDOW_MS_MAX + 1},
            "a rate needs the time constant of its filter",
        ),
        (ConditionKind.STUCK, {"limit_eu": -0.1}, "is 0 or more"),
        (ConditionKind.EXPRESSION, {}, "the expression is empty"),
        (ConditionKind.EXPRESSION, {"expression": "A + 1"}, "this is a number, not a condition"),
        (ConditionKind.EXPRESSION, {"expression": "1 > 2"}, "it could never change"),
    ],
)
def test_what_cannot_be_judged(kind, fields, message):
    with pytest.raises(ExpressionError, match=message) as refusal:
        quantity_of(alarm(kind, **fields))
    assert refusal.value.column == 1


def test_a_condition_may_depend_on_alarms_alone():
    assert text_of(condition_of("active(X)")) == "active(X)"
