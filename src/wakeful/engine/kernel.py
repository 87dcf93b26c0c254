"""The first stage of a scan: rows of samples through integrity and conditions, in order of time.

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

from wakeful.alarms.arrays import AlarmParams, ModeParams, RowParams, RowState
from wakeful.alarms.step import DELAY_ENDED, quiet_band
from wakeful.alarms.timer_heap import NO_DEADLINE_NS, first_deadline_ns
from wakeful.engine import events as ev
from wakeful.engine.conditions import judge_tag, move_row, settle, shown_value
from wakeful.engine.state import TagState
from wakeful.integrity.verdict import (
    FUTURE_TOLERANCE_NS,
    INVALID_TIMESTAMP,
    NO_DATA,
    WAITING,
    Code,
    checked_quality,
    find_silent,
    is_lost,
    severity_of,
    silence_quality,
)

_VISITED = np.int32(-1)

CHUNK = 1024
"""Tags whose arrays (49 bytes a tag) stay in the first-level cache between the loops of pass 1."""

_QUIET, _ABSENT, _VISIT = np.uint8(0), np.uint8(1), np.uint8(2)
_ANY_VISIT = np.uint64(0x0202_0202_0202_0202)


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
    """Pass 1, second loop where every sample of the chunk is quiet: keep value and time."""
    for i in range(values.shape[0]):
        known_value[i] = values[i]
        time_ns[i] = at_ns


@njit(cache=True)
def _keep_among_visits(
    values: np.ndarray, at_ns: int, verdict: np.ndarray, known_value: np.ndarray, time_ns: np.ndarray
) -> None:
    """Pass 1, second loop where some samples are not quiet: keep value and time of those that are."""
    for i in range(values.shape[0]):
        if verdict[i] == _QUIET:
            known_value[i] = values[i]
            time_ns[i] = at_ns


@njit(cache=True)
def _list_visits(verdict: np.ndarray, size: int, start: int, hits: np.ndarray, found: int) -> int:
    """Add the tags of a chunk that are to be visited to ``hits``, eight verdicts at a time."""
    verdict[size:] = _QUIET
    words = verdict.view(np.uint64)
    for word in range(words.shape[0]):
        if words[word] & _ANY_VISIT != 0:
            for i in range(8 * word, 8 * word + 8):
                if verdict[i] == _VISIT:
                    hits[found] = start + i
                    found += 1
    return found


@njit(cache=True)
def _keep_all_but(
    values: np.ndarray, at_ns: int, known_value: np.ndarray, time_ns: np.ndarray, hits: np.ndarray, start: int
) -> None:
    """Keep a whole chunk at full speed and put back the few tags that are to be visited."""
    old_value, old_time_ns = np.empty(hits.shape[0]), np.empty(hits.shape[0], np.int64)
    for k in range(hits.shape[0]):
        old_value[k], old_time_ns[k] = known_value[hits[k] - start], time_ns[hits[k] - start]
    keep_samples(values, at_ns, known_value, time_ns)
    for k in range(hits.shape[0]):
        known_value[hits[k] - start], time_ns[hits[k] - start] = old_value[k], old_time_ns[k]


@njit(cache=True)
def keep_quiet(
    tags: TagState, values: np.ndarray, quality: np.ndarray, at_ns: int, verdict: np.ndarray, hits: np.ndarray
) -> int:
    """Pass 1 over a row: keep every quiet sample and list the tags to visit.

    values (N,) float64 [EU], quality (N,) uint32; ``verdict`` (CHUNK,) uint8 is scratch space; ``hits`` (N,)
    int32 is filled in tag order. Returns how many tags it holds.
    """
    known_value, known_quality, time_ns, band_low, band_high, _ = tags
    found = 0
    for start in range(0, values.shape[0], CHUNK):
        stop = min(start + CHUNK, values.shape[0])
        row = values[start:stop]
        any_bits = classify_samples(
            row,
            quality[start:stop],
            at_ns,
            known_quality[start:stop],
            time_ns[start:stop],
            band_low[start:stop],
            band_high[start:stop],
            verdict,
        )
        if any_bits == _QUIET:
            keep_samples(row, at_ns, known_value[start:stop], time_ns[start:stop])
            continue
        before = found
        found = _list_visits(verdict, stop - start, start, hits, found)
        if any_bits & _ABSENT or found - before > CHUNK // 16:
            _keep_among_visits(row, at_ns, verdict, known_value[start:stop], time_ns[start:stop])
        else:
            _keep_all_but(row, at_ns, known_value[start:stop], time_ns[start:stop], hits[before:found], start)
    return found


@njit(cache=True, no_cpython_wrapper=True)
def _put_input(
    events: np.ndarray,
    count: int,
    at_ns: int,
    due: int,
    kind: int,
    tag: int,
    value: float,
    quality: Code,
) -> int:
    """Write a row about the input of a tag; returns the new count. The table has room."""
    none = ev.NO_NUMBER
    return int(
        ev.put_event(events, count, at_ns, due, kind, tag, none, none, at_ns, value, np.uint32(quality))
    )


@njit(cache=True, no_cpython_wrapper=True)
def visit_samples(
    rows: RowParams,
    limits: np.ndarray,
    state: RowState,
    alarms: AlarmParams,
    tags: TagState,
    clock_ns: np.ndarray,
    hits: np.ndarray,
    values: np.ndarray,
    quality: np.ndarray,
    at_ns: int,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Pass 2: the samples of the listed tags, which may change something. Returns (table, rows used).

    A negative entry of ``hits`` is one that has been visited already.
    """
    known_value, known_quality, time_ns, band_low, band_high, rejecting = tags
    first, of_tag, feed_kind = rows.first, rows.of_tag, rows.feed_kind
    table, heap, running, starts_ns = state.table, state.heap, state.running, state.starts_ns
    for k in range(hits.shape[0]):
        tag = int(hits[k])
        if tag < 0:
            continue
        events = ev.with_room(events, count, ev.ONE_ROW)
        value, before = values[tag], known_quality[tag]
        if at_ns <= time_ns[tag]:
            if not rejecting[tag]:
                # Told once, until a sample is accepted again: a source that repeats a stamp for ever must not
                # fill the journal with it.
                kind = ev.SAMPLE_REJECTED
                count = _put_input(events, count, at_ns, ev.SAMPLED, kind, tag, value, quality[tag])
                rejecting[tag], band_low[tag], band_high[tag] = 1, np.inf, -np.inf
            continue
        rejecting[tag] = 0
        code = checked_quality(value, quality[tag])
        known_value[tag], known_quality[tag], time_ns[tag] = value, code, at_ns
        if (before == WAITING or is_lost(before)) and code != before:
            # Nobody watched for its silence while it was silent: its age limit runs again from here.
            clock_ns[2] = min(clock_ns[2], at_ns)
        if severity_of(code) != severity_of(before) or (before == WAITING and code != before):
            kind = ev.INPUT_TRUSTED + severity_of(code)
            count = _put_input(events, count, at_ns, ev.SAMPLED, kind, tag, value, code)
        events, count = judge_tag(
            rows,
            limits,
            state,
            alarms,
            first,
            of_tag,
            feed_kind,
            table,
            heap,
            running,
            starts_ns,
            tag,
            value,
            code,
            at_ns,
            ev.SAMPLED,
            events,
            count,
        )
        band_low[tag], band_high[tag] = quiet_band(limits, table, first, of_tag, feed_kind, tag, value)
    return events, count


