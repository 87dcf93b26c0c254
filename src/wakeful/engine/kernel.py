"""The compiled part of a scan: rows of samples through integrity and alarms, in order of time.

Two passes over each row. The first asks of every tag, without a branch, whether its sample is quiet: in
order, of the quality it had, and inside the band in which no alarm of the tag can change. Nearly all are,
so this pass is bound by memory and is written for it (structure of arrays, blocks that stay in the first
cache, few arrays a loop so that the compiler vectorises). The second pass visits the few that are not.

Between rows, what is due in between happens at its own instant: delays that end and tags that fall silent,
merged by time (silence first, then delays by index). Both count as due only strictly before a row, so a
sample stamped exactly at a deadline is judged first and splitting a block changes nothing.

Twin: ``tests/oracles/scan.py``.
"""

import numpy as np
from numba import njit

from wakeful.alarms.arrays import AlarmParams, AlarmState
from wakeful.alarms.condition import ConditionEvent
from wakeful.alarms.step import RAISED, STAYED, judge_sample, quiet_band, step_condition
from wakeful.alarms.timer_heap import first_deadline_ns
from wakeful.engine import events as ev
from wakeful.engine.state import TagState
from wakeful.integrity.verdict import (
    FUTURE_TOLERANCE_NS,
    INVALID_TIMESTAMP,
    NO_DATA,
    UNUSABLE,
    WAITING,
    Code,
    checked_quality,
    find_silent,
    is_lost,
    severity_of,
    silence_quality,
)

_DELAY_ENDED = int(ConditionEvent.DELAY_ENDED)

CHUNK = 1024
"""Tags whose arrays (49 bytes a tag) stay in the first-level cache between the loops of pass 1."""

_QUIET, _ABSENT, _VISIT = np.uint8(0), np.uint8(1), np.uint8(2)


@njit(cache=True)
def classify_samples(
    values: np.ndarray,
    quality: np.ndarray,
    at_ns: int,
    known_quality: np.ndarray,
    time_ns: np.ndarray,
    band_low: np.ndarray,
    band_high: np.ndarray,
    verdict: np.ndarray,
) -> int:
    """Pass 1, first loop: which samples of a chunk are quiet (0), absent (1) or to be visited (2).

    All arrays (C,). Fills ``verdict`` (C,) uint8 and returns the bitwise or of all of it: 0 means all quiet.
    A NaN is inside no band, so it is never quiet.
    """
    any_bits = np.uint8(0)
    for i in range(values.shape[0]):
        inside = (values[i] >= band_low[i]) & (values[i] <= band_high[i])
        quiet = inside & (quality[i] == known_quality[i]) & (time_ns[i] < at_ns)
        absent = quality[i] == NO_DATA
        code = np.uint8(_QUIET if quiet else (_ABSENT if absent else _VISIT))
        verdict[i] = code
        any_bits |= code
    return int(any_bits)


@njit(cache=True)
def keep_samples(values: np.ndarray, at_ns: int, known_value: np.ndarray, time_ns: np.ndarray) -> None:
    """Pass 1, second loop: every sample of the chunk is quiet; keep value and time."""
    for i in range(values.shape[0]):
        known_value[i] = values[i]
        time_ns[i] = at_ns


@njit(cache=True)
def _apply_to_alarm(
    params: AlarmParams,
    alarms: AlarmState,
    tags: TagState,
    alarm: int,
    condition_event: int,
    at_ns: int,
    due: int,
    events: np.ndarray,
    count: int,
) -> int:
    """Step one alarm and write down a move; the table has room."""
    acknowledged_before = alarms.acknowledgement[alarm]
    outcome = step_condition(params, alarms, alarm, condition_event, at_ns)
    if outcome == STAYED:
        return count
    tag = params.tag[alarm]
    value = tags.value[tag]
    kind = ev.ALARM_RETURNED
    if outcome == RAISED:
        alarms.raised_value[alarm] = value
        kind = ev.ALARM_RAISED
    return ev.put_alarm(
        events, count, at_ns, due, kind, alarm, acknowledged_before, alarms, value, tags.quality[tag]
    )


