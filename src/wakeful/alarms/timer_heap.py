"""Running delays, earliest first: an indexed binary heap over alarms, in arrays that checkpoint as bytes.

Ordered by (deadline, alarm index), so that what ends first is decided by data and not by arrival.
``heap[:running]`` holds alarm indices, ``position[alarm]`` where each stands (-1: no delay runs). Every
operation is O(log n). Twin: ``heapq`` in ``tests/alarms/test_timer_heap.py``.
"""

from typing import NamedTuple

import numpy as np
from numba import njit


class TimerHeap(NamedTuple):
    """heap, position (A,) int32; deadline_ns (A,) int64; running (1,) int64: how many delays run."""

    heap: np.ndarray
    position: np.ndarray
    deadline_ns: np.ndarray
    running: np.ndarray


def empty_heap(alarms: int) -> TimerHeap:
    """A heap for ``alarms`` alarms in which no delay runs."""
    return TimerHeap(
        np.zeros(alarms, np.int32),
        np.full(alarms, -1, np.int32),
        np.zeros(alarms, np.int64),
        np.zeros(1, np.int64),
    )


@njit(cache=True)
def _before(timers: TimerHeap, a: int, b: int) -> bool:
    """True when alarm ``a`` ends before ``b``; equal deadlines by index."""
    if timers.deadline_ns[a] != timers.deadline_ns[b]:
        return bool(timers.deadline_ns[a] < timers.deadline_ns[b])
    return a < b


@njit(cache=True)
def _place(timers: TimerHeap, slot: int, alarm: int) -> None:
    timers.heap[slot] = alarm
    timers.position[alarm] = slot


@njit(cache=True)
def _rise(timers: TimerHeap, slot: int) -> None:
    alarm = timers.heap[slot]
    while slot > 0:
        parent = (slot - 1) // 2
        if not _before(timers, alarm, timers.heap[parent]):
            break
        _place(timers, slot, timers.heap[parent])
        slot = parent
    _place(timers, slot, alarm)


@njit(cache=True)
def _sink(timers: TimerHeap, slot: int) -> None:
    alarm = timers.heap[slot]
    count = timers.running[0]
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
def start_timer(timers: TimerHeap, alarm: int, deadline_ns: int) -> None:
    """Start the delay of an alarm in which none runs."""
    timers.deadline_ns[alarm] = deadline_ns
    slot = timers.running[0]
    timers.running[0] = slot + 1
    _place(timers, slot, alarm)
    _rise(timers, slot)


@njit(cache=True)
def stop_timer(timers: TimerHeap, alarm: int) -> None:
    """Stop the delay of an alarm; nothing happens when none runs."""
    slot = timers.position[alarm]
    if slot < 0:
        return
    last = timers.running[0] - 1
    timers.running[0] = last
    timers.position[alarm] = -1
    if slot != last:
        moved = timers.heap[last]
        _place(timers, slot, moved)
        _rise(timers, slot)
        _sink(timers, timers.position[moved])
    timers.heap[last] = 0


@njit(cache=True)
def first_deadline_ns(timers: TimerHeap) -> int:
    """The earliest deadline, int64 max when no delay runs."""
    if timers.running[0] == 0:
        return np.iinfo(np.int64).max
    return int(timers.deadline_ns[timers.heap[0]])
