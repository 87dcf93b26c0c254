"""Running delays, earliest first: an indexed binary heap over the alarms' state table.

Ordered by (deadline, alarm index), so that what ends first is decided by data and not by arrival. The heap
holds alarm indices; each row of the table knows its deadline and its place. Every operation is O(log n), and
the arrays checkpoint as bytes. Twin: a dictionary, in ``tests/alarms/test_timer_heap.py``.
"""

import numpy as np
from numba import njit

NO_DEADLINE_NS = np.iinfo(np.int64).max


@njit(cache=True)
def _before(table: np.ndarray, a: int, b: int) -> bool:
    """True when the delay of alarm ``a`` ends before that of ``b``; equal deadlines by index."""
    if table[a].deadline_ns != table[b].deadline_ns:
        return bool(table[a].deadline_ns < table[b].deadline_ns)
    return a < b


@njit(cache=True)
def _rise(table: np.ndarray, heap: np.ndarray, slot: int, alarm: int) -> None:
    while slot > 0:
        parent = (slot - 1) // 2
        other = heap[parent]
        if not _before(table, alarm, other):
            break
        heap[slot] = other
        table[other].position = slot
        slot = parent
    heap[slot] = alarm
    table[alarm].position = slot


@njit(cache=True)
def _sink(table: np.ndarray, heap: np.ndarray, count: int, slot: int, alarm: int) -> None:
    while True:
        child = 2 * slot + 1
        if child >= count:
            break
        if child + 1 < count and _before(table, heap[child + 1], heap[child]):
            child += 1
        other = heap[child]
        if not _before(table, other, alarm):
            break
        heap[slot] = other
        table[other].position = slot
        slot = child
    heap[slot] = alarm
    table[alarm].position = slot


@njit(cache=True)
def start_timer(
    table: np.ndarray, heap: np.ndarray, running: np.ndarray, alarm: int, deadline_ns: int
) -> None:
    """Start the delay of an alarm in which none runs."""
    table[alarm].deadline_ns = deadline_ns
    slot = running[0]
    running[0] = slot + 1
    _rise(table, heap, slot, alarm)


@njit(cache=True)
def stop_timer(table: np.ndarray, heap: np.ndarray, running: np.ndarray, alarm: int) -> None:
    """Stop the delay of an alarm; nothing happens when none runs."""
    slot = table[alarm].position
    if slot < 0:
        return
    table[alarm].position = -1
    table[alarm].deadline_ns = 0
    last = running[0] - 1
    running[0] = last
    moved = heap[last]
    heap[last] = 0
    if slot != last:
        _rise(table, heap, slot, moved)
        _sink(table, heap, last, table[moved].position, moved)


@njit(cache=True)
def first_deadline_ns(table: np.ndarray, heap: np.ndarray, running: np.ndarray) -> int:
    """The earliest deadline, ``NO_DEADLINE_NS`` when no delay runs."""
    if running[0] == 0:
        return int(NO_DEADLINE_NS)
    return int(table[heap[0]].deadline_ns)


@njit(cache=True)
def end_no_sooner(table: np.ndarray, heap: np.ndarray, running: np.ndarray, at_ns: int) -> None:
    """Move every deadline before an instant to that instant."""
    while first_deadline_ns(table, heap, running) < at_ns:
        alarm = heap[0]
        stop_timer(table, heap, running, alarm)
        start_timer(table, heap, running, alarm, at_ns)
