"""Equipment that can be operated, and the controls it offers."""

from enum import Enum

import msgspec


class ControlKind(Enum):
    """SWITCH takes the value of one of its labels; ANALOGUE a number in a range; MODE is AUTO or MANUAL."""

    SWITCH = "switch"
    ANALOGUE = "analogue"
    MODE = "mode"


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """One thing about a piece of equipment that can be commanded.

    ``labels`` name the values 0, 1, 2, ... of a SWITCH ("stop", "start") or MODE ("AUTO", "MANUAL").
    ``feedback_tag`` shows what the plant did about it. Where ``needs_manual`` is set the command is
    refused while the equipment's MODE control is in AUTO.
    """

    name: str
    kind: ControlKind
    feedback_tag: str
    labels: tuple[str, ...] = ()
    low_eu: float = 0.0
    high_eu: float = 1.0
    unit: str = ""
    needs_manual: bool = False


class Equipment(msgspec.Struct, frozen=True, kw_only=True):
    """A pump, valve, controller or drive. ``kind`` is a plain word used for its symbol."""

    name: str
    system: str
    source: str
    kind: str
    description: str = ""
    controls: tuple[Control, ...] = ()
    tags: tuple[str, ...] = ()
    """Tags that belong beside it on the console."""
