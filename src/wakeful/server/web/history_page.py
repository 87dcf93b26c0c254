"""History of one tag for a trend: raw samples while they are few enough, else equal buckets."""

import numpy as np

from wakeful.historian import Historian
from wakeful.server.wire import HistoryBody

BUCKETS_MAX = 10_000


def read_history(historian: Historian, tag: str, start_ns: int, end_ns: int, buckets: int) -> HistoryBody:
    """At most ``buckets`` points of ``start_ns`` <= time < ``end_ns``.

    Raises
    ------
    StorageError
        If a file is damaged or cannot be read.
    """
    times_ns, values, quality = historian.read_raw(tag, start_ns, end_ns, limit=buckets + 1)
    if len(times_ns) <= buckets:
        numbers = _numbers(values)
        return HistoryBody(
            tag=tag,
            raw=True,
            bucket_ms=None,
            times_ms=_milliseconds(times_ns),
            minimum=numbers,
            maximum=numbers,
            mean=numbers,
            worst_quality=tuple(quality.tolist()),
            counts=(1,) * len(times_ns),
        )
    found = historian.read_buckets(tag, start_ns, end_ns, buckets)
    return HistoryBody(
        tag=tag,
        raw=False,
        bucket_ms=(end_ns - start_ns) / buckets / 1e6,
        times_ms=_milliseconds(found.starts_ns),
        minimum=_numbers(found.minimum),
        maximum=_numbers(found.maximum),
        mean=_numbers(found.mean),
        worst_quality=tuple(found.worst_quality.tolist()),
        counts=tuple(found.count.tolist()),
    )


def _milliseconds(times_ns: np.ndarray) -> tuple[float, ...]:
    return tuple((times_ns / 1e6).tolist())


def _numbers(values: np.ndarray) -> tuple[float | None, ...]:
    """NaN and infinity, which JSON does not have, as None."""
    return tuple(
        value if finite else None
        for value, finite in zip(values.tolist(), np.isfinite(values).tolist(), strict=True)
    )
