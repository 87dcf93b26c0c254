"""The latch: a latching alarm stays active after a return to normal, until it is reset.

A latch is an attribute of its own and not a state of the diagram (the 2016 edition of ISA-18.2 dropped the
latched states; OPC UA Part 9 keeps LatchedState with Reset). Whether a reset may be is decided by the rest of
the alarm, so the joint machine tells three resets apart.
"""

from enum import IntEnum

from wakeful.alarms.transition_table import Move, Refused, TransitionTable
from wakeful.terms.refusal import Reason


class LatchState(IntEnum):
    """Stored in checkpoints: append, never renumber."""

    RELEASED = 0
    LATCHED = 1


class LatchEvent(IntEnum):
    """What the machine can see."""

    OCCURRENCE = 0
    RESET = 1
    RESET_WHILE_ACTIVE = 2
    RESET_WHILE_UNACKNOWLEDGED = 3


_S, _E = LatchState, LatchEvent
_NOT_LATCHED = Refused("it is not latched", Reason.NOT_LATCHED)

LATCH_TABLE = TransitionTable.declare(
    LatchState,
    LatchEvent,
    [
        (_S.RELEASED, _E.OCCURRENCE, Move(_S.LATCHED)),
        (_S.RELEASED, _E.RESET, _NOT_LATCHED),
        (_S.RELEASED, _E.RESET_WHILE_ACTIVE, _NOT_LATCHED),
        (_S.RELEASED, _E.RESET_WHILE_UNACKNOWLEDGED, _NOT_LATCHED),
        (_S.LATCHED, _E.OCCURRENCE, Move(_S.LATCHED)),
        (_S.LATCHED, _E.RESET, Move(_S.RELEASED)),
        (
            _S.LATCHED,
            _E.RESET_WHILE_ACTIVE,
            Refused("its condition is still abnormal", Reason.STILL_ABNORMAL),
        ),
        (
            _S.LATCHED,
            _E.RESET_WHILE_UNACKNOWLEDGED,
            Refused("it has not been acknowledged", Reason.NOT_ACKNOWLEDGED),
        ),
    ],
)
