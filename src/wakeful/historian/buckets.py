"""Minimum, maximum, mean and worst quality per bucket, gathered a stretch of samples at a time."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wakeful.historian.gather import Samples
from wakeful.terms.errors import DataError
from wakeful.terms.quality import Quality, is_bad

BUCKETS_MAX = 100_000


class Buckets(NamedTuple):
    """B equal stretches of time.

    Attributes
    ----------
    starts_ns : (B,) int64, first instant of each bucket.
    minimum, maximum, mean : (B,) float64 [EU of the tag] over the usable samples; NaN where there is none.
    count : (B,) int64, usable samples: quality not BAD and value finite.
    worst_quality : (B,) uint32, the worst status code of all samples; ``BAD_NO_DATA`` where there is none.
    """

    starts_ns: NDArray[np.int64]
    minimum: NDArray[np.float64]
    maximum: NDArray[np.float64]
    mean: NDArray[np.float64]
    count: NDArray[np.int64]  # type: ignore[assignment]  # hides tuple.count, which nobody needs
    worst_quality: NDArray[np.uint32]


class BucketSums:
    """What is known of each bucket so far."""

    def __init__(self, start_ns: int, end_ns: int, buckets: int) -> None:
        """Divide ``start_ns`` <= time < ``end_ns`` into ``buckets``.

        Raises
        ------
        DataError
            If there is nothing to divide, or more than ``BUCKETS_MAX`` are asked for.
        """
        if not 1 <= buckets <= BUCKETS_MAX or end_ns <= start_ns:
            raise DataError(
                f"{buckets} buckets from {start_ns} to {end_ns}: "
                f"ask for 1 to {BUCKETS_MAX}, and for an end after the start"
            )
        span_ns = end_ns - start_ns
        # Python's integers: span times buckets does not fit into 64 bits.
        self._edges = np.array([start_ns + span_ns * k // buckets for k in range(buckets + 1)], np.int64)
        self._minimum = np.full(buckets, np.inf)
        self._maximum = np.full(buckets, -np.inf)
        self._sum = np.zeros(buckets)
        self._count = np.zeros(buckets, np.int64)
        self._worst = np.zeros(buckets, np.uint32)
        self._seen = np.zeros(buckets, np.bool_)

    def add(self, samples: Samples) -> None:
        """Take in samples within the whole span, by increasing time."""
        times_ns, values, quality = samples
        hit, starts, _ = self._places(times_ns)
        if not len(hit):
            return
        # Severity sits in the top bits: the largest code is the worst.
        self._worst[hit] = np.maximum(self._worst[hit], np.maximum.reduceat(quality, starts))
        self._seen[hit] = True
        usable = ~is_bad(quality) & np.isfinite(values)
        values = values[usable]
        hit, starts, counts = self._places(times_ns[usable])
        if not len(hit):
            return
        self._minimum[hit] = np.minimum(self._minimum[hit], np.minimum.reduceat(values, starts))
        self._maximum[hit] = np.maximum(self._maximum[hit], np.maximum.reduceat(values, starts))
        self._sum[hit] += np.add.reduceat(values, starts)
        self._count[hit] += counts

    def _places(
        self, times_ns: NDArray[np.int64]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Buckets with samples, where each one's samples begin, and how many they are."""
        bounds = np.searchsorted(times_ns, self._edges)
        counts = np.diff(bounds)
        hit = np.flatnonzero(counts)
        return hit, bounds[hit], counts[hit]

    def result(self) -> Buckets:
        """The buckets."""
        some = self._count > 0
        return Buckets(
            self._edges[:-1].copy(),
            np.where(some, self._minimum, np.nan),
            np.where(some, self._maximum, np.nan),
            np.divide(self._sum, self._count, out=np.full(len(some), np.nan), where=some),
            self._count.copy(),
            np.where(self._seen, self._worst, np.uint32(Quality.BAD_NO_DATA)).astype(np.uint32),
        )
