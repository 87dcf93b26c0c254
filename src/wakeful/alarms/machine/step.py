"""One event of one alarm: which of the seven machines see it, and what follows.

This is the whole behaviour, in plain Python over the seven tables. The kernel walks the same behaviour as one
array (``packed``). Rules that join the machines, with the row of the transition reference they come from:

- an occurrence annunciates, also when the one before was never acknowledged (1, 6) or is latched (14);
- overrides hide annunciation and nothing else: the machines below keep moving, and what would have sounded
  is told as hidden (1.3);
- when the *last* override ends: present and ended by a person's unshelving, acknowledged (16); present
  otherwise, annunciated (17, 20, 21); not present, at rest (18, 20, 21);
- a one-shot shelf ends when the alarm is no longer present (19);
- a reset needs a normal condition and an acknowledgement (12, 13);
- the time of a re-alarm does not run out of sight, and only while the condition is active (8).
"""

from dataclasses import dataclass
from enum import IntEnum

from wakeful.alarms.machine.acknowledgement import ACKNOWLEDGEMENT_TABLE, AcknowledgementEvent
from wakeful.alarms.machine.activity import ACTIVITY_TABLE, ActivityEvent, ActivityState
from wakeful.alarms.machine.latch import LATCH_TABLE, LatchEvent, LatchState
from wakeful.alarms.machine.service import SERVICE_TABLE, ServiceEvent
from wakeful.alarms.machine.shelf import SHELF_TABLE, ShelfEvent
from wakeful.alarms.machine.silence import SILENCE_TABLE, SilenceEvent
from wakeful.alarms.machine.state import MachineState
from wakeful.alarms.machine.suppression import SUPPRESSION_TABLE, SuppressionEvent
from wakeful.alarms.transition_table import Entry, Move, Refused, StateT


class AlarmEvent(IntEnum):
    """What can happen to an alarm. The names, in lower case, are the events of the journal."""

    ABNORMAL = 0
    """The condition became active."""
    NORMAL = 1
    """The condition became inactive."""
    MORE_URGENT = 2
    """More urgent than what was acknowledged, or reached anew where that counts as such."""
    SEVERITY_CHANGED = 3
    """Less urgent, or as urgent as what was acknowledged: to be shown, not to be heard."""
    RE_ALARM = 4
    SUPPRESS = 5
    UNSUPPRESS = 6
    SHELF_ENDED = 7
    ACKNOWLEDGE = 8
    RESET = 9
    SHELVE_TIMED = 10
    SHELVE_ONE_SHOT = 11
    UNSHELVE = 12
    REMOVE_FROM_SERVICE = 13
    RETURN_TO_SERVICE = 14
    SILENCE = 15


class Traits(IntEnum):
    """What of an alarm's handling the machine must know; a sum of these."""

    LATCHING = 1
    AUTO_ACKNOWLEDGE = 2


TRAITS = 4
"""Number of combinations of traits."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an event led to. ``refused`` is set for a person's act that cannot be; then nothing moved."""

    state: MachineState
    moved: bool = False
    occurrence: bool = False
    annunciated: bool = False
    hidden: bool = False
    refused: Refused | None = None


def step(state: MachineState, event: AlarmEvent, traits: int = 0) -> Outcome:
    """What the event means to an alarm in this state with these traits. Total: every pair has an answer."""
    return _HANDLERS[event](state, traits)


def _abnormal(state: MachineState, traits: int) -> Outcome:
    entry = ACTIVITY_TABLE.step(state.activity, ActivityEvent.RAISE)
    if not isinstance(entry, Move):
        return Outcome(state)
    raised = state._replace(activity=entry.to)
    if traits & Traits.LATCHING:
        raised = raised._replace(latch=_to(LATCH_TABLE.step(state.latch, LatchEvent.OCCURRENCE), state.latch))
    return _annunciate(raised, occurrence=True)


def _normal(state: MachineState, traits: int) -> Outcome:
    entry = ACTIVITY_TABLE.step(state.activity, ActivityEvent.RETURN)
    if not isinstance(entry, Move):
        return Outcome(state)
    returned = state._replace(activity=entry.to)
    if returned.present:
        return Outcome(returned, moved=True)
    if traits & Traits.AUTO_ACKNOWLEDGE:
        returned = _excuse(returned)
    return Outcome(_end_one_shot(returned), moved=True)


def _more_urgent(state: MachineState, traits: int) -> Outcome:
    return _annunciate(state) if state.present else _severity_changed(state, traits)


def _severity_changed(state: MachineState, traits: int) -> Outcome:
    return Outcome(state, moved=state.present or state.waiting)


def _re_alarm(state: MachineState, traits: int) -> Outcome:
    due = state.activity is ActivityState.ACTIVE and not state.waiting and not state.overridden
    return _annunciate(state) if due else Outcome(state)


def _suppress(state: MachineState, traits: int) -> Outcome:
    entry = SUPPRESSION_TABLE.step(state.suppression, SuppressionEvent.LOGIC_TRUE)
    if not isinstance(entry, Move):
        return Outcome(state)
    return Outcome(state._replace(suppression=entry.to), moved=True)


def _unsuppress(state: MachineState, traits: int) -> Outcome:
    entry = SUPPRESSION_TABLE.step(state.suppression, SuppressionEvent.LOGIC_FALSE)
    if not isinstance(entry, Move):
        return Outcome(state)
    return _override_ended(state._replace(suppression=entry.to))


