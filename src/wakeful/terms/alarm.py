"""An alarm as it is configured: which tag, which condition, how urgent, what to do."""

from enum import Enum, IntEnum

import msgspec


class ConditionKind(IntEnum):
    """What is compared with what. The numbers are stored in checkpoints: append, never renumber."""

    HIGH_HIGH = 0
    HIGH = 1
    LOW = 2
    LOW_LOW = 3
    INPUT_BAD = 4
    """The tag's own input is bad, lost or never arrived."""


class Priority(IntEnum):
    """From rationalisation, most urgent first. OPC UA and EPICS severities are translated at the edge."""

    CRITICAL = 1
    HIGH = 2
    MEDIUM = 3
    LOW = 4


class ISAState(Enum):
    """Alarm states of ANSI/ISA-18.2-2016 and IEC 62682 by letter; derived, never stored."""

    NORM = "A"
    UNACK = "B"
    ACKED = "C"
    RTNUN = "D"


class AlarmDefinition(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One alarm on one tag.

    Raised when the value is at or beyond ``limit_eu``; returns when it is back inside by more than
    ``deadband_eu``. ``limit_eu`` is ignored for ``INPUT_BAD``.
    """

    name: str
    tag: str
    kind: ConditionKind
    priority: Priority
    limit_eu: float = 0.0
    deadband_eu: float = 0.0
    on_delay_ms: int = 0
    off_delay_ms: int = 0
    message: str = ""
    response: str = ""
    """What the operator is expected to do."""


KIND_NAMES = {
    ConditionKind.HIGH_HIGH: "high_high",
    ConditionKind.HIGH: "high",
    ConditionKind.LOW: "low",
    ConditionKind.LOW_LOW: "low_low",
    ConditionKind.INPUT_BAD: "input_bad",
}
"""Spelling of each kind in ``alarms.csv``, in the journal and on the wire."""
