"""Alarm state from the journal: folding its records in order gives exactly the state that wrote them."""

from collections.abc import Iterable

import numpy as np

from wakeful.alarms.acknowledgement import AcknowledgementState
from wakeful.alarms.condition import ConditionState
from wakeful.alarms.timer_heap import stop_timer
from wakeful.engine.state import Acknowledged, EngineState, refresh_bands
from wakeful.terms.alarm import KIND_NAMES, ISAState
from wakeful.terms.effect import AlarmChanged, Record

_CONDITION = {
    ISAState.NORM.value: ConditionState.NORMAL,
    ISAState.UNACK.value: ConditionState.ABNORMAL,
    ISAState.ACKED.value: ConditionState.ABNORMAL,
    ISAState.RTNUN.value: ConditionState.NORMAL,
}
_WAITING = (ISAState.UNACK.value, ISAState.RTNUN.value)


def fold(state: EngineState, records: Iterable[Record]) -> EngineState:
    """Apply journal records to a state, oldest first.

    Only ``AlarmChanged`` changes an alarm; an alarm that is no longer configured is passed over, and a new
    one stays at rest. Letter, occurrence, revision, times, value and who acknowledged are exact; a delay that
    was running is not in the journal (a checkpoint has it) and starts again at the next sample.

    No acknowledgement is carried over to an alarm that has since been given another tag or kind: it would
    hide what nobody has seen.
    """
    for record in records:
        if isinstance(record, AlarmChanged):
            alarm = state.plan.alarm_index.get(record.alarm)
            if alarm is not None:
                _apply(state, alarm, record)
    refresh_bands(state)
    return state


def _apply(state: EngineState, alarm: int, record: AlarmChanged) -> None:
    alarms, definition = state.alarms, state.plan.site.alarms[alarm]
    same = (record.tag, record.kind) == (definition.tag, KIND_NAMES[definition.kind])
    after = record.after
    if after == ISAState.ACKED.value and not same:
        after = ISAState.NORM.value
    stop_timer(alarms.table, alarms.heap, alarms.running, alarm)
    alarms.table["condition"][alarm] = _CONDITION[after]
    waiting = after in _WAITING
    alarms.table["acknowledgement"][alarm] = (
        AcknowledgementState.UNACKNOWLEDGED if waiting else AcknowledgementState.ACKNOWLEDGED
    )
    alarms.table["occurrence"][alarm] = record.occurrence
    alarms.table["revision"][alarm] = record.revision
    alarms.table["changed_at_ns"][alarm] = record.at_ns
    if record.event == "abnormal":
        alarms.table["raised_at_ns"][alarm] = record.at_ns
        alarms.table["raised_value"][alarm] = np.nan if record.value is None else record.value
        state.acknowledged.pop(alarm, None)
    if record.actor is not None and same:
        state.acknowledged[alarm] = Acknowledged(record.actor.name, record.at_ns)
