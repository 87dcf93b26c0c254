"""Alarm state from the journal: folding its records in order gives exactly the state that wrote them."""

from collections.abc import Iterable

import numpy as np

from wakeful.alarms import first_out, flood
from wakeful.alarms.annunciate import restore_alarm
from wakeful.alarms.arrays import BEYOND, BY_LOGIC, BY_MODE
from wakeful.alarms.condition import ConditionState
from wakeful.alarms.machine.packed import ANNUNCIATED
from wakeful.alarms.machine.state import ACTIVE, SUPPRESSED, UNACKNOWLEDGED
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.alarms.modes import NO_MODE, setting_of
from wakeful.alarms.timer_heap import stop_timer
from wakeful.engine.accounts import Said, keep_account
from wakeful.engine.marks import code_of
from wakeful.engine.state import Acknowledged, EngineState, refresh_bands, refresh_limits
from wakeful.terms.alarm import KIND_NAMES
from wakeful.terms.effect import AlarmChanged, ConditionChanged, FloodChanged, ModeChanged, Record

_EVENTS = {event.name.lower(): event for event in AlarmEvent}
_ABNORMAL = "abnormal"


def fold(state: EngineState, records: Iterable[Record]) -> EngineState:
    """Apply journal records to a state, oldest first.

    An alarm that is no longer configured is passed over, and a new one stays at rest. Letter, marks, numbers,
    priorities, times, who acknowledged and who hid what and why are exact, and so are floods and first-outs;
    a delay that was running is not in the journal (a checkpoint has it) and starts again at the next sample.

    What sounded has sounded: a flood goes on when alarms of it have left the configuration. Where nobody can
    tell any more at whose position one sounded, the journal's word on the flood's beginning and end holds.

    Nothing a person did is carried over to an alarm that has since been given another tag or kind: it would
    hide what nobody has seen.
    """
    for record in records:
        if isinstance(record, AlarmChanged):
            alarm = state.plan.alarm_index.get(record.alarm)
            if alarm is not None and not state.plan.alarms.alarms.table["event_only"][alarm]:
                _apply(state, alarm, record)
            elif record.annunciated:
                _count_gone(state, record)
        elif isinstance(record, ConditionChanged):
            alarm = state.plan.alarm_index.get(record.alarm)
            if alarm is not None:
                _set_row(state, alarm, record.active)
        elif isinstance(record, ModeChanged):
            _apply_mode(state, record)
        elif isinstance(record, FloodChanged):
            _apply_flood(state, record)
    _apply_settings(state)
    refresh_limits(state)
    refresh_bands(state)
    return state


def _apply(state: EngineState, alarm: int, record: AlarmChanged) -> None:
    definition = state.plan.site.alarms[alarm]
    same = (record.tag, record.kind) == (definition.tag, KIND_NAMES[definition.kind])
    code, escalated = code_of(record.marks, record.after)
    if not same:
        code, escalated = (code & (ACTIVE | UNACKNOWLEDGED) if code & UNACKNOWLEDGED else 0), 0
    row = state.alarms.table[alarm]
    before = int(row["code"])
    flags = ANNUNCIATED if record.annunciated else 0
    event = _EVENTS.get(record.event, AlarmEvent.SEVERITY_CHANGED)
    _set_numbers(row, record, event)
    alarms = state.alarms
    restore_alarm(
        state.plan.alarms.alarms.table,
        alarms.table,
        alarms.heap,
        alarms.running,
        alarm,
        int(event),
        flags,
        code,
        escalated,
        record.at_ns,
        record.until_ns or 0,
    )
    _set_row(state, alarm, bool(code & ACTIVE))
    escalation = state.plan.alarms.escalation_row.get(alarm)
    if escalation is not None:
        _set_row(state, escalation, bool(escalated & BEYOND))
    if same:
        _set_ledger(state, alarm, record, event, before, code)
    _count(state, alarm, record, code)


def _set_numbers(row: np.ndarray, record: AlarmChanged, event: AlarmEvent) -> None:
    row["occurrence"], row["revision"], row["changed_at_ns"] = (
        record.occurrence,
        record.revision,
        record.at_ns,
    )
    row["peak"] = record.priority_peak or record.priority
    row["seen"] = record.priority_seen
    if record.annunciated or record.hidden or event is AlarmEvent.ABNORMAL:
        row["loud_revision"] = record.revision
    if event is AlarmEvent.ABNORMAL:
        row["raised_at_ns"] = record.at_ns
        row["onset_ns"] = record.at_ns if record.onset_ns is None else record.onset_ns
        row["raised_value"] = np.nan if record.value is None else record.value


