"""Recorded samples of one tag over one unbroken period, as the advisor takes them."""

from dataclasses import dataclass

import numpy as np

SAMPLES_MAX = 50_000_000
"""Samples in one history: more than a year at 1 Hz."""
_INTERVALS_LOOKED_AT = 10_001


@dataclass(frozen=True, slots=True)
class History:
    """Samples of one judged quantity from ``start_ns`` to ``end_ns``.

    Attributes
    ----------
    times_ns : (T,) int64, nanoseconds since 1970-01-01 UTC. A sample that is not later than every one before
        it is passed over, as the engine rejects it.
    values : (T,) float64 [EU]; NaN where there is no number.
    quality : (T,) uint32, OPC UA status codes; ``BAD_NO_DATA`` is no sample.
    start_ns, end_ns : the period that is judged; delays that have not ended before ``end_ns`` still run.
    age_limit_ns : the tag is lost when it was silent for longer; 0: never.

    Raises
    ------
    ValueError
        If shapes or types differ, the period is empty, or there are more than ``SAMPLES_MAX`` samples.
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
        if count and not self.start_ns <= self.times_ns.min() <= self.times_ns.max() <= self.end_ns:
            raise ValueError("every sample must lie in the period")

    @property
    def usual_interval_ns(self) -> int:
        """Median distance of samples that follow each other [ns], of the first ten thousand; 0 for none."""
        steps_ns = np.diff(self.times_ns[:_INTERVALS_LOOKED_AT])
        steps_ns = steps_ns[steps_ns > 0]
        return int(np.median(steps_ns)) if len(steps_ns) else 0
