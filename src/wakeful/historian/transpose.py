"""From rows to tags: all samples of a run of tags out of several parts, in bounded memory.

Plain reads instead of a mapping: what a mapping has touched counts as the process's memory.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from wakeful.historian.frame import LISTED
from wakeful.historian.gather import NO_SAMPLES, Qualities, Samples, Times, Values, exceptions_offset
from wakeful.historian.part import Part
from wakeful.terms.quality import Quality

RUN_BYTES = 16 * 1024 * 1024
_ABSENT = np.uint32(Quality.BAD_NO_DATA)


@dataclass(frozen=True, slots=True)
class Run:
    """Samples of the tags ``first`` to ``first + W``.

    Attributes
    ----------
    times_ns, values, quality : (M,), (M, W), (M, W), from pieces over runs of tags;
        quality ``BAD_NO_DATA``: no sample.
    tags, scattered : (K,) tag indices, increasing, and their samples, from pieces with listed tags.
    """

    first: int
    times_ns: Times
    values: Values
    quality: Qualities
    tags: Qualities
    scattered: Samples

    def samples(self, tag: int) -> Samples:
        """Samples of one tag in order of time."""
        column = tag - self.first
        present = self.quality[:, column] != _ABSENT
        found = self.times_ns[present], self.values[present, column], self.quality[present, column]
        low, high = np.searchsorted(self.tags, [tag, tag + 1])
        if low < high:
            more = self.scattered
            found = (
                np.concatenate([found[0], more[0][low:high]]),
                np.concatenate([found[1], more[1][low:high]]),
                np.concatenate([found[2], more[2][low:high]]),
            )
        return in_order(found)


def in_order(samples: Samples) -> Samples:
    """The same samples by increasing time; equal times stay in their order."""
    times_ns, values, quality = samples
    if len(times_ns) < 2 or bool(np.all(times_ns[1:] >= times_ns[:-1])):
        return samples
    order = np.argsort(times_ns, kind="stable")
    return times_ns[order], values[order], quality[order]


class PartRows:
    """An open part with the times of all its rows."""

    def __init__(self, part: Part) -> None:
        """Open the part's file."""
        self.table = part.table
        self.descriptor = os.open(part.path, os.O_RDONLY | os.O_CLOEXEC)
        self.listed = self.table["start"] == LISTED
        self.first = self.table["start"].astype(np.int64)
        self.stop = self.first + self.table["count"]

    def times_ns(self, piece: int) -> Times:
        """(R,) times of a piece's rows."""
        row = self.table[piece]
        if row["rows"] == 1:
            return self.table["first_ns"][piece : piece + 1]
        return np.frombuffer(self.read(int(row["offset"]), 8 * int(row["rows"])), "<i8")

    def read(self, offset: int, size: int) -> bytes:
        """Exactly ``size`` bytes. Raises OSError when the file has not so many."""
        data = os.pread(self.descriptor, size, offset)
        if len(data) != size:
            raise OSError(f"{size} bytes at {offset} of a part cannot be read")
        return data

    def exceptions(self, piece: int) -> tuple[Qualities, Qualities]:
        """Flat positions and qualities of a piece's exceptions."""
        number = int(self.table["exceptions"][piece])
        both = np.frombuffer(self.read(exceptions_offset(self.table[piece]), 8 * number), "<u4")
        return both[:number], both[number:]


