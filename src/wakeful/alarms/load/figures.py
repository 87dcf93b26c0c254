"""The figures of a period, for the site and for each position, by the definitions in ``definitions``."""

from dataclasses import dataclass
from heapq import nsmallest

import numpy as np

from wakeful.alarms.load.floods import Flood, floods_of, time_in_flood_ns
from wakeful.alarms.load.period import NEVER_NS, Period
from wakeful.alarms.load.places import Places
from wakeful.alarms.machine.packed import LETTER, LETTERS
from wakeful.terms.alarm import Priority
from wakeful.terms.alarm_load import AlarmFigures, AlarmShare, FloodSpan, LoadBin, UnwatchedSpan

WINDOW_MS = 600_000
"""Rates, the peak and the share of windows are about ten minutes, whatever a position's flood window is."""
WINDOW_NS = WINDOW_MS * 1_000_000
HOUR_NS, MINUTE_NS = 6 * WINDOW_NS, WINDOW_NS // 10
WINDOW_LIMIT = 10
"""Annunciations above which a window is over (ANSI/ISA-18.2-2016, 16.4.3, as publicly quoted)."""
TOP = 10
BINS_MAX = 4_500
"""Bins for plots: a month of ten minutes. Longer periods get longer bins."""
UNWATCHED_MAX = 500
"""Stretches without a watch that are told one by one, the longest of them; all of them count."""
BIN_WINDOWS = (1, 3, 6, 12, 24, 36, 72, 144, 1_008)
"""Ten-minute windows in a bin: from ten minutes over hours to a day and a week."""

_IN_SIGHT = (LETTERS.index("B"), LETTERS.index("C"))


@dataclass(frozen=True, slots=True)
class _Part:
    """What belongs to one position, or to the whole site.

    Attributes
    ----------
    chosen : (N,) bool of the annunciations, or None for all.
    alarms : (A,) bool of the alarms.
    windows : (W,) annunciations in each ten-minute window that the period touches.
    """

    position: str
    at_ns: np.ndarray
    alarm: np.ndarray
    chosen: np.ndarray
    alarms: np.ndarray
    windows: np.ndarray
    hidden_at_ns: np.ndarray


def all_figures(studied: Period, places: Places) -> tuple[AlarmFigures, ...]:
    """Figures of the whole site (its ``position`` is empty), then of each position in the site's order.

    For the site, counts and rates are those of all positions together; windows over the limit and floods are
    those in which at least one position was over, or in flood: both are about one person.

    Raises ValueError when ``places`` is of another table.
    """
    if len(places.of_alarm) != len(studied.end):
        raise ValueError(f"positions of {len(places.of_alarm)} alarms for a period of {len(studied.end)}")
    parts = [_part(studied, places, index) for index in range(len(places.positions))]
    floods = [_floods(studied, places, index, part) for index, part in enumerate(parts)]
    over = [part.windows > WINDOW_LIMIT for part in parts]
    whole = _part(studied, places, None)
    together = tuple(sorted((flood for each in floods for flood in each), key=lambda flood: flood.begin_ns))
    any_over = np.logical_or.reduce(over) if over else np.zeros(len(whole.windows), bool)
    rest = zip(parts, floods, over, strict=True)
    return (_figures(studied, whole, together, any_over), *(_figures(studied, *each) for each in rest))


def figures(studied: Period, places: Places, position: str) -> AlarmFigures:
    """Figures of one position by its id, or of the site for an empty one. Raises KeyError for another id."""
    for found in all_figures(studied, places):
        if found.position == position:
            return found
    raise KeyError(position)


