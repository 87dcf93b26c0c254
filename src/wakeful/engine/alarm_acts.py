"""A person's act on one alarm: bound to what its sender saw, judged by the machine, done or refused.

Whether the act is legal is in the machine's tables. Here stands what is not a matter of states: whether the
sender saw what the alarm shows now, who may take it out of service, and how long it may be shelved.
"""

from wakeful.alarms.machine.state import SHELF_MASK, UNACKNOWLEDGED, unpack
from wakeful.alarms.machine.step import AlarmEvent, step
from wakeful.authority.rights import decide_service
from wakeful.engine.accounts import OUT_OF_SERVICE, SHELVED
from wakeful.engine.annunciation import step_alarm
from wakeful.engine.effects import effects_of_act
from wakeful.engine.events import MOVE, new_table, read_moves
from wakeful.engine.state import Acknowledged, EngineState
from wakeful.terms.alarm import Priority
from wakeful.terms.command import (
    Acknowledge,
    AlarmCommand,
    RemoveFromService,
    Reset,
    ReturnToService,
    Shelve,
    Silence,
    Unshelve,
)
from wakeful.terms.effect import Effect
from wakeful.terms.refusal import Reason, Refusal

_EVENTS = {
    Acknowledge: AlarmEvent.ACKNOWLEDGE,
    Reset: AlarmEvent.RESET,
    Silence: AlarmEvent.SILENCE,
    Unshelve: AlarmEvent.UNSHELVE,
    RemoveFromService: AlarmEvent.REMOVE_FROM_SERVICE,
    ReturnToService: AlarmEvent.RETURN_TO_SERVICE,
}
_OVERRIDES = {
    Shelve: SHELVED,
    Unshelve: SHELVED,
    RemoveFromService: OUT_OF_SERVICE,
    ReturnToService: OUT_OF_SERVICE,
}
_DAY_S = 86_400


def act_on_alarm(state: EngineState, command: AlarmCommand) -> Refusal | list[Effect]:
    """Carry out an act, or say why not; a refused act changes nothing."""
    alarm = state.plan.alarm_index.get(command.alarm)
    if alarm is None:
        return Refusal(Reason.UNKNOWN_ALARM, f"there is no alarm {command.alarm!r} here")
    event = _event_of(command)
    refusal = (
        _check_kind(state, alarm, command)
        or _check_occurrence(state, alarm, command)
        or _check_legal(state, alarm, event, command)
        or _check_revision(state, alarm, command)
        or _check_override(state, alarm, command)
        or _check_reason(state, alarm, command)
    )
    if refusal:
        return refusal
    plan, moves = state.plan.alarms.alarms, new_table(MOVE, 1)
    until_ns = command.at_ns + command.duration_ms * 1_000_000 if isinstance(command, Shelve) else 0
    step_alarm(plan, state.alarms, alarm, event, command.at_ns, 0, until_ns, moves, 0)
    if event is AlarmEvent.ACKNOWLEDGE:
        state.ledger.acknowledged[alarm] = Acknowledged(command.actor.name, command.at_ns)
    reason = command.reason if isinstance(command, Shelve | RemoveFromService) else ""
    (move,) = read_moves(moves)
    return effects_of_act(state, move, command, reason)


def _event_of(command: AlarmCommand) -> AlarmEvent:
    if isinstance(command, Shelve):
        return AlarmEvent.SHELVE_ONE_SHOT if command.one_shot else AlarmEvent.SHELVE_TIMED
    return _EVENTS[type(command)]


def _check_kind(state: EngineState, alarm: int, command: AlarmCommand) -> Refusal | None:
    if state.plan.alarms.alarms.table["event_only"][alarm]:
        detail = f"{command.alarm} runs as an event only: nobody is called, so there is nothing to act on"
        return Refusal(Reason.EVENT_ONLY, detail)
    if isinstance(command, RemoveFromService | ReturnToService):
        return decide_service(command.actor)
    return None


def _check_occurrence(state: EngineState, alarm: int, command: AlarmCommand) -> Refusal | None:
    row = state.alarms.table[alarm]
    occurrence = int(row["occurrence"])
    if command.occurrence == occurrence:
        return None
    since = f" since {clock_time(int(row['raised_at_ns']))}" if occurrence > command.occurrence else ""
    return Refusal(
        Reason.NEW_OCCURRENCE,
        f"{command.alarm} is at occurrence {occurrence}{since}, not {command.occurrence}: "
        "look at it again before you act on it",
    )


