"""Why a setting is recommended, or none: plain sentences for the person who decides."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from wakeful.alarms.advisor.choice import choose, is_allowed
from wakeful.alarms.advisor.comparison import Comparison
from wakeful.alarms.advisor.rules import AdvisorRules, Bounds
from wakeful.alarms.advisor.setting import Setting
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.tag import Tag

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def reasons_for(
    definition: AlarmDefinition,
    tag: Tag,
    comparisons: Sequence[Comparison],
    chosen: int,
    bounds: Bounds,
    rules: AdvisorRules,
    *,
    protected: bool,
) -> tuple[str, ...]:
    """Sentences in the order of their weight; ``chosen`` indexes ``comparisons``, 0 for today's setting."""
    today = comparisons[0]
    alone = why_left_alone(definition)
    if alone:
        return (alone,)
    if chosen:
        told = _gain(today, comparisons[chosen], bounds)
        told += _without_delay(definition, tag, comparisons, chosen, bounds, rules, protected=protected)
    else:
        told = [_why_none(comparisons, bounds, rules, protected=protected)]
    if protected:
        told.append(
            f"Priority {definition.priority.name.lower()}: never slowed. No on-delay is added, and every "
            "real stretch is still annunciated in its own right, at the same instant."
        )
    if any(mode.limit_eu is not None for mode in definition.handling.modes):
        told.append("Its limit differs by operating mode; only the limit outside of any was replayed.")
    return tuple(told)


def why_left_alone(definition: AlarmDefinition) -> str:
    """Why an alarm is not advised on although its limit can be replayed; empty when it is."""
    if definition.handling.event_only:
        return "It runs as an event only and is never annunciated."
    if definition.handling.count:
        return "It is raised by its count of starts as well, which is not replayed here."
    return ""


def period_words(from_ns: int, to_ns: int) -> str:
    """``2026-03-01 12:00 to 2026-03-02 12:00 UTC``."""
    begin, end = (
        (_EPOCH + timedelta(microseconds=at_ns // 1_000)).strftime("%Y-%m-%d %H:%M")
        for at_ns in (from_ns, to_ns)
    )
    return f"{begin} to {end} UTC"


def setting_words(setting: Setting, unit: str) -> str:
    """``deadband 0.4 bar, on-delay 5 s, off-delay 30 s``; what is 0 is left out."""
    parts = []
    if setting.deadband_eu:
        parts.append(f"deadband {setting.deadband_eu:.10g} {unit}".rstrip())
    parts += [
        f"{name} {duration_words(delay_ms * 1_000_000)}"
        for name, delay_ms in (("on-delay", setting.on_delay_ms), ("off-delay", setting.off_delay_ms))
        if delay_ms
    ]
    return ", ".join(parts) or "no deadband and no delay"


def duration_words(duration_ns: float) -> str:
    """``4.2 s``, ``90 s``, ``3 min``, ``1.5 h``: three figures at most, whole minutes and hours as such."""
    duration_s = abs(duration_ns) / 1e9
    if duration_s < 120.0:
        return f"{duration_s:.3g} s"
    return f"{duration_s / 60.0:.3g} min" if duration_s < 7_200.0 else f"{duration_s / 3_600.0:.3g} h"


def _gain(today: Comparison, best: Comparison, bounds: Bounds) -> list[str]:
    """What the recommended setting saves, what it costs, and that it loses nothing."""
    saved, left = today.annunciated - best.annunciated, best.annunciated
    told = [f"Saves {saved:,} of {today.annunciated:,} annunciations."]
    if not left:
        told.append("Nothing remains.")
    elif best.delay_max_ns <= 0:
        remain = "The one that remains comes no" if left == 1 else f"None of the {left:,} that remain comes"
        told.append(f"{remain} later.")
    elif left == 1:
        told.append(f"The one that remains comes {duration_words(best.delay_max_ns)} later.")
    else:
        told.append(
            f"The {left:,} that remain come {duration_words(best.delay_mean_ns)} later on average, "
            f"at most {duration_words(best.delay_max_ns)}."
        )
    long = f"abnormal running of {duration_words(bounds.real_after_ns)} or more"
    stretches = "The one stretch" if today.real == 1 else f"None of the {today.real:,} stretches"
    lost = "is not lost" if today.real == 1 else "is lost"
    told.append(f"{stretches} of {long} {lost}." if today.real else f"There was no stretch of {long}.")
    held = f"stands at most {duration_words(best.held_max_ns)} longer than today"
    if best.absorbed:
        told.append(
            f"{best.absorbed:,} of them come back before the alarm has returned and would not sound again; "
            f"it {held}."
        )
    elif best.held_max_ns:
        told.append(f"It {held}.")
    return told


def _without_delay(
    definition: AlarmDefinition,
    tag: Tag,
    comparisons: Sequence[Comparison],
    chosen: int,
    bounds: Bounds,
    rules: AdvisorRules,
    *,
    protected: bool,
) -> list[str]:
    """What is best where the operator must act every time: the same choice among unslowed settings."""
    today = comparisons[0]
    if protected or comparisons[chosen].setting.on_delay_ms == definition.on_delay_ms:
        return []
    unslowed = [each for each in comparisons if each.setting.on_delay_ms == definition.on_delay_ms]
    other = unslowed[choose(unslowed, bounds, rules, protected=False)]
    rule = "If the operator must act every time the limit is touched, add no on-delay"
    if other is unslowed[0]:
        return [f"{rule}; but nothing else saves enough."]
    saved = today.annunciated - other.annunciated
    return [f"{rule}: {setting_words(other.setting, tag.unit)} alone saves {saved:,}."]


def _why_none(
    comparisons: Sequence[Comparison], bounds: Bounds, rules: AdvisorRules, *, protected: bool
) -> str:
    """Why today's setting stays."""
    today = comparisons[0]
    count = "once" if today.annunciated == 1 else f"{today.annunciated:,} times"
    if today.annunciated < rules.saved_min:
        return f"Annunciated {count}: nothing to save." if today.annunciated else "Never annunciated."
    allowed = [
        each for each in comparisons if is_allowed(each, today.setting, bounds, rules, protected=protected)
    ]
    fewest = min(allowed, key=lambda each: each.annunciated)
    told = f"Annunciated {count}; what may be recommended saves {today.annunciated - fewest.annunciated:,}."
    tempting = min(comparisons, key=lambda each: each.annunciated)
    if tempting.annunciated >= fewest.annunciated:
        return told
    saved = today.annunciated - tempting.annunciated
    return f"{told} A setting that would save {saved:,} {_fault(tempting, bounds, protected=protected)}."


def _fault(each: Comparison, bounds: Bounds, *, protected: bool) -> str:
    """What speaks against a setting that saves more."""
    if each.missed:
        return f"loses {each.missed:,} of {each.real:,} real stretches"
    if protected and each.delay_max_ns > 0:
        return "would slow it"
    if protected and each.absorbed:
        return f"would not sound again for {each.absorbed:,} of {each.real:,} real stretches"
    if each.held_max_ns > bounds.hold_ns:
        return f"leaves it standing {duration_words(each.held_max_ns)} longer than today"
    mean, worst = duration_words(each.delay_mean_ns), duration_words(each.delay_max_ns)
    mean_max, worst_max = duration_words(bounds.delay_mean_ns), duration_words(bounds.delay_worst_ns)
    return f"comes {mean} later on average and {worst} at worst (at most {mean_max} and {worst_max})"
