"""What each kind of alarm needs, what means nothing to it, and settings that contradict each other."""

from collections.abc import Iterator, Mapping
from typing import Any

from wakeful.server.configuration.finding import Findings, Origin, closest, did_you_mean
from wakeful.terms.alarm import KIND_NAMES, PLAIN, WITHOUT_LIMIT, AlarmDefinition, ConditionKind, Escalation
from wakeful.terms.site import AlarmPhilosophy
from wakeful.terms.tag import Tag, TagKind

DEVIATIONS = (ConditionKind.DEVIATION_HIGH, ConditionKind.DEVIATION_LOW)
RATES = (ConditionKind.RATE_HIGH, ConditionKind.RATE_LOW)
EXPRESSED = (ConditionKind.EXPRESSION, *DEVIATIONS)
WITHOUT_SIDE = (
    ConditionKind.INPUT_BAD,
    ConditionKind.DISCRETE,
    ConditionKind.STUCK,
    ConditionKind.EXPRESSION,
)
"""Kinds that are true or false: there is no further limit beyond theirs, and no deadband."""

_BESIDE_LIMIT = (
    "escalate_limit_eu",
    "escalate_deadband_eu",
    "escalate_on_delay_ms",
    "escalate_off_delay_ms",
)
_NEEDED = {
    "tag": "name the tag it watches",
    "kind": "write "
    + ", ".join(list(KIND_NAMES.values())[:-1])
    + f" or {KIND_NAMES[ConditionKind.EXPRESSION]}",
    "priority": "write critical, high, medium or low",
    "limit_eu": "give the value at which it is raised",
    "expression": "write the condition, see docs/expressions.md",
    "window_ms": "give the time constant of the filter, 60000 for a minute",
    "on_delay_ms": "say how long it must not have moved",
}
_PLAIN = frozenset((ConditionKind.HIGH_HIGH, ConditionKind.HIGH, ConditionKind.LOW, ConditionKind.LOW_LOW))
"""Kinds that need a limit and nothing else: most alarms of a site, so they are looked at first."""
_PLAIN_NEEDS = frozenset(("tag", "kind", "priority", "limit_eu"))
_REFERENCE = "name the tag it is measured from, or write a calculation"
_STATE = "name the state"
_STILL = "give how far it may move and still be stuck, 0 for not at all"


