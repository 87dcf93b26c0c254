"""A bounded recording of what a plant's readings were, and the stretches of it that are played back.

The recording is what somebody who taps the wire between the controllers and the control room holds:
one row for each instant that was read, the oldest row dropped at the limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

RECORDING_ROWS_MAX = 1_800
RECORDING_ROWS_MIN = 2


@dataclass(frozen=True, slots=True)
class Playback:
    """One tag's recorded stretch, played in a loop from ``onset_s`` on.

    Attributes
    ----------
    onset_s : simulated time at which the playback began.
    times_s : (R,) float64, increasing; the last recorded instant is at or before the onset.
    values : (R,) float64 [EU]; quality : (R,) uint32.
    """

    onset_s: float
    times_s: np.ndarray
    values: np.ndarray
    quality: np.ndarray

    def at(self, time_s: float) -> tuple[float, int]:
        """Value and quality that the playback shows at ``time_s``; between two rows, the earlier one."""
        length_s = float(self.times_s[-1] - self.times_s[0])
        # One recorded interval more than the stretch, so that the last row is shown as long as the others.
        loop_s = length_s * len(self.times_s) / (len(self.times_s) - 1)
        played_s = float(self.times_s[0]) + (time_s - self.onset_s) % loop_s
        row = int(np.searchsorted(self.times_s, played_s, side="right")) - 1
        return float(self.values[row]), int(self.quality[row])


class Recording:
    """The last ``RECORDING_ROWS_MAX`` rows read, as a ring.

    Parameters
    ----------
    tags : N, the number of columns.
    """

    def __init__(self, tags: int) -> None:
        self._times_s = np.zeros(RECORDING_ROWS_MAX)
        self._values = np.zeros((RECORDING_ROWS_MAX, tags))
        self._quality = np.zeros((RECORDING_ROWS_MAX, tags), np.uint32)
        self._rows_seen = 0

    @property
    def rows(self) -> int:
        """Rows held, at most ``RECORDING_ROWS_MAX``."""
        return min(self._rows_seen, RECORDING_ROWS_MAX)

    def append(self, time_s: float, values: np.ndarray, quality: np.ndarray) -> None:
        """Keep one row; a second row of the same instant, or an earlier one, is not kept."""
        if self._rows_seen and time_s <= self._times_s[(self._rows_seen - 1) % RECORDING_ROWS_MAX]:
            return
        row = self._rows_seen % RECORDING_ROWS_MAX
        self._times_s[row] = time_s
        self._values[row] = values
        self._quality[row] = quality
        self._rows_seen += 1

    def _order(self) -> np.ndarray:
        first = self._rows_seen - self.rows
        return np.arange(first, self._rows_seen) % RECORDING_ROWS_MAX

    def play(self, tag: int, fraction: float, onset_s: float) -> Playback:
        """The latest ``fraction`` of the recording of one tag, to be played from ``onset_s`` on."""
        order = self._order()
        order = order[-max(RECORDING_ROWS_MIN, round(fraction * len(order))) :]
        return Playback(onset_s, self._times_s[order], self._values[order, tag], self._quality[order, tag])

    def dump(self) -> dict[str, bytes]:
        """Rows in order of time, as bytes."""
        order = self._order()
        return {
            "times_s": self._times_s[order].tobytes(),
            "values": self._values[order].tobytes(),
            "quality": self._quality[order].tobytes(),
        }

    def load(self, dumped: Mapping[str, Any]) -> None:
        """Go back to what ``dump`` gave; ValueError when the shapes do not fit."""
        times_s = np.frombuffer(dumped["times_s"])
        tags = self._values.shape[1]
        values = np.frombuffer(dumped["values"]).reshape(len(times_s), tags)
        quality = np.frombuffer(dumped["quality"], np.uint32).reshape(len(times_s), tags)
        if len(times_s) > RECORDING_ROWS_MAX:
            raise ValueError(f"{len(times_s)} recorded rows, at most {RECORDING_ROWS_MAX}")
        self._times_s[: len(times_s)] = times_s
        self._values[: len(times_s)] = values
        self._quality[: len(times_s)] = quality
        self._rows_seen = len(times_s)
