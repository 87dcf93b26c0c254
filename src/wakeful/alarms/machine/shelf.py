"""The shelf: an operator has put the alarm out of sight, for a reason and until an end.

TIMED lasts until its end however often the alarm comes and goes. ONE_SHOT lasts for the present active
period, or the next one where the alarm is normal, and never longer than its end. How long is decided where
the command is judged; that the end has come is an event. Shelving an alarm that is shelved replaces the
shelf; the longest time counts from the first.
"""

from enum import IntEnum

from wakeful.alarms.transition_table import Ignored, Move, Refused, TransitionTable
from wakeful.terms.refusal import Reason


class ShelfState(IntEnum):
    """Stored in checkpoints: append, never renumber."""

    UNSHELVED = 0
    TIMED = 1
    ONE_SHOT = 2


class ShelfEvent(IntEnum):
    """What the machine can see. RETURN: the alarm is no longer active."""

    SHELVE_TIMED = 0
    SHELVE_ONE_SHOT = 1
    UNSHELVE = 2
    END = 3
    RETURN = 4


_S, _E = ShelfState, ShelfEvent

SHELF_TABLE = TransitionTable.declare(
    ShelfState,
    ShelfEvent,
    [
        (_S.UNSHELVED, _E.SHELVE_TIMED, Move(_S.TIMED)),
        (_S.UNSHELVED, _E.SHELVE_ONE_SHOT, Move(_S.ONE_SHOT)),
        (_S.UNSHELVED, _E.UNSHELVE, Refused("it is not shelved", Reason.NOT_SHELVED)),
        (_S.UNSHELVED, _E.END, Ignored("no shelf runs")),
        (_S.UNSHELVED, _E.RETURN, Ignored("it is not shelved")),
        (_S.TIMED, _E.SHELVE_TIMED, Move(_S.TIMED)),
        (_S.TIMED, _E.SHELVE_ONE_SHOT, Move(_S.ONE_SHOT)),
        (_S.TIMED, _E.UNSHELVE, Move(_S.UNSHELVED)),
        (_S.TIMED, _E.END, Move(_S.UNSHELVED)),
        (_S.TIMED, _E.RETURN, Ignored("a timed shelf lasts however often the alarm comes and goes")),
        (_S.ONE_SHOT, _E.SHELVE_TIMED, Move(_S.TIMED)),
        (_S.ONE_SHOT, _E.SHELVE_ONE_SHOT, Move(_S.ONE_SHOT)),
        (_S.ONE_SHOT, _E.UNSHELVE, Move(_S.UNSHELVED)),
        (_S.ONE_SHOT, _E.END, Move(_S.UNSHELVED)),
        (_S.ONE_SHOT, _E.RETURN, Move(_S.UNSHELVED)),
    ],
)
