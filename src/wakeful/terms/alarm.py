"""An alarm as it is configured: what is judged, how urgent it is, how it is annunciated, what to do."""

from enum import Enum, IntEnum, StrEnum

import msgspec


class ConditionKind(IntEnum):
    """What is compared with what. The numbers are stored in checkpoints: append, never renumber."""

    HIGH_HIGH = 0
    HIGH = 1
    LOW = 2
    LOW_LOW = 3
    INPUT_BAD = 4
    """The tag's own input is bad, lost or never arrived."""
    DEVIATION_HIGH = 5
    """The tag less its reference (a set point or another tag) is at or above the limit."""
    DEVIATION_LOW = 6
    """The tag less its reference is at or below the limit, which is then usually negative."""
    RATE_HIGH = 7
    """The tag's rate of change [EU/s], seen through a filter, is at or above the limit."""
    RATE_LOW = 8
    """The tag's rate of change [EU/s] is at or below the limit, which is then usually negative."""
    DISCRETE = 9
    """The tag is in the state whose number is the limit."""
    STUCK = 10
    """The tag has not moved by more than the limit for as long as the on-delay."""
    EXPRESSION = 11
    """A boolean expression over tags and alarms is true."""


class Priority(IntEnum):
    """From rationalisation, most urgent first. OPC UA and EPICS severities are translated at the edge."""

    CRITICAL = 1
    HIGH = 2
    MEDIUM = 3
    LOW = 4


class ISAState(StrEnum):
    """Alarm states of ANSI/ISA-18.2-2016 and IEC 62682 by letter; derived, never stored."""

    NORM = "A"
    UNACK = "B"
    ACKED = "C"
    RTNUN = "D"
    SHLVD = "E"
    DSUPR = "F"
    OOSRV = "G"


class Escalation(msgspec.Struct, frozen=True, kw_only=True):
    """When an alarm becomes more urgent within one occurrence, and how urgent then.

    Beyond ``limit_eu`` (judged like the alarm's own limit, with delays and deadband of its own), or when
    nobody has acknowledged it for ``after_ms``, or both. Going beyond what was acknowledged always
    annunciates again. ``again`` decides about a level that *was* acknowledged, left for longer than the
    off-delay and reached anew: true annunciates, false does not (row 9 of the transition reference).
    """

    priority: Priority
    limit_eu: float | None = None
    deadband_eu: float = 0.0
    on_delay_ms: int = 0
    off_delay_ms: int = 0
    after_ms: int = 0
    """0: never for want of an acknowledgement."""
    again: bool = True


class ModeSetting(msgspec.Struct, frozen=True, kw_only=True):
    """What is different about an alarm in one operating mode of its system; None leaves it as it is."""

    mode: str
    limit_eu: float | None = None
    priority: Priority | None = None
    suppressed: bool = False


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """How an alarm is annunciated beyond raise, return and acknowledge.

    Most alarms share the default, ``PLAIN``.
    """

    latching: bool = False
    """Stays active after a return to normal until it is reset."""
    auto_acknowledge: bool = False
    """Needs no acknowledgement once it has returned to normal."""
    re_alarm_ms: int = 0
    """Acknowledged and still active for this long: unacknowledged again. 0: never."""
    escalation: Escalation | None = None
    count: int = 0
    """So many starts of the on-delay within ``count_window_ms`` raise it, however short each was. 0: off."""
    count_window_ms: int = 0
    group: str = ""
    """First-out group: which of its alarms came first is shown."""
    suppress_when: str = ""
    """An expression; while it is surely true the alarm is suppressed by design."""
    shelve_ms_max: int = 0
    """The longest it may be shelved; 0: as long as the site allows."""
    modes: tuple[ModeSetting, ...] = ()
    event_only: bool = False
    """Journaled when it comes and goes, never annunciated: no operator response has been agreed."""


PLAIN = Handling()
"""The handling of an alarm about which nothing special was said."""


class Rationalisation(msgspec.Struct, frozen=True, kw_only=True):
    """Why the alarm is there (ISA-18.2 stage C). Empty texts and 0 mean that nobody has said it yet.

    ``consequence_severity`` is one of ``ConsequenceSeverity``'s values or empty. The operator's action
    itself is ``AlarmDefinition.response``.
    """

    cause: str = ""
    consequence: str = ""
    consequence_severity: str = ""
    response_time_ms: int = 0
    """Time within which the operator must act for it to help."""
    basis: str = ""
    """Where the set point comes from."""
    alarm_class: str = ""


class ConsequenceSeverity(Enum):
    """How bad it gets if nobody acts: the rows of the priority matrix."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    SEVERE = "severe"


class AlarmDefinition(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One alarm on one tag.

    Raised when the judged quantity is at or beyond ``limit_eu``; returns when it is back inside by more than
    ``deadband_eu``. ``limit_eu`` is ignored for ``INPUT_BAD`` and ``EXPRESSION``. For a condition over
    several tags, ``tag`` is the one the alarm is about: it gives the system and the value that is shown.
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
    expression: str = ""
    """EXPRESSION: the condition. DEVIATION: the reference, a tag's name or a numeric expression."""
    window_ms: int = 0
    """RATE: time constant of the filter."""
    handling: Handling = PLAIN
    rationalisation: Rationalisation | None = None


KIND_NAMES = {
    ConditionKind.HIGH_HIGH: "high_high",
    ConditionKind.HIGH: "high",
    ConditionKind.LOW: "low",
    ConditionKind.LOW_LOW: "low_low",
    ConditionKind.INPUT_BAD: "input_bad",
    ConditionKind.DEVIATION_HIGH: "deviation_high",
    ConditionKind.DEVIATION_LOW: "deviation_low",
    ConditionKind.RATE_HIGH: "rate_high",
    ConditionKind.RATE_LOW: "rate_low",
    ConditionKind.DISCRETE: "discrete",
    ConditionKind.STUCK: "stuck",
    ConditionKind.EXPRESSION: "expression",
}
"""Spelling of each kind in ``alarms.csv``, in the journal and on the wire."""

WITHOUT_LIMIT = (ConditionKind.INPUT_BAD, ConditionKind.EXPRESSION)
"""Kinds whose ``limit_eu`` means nothing."""