@njit(cache=True, no_cpython_wrapper=True)
def _first_the_modes(
    rows: RowParams,
    base: np.ndarray,
    limits: np.ndarray,
    modes: ModeParams,
    state: RowState,
    alarms: AlarmParams,
    tags: TagState,
    clock_ns: np.ndarray,
    hits: np.ndarray,
    values: np.ndarray,
    quality: np.ndarray,
    at_ns: int,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Visit the tags that give modes before the others: all are judged by the limits of this instant."""
    places = np.searchsorted(hits, modes.tags)
    for system in range(places.shape[0]):
        tag, place = modes.tags[system], places[system]
        if tag >= 0 and place < hits.shape[0] and hits[place] == tag:
            events, count = visit_samples(
                rows,
                limits,
                state,
                alarms,
                tags,
                clock_ns,
                hits[place : place + 1],
                values,
                quality,
                at_ns,
                events,
                count,
            )
            hits[place] = _VISITED
    if not state.dirty[-1]:
        return events, count
    # The modes alone: what else was marked waits until every sample of the instant is known.
    given = int((modes.tags >= 0).sum())
    return settle(rows, base, limits, modes, state, alarms, tags, at_ns, ev.SAMPLED, given, events, count)


@njit(cache=True, no_cpython_wrapper=True)
def run_due(
    rows: RowParams,
    base: np.ndarray,
    limits: np.ndarray,
    modes: ModeParams,
    state: RowState,
    alarms: AlarmParams,
    tags: TagState,
    age_limit_ns: np.ndarray,
    clock_ns: np.ndarray,
    before_ns: int,
    silent: np.ndarray,
    events: np.ndarray,
    count: int,
) -> tuple[np.ndarray, int]:
    """Everything that is due strictly before an instant, each at its own time. Returns (table, rows used).

    ``silent`` (N,) int32 is scratch space. A tag that falls silent keeps the last value known.
    """
    table, heap, running, programs = state.table, state.heap, state.running, rows.derived.shape[0]
    known_value, known_quality, time_ns, band_low, band_high, rejecting = tags
    found, taken = 0, 0
    if clock_ns[2] >= before_ns and first_deadline_ns(table, heap, running) >= before_ns:
        return events, count
    if clock_ns[2] < before_ns:
        found, clock_ns[2] = find_silent(time_ns, known_quality, age_limit_ns, clock_ns[1], before_ns, silent)
    limits_ns = np.maximum(time_ns[silent[:found]], clock_ns[1]) + age_limit_ns[silent[:found]]
    order = np.argsort(limits_ns, kind="mergesort")
    while True:
        delay_ns = first_deadline_ns(table, heap, running)
        silence_ns = limits_ns[order[taken]] if taken < found else NO_DEADLINE_NS
        at_ns = min(delay_ns, silence_ns)
        if at_ns >= before_ns:
            return events, count
        events = ev.with_room(events, count, ev.ONE_ROW)
        if silence_ns <= delay_ns:
            tag = int(silent[order[taken]])
            taken += 1
            code = silence_quality(known_quality[tag])
            known_quality[tag] = code
            value = known_value[tag]
            count = _put_input(events, count, at_ns, ev.DUE, ev.INPUT_LOST, tag, value, code)
            events, count = judge_tag(
                rows,
                limits,
                state,
                alarms,
                rows.first,
                rows.of_tag,
                rows.feed_kind,
                table,
                heap,
                running,
                state.starts_ns,
                tag,
                value,
                code,
                at_ns,
                ev.DUE,
                events,
                count,
            )
        else:
            row = int(heap[0])
            tag = int(limits[row].tag)
            value = known_value[tag]
            if limits[row].program >= 0:
                value = shown_value(rows, limits, state, tags, row)
            events, count = move_row(
                rows,
                limits,
                state,
                alarms,
                row,
                int(DELAY_ENDED),
                ev.BELIEVED,
                at_ns,
                ev.DUE,
                value,
                known_quality[tag],
                events,
                count,
            )
        if state.dirty[-1]:
            events, count = settle(
                rows, base, limits, modes, state, alarms, tags, at_ns, ev.DUE, programs, events, count
            )
        if not rejecting[tag]:
            band_low[tag], band_high[tag] = quiet_band(
                limits, table, rows.first, rows.of_tag, rows.feed_kind, tag, known_value[tag]
            )


@njit(cache=True)
def _refuse_row(quality: np.ndarray, hits: np.ndarray, values: np.ndarray, codes: np.ndarray) -> int:
    """Stand-ins for a row stamped too far in the future: its tags are bad, whatever the row says."""
    found = 0
    for tag in range(quality.shape[0]):
        if quality[tag] != NO_DATA:
            hits[found] = tag
            found += 1
            values[tag], codes[tag] = np.nan, INVALID_TIMESTAMP
    return found


@njit(cache=True, nogil=True)
def scan_rows(
    rows: RowParams,
    limits: np.ndarray,
    modes: ModeParams,
    alarms: AlarmParams,
    state: RowState,
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
    rows, modes, alarms : parameters, see ``alarms.arrays``.
    limits : (R,) of ``ROW``, the limits in force; changed in place when a mode changes.
    state, tags : ``RowState`` of the R conditions and ``TagState`` of the N tags; changed in place.
    age_limit_ns : (N,) int64 [ns].
    clock_ns : (3,) int64, see ``EngineState``; changed in place.
    times_ns, values, quality : a ``SampleBlock``: (T,), (T, N), (T, N).
    now_ns : int64, the instant of the scan; what is due strictly before it happens.
    events : table of ``EVENT`` to write to; a larger one may be returned.

    Returns
    -------
    events, count : the table and how many of its rows are used, in the order in which things happened.

    Quality
    -------
    A sample that is not finite or not good never clears an alarm and never counts as normal.
    """
    count, base, programs = int(np.int64(0)), rows.table, rows.derived.shape[0]
    hits, verdict = np.empty(tags.value.shape[0], np.int32), np.empty(CHUNK, np.uint8)
    for row in range(times_ns.shape[0]):
        at_ns, row_values, row_quality = times_ns[row], values[row], quality[row]
        if at_ns > now_ns + FUTURE_TOLERANCE_NS:
            at_ns, row_values, row_quality = now_ns, np.empty_like(row_values), np.empty_like(row_quality)
            found = _refuse_row(quality[row], hits, row_values, row_quality)
        else:
            events, count = run_due(
                rows,
                base,
                limits,
                modes,
                state,
                alarms,
                tags,
                age_limit_ns,
                clock_ns,
                at_ns,
                hits,
                events,
                count,
            )
            found = keep_quiet(tags, row_values, row_quality, at_ns, verdict, hits)
        visits = hits[:found]
        if modes.tags.shape[0]:
            events, count = _first_the_modes(
                rows,
                base,
                limits,
                modes,
                state,
                alarms,
                tags,
                clock_ns,
                visits,
                row_values,
                row_quality,
                at_ns,
                events,
                count,
            )
        events, count = visit_samples(
            rows, limits, state, alarms, tags, clock_ns, visits, row_values, row_quality, at_ns, events, count
        )
        if state.dirty[-1]:
            events, count = settle(
                rows, base, limits, modes, state, alarms, tags, at_ns, ev.SAMPLED, programs, events, count
            )
    events, count = run_due(
        rows,
        base,
        limits,
        modes,
        state,
        alarms,
        tags,
        age_limit_ns,
        clock_ns,
        now_ns,
        hits,
        events,
        count,
    )
    clock_ns[0] = max(clock_ns[0], now_ns)
    return events, count
