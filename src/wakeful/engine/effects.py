"""From the kernels' tables to effects: names, words, who and why; floods and first-outs; a record a move."""

from collections.abc import Iterator
from itertools import groupby
from math import isfinite

import numpy as np

from wakeful.alarms import first_out, flood
from wakeful.alarms.machine.packed import ANNUNCIATED, HIDDEN, OCCURRENCE
from wakeful.alarms.machine.state import SHELF_MASK
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.engine import events as ev
from wakeful.engine.accounts import Said, keep_account
from wakeful.engine.events import Move
from wakeful.engine.marks import letter_of, marks_of
from wakeful.engine.state import EngineState
from wakeful.terms.alarm import KIND_NAMES, WITHOUT_LIMIT, AlarmDefinition
from wakeful.terms.command import Actor, AlarmCommand
from wakeful.terms.effect import (
    AlarmChanged,
    ConditionChanged,
    Effect,
    FirstOutChanged,
    FloodChanged,
    InputChanged,
    ModeChanged,
)

NAMES_MAX = 100
"""Tag names listed in one ``InputChanged``; the count is always whole."""

_CAUSES = {
    ev.INPUT_TRUSTED: "good",
    ev.INPUT_DOUBTFUL: "uncertain",
    ev.INPUT_BAD: "bad",
    ev.INPUT_LOST: "lost",
    ev.SAMPLE_REJECTED: "rejected",
}
_EVENT_NAMES = tuple(event.name.lower() for event in AlarmEvent)
_ABNORMAL, _NORMAL = int(AlarmEvent.ABNORMAL), int(AlarmEvent.NORMAL)


def effects_of(state: EngineState, moves: np.ndarray, now_ns: int) -> list[Effect]:
    """Effects of the rows of a table of ``MOVE``, in their order, and floods that ended before ``now_ns``.

    The inputs that changed at one instant come first, one ``InputChanged`` for each cause, so that a broken
    link with 100,000 tags behind it is one record; then what followed, one record a move.
    """
    effects: list[Effect] = []
    for (at_ns, _due), group in groupby(ev.read_moves(moves), key=lambda move: (move.at_ns, move.due)):
        inputs: dict[str, list[int]] = {}
        others = []
        for move in group:
            cause = _CAUSES.get(move.kind)
            if cause is None:
                others.append(move)
            else:
                inputs.setdefault(cause, []).append(move.item)
        effects += _ended_floods(state, at_ns)
        effects += [_input_changed(state, at_ns, cause, tags) for cause, tags in inputs.items()]
        for move in others:
            effects += _effects_of_move(state, move)
    effects += _ended_floods(state, now_ns)
    return effects


def effects_of_act(state: EngineState, move: Move, command: AlarmCommand, reason: str) -> list[Effect]:
    """Effects of a person's act on an alarm: ``move`` is the row of ``MOVE`` that came of it."""
    return _alarm_moved(state, move, command.actor, command, reason)


def _effects_of_move(state: EngineState, move: Move) -> list[Effect]:
    kind = move.kind
    if kind == ev.ALARM_MOVED:
        return _alarm_moved(state, move, None, None, _cause_of(state, move))
    if kind in (ev.EVENT_RAISED, ev.EVENT_RETURNED):
        return [_condition_changed(state, move, kind == ev.EVENT_RAISED)]
    return [_mode_changed(state, move)]


def _alarm_moved(
    state: EngineState, move: Move, actor: Actor | None, command: AlarmCommand | None, reason: str
) -> list[Effect]:
    """The record of a move, and what it means to its position and its group."""
    alarm, flags, event = move.item, move.flags, move.event
    definition = state.plan.site.alarms[alarm]
    hidden_count = keep_account(
        state.ledger.overrides,
        alarm,
        move.code_before,
        move.code_after,
        event,
        bool(flags & HIDDEN),
        Said(move.at_ns, actor, reason, move.until_ns, move.occurrence, move.revision),
    )
    if flags & OCCURRENCE:
        state.ledger.acknowledged.pop(alarm, None)
    record = _record(state, definition, move, flags, event, actor, command, reason, hidden_count)
    effects: list[Effect] = [record]
    at_ns = move.at_ns
    if flags & ANNUNCIATED:
        effects += _annunciated(state, alarm, at_ns)
    group = state.plan.group_of.get(alarm)
    if group is not None:
        effects += _group_moved(state, group, move)
    return effects


