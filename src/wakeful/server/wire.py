"""What the server and the console say to each other: JSON bodies, stream messages and the value frame.

``schema/`` and ``console/src/schema.ts`` are made of these classes, of ``health_body``, and of those
of the alarm room's sheet and figures in ``alarm_room`` (``make schema``); a test fails when they differ.
Instants are float milliseconds since 1970-01-01 UTC (``*_ms``), which a browser's numbers hold exactly to
better than a microsecond; the house inside counts nanoseconds.

HTTP (all under the session cookie; a request without one gets 401 and an ErrorBody):

====== ============================ ======================== ==========================
GET    /sign-in?key=KEY             one-time link             cookie, redirect to /
POST   /api/sign-out                -                        204
GET    /api/site                    -                        SiteBody
GET    /api/alarms                  -                        AlarmsBody
GET    /api/history                 tag, from_ms, to_ms, buckets   HistoryBody
GET    /api/journal                 before_sequence, limit, alarm, tag, system,
                                    from_ms, to_ms, text, kinds, priority     JournalBody
GET    /api/health                  -                        HealthBody
POST   /api/acknowledge             AcknowledgeRequest       CommandResults
POST   /api/alarm-command           AlarmCommandRequest      CommandResults
POST   /api/mode                    SetModeRequest           CommandResults
GET    /api/alarm-sheet             alarm                    AlarmSheetBody
GET    /api/alarm-figures           from_ms, to_ms           FiguresBody
GET    /api/alarm-worklist          from_ms, to_ms           WorklistBody
GET    /api/alarm-advice            alarm, from_ms, to_ms    Advice
GET    /api/rationalisation         -                        RationalisationBody
POST   /api/operate                 OperateRequest           CommandResults
POST   /api/disturb                 DisturbRequest           CommandResults
POST   /api/console-state           ConsoleStateRequest      204
POST   /api/link                    LinkRequest              LinkBody (local secret, no session)
WS     /api/stream                  client sends Subscribe   StreamMessage text and binary frames
====== ============================ ======================== ==========================

A command that cannot be taken at all (journal failing, queue full) gets 503 and an ErrorBody; a command
that was judged gets 200 and says in its CommandResult whether it was done.

Binary value frame, little endian, one for each system that has new samples, encoded once for all:

======= ========== ===================================================================
offset  type       meaning
======= ========== ===================================================================
0       4 bytes    b"WKV1"
4       uint32     K, number of samples in the frame
8       float64    scan time, ms since 1970 UTC
16      K float64  values; NaN where there is no number
16+8K   K float64  source time of each sample, ms since 1970 UTC
16+16K  K uint32   quality, OPC UA status code
16+20K  K uint32   tag index (position in SiteBody.tags)
======= ========== ===================================================================
"""

import msgspec

from wakeful.server.health_body import HealthBody as HealthBody
from wakeful.terms.alarm import ISAState
from wakeful.terms.alarm_load import Advice as Advice
from wakeful.terms.effect import Record


class TagBody(msgspec.Struct, frozen=True, kw_only=True):
    """A tag as the console shows it. Its position in ``SiteBody.tags`` is its index."""

    name: str
    system: str
    description: str
    unit: str
    kind: str
    states: tuple[str, ...]
    range_low_eu: float
    range_high_eu: float
    normal_low_eu: float | None
    normal_high_eu: float | None
    resolution_eu: float | None
    age_limit_ms: int
    overview: bool


class AlarmDefinitionBody(msgspec.Struct, frozen=True, kw_only=True):
    """A configured alarm. Its position in ``SiteBody.alarms`` is its index."""

    name: str
    tag: str
    system: str
    kind: str
    priority: int
    limit_eu: float | None
    deadband_eu: float
    on_delay_ms: int
    off_delay_ms: int
    message: str
    response: str
    shelve_ms_max: int | msgspec.UnsetType = msgspec.UNSET
    """Absent where it may be shelved for as long as the site allows."""


class SystemBody(msgspec.Struct, frozen=True, kw_only=True):
    """A tile of the wall."""

    id: str
    name: str
    parent: str
    description: str
    modes: tuple[str, ...]
    mode_tag: str
    """Empty: a person sets the mode."""


class PositionBody(msgspec.Struct, frozen=True, kw_only=True):
    """An operator position and the systems whose alarms it answers."""

    id: str
    name: str
    systems: tuple[str, ...]
    flood_begin: int
    flood_end: int
    flood_window_ms: int


class ControlBody(msgspec.Struct, frozen=True, kw_only=True):
    """A control of a piece of equipment."""

    name: str
    kind: str
    feedback_tag: str
    labels: tuple[str, ...]
    low_eu: float
    high_eu: float
    unit: str
    needs_manual: bool


class EquipmentBody(msgspec.Struct, frozen=True, kw_only=True):
    """Equipment that can be operated."""

    name: str
    system: str
    kind: str
    description: str
    controls: tuple[ControlBody, ...]
    tags: tuple[str, ...]


