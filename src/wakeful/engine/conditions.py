"""Conditions in a scan: what a judged tag, an evaluated expression or a changed mode does to rows.

Rows judged directly on a tag move when its sample is visited. Rows with a program are marked when something
they depend on changed, and evaluated once, in their order, when every sample of the instant is known; so an
expression over two tags never sees one of them old and one new. Twin: ``tests/oracles/scan.py``.

These kernels take arrays one by one where they are called for every sample: taking an array out of a tuple
costs two atomic operations, which there would be most of the time.
"""

import numpy as np
from numba import njit

from wakeful.alarms.arrays import (
    ROLE_ALARM,
    ROLE_ESCALATION,
    ROLE_MODE,
    SIDE_TRUTH,
    AlarmParams,
    ModeParams,
    Row,
    RowParams,
    RowState,
)
from wakeful.alarms.expression.evaluate import evaluate
from wakeful.alarms.expression.program import STACK_SIZE
from wakeful.alarms.modes import NO_MODE, set_limits, setting_of
from wakeful.alarms.step import (
    DELAY_ENDED,
    NO_EVENT,
    RAISED,
    STAYED,
    judge_sample,
    keep_trust,
    quiet_band,
    step_row,
)
from wakeful.engine import events as ev
from wakeful.engine.state import TagState
from wakeful.integrity.verdict import Code, severity_of

_TRUSTED, _UNUSABLE, _UNHEARD = 0, 2, 3


@njit(cache=True, no_cpython_wrapper=True)
def mark(places: np.ndarray, begin: int, end: int, dirty: np.ndarray) -> None:
    """Have the programs ``places[begin:end]`` evaluated at this instant."""
    for k in range(begin, end):
        dirty[places[k]] = 1
        dirty[-1] = 1


