"""What each figure means and what is thought acceptable: printed beside the figure, wherever it is shown.

The targets are those of ANSI/ISA-18.2-2016 clause 16 and EEMUA 191 as quoted in public sources; the texts of
the standards themselves were not at hand. They hold for one operator position, over at least thirty days.
"""

from wakeful.terms.alarm import Priority
from wakeful.terms.alarm_load import AlarmFigures, FigureDefinition
from wakeful.terms.site import AlarmPhilosophy

SECOND_HAND = (
    "Targets: ANSI/ISA-18.2-2016 clause 16 and EEMUA 191 as quoted in public sources, not read in the "
    "standards themselves. They are meant for one operator position and at least 30 days."
)
SHARES_JUDGED_FROM = 100
"""Annunciations from which a share of them is worth a verdict."""
JUDGED_PERIOD_DAYS = 30
_TABLE_5 = "ISA-18.2 table 5, second-hand"


def definitions(philosophy: AlarmPhilosophy) -> tuple[FigureDefinition, ...]:
    """All figures in the order in which they are shown, with the numbers of the philosophy in them."""
    return (*_load(), *_peaks(), *_nuisance(philosophy), *_out_of_sight(), *_response())


def judged_value(key: str, figures: AlarmFigures) -> float | None:
    """The number of a figure that is held against its target; None where there is too little to judge.

    Of the split by priority it is the share that was critical or high.
    """
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
    if value is None or definition.acceptable_max is None:
        return ""
    if value <= definition.acceptable_max:
        return "acceptable"
    if definition.manageable_max is not None and value > definition.manageable_max:
        return "plan"
    return "attention"


def _load() -> tuple[FigureDefinition, ...]:
    return (
        FigureDefinition(
            key="annunciated",
            title="Annunciations",
            unit="",
            meaning="How often an alarm sounded. One that sounds again (comes back, grows more urgent, is "
            "reminded of, comes off the shelf while active) counts each time; hidden ones do not.",
            target="",
        ),
        FigureDefinition(
            key="per_10_min",
            title="Average in 10 minutes",
            unit="1/10 min",
            meaning="Annunciations divided by the length of the period.",
            target=f"about 1, at most 2 ({_TABLE_5})",
            acceptable_max=1.0,
            manageable_max=2.0,
        ),
        FigureDefinition(
            key="per_hour",
            title="Average in an hour",
            unit="1/h",
            meaning="The same, for an hour.",
            target=f"about 6, at most 12 ({_TABLE_5}); EEMUA 191: 5",
            acceptable_max=6.0,
            manageable_max=12.0,
        ),
        FigureDefinition(
            key="per_day",
            title="Average in a day",
            unit="1/d",
            meaning="The same, for a day; for a shorter period what a whole day of it would be.",
            target=f"about 150, at most 300 ({_TABLE_5})",
            acceptable_max=150.0,
            manageable_max=300.0,
        ),
        FigureDefinition(
            key="by_priority",
            title="Split by priority",
            unit="",
            meaning="Annunciations by the priority the alarm had when it sounded. Judged is the share that "
            f"was critical or high, from {SHARES_JUDGED_FROM} annunciations on.",
            target="low 80 %, medium 15 %, high 5 %, critical below 1 %, each about (ISA-18.2 table 6, "
            "second-hand)",
            acceptable_max=0.06,
        ),
        FigureDefinition(
            key="top_10_share",
            title="Share of the worst ten",
            unit="%",
            meaning="Part of the annunciations that is due to the ten alarms that sounded most. Judged from "
            f"{SHARES_JUDGED_FROM} annunciations on; a site of few alarms cannot reach the target.",
            target="1 % to 5 %, and a plan for each of them (ISA-18.2 16.4.5, second-hand)",
            acceptable_max=0.05,
            manageable_max=0.05,
        ),
    )


def _peaks() -> tuple[FigureDefinition, ...]:
    return (
        FigureDefinition(
            key="peak_per_10_min",
            title="Most in 10 minutes",
            unit="1/10 min",
            meaning="The fullest of the clock's ten-minute windows (…:00, …:10, in UTC), one that an end of "
            "the period cuts included.",
            target="at most 10 (ISA-18.2 16.4.3, second-hand)",
            acceptable_max=10.0,
        ),
        FigureDefinition(
            key="windows_over_share",
            title="Windows above 10",
            unit="%",
            meaning="Part of the clock's ten-minute windows with more than 10 annunciations. A window that "
            "the period cuts counts only when it is above 10 already. For the site: above 10 at one position "
            "at least.",
            target="below 1 % (ISA-18.2 16.4.3, second-hand)",
            acceptable_max=0.01,
        ),
        FigureDefinition(
            key="floods",
            title="Floods",
            unit="",
            meaning="A flood begins when more than 10 sounded in the last 10 minutes and ends when fewer "
            "than 5 did, unless the position is configured otherwise; the 10 minutes roll. For the site: the "
            "floods of all positions.",
            target="",
        ),
        FigureDefinition(
            key="flood_share",
            title="Time in flood",
            unit="%",
            meaning="Part of the period that lay in a flood. For the site: in a flood of one position at "
            "least.",
            target="below 1 % (ISA-18.2 16.4.4, second-hand)",
            acceptable_max=0.01,
        ),
    )