class FaultBody(msgspec.Struct, frozen=True, kw_only=True):
    """A fault that a simulated source offers for training."""

    name: str
    description: str
    targets: tuple[str, ...]
    severity_low: float
    severity_high: float
    severity_meaning: str


class SourceBody(msgspec.Struct, frozen=True, kw_only=True):
    """A source of samples; ``faults`` is empty unless it is simulated."""

    id: str
    driver: str
    simulated: bool
    faults: tuple[FaultBody, ...]


class SiteBody(msgspec.Struct, frozen=True, kw_only=True):
    """All the console needs to know once."""

    name: str
    version: str
    configuration_sha256: str
    user: str
    role: str
    server_time_ms: float
    history_start_ms: float | None
    shelve_ms_max: int
    systems: tuple[SystemBody, ...]
    positions: tuple[PositionBody, ...]
    tags: tuple[TagBody, ...]
    alarms: tuple[AlarmDefinitionBody, ...]
    equipment: tuple[EquipmentBody, ...]
    sources: tuple[SourceBody, ...]


class OverrideBody(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One reason why an alarm is out of sight: ``kind`` is shelved, suppressed or out_of_service.

    ``by`` is the person, or the logic that suppresses it. ``hidden_count`` is how often it would have sounded
    since ``since_ms``; ``hidden_ms`` when it last would have.
    """

    kind: str
    by: str
    reason: str
    since_ms: float
    until_ms: float | None
    one_shot: bool
    hidden_count: int
    hidden_ms: float | None


class AlarmBody(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The current state of one alarm that is not at rest (letter other than A), or that just came to rest.

    ``occurrence`` and ``revision`` must be quoted by an acknowledgement. ``trusted`` is false while the
    tag's input is bad or lost: the state is the last one known.
    """

    alarm: int
    letter: ISAState
    priority: int
    occurrence: int
    revision: int
    raised_ms: float
    changed_ms: float
    value: float | None
    trusted: bool
    acknowledged_by: str | None
    acknowledged_ms: float | None
    onset_ms: float
    """Source time of the sample with which the condition began, before the on-delay."""
    respond_by_ms: float | None
    """Until when the operator's action helps; None where no time to respond has been agreed."""
    active: bool
    """The condition holds now, whatever the letter."""
    waiting: bool
    """Not acknowledged, whatever the letter."""
    latched: bool
    silenced: bool
    annunciated_revision: int
    """The revision with which it last called for attention: heard, or out of sight. Newer than what a console
    had, and sounding: it sounds anew."""
    priority_peak: int
    """The most urgent it has been since it was last acknowledged."""
    first_out: str
    """Of its group: first, tied (the clocks cannot tell) or empty."""
    overrides: tuple[OverrideBody, ...]
    """Why it is out of sight (letters E, F, G); empty in sight."""


class AlarmsBody(msgspec.Struct, frozen=True, kw_only=True):
    """Every alarm that is not at rest."""

    server_time_ms: float
    alarms: tuple[AlarmBody, ...]


class HistoryBody(msgspec.Struct, frozen=True, kw_only=True):
    """History of one tag: raw samples, or buckets when there are more than asked for.

    ``times_ms`` are sample times or bucket starts. For raw samples ``minimum`` and ``maximum`` equal
    ``mean``. A bucket without a usable sample has nulls. ``worst_quality`` is by severity.
    """

    tag: str
    raw: bool
    bucket_ms: float | None
    times_ms: tuple[float, ...]
    minimum: tuple[float | None, ...]
    maximum: tuple[float | None, ...]
    mean: tuple[float | None, ...]
    worst_quality: tuple[int, ...]
    counts: tuple[int, ...]


class JournalEntryBody(msgspec.Struct, frozen=True, kw_only=True):
    """One journal record: its sequence number and the record as journaled (``type`` names its class)."""

    sequence: int
    record: Record


class JournalBody(msgspec.Struct, frozen=True, kw_only=True):
    """Newest first. ``next_before`` continues the listing, None at the beginning of the journal."""

    entries: tuple[JournalEntryBody, ...]
    next_before: int | None


class AcknowledgeItem(msgspec.Struct, frozen=True):
    """One alarm as its sender saw it."""

    alarm: int
    occurrence: int
    revision: int


class AcknowledgeRequest(msgspec.Struct, frozen=True):
    """A list of bound acknowledgements, each judged alone; at most 500."""

    items: tuple[AcknowledgeItem, ...]


class AlarmCommandRequest(msgspec.Struct, frozen=True):
    """One act on a list of alarms, each judged alone; at most 500.

    ``verb`` is reset, silence, shelve, unshelve, remove_from_service or return_to_service; ``reason`` is
    needed to shelve and to remove from service, ``duration_ms`` to shelve.
    """

    verb: str
    items: tuple[AcknowledgeItem, ...]
    reason: str = ""
    duration_ms: int = 0
    one_shot: bool = False


class SetModeRequest(msgspec.Struct, frozen=True):
    """Put a system into one of its operating modes."""

    system: str
    mode: str
    reason: str = ""


class DriftBody(msgspec.Struct, frozen=True, kw_only=True):
    """One difference between the running configuration and its master."""

    alarm: str
    field: str
    running: str
    master: str


class UnrationalisedBody(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm about which not everything has been said that an alarm needs."""

    alarm: int
    missing: tuple[str, ...]
    event_only: bool


class RationalisationBody(msgspec.Struct, frozen=True, kw_only=True):
    """What is missing, what priority the matrix gives, and where the running site left its master."""

    alarms: int
    complete: int
    unrationalised: tuple[UnrationalisedBody, ...]
    priority_differs: tuple[DriftBody, ...]
    master_revision: str
    """Empty: the site has no master."""
    drift: tuple[DriftBody, ...]


class OperateRequest(msgspec.Struct, frozen=True):
    """Operate one control."""

    equipment: str
    control: str
    value: float
    reason: str = ""


class DisturbRequest(msgspec.Struct, frozen=True):
    """Begin or end a fault of a simulated source."""

    source: str
    fault: str
    target: str = ""
    severity: float = 1.0
    active: bool = True


class ConsoleStateRequest(msgspec.Struct, frozen=True):
    """What a console says of itself: ``sound`` is on, muted or blocked.

    Or heard: the person there confirms that every sound can be heard. It is journaled before the answer.
    """

    sound: str


class CommandResult(msgspec.Struct, frozen=True):
    """What became of one command. ``reason`` is empty when it was done.

    Otherwise it is a name of ``terms/refusal.py``; or ``source_refused``, ``detail`` being the source's own
    words; or ``source_silent``: the order was given and nobody knows more.
    """

    id: str
    done: bool
    reason: str
    detail: str


class CommandResults(msgspec.Struct, frozen=True):
    """In the order of the request."""

    results: tuple[CommandResult, ...]


class LinkRequest(msgspec.Struct, frozen=True):
    """A further one-time sign-in link, asked for on this machine with the data folder's secret."""

    name: str
    role: str


class LinkBody(msgspec.Struct, frozen=True):
    """The link to open once, and until when."""

    link: str
    expires_ms: float


class ErrorBody(msgspec.Struct, frozen=True):
    """Why a request was refused and what would be right."""

    error: str


class Subscribe(msgspec.Struct, frozen=True, tag="subscribe"):
    """Client to server: systems whose tags it wants; replaces the last one. Overview figures always come.

    The server answers with the current sample of every tag of these systems, then sends at each scan the
    latest sample of every tag that has a new one.
    """

    systems: tuple[str, ...]


class SystemSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one system on the wall: counts over its tags and alarms (children not included)."""

    system: str
    unacknowledged: tuple[int, int, int, int]
    """Alarms not acknowledged (B and D), by priority 1 to 4."""
    standing: tuple[int, int, int, int]
    """Alarms active (B and C), by priority 1 to 4."""
    hidden: tuple[int, int, int]
    """Alarms shelved, suppressed and out of service, by letter E, F, G."""
    mode: str
    """Its operating mode; empty: none."""
    tags_bad: int
    tags: int


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True, tag="heartbeat"):
    """Once a second even when nothing happens, and never from anything but a scan loop that runs.

    ``last_scan_ms`` stands still when the scan loop has stalled although the socket lives.
    """

    server_time_ms: float
    last_scan_ms: float
    scan_sequence: int
    journal_error: str | None
    historian_error: str | None


class AlarmsChanged(msgspec.Struct, frozen=True, kw_only=True, tag="alarms"):
    """Alarms that changed in this scan (an alarm at rest has letter A: drop it from the list)."""

    server_time_ms: float
    full: bool
    """True on connection: this replaces what the console had. A long list goes on in further messages."""
    alarms: tuple[AlarmBody, ...]


class SummariesChanged(msgspec.Struct, frozen=True, kw_only=True, tag="summaries"):
    """Summaries of the systems that changed; all of them on connection."""

    summaries: tuple[SystemSummary, ...]


class PositionState(msgspec.Struct, frozen=True, kw_only=True):
    """The load of one operator position now. ``count`` annunciations in the flood window."""

    position: str
    flood: bool
    since_ms: float | None
    count: int
    total: int
    """Annunciations since the flood began; 0 without one."""


class PositionsChanged(msgspec.Struct, frozen=True, kw_only=True, tag="positions"):
    """The positions whose load changed; all of them on connection."""

    positions: tuple[PositionState, ...]


class ConfigurationChanged(msgspec.Struct, frozen=True, kw_only=True, tag="configuration"):
    """Sent first on every connection. When the hash differs from SiteBody's, load the site again."""

    configuration_sha256: str


StreamMessage = Heartbeat | AlarmsChanged | SummariesChanged | PositionsChanged | ConfigurationChanged