def _check_legal(state: EngineState, alarm: int, event: AlarmEvent, command: AlarmCommand) -> Refusal | None:
    """What the machine says to the act in the alarm's present state."""
    row, traits = state.alarms.table[alarm], int(state.plan.alarms.alarms.table["traits"][alarm])
    refused = step(unpack(int(row["code"])), event, traits).refused
    if refused is None:
        return None
    who = state.ledger.acknowledged.get(alarm)
    if refused.reason is Reason.NOTHING_TO_ACKNOWLEDGE and who is not None:
        detail = f"{command.alarm} was acknowledged by {who.actor} at {clock_time(who.at_ns)}"
        return Refusal(Reason.ALREADY_ACKNOWLEDGED, detail)
    removed = state.ledger.overrides.get(alarm, {}).get(OUT_OF_SERVICE)
    if refused.reason is Reason.ALREADY_OUT_OF_SERVICE and removed is not None:
        detail = f"{command.alarm} was taken out of service by {removed.by} at {clock_time(removed.since_ns)}"
        return Refusal(refused.reason, detail)
    return Refusal(refused.reason, f"{command.alarm}: {refused.why}")


def _check_revision(state: EngineState, alarm: int, command: AlarmCommand) -> Refusal | None:
    """A change since the revision seen is harmless unless it called for attention."""
    row = state.alarms.table[alarm]
    revision, loud = int(row["revision"]), int(row["loud_revision"])
    if command.revision > revision or command.revision < 0:
        return Refusal(
            Reason.CHANGED_SINCE,
            f"{command.alarm} is at revision {revision}; revision {command.revision} was never shown",
        )
    if command.revision >= loud:
        return None
    urgency = Priority(int(row["peak"])).name.lower()
    waiting = "waits for acknowledgement" if int(row["code"]) & UNACKNOWLEDGED else "has changed"
    return Refusal(
        Reason.CHANGED_SINCE,
        f"{command.alarm} was annunciated again after what you saw (revision {command.revision}, now "
        f"{revision}; last change at {clock_time(int(row['changed_at_ns']))}): it is {urgency} and "
        f"{waiting}; look at it again before you act on it",
    )


def _check_override(state: EngineState, alarm: int, command: AlarmCommand) -> Refusal | None:
    """What a person decided after what was seen is neither ended nor replaced by who has not seen it."""
    kind = _OVERRIDES.get(type(command))
    entry = state.ledger.overrides.get(alarm, {}).get(kind) if kind else None
    if entry is None or (entry.occurrence, entry.revision) <= (command.occurrence, command.revision):
        return None
    what = "shelved" if kind == SHELVED else "taken out of service"
    return Refusal(
        Reason.CHANGED_SINCE,
        f"{command.alarm} was {what} by {entry.by} after what you saw (revision {command.revision}, now "
        f"{entry.revision}): {entry.reason}; look at it again before you act on it",
    )


def _check_reason(state: EngineState, alarm: int, command: AlarmCommand) -> Refusal | None:
    if not isinstance(command, Shelve | RemoveFromService):
        return None
    if not command.reason.strip():
        return Refusal(Reason.NO_REASON, f"say why {command.alarm} is to be taken out of sight")
    return _check_duration(state, alarm, command) if isinstance(command, Shelve) else None


def _check_duration(state: EngineState, alarm: int, command: Shelve) -> Refusal | None:
    """A shelf always ends, and shelving again does not make it longer than the longest."""
    handling = state.plan.site.alarms[alarm].handling
    longest_ms = state.plan.site.philosophy.shelve_ms_max
    if handling.shelve_ms_max:
        longest_ms = min(longest_ms, handling.shelve_ms_max)
    used_ms = 0
    shelf = state.ledger.overrides.get(alarm, {}).get(SHELVED)
    if shelf is not None and int(state.alarms.table["code"][alarm]) & SHELF_MASK:
        used_ms = max(0, command.at_ns - shelf.since_ns) // 1_000_000
    if command.duration_ms <= 0:
        return Refusal(
            Reason.TOO_LONG, f"{command.alarm} is shelved for a stated time, at most {_minutes(longest_ms)}"
        )
    if command.duration_ms + used_ms <= longest_ms:
        return None
    left = f"; it has been shelved for {_minutes(used_ms)} already" if used_ms else ""
    return Refusal(
        Reason.TOO_LONG,
        f"{command.alarm} may be shelved for at most {_minutes(longest_ms)}, "
        f"not {_minutes(command.duration_ms)}{left}",
    )


def _minutes(duration_ms: int) -> str:
    if duration_ms >= 3_600_000:
        return f"{duration_ms / 3_600_000:.4g} h"
    return f"{duration_ms / 60_000:.4g} min" if duration_ms >= 60_000 else f"{duration_ms / 1_000:.4g} s"


def clock_time(at_ns: int) -> str:
    """The time of day of an instant, UTC: for sentences about the last hours."""
    seconds = at_ns // 1_000_000_000 % _DAY_S
    return f"{seconds // 3_600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d} UTC"