def _shelf_ended(state: MachineState, traits: int) -> Outcome:
    entry = SHELF_TABLE.step(state.shelf, ShelfEvent.END)
    if not isinstance(entry, Move):
        return Outcome(state)
    return _override_ended(state._replace(shelf=entry.to))


def _acknowledge(state: MachineState, traits: int) -> Outcome:
    entry = ACKNOWLEDGEMENT_TABLE.step(state.acknowledgement, AcknowledgementEvent.ACKNOWLEDGE)
    if isinstance(entry, Refused):
        return Outcome(state, refused=entry)
    return Outcome(state._replace(acknowledgement=_to(entry, state.acknowledgement)), moved=True)


def _reset(state: MachineState, traits: int) -> Outcome:
    if state.activity is ActivityState.ACTIVE:
        event = LatchEvent.RESET_WHILE_ACTIVE
    elif state.waiting:
        event = LatchEvent.RESET_WHILE_UNACKNOWLEDGED
    else:
        event = LatchEvent.RESET
    entry = LATCH_TABLE.step(state.latch, event)
    if isinstance(entry, Refused):
        return Outcome(state, refused=entry)
    return Outcome(_end_one_shot(state._replace(latch=LatchState.RELEASED)), moved=True)


def _shelve_timed(state: MachineState, traits: int) -> Outcome:
    return _shelve(state, ShelfEvent.SHELVE_TIMED)


def _shelve_one_shot(state: MachineState, traits: int) -> Outcome:
    return _shelve(state, ShelfEvent.SHELVE_ONE_SHOT)


def _unshelve(state: MachineState, traits: int) -> Outcome:
    entry = SHELF_TABLE.step(state.shelf, ShelfEvent.UNSHELVE)
    if isinstance(entry, Refused):
        return Outcome(state, refused=entry)
    unshelved = state._replace(shelf=_to(entry, state.shelf))
    return Outcome(unshelved if unshelved.overridden else _excuse(unshelved), moved=True)


def _remove_from_service(state: MachineState, traits: int) -> Outcome:
    entry = SERVICE_TABLE.step(state.service, ServiceEvent.REMOVE)
    if isinstance(entry, Refused):
        return Outcome(state, refused=entry)
    return Outcome(state._replace(service=_to(entry, state.service)), moved=True)


def _return_to_service(state: MachineState, traits: int) -> Outcome:
    entry = SERVICE_TABLE.step(state.service, ServiceEvent.RETURN)
    if isinstance(entry, Refused):
        return Outcome(state, refused=entry)
    return _override_ended(state._replace(service=_to(entry, state.service)))


def _silence(state: MachineState, traits: int) -> Outcome:
    heard = state.waiting and not state.overridden
    event = SilenceEvent.SILENCE if heard else SilenceEvent.SILENCE_WHILE_QUIET
    entry = SILENCE_TABLE.step(state.silence, event)
    if isinstance(entry, Refused):
        return Outcome(state, refused=entry)
    return Outcome(state._replace(silence=_to(entry, state.silence)), moved=True)


def _annunciate(state: MachineState, *, occurrence: bool = False) -> Outcome:
    """Something new is to be seen; it sounds unless it is out of sight."""
    waiting = ACKNOWLEDGEMENT_TABLE.step(state.acknowledgement, AcknowledgementEvent.ANNUNCIATE)
    sound = SILENCE_TABLE.step(state.silence, SilenceEvent.ANNUNCIATE)
    shown = state._replace(
        acknowledgement=_to(waiting, state.acknowledgement), silence=_to(sound, state.silence)
    )
    return Outcome(
        shown,
        moved=True,
        occurrence=occurrence,
        annunciated=not shown.overridden,
        hidden=shown.overridden,
    )


def _override_ended(state: MachineState) -> Outcome:
    """An override ended other than by a person's unshelving; others may still hide the alarm."""
    if state.overridden:
        return Outcome(state, moved=True)
    return _annunciate(state) if state.present else Outcome(_excuse(state), moved=True)


def _shelve(state: MachineState, event: ShelfEvent) -> Outcome:
    return Outcome(state._replace(shelf=_to(SHELF_TABLE.step(state.shelf, event), state.shelf)), moved=True)


def _end_one_shot(state: MachineState) -> MachineState:
    """The alarm is no longer present: a one-shot shelf ends, and with it what nobody needs to see."""
    entry = SHELF_TABLE.step(state.shelf, ShelfEvent.RETURN)
    if not isinstance(entry, Move):
        return state
    ended = state._replace(shelf=entry.to)
    return ended if ended.overridden else _excuse(ended)


def _excuse(state: MachineState) -> MachineState:
    entry = ACKNOWLEDGEMENT_TABLE.step(state.acknowledgement, AcknowledgementEvent.EXCUSE)
    return state._replace(acknowledgement=_to(entry, state.acknowledgement))


def _to(entry: Entry[StateT], stay: StateT) -> StateT:
    return entry.to if isinstance(entry, Move) else stay


_HANDLERS = (
    _abnormal,
    _normal,
    _more_urgent,
    _severity_changed,
    _re_alarm,
    _suppress,
    _unsuppress,
    _shelf_ended,
    _acknowledge,
    _reset,
    _shelve_timed,
    _shelve_one_shot,
    _unshelve,
    _remove_from_service,
    _return_to_service,
    _silence,
)
if len(_HANDLERS) != len(AlarmEvent):
    raise TypeError("every event of an alarm needs its handler, in the order of AlarmEvent")
