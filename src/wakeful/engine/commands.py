"""Commands in a scan: each is decided alone, and every one leaves a record, refused ones included."""

from wakeful.alarms.acknowledgement import (
    ACKNOWLEDGEMENT_TABLE,
    AcknowledgementEvent,
    AcknowledgementState,
    isa_state,
)
from wakeful.alarms.step import is_active
from wakeful.alarms.transition_table import Refused
from wakeful.authority.rights import decide_role
from wakeful.engine.state import Acknowledged, EngineState
from wakeful.terms.alarm import KIND_NAMES
from wakeful.terms.command import Acknowledge, Command, Disturb, Operate
from wakeful.terms.effect import (
    AlarmChanged,
    CommandAccepted,
    CommandRefused,
    Effect,
    InjectFault,
    WriteOutput,
)
from wakeful.terms.quality import Severity, severity
from wakeful.terms.refusal import Reason, Refusal


def decide(state: EngineState, command: Command) -> list[Effect]:
    """What one command leads to. A refused command changes nothing and is recorded with its reason."""
    match command:
        case Acknowledge():
            outcome = _acknowledge(state, command)
        case Operate():
            outcome = _operate(state, command)
        case Disturb():
            outcome = _disturb(state, command)
    if isinstance(outcome, Refusal):
        return [
            CommandRefused(
                at_ns=command.at_ns, command=command, reason=outcome.reason.value, detail=outcome.detail
            )
        ]
    return outcome


def _acknowledge(state: EngineState, command: Acknowledge) -> Refusal | list[Effect]:
    """Acknowledge the occurrence its sender saw, or say what changed since.

    A return to normal since the revision seen is harmless (less severe) and accepted; both revisions are
    recorded. Anything else that changed makes the act stale.
    """
    alarm = state.plan.alarm_index.get(command.alarm)
    if alarm is None:
        return Refusal(Reason.UNKNOWN_ALARM, f"there is no alarm {command.alarm!r} here")
    refusal = decide_role(command.actor) or _check_seen(state, alarm, command)
    if refusal:
        return refusal
    alarms = state.alarms
    active = bool(is_active(alarms.table["condition"][alarm]))
    alarms.table["acknowledgement"][alarm] = AcknowledgementState.ACKNOWLEDGED
    alarms.table["revision"][alarm] += 1
    alarms.table["changed_at_ns"][alarm] = command.at_ns
    state.acknowledged[alarm] = Acknowledged(command.actor.name, command.at_ns)
    definition = state.plan.site.alarms[alarm]
    return [
        AlarmChanged(
            at_ns=command.at_ns,
            alarm=definition.name,
            tag=definition.tag,
            kind=KIND_NAMES[definition.kind],
            priority=int(definition.priority),
            event="acknowledge",
            before=isa_state(active, AcknowledgementState.UNACKNOWLEDGED).value,
            after=isa_state(active, AcknowledgementState.ACKNOWLEDGED).value,
            occurrence=int(alarms.table["occurrence"][alarm]),
            revision=int(alarms.table["revision"][alarm]),
            actor=command.actor,
            command_id=command.id,
            revision_seen=command.revision,
        )
    ]


def _check_seen(state: EngineState, alarm: int, command: Acknowledge) -> Refusal | None:
    occurrence, revision = (
        int(state.alarms.table["occurrence"][alarm]),
        int(state.alarms.table["revision"][alarm]),
    )
    if command.occurrence != occurrence:
        return Refusal(
            Reason.NEW_OCCURRENCE,
            f"{command.alarm} is at occurrence {occurrence}, not {command.occurrence}: "
            "look at it again before you acknowledge it",
        )
    seen = AcknowledgementState(int(state.alarms.table["acknowledgement"][alarm]))
    entry = ACKNOWLEDGEMENT_TABLE.step(seen, AcknowledgementEvent.ACKNOWLEDGE)
    if isinstance(entry, Refused):
        who = state.acknowledged.get(alarm)
        if who is None:
            return Refusal(Reason.NOTHING_TO_ACKNOWLEDGE, f"{command.alarm}: {entry.why}")
        return Refusal(Reason.ALREADY_ACKNOWLEDGED, f"{command.alarm} was acknowledged by {who.actor}")
    if not 1 <= command.revision <= revision:
        return Refusal(
            Reason.CHANGED_SINCE,
            f"{command.alarm} is at revision {revision}; revision {command.revision} was never shown",
        )
    return None


def _operate(state: EngineState, command: Operate) -> Refusal | list[Effect]:
    outcome = state.plan.rights.decide_operate(command, lambda tag: _believed(state, tag))
    if isinstance(outcome, Refusal):
        return outcome
    return [
        CommandAccepted(at_ns=command.at_ns, command=command),
        WriteOutput(
            at_ns=command.at_ns,
            command_id=command.id,
            source=outcome.source,
            equipment=outcome.name,
            control=command.control,
            value=command.value,
        ),
    ]


def _disturb(state: EngineState, command: Disturb) -> Refusal | list[Effect]:
    refusal = state.plan.rights.decide_disturb(command)
    if refusal:
        return refusal
    return [
        CommandAccepted(at_ns=command.at_ns, command=command),
        InjectFault(
            at_ns=command.at_ns,
            command_id=command.id,
            source=command.source,
            fault=command.fault,
            target=command.target,
            severity=command.severity,
            active=command.active,
        ),
    ]


def _believed(state: EngineState, tag: str) -> float | None:
    """The value of a tag whose quality is good now; None for anything less."""
    index = state.plan.tag_index.get(tag)
    if index is None or severity(int(state.quality[index])) is not Severity.GOOD:
        return None
    return float(state.value[index])
