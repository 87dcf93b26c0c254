"""What an alarm judges: the expression behind each kind of condition.

Limits of a tag's own value, and its bad input, are judged directly on the tag and have none.
"""

from wakeful.alarms.expression.names import alarms_of, is_truth, tags_of
from wakeful.alarms.expression.parser import WINDOW_MS_MAX, parse
from wakeful.alarms.expression.syntax import (
    Arithmetic,
    Comparison,
    ExpressionError,
    Node,
    Number,
    Rate,
    Stuck,
    TagNode,
)
from wakeful.terms.alarm import AlarmDefinition, ConditionKind

_AS_TRUTH = (ConditionKind.DISCRETE, ConditionKind.STUCK, ConditionKind.EXPRESSION)


def judged_as_truth(kind: ConditionKind) -> bool:
    """Whether ``quantity_of`` such an alarm is itself the condition, and not a number to hold against the
    limit.
    """
    return kind in _AS_TRUTH


def quantity_of(definition: AlarmDefinition) -> Node | None:
    """The expression that an alarm judges, or None where it judges its tag directly.

    A number [EU] for deviations and rates ([EU/s]), a truth for the kinds of ``judged_as_truth``. Raises
    ExpressionError, with the column in ``definition.expression``, when the alarm's text is none.
    """
    match definition.kind:
        case ConditionKind.DEVIATION_HIGH | ConditionKind.DEVIATION_LOW:
            return Arithmetic("-", TagNode(definition.tag), reference_of(definition.expression))
        case ConditionKind.RATE_HIGH | ConditionKind.RATE_LOW:
            if not 1 <= definition.window_ms <= WINDOW_MS_MAX:
                raise ExpressionError("a rate needs the time constant of its filter, from 1 ms to 720 h", 1)
            return Rate(definition.tag, definition.window_ms)
        case ConditionKind.DISCRETE:
            return Comparison("=", TagNode(definition.tag), Number(definition.limit_eu))
        case ConditionKind.STUCK:
            if definition.limit_eu < 0:
                raise ExpressionError("the movement that a stuck tag lacks is 0 or more", 1)
            return Stuck(definition.tag, definition.limit_eu)
        case ConditionKind.EXPRESSION:
            return condition_of(definition.expression)
    return None


def condition_of(text: str) -> Node:
    """The tree of a text that is a condition: a truth which depends on a tag or an alarm.

    Raises ExpressionError for any other text.
    """
    node = parse(text)
    if not is_truth(node):
        raise ExpressionError("this is a number, not a condition: compare it, as in A > 0", 1)
    if not tags_of(node) and not alarms_of(node):
        raise ExpressionError("this names no tag and no alarm, so it could never change", 1)
    return node


def reference_of(text: str) -> Node:
    """The tree of what a deviation is measured from: a number. Raises ExpressionError for any other text."""
    if not text.strip():
        raise ExpressionError("a deviation needs its reference: a set point's tag, or a calculation", 1)
    node = parse(text)
    if is_truth(node):
        raise ExpressionError("the reference of a deviation is a number, and this is a condition", 1)
    return node
