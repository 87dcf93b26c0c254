"""What each figure means and what is thought acceptable: printed beside the figure, wherever it is shown.

The targets are those of ANSI/ISA-18.2-2016 clause 16 and EEMUA 191 as quoted in public sources; the texts of
the standards themselves were not at hand. They hold for one operator position, over at least thirty days.
"""

from collections.abc import Sequence

from wakeful.terms.alarm import Priority
from wakeful.terms.alarm_load import AlarmFigures, FigureDefinition
from wakeful.terms.site import AlarmPhilosophy, Position

SECOND_HAND = (
    "Targets: ANSI/ISA-18.2-2016 clause 16 and EEMUA 191 as quoted in public sources, not read in the "
    "standards themselves. They are meant for one operator position and at least 30 days."
)
SHARES_JUDGED_FROM = 100
"""Annunciations from which a share of them is worth a verdict."""
JUDGED_PERIOD_DAYS = 30
_MINUTE_MS = 60_000.0
_HOUR_MS = 60 * _MINUTE_MS
SHARES_OF_TIME_JUDGED_FROM_MS = 1_000 * _MINUTE_MS
"""A hundred windows of ten minutes: of fewer, a single one is more than the 1 % that is thought acceptable. A
day's average is judged from the same 16 h 40 min on, so that one shift of three is not taken for a day."""
TOO_SHORT, TOO_FEW = "too short to judge", "too few to judge"
FLOOD_SETTINGS_SHOWN = 6
BY_TIME = ("per_10_min", "per_hour", "per_day", "windows_over_share", "flood_share")
"""Figures that are by the time that was watched; where that is not all of the period, each says so."""
_TABLE_5 = "ISA-18.2 table 5, second-hand"


def definitions(philosophy: AlarmPhilosophy, positions: Sequence[Position]) -> tuple[FigureDefinition, ...]:
    """All figures in the order in which they are shown, with the settings of the site in them."""
    return (
        *_load(),
        *_peaks(),
        *_floods(positions),
        *_nuisance(philosophy),
        *_out_of_sight(),
        *_response(),
    )


def judged_value(key: str, figures: AlarmFigures) -> float | None:
    """The number of a figure that is held against its target; None where there is too little to judge.

    Of the split by priority it is the share that was critical or high. Of a period in which nothing was
    watched there is nothing to judge.
    """
    if figures.covered_ms <= 0:
        return None
    if key == "floods":
        return float(len(figures.floods))
    if key in ("top_10_share", "by_priority") and figures.annunciated < SHARES_JUDGED_FROM:
        return None
    if key == "by_priority":
        known = sum(figures.by_priority)
        urgent = sum(figures.by_priority[: Priority.HIGH])
        return urgent / known if known else None
    value = getattr(figures, key)
    return None if value is None else float(value)


def verdict(definition: FigureDefinition, figures: AlarmFigures) -> str:
    """``acceptable``, ``attention`` or ``plan``; empty where there is no target or too little to judge."""
    value = judged_value(definition.key, figures)
    if value is None or definition.acceptable_max is None or why_not_judged(definition, figures):
        return ""
    if value <= definition.acceptable_max:
        return "acceptable"
    if definition.manageable_max is not None and value > definition.manageable_max:
        return "plan"
    return "attention"


def why_not_judged(definition: FigureDefinition, figures: AlarmFigures) -> str:
    """``TOO_SHORT`` or ``TOO_FEW`` where a figure has a target and gets no verdict; else empty.

    A rate of seconds is a guess about an hour, so an average is judged once as much was watched as it is
    about. A peak that is over its target is over it whatever comes; that it is not says something only of a
    stretch as long as its own.
    """
    if definition.acceptable_max is None:
        return ""
    value = judged_value(definition.key, figures)
    over = value is not None and value > definition.acceptable_max
    watched_ms = figures.covered_ms
    if watched_ms <= 0 or (watched_ms < definition.judged_from_ms and not (over and definition.only_grows)):
        return TOO_SHORT
    return TOO_FEW if value is None else ""


