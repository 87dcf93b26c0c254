"""The process condition of one alarm: from samples and delays to "abnormal" or not.

Theory of operation. The machine sees one event for each sample of its tag, and one when its delay ends:

- a sample counts as ABNORMAL when the value is at or beyond the limit. While the machine is in ON_DELAY
  or ABNORMAL the deadband applies: the value counts as abnormal until it is back inside the limit by more
  than the deadband. In NORMAL and OFF_DELAY the bare limit applies, so one place decides hysteresis;
- a sample that cannot be trusted is UNKNOWN. It never counts as normal: it cannot clear, and it breaks an
  off-delay. It does not stop an on-delay either, because the last sample that could be believed was
  abnormal: the machine fails towards annunciating;
- a delay ends in the first instant *after* its deadline. A sample stamped exactly at the deadline is
  therefore judged first, whatever the order in which things arrive. A delay of zero ends at once.

The condition is *active* in ABNORMAL and OFF_DELAY. Source: ISA-18.2-2016 on-delay, off-delay and deadband;
OPC UA Part 9 OnDelay, OffDelay.
"""

from enum import IntEnum

from wakeful.alarms.transition_table import Ignored, Move, TransitionTable


class ConditionState(IntEnum):
    """Stored in checkpoints: append, never renumber."""

    NORMAL = 0
    ON_DELAY = 1
    ABNORMAL = 2
    OFF_DELAY = 3


class ConditionEvent(IntEnum):
    """What the machine can see."""

    SAMPLE_NORMAL = 0
    SAMPLE_ABNORMAL = 1
    SAMPLE_UNKNOWN = 2
    DELAY_ENDED = 3


_S, _E = ConditionState, ConditionEvent

CONDITION_TABLE = TransitionTable.declare(
    ConditionState,
    ConditionEvent,
    [
        (_S.NORMAL, _E.SAMPLE_NORMAL, Ignored("already normal")),
        (_S.NORMAL, _E.SAMPLE_ABNORMAL, Move(_S.ON_DELAY)),
        (_S.NORMAL, _E.SAMPLE_UNKNOWN, Ignored("unknown raises no process alarm; the input condition does")),
        (_S.NORMAL, _E.DELAY_ENDED, Ignored("no delay runs here")),
        (_S.ON_DELAY, _E.SAMPLE_NORMAL, Move(_S.NORMAL)),
        (_S.ON_DELAY, _E.SAMPLE_ABNORMAL, Ignored("the delay goes on")),
        (_S.ON_DELAY, _E.SAMPLE_UNKNOWN, Ignored("the last trusted sample was abnormal: the delay goes on")),
        (_S.ON_DELAY, _E.DELAY_ENDED, Move(_S.ABNORMAL)),
        (_S.ABNORMAL, _E.SAMPLE_NORMAL, Move(_S.OFF_DELAY)),
        (_S.ABNORMAL, _E.SAMPLE_ABNORMAL, Ignored("already abnormal")),
        (_S.ABNORMAL, _E.SAMPLE_UNKNOWN, Ignored("unknown never clears")),
        (_S.ABNORMAL, _E.DELAY_ENDED, Ignored("no delay runs here")),
        (_S.OFF_DELAY, _E.SAMPLE_NORMAL, Ignored("the delay goes on")),
        (_S.OFF_DELAY, _E.SAMPLE_ABNORMAL, Move(_S.ABNORMAL)),
        (_S.OFF_DELAY, _E.SAMPLE_UNKNOWN, Move(_S.ABNORMAL)),
        (_S.OFF_DELAY, _E.DELAY_ENDED, Move(_S.NORMAL)),
    ],
)

ACTIVE = (ConditionState.ABNORMAL, ConditionState.OFF_DELAY)
"""States in which the alarm is active."""

DELAYING = (ConditionState.ON_DELAY, ConditionState.OFF_DELAY)
"""States in which a delay runs."""
