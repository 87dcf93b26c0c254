"""What may be shown: filled by the scan thread, read by the event loop, bounded by the site's own size.

Values, alarms and summaries that were not fetched in time are replaced by newer ones, never queued, so
that a busy event loop sees fewer pictures and never an old one.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from wakeful.server.wire import AlarmBody, Heartbeat, PositionState, SystemSummary
from wakeful.terms.alarm import ISAState
from wakeful.terms.quality import Quality


@dataclass(frozen=True, slots=True)
class Samples:
    """The latest accepted samples of some tags: index (K,), value (K,), time [ns] (K,), quality (K,)."""

    tag_indices: np.ndarray
    values: np.ndarray
    times_ns: np.ndarray
    quality: np.ndarray

    def select(self, mask: np.ndarray) -> "Samples":
        """Those of a mask or an index array."""
        return Samples(self.tag_indices[mask], self.values[mask], self.times_ns[mask], self.quality[mask])


@dataclass(frozen=True, slots=True)
class Posting:
    """What changed since the last posting was taken."""

    scan_time_ns: int
    samples: Samples
    alarms: tuple[AlarmBody, ...]
    summaries: tuple[SystemSummary, ...]
    positions: tuple[PositionState, ...]
    heartbeat: Heartbeat | None


class Board:
    """One picture of the site and what of it is new.

    Parameters
    ----------
    tags : N, tags of the site.
    """

    def __init__(self, tags: int) -> None:
        self._lock = threading.Lock()
        self._values = np.full(tags, np.nan)
        self._times_ns = np.zeros(tags, np.int64)
        self._quality = np.full(tags, Quality.BAD_WAITING_FOR_INITIAL_DATA, np.uint32)
        self._fresh = np.zeros(tags, np.bool_)
        self._scan_time_ns = 0
        self._alarms: dict[int, AlarmBody] = {}
        self._alarms_fresh: dict[int, AlarmBody] = {}
        self._summaries: dict[str, SystemSummary] = {}
        self._summaries_fresh: dict[str, SystemSummary] = {}
        self._positions: dict[str, PositionState] = {}
        self._positions_fresh: dict[str, PositionState] = {}
        self._heartbeat: Heartbeat | None = None
        self._posted: Callable[[], None] = lambda: None

    def on_post(self, posted: Callable[[], None]) -> None:
        """Be told, from the scan thread, that something new may be taken."""
        self._posted = posted

    def post_samples(
        self, values: np.ndarray, times_ns: np.ndarray, quality: np.ndarray, scan_time_ns: int
    ) -> None:
        """Copy the latest sample of every tag, each (N,); those whose time or quality moved become new."""
        with self._lock:
            self._fresh |= (self._times_ns != times_ns) | (self._quality != quality)
            np.copyto(self._values, values)
            np.copyto(self._times_ns, times_ns)
            np.copyto(self._quality, quality)
            self._scan_time_ns = scan_time_ns
        self._posted()

    def post_alarms(self, alarms: Iterable[AlarmBody]) -> None:
        """Show these alarms as they are now; one at rest and in sight (letter A) leaves the picture."""
        with self._lock:
            for body in alarms:
                self._alarms_fresh[body.alarm] = body
                if body.letter is ISAState.NORM:
                    self._alarms.pop(body.alarm, None)
                else:
                    self._alarms[body.alarm] = body
        self._posted()

    def post_summaries(self, summaries: Iterable[SystemSummary]) -> None:
        """Show these systems' states."""
        with self._lock:
            for summary in summaries:
                self._summaries[summary.system] = summary
                self._summaries_fresh[summary.system] = summary
        self._posted()

    def post_positions(self, positions: Iterable[PositionState]) -> None:
        """Show the load of these operator positions."""
        with self._lock:
            for position in positions:
                self._positions[position.position] = position
                self._positions_fresh[position.position] = position
        self._posted()

    def post_heartbeat(self, heartbeat: Heartbeat) -> None:
        """Say that the scan loop runs."""
        with self._lock:
            self._heartbeat = heartbeat
        self._posted()

    def take(self) -> Posting:
        """What is new since the last call."""
        with self._lock:
            indices = np.flatnonzero(self._fresh)
            self._fresh[indices] = False
            posting = Posting(
                self._scan_time_ns,
                self._pick(indices),
                tuple(self._alarms_fresh.values()),
                tuple(self._summaries_fresh.values()),
                tuple(self._positions_fresh.values()),
                self._heartbeat,
            )
            self._alarms_fresh = {}
            self._summaries_fresh = {}
            self._positions_fresh = {}
            self._heartbeat = None
        return posting

    def alarms(self) -> tuple[AlarmBody, ...]:
        """Every alarm that is not at rest."""
        with self._lock:
            return tuple(self._alarms.values())

    def alarm(self, index: int) -> AlarmBody | None:
        """One alarm as it is shown; None when it is at rest."""
        with self._lock:
            return self._alarms.get(index)

    def summaries(self) -> tuple[SystemSummary, ...]:
        """The state of every system."""
        with self._lock:
            return tuple(self._summaries.values())

    def positions(self) -> tuple[PositionState, ...]:
        """The load of every operator position."""
        with self._lock:
            return tuple(self._positions.values())

    def samples(self, tag_indices: np.ndarray) -> Samples:
        """The latest samples of these tags, new or not."""
        with self._lock:
            return self._pick(tag_indices)

    @property
    def scan_time_ns(self) -> int:
        """Instant of the last scan that posted samples."""
        return self._scan_time_ns

    def _pick(self, indices: np.ndarray) -> Samples:
        return Samples(indices, self._values[indices], self._times_ns[indices], self._quality[indices])
