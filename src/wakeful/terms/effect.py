"""Effects: what a scan decided, as plain data, in order. Facts are past, orders are imperative.

Every fact is a journal record; ``schema/journal.json`` is generated from these classes.
Times are nanoseconds since 1970-01-01 UTC.
"""

import msgspec

from wakeful.terms.command import Actor, Command


class AlarmChanged(msgspec.Struct, frozen=True, kw_only=True, tag="alarm_changed"):
    """One move of one alarm. Folding these in order rebuilds the alarm state exactly.

    ``before`` and ``after`` are ISA letters; ``event`` is abnormal, normal or acknowledge.
    ``value`` and ``quality`` are those of the sample behind the move (None for a person's act).
    """

    at_ns: int
    alarm: str
    tag: str
    kind: str
    priority: int
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


Effect = AlarmChanged | CommandAccepted | CommandRefused | InputChanged | WriteOutput | InjectFault


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
    """A person signed in or out. ``event`` is signed_in, signed_out or expired."""

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
