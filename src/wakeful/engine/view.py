"""Alarms as people see them: one view each, read from the state without changing it."""

import msgspec
import numpy as np

from wakeful.alarms import first_out, flood
from wakeful.alarms.condition import ACTIVE as ACTIVE_CONDITIONS
from wakeful.alarms.expression.evaluate import TRUSTED
from wakeful.alarms.machine.packed import LETTER, LETTERS
from wakeful.alarms.machine.state import ACTIVE, LATCHED, SILENCED, UNACKNOWLEDGED, unpack
from wakeful.engine.accounts import SHELVED, Override
from wakeful.engine.state import EngineState
from wakeful.terms.quality import is_bad


class OverrideView(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why an alarm is out of sight; ``until_ns`` is None where it has no end of its own.

    A shelf that ended while others did waits for its turn: its ``until_ns`` is past.
    """

    kind: str
    by: str
    reason: str
    since_ns: int
    until_ns: int | None
    one_shot: bool
    hidden_count: int
    hidden_at_ns: int | None


class AlarmView(msgspec.Struct, frozen=True, kw_only=True):
    """One alarm now. ``trusted`` is false while one of its inputs is bad, lost, stuck or not yet heard, and
    while an expression, a rate or a deviation over them is not sure.

    ``value`` is what was judged when the occurrence was raised, None where it was not a number. ``active``
    and ``waiting`` hold whatever the letter; ``sounding`` is what a console should let be heard.
    """

    letter: str
    priority: int
    priority_peak: int
    occurrence: int
    revision: int
    raised_at_ns: int
    changed_at_ns: int
    onset_ns: int
    value: float | None
    trusted: bool
    acknowledged_by: str | None
    acknowledged_at_ns: int | None
    active: bool
    waiting: bool
    latched: bool
    silenced: bool
    sounding: bool
    first_out: str
    overrides: tuple[OverrideView, ...]


class PositionView(msgspec.Struct, frozen=True, kw_only=True):
    """The load of an operator position now: ``count`` annunciations in its window, ``total`` of the flood."""

    position: str
    flood: bool
    since_ns: int | None
    count: int
    total: int


def standing(state: EngineState) -> np.ndarray:
    """(K,) int64: indices of the alarms that are not at rest (any letter but A), in site order."""
    return np.flatnonzero(LETTER[state.alarms.table["code"]] != 0)


def active(state: EngineState) -> np.ndarray:
    """(A,) bool: the condition is active, whatever a person or a logic did about it."""
    return np.asarray(state.alarms.table["code"] & ACTIVE != 0)


def unacknowledged(state: EngineState) -> np.ndarray:
    """(A,) bool: waiting to be acknowledged."""
    return np.asarray(state.alarms.table["code"] & UNACKNOWLEDGED != 0)


def bad_tags(state: EngineState) -> np.ndarray:
    """(N,) bool: the input is bad, lost or not yet heard."""
    return is_bad(state.quality)


def trusted(state: EngineState, alarms: np.ndarray) -> np.ndarray:
    """(K,) bool: every input of these alarms (K,) can be used now, and none is said to be stuck; and what is
    worked out of them is sure.
    """
    plan, bad = state.plan, bad_tags(state)
    doubted = bad | _stuck_tags(state)
    tells_of_stuck = np.isin(alarms, plan.stuck_alarms)
    tags = plan.alarms.alarms.table["tag"][alarms]
    result = ~np.where(tells_of_stuck, bad[tags], doubted[tags])
    # Rows of alarms are those of the same numbers. Judged on its tag alone, an alarm may rest on an uncertain
    # sample like any value shown; what is worked out from samples says itself how sure it is.
    derived = plan.alarms.rows.slot[alarms] >= 0
    result &= ~derived | (state.rows.table["trust"][alarms] == TRUSTED)
    if plan.inputs:
        for place, alarm in enumerate(np.asarray(alarms).tolist()):
            inputs = plan.inputs.get(alarm)
            if inputs is not None and not tells_of_stuck[place]:
                result[place] &= not doubted[inputs].any()
    return np.asarray(result)


def _stuck_tags(state: EngineState) -> np.ndarray:
    """(N,) bool: an alarm on the tag says that it does not move any more."""
    stuck = np.zeros(len(state.plan.site.tags), bool)
    alarms = state.plan.stuck_alarms
    if len(alarms):
        still = np.isin(state.rows.table["condition"][alarms], ACTIVE_CONDITIONS)
        stuck[state.plan.alarms.alarms.table["tag"][alarms[still]]] = True
    return stuck


def alarm_view(state: EngineState, alarm: int) -> AlarmView:
    """The view of one alarm by index."""
    row = state.alarms.table[alarm]
    code, who = int(row["code"]), state.ledger.acknowledged.get(alarm)
    value, priority = float(row["raised_value"]), _priority(state, alarm)
    at_rest = not code
    return AlarmView(
        letter=LETTERS[LETTER[code]],
        priority=priority,
        priority_peak=priority if at_rest else int(row["peak"]),
        occurrence=int(row["occurrence"]),
        revision=int(row["revision"]),
        raised_at_ns=int(row["raised_at_ns"]),
        changed_at_ns=int(row["changed_at_ns"]),
        onset_ns=int(row["onset_ns"]),
        value=value if np.isfinite(value) else None,
        trusted=bool(trusted(state, np.array([alarm]))[0]),
        acknowledged_by=who.actor if who else None,
        acknowledged_at_ns=who.at_ns if who else None,
        active=bool(code & ACTIVE),
        waiting=bool(code & UNACKNOWLEDGED),
        latched=bool(code & LATCHED),
        silenced=bool(code & SILENCED),
        sounding=unpack(code).sounding,
        first_out=_first_out(state, alarm),
        overrides=tuple(_override(entry) for entry in state.ledger.overrides.get(alarm, {}).values()),
    )


def position_views(state: EngineState, now_ns: int) -> tuple[PositionView, ...]:
    """The load of every operator position."""
    return tuple(
        PositionView(
            position=position.id,
            flood=known.active,
            since_ns=known.since_ns if known.active else None,
            count=flood.count_at(known, position, now_ns),
            total=known.total,
        )
        for known, position in zip(state.ledger.floods, state.plan.positions, strict=True)
    )


def mode_of(state: EngineState, system: str) -> str:
    """The operating mode of a system by id; empty for none, or where it has no modes."""
    plan = state.plan.alarms
    if system not in plan.mode_systems:
        return ""
    number = plan.mode_systems.index(system)
    mode = int(state.rows.mode[number])
    return plan.mode_names[number][mode] if mode >= 0 else ""


def _priority(state: EngineState, alarm: int) -> int:
    """How urgent the alarm is now (``annunciate.priority_now``), at rest without escalation."""
    row, setting = state.alarms.table[alarm], state.plan.alarms.alarms.table[alarm]
    by_mode, escalated = int(row["mode_priority"]), int(setting["escalate_priority"])
    return min(by_mode, escalated) if row["code"] and row["escalated"] and escalated else by_mode


def _first_out(state: EngineState, alarm: int) -> str:
    group = state.plan.group_of.get(alarm)
    known = state.ledger.first_outs.get(group) if group is not None else None
    if known is None:
        return ""
    answer = first_out.answer(known)
    if answer.first is not None and answer.first.alarm == alarm:
        return "first"
    return "tied" if alarm in answer.tied else ""


def _override(entry: Override) -> OverrideView:
    return OverrideView(
        kind=entry.kind,
        by=entry.by,
        reason=entry.reason,
        since_ns=entry.since_ns,
        until_ns=entry.until_ns if entry.kind == SHELVED else None,
        one_shot=entry.one_shot,
        hidden_count=entry.hidden_count,
        hidden_at_ns=entry.hidden_at_ns or None,
    )
