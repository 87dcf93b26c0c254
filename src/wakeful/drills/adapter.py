"""How an alarm server is driven by a scenario: the small interface behind which any server can stand.

The player calls, in the order of the simulated time: ``configure`` once; then ``advance`` to the next instant
of the sheet, ``feed`` with the samples that arrive there, and ``act``, ``restart``, ``step_clock``,
``reconfigure`` and the readings as the sheet has them. Times are nanoseconds from the beginning of the
scenario. Nothing here waits for real time.

A server that cannot do something says so by the functions it names, or by raising ``NotSupported``; the
scenario is then reported as not supported and not as failed.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from wakeful.drills.script import Feed, Person
from wakeful.terms.errors import SourceError
from wakeful.terms.site import Site

NOT_TOLD = msgspec.UNSET
"""Value of a reading's field that the server does not tell."""


class NotSupported(Exception):
    """The server has no such function; its text names it."""


class AdapterError(SourceError):
    """The server behind an adapter does not answer, or not as the protocol asks."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One command as it is sent: bound to the occurrence and revision its sender saw.

    ``person`` is who is signed in; ``claims`` a name the message gives beside, which must not count.
    """

    id: str
    person: Person
    verb: str
    alarm: str = ""
    occurrence: int = 0
    revision: int = 0
    system: str = ""
    mode: str = ""
    reason: str = ""
    duration_ns: int = 0
    one_shot: bool = False
    claims: str = ""


class Reply(msgspec.Struct, frozen=True):
    """What the sender is told: done (``refused`` empty), or refused for a reason, in a sentence."""

    refused: str = ""
    detail: str = ""


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened, as the server's journal has it.

    ``record`` is one of ``facts.RECORDS`` but ``move``; ``subject`` an alarm, tag, system, position or group.
    For a move of an alarm ``before`` and ``after`` are its letters. ``at_ns`` is when it is said to have
    happened.
    """

    at_ns: int
    record: str
    subject: str = ""
    before: str = ""
    after: str = ""
    occurrence: int = 0
    revision: int = 0
    annunciated: bool = False
    move: bool = False
    person: str = ""
    text: str = ""
    """Whatever else it says, in words: reason, detail, cause."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One alarm as the server shows it now. A field left out is not told.

    ``priority`` 1 is the most urgent. ``first_out`` is first, tied or empty. ``hidden_count`` is how often it
    would have sounded during the overrides that hold, ``reason`` who or what holds them and why.
    """

    letter: str
    occurrence: int = 0
    revision: int = 0
    sounding: bool | msgspec.UnsetType = NOT_TOLD
    silenced: bool | msgspec.UnsetType = NOT_TOLD
    active: bool | msgspec.UnsetType = NOT_TOLD
    waiting: bool | msgspec.UnsetType = NOT_TOLD
    latched: bool | msgspec.UnsetType = NOT_TOLD
    trusted: bool | msgspec.UnsetType = NOT_TOLD
    shelved: bool | msgspec.UnsetType = NOT_TOLD
    one_shot: bool | msgspec.UnsetType = NOT_TOLD
    suppressed: bool | msgspec.UnsetType = NOT_TOLD
    out_of_service: bool | msgspec.UnsetType = NOT_TOLD
    acknowledged_by: str | msgspec.UnsetType = NOT_TOLD
    shelved_by: str | msgspec.UnsetType = NOT_TOLD
    shelved_until_ns: int | msgspec.UnsetType | None = NOT_TOLD
    priority: int | msgspec.UnsetType = NOT_TOLD
    priority_peak: int | msgspec.UnsetType = NOT_TOLD
    hidden_count: int | msgspec.UnsetType = NOT_TOLD
    reason: str | msgspec.UnsetType = NOT_TOLD
    first_out: str | msgspec.UnsetType = NOT_TOLD
    raised_at_ns: int | msgspec.UnsetType = NOT_TOLD
    onset_ns: int | msgspec.UnsetType = NOT_TOLD
    value: float | msgspec.UnsetType | None = NOT_TOLD


class PositionReading(msgspec.Struct, frozen=True, kw_only=True):
    """One operator position: in flood or not, annunciations in the window, and in this flood."""

    flood: bool
    count: int | msgspec.UnsetType = NOT_TOLD
    total: int | msgspec.UnsetType = NOT_TOLD


class GroupReading(msgspec.Struct, frozen=True, kw_only=True):
    """A first-out group: which alarm came first and which may have; empty: at rest."""

    first: str
    tied: tuple[str, ...] = ()


class Adapter(Protocol):
    """An alarm server on a simulated clock. Every call may raise NotSupported or AdapterError."""

    @property
    def name(self) -> str:
        """What it is called in the report."""
        ...

    @property
    def who(self) -> str:
        """What messages about it call it: the command that runs it, or its name."""
        ...

    @property
    def functions(self) -> frozenset[str]:
        """Which of ``functions.FUNCTIONS`` it has."""
        ...

    def configure(self, site: Site) -> None:
        """A fresh server on this site, at time 0, that remembers nothing of any other scenario."""
        ...

    def feed(self, feed: Feed) -> None:
        """Samples arrive, at the present instant."""
        ...

    def advance(self, to_ns: int) -> None:
        """Time passes up to an instant, not before the present one; what ends before it has ended.

        The only call, besides ``restart``, while the server is stopped.
        """
        ...

    def next_deadline_ns(self) -> int | None:
        """When something may happen of itself, strictly after which it does; None: never, or not told.

        After ``advance`` beyond it there is a later one or none.
        """
        ...

    def act(self, orders: Sequence[Order]) -> list[Reply]:
        """Commands, each judged alone, in this order; one reply each."""
        ...

    def read(self, alarm: str) -> Reading:
        """One alarm as it is shown now."""
        ...

    def read_position(self, position: str) -> PositionReading:
        """One operator position now."""
        ...

    def read_mode(self, system: str) -> str:
        """The operating mode of a system now; empty for none."""
        ...

    def read_group(self, group: str) -> GroupReading:
        """A first-out group now."""
        ...

    def restart(self, *, stop: bool, start: bool, journal_alone: bool) -> None:
        """The server stops, starts or both. While it is stopped samples are lost and nothing is asked."""
        ...

    def step_clock(self, by_ns: int) -> None:
        """The server's own clock jumps; the scenario's time does not."""
        ...

    def reconfigure(self, site: Site) -> None:
        """The server goes on with a changed site."""
        ...

    def happened(self) -> list[Happening]:
        """What has happened since this was last asked, in the order of the journal."""
        ...

    def close(self) -> None:
        """The server is not needed any more."""
        ...