def _part(studied: Period, places: Places, index: int | None) -> _Part:
    annunciations = studied.annunciations
    alarms = np.ones(len(places.of_alarm), bool) if index is None else places.of_alarm == index
    chosen = alarms[annunciations.alarm]
    at_ns = annunciations.at_ns[chosen]
    first = studied.from_ns // WINDOW_NS
    return _Part(
        position="" if index is None else places.positions[index].id,
        at_ns=at_ns,
        alarm=annunciations.alarm[chosen],
        chosen=chosen,
        alarms=alarms,
        windows=np.bincount(at_ns // WINDOW_NS - first, minlength=_touched(studied, WINDOW_NS)),
        hidden_at_ns=studied.hidden_at_ns[alarms[studied.hidden_alarm]],
    )


def _touched(studied: Period, length_ns: int) -> int:
    """Clock intervals of this length that the period touches."""
    return int((studied.to_ns - 1) // length_ns - studied.from_ns // length_ns + 1)


def _floods(studied: Period, places: Places, index: int, part: _Part) -> tuple[Flood, ...]:
    """Floods of a position that reach into the period."""
    before_ns = studied.earlier_at_ns[places.of_alarm[studied.earlier_alarm] == index]
    floods = floods_of(np.concatenate([before_ns, part.at_ns]), places.positions[index], studied.to_ns)
    return tuple(flood for flood in floods if flood.end_ns is None or flood.end_ns > studied.from_ns)


def _figures(studied: Period, part: _Part, floods: tuple[Flood, ...], over: np.ndarray) -> AlarmFigures:
    count, covered_ns = len(part.at_ns), studied.watch.covered_ns
    gaps = sorted(sorted(studied.watch.gaps, key=lambda gap: gap[0] - gap[1])[:UNWATCHED_MAX])
    windows, windows_over = _counted_windows(studied, over)
    top = _top(studied, part)
    letters = LETTER[studied.end["code"]][part.alarms]
    standing = np.isin(letters, _IN_SIGHT)
    age_ns = studied.to_ns - studied.end["since_ns"][part.alarms]
    stale = standing & (age_ns > studied.philosophy.stale_after_ms * 1_000_000)
    times_s = acknowledge_times_s(studied, part.chosen)
    bin_ms, bins = _bins(studied, part)
    fullest_hour, fullest_window, fullest_minute = (
        _fullest(part.at_ns, length_ns) for length_ns in (HOUR_NS, WINDOW_NS, MINUTE_NS)
    )
    return AlarmFigures(
        position=part.position,
        from_ms=studied.from_ns / 1e6,
        to_ms=studied.to_ns / 1e6,
        covered_ms=covered_ns / 1e6,
        unwatched=tuple(UnwatchedSpan(begin_ns / 1e6, end_ns / 1e6) for begin_ns, end_ns in gaps),
        annunciated=count,
        per_10_min=_by(count * 600_000_000_000, covered_ns),
        per_hour=_by(count * 3_600_000_000_000, covered_ns),
        per_day=_by(count * 86_400_000_000_000, covered_ns),
        peak_per_hour=fullest_hour[0],
        peak_per_hour_at_ms=fullest_hour[1],
        peak_per_10_min=fullest_window[0],
        peak_at_ms=fullest_window[1],
        peak_per_min=fullest_minute[0],
        peak_per_min_at_ms=fullest_minute[1],
        windows=windows,
        windows_over=windows_over,
        windows_over_share=_by(windows_over, windows),
        floods=tuple(_span(flood) for flood in floods),
        flood_share=_by(time_in_flood_ns(floods, studied.watch), covered_ns),
        top=top,
        top_10_share=sum(entry.count for entry in top) / count if count else 0.0,
        by_priority=_by_priority(studied.annunciations.priority[part.chosen]),
        chattering=_alarms_with(part, studied.annunciations.chattering),
        fleeting=_alarms_with(part, studied.annunciations.fleeting),
        stale=int(np.count_nonzero(stale)),
        standing=int(np.count_nonzero(standing)),
        shelved=int(np.count_nonzero(letters == LETTERS.index("E"))),
        suppressed=int(np.count_nonzero(letters == LETTERS.index("F"))),
        out_of_service=int(np.count_nonzero(letters == LETTERS.index("G"))),
        hidden=len(part.hidden_at_ns),
        acknowledged=len(times_s),
        acknowledge_median_s=float(np.median(times_s)) if times_s.size else None,
        acknowledge_p90_s=float(np.quantile(times_s, 0.9, method="inverted_cdf")) if times_s.size else None,
        unacknowledged=count - len(times_s),
        bin_ms=bin_ms,
        bins=bins,
    )


def _by(part: int, whole: int) -> float | None:
    """A rate or share; None of nothing, which is not the same as none."""
    return part / whole if whole else None


def _counted_windows(studied: Period, over: np.ndarray) -> tuple[int, int]:
    """Windows that count, and those over the limit.

    A window that was not watched from end to end, and one that an end of the period cuts, counts only when it
    is over already: few annunciations in a part of ten minutes say nothing of the ten minutes.
    """
    first = studied.from_ns // WINDOW_NS
    whole = np.ones(len(over), bool)
    whole[0] &= studied.from_ns % WINDOW_NS == 0
    whole[-1] &= studied.to_ns % WINDOW_NS == 0
    for begin_ns, end_ns in studied.watch.gaps:
        whole[begin_ns // WINDOW_NS - first : (end_ns - 1) // WINDOW_NS - first + 1] = False
    return int(np.count_nonzero(whole | over)), int(np.count_nonzero(over))


def _fullest(at_ns: np.ndarray, length_ns: int) -> tuple[int, float | None]:
    """Most annunciations in a clock interval of this length, and when the first such begins [ms].

    Of (N,) rising instants; the empty intervals of a long period are never laid out.
    """
    if not at_ns.size:
        return 0, None
    interval = at_ns // length_ns
    begins = np.flatnonzero(np.diff(interval, prepend=interval[0] - 1))
    counts = np.diff(begins, append=len(interval))
    fullest = int(counts.argmax())
    return int(counts[fullest]), float(interval[begins[fullest]] * length_ns / 1e6)


def _top(studied: Period, part: _Part) -> tuple[AlarmShare, ...]:
    counts = np.bincount(part.alarm, minlength=len(studied.end))
    least = np.partition(counts, -TOP)[-TOP] if len(counts) > TOP else 1
    sounded = np.flatnonzero(counts >= max(1, least)).tolist()
    found = [(-int(counts[alarm]), studied.names[alarm]) for alarm in sounded]
    total = len(part.alarm)
    return tuple(AlarmShare(name, -count, -count / total) for count, name in nsmallest(TOP, found))


def _by_priority(priority: np.ndarray) -> tuple[int, int, int, int]:
    critical, high, medium, low = np.bincount(priority, minlength=len(Priority) + 1)[1 : len(Priority) + 1]
    return int(critical), int(high), int(medium), int(low)


def _alarms_with(part: _Part, marked: np.ndarray) -> int:
    """Number of different alarms among the marked annunciations."""
    return len(np.unique(part.alarm[marked[part.chosen]]))


def acknowledge_times_s(studied: Period, chosen: np.ndarray) -> np.ndarray:
    """(K,) float64 [s]: from each of the chosen annunciations that was acknowledged until it was."""
    at_ns = studied.annunciations.at_ns[chosen]
    acknowledged_ns = studied.annunciations.acknowledged_ns[chosen]
    known = acknowledged_ns != NEVER_NS
    times_s: np.ndarray = (acknowledged_ns[known] - at_ns[known]) / 1e9
    return times_s


def _bins(studied: Period, part: _Part) -> tuple[float, tuple[LoadBin, ...]]:
    """Length [ms] and counts of the clock intervals that the period touches, none left out."""
    length_ns = next(
        (size * WINDOW_NS for size in BIN_WINDOWS if _touched(studied, size * WINDOW_NS) <= BINS_MAX),
        BIN_WINDOWS[-1] * WINDOW_NS,
    )
    first, count = studied.from_ns // length_ns, _touched(studied, length_ns)
    annunciated = np.bincount(part.at_ns // length_ns - first, minlength=count).tolist()
    hidden = np.bincount(part.hidden_at_ns // length_ns - first, minlength=count).tolist()
    length_ms = length_ns / 1e6
    bins = (LoadBin((first + place) * length_ms, annunciated[place], hidden[place]) for place in range(count))
    return length_ms, tuple(bins)


def _span(flood: Flood) -> FloodSpan:
    end_ms = None if flood.end_ns is None else flood.end_ns / 1e6
    return FloodSpan(flood.begin_ns / 1e6, end_ms, flood.annunciated, flood.peak)