def _set_ledger(
    state: EngineState, alarm: int, record: AlarmChanged, event: AlarmEvent, before: int, after: int
) -> None:
    if event is AlarmEvent.SHELF_ENDED and record.annunciated:
        place = int(state.plan.alarms.alarms.table["operator_position"][alarm])
        state.alarms.released_ns[place] = max(int(state.alarms.released_ns[place]), record.at_ns)
    if event is AlarmEvent.ABNORMAL:
        state.ledger.acknowledged.pop(alarm, None)
    elif event is AlarmEvent.ACKNOWLEDGE and record.actor is not None:
        state.ledger.acknowledged[alarm] = Acknowledged(record.actor.name, record.at_ns)
    keep_account(
        state.ledger.overrides,
        alarm,
        before,
        after,
        event,
        record.hidden,
        Said(
            record.at_ns,
            record.actor,
            record.reason,
            record.until_ns or 0,
            record.occurrence,
            record.revision,
        ),
    )


def _count(state: EngineState, alarm: int, record: AlarmChanged, code: int) -> None:
    """Floods and first-outs, exactly as the scan counted them."""
    _end_floods_before(state, record)
    if record.annunciated:
        place = int(state.plan.alarms.alarms.table["operator_position"][alarm])
        flood.annunciate(state.ledger.floods[place], state.plan.positions[place], record.at_ns)
    group = state.plan.group_of.get(alarm)
    if group is None:
        return
    known = state.ledger.first_outs.setdefault(group, first_out.FirstOutState())
    if record.event != _ABNORMAL:
        if not code & first_out.HELD:
            first_out.end(known, alarm)
        return
    onset_ns = record.at_ns if record.onset_ns is None else record.onset_ns
    tag = state.plan.alarms.alarms.table["tag"][alarm]
    first_out.begin(known, first_out.Onset(onset_ns, alarm, int(state.plan.uncertainty_ms[tag])))


def _count_gone(state: EngineState, record: AlarmChanged) -> None:
    """An annunciation of what is no alarm any more: at its position by its tag, else wherever a flood is."""
    _end_floods_before(state, record)
    positions = state.plan.positions
    tag = state.plan.tag_index.get(record.tag)
    if len(positions) == 1:
        places = [0]
    elif tag is None:
        places = [place for place, known in enumerate(state.ledger.floods) if known.active]
    else:
        system = state.plan.site.tags[tag].system
        places = [next((place for place, each in enumerate(positions) if system in each.systems), 0)]
    for place in places:
        flood.annunciate(state.ledger.floods[place], positions[place], record.at_ns)


def _apply_flood(state: EngineState, record: FloodChanged) -> None:
    """The journal's word on a flood: it says nothing new while everything that sounded is known."""
    if not record.active:
        _end_floods(state, record.at_ns + 1)
    for known, position in zip(state.ledger.floods, state.plan.positions, strict=True):
        if position.id != record.position:
            continue
        if record.active:
            flood.begin_as_told(known, position, record.at_ns, record.count)
        else:
            flood.end_as_told(known, position, record.at_ns)


def _end_floods_before(state: EngineState, record: AlarmChanged) -> None:
    """End what had ended when a move was scanned. A command's time ends nothing: it is decided before samples
    that are older than it.
    """
    if record.command_id is None:
        _end_floods(state, record.at_ns)


def _end_floods(state: EngineState, before_ns: int) -> None:
    for place, position in enumerate(state.plan.positions):
        flood.end_before(state.ledger.floods[place], position, before_ns)


def _set_row(state: EngineState, row: int, active: bool) -> None:
    rows = state.rows
    stop_timer(rows.table, rows.heap, rows.running, row)
    rows.table["condition"][row] = ConditionState.ABNORMAL if active else ConditionState.NORMAL


def _apply_mode(state: EngineState, record: ModeChanged) -> None:
    plan = state.plan.alarms
    if record.system not in plan.mode_systems:
        return
    system = plan.mode_systems.index(record.system)
    names = plan.mode_names[system]
    state.rows.mode[system] = names.index(record.after) if record.after in names else NO_MODE


def _apply_settings(state: EngineState) -> None:
    """What follows from the present modes and which alarms are suppressed: priorities, causes, logics."""
    plan, table = state.plan.alarms, state.alarms.table
    suppressed = table["code"] & SUPPRESSED != 0
    table["causes"] = np.where(suppressed, BY_LOGIC, 0)
    table["mode_priority"] = plan.alarms.table["priority"]
    for system, mode in enumerate(state.rows.mode.tolist()):
        for place in range(plan.modes.first[system], plan.modes.first[system + 1]):
            alarm = int(plan.modes.entries["alarm"][place])
            priority, by_mode = setting_of(plan.modes, system, mode, alarm)
            if priority:
                table["mode_priority"][alarm] = priority
            if by_mode and suppressed[alarm]:
                table["causes"][alarm] = BY_MODE
    for logic, row in enumerate(plan.logic_row.tolist()):
        members = plan.alarms.alarms[plan.alarms.first[logic] : plan.alarms.first[logic + 1]]
        _set_row(state, row, bool(np.any(table["causes"][members] == BY_LOGIC)))
