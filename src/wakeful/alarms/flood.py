"""Alarm flood: a state of an operator position, from its rate of annunciations.

Begins when more than ``flood_begin`` annunciations lie within the last ``flood_window_ms``, ends when fewer
than ``flood_end`` do (ISA-18.2-2016, 16.4.4: more than 10, and fewer than 5, in 10 minutes). In between it
stays as it is. An annunciation leaves the window exactly one window after it came.
"""

from bisect import bisect_right

import msgspec

from wakeful.terms.site import Position

NEVER_NS = 2**63 - 1


class FloodState(msgspec.Struct):
    """One position: ``times_ns`` of the annunciations in its window, oldest first; ``total`` of a flood."""

    times_ns: list[int] = []
    active: bool = False
    since_ns: int = 0
    total: int = 0


class FloodChange(msgspec.Struct, frozen=True):
    """A flood began or ended. ``count`` in the window at that instant; ``total`` of the flood, at its end."""

    at_ns: int
    active: bool
    count: int
    total: int


def annunciate(state: FloodState, position: Position, at_ns: int) -> FloodChange | None:
    """Count one annunciation; the flood that begins or ends with it, or None.

    One that is told late counts at the latest instant known: a window never looks back.
    """
    if state.times_ns:
        at_ns = max(at_ns, state.times_ns[-1])
    _forget(state, position, at_ns)
    state.times_ns.append(at_ns)
    count = len(state.times_ns)
    if state.active:
        state.total += 1
        # What was too many has left in the very instant in which this one came.
        return _end(state, at_ns) if count < position.flood_end else None
    if count <= position.flood_begin:
        return None
    state.active, state.since_ns, state.total = True, at_ns, count
    return FloodChange(at_ns, True, count, 0)


def end_ns(state: FloodState, position: Position) -> int:
    """When the flood ends if nothing more is annunciated; ``NEVER_NS`` without one."""
    if not state.active:
        return NEVER_NS
    # With fewer than `flood_end` left: when the last one too many leaves.
    leaving = len(state.times_ns) - position.flood_end
    return state.times_ns[max(leaving, 0)] + position.flood_window_ms * 1_000_000


def end_before(state: FloodState, position: Position, before_ns: int) -> FloodChange | None:
    """The end of a flood strictly before an instant, or None."""
    at_ns = end_ns(state, position)
    if at_ns >= before_ns:
        return None
    _forget(state, position, at_ns)
    return _end(state, at_ns)


def count_at(state: FloodState, position: Position, now_ns: int) -> int:
    """Annunciations within the window that ends now."""
    return len(state.times_ns) - bisect_right(state.times_ns, now_ns - position.flood_window_ms * 1_000_000)


def begin_as_told(state: FloodState, position: Position, at_ns: int, count: int) -> None:
    """A flood began, says the journal, with ``count`` in the window; nothing changes where that is known.

    Those of the window that are not known count at the latest instant they can have come, so that the flood
    does not end before its time.
    """
    if state.active or count < 1:
        return
    _forget(state, position, at_ns)
    latest_ns = max(at_ns, state.times_ns[-1]) if state.times_ns else at_ns
    state.times_ns += [latest_ns] * (count - len(state.times_ns))
    state.active, state.since_ns, state.total = True, at_ns, len(state.times_ns)


def end_as_told(state: FloodState, position: Position, at_ns: int) -> None:
    """A flood ended, says the journal; nothing changes where that is known."""
    if state.active:
        _forget(state, position, at_ns)
        _end(state, at_ns)


def _end(state: FloodState, at_ns: int) -> FloodChange:
    change = FloodChange(at_ns, False, len(state.times_ns), state.total)
    state.active, state.since_ns, state.total = False, 0, 0
    return change


def _forget(state: FloodState, position: Position, at_ns: int) -> None:
    """Drop what has left the window that ends at ``at_ns``."""
    gone = bisect_right(state.times_ns, at_ns - position.flood_window_ms * 1_000_000)
    if gone:
        del state.times_ns[:gone]
