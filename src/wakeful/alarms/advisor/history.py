"""Recorded samples of one tag over one unbroken period, as the advisor takes them."""

from dataclasses import dataclass

import numpy as np

from wakeful.terms.quality import Quality

SAMPLES_MAX = 50_000_000
"""Samples in one history: more than a year at 1 Hz."""
_TIMES_LOOKED_AT = 10_001
_NO_DATA = np.uint32(Quality.BAD_NO_DATA)


@dataclass(frozen=True, slots=True)
class History:
    """Samples of one judged quantity from ``start_ns`` to ``end_ns``.

    Attributes
    ----------
    times_ns : (T,) int64, strictly increasing, nanoseconds since 1970-01-01 UTC.
    values : (T,) float64 [EU]; NaN where there is no number.
    quality : (T,) uint32, OPC UA status codes, never ``BAD_NO_DATA``.
    start_ns, end_ns : the period that is judged; delays that have not ended before ``end_ns`` still run.
    age_limit_ns : the tag is lost when it was silent for longer; 0: never.

    Raises
    ------
    ValueError
        If shapes or types differ, times do not increase, the period is empty or does not hold every sample,
        or there are more than ``SAMPLES_MAX``. ``accepted`` takes samples in any order.
    """

    times_ns: np.ndarray
    values: np.ndarray
    quality: np.ndarray
    start_ns: int
    end_ns: int
    age_limit_ns: int = 0

    def __post_init__(self) -> None:
        """Refuse what a kernel could misread."""
        count = self.times_ns.shape[0] if self.times_ns.ndim == 1 else -1
        if count < 0 or self.times_ns.dtype != np.int64:
            raise ValueError("times_ns must be (T,) int64")
        if self.values.shape != (count,) or self.values.dtype != np.float64:
            raise ValueError(f"values must be ({count},) float64")
        if self.quality.shape != (count,) or self.quality.dtype != np.uint32:
            raise ValueError(f"quality must be ({count},) uint32")
        if count > SAMPLES_MAX:
            raise ValueError(f"{count:,} samples; at most {SAMPLES_MAX:,} in one history")
        if not self.start_ns < self.end_ns or self.age_limit_ns < 0:
            raise ValueError("a period ends after it starts, and an age limit is not negative")
        if count > 1 and not bool(np.all(np.diff(self.times_ns) > 0)):
            raise ValueError("times_ns must increase strictly")
        if count and not self.start_ns <= self.times_ns[0] <= self.times_ns[-1] <= self.end_ns:
            raise ValueError("every sample must lie in the period")

    @staticmethod
    def accepted(
        times_ns: np.ndarray,
        values: np.ndarray,
        quality: np.ndarray,
        start_ns: int,
        end_ns: int,
        age_limit_ns: int = 0,
    ) -> "History":
        """Of the rows as they were recorded, in any order, the samples that the engine would have accepted.

        A row of ``BAD_NO_DATA`` is no sample, one that is not later than all before it is rejected, one out
        of the period is left out. Raises ValueError as the class does.
        """
        chosen = (quality != _NO_DATA) & (times_ns >= start_ns) & (times_ns <= end_ns)
        times_ns, values, quality = times_ns[chosen], values[chosen], quality[chosen]
        latest_ns = np.maximum.accumulate(times_ns)
        newer = np.ones(len(times_ns), np.bool_)
        newer[1:] = times_ns[1:] > latest_ns[:-1]
        return History(times_ns[newer], values[newer], quality[newer], start_ns, end_ns, age_limit_ns)

    @property
    def usual_interval_ns(self) -> int:
        """Median distance of samples that follow each other [ns], of the first ten thousand; 0 for none."""
        steps_ns = np.diff(self.times_ns[:_TIMES_LOOKED_AT])
        return int(np.median(steps_ns)) if len(steps_ns) else 0
