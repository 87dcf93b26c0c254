"""What the historian holds at this moment: segments, finished parts and the one that grows."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from wakeful.historian.part import Part
from wakeful.historian.segment import Segment


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that is durable at one moment; every sample is in exactly one of these."""

    segments: tuple[Segment, ...]
    parts: tuple[Part, ...]

    @property
    def all(self) -> list[Segment | Part]:
        """Segments and parts."""
        return [*self.segments, *self.parts]

    @property
    def bytes(self) -> int:
        """Bytes on disk."""
        return sum(segment.bytes for segment in self.segments) + sum(part.size for part in self.parts)

    def stretches(self, start_ns: int, end_ns: int) -> list[tuple[int, Segment | Part]]:
        """What may hold samples with ``start_ns`` <= time < ``end_ns``: first time and itself, by time."""
        found: list[tuple[int, Segment | Part]] = [
            (each.first_ns, each) for each in self.all if each.last_ns >= start_ns and each.first_ns < end_ns
        ]
        return sorted(found, key=lambda pair: pair[0])


class Catalogue:
    """The holdings as they change. Every change is one step: a reader sees it whole or not at all."""

    def __init__(self, segments: Sequence[Segment], parts: Sequence[Part]) -> None:
        """Begin with what opening found."""
        self._mutex = threading.Lock()
        self._segments = tuple(segments)
        self._parts = tuple(parts)
        self._growing: Part | None = None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Sealed segments."""
        return self._segments

    @property
    def parts(self) -> tuple[Part, ...]:
        """Finished parts, in the order they were begun."""
        return self._parts

    def holdings(self) -> Holdings:
        """Everything that holds samples now."""
        with self._mutex:
            growing = (self._growing,) if self._growing is not None and len(self._growing.table) else ()
            return Holdings(self._segments, (*self._parts, *growing))

    def begin(self, part: Part) -> None:
        """A part begins to grow."""
        with self._mutex:
            self._growing = part

    def finish(self) -> None:
        """The growing part is finished."""
        with self._mutex:
            if self._growing is not None:
                self._parts, self._growing = (*self._parts, self._growing), None

    def exchange(self, parts: Sequence[Part], segment: Segment | None) -> None:
        """``segment`` takes the place of ``parts``."""
        with self._mutex:
            gone = {part.number for part in parts}
            self._parts = tuple(part for part in self._parts if part.number not in gone)
            if segment is not None:
                self._segments = (*self._segments, segment)

    def remove(self, segment: Segment) -> None:
        """A segment is no longer to be read."""
        with self._mutex:
            self._segments = tuple(each for each in self._segments if each is not segment)
