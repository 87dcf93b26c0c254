"""From the kernel's table of moves to effects: names, words and one record for many silent tags."""

from itertools import groupby

import numpy as np

from wakeful.alarms.acknowledgement import AcknowledgementState, isa_state
from wakeful.engine import events as ev
from wakeful.engine.state import EngineState
from wakeful.terms.alarm import KIND_NAMES, ConditionKind
from wakeful.terms.effect import AlarmChanged, Effect, InputChanged

NAMES_MAX = 100
"""Tag names listed in one ``InputChanged``; the count is always whole."""

_CAUSES = {
    ev.INPUT_TRUSTED: "good",
    ev.INPUT_DOUBTFUL: "uncertain",
    ev.INPUT_BAD: "bad",
    ev.INPUT_LOST: "lost",
    ev.SAMPLE_REJECTED: "rejected",
}


def effects_of(state: EngineState, events: np.ndarray) -> list[Effect]:
    """Effects of the rows of a table, in their order.

    The inputs that changed at one instant come first, one ``InputChanged`` for each cause, so that a broken
    link with 100,000 tags behind it is one record; then the alarms, one record a move.
    """
    effects: list[Effect] = []
    for (at_ns, _due), group in groupby(events.tolist(), key=lambda row: row[:2]):
        inputs: dict[str, list[int]] = {}
        moves = []
        for row in group:
            cause = _CAUSES.get(row[2])
            if cause is None:
                moves.append(row)
            else:
                inputs.setdefault(cause, []).append(row[3])
        effects += [_input_changed(state, at_ns, cause, tags) for cause, tags in inputs.items()]
        effects += [_alarm_changed(state, row) for row in moves]
    return effects


def _input_changed(state: EngineState, at_ns: int, cause: str, tags: list[int]) -> InputChanged:
    names = state.plan.site.tags
    return InputChanged(
        at_ns=at_ns,
        cause=cause,
        count=len(tags),
        tags=tuple(names[tag].name for tag in tags[:NAMES_MAX]),
    )


def _alarm_changed(state: EngineState, row: tuple) -> AlarmChanged:  # type: ignore[type-arg]
    at_ns, _due, kind, alarm, acknowledged_before, occurrence, revision, value, quality = row
    raised = kind == ev.ALARM_RAISED
    seen = AcknowledgementState(acknowledged_before)
    if raised:
        state.acknowledged.pop(alarm, None)
    definition = state.plan.site.alarms[alarm]
    is_limit = definition.kind is not ConditionKind.INPUT_BAD
    return AlarmChanged(
        at_ns=at_ns,
        alarm=definition.name,
        tag=definition.tag,
        kind=KIND_NAMES[definition.kind],
        priority=int(definition.priority),
        event="abnormal" if raised else "normal",
        before=isa_state(not raised, seen).value,
        after=isa_state(raised, AcknowledgementState.UNACKNOWLEDGED if raised else seen).value,
        occurrence=occurrence,
        revision=revision,
        value=value if np.isfinite(value) else None,
        quality=quality,
        limit_eu=definition.limit_eu if is_limit else None,
    )
