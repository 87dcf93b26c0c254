"""From evidence row by row to alarms with a beginning, an end and an explanation.

The rule is the same everywhere: ``ROWS_ON`` rows in turn at or beyond the threshold raise, ``ROWS_OFF`` below
it clear. A row that says nothing (no tag has a value) is passed over: it neither raises nor clears.

An episode names the tags by their own evidence and the kind of change by the detector that carries most of
it. Its onset is the row after the last zero of the carrying detector's sum when the alarm is raised, which
for a CUSUM is the maximum likelihood estimate of the change. Source: D. V. Hinkley, Inference about the
change-point from cumulative sum tests, Biometrika 58 (1971) 509-523.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from wakeful.evidence.detection import Verdicts
from wakeful.evidence.detectors import NAMES
from wakeful.evidence.rates import Tails, log_rarity

ROWS_ON = 3
ROWS_OFF = 10
SUSPECTS_MAX = 10
SUSPECTS_MIN = 3
"""In an alarm so many are named, even where no tag stands out by itself."""
SUSPECT_LOG_RARITY = float(np.log(10.0))
"""A tag is suspect when normal running takes it so far once in ten rows or less often."""
EXPLAINED_ROWS = 30
"""An episode is explained by its first rows: later a fault has spread."""
DRIFT_SHIFT_MAX = 0.5
TOGETHER = "together"
"""Kind of a tag with no evidence of its own: how the tags go together has changed."""


class AlarmState(NamedTuple):
    """``rows`` in turn have spoken for the other state."""

    standing: bool
    rows: int


AT_REST = AlarmState(standing=False, rows=0)


def step(state: AlarmState, over: bool | None) -> AlarmState:
    """The state after a row at or over the threshold (True), below it (False), or without a word (None)."""
    if over is None:
        return state
    if over == state.standing:
        return AlarmState(state.standing, 0)
    rows = state.rows + 1
    if rows >= (ROWS_OFF if state.standing else ROWS_ON):
        return AlarmState(over, 0)
    return AlarmState(state.standing, rows)


class Episode(NamedTuple):
    """One alarm of a run; rows are counted from 0.

    start : the row that raised it. end : the row that cleared it, the last row where it still stands.
    onset : the row in which the change is estimated to have begun, at most ``start``.
    suspects : places of tags, most suspect first; kinds : one for each of them.
    """

    start: int
    end: int
    onset: int
    peak_log10: float
    suspects: tuple[int, ...]
    kinds: tuple[str, ...]
    standing: bool


@dataclass
class _Open:
    """One that goes on: sums over its first ``rows`` of log rarities of tags (N,) and detectors (N, D)."""

    start: int
    onset: int
    peak_log10: float
    tags: np.ndarray
    detectors: np.ndarray
    rows: int = 0


class EpisodeFollower:
    """Follows the verdicts of one run, in pieces of any size."""

    def __init__(self, tag_tails: Tails, threshold_log10: float) -> None:
        self._tails = tag_tails
        self._threshold_log10 = threshold_log10
        self._state = AT_REST
        self._row = 0
        self._last_zero = np.full(tag_tails.level.shape, -1, np.int64)
        self._open: _Open | None = None
        self._episodes: list[Episode] = []

    def follow(self, verdicts: Verdicts, known: np.ndarray) -> np.ndarray:
        """(T,) bool, the alarm after each of T rows; ``known`` (T,) bool: some judged tag had a value."""
        over = (verdicts.unit >= self._threshold_log10).tolist()
        alarm = np.zeros(len(over), bool)
        for place, seen in enumerate(known.tolist()):
            before, self._state = self._state, step(self._state, over[place] if seen else None)
            alarm[place] = self._state.standing
            if self._state.standing:
                if not before.standing:
                    self._open = self._begin(verdicts, place)
                self._explain(verdicts, place)
            elif before.standing:
                self._end(self._row + place, standing=False)
        self._last_zero = self._zeros_before(verdicts.sums)
        self._row += len(over)
        return alarm

    def close(self) -> tuple[Episode, ...]:
        """All episodes of the run, which ends here."""
        if self._open is not None:
            self._end(max(self._row - 1, 0), standing=True)
        return tuple(self._episodes)

    def _zeros_before(self, sums: np.ndarray) -> np.ndarray:
        """(N, D) the last row at which each detector of each tag was at zero, at the end of these rows."""
        zero = sums == 0.0
        latest = self._row + len(sums) - 1 - np.argmax(zero[::-1], axis=0)
        result: np.ndarray = np.where(zero.any(axis=0), latest, self._last_zero)
        return result

    def _begin(self, verdicts: Verdicts, place: int) -> _Open:
        rarity = log_rarity(verdicts.sums[place], self._tails)
        tag, detector = np.unravel_index(int(np.argmax(rarity)), rarity.shape)
        zeros = np.flatnonzero(verdicts.sums[: place + 1, tag, detector] == 0.0)
        last_zero = self._row + int(zeros[-1]) if len(zeros) else int(self._last_zero[tag, detector])
        first_over = self._row + place - ROWS_ON + 1
        return _Open(
            start=self._row + place,
            onset=max(0, min(last_zero + 1, first_over)),
            peak_log10=-np.inf,
            tags=np.zeros(rarity.shape[0]),
            detectors=np.zeros(rarity.shape),
        )

    def _explain(self, verdicts: Verdicts, place: int) -> None:
        assert self._open is not None
        self._open.peak_log10 = max(self._open.peak_log10, float(verdicts.unit[place]))
        if self._open.rows < EXPLAINED_ROWS:
            self._open.tags += verdicts.tags[place]
            self._open.detectors += log_rarity(verdicts.sums[place], self._tails)
            self._open.rows += 1

    def _end(self, row: int, *, standing: bool) -> None:
        assert self._open is not None
        tags = self._open.tags / self._open.rows
        places, counts = suspects_of(tags[None, :], np.ones(1, bool))
        suspects = tuple(places[0, : counts[0]].tolist())
        carrying = self._open.detectors.argmax(axis=1)
        self._episodes.append(
            Episode(
                start=self._open.start,
                end=row,
                onset=self._open.onset,
                peak_log10=self._open.peak_log10,
                suspects=suspects,
                kinds=tuple(
                    kind_of(NAMES[carrying[tag]]) if tags[tag] >= SUSPECT_LOG_RARITY else TOGETHER
                    for tag in suspects
                ),
                standing=standing,
            )
        )
        self._open = None


def suspects_of(tags: np.ndarray, alarm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tags by evidence, the most suspect first.

    From log rarities ``tags`` (T, N) and ``alarm`` (T,) bool: places (T, S) with S = min(N, SUSPECTS_MAX),
    and (T,) how many of each row are suspects. Equal evidence keeps the order of the tags.
    """
    wanted = min(SUSPECTS_MAX, tags.shape[1])
    places = np.argsort(-tags, axis=1, kind="stable")[:, :wanted]
    counts = (np.take_along_axis(tags, places, axis=1) >= SUSPECT_LOG_RARITY).sum(axis=1)
    return places, np.where(alarm, np.maximum(counts, min(SUSPECTS_MIN, wanted)), counts)


def kind_of(detector: str) -> str:
    """What a person calls the change that a detector of ``detectors.NAMES`` sees."""
    direction, _, size = detector.partition(" ")
    if direction not in ("up", "down"):
        return direction
    return f"{'drift' if float(size) <= DRIFT_SHIFT_MAX else 'step'} {direction}"