class Transposer:
    """Runs of tags out of ``parts``; a context that holds their files open."""

    def __init__(self, parts: Sequence[Part]) -> None:
        """Open the parts."""
        self._parts: list[PartRows] = []
        try:
            for part in parts:
                self._parts.append(PartRows(part))
        except OSError:
            self.close()
            raise

    def runs(self, first: int, stop: int, step: int) -> Iterator[Run]:
        """Runs that together cover the tags ``first`` to ``stop``, each of a multiple of ``step`` tags."""
        spans, windows, row_bytes = [], [], 0
        for part in self._parts:
            chosen = np.flatnonzero(~part.listed & (part.first < stop) & (part.stop > first))
            row_bytes += 12 * int(part.table["rows"][chosen].sum())
            spans.append(chosen)
            windows.append(_windows(part, first, stop))
            listed_bytes = 48 * sum((high - low) * rows for _, low, high, rows in windows[-1])
            row_bytes += listed_bytes // max(1, stop - first)
        width = max(step, RUN_BYTES // max(1, row_bytes) // step * step)
        for low in range(first, stop, width):
            high = min(stop, low + width)
            dense = _read_spans(self._parts, spans, low, high)
            yield Run(low, *dense, *_read_listed(self._parts, windows, low, high))

    def close(self) -> None:
        """Close the parts' files."""
        for part in self._parts:
            os.close(part.descriptor)
        self._parts = []

    def __enter__(self) -> "Transposer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


Window = tuple[int, int, int, int]
"""Piece, low and high position in its list of tags, rows."""


def _list_offset(part: PartRows, piece: int) -> int:
    row = part.table[piece]
    return int(row["offset"]) + 8 * int(row["rows"]) * (1 + int(row["count"]))


def _windows(part: PartRows, first: int, stop: int) -> list[Window]:
    """Where the tags ``first`` to ``stop`` stand in the lists of the pieces that have any of them."""
    found = []
    for piece in np.flatnonzero(part.listed).tolist():
        count = int(part.table["count"][piece])
        tags = np.frombuffer(part.read(_list_offset(part, piece), 4 * count), "<u4")
        low, high = np.searchsorted(tags, [first, stop]).tolist()
        if low < high:
            found.append((piece, low, high, int(part.table["rows"][piece])))
    return found


def _read_spans(
    parts: list[PartRows], spans: list[NDArray[np.intp]], first: int, stop: int
) -> tuple[Times, Values, Qualities]:
    chosen = [
        pieces[(part.first[pieces] < stop) & (part.stop[pieces] > first)].tolist()
        for part, pieces in zip(parts, spans, strict=True)
    ]
    total = sum(int(part.table["rows"][pieces].sum()) for part, pieces in zip(parts, chosen, strict=True))
    times_ns = np.empty(total, np.int64)
    values = np.empty((total, stop - first), np.float64)
    quality = np.full((total, stop - first), _ABSENT, np.uint32)
    at = 0
    for part, pieces in zip(parts, chosen, strict=True):
        for piece in pieces:
            rows = int(part.table["rows"][piece])
            times_ns[at : at + rows] = part.times_ns(piece)
            _read_span(part, piece, first, values[at : at + rows], quality[at : at + rows])
            at += rows
    return times_ns, values, quality


def _read_span(part: PartRows, piece: int, first: int, values: Values, quality: Qualities) -> None:
    """Put a piece's samples into its rows of the run; columns count from ``first``."""
    row = part.table[piece]
    rows, count, start = int(row["rows"]), int(row["count"]), int(row["start"])
    low, high = max(0, first - start), min(count, first + values.shape[1] - start)
    into = slice(start + low - first, start + high - first)
    data = int(row["offset"]) + 8 * rows
    if high - low == count:
        values[:, into] = np.frombuffer(part.read(data, 8 * rows * count), "<f8").reshape(rows, count)
    else:
        for number in range(rows):
            read = part.read(data + 8 * (number * count + low), 8 * (high - low))
            values[number, into] = np.frombuffer(read, "<f8")
    quality[:, into] = row["quality"]
    if row["exceptions"]:
        positions, codes = part.exceptions(piece)
        column = positions % count
        inside = (column >= low) & (column < high)
        quality[positions[inside] // count, column[inside] + np.uint32(start) - np.uint32(first)] = codes[
            inside
        ]


def _read_listed(
    parts: list[PartRows], windows: list[list[Window]], first: int, stop: int
) -> tuple[Qualities, Samples]:
    """Tags and samples of the pieces with listed tags, by tag."""
    found: list[tuple[Qualities, Times, Values, Qualities]] = []
    for part, chosen in zip(parts, windows, strict=True):
        for piece, low, high, rows in chosen:
            offset = _list_offset(part, piece) + 4 * low
            tags = np.frombuffer(part.read(offset, 4 * (high - low)), "<u4")
            inside = np.searchsorted(tags, [first, stop]).tolist()
            if inside[0] < inside[1]:
                found.append(_read_list(part, piece, low + inside[0], tags[inside[0] : inside[1]], rows))
    if not found:
        return np.empty(0, np.uint32), NO_SAMPLES
    tags, times_ns, values, quality = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(tags, kind="stable")
    return tags[order], (times_ns[order], values[order], quality[order])


def _read_list(
    part: PartRows, piece: int, low: int, tags: Qualities, rows: int
) -> tuple[Qualities, Times, Values, Qualities]:
    row = part.table[piece]
    count, width = int(row["count"]), len(tags)
    data = int(row["offset"]) + 8 * rows
    values = np.empty((rows, width), np.float64)
    for number in range(rows):
        read = part.read(data + 8 * (number * count + low), 8 * width)
        values[number] = np.frombuffer(read, "<f8")
    quality = np.full((rows, width), row["quality"], np.uint32)
    if row["exceptions"]:
        positions, codes = part.exceptions(piece)
        column = positions % count
        inside = (column >= low) & (column < low + width)
        quality[positions[inside] // count, column[inside] - np.uint32(low)] = codes[inside]
    times_ns = np.repeat(part.times_ns(piece), width)
    return np.tile(tags, rows), times_ns, values.reshape(-1), quality.reshape(-1)
