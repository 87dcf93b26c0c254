"""Whether the present occurrence of an alarm has been seen by a person, and the ISA letter that follows.

The machine sees two events: OCCURRENCE, when the condition becomes active, and ACKNOWLEDGE. A return to
normal is not an event here: it changes the letter, not what a person has seen. Re-entry of an alarm that
has returned but was never acknowledged (row 6 of the reference) is an OCCURRENCE like any other: it moves,
so it gets a new number, a new time and a new sound.
"""

from enum import IntEnum

from wakeful.alarms.transition_table import Move, Refused, TransitionTable
from wakeful.terms.alarm import ISAState


class AcknowledgementState(IntEnum):
    """Stored in checkpoints: append, never renumber."""

    ACKNOWLEDGED = 0
    UNACKNOWLEDGED = 1


class AcknowledgementEvent(IntEnum):
    """What the machine can see."""

    OCCURRENCE = 0
    ACKNOWLEDGE = 1


_S, _E = AcknowledgementState, AcknowledgementEvent

ACKNOWLEDGEMENT_TABLE = TransitionTable.declare(
    AcknowledgementState,
    AcknowledgementEvent,
    [
        (_S.ACKNOWLEDGED, _E.OCCURRENCE, Move(_S.UNACKNOWLEDGED)),
        (_S.ACKNOWLEDGED, _E.ACKNOWLEDGE, Refused("nothing is waiting to be acknowledged")),
        (_S.UNACKNOWLEDGED, _E.OCCURRENCE, Move(_S.UNACKNOWLEDGED)),
        (_S.UNACKNOWLEDGED, _E.ACKNOWLEDGE, Move(_S.ACKNOWLEDGED)),
    ],
)

_LETTERS = {
    (False, AcknowledgementState.ACKNOWLEDGED): ISAState.NORM,
    (True, AcknowledgementState.UNACKNOWLEDGED): ISAState.UNACK,
    (True, AcknowledgementState.ACKNOWLEDGED): ISAState.ACKED,
    (False, AcknowledgementState.UNACKNOWLEDGED): ISAState.RTNUN,
}


def isa_state(active: bool, acknowledgement: AcknowledgementState) -> ISAState:
    """The letter a person reads, from the two machines (ISA-18.2-2016, states A to D)."""
    return _LETTERS[active, acknowledgement]