@njit(cache=True, no_cpython_wrapper=True)
def _put_row_move(
    setting: Row,
    alarms: AlarmParams,
    raised: bool,
    believed: bool,
    at_ns: int,
    due: int,
    onset_ns: int,
    value: float,
    quality: Code,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Write down what the move of a row means: to its alarm, or to every alarm of its logic.

    A number that cannot be used is not the value at which an alarm was raised or returned.
    """
    owner = int(setting.owner)
    if severity_of(quality) >= _UNUSABLE:
        value = np.nan
    if setting.role == ROLE_ALARM:
        kind = ev.ALARM_RAISED if raised else ev.ALARM_RETURNED
        if alarms.table[owner].event_only:
            kind = ev.EVENT_RAISED if raised else ev.EVENT_RETURNED
    elif setting.role == ROLE_ESCALATION:
        kind = ev.ALARM_BEYOND if raised else ev.ALARM_WITHIN
    else:
        kind = ev.SUPPRESS_BY_LOGIC if raised else ev.UNSUPPRESS_BY_LOGIC
        members = alarms.alarms[alarms.first[owner] : alarms.first[owner + 1]]
        events = ev.with_room(events, count, members.shape[0])
        for alarm in members:
            count = ev.put_event(
                events,
                count,
                at_ns,
                due,
                kind,
                int(alarm),
                int(owner),
                int(not believed),
                at_ns,
                value,
                quality,
            )
        return events, count
    none = ev.NO_NUMBER
    events = ev.with_room(events, count, ev.ONE_ROW)
    return events, ev.put_event(events, count, at_ns, due, kind, owner, none, none, onset_ns, value, quality)


@njit(cache=True, no_cpython_wrapper=True)
def note_move(
    needs_first: np.ndarray,
    needs: np.ndarray,
    dirty: np.ndarray,
    limits: np.ndarray,
    alarms: AlarmParams,
    row: int,
    outcome: int,
    event: int,
    believed: bool,
    at_ns: int,
    due: int,
    value: float,
    quality: Code,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Write down that a row moved, and mark what asks for it."""
    mark(needs, needs_first[row], needs_first[row + 1], dirty)
    onset_ns = at_ns - limits[row].on_delay_ns if event == DELAY_ENDED else at_ns
    return _put_row_move(
        limits[row],
        alarms,
        outcome == RAISED,
        believed,
        at_ns,
        due,
        onset_ns,
        value,
        quality,
        events,
        count,
    )


@njit(cache=True, inline="always")
def move_row(
    rows: RowParams,
    limits: np.ndarray,
    state: RowState,
    alarms: AlarmParams,
    row: int,
    event: int,
    believed: bool,
    at_ns: int,
    due: int,
    value: float,
    quality: Code,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Step one row, and write down its move if it is one."""
    outcome = step_row(limits, state.table, state.heap, state.running, state.starts_ns, row, event, at_ns)
    if outcome == STAYED:
        return events, count
    return note_move(
        rows.needs_first,
        rows.needs,
        state.dirty,
        limits,
        alarms,
        row,
        outcome,
        event,
        believed,
        at_ns,
        due,
        value,
        quality,
        events,
        count,
    )


@njit(cache=True, inline="always")
def judge_tag(
    rows: RowParams,
    limits: np.ndarray,
    state: RowState,
    alarms: AlarmParams,
    first: np.ndarray,
    of_tag: np.ndarray,
    feed_kind: np.ndarray,
    table: np.ndarray,
    heap: np.ndarray,
    running: np.ndarray,
    starts_ns: np.ndarray,
    tag: int,
    value: float,
    quality: Code,
    at_ns: int,
    due: int,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Judge a value for each row of a tag, write down the moves, and mark the programs it feeds.

    The arrays from ``first`` to ``starts_ns`` are those of ``rows`` and ``state``. Inlined: a call would hand
    over some thirty arrays for every sample that is visited.
    """
    severity = severity_of(quality)
    for place in range(first[tag], first[tag + 1]):
        row = int(of_tag[place])
        event = judge_sample(limits[row], table[row].condition, value, severity)
        if keep_trust(limits[row], table[row], severity):
            mark(rows.needs, rows.needs_first[row], rows.needs_first[row + 1], state.dirty)
        outcome = step_row(limits, table, heap, running, starts_ns, row, event, at_ns)
        if outcome != STAYED:
            events, count = note_move(
                rows.needs_first,
                rows.needs,
                state.dirty,
                limits,
                alarms,
                row,
                outcome,
                event,
                ev.BELIEVED,
                at_ns,
                due,
                value,
                quality,
                events,
                count,
            )
    if feed_kind[tag]:
        mark(rows.feeds, rows.feeds_first[tag], rows.feeds_first[tag + 1], state.dirty)
    return events, count


@njit(cache=True)
def switch_mode(
    rows: RowParams,
    base: np.ndarray,
    limits: np.ndarray,
    modes: ModeParams,
    state: RowState,
    alarms: AlarmParams,
    tags: TagState,
    system: int,
    mode: int,
    at_ns: int,
    due: int,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Put a system into a mode: its limits, priorities and suppressions, and a fresh judgement by them."""
    before, no_quality = int(state.mode[system]), np.uint32(0)
    state.mode[system] = mode
    set_limits(modes, base, limits, system, mode)
    begin, end = modes.first[system], modes.first[system + 1]
    events = ev.with_room(events, count, 1 + 2 * (end - begin))
    count = ev.put_event(
        events, count, at_ns, due, ev.MODE_CHANGED, system, before, mode, at_ns, np.nan, no_quality
    )
    for place in range(begin, end):
        alarm = int(modes.entries[place].alarm)
        priority, suppressed = setting_of(modes, system, mode, alarm)
        kind = ev.SUPPRESS_BY_MODE if suppressed else ev.UNSUPPRESS_BY_MODE
        count = ev.put_event(events, count, at_ns, due, kind, alarm, system, mode, at_ns, np.nan, no_quality)
        urgency = priority if priority else int(alarms.table[alarm].priority)
        count = ev.put_event(
            events, count, at_ns, due, ev.PRIORITY_BY_MODE, alarm, system, urgency, at_ns, np.nan, no_quality
        )
    for place in range(begin, end):
        row = int(modes.entries[place].alarm)
        tag = limits[row].tag
        if rows.slot[row] >= 0:
            state.dirty[rows.slot[row]] = 1
            state.dirty[-1] = 1
            continue
        value, quality = tags.value[tag], tags.quality[tag]
        event = judge_sample(limits[row], state.table[row].condition, value, severity_of(quality))
        events, count = move_row(
            rows, limits, state, alarms, row, event, ev.BELIEVED, at_ns, due, value, quality, events, count
        )
        tags.band_low[tag], tags.band_high[tag] = quiet_band(
            limits, state.table, rows.first, rows.of_tag, rows.feed_kind, tag, value
        )
    return events, count


@njit(cache=True)
def _mode_of(value: float, trust: int, count: int, present: int) -> int:
    """The mode that a mode tag's value means; the present one while it has not been heard since the start."""
    if trust == _UNHEARD:
        return present
    if trust != _TRUSTED or not 0.0 <= value < count or value != np.floor(value):
        return NO_MODE
    return int(value)


@njit(cache=True, no_cpython_wrapper=True)
def quantity_now(
    rows: RowParams,
    state: RowState,
    tags: TagState,
    program: int,
    stack_value: np.ndarray,
    stack_trust: np.ndarray,
) -> tuple[float, int]:
    """The quantity that a program gives now, and how far it can be trusted; see ``expression.evaluate``.

    ``stack_value``, ``stack_trust`` (STACK_SIZE,) are scratch space.
    """
    return evaluate(
        rows.code,
        rows.code_first[program],
        rows.code_first[program + 1],
        tags.value,
        tags.quality,
        tags.time_ns,
        state.table,
        state.memory,
        rows.memory_first[program],
        stack_value,
        stack_trust,
    )


@njit(cache=True, no_cpython_wrapper=True)
def shown_value(rows: RowParams, limits: np.ndarray, state: RowState, tags: TagState, row: int) -> float:
    """The value shown when the delay of a row ends: what it judges, or its tag's where that is a truth."""
    setting = limits[row]
    if setting.program < 0 or setting.side == SIDE_TRUTH:
        return float(tags.value[setting.tag])
    stack_value, stack_trust = np.empty(STACK_SIZE), np.empty(STACK_SIZE, np.int64)
    value, _ = quantity_now(rows, state, tags, setting.program, stack_value, stack_trust)
    return value


@njit(cache=True)
def settle(
    rows: RowParams,
    base: np.ndarray,
    limits: np.ndarray,
    modes: ModeParams,
    state: RowState,
    alarms: AlarmParams,
    tags: TagState,
    at_ns: int,
    due: int,
    stop: int,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Evaluate the marked ones of the first ``stop`` programs once, in order; what one moves may mark others
    further on.
    """
    stack_value, stack_trust = np.empty(STACK_SIZE), np.empty(STACK_SIZE, np.int64)
    for place in range(stop):
        if not state.dirty[place]:
            continue
        state.dirty[place] = 0
        row = int(rows.derived[place])
        setting = limits[row]
        value, trust = quantity_now(rows, state, tags, setting.program, stack_value, stack_trust)
        if setting.role == ROLE_MODE:
            system = int(setting.owner)
            mode = _mode_of(value, trust, modes.sizes[system], state.mode[system])
            if mode != state.mode[system]:
                events, count = switch_mode(
                    rows, base, limits, modes, state, alarms, tags, system, mode, at_ns, due, events, count
                )
            continue
        event = judge_sample(setting, state.table[row].condition, value, trust)
        if keep_trust(setting, state.table[row], trust):
            mark(rows.needs, rows.needs_first[row], rows.needs_first[row + 1], state.dirty)
        if event == NO_EVENT:
            continue
        shown, code = value, np.uint32(0)
        if setting.tag >= 0:
            code = tags.quality[setting.tag]
            if setting.side == SIDE_TRUTH:
                shown = tags.value[setting.tag]
        events, count = move_row(
            rows,
            limits,
            state,
            alarms,
            row,
            event,
            trust == _TRUSTED,
            at_ns,
            due,
            shown,
            code,
            events,
            count,
        )
    state.dirty[-1] = state.dirty[stop:-1].any()
    return events, count
