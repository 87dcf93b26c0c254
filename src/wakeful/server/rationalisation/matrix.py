"""The priority matrix: how bad it gets if nobody acts, and how soon somebody has to.

Rows and columns are a matrix in common use (minor, major, severe; less than 3, 10 and 30 minutes), in which
more than 30 minutes is not an alarm: there is time enough for a message. Its cells are the house's, decision
0087: severe within 3 minutes is critical, and each step of severity or time is one step of priority.
"""

from wakeful.terms.alarm import AlarmDefinition, ConsequenceSeverity, Priority, Rationalisation

MINUTE_MS = 60_000
TIMES_MS_MAX = (3 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS)
"""Less than the first, up to the second, up to the third; beyond it is not an alarm."""

MATRIX: dict[ConsequenceSeverity, tuple[Priority | None, Priority | None, Priority | None]] = {
    ConsequenceSeverity.NONE: (None, None, None),
    ConsequenceSeverity.MINOR: (Priority.MEDIUM, Priority.LOW, Priority.LOW),
    ConsequenceSeverity.MAJOR: (Priority.HIGH, Priority.MEDIUM, Priority.LOW),
    ConsequenceSeverity.SEVERE: (Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM),
}
"""Priority by severity and time to respond; None: not an alarm."""

NOT_AN_ALARM = "not an alarm"
_NOTHING = Rationalisation()


def matrix_priority(severity: ConsequenceSeverity, response_time_ms: int) -> Priority | None:
    """Priority of an alarm by the matrix; None: not an alarm.

    Raises ValueError for a time that is not positive: nobody has said yet how long there is.
    """
    if response_time_ms <= 0:
        raise ValueError(f"a time to respond of {response_time_ms} ms says nothing")
    first, second, third = TIMES_MS_MAX
    if response_time_ms > third:
        return None
    column = 0 if response_time_ms < first else 1 if response_time_ms <= second else 2
    return MATRIX[severity][column]


def matrix_word(definition: AlarmDefinition) -> str:
    """What the matrix makes of an alarm: a priority by name, ``not an alarm``, or empty where it cannot tell.

    It needs the severity of the consequence and the time to respond.
    """
    record = definition.rationalisation or _NOTHING
    if not record.consequence_severity or not record.response_time_ms:
        return ""
    priority = matrix_priority(ConsequenceSeverity(record.consequence_severity), record.response_time_ms)
    return NOT_AN_ALARM if priority is None else priority.name.lower()
