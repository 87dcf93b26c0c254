"""Reading one tag across segments and parts while they change."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from wakeful.historian.buckets import Buckets, BucketSums
from wakeful.historian.catalogue import Catalogue, Holdings
from wakeful.historian.gather import NO_SAMPLES, Samples, read_tag
from wakeful.historian.part import Part
from wakeful.historian.segment import Segment, SegmentReader
from wakeful.historian.transpose import in_order
from wakeful.terms.errors import StorageError

SAMPLES_MAX = 10_000_000
Result = TypeVar("Result")


class Reading:
    """Reads for any number of threads. A read that loses a file to sealing or retention begins again."""

    def __init__(self, catalogue: Catalogue, reader: SegmentReader) -> None:
        """Read what ``catalogue`` holds."""
        self._catalogue = catalogue
        self._reader = reader

    def raw(self, tag: str, start_ns: int, end_ns: int, limit: int) -> Samples:
        """As ``Historian.read_raw``."""
        limit = max(0, min(limit, SAMPLES_MAX))

        def read(holdings: Holdings) -> Samples:
            found: list[Samples] = []
            count, latest_ns = 0, start_ns
            for first_ns, each in holdings.stretches(start_ns, end_ns):
                if count >= limit and first_ns > latest_ns:
                    break
                samples = self._read(each, tag, start_ns, end_ns)
                if len(samples[0]):
                    found.append(samples)
                    count += len(samples[0])
                    latest_ns = max(latest_ns, int(samples[0][-1]))
            if not found:
                return NO_SAMPLES
            times_ns, values, quality = (np.concatenate(column) for column in zip(*found, strict=True))
            times_ns, values, quality = in_order((times_ns, values, quality))
            return times_ns[:limit], values[:limit], quality[:limit]

        return self._steadily(read)

    def buckets(self, tag: str, start_ns: int, end_ns: int, buckets: int) -> Buckets:
        """As ``Historian.read_buckets``."""

        def read(holdings: Holdings) -> Buckets:
            sums = BucketSums(start_ns, end_ns, buckets)
            for _, each in holdings.stretches(start_ns, end_ns):
                sums.add(self._read(each, tag, start_ns, end_ns))
            return sums.result()

        return self._steadily(read)

    def _read(self, each: Segment | Part, tag: str, start_ns: int, end_ns: int) -> Samples:
        if isinstance(each, Segment):
            return self._reader.read_tag(each, tag, start_ns, end_ns)
        position = each.names.index.get(tag)
        return NO_SAMPLES if position is None else in_order(read_tag(each, position, start_ns, end_ns))

    def _steadily(self, read: Callable[[Holdings], Result]) -> Result:
        """``read`` what is held; again when files were sealed or removed under its hands."""
        holdings = self._catalogue.holdings()
        while True:
            try:
                return read(holdings)
            except OSError as error:
                # A file goes only after the catalogue has let go of it.
                following = self._catalogue.holdings()
                if not isinstance(error, FileNotFoundError) or following == holdings:
                    raise StorageError(f"history cannot be read: {error}") from error
                holdings = following
