"""Whether the process condition of the alarm is active, after deadband and delays.

The condition itself is judged in ``alarms.condition``; here arrive only its two results.
"""

from enum import IntEnum

from wakeful.alarms.transition_table import Ignored, Move, TransitionTable


class ActivityState(IntEnum):
    """Stored in checkpoints: append, never renumber."""

    INACTIVE = 0
    ACTIVE = 1


class ActivityEvent(IntEnum):
    """What the machine can see."""

    RAISE = 0
    RETURN = 1


_S, _E = ActivityState, ActivityEvent

ACTIVITY_TABLE = TransitionTable.declare(
    ActivityState,
    ActivityEvent,
    [
        (_S.INACTIVE, _E.RAISE, Move(_S.ACTIVE)),
        (_S.INACTIVE, _E.RETURN, Ignored("already normal")),
        (_S.ACTIVE, _E.RAISE, Ignored("already active: the same occurrence goes on")),
        (_S.ACTIVE, _E.RETURN, Move(_S.INACTIVE)),
    ],
)
