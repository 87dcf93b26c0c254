"""Effects: what a scan decided, as plain data, in order. Facts are past, orders are imperative.

Every fact is a journal record; ``schema/journal.json`` is generated from these classes.
Times are nanoseconds since 1970-01-01 UTC.
"""

import msgspec

from wakeful.terms.command import Actor, Command


class AlarmChanged(msgspec.Struct, frozen=True, kw_only=True, tag="alarm_changed", gc=False):
    """One move of one alarm. Folding these in order rebuilds the alarm state exactly.

    ``before`` and ``after`` are ISA letters; ``event`` is the name of an ``alarms.machine.AlarmEvent`` in
    lower case. ``value`` and ``quality`` are those of the sample behind the move (None for a person's act
    and for the end of a time). A record without ``marks`` is of a server that knew four letters only: its
    marks follow from ``after``.
    """

    at_ns: int
    alarm: str
    tag: str
    kind: str
    priority: int
    """How urgent it is now."""
    event: str
    before: str
    after: str
    occurrence: int
    revision: int
    value: float | None = None
    quality: int | None = None
    limit_eu: float | None = None
    actor: Actor | None = None
    command_id: str | None = None
    revision_seen: int | None = None
    marks: tuple[str, ...] | None = None
    """The whole state after the move: of active, unacknowledged, latched, shelved, one_shot, suppressed,
    out_of_service, silenced, escalated (beyond the further limit), unattended."""
    annunciated: bool = False
    """It sounded: this is what the figures and floods count."""
    hidden: bool = False
    """It would have sounded, but was shelved, suppressed or out of service."""
    priority_peak: int = 0
    """The most urgent it has been since it was last acknowledged; 0 where that is ``priority``."""
    priority_seen: int = 0
    """How urgent it was when last acknowledged; 0 for never in this occurrence."""
    onset_ns: int | None = None
    """Source time of the sample with which the condition began, before the on-delay."""
    reason: str = ""
    """What the person gave as reason, or what suppresses it."""
    until_ns: int | None = None
    """When the shelf ends."""
    hidden_count: int | None = None
    """At the end of a shelf, suppression or time out of service: how often it would have sounded."""


class ConditionChanged(msgspec.Struct, frozen=True, kw_only=True, tag="condition_changed"):
    """An alarm that runs as an event only came (``active``) or went; nobody was called."""

    at_ns: int
    alarm: str
    tag: str
    kind: str
    active: bool
    value: float | None = None
    quality: int | None = None
    limit_eu: float | None = None


class ModeChanged(msgspec.Struct, frozen=True, kw_only=True, tag="mode_changed"):
    """A system's operating mode changed; an empty mode is none: settings of no mode apply.

    ``actor`` and ``command_id`` where a person set it; else a tag decided, and ``cause`` says how.
    """

    at_ns: int
    system: str
    before: str
    after: str
    cause: str = ""
    actor: Actor | None = None
    command_id: str | None = None


class FloodChanged(msgspec.Struct, frozen=True, kw_only=True, tag="flood_changed"):
    """An alarm flood began or ended at an operator position.

    ``count`` is the number of annunciations in the last ``window_ms``; ``total`` how many the flood had
    altogether (0 at its beginning).
    """

    at_ns: int
    position: str
    active: bool
    count: int
    window_ms: int
    total: int = 0


class FirstOutChanged(msgspec.Struct, frozen=True, kw_only=True, tag="first_out_changed"):
    """Which alarm of a group came first, by source time; empty ``alarm``: the group is back at rest.

    ``tied`` are those whose onset lies so close to the first one's that the stated uncertainty of the clocks
    does not tell which came first.
    """

    at_ns: int
    group: str
    alarm: str
    onset_ns: int | None = None
    uncertainty_ms: int = 0
    tied: tuple[str, ...] = ()


class CommandAccepted(msgspec.Struct, frozen=True, kw_only=True, tag="command_accepted"):
    """A command was allowed; its consequences follow as facts of their own."""

    at_ns: int
    command: Command


class CommandRefused(msgspec.Struct, frozen=True, kw_only=True, tag="command_refused"):
    """A command was refused: ``reason`` is from a closed list, ``detail`` a sentence for the sender."""

    at_ns: int
    command: Command
    reason: str
    detail: str


class InputChanged(msgspec.Struct, frozen=True, kw_only=True, tag="input_changed"):
    """Tags whose input changed between usable and not, one record for each cause at one instant.

    ``cause`` is bad, lost, uncertain, good or rejected (out of order or duplicate stamp).
    ``tags`` holds at most 100 names; ``count`` says how many there were.
    """

    at_ns: int
    cause: str
    count: int
    tags: tuple[str, ...]


class WriteOutput(msgspec.Struct, frozen=True, kw_only=True, tag="write_output"):
    """Order to a driver: set this control. Carried out only after its record is durable."""

    at_ns: int
    command_id: str
    source: str
    equipment: str
    control: str
    value: float


class InjectFault(msgspec.Struct, frozen=True, kw_only=True, tag="inject_fault"):
    """Order to a simulated source: begin or end a fault."""

    at_ns: int
    command_id: str
    source: str
    fault: str
    target: str
    severity: float
    active: bool


Effect = (
    AlarmChanged
    | ConditionChanged
    | ModeChanged
    | FloodChanged
    | FirstOutChanged
    | CommandAccepted
    | CommandRefused
    | InputChanged
    | WriteOutput
    | InjectFault
)


class OutputDone(msgspec.Struct, frozen=True, kw_only=True, tag="output_done"):
    """The driver answered an order: ``ok``, or refused with its reason. Commanded, not yet confirmed."""

    at_ns: int
    command_id: str
    ok: bool
    detail: str = ""


class ServerStarted(msgspec.Struct, frozen=True, kw_only=True, tag="server_started"):
    """The server started (or restarted) on this configuration."""

    at_ns: int
    version: str
    site: str
    configuration_sha256: str
    tags: int
    alarms: int


class ServerStopped(msgspec.Struct, frozen=True, kw_only=True, tag="server_stopped"):
    """The server stopped of its own accord. Absent before a start: it was killed."""

    at_ns: int
    cause: str


class SessionChanged(msgspec.Struct, frozen=True, kw_only=True, tag="session_changed"):
    """A person signed in or out, or confirmed at a console that every sound can be heard there.

    ``event`` is signed_in, signed_out, expired, or ``heard_every_sound: console NAME``.
    """

    at_ns: int
    actor: Actor
    event: str


class JournalInterrupted(msgspec.Struct, frozen=True, kw_only=True, tag="journal_interrupted"):
    """The journal could not be written from ``since_ns`` until now; what happened then stands before this.

    ``records_dropped`` counts records that were left out because too many waited: moves of alarms that
    later moves had overtaken, and older records of other kinds.
    """

    at_ns: int
    since_ns: int
    cause: str
    records_dropped: int


Record = Effect | OutputDone | ServerStarted | ServerStopped | SessionChanged | JournalInterrupted
