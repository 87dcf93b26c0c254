"""Words to tree, by operator precedence, with every type checked on the way.

From loosest to tightest: ``or``, ``and``, ``not``, comparisons (which do not chain), ``+ -``, ``* /``, unary
minus. Method: V. R. Pratt, Top down operator precedence, POPL 1973.
"""

import math

from wakeful.alarms.expression.names import is_truth
from wakeful.alarms.expression.syntax import (
    Absolute,
    Active,
    Arithmetic,
    AtLeast,
    Bad,
    Comparison,
    ExpressionError,
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
    walk,
)
from wakeful.alarms.expression.tokens import Token, tokens_of

DEPTH_MAX = 50
"""How deep parentheses, functions and signs may be nested."""
PARTS_MAX = 500
"""How many numbers, names, signs and functions one expression may have: one instruction each."""
WINDOW_MS_MAX = 30 * 86_400_000
"""Longest duration that can be written."""

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT = 1, 2, 3, 4, 5, 6
_LEVELS = {
    **{"or": _OR, "and": _AND, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT},
    **dict.fromkeys(("<", "<=", ">", ">=", "=", "!="), _COMPARE),
}
_WORDS = ("and", "or", "not")
_UNITS_MS = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000}
_USAGE = {
    "abs": "abs(NUMBER)",
    "min": "min(NUMBER, NUMBER, ...)",
    "max": "max(NUMBER, NUMBER, ...)",
    "if": "if(CONDITION, A, B)",
    "at_least": "at_least(2, CONDITION, CONDITION, CONDITION)",
    "rate": "rate(TAG, 60 s)",
    "stuck": "stuck(TAG, 0.5)",
    "bad": "bad(TAG)",
    "active": "active(ALARM)",
}
"""The functions, each as it is written."""


def parse(text: str) -> Node:
    """The tree of an expression.

    Raises ExpressionError, whose message is one sentence, for whatever is not one: signs and words out of
    place, truths where numbers belong and numbers where truths belong, and texts beyond ``CHARACTERS_MAX``,
    ``DEPTH_MAX`` or ``PARTS_MAX``. Whether the names exist is not known here.
    """
    parser = _Parser(tokens_of(text))
    node = parser.expression(0)
    parser.expect_end()
    parts = sum(1 for _ in walk(node))
    if parts > PARTS_MAX:
        raise ExpressionError(f"the expression has {parts} parts, at most {PARTS_MAX} are allowed", 1)
    return node


