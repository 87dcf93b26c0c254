"""Tree to text, in one normal form: what is shown to people, and what parses to the same tree again."""

import re

from wakeful.alarms.expression.syntax import (
    Absolute,
    Active,
    Arithmetic,
    AtLeast,
    Bad,
    Comparison,
    Extreme,
    If,
    Junction,
    Negation,
    Node,
    Not,
    Number,
    Rate,
    StateIs,
    Stuck,
    TagNode,
)

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _MINUS, _WHOLE = 1, 2, 3, 4, 5, 6, 7, 8
_BARE = re.compile(r"[^\W\d_]\w*(?:[.:#@/-]+\w+)*")
_UNITS_MS = {"h": 3_600_000, "min": 60_000, "s": 1_000}


def text_of(node: Node) -> str:
    """The normal text of a tree: no parenthesis, quote or blank too many, numbers and durations at their
    shortest.
    """
    return _written(node)[0]


def _written(node: Node) -> tuple[str, int]:
    """Text of a node and how tightly it holds together."""
    match node:
        case Number(value):
            return _number(value), _WHOLE
        case TagNode(tag):
            return _name(tag), _WHOLE
        case StateIs(tag, state, negated):
            return f"{_name(tag)} {'!=' if negated else '='} {_quoted(state)}", _COMPARE
        case Negation(operand):
            return f"-{_within(operand, _WHOLE)}", _MINUS
        case Not(operand):
            return f"not {_within(operand, _COMPARE)}", _NOT
        case Arithmetic(operator, left, right):
            level = _SUM if operator in "+-" else _PRODUCT
            return f"{_within(left, level)} {operator} {_within(right, level + 1)}", level
        case Comparison(operator, left, right):
            return f"{_within(left, _SUM)} {operator} {_right_side(operator, left, right)}", _COMPARE
        case Junction(word, operands):
            level = _OR if word == "or" else _AND
            return f" {word} ".join(_within(operand, level + 1) for operand in operands), level
        case _:
            return f"{_function(node)}", _WHOLE


def _function(node: Node) -> str:
    match node:
        case Absolute(operand):
            return f"abs({text_of(operand)})"
        case Extreme(function, operands):
            return f"{function}({', '.join(map(text_of, operands))})"
        case If(condition, when_true, when_false):
            return f"if({text_of(condition)}, {text_of(when_true)}, {text_of(when_false)})"
        case AtLeast(needed, operands):
            return f"at_least({needed}, {', '.join(map(text_of, operands))})"
        case Rate(tag, window_ms):
            return f"rate({_name(tag)}, {_duration(window_ms)})"
        case Stuck(tag, tolerance_eu):
            return f"stuck({_name(tag)}, {_number(tolerance_eu)})"
        case Bad(tag):
            return f"bad({_name(tag)})"
        case Active(alarm):
            return f"active({_name(alarm)})"
    raise AssertionError(f"a form without a text: {node!r}")


def _within(node: Node, floor: int) -> str:
    text, level = _written(node)
    return text if level >= floor else f"({text})"


def _right_side(operator: str, left: Node, right: Node) -> str:
    """A quoted tag that stands alone right of = would read as the name of a state."""
    text = _within(right, _SUM)
    is_taken_for_state = operator in ("=", "!=") and isinstance(left, TagNode) and isinstance(right, TagNode)
    return f"({text})" if is_taken_for_state and text[0] in "\"'" else text


def _number(value: float) -> str:
    return repr(value).removesuffix(".0")


def _name(name: str) -> str:
    is_bare = _BARE.fullmatch(name) and name.casefold() not in ("and", "or", "not")
    return name if is_bare else _quoted(name)


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'


def _duration(length_ms: int) -> str:
    for unit, unit_ms in _UNITS_MS.items():
        if length_ms % unit_ms == 0:
            return f"{length_ms // unit_ms} {unit}"
    return f"{length_ms} ms"
