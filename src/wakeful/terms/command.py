"""Commands: what a person (or, later, automation) asks for. Imperative names.

Identity is put in by the server from the session, never taken from the message.
"""

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """Who: a name and the role of the session, both known to the server."""

    name: str
    role: str


class Acknowledge(msgspec.Struct, frozen=True, kw_only=True, tag="acknowledge"):
    """The person has seen this occurrence of this alarm, at this revision."""

    id: str
    actor: Actor
    at_ns: int
    alarm: str
    occurrence: int
    revision: int


class Operate(msgspec.Struct, frozen=True, kw_only=True, tag="operate"):
    """Set one control of one piece of equipment."""

    id: str
    actor: Actor
    at_ns: int
    equipment: str
    control: str
    value: float
    reason: str = ""


class Disturb(msgspec.Struct, frozen=True, kw_only=True, tag="disturb"):
    """Start (or, with ``active`` false, end) a fault of a simulated plant or of one of its instruments."""

    id: str
    actor: Actor
    at_ns: int
    source: str
    fault: str
    target: str = ""
    severity: float = 1.0
    active: bool = True


Command = Acknowledge | Operate | Disturb
