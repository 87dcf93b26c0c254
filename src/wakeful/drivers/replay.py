"""A recording played as a live source: its rows arrive at their own pace, restamped to the wall clock.

A thread reads ahead into a short queue, so that ``poll`` never waits for a disk and memory does not
grow with the file. Rows whose times repeat or step back are handed on with stamps that do the same:
that they are out of order is for the engine to say, not for the driver to hide.
"""

import math
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wakeful.drivers.recording import Faults, Recording, Rows, match_columns
from wakeful.drivers.replay_description import describe_recording, usual_interval_ns
from wakeful.terms.effect import InjectFault, WriteOutput
from wakeful.terms.errors import ConfigurationError, DataError, SourceError
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Source, SourceDescription
from wakeful.terms.tag import Tag

SPEED_MIN = 0.001
SPEED_MAX = 10_000.0
PIECES_AHEAD = 2
PIECE_CELLS = 200_000
"""Cells of a piece, 12 bytes each; of pieces there are four at most: read, two waiting, played."""
PIECE_ROWS = 4_096
_STOP_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class ReplaySettings:
    """``file``; ``speed``, times real time; ``loop``, begin again at the end; ``period_ms``, no times."""

    file: Path
    speed: float
    loop: bool
    period_ns: int | None


def parse_settings(source: Source) -> ReplaySettings:
    """Checked settings. Raises ConfigurationError that names the setting and says what would be right."""
    known = ("file", "speed", "loop", "period_ms")
    settings = source.settings
    for key in settings:
        if key not in known:
            raise ConfigurationError(f"unknown setting {key!r}; known: {', '.join(known)}")
    file = settings.get("file", "")
    if not isinstance(file, str) or not file:
        raise ConfigurationError("setting file is missing; give the path of a recording, .csv or .parquet")
    if not Path(file).is_file():
        raise ConfigurationError(f"there is no file {file}; the path starts at the site folder")
    speed = settings.get("speed", 1.0)
    if not _is_number(speed) or not SPEED_MIN <= speed <= SPEED_MAX:
        raise ConfigurationError(f"speed is {speed!r}; give a number from {SPEED_MIN:g} to {SPEED_MAX:,.0f}")
    loop = settings.get("loop", False)
    if not isinstance(loop, bool):
        raise ConfigurationError(f"loop is {loop!r}; give true or false")
    period_ms = settings.get("period_ms")
    if period_ms is not None and not (_is_number(period_ms) and 0.001 <= period_ms <= 86_400_000):
        raise ConfigurationError(f"period_ms is {period_ms!r}; give a number from 0.001 to 86,400,000")
    return ReplaySettings(
        Path(file), float(speed), loop, None if period_ms is None else round(period_ms * 1e6)
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class ReplayDriver:
    """Plays one recording.

    Attributes
    ----------
    failure : why playing ended before its time, or "". The tags are then lost by age.
    """

    def __init__(self, source: Source) -> None:
        """Check the settings. Raises ConfigurationError."""
        self._source = source
        self._settings = parse_settings(source)
        self._pieces: queue.Queue[Rows | None] = queue.Queue(PIECES_AHEAD)
        self._stopped = threading.Event()
        self._reader: threading.Thread | None = None
        self._piece: Rows | None = None
        self._row = 0
        self._clock: _Clock | None = None
        self.failure = ""

    def describe(self) -> SourceDescription:
        """A tag for every column; unit from ``[...]`` in its heading, range from the first rows."""
        settings = self._settings
        try:
            recording = Recording(settings.file, period_ns=settings.period_ns)
            return describe_recording(recording, self._source, settings.speed)
        except DataError as error:
            raise SourceError(str(error)) from error

    def start(self, tags: Sequence[Tag]) -> None:
        """Begin reading ahead. Raises SourceError when the recording has none of the tags or is damaged."""
        try:
            recording = Recording(self._settings.file, period_ns=self._settings.period_ns)
        except DataError as error:
            raise SourceError(str(error)) from error
        columns = np.array(match_columns(recording.columns, tags).columns, np.intp)
        if len(tags) and columns.max() < 0:
            raise SourceError(
                f"{self._settings.file.name} has a column for none of the {len(tags)} tags; "
                "name the columns as the tags, or give the tags their column as address"
            )
        self._reader = threading.Thread(
            target=self._read_ahead, args=(recording, columns), name=f"replay-{self._source.id}", daemon=True
        )
        self._reader.start()

    def _read_ahead(self, recording: Recording, columns: np.ndarray) -> None:
        try:
            rows_max = max(1, min(PIECE_ROWS, PIECE_CELLS // max(1, len(columns))))
            while not self._stopped.is_set():
                for rows in recording.rows(columns, Faults(), rows_max=rows_max):
                    if not self._hand_over(rows):
                        return
                # An empty piece marks where the recording begins again.
                if not self._hand_over(rows_end(len(columns)) if self._settings.loop else None):
                    return
                if not self._settings.loop:
                    return
        except (DataError, OSError, MemoryError) as error:
            self.failure = f"{self._settings.file.name} cannot be read on: {error}"
            self._hand_over(None)

    def _hand_over(self, rows: Rows | None) -> bool:
        """Wait until the piece is taken into the queue; False when the driver was stopped meanwhile."""
        while not self._stopped.is_set():
            try:
                self._pieces.put(rows, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def poll(self, now_ns: int) -> SampleBlock | None:
        """Rows that are due, as views of what was read; None when none is, or the recording has ended."""
        piece = self._current()
        if piece is None:
            return None
        if self._clock is None:
            interval_ns = round(usual_interval_ns(piece.times_ns))
            self._clock = _Clock(int(piece.times_ns[0]), now_ns, self._settings.speed, interval_ns)
        times_ns = self._clock.wall_ns(piece.times_ns[self._row :])
        due = int(np.argmax(times_ns > now_ns)) if (times_ns > now_ns).any() else len(times_ns)
        steps_back = np.flatnonzero(np.diff(times_ns[:due]) <= 0)
        rows = int(steps_back[0]) + 1 if len(steps_back) else due
        if rows == 0:
            return None
        first, self._row = self._row, self._row + rows
        self._clock.advance(int(piece.times_ns[self._row - 1]))
        return SampleBlock(times_ns[:rows], piece.values[first : self._row], piece.quality[first : self._row])

    def _current(self) -> Rows | None:
        """The piece being played, the next one from the queue when it is played out."""
        while self._piece is None or self._row >= len(self._piece.times_ns):
            try:
                following = self._pieces.get_nowait()
            except queue.Empty:
                return None
            if following is None:
                return None
            if not len(following.times_ns) and self._clock is not None:
                self._clock.begin_again()
            self._piece, self._row = following, 0
            if len(following.times_ns) and self._clock is not None:
                self._clock.restart_at(int(following.times_ns[0]))
        return self._piece

    def write(self, order: WriteOutput) -> str:
        """Nothing can be operated in a recording."""
        return "a recording cannot be operated"

    def inject(self, order: InjectFault) -> str:
        """A recording has no faults to inject."""
        return "a recording has no faults to inject"

    def stop(self) -> None:
        """End the reading; safe to call twice."""
        self._stopped.set()
        if self._reader is not None:
            self._reader.join(_STOP_TIMEOUT_S)
            self._reader = None


def rows_end(tags: int) -> Rows:
    """A piece without rows: the recording begins again after it."""
    return Rows(np.empty(0, np.int64), np.empty((0, tags)), np.empty((0, tags), np.uint32))


class _Clock:
    """Recorded time to wall-clock time, through every repetition of the recording."""

    def __init__(self, recorded_ns: int, wall_ns: int, speed: float, interval_ns: int) -> None:
        self._recorded_ns = recorded_ns
        self._wall_ns = wall_ns
        self._speed = speed
        self._last_ns = recorded_ns
        self._interval_ns = interval_ns
        self._waits_for_first_row = False

    def wall_ns(self, times_ns: np.ndarray) -> np.ndarray:
        """(T,) int64 recorded times -> (T,) int64 wall-clock times."""
        since_ns = np.rint((times_ns - self._recorded_ns) / self._speed).astype(np.int64)
        return np.asarray(self._wall_ns + since_ns, np.int64)

    def advance(self, played_ns: int) -> None:
        """The last row that was played."""
        self._last_ns = played_ns

    def begin_again(self) -> None:
        """The recording has ended; its first row follows the last after the usual interval."""
        self._wall_ns = int(self.wall_ns(np.array([self._last_ns + self._interval_ns]))[0])
        self._waits_for_first_row = True

    def restart_at(self, recorded_ns: int) -> None:
        """The first row after the beginning sets the origin anew."""
        if self._waits_for_first_row:
            self._recorded_ns = self._last_ns = recorded_ns
            self._waits_for_first_row = False
