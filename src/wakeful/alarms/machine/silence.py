"""Silence: the sound of one alarm has been stopped; nothing else about it changes.

Every new annunciation sounds again (OPC UA Part 9, SilenceState). Whether anything sounds is decided by the
rest of the alarm, so the joint machine tells two acts apart.
"""

from enum import IntEnum

from wakeful.alarms.transition_table import Ignored, Move, Refused, TransitionTable
from wakeful.terms.refusal import Reason


class SilenceState(IntEnum):
    """Stored in checkpoints: append, never renumber."""

    AUDIBLE = 0
    SILENCED = 1


class SilenceEvent(IntEnum):
    """What the machine can see."""

    ANNUNCIATE = 0
    SILENCE = 1
    SILENCE_WHILE_QUIET = 2


_S, _E = SilenceState, SilenceEvent
_QUIET = Refused("it does not sound", Reason.NOTHING_SOUNDS)

SILENCE_TABLE = TransitionTable.declare(
    SilenceState,
    SilenceEvent,
    [
        (_S.AUDIBLE, _E.ANNUNCIATE, Ignored("it sounds")),
        (_S.AUDIBLE, _E.SILENCE, Move(_S.SILENCED)),
        (_S.AUDIBLE, _E.SILENCE_WHILE_QUIET, _QUIET),
        (_S.SILENCED, _E.ANNUNCIATE, Move(_S.AUDIBLE)),
        (_S.SILENCED, _E.SILENCE, Refused("it has been silenced already", Reason.NOTHING_SOUNDS)),
        (_S.SILENCED, _E.SILENCE_WHILE_QUIET, _QUIET),
    ],
)
