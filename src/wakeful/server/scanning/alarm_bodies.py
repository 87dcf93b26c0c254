"""Alarms of the engine as they go over the wire, many at once.

Twenty thousand alarms may move in one scan and are to be seen within a second, so what they are made of is
taken from the engine's table a column at a time. What it means is said in ``engine.view``: there is the twin.
"""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from wakeful.alarms import first_out
from wakeful.alarms.machine.packed import LETTER, LETTERS
from wakeful.alarms.machine.state import ACTIVE, LATCHED, SILENCED, UNACKNOWLEDGED
from wakeful.engine.accounts import SHELVED, Override
from wakeful.engine.state import EngineState
from wakeful.engine.view import trusted
from wakeful.server.wire import AlarmBody, OverrideBody
from wakeful.terms.alarm import ISAState

_STATES = np.array([ISAState(letter) for letter in LETTERS], object)


def alarm_bodies(state: EngineState, indices: Sequence[int]) -> list[AlarmBody]:
    """The alarms at these positions of the site, now."""
    places = np.asarray(indices, np.intp)
    table = state.alarms.table[places]
    alarms, code, priority = places.tolist(), table["code"], _priority(state, places, table)
    columns = zip(
        alarms,
        _STATES[LETTER[code]].tolist(),
        priority.tolist(),
        np.where(code == 0, priority, table["peak"]).tolist(),
        table["occurrence"].tolist(),
        table["revision"].tolist(),
        table["loud_revision"].tolist(),
        (table["raised_at_ns"] / 1e6).tolist(),
        (table["changed_at_ns"] / 1e6).tolist(),
        (table["onset_ns"] / 1e6).tolist(),
        _respond_by_ms(state, alarms, table),
        table["raised_value"].tolist(),
        trusted(state, places).tolist(),
        map(state.ledger.acknowledged.get, alarms),
        code.tolist(),
        _first_out(state, alarms),
        _overrides(state, alarms, table),
        strict=True,
    )
    return [
        AlarmBody(
            alarm=alarm,
            letter=letter,
            priority=now,
            priority_peak=peak,
            occurrence=occurrence,
            revision=revision,
            annunciated_revision=annunciated,
            raised_ms=raised_ms,
            changed_ms=changed_ms,
            onset_ms=onset_ms,
            respond_by_ms=respond_by_ms,
            value=value if isfinite(value) else None,
            trusted=believed,
            acknowledged_by=who.actor if who else None,
            acknowledged_ms=who.at_ns / 1e6 if who else None,
            active=bool(bits & ACTIVE),
            waiting=bool(bits & UNACKNOWLEDGED),
            latched=bool(bits & LATCHED),
            silenced=bool(bits & SILENCED),
            first_out=place,
            overrides=overrides,
        )
        for (
            alarm, letter, now, peak, occurrence, revision, annunciated, raised_ms, changed_ms, onset_ms,
            respond_by_ms, value, believed, who, bits, place, overrides,
        ) in columns
    ]  # fmt: skip


def _priority(state: EngineState, indices: np.ndarray, table: np.ndarray) -> np.ndarray:
    """(K,) how urgent each is now: by mode, and by escalation where that is more urgent."""
    by_mode, escalated = table["mode_priority"], state.plan.alarms.alarms.table["escalate_priority"][indices]
    more_urgent = (table["escalated"] != 0) & (escalated != 0) & (escalated < by_mode)
    return np.where(more_urgent, escalated, by_mode)


def _respond_by_ms(state: EngineState, alarms: list[int], table: np.ndarray) -> list[float | None]:
    definitions = state.plan.site.alarms
    found: list[float | None] = []
    for alarm, occurrence, raised_ns in zip(
        alarms, table["occurrence"].tolist(), table["raised_at_ns"].tolist(), strict=True
    ):
        why = definitions[alarm].rationalisation
        agreed = why is not None and why.response_time_ms > 0 and occurrence > 0
        found.append(raised_ns / 1e6 + why.response_time_ms if agreed and why else None)
    return found


def _first_out(state: EngineState, alarms: list[int]) -> list[str]:
    group_of, known = state.plan.group_of, state.ledger.first_outs
    if not known:
        return [""] * len(alarms)
    answers = {group: first_out.answer(of_group) for group, of_group in known.items()}
    return [
        _place(answers[group], alarm) if (group := group_of.get(alarm, "")) in answers else ""
        for alarm in alarms
    ]


def _place(answer: first_out.FirstOut, alarm: int) -> str:
    if answer.first is not None and answer.first.alarm == alarm:
        return "first"
    return "tied" if alarm in answer.tied else ""


def _overrides(state: EngineState, alarms: list[int], table: np.ndarray) -> list[tuple[OverrideBody, ...]]:
    accounts = state.ledger.overrides
    if not accounts:
        return [()] * len(alarms)
    return [
        tuple(_override_body(entry, deadline_ns) for entry in accounts.get(alarm, {}).values())
        for alarm, deadline_ns in zip(alarms, table["deadline_ns"].tolist(), strict=True)
    ]


def _override_body(entry: Override, deadline_ns: int) -> OverrideBody:
    return OverrideBody(
        kind=entry.kind,
        by=entry.by,
        reason=entry.reason,
        since_ms=entry.since_ns / 1e6,
        until_ms=deadline_ns / 1e6 if entry.kind == SHELVED else None,
        one_shot=entry.one_shot,
        hidden_count=entry.hidden_count,
        hidden_ms=entry.hidden_at_ns / 1e6 if entry.hidden_at_ns else None,
    )