def _nuisance(philosophy: AlarmPhilosophy) -> tuple[FigureDefinition, ...]:
    chatter = f"{philosophy.chatter_count} times within {_words(philosophy.chatter_window_ms)}"
    brief, quiet = _words(philosophy.fleeting_ms_max), _words(philosophy.fleeting_quiet_ms)
    return (
        FigureDefinition(
            key="chattering",
            title="Chattering alarms",
            unit="alarms",
            meaning=f"Alarms that sounded at least {chatter}. Sources differ; this is the site's setting.",
            target="none, a plan for each (ISA-18.2 16.4.6, second-hand)",
            acceptable_max=0.0,
            manageable_max=0.0,
        ),
        FigureDefinition(
            key="fleeting",
            title="Fleeting alarms",
            unit="alarms",
            meaning=f"Alarms that came, returned to normal in less than {brief}, and did not sound for "
            f"{quiet} before or after. Sources differ; this is the site's setting.",
            target="none, a plan for each (ISA-18.2 16.4.6, second-hand)",
            acceptable_max=0.0,
            manageable_max=0.0,
        ),
        FigureDefinition(
            key="stale",
            title="Stale alarms",
            unit="alarms",
            meaning="Alarms in sight at the end of the period that have been active (or latched) without a "
            f"break for more than {_words(philosophy.stale_after_ms)}, acknowledged or not.",
            target="fewer than 5 on any day, a plan for each (ISA-18.2 16.4.7, second-hand)",
            acceptable_max=4.0,
            manageable_max=4.0,
        ),
        FigureDefinition(
            key="standing",
            title="Standing alarms",
            unit="alarms",
            meaning="Alarms active (or latched) and in sight at the end of the period, acknowledged or not: "
            "letters B and C.",
            target="",
        ),
    )


def _out_of_sight() -> tuple[FigureDefinition, ...]:
    counted = (
        "An alarm hidden for several reasons counts once: out of service before suppressed before shelved."
    )
    return (
        FigureDefinition(
            key="shelved",
            title="Shelved",
            unit="alarms",
            meaning=f"Alarms that a person had put out of sight at the end of the period. {counted}",
            target="",
        ),
        FigureDefinition(
            key="suppressed",
            title="Suppressed by design",
            unit="alarms",
            meaning="Alarms that the site's own logic kept out of sight at the end of the period.",
            target="none outside approved methods (ISA-18.2 16.5, second-hand)",
        ),
        FigureDefinition(
            key="out_of_service",
            title="Out of service",
            unit="alarms",
            meaning="Alarms out of service for maintenance at the end of the period.",
            target="",
        ),
        FigureDefinition(
            key="hidden",
            title="Kept from sounding",
            unit="",
            meaning="How often an alarm would have sounded in the period, but was shelved, suppressed or out "
            "of service.",
            target="",
        ),
    )


def _response() -> tuple[FigureDefinition, ...]:
    return (
        FigureDefinition(
            key="acknowledged",
            title="Acknowledged",
            unit="",
            meaning="Annunciations of the period that a person acknowledged before its end, in the same "
            "occurrence of the alarm.",
            target="",
        ),
        FigureDefinition(
            key="acknowledge_median_s",
            title="Time to acknowledge, half",
            unit="s",
            meaning="Within this time half of those acknowledged were: the median, from the annunciation.",
            target="",
        ),
        FigureDefinition(
            key="acknowledge_p90_s",
            title="Time to acknowledge, nine in ten",
            unit="s",
            meaning="Within this time nine in ten of those acknowledged were.",
            target="",
        ),
        FigureDefinition(
            key="unacknowledged",
            title="Never acknowledged",
            unit="",
            meaning="Annunciations of the period that nobody acknowledged before its end: still waiting, or "
            "overtaken by a new occurrence, or excused by a rule.",
            target="",
        ),
    )


def _words(duration_ms: int) -> str:
    """A setting in the largest unit that gives a whole number."""
    for unit_ms, unit in ((3_600_000, "h"), (60_000, "min"), (1_000, "s")):
        if duration_ms % unit_ms == 0 and duration_ms >= unit_ms:
            return f"{duration_ms // unit_ms} {unit}"
    return f"{duration_ms} ms"
