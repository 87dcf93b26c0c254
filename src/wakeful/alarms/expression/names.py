"""What a tree says about itself: the tags and alarms it names, and whether it is a truth or a number."""

from collections.abc import Container

from wakeful.alarms.expression.syntax import (
    Active,
    AtLeast,
    Bad,
    Comparison,
    If,
    Junction,
    Node,
    Not,
    Rate,
    StateIs,
    Stuck,
    TagNode,
    walk,
)

_TRUTHS = (StateIs, Bad, Active, Stuck, Comparison, Not, Junction, AtLeast)


def tags_of(node: Node) -> tuple[str, ...]:
    """Names of the tags it reads, each once, in order of first use."""
    named = (part.tag for part in walk(node) if isinstance(part, TagNode | StateIs | Bad | Rate | Stuck))
    return tuple(dict.fromkeys(named))


def alarms_of(node: Node) -> tuple[str, ...]:
    """Names of the alarms whose condition it asks for, each once, in order of first use."""
    return tuple(dict.fromkeys(part.alarm for part in walk(node) if isinstance(part, Active)))


def is_truth(node: Node) -> bool:
    """Whether its answer is a truth value; otherwise it is a number."""
    while isinstance(node, If):
        node = node.when_true
    return isinstance(node, _TRUTHS)


def unknown_tag(name: str, known: Container[str]) -> str:
    """The message for a name that is no tag; says so when a sign inside it was probably meant to calculate.

    Parameters
    ----------
    name : the name as the expression has it.
    known : the names of all tags.
    """
    for place, sign in enumerate(name):
        left, right = name[:place], name[place + 1 :]
        if sign in "-/" and left in known and (right in known or right.replace(".", "", 1).isdecimal()):
            return f"no tag is named {name!r}: to calculate with it write blanks, {left} {sign} {right}"
    return f"no tag is named {name!r}: check the spelling, also of capitals"
