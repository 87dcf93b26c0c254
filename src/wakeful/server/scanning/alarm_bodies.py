"""Alarms of the engine as they go over the wire, many at once.

Twenty thousand alarms may move in one scan and are to be seen within a second, so what they are made of is
taken from the engine's table a column at a time. What it means is said in ``engine.view``: there is the twin.
"""

from collections.abc import Sequence
from math import isfinite
from typing import Any

import numpy as np

from wakeful.alarms import first_out
from wakeful.alarms.machine.packed import LETTER, LETTERS
from wakeful.alarms.machine.state import ACTIVE, LATCHED, SILENCED, UNACKNOWLEDGED
from wakeful.engine.accounts import SHELVED, Override
from wakeful.engine.state import EngineState
from wakeful.engine.view import trusted
from wakeful.server.wire import AlarmBody, OverrideBody

_LETTERS = np.array(LETTERS)


def alarm_bodies(state: EngineState, indices: Sequence[int]) -> list[AlarmBody]:
    """The alarms at these positions of the site, now."""
    columns = _columns(state, np.asarray(indices, np.intp))
    names = tuple(columns)
    return [AlarmBody(**dict(zip(names, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _columns(state: EngineState, indices: np.ndarray) -> dict[str, list[Any]]:
    """Each member of ``AlarmBody`` as a column over these alarms (K,)."""
    table = state.alarms.table[indices]
    code, alarms = table["code"], indices.tolist()
    priority = _priority(state, indices, table)
    acknowledged = [state.ledger.acknowledged.get(alarm) for alarm in alarms]
    return {
        "alarm": alarms,
        "letter": _LETTERS[LETTER[code]].tolist(),
        "priority": priority.tolist(),
        "occurrence": table["occurrence"].tolist(),
        "revision": table["revision"].tolist(),
        "raised_ms": (table["raised_at_ns"] / 1e6).tolist(),
        "changed_ms": (table["changed_at_ns"] / 1e6).tolist(),
        "value": [value if isfinite(value) else None for value in table["raised_value"].tolist()],
        "trusted": trusted(state, indices).tolist(),
        "acknowledged_by": [who.actor if who else None for who in acknowledged],
        "acknowledged_ms": [who.at_ns / 1e6 if who else None for who in acknowledged],
        "onset_ms": (table["onset_ns"] / 1e6).tolist(),
        "respond_by_ms": _respond_by_ms(state, alarms, table),
        "active": (code & ACTIVE != 0).tolist(),
        "waiting": (code & UNACKNOWLEDGED != 0).tolist(),
        "latched": (code & LATCHED != 0).tolist(),
        "silenced": (code & SILENCED != 0).tolist(),
        "priority_peak": np.where(code == 0, priority, table["peak"]).tolist(),
        "first_out": _first_out(state, alarms),
        "overrides": _overrides(state, alarms, table),
    }


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
