"""Reading samples out of the write-ahead log: one tag of one part, or a run of tags of several parts."""

import mmap
import os

import numpy as np
from numpy.typing import NDArray

from wakeful.historian.frame import LISTED
from wakeful.historian.part import Part

Times = NDArray[np.int64]
Values = NDArray[np.float64]
Qualities = NDArray[np.uint32]
Samples = tuple[Times, Values, Qualities]

NO_SAMPLES: Samples = (np.empty(0, np.int64), np.empty(0, np.float64), np.empty(0, np.uint32))


def read_tag(part: Part, tag: int, start_ns: int, end_ns: int) -> Samples:
    """Samples of the tag with index ``tag`` and ``start_ns`` <= time < ``end_ns``, in order of arrival.

    Touches only that tag's numbers: the file is mapped for the length of this call.

    Raises
    ------
    FileNotFoundError
        If the part has been sealed and removed meanwhile.
    """
    table = part.table
    table = table[(table["last_ns"] >= start_ns) & (table["first_ns"] < end_ns)]
    first = table["start"].astype(np.int64)
    listed = first == LISTED
    spans = ~listed & (first <= tag) & (tag < first + table["count"])
    if not (spans.any() or listed.any()):
        return NO_SAMPLES
    words = _Words(part)
    column = tag - first
    for piece in np.flatnonzero(listed):
        tags = words.listed(table[piece])
        at = int(np.searchsorted(tags, tag))
        if at < len(tags) and tags[at] == tag:
            column[piece], spans[piece] = at, True
    times_ns, values, quality = words.gather(table[spans], column[spans])
    wanted = (times_ns >= start_ns) & (times_ns < end_ns)
    return times_ns[wanted], values[wanted], quality[wanted]


class _Words:
    """A mapped part as arrays of its three kinds of number."""

    def __init__(self, part: Part) -> None:
        descriptor = os.open(part.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            mapped = mmap.mmap(descriptor, part.size, prot=mmap.PROT_READ)
        finally:
            os.close(descriptor)
        # The mapping goes with the last array on it.
        self._times = np.frombuffer(mapped, "<i8")
        self._values = np.frombuffer(mapped, "<f8")
        self._codes = np.frombuffer(mapped, "<u4")

    def listed(self, piece: np.void) -> Qualities:
        """Tag indices of a piece with listed tags."""
        at = (int(piece["offset"]) + 8 * int(piece["rows"]) * (1 + int(piece["count"]))) // 4
        return self._codes[at : at + int(piece["count"])]

    def gather(self, table: NDArray[np.void], column: NDArray[np.int64]) -> Samples:
        """Samples in the given column of each piece."""
        rows = table["rows"].astype(np.int64)
        count = table["count"].astype(np.int64)
        word = table["offset"].astype(np.int64) // 8
        piece = np.repeat(np.arange(len(table)), rows)
        ends = np.cumsum(rows)
        row = np.arange(len(piece)) - (ends - rows)[piece]
        flat = row * count[piece] + column[piece]
        times_ns = self._times[word[piece] + row]
        values = self._values[(word + rows)[piece] + flat]
        quality = table["quality"][piece].astype(np.uint32)
        for number in np.flatnonzero(table["exceptions"]):
            positions, codes = self._exceptions(table[number])
            mine = slice(int(ends[number] - rows[number]), int(ends[number]))
            at = np.minimum(np.searchsorted(positions, flat[mine]), len(positions) - 1)
            quality[mine] = np.where(positions[at] == flat[mine], codes[at], quality[mine])
        return times_ns, values, quality

    def _exceptions(self, piece: np.void) -> tuple[Qualities, Qualities]:
        at, number = exceptions_offset(piece) // 4, int(piece["exceptions"])
        return self._codes[at : at + number], self._codes[at + number : at + 2 * number]


def exceptions_offset(piece: np.void) -> int:
    """Where in the file a piece's exceptions begin."""
    rows, count = int(piece["rows"]), int(piece["count"])
    listed_bytes = 4 * (count + count % 2) if piece["start"] == LISTED else 0
    return int(piece["offset"]) + 8 * rows * (1 + count) + listed_bytes
