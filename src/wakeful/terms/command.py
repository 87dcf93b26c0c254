"""Commands: what a person (or, later, automation) asks for. Imperative names.

Identity is put in by the server from the session, never taken from the message. A command about an alarm
quotes the occurrence and the revision its sender saw; whether that is still what the alarm shows is decided
when it arrives.
"""

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """Who: a name and the role of the session, both known to the server."""

    name: str
    role: str


class _OnAlarm(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    actor: Actor
    at_ns: int
    alarm: str
    occurrence: int
    revision: int


class Acknowledge(_OnAlarm, frozen=True, kw_only=True, tag="acknowledge"):
    """The person has seen this occurrence of this alarm, at this revision."""


class Reset(_OnAlarm, frozen=True, kw_only=True, tag="reset"):
    """Release the latch of an alarm that has returned to normal and been acknowledged."""


class Silence(_OnAlarm, frozen=True, kw_only=True, tag="silence"):
    """Stop the sound of this alarm at every console, and change nothing else."""


class Shelve(_OnAlarm, frozen=True, kw_only=True, tag="shelve"):
    """Take the alarm out of sight for a while; always with a reason and an end.

    ``one_shot``: only for the present active period, or the next one, and no longer than ``duration_ms``.
    """

    duration_ms: int
    reason: str
    one_shot: bool = False


class Unshelve(_OnAlarm, frozen=True, kw_only=True, tag="unshelve"):
    """Bring a shelved alarm back now."""


class RemoveFromService(_OnAlarm, frozen=True, kw_only=True, tag="remove_from_service"):
    """Take the alarm out of service for maintenance, until it is returned."""

    reason: str


class ReturnToService(_OnAlarm, frozen=True, kw_only=True, tag="return_to_service"):
    """Bring an alarm back that was out of service."""


class SetMode(msgspec.Struct, frozen=True, kw_only=True, tag="set_mode"):
    """Put a system into one of its operating modes. Refused where a tag decides the mode."""

    id: str
    actor: Actor
    at_ns: int
    system: str
    mode: str
    reason: str = ""


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


AlarmCommand = Acknowledge | Reset | Silence | Shelve | Unshelve | RemoveFromService | ReturnToService
"""Commands that are bound to what their sender saw of one alarm."""

Command = AlarmCommand | SetMode | Operate | Disturb
