"""Commands in a scan: each is decided alone, and every one leaves a record, refused ones included."""

from wakeful.authority.rights import decide_role
from wakeful.engine.alarm_acts import act_on_alarm
from wakeful.engine.annunciation import annunciate
from wakeful.engine.conditions import settle, switch_mode
from wakeful.engine.effects import effects_of
from wakeful.engine.events import EVENT, MOVE, new_table
from wakeful.engine.state import EngineState
from wakeful.terms.command import AlarmCommand, Command, Disturb, Operate, SetMode
from wakeful.terms.effect import (
    CommandAccepted,
    CommandRefused,
    Effect,
    InjectFault,
    ModeChanged,
    WriteOutput,
)
from wakeful.terms.quality import Severity, severity
from wakeful.terms.refusal import Reason, Refusal


def decide(state: EngineState, command: Command) -> list[Effect]:
    """What one command leads to. A refused command changes nothing and is recorded with its reason."""
    match command:
        case Operate():
            outcome = _operate(state, command)
        case Disturb():
            outcome = _disturb(state, command)
        case SetMode():
            outcome = _set_mode(state, command)
        case _:
            outcome = _act(state, command)
    if isinstance(outcome, Refusal):
        return [
            CommandRefused(
                at_ns=command.at_ns, command=command, reason=outcome.reason.value, detail=outcome.detail
            )
        ]
    return outcome


def _act(state: EngineState, command: AlarmCommand) -> Refusal | list[Effect]:
    return decide_role(command.actor) or act_on_alarm(state, command)


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


def _set_mode(state: EngineState, command: SetMode) -> Refusal | list[Effect]:
    """Put a system into a mode, and judge its alarms by the limits of that mode at once."""
    refusal = decide_role(command.actor) or _check_mode(state, command)
    if refusal:
        return refusal
    plan = state.plan.alarms
    system = plan.mode_systems.index(command.system)
    mode = plan.mode_names[system].index(command.mode)
    base, at_ns = plan.rows.table, command.at_ns
    events, count = switch_mode(
        plan.rows,
        base,
        state.limits,
        plan.modes,
        state.rows,
        plan.alarms,
        state.tags,
        system,
        mode,
        at_ns,
        0,
        new_table(EVENT),
        0,
    )
    events, count = settle(
        plan.rows,
        base,
        state.limits,
        plan.modes,
        state.rows,
        plan.alarms,
        state.tags,
        at_ns,
        0,
        len(plan.rows.derived),
        events,
        count,
    )
    moves, moved = annunciate(plan.alarms, state.alarms, events[:count], at_ns, new_table(MOVE))
    return [_by_person(effect, command) for effect in effects_of(state, moves[:moved], at_ns)]


def _by_person(effect: Effect, command: SetMode) -> Effect:
    """The change of mode that a person made carries who and why; what followed from it does not."""
    if not isinstance(effect, ModeChanged):
        return effect
    return ModeChanged(
        at_ns=effect.at_ns,
        system=effect.system,
        before=effect.before,
        after=effect.after,
        cause=command.reason,
        actor=command.actor,
        command_id=command.id,
    )


def _check_mode(state: EngineState, command: SetMode) -> Refusal | None:
    plan = state.plan.alarms
    if command.system not in plan.mode_systems:
        known = ", ".join(plan.mode_systems) or "none"
        detail = f"{command.system!r} is not a system with operating modes; those are: {known}"
        return Refusal(Reason.UNKNOWN_SYSTEM, detail)
    system = plan.mode_systems.index(command.system)
    names = plan.mode_names[system]
    if command.mode not in names:
        return Refusal(
            Reason.UNKNOWN_MODE, f"{command.system} has no mode {command.mode!r}; it has {', '.join(names)}"
        )
    tag = int(plan.modes.tags[system])
    if tag >= 0:
        name = state.plan.site.tags[tag].name
        return Refusal(Reason.MODE_BY_TAG, f"the mode of {command.system} is given by the tag {name}")
    if names.index(command.mode) == int(state.rows.mode[system]):
        return Refusal(Reason.ALREADY_IN_MODE, f"{command.system} is in {command.mode} already")
    return None


def _believed(state: EngineState, tag: str) -> float | None:
    """The value of a tag whose quality is good now; None for anything less."""
    index = state.plan.tag_index.get(tag)
    if index is None or severity(int(state.quality[index])) is not Severity.GOOD:
        return None
    return float(state.value[index])
