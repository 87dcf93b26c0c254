"""The one interface every driver has."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from wakeful.terms.effect import InjectFault, WriteOutput
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import SourceDescription
from wakeful.terms.tag import Tag


class Driver(Protocol):
    """A source of samples, and where it can be operated, a sink of orders.

    The server calls ``describe`` once, then ``start`` with the tags it wants (in the order of the
    columns of every block), then ``poll`` a few times a second from one thread, and ``stop`` once.
    """

    def describe(self) -> SourceDescription:
        """What the source has. May be called before ``start``; must not take longer than a few seconds."""
        ...

    def start(self, tags: Sequence[Tag]) -> None:
        """Begin sampling these tags. Raises SourceError with advice when it cannot."""
        ...

    def poll(self, now_ns: int) -> SampleBlock | None:
        """Samples that arrived since the last call, stamped with wall-clock time; None when nothing new.

        Never blocks for longer than a few milliseconds. A source that has died returns None; its tags
        become lost by age.
        """
        ...

    def write(self, order: WriteOutput) -> str:
        """Carry out an order. Returns "" when the source took it, else the reason it did not."""
        ...

    def inject(self, order: InjectFault) -> str:
        """Begin or end a simulated fault; a real source answers that it has none."""
        ...

    def stop(self) -> None:
        """End sampling and release everything. Safe to call twice."""
        ...


@runtime_checkable
class CountsLosses(Protocol):
    """What a driver has besides when it may have to drop rows that nobody polled in time."""

    @property
    def rows_dropped(self) -> int:
        """Rows lost so far."""
        ...