def _record(
    state: EngineState,
    definition: AlarmDefinition,
    move: Move,
    flags: int,
    event: int,
    actor: Actor | None,
    command: AlarmCommand | None,
    reason: str,
    hidden_count: int | None,
) -> AlarmChanged:
    code, value = move.code_after, move.value
    priority, peak, sampled = move.priority, move.peak, bool(move.has_sample)
    return AlarmChanged(
        at_ns=move.at_ns,
        alarm=definition.name,
        tag=definition.tag,
        kind=KIND_NAMES[definition.kind],
        priority=priority,
        event=_EVENT_NAMES[event],
        before=letter_of(move.code_before),
        after=letter_of(code),
        occurrence=move.occurrence,
        revision=move.revision,
        value=value if isfinite(value) else None,
        quality=move.quality if sampled else None,
        limit_eu=_limit(state, move.item, definition) if sampled else None,
        actor=actor,
        command_id=command.id if command else None,
        revision_seen=command.revision if command else None,
        marks=marks_of(code, move.escalated),
        annunciated=bool(flags & ANNUNCIATED),
        hidden=bool(flags & HIDDEN),
        priority_peak=peak if peak != priority else 0,
        priority_seen=move.seen,
        onset_ns=move.onset_ns if flags & OCCURRENCE else None,
        reason=reason,
        until_ns=move.until_ns if code & SHELF_MASK else None,
        hidden_count=hidden_count,
    )


def _limit(state: EngineState, alarm: int, definition: AlarmDefinition) -> float | None:
    """The limit in force; it may be that of an operating mode."""
    if definition.kind in WITHOUT_LIMIT:
        return None
    return float(state.limits["enter_eu"][alarm])


def _cause_of(state: EngineState, move: Move) -> str:
    """What began or ended a suppression, in words; empty for every other event."""
    if move.event not in (AlarmEvent.SUPPRESS, AlarmEvent.UNSUPPRESS):
        return ""
    if move.cause in (ev.SUPPRESS_BY_MODE, ev.UNSUPPRESS_BY_MODE):
        name = _mode_name(state, move.before, move.after)
        return f"mode {name}" if name else "no mode"
    text = state.plan.alarms.logics[move.before]
    return f"{text}: an input cannot be believed" if move.after else text


def _mode_name(state: EngineState, system: int, mode: int) -> str:
    return state.plan.alarms.mode_names[system][mode] if mode >= 0 else ""


def _condition_changed(state: EngineState, move: Move, active: bool) -> ConditionChanged:
    definition = state.plan.site.alarms[move.item]
    value = move.value
    return ConditionChanged(
        at_ns=move.at_ns,
        alarm=definition.name,
        tag=definition.tag,
        kind=KIND_NAMES[definition.kind],
        active=active,
        value=value if isfinite(value) else None,
        quality=move.quality,
        limit_eu=_limit(state, move.item, definition),
    )


def _mode_changed(state: EngineState, move: Move) -> ModeChanged:
    system = move.item
    plan = state.plan.alarms
    tag = int(plan.modes.tags[system])
    return ModeChanged(
        at_ns=move.at_ns,
        system=plan.mode_systems[system],
        before=_mode_name(state, system, move.before),
        after=_mode_name(state, system, move.after),
        cause=f"tag {state.plan.site.tags[tag].name}" if tag >= 0 else "",
    )


def _input_changed(state: EngineState, at_ns: int, cause: str, tags: list[int]) -> InputChanged:
    names = state.plan.site.tags
    return InputChanged(
        at_ns=at_ns,
        cause=cause,
        count=len(tags),
        tags=tuple(names[tag].name for tag in tags[:NAMES_MAX]),
    )


def _annunciated(state: EngineState, alarm: int, at_ns: int) -> Iterator[Effect]:
    place = int(state.plan.alarms.alarms.table["operator_position"][alarm])
    change = flood.annunciate(state.ledger.floods[place], state.plan.positions[place], at_ns)
    if change is not None:
        yield _flood_changed(state, place, change)


def _ended_floods(state: EngineState, before_ns: int) -> list[Effect]:
    effects: list[Effect] = []
    for place, position in enumerate(state.plan.positions):
        change = flood.end_before(state.ledger.floods[place], position, before_ns)
        if change is not None:
            effects.append(_flood_changed(state, place, change))
    return effects


def _flood_changed(state: EngineState, place: int, change: flood.FloodChange) -> FloodChanged:
    position = state.plan.positions[place]
    return FloodChanged(
        at_ns=change.at_ns,
        position=position.id,
        active=change.active,
        count=change.count,
        window_ms=position.flood_window_ms,
        total=change.total,
    )


def _group_moved(state: EngineState, group: str, move: Move) -> Iterator[Effect]:
    alarm, at_ns = move.item, move.at_ns
    known = state.ledger.first_outs.setdefault(group, first_out.FirstOutState())
    change = None
    if move.event == AlarmEvent.ABNORMAL:
        tag = state.plan.alarms.alarms.table["tag"][alarm]
        onset = first_out.Onset(move.onset_ns, alarm, int(state.plan.uncertainty_ms[tag]))
        change = first_out.begin(known, onset)
    elif not move.code_after & first_out.HELD:
        change = first_out.end(known, alarm)
    if change is None:
        return
    names = state.plan.site.alarms
    yield FirstOutChanged(
        at_ns=at_ns,
        group=group,
        alarm=names[change.first.alarm].name if change.first else "",
        onset_ns=change.first.at_ns if change.first else None,
        uncertainty_ms=change.uncertainty_ms,
        tied=tuple(names[tied].name for tied in change.tied),
    )