@njit(cache=True)
def _apply_to_tag(
    params: AlarmParams,
    alarms: AlarmState,
    tags: TagState,
    tag: int,
    severity: int,
    at_ns: int,
    due: int,
    events: np.ndarray,
    count: int,
) -> int:
    """Judge the tag's present value for each of its alarms and refresh its quiet band."""
    for slot in range(params.first[tag], params.first[tag + 1]):
        alarm = params.of_tag[slot]
        event = judge_sample(params, alarms.condition[alarm], alarm, tags.value[tag], severity)
        count = _apply_to_alarm(params, alarms, tags, alarm, event, at_ns, due, events, count)
    tags.band_low[tag], tags.band_high[tag] = quiet_band(params, alarms, tag)
    return count


@njit(cache=True)
def _room_for(params: AlarmParams, tag: int) -> int:
    return int(1 + params.first[tag + 1] - params.first[tag])


@njit(cache=True)
def visit_sample(
    params: AlarmParams,
    alarms: AlarmState,
    tags: TagState,
    clock_ns: np.ndarray,
    tag: int,
    value: float,
    quality: Code,
    at_ns: int,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Pass 2: one sample that may change something. Returns (table, rows used)."""
    events = ev.with_room(events, count, _room_for(params, tag))
    if at_ns <= tags.time_ns[tag]:
        return events, ev.put_input(events, count, at_ns, 0, ev.SAMPLE_REJECTED, tag, value, quality)
    quality = checked_quality(value, quality)
    severity = severity_of(quality)
    before = tags.quality[tag]
    tags.value[tag] = value
    tags.quality[tag] = quality
    tags.time_ns[tag] = at_ns
    if is_lost(before) or before == WAITING:
        # The tag was not watched for silence while it was silent: its age limit runs again from here.
        clock_ns[2] = min(clock_ns[2], at_ns)
    if severity != severity_of(before) or before == WAITING:
        count = ev.put_input(events, count, at_ns, 0, ev.INPUT_TRUSTED + severity, tag, value, quality)
    return events, _apply_to_tag(params, alarms, tags, tag, severity, at_ns, 0, events, count)


@njit(cache=True)
def _lose_tag(
    params: AlarmParams,
    alarms: AlarmState,
    tags: TagState,
    tag: int,
    at_ns: int,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """The age limit of a tag ended: its input is lost, its value stays as the last one known."""
    events = ev.with_room(events, count, _room_for(params, tag))
    tags.quality[tag] = silence_quality(tags.quality[tag])
    count = ev.put_input(events, count, at_ns, 1, ev.INPUT_LOST, tag, tags.value[tag], tags.quality[tag])
    return events, _apply_to_tag(params, alarms, tags, tag, UNUSABLE, at_ns, 1, events, count)


@njit(cache=True)
def _end_delay(
    params: AlarmParams, alarms: AlarmState, tags: TagState, events: np.ndarray, count: int
) -> tuple[np.ndarray, int]:
    """End the earliest running delay at its own deadline."""
    alarm = alarms.timers.heap[0]
    at_ns = alarms.timers.deadline_ns[alarm]
    events = ev.with_room(events, count, 1)
    count = _apply_to_alarm(params, alarms, tags, alarm, _DELAY_ENDED, at_ns, 1, events, count)
    tag = params.tag[alarm]
    tags.band_low[tag], tags.band_high[tag] = quiet_band(params, alarms, tag)
    return events, count


@njit(cache=True)
def run_due(
    params: AlarmParams,
    alarms: AlarmState,
    tags: TagState,
    age_limit_ns: np.ndarray,
    clock_ns: np.ndarray,
    before_ns: int,
    silent: np.ndarray,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Everything that is due strictly before an instant, each at its own time. Returns (table, rows used).

    ``silent`` (N,) int32 is scratch space.
    """
    found, taken = 0, 0
    if clock_ns[2] < before_ns:
        found, clock_ns[2] = find_silent(
            tags.time_ns, tags.quality, age_limit_ns, clock_ns[1], before_ns, silent
        )
        limits_ns = np.maximum(tags.time_ns[silent[:found]], clock_ns[1]) + age_limit_ns[silent[:found]]
        order = np.argsort(limits_ns, kind="mergesort")
    else:
        limits_ns = np.empty(0, np.int64)
        order = np.empty(0, np.int64)
    while True:
        delay_ns = first_deadline_ns(alarms.timers)
        silence_ns = limits_ns[order[taken]] if taken < found else np.iinfo(np.int64).max
        if min(delay_ns, silence_ns) >= before_ns:
            return events, count
        if silence_ns <= delay_ns:
            tag = silent[order[taken]]
            events, count = _lose_tag(params, alarms, tags, tag, silence_ns, events, count)
            taken += 1
        else:
            events, count = _end_delay(params, alarms, tags, events, count)


@njit(cache=True)
def scan_row(
    params: AlarmParams,
    alarms: AlarmState,
    tags: TagState,
    clock_ns: np.ndarray,
    values: np.ndarray,
    quality: np.ndarray,
    at_ns: int,
    verdict: np.ndarray,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """One row of samples at one instant: values (N,) float64 [EU], quality (N,) uint32."""
    tag_count = values.shape[0]
    for start in range(0, tag_count, CHUNK):
        stop = min(start + CHUNK, tag_count)
        any_bits = classify_samples(
            values[start:stop],
            quality[start:stop],
            at_ns,
            tags.quality[start:stop],
            tags.time_ns[start:stop],
            tags.band_low[start:stop],
            tags.band_high[start:stop],
            verdict,
        )
        if any_bits == _QUIET:
            keep_samples(values[start:stop], at_ns, tags.value[start:stop], tags.time_ns[start:stop])
            continue
        if any_bits == _ABSENT and verdict[0] == _ABSENT and np.all(verdict[: stop - start] == _ABSENT):
            continue
        for tag in range(start, stop):
            if verdict[tag - start] == _QUIET:
                tags.value[tag] = values[tag]
                tags.time_ns[tag] = at_ns
            elif verdict[tag - start] == _VISIT:
                events, count = visit_sample(
                    params, alarms, tags, clock_ns, tag, values[tag], quality[tag], at_ns, events, count
                )
    return events, count


@njit(cache=True)
def refuse_row(
    params: AlarmParams,
    alarms: AlarmState,
    tags: TagState,
    clock_ns: np.ndarray,
    quality: np.ndarray,
    now_ns: int,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """A row stamped too far in the future: its tags are bad from now on, whatever the row says."""
    for tag in range(quality.shape[0]):
        if quality[tag] != NO_DATA:
            events, count = visit_sample(
                params, alarms, tags, clock_ns, tag, np.nan, INVALID_TIMESTAMP, now_ns, events, count
            )
    return events, count


@njit(cache=True, nogil=True)
def scan_rows(
    params: AlarmParams,
    alarms: AlarmState,
    tags: TagState,
    age_limit_ns: np.ndarray,
    clock_ns: np.ndarray,
    times_ns: np.ndarray,
    values: np.ndarray,
    quality: np.ndarray,
    now_ns: int,
    events: np.ndarray,
) -> tuple[np.ndarray, int]:
    """All rows of a block, and what is due before, between and after them.

    Parameters
    ----------
    params, alarms : ``AlarmParams`` and ``AlarmState`` of the A alarms; the state is changed in place.
    tags : ``TagState`` of the N tags; changed in place.
    age_limit_ns : (N,) int64 [ns].
    clock_ns : (3,) int64, see ``EngineState``; changed in place.
    times_ns, values, quality : a ``SampleBlock``: (T,), (T, N), (T, N).
    now_ns : int64, the instant of the scan; what is due strictly before it happens.
    events : table to write moves to; a larger one may be returned.

    Returns
    -------
    events, count : the table and how many of its rows are used, in the order in which things happened.

    Quality
    -------
    A sample that is not finite or not good never clears an alarm and never counts as normal.
    """
    count = 0
    silent = np.empty(tags.value.shape[0], np.int32)
    verdict = np.empty(CHUNK, np.uint8)
    for row in range(times_ns.shape[0]):
        at_ns = times_ns[row]
        if at_ns > now_ns + FUTURE_TOLERANCE_NS:
            events, count = refuse_row(params, alarms, tags, clock_ns, quality[row], now_ns, events, count)
            continue
        events, count = run_due(params, alarms, tags, age_limit_ns, clock_ns, at_ns, silent, events, count)
        events, count = scan_row(
            params, alarms, tags, clock_ns, values[row], quality[row], at_ns, verdict, events, count
        )
    events, count = run_due(params, alarms, tags, age_limit_ns, clock_ns, now_ns, silent, events, count)
    clock_ns[0] = max(clock_ns[0], now_ns)
    return events, count