class _Parser:
    """A place in a list of tokens, and how deep in parentheses it is."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.token
        self.place += 1
        return token

    def is_sign(self, sign: str) -> bool:
        return self.token.kind == "sign" and self.token.text == sign

    def expect_sign(self, sign: str, why: str) -> None:
        if not self.is_sign(sign):
            raise ExpressionError(f"expected {sign!r} {why}, found {_shown(self.token)}", self.token.column)
        self.place += 1

    def expect_end(self) -> None:
        token, before = self.token, self.tokens[self.place - 1]
        if token.kind == "end":
            return
        if token.kind == "name" and token.joined and before.kind == "number":
            message = "a name that begins with a digit stands in quotes, and a number has no unit here"
            raise ExpressionError(f"'{before.text}{token.text}': {message}", before.column)
        if self.is_sign(")"):
            raise ExpressionError("this ')' closes nothing: remove it, or open a '(' before", token.column)
        if self.is_sign(","):
            message = "a comma parts the arguments of a function; the decimal sign is the point"
            raise ExpressionError(message, token.column)
        message = "expected an operator such as and, > or +, or the end"
        raise ExpressionError(f"{message}, found {_shown(token)}", token.column)

    def expression(self, floor: int) -> Node:
        """What stands here, as far as operators bind tighter than ``floor``."""
        node, before = self.operand(), 0
        while (level := _level_of(self.token)) > floor:
            if level == before == _COMPARE:
                message = "comparisons do not chain: write A < B and B < C"
                raise ExpressionError(message, self.token.column)
            node, before = self.joined(node, level), level
        return node

    def joined(self, left: Node, level: int) -> Node:
        """``left``, the operator that stands here, and what is right of it."""
        operator = self.take()
        if level in (_OR, _AND):
            return self.junction(left, level, operator)
        if level == _COMPARE:
            return self.comparison(left, operator)
        right = self.expression(level)
        for side, node in (("left", left), ("right", right)):
            if is_truth(node):
                message = f"{operator.text!r} calculates with numbers, but {side} of it stands a condition"
                raise ExpressionError(message, node.column)
        return Arithmetic(operator.text, left, right, column=left.column)

    def junction(self, left: Node, level: int, operator: Token) -> Node:
        word = operator.text.casefold()
        operands = [left, self.expression(level)]
        while _level_of(self.token) == level:
            self.place += 1
            operands.append(self.expression(level))
        for node in operands:
            _require_truth(node, f"'{word}' joins conditions")
        return Junction(word, tuple(operands), column=left.column)

    def comparison(self, left: Node, operator: Token) -> Node:
        sign = operator.text
        if sign in ("=", "!=") and isinstance(left, TagNode) and self.is_state():
            return StateIs(left.tag, self.take().text, sign == "!=", column=left.column)
        right = self.expression(_COMPARE)
        for side, node in (("left", left), ("right", right)):
            if is_truth(node):
                message = f"{sign!r} compares numbers, but {side} of it stands a condition"
                raise ExpressionError(f"{message}: join conditions with and, or, not", node.column)
        return Comparison(sign, left, right, column=left.column)

    def is_state(self) -> bool:
        """A quoted text that is all of the right side is the name of a state, not of a tag."""
        return self.token.kind == "quoted" and _level_of(self.tokens[self.place + 1]) <= _COMPARE

    def operand(self) -> Node:
        """A number, a name, a function, or something in parentheses, with the signs before it."""
        token = self.token
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise ExpressionError(f"nested deeper than {DEPTH_MAX} levels: make it simpler", token.column)
        node = self.nested_operand()
        self.depth -= 1
        return node

    def nested_operand(self) -> Node:
        token = self.take()
        word = token.text.casefold()
        if token.kind == "number":
            return Number(_number(token), column=token.column)
        if token.kind == "quoted":
            return TagNode(_name(token), column=token.column)
        if token.kind == "name" and word not in _WORDS:
            return self.function(token) if self.is_sign("(") else TagNode(token.text, column=token.column)
        if word == "not":
            operand = _require_truth(self.expression(_NOT), "'not' turns a condition round")
            return Not(operand, column=token.column)
        if word == "-":
            return _negated(self.operand(), token.column)
        if word == "(":
            node = self.expression(0)
            self.expect_sign(")", "to close the '(' before")
            return node
        if len(self.tokens) == 1:
            raise ExpressionError("the expression is empty: write a condition such as LEVEL > 5", 1)
        raise ExpressionError(f"expected a number, a name or a function, found {_shown(token)}", token.column)

    def function(self, name: Token) -> Node:
        """A function whose name has just been taken, with its arguments."""
        word, column = name.text.casefold(), name.column
        if word not in _USAGE:
            message = f"there is no function {name.text!r}, only {', '.join(_USAGE)}"
            raise ExpressionError(f"{message}; a name with parentheses stands in quotes", column)
        self.place += 1
        if word in ("rate", "stuck", "bad", "active"):
            node = self.function_of_name(word, column)
            self.expect_sign(")", f"to end {_USAGE[word]}")
            return node
        return self.at_least(column) if word == "at_least" else self.function_of_values(word, column)

    def function_of_name(self, word: str, column: int) -> Node:
        """``rate``, ``stuck``, ``bad`` and ``active``, which take a name."""
        token = self.take()
        if token.kind not in ("name", "quoted"):
            raise ExpressionError(
                f"{word}() takes a name, written {_USAGE[word]}, found {_shown(token)}", token.column
            )
        name = _name(token)
        if word in ("bad", "active"):
            return Bad(name, column=column) if word == "bad" else Active(name, column=column)
        self.expect_sign(",", f"after the name, as in {_USAGE[word]}")
        if word == "rate":
            return Rate(name, self.duration_ms(), column=column)
        token = self.take()
        if token.kind != "number":
            raise ExpressionError(
                f"the tolerance is a plain number of 0 or more, as in {_USAGE[word]}, found {_shown(token)}",
                token.column,
            )
        return Stuck(name, _number(token), column=column)

    def duration_ms(self) -> int:
        """A duration as it stands here: a number and its unit."""
        token, unit = self.take(), self.token
        if token.kind != "number" or unit.kind != "name" or unit.text not in _UNITS_MS:
            message = f"a duration is a number and one of {', '.join(_UNITS_MS)}, as in 60 s"
            raise ExpressionError(message, token.column)
        self.place += 1
        length_ms = _number(token) * _UNITS_MS[unit.text]
        if not 1 <= length_ms <= WINDOW_MS_MAX or length_ms != round(length_ms):
            message = "a duration is a whole number of milliseconds, from 1 ms to 720 h"
            raise ExpressionError(message, token.column)
        return round(length_ms)

    def at_least(self, column: int) -> Node:
        token = self.take()
        if token.kind != "number" or not token.text.isdecimal():
            message = f"at_least() begins with a plain count, as in {_USAGE['at_least']}"
            raise ExpressionError(f"{message}, found {_shown(token)}", token.column)
        self.expect_sign(",", f"after the count, as in {_USAGE['at_least']}")
        operands = self.arguments("at_least")
        for node in operands:
            _require_truth(node, "at_least() counts conditions")
        needed = _number(token)
        if not 1 <= needed <= len(operands):
            message = f"the count of at_least() is from 1 to {len(operands)}, the number of its conditions"
            raise ExpressionError(message, token.column)
        return AtLeast(int(needed), tuple(operands), column=column)

    def function_of_values(self, word: str, column: int) -> Node:
        """``abs``, ``min``, ``max`` and ``if``, which take expressions."""
        operands = self.arguments(word)
        fits = {"abs": len(operands) == 1, "if": len(operands) == 3}.get(word, len(operands) >= 2)
        if not fits:
            raise ExpressionError(f"{word}() is written {_USAGE[word]}, here it has {len(operands)}", column)
        if word == "if":
            return _choice(operands, column)
        for node in operands:
            if is_truth(node):
                raise ExpressionError(f"{word}() takes numbers, and this is a condition", node.column)
        if word == "abs":
            return Absolute(operands[0], column=column)
        return Extreme(word, tuple(operands), column=column)

    def arguments(self, word: str) -> list[Node]:
        """Expressions parted by commas, one at least, and the parenthesis that ends them."""
        found = [self.expression(0)]
        while self.is_sign(","):
            self.place += 1
            found.append(self.expression(0))
        self.expect_sign(")", f"to end {_USAGE[word]}")
        return found


def _level_of(token: Token) -> int:
    """How tightly a token binds as an operator, 0 for what is none."""
    if token.kind not in ("sign", "name"):
        return 0
    return _LEVELS.get(token.text.casefold(), 0)


def _require_truth(node: Node, why: str) -> Node:
    if not is_truth(node):
        raise ExpressionError(f"{why}, and this is a number: compare it, as in A > 0", node.column)
    return node


def _choice(operands: list[Node], column: int) -> Node:
    condition, when_true, when_false = operands
    _require_truth(condition, "if() begins with a condition")
    if is_truth(when_true) != is_truth(when_false):
        message = "both answers of if() are numbers or both are conditions, here they differ"
        raise ExpressionError(message, when_false.column)
    return If(condition, when_true, when_false, column=column)


def _negated(node: Node, column: int) -> Node:
    if is_truth(node):
        message = "a minus stands before numbers, and this is a condition: write not"
        raise ExpressionError(message, node.column)
    if isinstance(node, Number):
        return Number(-node.value, column=column)
    return Negation(node, column=column)


def _number(token: Token) -> float:
    value = float(token.text)
    if not math.isfinite(value):
        raise ExpressionError(f"{token.text} is too large for a number", token.column)
    return value


def _name(token: Token) -> str:
    if not token.text.strip():
        raise ExpressionError("there is no name between these quotes", token.column)
    return token.text


def _shown(token: Token) -> str:
    if token.kind == "end":
        return "the end"
    return repr(token.text)
