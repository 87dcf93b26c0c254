"""Suppression by design: logic, not a person, has taken the alarm out of sight.

Logic whose inputs cannot be believed suppresses nothing: it fails towards annunciating.
"""

from enum import IntEnum

from wakeful.alarms.transition_table import Ignored, Move, TransitionTable


class SuppressionState(IntEnum):
    """Stored in checkpoints: append, never renumber."""

    UNSUPPRESSED = 0
    SUPPRESSED = 1


class SuppressionEvent(IntEnum):
    """What the machine can see. LOGIC_FALSE: nothing asks for it any more, or nobody knows."""

    LOGIC_TRUE = 0
    LOGIC_FALSE = 1


_S, _E = SuppressionState, SuppressionEvent

SUPPRESSION_TABLE = TransitionTable.declare(
    SuppressionState,
    SuppressionEvent,
    [
        (_S.UNSUPPRESSED, _E.LOGIC_TRUE, Move(_S.SUPPRESSED)),
        (_S.UNSUPPRESSED, _E.LOGIC_FALSE, Ignored("not suppressed")),
        (_S.SUPPRESSED, _E.LOGIC_TRUE, Ignored("already suppressed")),
        (_S.SUPPRESSED, _E.LOGIC_FALSE, Move(_S.UNSUPPRESSED)),
    ],
)