def _load() -> tuple[FigureDefinition, ...]:
    return (
        FigureDefinition(
            key="annunciated",
            title="Annunciations",
            unit="",
            meaning="How often an alarm sounded. Sounding again (come back, more urgent, reminded of, off "
            "the shelf while active) counts again; what was hidden does not.",
            target="",
        ),
        FigureDefinition(
            key="per_10_min",
            title="Average in 10 minutes",
            unit="per 10 min",
            meaning="Annunciations by the time that was watched: recorded, and with the server running. "
            "Judged from 10 min watched on.",
            target=f"about 1, at most 2 ({_TABLE_5})",
            acceptable_max=1.0,
            manageable_max=2.0,
            judged_from_ms=10 * _MINUTE_MS,
        ),
        FigureDefinition(
            key="per_hour",
            title="Average in an hour",
            unit="per h",
            meaning="The same for an hour. Judged from 1 h watched on.",
            target=f"about 6, at most 12 ({_TABLE_5}); 5 (EEMUA 191, second-hand)",
            acceptable_max=6.0,
            manageable_max=12.0,
            judged_from_ms=_HOUR_MS,
        ),
        FigureDefinition(
            key="per_day",
            title="Average in a day",
            unit="per d",
            meaning="The same for a day, whole or not. Judged from 16 h 40 min watched on.",
            target=f"about 150, at most 300 ({_TABLE_5})",
            acceptable_max=150.0,
            manageable_max=300.0,
            judged_from_ms=SHARES_OF_TIME_JUDGED_FROM_MS,
        ),
        FigureDefinition(
            key="by_priority",
            title="Split by priority",
            unit="",
            meaning="Annunciations by the priority at that moment. Judged is how much was critical or "
            f"high, from {SHARES_JUDGED_FROM} on.",
            target="about 80 % low, 15 % medium, 5 % high, critical below 1 % (ISA-18.2 table 6, "
            "second-hand)",
            acceptable_max=0.06,
        ),
        FigureDefinition(
            key="top_10_share",
            title="Share of the worst ten",
            unit="%",
            meaning="What the ten alarms that sounded most add to the load. Judged from "
            f"{SHARES_JUDGED_FROM} annunciations on; a site of few alarms cannot reach the target.",
            target="1 % to 5 %, else a plan for each (ISA-18.2 16.4.5, second-hand)",
            acceptable_max=0.05,
            manageable_max=0.05,
        ),
    )


def _peaks() -> tuple[FigureDefinition, ...]:
    return (
        FigureDefinition(
            key="peak_per_hour",
            title="Most in an hour",
            unit="per h",
            meaning="In the fullest of the clock's hours (UTC), cut ones included.",
            target="at most 15 (EEMUA 191, second-hand)",
            acceptable_max=15.0,
            judged_from_ms=_HOUR_MS,
            only_grows=True,
        ),
        FigureDefinition(
            key="peak_per_10_min",
            title="Most in 10 minutes",
            unit="per 10 min",
            meaning="In the fullest of the clock's ten-minute windows (UTC), cut ones included.",
            target="at most 10 (ISA-18.2 16.4.3, second-hand)",
            acceptable_max=10.0,
            judged_from_ms=10 * _MINUTE_MS,
            only_grows=True,
        ),
        FigureDefinition(
            key="peak_per_min",
            title="Most in a minute",
            unit="per min",
            meaning="In the fullest of the clock's minutes (UTC), cut ones included.",
            target="at most 2 (EEMUA 191, second-hand)",
            acceptable_max=2.0,
            judged_from_ms=_MINUTE_MS,
            only_grows=True,
        ),
        FigureDefinition(
            key="windows_over_share",
            title="Windows above 10",
            unit="%",
            meaning="Part of the clock's ten-minute windows with more than 10 annunciations. One that the "
            "period cuts, or that was not watched throughout, counts only if it is above 10 already. For a "
            "site: above 10 at any position. Judged from 100 windows (16 h 40 min) watched on.",
            target="below 1 % (ISA-18.2 16.4.3, second-hand)",
            acceptable_max=0.01,
            judged_from_ms=SHARES_OF_TIME_JUDGED_FROM_MS,
        ),
    )


def _floods(positions: Sequence[Position]) -> tuple[FigureDefinition, ...]:
    return (
        FigureDefinition(
            key="floods",
            title="Floods",
            unit="",
            meaning=f"A flood begins {_flood_settings(positions)}. For a site: those of all positions.",
            target="",
        ),
        FigureDefinition(
            key="flood_share",
            title="Time in flood",
            unit="%",
            meaning="Part of the time that was watched. For a site: with a flood at any position. Judged "
            "from 16 h 40 min watched on.",
            target="below 1 % (ISA-18.2 16.4.4, second-hand)",
            acceptable_max=0.01,
            judged_from_ms=SHARES_OF_TIME_JUDGED_FROM_MS,
        ),
    )


