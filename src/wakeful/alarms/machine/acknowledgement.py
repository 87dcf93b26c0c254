"""Whether a person has seen what the alarm shows.

The machine sees three events. ANNUNCIATE: there is something new to be seen (an occurrence, a greater
urgency, a re-alarm, the end of an override while active). ACKNOWLEDGE: a person has seen it. EXCUSE: nobody
needs to see it any more, by a rule and not by a person. A return to normal is not an event here: it changes
the letter, not what a person has seen. So re-entry of an alarm that has returned but was never acknowledged
(row 6 of the transition reference) is a new annunciation like any other.
"""

from enum import IntEnum

from wakeful.alarms.transition_table import Ignored, Move, Refused, TransitionTable
from wakeful.terms.refusal import Reason


class AcknowledgementState(IntEnum):
    """Stored in checkpoints: append, never renumber."""

    ACKNOWLEDGED = 0
    UNACKNOWLEDGED = 1


class AcknowledgementEvent(IntEnum):
    """What the machine can see."""

    ANNUNCIATE = 0
    ACKNOWLEDGE = 1
    EXCUSE = 2


_S, _E = AcknowledgementState, AcknowledgementEvent

ACKNOWLEDGEMENT_TABLE = TransitionTable.declare(
    AcknowledgementState,
    AcknowledgementEvent,
    [
        (_S.ACKNOWLEDGED, _E.ANNUNCIATE, Move(_S.UNACKNOWLEDGED)),
        (
            _S.ACKNOWLEDGED,
            _E.ACKNOWLEDGE,
            Refused("nothing is waiting to be acknowledged", Reason.NOTHING_TO_ACKNOWLEDGE),
        ),
        (_S.ACKNOWLEDGED, _E.EXCUSE, Ignored("nothing is waiting")),
        (_S.UNACKNOWLEDGED, _E.ANNUNCIATE, Move(_S.UNACKNOWLEDGED)),
        (_S.UNACKNOWLEDGED, _E.ACKNOWLEDGE, Move(_S.ACKNOWLEDGED)),
        (_S.UNACKNOWLEDGED, _E.EXCUSE, Move(_S.ACKNOWLEDGED)),
    ],
)
