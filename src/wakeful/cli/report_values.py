"""Figures, times and durations as people read them; the same words in the terminal and on the page."""

from datetime import UTC, datetime

from wakeful.alarms.load.definitions import BY_TIME
from wakeful.terms.alarm_load import AlarmFigures, FigureDefinition

NOT_KNOWN = "not known"
PRIORITY_WORDS = ("critical", "high", "medium", "low")
PEAK_BEGINS = {
    "peak_per_hour": "peak_per_hour_at_ms",
    "peak_per_10_min": "peak_at_ms",
    "peak_per_min": "peak_per_min_at_ms",
}
"""By peak the figure that tells where it begins."""
_SECOND_NS = 1_000_000_000
_DURATIONS = {"acknowledge_median_s", "acknowledge_p90_s"}


def value_text(
    definition: FigureDefinition, figures: AlarmFigures, unknown: frozenset[str]
) -> tuple[str, str]:
    """The value of one figure and its unit; ``not known`` where its source does not tell it.

    The split by priority has a line for each, the priority standing in the place of the unit.
    """
    key = definition.key
    if key in unknown:
        return NOT_KNOWN, ""
    if key == "by_priority":
        return "\n".join(f"{count:,}" for count in figures.by_priority), "\n".join(PRIORITY_WORDS)
    if key == "floods":
        return f"{len(figures.floods):,}", ""
    value = getattr(figures, key)
    if value is None:
        return (NOT_KNOWN if key in BY_TIME else "none"), ""
    if key in _DURATIONS:
        return duration_text(round(value * _SECOND_NS)), ""
    if definition.unit == "%":
        return percent_text(value).removesuffix(" %"), "%"
    return number_text(value), definition.unit


def number_text(value: float | None) -> str:
    """A count as it is, a rate with three significant digits; thousands grouped."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, int) or float(value).is_integer() or abs(value) >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def percent_text(share: float | None) -> str:
    """A share as percent, one decimal; what is not nothing is not shown as nothing."""
    if share is None:
        return NOT_KNOWN
    if 0 < share < 0.0005:
        return "< 0.1 %"
    return f"{100 * share:.1f} %"


def duration_text(duration_ns: int) -> str:
    """A duration in its two largest units; seconds below a minute with up to three digits."""
    seconds = duration_ns / _SECOND_NS
    if seconds < 59.95:
        return f"{seconds:.3g} s"
    whole = round(seconds)
    for unit_s, unit, part_s, part in (
        (86_400, "d", 3_600, "h"),
        (3_600, "h", 60, "min"),
        (60, "min", 1, "s"),
    ):
        if whole >= unit_s:
            rest = whole % unit_s // part_s
            return f"{whole // unit_s} {unit}" + (f" {rest} {part}" if rest else "")
    return f"{whole} s"


def coverage_text(covered_ns: int, length_ns: int) -> str:
    """Over which part of the period rates are; empty where that is all of it."""
    covered, length = duration_text(covered_ns), duration_text(length_ns)
    if covered_ns <= 0:
        return f"the journal covers nothing of the {length} asked for"
    if covered_ns >= length_ns:
        return ""
    if covered == length:
        return f"over the {length} asked for but {duration_text(length_ns - covered_ns)} outside the journal"
    return f"over the {covered} that the journal covers of the {length} asked for"


def here_text(key: str, figures: AlarmFigures, coverage: str) -> str:
    """What is to be said of one figure in this period beyond its meaning: of how many, when, of what time."""
    parts = [coverage] if coverage and key in BY_TIME else []
    begin_ms = getattr(figures, PEAK_BEGINS[key]) if key in PEAK_BEGINS else None
    if begin_ms is not None:
        parts.insert(0, f"from {instant_text(begin_ms * 1e6).removesuffix(':00')} on")
    elif key == "windows_over_share" and figures.windows:
        parts.insert(0, f"{figures.windows_over:,} of {plural(figures.windows, 'window', 'windows')}")
    elif key == "flood_share" and figures.flood_share:
        parts.insert(0, duration_text(round(figures.flood_share * figures.covered_ms * 1e6)))
    elif key == "by_priority" and any(figures.by_priority):
        critical, high, *_ = figures.by_priority
        urgent = (critical + high) / sum(figures.by_priority)
        parts.insert(0, f"{percent_text(urgent)} critical or high")
    return ", ".join(parts)


def instant_text(at_ns: float) -> str:
    """An instant in UTC to the second; of no calendar, in nanoseconds."""
    try:
        stamp = datetime.fromtimestamp(int(at_ns) // _SECOND_NS, UTC)
    except (ValueError, OverflowError, OSError):
        return f"{at_ns} ns"
    return stamp.strftime("%Y-%m-%d %H:%M:%S")


def period_text(from_ms: float, to_ms: float) -> str:
    """A period in UTC; seconds only where there are some."""
    ends = (instant_text(at_ms * 1e6).removesuffix(":00") for at_ms in (from_ms, to_ms))
    return f"{' to '.join(ends)} UTC"


def plural(count: int, one: str, many: str) -> str:
    """``1 flood``, ``3 floods``."""
    return f"{count:,} {one if count == 1 else many}"