def missing_columns(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(column, advice) of every cell that a new alarm lacks."""
    kind = given.get("kind")
    if kind in _PLAIN and given.keys() >= _PLAIN_NEEDS:
        return
    needed = ["tag", "kind", "priority"]
    if kind not in WITHOUT_LIMIT:
        needed.append("limit_eu")
    if kind in EXPRESSED:
        needed.append("expression")
    if kind in RATES:
        needed.append("window_ms")
    if kind is ConditionKind.STUCK:
        needed.append("on_delay_ms")
    special = {}
    if kind in DEVIATIONS:
        special["expression"] = _REFERENCE
    elif kind is ConditionKind.DISCRETE:
        special["limit_eu"] = _STATE
    elif kind is ConditionKind.STUCK:
        special["limit_eu"] = _STILL
    for column in needed:
        if column not in given:
            yield column, special.get(column, _NEEDED[column])


def meaningless_columns(given: Mapping[str, Any], kind: ConditionKind) -> Iterator[str]:
    """Columns that were given something and mean nothing to the kind."""
    if kind in WITHOUT_LIMIT and given.get("limit_eu"):
        yield "limit_eu"
    if kind in WITHOUT_SIDE and given.get("deadband_eu"):
        yield "deadband_eu"
    if kind not in EXPRESSED and given.get("expression"):
        yield "expression"
    if kind not in RATES and given.get("window_ms"):
        yield "window_ms"


def state_number(state: float | str, tag: Tag) -> float | None:
    """The number of a discrete tag's state, given by its name or by its number; None when there is none."""
    word = state if isinstance(state, str) else f"{state:g}"
    folded = [each.casefold() for each in tag.states]
    if word in tag.states:
        return float(tag.states.index(word))
    if folded.count(word.casefold()) == 1:
        return float(folded.index(word.casefold()))
    if not isinstance(state, str) and state.is_integer() and 0 <= state < len(tag.states):
        return state
    return None


def unknown_state(state: float | str, tag: Tag) -> tuple[str, str]:
    """Message and advice for a state that a discrete tag does not have."""
    word = state if isinstance(state, str) else f"{state:g}"
    match = closest(word, tag.states)
    advice = did_you_mean(word, match) if match else "its states: " + ", ".join(tag.states[:12])
    return f"{tag.name} has no state {word!r}", advice


def check_kind(
    alarm: AlarmDefinition, tag: Tag, origin: Origin, philosophy: AlarmPhilosophy, findings: Findings
) -> None:
    """Report what an alarm lacks or contradicts, wherever its fields came from."""
    what = f"alarm {alarm.name}"
    faults = _kind_faults(alarm, tag)
    if alarm.handling is not PLAIN:
        faults = (*faults, *_handling_faults(alarm, philosophy))
    for column, message, advice in faults:
        findings.add(origin.finding(column, what, message, advice))


Fault = tuple[str, str, str]
"""Column, message, advice."""


def _kind_faults(alarm: AlarmDefinition, tag: Tag) -> tuple[Fault, ...]:
    if alarm.kind in EXPRESSED and not alarm.expression:
        advice = _REFERENCE if alarm.kind in DEVIATIONS else _NEEDED["expression"]
        return (("expression", f"is missing for {KIND_NAMES[alarm.kind]}", advice),)
    if alarm.kind in RATES:
        return tuple(_rate_faults(alarm, tag))
    if alarm.kind is ConditionKind.DISCRETE and tag.kind is not TagKind.DISCRETE:
        message = f"{tag.name} is not a discrete tag: it has no states"
        return (("kind", message, "give the tag kind discrete and states, or write high or low"),)
    if alarm.kind is ConditionKind.DISCRETE and not 0 <= alarm.limit_eu < len(tag.states):
        return (("limit_eu", *unknown_state(alarm.limit_eu, tag)),)
    if alarm.kind is ConditionKind.STUCK:
        return tuple(_stuck_faults(alarm, tag))
    return ()


def _rate_faults(alarm: AlarmDefinition, tag: Tag) -> Iterator[Fault]:
    if tag.kind is TagKind.DISCRETE:
        yield "kind", f"{tag.name} is a discrete tag: it has no rate of change", "write discrete, high or low"
    elif not alarm.window_ms:
        yield "window_ms", f"is missing for {KIND_NAMES[alarm.kind]}", _NEEDED["window_ms"]


def _stuck_faults(alarm: AlarmDefinition, tag: Tag) -> Iterator[Fault]:
    if not alarm.on_delay_ms:
        yield "on_delay_ms", "is missing for stuck", _NEEDED["on_delay_ms"]
    if alarm.limit_eu < 0:
        yield "limit_eu", f"{alarm.limit_eu:.10g} is negative", _STILL
    elif alarm.limit_eu >= tag.range_high_eu - tag.range_low_eu:
        span_eu = tag.range_high_eu - tag.range_low_eu
        message = f"{alarm.limit_eu:.10g} is all of the range of {tag.name}, {span_eu:.10g}: always stuck"
        yield "limit_eu", message, "give how far it moves at least while it works"


def _handling_faults(alarm: AlarmDefinition, philosophy: AlarmPhilosophy) -> Iterator[Fault]:
    handling = alarm.handling
    if handling.latching and handling.auto_acknowledge:
        message = "contradicts latching: what is latched is acknowledged before its reset"
        yield "auto_acknowledge", message, "keep one of the two"
    if handling.count and not handling.count_window_ms:
        yield (
            "count_window_ms",
            "is missing: a count is one within a time",
            "give the time, 60000 for a minute",
        )
    if handling.count_window_ms and not handling.count:
        yield (
            "count",
            "is missing: count_window_ms alone means nothing",
            "give the count, or remove the window",
        )
    if handling.count == 1 or (handling.count and not alarm.on_delay_ms):
        why = (
            "1 raises it at once"
            if handling.count == 1
            else "there is no on-delay whose starts could be counted"
        )
        yield "count", f"means nothing: {why}", "give 2 or more and an on_delay_ms, or remove it"
    if handling.shelve_ms_max > philosophy.shelve_ms_max:
        message = f"{handling.shelve_ms_max:,} is longer than the site allows, {philosophy.shelve_ms_max:,}"
        yield "shelve_ms_max", message, "shorten it, or change shelve_ms_max under [alarms] in site.toml"
    if handling.escalation is not None:
        yield from _escalation_faults(alarm, handling.escalation)


def _escalation_faults(alarm: AlarmDefinition, escalation: Escalation) -> Iterator[Fault]:
    """What is wrong whatever the mode; limits and priorities by mode are judged with the limits."""
    sided = alarm.kind not in WITHOUT_SIDE
    limited = escalation.limit_eu is not None
    meaningless: tuple[str, ...] = ()
    why = ""
    if not sided:
        meaningless, why = _BESIDE_LIMIT, f"for {KIND_NAMES[alarm.kind]}, which has no further limit"
    elif not limited:
        meaningless, why = _BESIDE_LIMIT[1:], "without escalate_limit_eu"
    for column in meaningless:
        if getattr(escalation, column.removeprefix("escalate_")):
            yield column, f"means nothing {why}", "leave it empty"
    if not escalation.after_ms and not (sided and limited):
        advice = "give escalate_limit_eu or escalate_after_ms" if sided else "give escalate_after_ms"
        yield "escalate_priority", "nothing says when it becomes more urgent", advice
