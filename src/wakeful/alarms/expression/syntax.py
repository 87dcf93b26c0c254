"""The tree of an expression: what can be said in the language, one class for each form.

Every node knows the column at which it begins in its text, for messages; two trees are equal when they say
the same, wherever it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property


class ExpressionError(ValueError):
    """The text is not a condition: one sentence on what is wrong and what would be right, and where.

    ``column`` counts characters from 1.
    """

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"column {column}: {message}")
        self.message = message
        self.column = column


@dataclass(frozen=True)
class Node:
    """What all forms have."""

    column: int = field(default=1, compare=False, kw_only=True)

    @cached_property
    def children(self) -> tuple["Node", ...]:
        """The expressions it is made of, in their order."""
        found: list[Node] = []
        for value in vars(self).values():
            members = value if isinstance(value, tuple) else (value,)
            found += [member for member in members if isinstance(member, Node)]
        return tuple(found)


@dataclass(frozen=True)
class Number(Node):
    """A number as written."""

    value: float


@dataclass(frozen=True)
class TagNode(Node):
    """The present value of a tag."""

    tag: str


@dataclass(frozen=True)
class StateIs(Node):
    """Truth: a discrete tag is (or, with ``negated``, is not) in the state of this name."""

    tag: str
    state: str
    negated: bool = False


@dataclass(frozen=True)
class Bad(Node):
    """Truth: the input of a tag is bad or lost."""

    tag: str


@dataclass(frozen=True)
class Active(Node):
    """Truth: the condition of another alarm is active."""

    alarm: str


@dataclass(frozen=True)
class Rate(Node):
    """Rate of change of a tag [EU/s] through a filter with this time constant."""

    tag: str
    window_ms: int


@dataclass(frozen=True)
class Stuck(Node):
    """Truth: a tag has not moved by more than this."""

    tag: str
    tolerance_eu: float


@dataclass(frozen=True)
class Negation(Node):
    """Minus a number."""

    operand: Node


@dataclass(frozen=True)
class Absolute(Node):
    """A number without its sign."""

    operand: Node


@dataclass(frozen=True)
class Arithmetic(Node):
    """Two numbers and one of ``+ - * /``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Comparison(Node):
    """Truth: two numbers and one of ``< <= > >= = !=``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Extreme(Node):
    """The least (``min``) or greatest (``max``) of two or more numbers."""

    function: str
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """Truth: the contrary of a truth."""

    operand: Node


@dataclass(frozen=True)
class Junction(Node):
    """Truth: two or more truths joined by the same word, ``and`` or ``or``."""

    word: str
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class AtLeast(Node):
    """Truth: so many of these truths hold."""

    needed: int
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class If(Node):
    """One of two expressions of the same kind, by a condition."""

    condition: Node
    when_true: Node
    when_false: Node


def walk(node: Node) -> Iterator[Node]:
    """Every node of a tree, each after its children: the order in which it is worked out."""
    waiting: list[tuple[Node, bool]] = [(node, False)]
    while waiting:
        current, is_opened = waiting.pop()
        children = () if is_opened else current.children
        if children:
            waiting.append((current, True))
            waiting.extend((child, False) for child in reversed(children))
        else:
            yield current
