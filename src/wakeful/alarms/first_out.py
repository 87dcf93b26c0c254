"""First-out: which alarm of a group came first, by the time at the source.

What counts is the onset of the condition as its source stamped it, not when an on-delay ended or the sample
arrived. Clocks differ, so two onsets closer together than the uncertainty of both clocks are not told apart:
the alarm that is earliest by its stamp (of equal stamps, the one told first) is shown as first, and those it
may not have preceded as tied with it.
An episode begins with the first active alarm of a group and ends when none is held: active, latched, or
waiting to be acknowledged. Nobody has read the answer while one of them waits.
"""

from bisect import insort

import msgspec

from wakeful.alarms.machine.state import ACTIVE, LATCHED, UNACKNOWLEDGED

HELD = ACTIVE | LATCHED | UNACKNOWLEDGED
"""Bits of the code of an alarm (``machine.state``) that keep the episode of its group going."""

ONSETS_MAX = 64
"""The earliest so many onsets of an episode are remembered; no later one can be first or tied by then."""


class Onset(msgspec.Struct, frozen=True):
    """When the condition of an alarm began at its source, and how far that stamp may be off, either way."""

    at_ns: int
    alarm: int
    uncertainty_ms: int


class FirstOutState(msgspec.Struct):
    """One group: the alarms held now, by index, and the earliest onsets of this episode, in order."""

    held: list[int] = []
    onsets: list[Onset] = []


class FirstOut(msgspec.Struct, frozen=True):
    """The answer: ``first`` is None while the group is at rest. ``tied`` in order of their stamps."""

    first: Onset | None
    tied: tuple[int, ...] = ()

    @property
    def uncertainty_ms(self) -> int:
        """How far the stamp of the first one may be off."""
        return self.first.uncertainty_ms if self.first else 0


def begin(state: FirstOutState, onset: Onset) -> FirstOut | None:
    """An alarm of the group became active: the new answer, or None when it stays as it was."""
    before = answer(state)
    if onset.alarm not in state.held:
        insort(state.held, onset.alarm)
    if all(known.alarm != onset.alarm for known in state.onsets):
        insort(state.onsets, onset, key=lambda known: known.at_ns)
        del state.onsets[ONSETS_MAX:]
    after = answer(state)
    return after if after != before else None


def end(state: FirstOutState, alarm: int) -> FirstOut | None:
    """An alarm of the group is not held any more: an empty answer when it was the last, else None."""
    if alarm in state.held:
        state.held.remove(alarm)
    if state.held or not state.onsets:
        return None
    state.onsets.clear()
    return answer(state)


def answer(state: FirstOutState) -> FirstOut:
    """Which alarm came first, and which may have."""
    if not state.onsets:
        return FirstOut(None)
    first, *others = state.onsets
    tied = tuple(
        onset.alarm
        for onset in others
        if onset.at_ns - first.at_ns <= (onset.uncertainty_ms + first.uncertainty_ms) * 1_000_000
    )
    return FirstOut(first, tied)
