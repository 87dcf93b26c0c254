"""What is measured about an alarm system: figures of a period, a worklist, advice on one alarm.

Plain results, made in ``alarms`` from the journal and from recorded samples, shown by the console and by
``wakeful report alarms``. Instants are float milliseconds since 1970-01-01 UTC, as on the wire; counts are of
annunciations unless said otherwise.
"""

import msgspec


class FigureDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """What one figure means, printed beside it. ``key`` is the name of the field it defines."""

    key: str
    title: str
    unit: str
    meaning: str
    target: str
    """What is thought acceptable, and by whom; empty where no target is published."""
    acceptable_max: float | None = None
    manageable_max: float | None = None
    """Above ``acceptable_max`` a figure needs attention, above ``manageable_max`` a plan."""
    judged_from_ms: float = 0.0
    """How much must have been watched for a verdict; of less it is too short to judge."""
    only_grows: bool = False
    """More time can only add to it: above its target it is judged however little was watched."""


class AlarmShare(msgspec.Struct, frozen=True):
    """One alarm's part of the load."""

    alarm: str
    count: int
    share: float


class LoadBin(msgspec.Struct, frozen=True):
    """One clock interval of the period, for plots: annunciated, and kept from sounding."""

    at_ms: float
    annunciated: int
    hidden: int


class FloodSpan(msgspec.Struct, frozen=True):
    """One flood. ``end_ms`` is None while it lasts."""

    begin_ms: float
    end_ms: float | None
    annunciated: int
    peak_per_window: int


class UnwatchedSpan(msgspec.Struct, frozen=True):
    """A part of the period of which nothing is known: before or after the record, or no server ran."""

    begin_ms: float
    end_ms: float


class AlarmFigures(msgspec.Struct, frozen=True, kw_only=True):
    """ISA-18.2 / EEMUA 191 figures of an operator position over a period (``position`` empty: the site).

    Rates and shares of time are by ``covered_ms``, the part of the period that was watched; they are None
    where nothing of it was (and ``windows_over_share`` where no window of ten minutes was seen whole).
    """

    position: str
    from_ms: float
    to_ms: float
    covered_ms: float
    unwatched: tuple[UnwatchedSpan, ...]
    """What is not in ``covered_ms``, oldest first; of very many the longest."""
    annunciated: int
    per_10_min: float | None
    per_hour: float | None
    per_day: float | None
    peak_per_hour: int
    peak_per_hour_at_ms: float | None
    peak_per_10_min: int
    peak_at_ms: float | None
    """Where the fullest ten minutes begin, as the other two are where the fullest hour and minute do."""
    peak_per_min: int
    peak_per_min_at_ms: float | None
    windows: int
    windows_over: int
    windows_over_share: float | None
    floods: tuple[FloodSpan, ...]
    flood_share: float | None
    top: tuple[AlarmShare, ...]
    top_10_share: float
    by_priority: tuple[int, int, int, int]
    chattering: int
    fleeting: int
    stale: int
    standing: int
    shelved: int
    suppressed: int
    out_of_service: int
    hidden: int
    acknowledged: int
    acknowledge_median_s: float | None
    acknowledge_p90_s: float | None
    unacknowledged: int
    bin_ms: float
    bins: tuple[LoadBin, ...]


class WorklistEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One alarm that makes a nuisance of itself, and how.

    ``fault`` is chattering, fleeting, stale, standing or duplicate. ``count`` is how many annunciations of
    the period are due to it, ``share`` their part of the position's load. ``with_alarm`` names the alarm a
    duplicate comes together with.
    """

    alarm: str
    position: str
    fault: str
    count: int
    share: float
    since_ms: float | None = None
    with_alarm: str = ""
    detail: str = ""
    now: bool = False
    """It holds at the end of the period, not only some time in it."""


class AdviceCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """What a deadband and delays would have made of the recorded history.

    ``delay_*_s``: how much later than with today's settings the activations that remain would have been
    annunciated. ``missed``: stretches of abnormal running of at least ``real_after_ms`` that would not have
    been annunciated at all.
    """

    deadband_eu: float
    on_delay_ms: int
    off_delay_ms: int
    annunciated: int
    saved: int
    delay_mean_s: float
    delay_max_s: float
    missed: int


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """The advisor's answer about one alarm. ``candidates[0]`` is today's setting, replayed."""

    alarm: str
    from_ms: float
    to_ms: float
    samples: int
    candidates: tuple[AdviceCandidate, ...]
    recommended: int
    """Index into ``candidates``; 0: leave it as it is."""
    reasons: tuple[str, ...]
    protected: bool
    """So urgent that the advisor never slows it: candidates without any added delay only."""