def _flood_settings(positions: Sequence[Position]) -> str:
    """The thresholds as set, once where all positions have the same, else with whose they are."""
    names: dict[tuple[int, int, int], list[str]] = {}
    for each in positions:
        settings = each.flood_begin, each.flood_end, each.flood_window_ms
        names.setdefault(settings, []).append(each.name)
    words = []
    for (begin, end, window_ms), who in names.items():
        length = _words(window_ms)
        rule = f"above {begin:,} annunciations in the last {length}, rolling, and ends below {end:,}"
        words.append(rule if len(names) == 1 else f"{rule} ({', '.join(who)})")
    more = (
        [f"{len(words) - FLOOD_SETTINGS_SHOWN:,} more settings"] if len(words) > FLOOD_SETTINGS_SHOWN else []
    )
    return "; ".join([*words[:FLOOD_SETTINGS_SHOWN], *more])


def _nuisance(philosophy: AlarmPhilosophy) -> tuple[FigureDefinition, ...]:
    chatter = f"{philosophy.chatter_count} times within {_words(philosophy.chatter_window_ms)}"
    brief, quiet = _words(philosophy.fleeting_ms_max), _words(philosophy.fleeting_quiet_ms)
    return (
        FigureDefinition(
            key="chattering",
            title="Chattering alarms",
            unit="alarms",
            meaning=f"Alarms that sounded at least {chatter}. Sources differ; this is the setting here.",
            target="none, else a plan for each (ISA-18.2 16.4.6, second-hand)",
            acceptable_max=0.0,
            manageable_max=0.0,
            judged_from_ms=10 * _MINUTE_MS,
            only_grows=True,
        ),
        FigureDefinition(
            key="fleeting",
            title="Fleeting alarms",
            unit="alarms",
            meaning=f"Alarms that returned to normal in less than {brief} and were quiet for {quiet} before "
            "and after. Sources differ; this is the setting here.",
            target="none, else a plan for each (ISA-18.2 16.4.6, second-hand)",
            acceptable_max=0.0,
            manageable_max=0.0,
            judged_from_ms=10 * _MINUTE_MS,
            only_grows=True,
        ),
        FigureDefinition(
            key="stale",
            title="Stale alarms",
            unit="alarms",
            meaning="Standing at the end, and active (or latched) without a break for more than "
            f"{_words(philosophy.stale_after_ms)}.",
            target="fewer than 5 on any day, a plan for each (ISA-18.2 16.4.7, second-hand)",
            acceptable_max=4.0,
            manageable_max=4.0,
        ),
        FigureDefinition(
            key="standing",
            title="Standing alarms",
            unit="alarms",
            meaning="Active (or latched) and in sight at the end, acknowledged or not: letters B and C.",
            target="",
        ),
    )


def _out_of_sight() -> tuple[FigureDefinition, ...]:
    return (
        FigureDefinition(
            key="shelved",
            title="Shelved",
            unit="alarms",
            meaning="Put out of sight by a person, at the end of the period; letter E.",
            target="",
        ),
        FigureDefinition(
            key="suppressed",
            title="Suppressed by design",
            unit="alarms",
            meaning="Kept out of sight by the site's own logic, at the end of the period; letter F.",
            target="none outside approved methods (ISA-18.2 16.5, second-hand)",
        ),
        FigureDefinition(
            key="out_of_service",
            title="Out of service",
            unit="alarms",
            meaning="Taken out for maintenance, at the end of the period; letter G.",
            target="",
        ),
        FigureDefinition(
            key="hidden",
            title="Kept from sounding",
            unit="",
            meaning="How often an alarm would have sounded, but was shelved, suppressed or out of service.",
            target="",
        ),
    )


def _response() -> tuple[FigureDefinition, ...]:
    return (
        FigureDefinition(
            key="acknowledged",
            title="Acknowledged",
            unit="",
            meaning="Annunciations that a person acknowledged before the end, in the same occurrence.",
            target="",
        ),
        FigureDefinition(
            key="acknowledge_median_s",
            title="Time to acknowledge, half",
            unit="s",
            meaning="Half of those acknowledged were within this time of sounding (the median).",
            target="",
        ),
        FigureDefinition(
            key="acknowledge_p90_s",
            title="Time to acknowledge, 9 in 10",
            unit="s",
            meaning="Nine in ten of those acknowledged were within this time of sounding.",
            target="",
        ),
        FigureDefinition(
            key="unacknowledged",
            title="Never acknowledged",
            unit="",
            meaning="Annunciations that nobody acknowledged before the end: still waiting, overtaken by a "
            "new occurrence, or excused by a rule.",
            target="",
        ),
    )


def _words(duration_ms: int) -> str:
    """A setting in the largest unit that gives a whole number."""
    for unit_ms, unit in ((3_600_000, "h"), (60_000, "min"), (1_000, "s")):
        if duration_ms % unit_ms == 0 and duration_ms >= unit_ms:
            return f"{duration_ms // unit_ms} {unit}"
    return f"{duration_ms} ms"
