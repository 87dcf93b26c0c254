"""A block of samples: what came in since the last scan."""

from dataclasses import dataclass

import numpy as np

from wakeful.terms.quality import Quality

ROWS_MAX = 100_000


@dataclass(frozen=True, slots=True)
class SampleBlock:
    """Samples of N tags at T instants, structure of arrays.

    Attributes
    ----------
    times_ns : (T,) int64, strictly increasing, nanoseconds since 1970-01-01 UTC, from the source.
    values : (T, N) float64 [EU of each tag]; NaN where there is no number.
    quality : (T, N) uint32, OPC UA status codes; ``BAD_NO_DATA`` where the tag has no sample in that row.

    Raises
    ------
    ValueError
        If shapes or types differ, times do not increase, or T exceeds ``ROWS_MAX``.
    """

    times_ns: np.ndarray
    values: np.ndarray
    quality: np.ndarray

    def __post_init__(self) -> None:
        """Refuse a block that a kernel could misread."""
        rows = self.times_ns.shape[0] if self.times_ns.ndim == 1 else -1
        if self.times_ns.dtype != np.int64 or rows < 0:
            raise ValueError("times_ns must be (T,) int64")
        if self.values.ndim != 2 or self.values.shape[0] != rows or self.values.dtype != np.float64:
            raise ValueError(f"values must be (T, N) float64 with T = {rows}")
        if self.quality.shape != self.values.shape or self.quality.dtype != np.uint32:
            raise ValueError("quality must be uint32 of the shape of values")
        if rows > ROWS_MAX:
            raise ValueError(f"{rows} rows in one block; at most {ROWS_MAX}")
        if rows > 1 and not bool(np.all(np.diff(self.times_ns) > 0)):
            raise ValueError("times_ns must increase strictly")

    @property
    def rows(self) -> int:
        """T, the number of instants."""
        return int(self.times_ns.shape[0])

    @property
    def tags(self) -> int:
        """N, the number of tags."""
        return int(self.values.shape[1])

    def slice_rows(self, start: int, stop: int) -> "SampleBlock":
        """Rows ``start`` to ``stop``, as views."""
        return SampleBlock(self.times_ns[start:stop], self.values[start:stop], self.quality[start:stop])

    @staticmethod
    def empty(tags: int) -> "SampleBlock":
        """A block without rows."""
        return SampleBlock(
            np.empty(0, np.int64), np.empty((0, tags), np.float64), np.empty((0, tags), np.uint32)
        )

    @staticmethod
    def unfilled(times_ns: np.ndarray, tags: int) -> "SampleBlock":
        """Rows at ``times_ns`` in which no tag has a sample yet; fill ``values`` and ``quality``."""
        shape = (len(times_ns), tags)
        return SampleBlock(
            np.asarray(times_ns, np.int64),
            np.full(shape, np.nan),
            np.full(shape, Quality.BAD_NO_DATA, np.uint32),
        )
