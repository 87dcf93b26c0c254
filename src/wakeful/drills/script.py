"""A scenario as pure data: what a sheet says, after every name, time and unit has been checked.

Times are nanoseconds from the beginning of the scenario.
"""

import msgspec

from wakeful.terms.site import Site


class ArrivingSample(msgspec.Struct, frozen=True):
    """One sample of one tag. ``value`` None: no number; ``quality``: good, uncertain or bad."""

    tag: str
    stamp_ns: int
    value: float | None
    quality: str = "good"


class Feed(msgspec.Struct, frozen=True):
    """Samples that arrive at one instant."""

    at_ns: int
    samples: tuple[ArrivingSample, ...]


class Person(msgspec.Struct, frozen=True):
    """Somebody who is signed in."""

    name: str
    role: str


class Quote(msgspec.Struct, frozen=True):
    """What a person's command says that they saw: as it was shown then, or these numbers.

    All None: what is shown at the instant of the act.
    """

    seen_at_ns: int | None = None
    occurrence: int | None = None
    revision: int | None = None


class Answer(msgspec.Struct, frozen=True):
    """What a person must be told: done (``refused`` empty), or refused for this reason in these words."""

    refused: str = ""
    words: tuple[str, ...] = ()


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What a person does; one command for each of ``alarms``, or one for ``system``.

    ``verb`` is a tag of ``terms.command``. ``claims`` is a name that the message wrongly gives as its
    sender's. ``again``: the person's last command of this verb once more, word for word.
    """

    person: Person
    verb: str
    alarms: tuple[str, ...] = ()
    system: str = ""
    mode: str = ""
    reason: str = ""
    duration_ns: int = 0
    one_shot: bool = False
    quote: Quote = Quote()
    claims: str = ""
    again: bool = False
    answers: tuple[Answer, ...] = ()
    """One for each command."""


class Restart(msgspec.Struct, frozen=True):
    """The server stops (``stops``), starts (``starts``), or both at one instant.

    It starts from its last checkpoint and the journal behind it, or from its journal alone.
    """

    stops: bool
    starts: bool
    journal_alone: bool = False


class ClockStep(msgspec.Struct, frozen=True):
    """The server's clock jumps by so much, backwards where negative. The clocks of the sources do not."""

    by_ns: int


class Edit(msgspec.Struct, frozen=True):
    """The server goes on with another configuration. ``alarm`` is what is different in it."""

    site: Site
    alarm: str = ""


class Item(msgspec.Struct, frozen=True):
    """One thing said of an alarm: ``name`` is a field of ``adapter.Reading``, ``value`` what it must be."""

    name: str
    value: str | int | float | bool


class AlarmFact(msgspec.Struct, frozen=True):
    """Each of these alarms is all of these."""

    alarms: tuple[str, ...]
    items: tuple[Item, ...]


class Count(msgspec.Struct, frozen=True):
    """So often: from ``least`` to ``most`` (None: any number of times)."""

    least: int
    most: int | None

    def holds(self, number: int) -> bool:
        """Whether the number is one of these."""
        return self.least <= number and (self.most is None or number <= self.most)


class AnnunciationFact(msgspec.Struct, frozen=True):
    """These alarms together annunciated so often."""

    alarms: tuple[str, ...]
    count: Count


class QuietFact(msgspec.Struct, frozen=True):
    """No move of these alarms."""

    alarms: tuple[str, ...]


class JournalFact(msgspec.Struct, frozen=True):
    """The journal has so many records like this; empty fields and words ask for nothing."""

    count: Count
    record: str
    subject: str = ""
    person: str = ""
    words: tuple[str, ...] = ()


class ExplainFact(msgspec.Struct, frozen=True):
    """The journal has exactly one record for each move of these alarms, and they lead to what is shown."""

    alarms: tuple[str, ...]


class PositionFact(msgspec.Struct, frozen=True):
    """An operator position is in flood or not; ``count`` and ``total`` where they are said."""

    position: str
    flood: bool
    count: int | None = None
    total: int | None = None


class ModeFact(msgspec.Struct, frozen=True):
    """A system is in this mode; empty: in none."""

    system: str
    mode: str


class GroupFact(msgspec.Struct, frozen=True):
    """A first-out group began with this alarm and these tied with it; empty: it is at rest."""

    group: str
    first: str
    tied: tuple[str, ...] = ()


Fact = (
    AlarmFact | AnnunciationFact | QuietFact | JournalFact | ExplainFact | PositionFact | ModeFact | GroupFact
)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One timed line of the sheet.

    ``until_ns`` is set for a fact about the time between two instants: after all that happens at the first
    and before anything that happens at the second. An AlarmFact then holds throughout.
    """

    at_ns: int
    line: int
    text: str
    what: Act | Restart | ClockStep | Edit | Fact
    until_ns: int | None = None


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """One scenario, ready to be played. ``feeds`` and ``steps`` are in order of time, then of the sheet."""

    file: str
    title: str
    covers: tuple[str, ...]
    why: str
    site: Site
    feeds: tuple[Feed, ...]
    steps: tuple[Step, ...]
    end_ns: int
