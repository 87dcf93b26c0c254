"""Trees as arrays of instructions for a stack machine, which a compiled kernel works off.

An instruction takes ``count`` entries off the stack and puts one answer on it; there are no jumps, so every
program ends after as many steps as it has instructions. ``rate`` and ``stuck`` keep what they remember in
rows of a table of their own (``MEMORY``), one row for each place where they are written.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from wakeful.alarms.expression.names import unknown_tag
from wakeful.alarms.expression.parser import PARTS_MAX
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


class Operation(IntEnum):
    """What an instruction does. Never stored: programs are compiled anew at every start."""

    NUMBER = 0
    TAG = 1
    TAG_IS = 2
    TAG_IS_NOT = 3
    BAD = 4
    ACTIVE = 5
    RATE = 6
    STUCK = 7
    NEGATE = 8
    ABSOLUTE = 9
    ADD = 10
    SUBTRACT = 11
    MULTIPLY = 12
    DIVIDE = 13
    LESS = 14
    LESS_EQUAL = 15
    GREATER = 16
    GREATER_EQUAL = 17
    EQUAL = 18
    NOT_EQUAL = 19
    MINIMUM = 20
    MAXIMUM = 21
    NOT = 22
    VOTE = 23
    """At least ``index`` of ``count`` truths: ``and`` needs all of them, ``or`` one."""
    IF = 24


INSTRUCTION = np.dtype(
    [
        ("number", np.float64),  # constant, state, time constant [s] or tolerance [EU]
        ("operation", np.int32),
        ("index", np.int32),  # of a tag or of an alarm's row; how many truths a vote needs
        ("count", np.int32),  # entries it takes off the stack
        ("slot", np.int32),  # row of MEMORY within the program
    ]
)

STACK_SIZE = PARTS_MAX + 2
"""Entries of the stacks given to ``evaluate``, and most instructions of a program: each puts one there. A
deviation has two more than the text of its reference: its tag and the minus."""

NEVER_NS = np.iinfo(np.int64).min
"""Time of the last sample of a memory that has used none."""

MEMORY = np.dtype(
    [
        ("time_ns", np.int64),  # of the last sample used
        ("level", np.float64),  # rate: what the filter holds; stuck: what the tag has not moved from [EU]
        ("doubt", np.float64),  # share of ``level`` that rests on doubtful samples or on the start, 0 to 1
        ("result", np.float64),  # the answer at the last sample used
        ("trust", np.int64),  # and how far it could be trusted
    ]
)
"""What ``rate`` and ``stuck`` remember. Words only, no gaps: checkpoints compare as bytes."""

_ARITHMETIC = {
    "+": Operation.ADD,
    "-": Operation.SUBTRACT,
    "*": Operation.MULTIPLY,
    "/": Operation.DIVIDE,
}
_COMPARISONS = {
    "<": Operation.LESS,
    "<=": Operation.LESS_EQUAL,
    ">": Operation.GREATER,
    ">=": Operation.GREATER_EQUAL,
    "=": Operation.EQUAL,
    "!=": Operation.NOT_EQUAL,
}
_STATES_SHOWN_MAX = 8


class Programs(NamedTuple):
    """P programs: that of expression p is ``code[first[p] : first[p + 1]]``, and its memory the rows of
    ``MEMORY`` from ``memory_first[p]`` to ``memory_first[p + 1]``.

    code (L,) INSTRUCTION; first, memory_first (P+1,) int32.
    """

    code: np.ndarray
    first: np.ndarray
    memory_first: np.ndarray


class _Names(NamedTuple):
    """Where the names of an expression are found."""

    tag_index: Mapping[str, int]
    row_of_alarm: Mapping[str, int]
    states: Mapping[str, tuple[str, ...]]


def is_stateful(node: Node) -> bool:
    """Whether its answer depends on earlier samples too, so that it must be worked out at each one."""
    return any(isinstance(part, Rate | Stuck) for part in walk(node))


def compile_programs(
    nodes: Sequence[Node],
    tag_index: Mapping[str, int],
    row_of_alarm: Mapping[str, int],
    states: Mapping[str, tuple[str, ...]],
) -> Programs:
    """Programs of trees, in their order.

    Parameters
    ----------
    nodes : P trees.
    tag_index : column of each tag, by name.
    row_of_alarm : row of each alarm in the table that ``evaluate`` is given, by name.
    states : names of the states of each discrete tag, by value; other tags may be absent or empty.

    Raises
    ------
    ExpressionError for a tag, an alarm or a state that does not exist, and for more than ``STACK_SIZE``
    instructions.
    """
    names = _Names(tag_index, row_of_alarm, states)
    code: list[tuple[float, int, int, int, int]] = []
    first, memory_first = [0], [0]
    for node in nodes:
        slots = 0
        for part in walk(node):
            code.append(_instruction(part, slots, names))
            slots += isinstance(part, Rate | Stuck)
        if len(code) - first[-1] > STACK_SIZE:
            message = f"the condition has {len(code) - first[-1]} parts, at most {STACK_SIZE} are allowed"
            raise ExpressionError(message, node.column)
        first.append(len(code))
        memory_first.append(memory_first[-1] + slots)
    return Programs(np.array(code, INSTRUCTION), np.array(first, np.int32), np.array(memory_first, np.int32))


def new_memory(programs: Programs) -> np.ndarray:
    """(M,) MEMORY before the first sample: all answers unknown."""
    memory = np.zeros(int(programs.memory_first[-1]), MEMORY)
    memory["time_ns"] = NEVER_NS
    memory["trust"] = 2  # evaluate.UNKNOWN; evaluate builds on this module
    return memory


def _instruction(node: Node, slot: int, names: _Names) -> tuple[float, int, int, int, int]:
    """number, operation, index, count, slot of one node."""
    count = len(node.children)
    match node:
        case Number(value):
            return value, Operation.NUMBER, 0, 0, 0
        case TagNode(tag):
            return 0.0, Operation.TAG, _tag(tag, node, names), 0, 0
        case StateIs(tag, state, negated):
            index = _tag(tag, node, names)
            operation = Operation.TAG_IS_NOT if negated else Operation.TAG_IS
            return _state(tag, state, node, names), operation, index, 0, 0
        case Bad(tag):
            return 0.0, Operation.BAD, _tag(tag, node, names), 0, 0
        case Active(alarm):
            return 0.0, Operation.ACTIVE, _row(alarm, node, names), 0, 0
        case Rate(tag, window_ms):
            return window_ms / 1_000, Operation.RATE, _tag(tag, node, names), 0, slot
        case Stuck(tag, tolerance_eu):
            return tolerance_eu, Operation.STUCK, _tag(tag, node, names), 0, slot
        case AtLeast(needed):
            return 0.0, Operation.VOTE, needed, count, 0
        case Junction(word):
            return 0.0, Operation.VOTE, count if word == "and" else 1, count, 0
        case _:
            return 0.0, _plain_operation(node), 0, count, 0


def _plain_operation(node: Node) -> Operation:
    """The operation of a node that consists of its children alone."""
    match node:
        case Arithmetic(operator):
            return _ARITHMETIC[operator]
        case Comparison(operator):
            return _COMPARISONS[operator]
        case Extreme(function):
            return Operation.MINIMUM if function == "min" else Operation.MAXIMUM
        case Negation():
            return Operation.NEGATE
        case Absolute():
            return Operation.ABSOLUTE
        case Not():
            return Operation.NOT
        case If():
            return Operation.IF
    raise AssertionError(f"a form without an instruction: {node!r}")


def _tag(tag: str, node: Node, names: _Names) -> int:
    if tag not in names.tag_index:
        raise ExpressionError(unknown_tag(tag, names.tag_index), node.column)
    return names.tag_index[tag]


def _row(alarm: str, node: Node, names: _Names) -> int:
    if alarm not in names.row_of_alarm:
        message = f"no alarm is named {alarm!r}: active() takes the name of an alarm, not of a tag"
        raise ExpressionError(message, node.column)
    return names.row_of_alarm[alarm]


def _state(tag: str, state: str, node: Node, names: _Names) -> int:
    known = names.states.get(tag, ())
    if state in known:
        return known.index(state)
    if not known:
        message = f"{tag} has no states with names: compare it with a number, or put a tag's name in ( and )"
        raise ExpressionError(message, node.column)
    raise ExpressionError(f"{tag} has no state {state!r}, only {_listed(known)}", node.column)


def _listed(states: Iterable[str]) -> str:
    quoted = [repr(state) for state in states]
    more = ["..."] if len(quoted) > _STATES_SHOWN_MAX else []
    return ", ".join(quoted[:_STATES_SHOWN_MAX] + more)
