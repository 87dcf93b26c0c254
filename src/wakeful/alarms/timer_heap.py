"""Running delays, earliest first: an indexed binary heap over alarms, in arrays that checkpoint as bytes.

Ordered by (deadline, alarm index), so that what ends first is decided by data and not by arrival.
``heap[:count]`` holds alarm indices, ``position[alarm]`` where each stands (-1: no delay runs). Every
operation is O(log n). Twin: ``heapq`` in ``tests/alarms/test_timer_heap.py``.
"""

from typing import NamedTuple

import numpy as np
from numba import njit


class TimerHeap(NamedTuple):
    """heap (A,) int32, position (A,) int32, deadline_ns (A,) int64, count (1,) int64."""

    heap: np.ndarray
    position: np.ndarray
    deadline_ns: np.ndarray
    count: np.ndarray


def empty_heap(alarms: int) -> TimerHeap:
    """A heap for ``alarms`` alarms in which no delay runs."""
    return TimerHeap(
        np.zeros(alarms, np.int32),
        np.full(alarms, -1, np.int32),
        np.zeros(alarms, np.int64),
        np.zeros(1, np.int64),
    )


@njit(cache=True)
def _before(timers, a, b):  # type: ignore[no-untyped-def]
    """True when alarm ``a`` ends before ``b``; equal deadlines by index."""
    if timers.deadline_ns[a] != timers.deadline_ns[b]:
        return timers.deadline_ns[a] < timers.deadline_ns[b]
    return a < b


@njit(cache=True)
def _place(timers, slot, alarm):  # type: ignore[no-untyped-def]
    timers.heap[slot] = alarm
    timers.position[alarm] = slot


@njit(cache=True)
def _rise(timers, slot):  # type: ignore[no-untyped-def]
    alarm = timers.heap[slot]
    while slot > 0:
        parent = (slot - 1) // 2
        if not _before(timers, alarm, timers.heap[parent]):
            break
        _place(timers, slot, timers.heap[parent])
        slot = parent
    _place(timers, slot, alarm)


@njit(cache=True)
def _sink(timers, slot):  # type: ignore[no-untyped-def]
    alarm = timers.heap[slot]
    count = timers.count[0]
    while True:
        child = 2 * slot + 1
        if child >= count:
            break
        if child + 1 < count and _before(timers, timers.heap[child + 1], timers.heap[child]):
            child += 1
        if not _before(timers, timers.heap[child], alarm):
            break
        _place(timers, slot, timers.heap[child])
        slot = child
    _place(timers, slot, alarm)


@njit(cache=True)
def start_timer(timers, alarm, deadline_ns):  # type: ignore[no-untyped-def]
    """Start the delay of an alarm in which none runs."""
    timers.deadline_ns[alarm] = deadline_ns
    slot = timers.count[0]
    timers.count[0] = slot + 1
    _place(timers, slot, alarm)
    _rise(timers, slot)


@njit(cache=True)
def stop_timer(timers, alarm):  # type: ignore[no-untyped-def]
    """Stop the delay of an alarm; nothing happens when none runs."""
    slot = timers.position[alarm]
    if slot < 0:
        return
    last = timers.count[0] - 1
    timers.count[0] = last
    timers.position[alarm] = -1
    if slot != last:
        moved = timers.heap[last]
        _place(timers, slot, moved)
        _rise(timers, slot)
        _sink(timers, timers.position[moved])
    timers.heap[last] = 0


@njit(cache=True)
def first_deadline_ns(timers):  # type: ignore[no-untyped-def]
    """The earliest deadline, int64 max when no delay runs."""
    if timers.count[0] == 0:
        return np.iinfo(np.int64).max
    return timers.deadline_ns[timers.heap[0]]
