"""Whether limits make sense together: in range, on their side, in order, deadbands in the gap.

Each is judged as configured and again as every operating mode changes it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from wakeful.server.configuration.alarm_kinds import DEVIATIONS, RATES
from wakeful.server.configuration.finding import Finding, Findings, Origin
from wakeful.terms.alarm import KIND_NAMES, PLAIN, AlarmDefinition, ConditionKind, Priority
from wakeful.terms.tag import Tag

RISING = (ConditionKind.LOW_LOW, ConditionKind.LOW, ConditionKind.HIGH, ConditionKind.HIGH_HIGH)
"""The order in which the limits of one tag must rise."""

_LADDERS = (
    RISING,
    (ConditionKind.DEVIATION_LOW, ConditionKind.DEVIATION_HIGH),
    (ConditionKind.RATE_LOW, ConditionKind.RATE_HIGH),
)
_ORDER = {kind: place for ladder in _LADDERS for place, kind in enumerate(ladder)}
_HIGH_SIDE = (
    ConditionKind.HIGH,
    ConditionKind.HIGH_HIGH,
    ConditionKind.DEVIATION_HIGH,
    ConditionKind.RATE_HIGH,
)
_ABOUT_ZERO = (*DEVIATIONS, *RATES)

_SAME = {
    ConditionKind.DISCRETE: ("limit_eu", " with the same state"),
    ConditionKind.STUCK: ("on_delay_ms", " with the same on-delay"),
    ConditionKind.EXPRESSION: ("expression", " with the same expression"),
    **dict.fromkeys(DEVIATIONS, ("limit_eu", " with the same reference and limit")),
    **dict.fromkeys(RATES, ("limit_eu", " with the same filter and limit")),
}
"""Kinds of which a tag may have several alarms: where two of them are the same, and in what."""

ModeOrigins = Mapping[tuple[str, str], Origin]
"""Where the setting of (alarm, mode) was written."""


class _Limit(NamedTuple):
    """An alarm's limit as it is in one mode; ``mode`` is empty for the limit as configured."""

    alarm: AlarmDefinition
    limit_eu: float
    priority: Priority
    mode: str
    origin: Origin

    def finding(self, key: str, message: str, advice: str) -> Finding:
        what = f"alarm {self.alarm.name}"
        if not self.mode:
            return self.origin.finding(key, what, message, advice)
        what += f" in mode {self.mode!r}"
        return Finding(self.origin.file, self.origin.line, key, f"{what}: {message}", advice)


def check_limits(
    alarms: Mapping[str, AlarmDefinition],
    origins: Mapping[str, Origin],
    tags: Mapping[str, Tag],
    findings: Findings,
    mode_origins: ModeOrigins | None = None,
) -> None:
    """Report every limit and deadband that cannot work. Every alarm's tag must be in ``tags``."""
    ladders: dict[tuple[object, ...], list[AlarmDefinition]] = {}
    seen: dict[tuple[object, ...], AlarmDefinition] = {}
    for alarm in alarms.values():
        other = seen.setdefault(_sameness(alarm), alarm)
        if other is not alarm:
            _report_twice(alarm, other, origins, findings)
        elif alarm.kind in _ORDER or alarm.handling is not PLAIN:
            ladders.setdefault(_ladder_of(alarm), []).append(alarm)
    for ladder in ladders.values():
        _check_ladder(ladder, origins, tags, findings, mode_origins or {})


def _sameness(alarm: AlarmDefinition) -> tuple[object, ...]:
    """Two alarms for which this is equal judge the same thing the same way."""
    if alarm.kind in RISING or alarm.kind is ConditionKind.INPUT_BAD:
        return alarm.tag, alarm.kind
    if alarm.kind is ConditionKind.DISCRETE:
        return alarm.tag, alarm.kind, alarm.limit_eu
    if alarm.kind is ConditionKind.STUCK:
        return alarm.tag, alarm.kind, alarm.on_delay_ms
    return alarm.tag, alarm.kind, alarm.expression, alarm.window_ms, alarm.limit_eu


def _ladder_of(alarm: AlarmDefinition) -> tuple[object, ...]:
    """Alarms for which this is equal judge the same quantity, so that their limits face each other."""
    if alarm.kind in RISING:
        return (alarm.tag,)
    if alarm.kind in _ABOUT_ZERO:
        return alarm.tag, alarm.kind in RATES, alarm.expression, alarm.window_ms
    return alarm.tag, alarm.name


def _report_twice(
    alarm: AlarmDefinition, other: AlarmDefinition, origins: Mapping[str, Origin], findings: Findings
) -> None:
    if not _is_later(origins[alarm.name], origins[other.name]):
        alarm, other = other, alarm
    column, same = _SAME.get(alarm.kind, ("kind", ""))
    message = (
        f"tag {alarm.tag!r} has the {KIND_NAMES[alarm.kind]} alarm {other.name!r} already{same} "
        f"({origins[other.name]})"
    )
    advice = f"to change that one, give its name: {other.name}"
    findings.add(origins[alarm.name].finding(column, f"alarm {alarm.name}", message, advice))


def _is_later(one: Origin, other: Origin) -> bool:
    """Whether ``one`` gets the finding: a row before something discovered, the later of two rows."""
    return (not one.prefix, one.file, one.line) >= (not other.prefix, other.file, other.line)


def _check_ladder(
    ladder: Sequence[AlarmDefinition],
    origins: Mapping[str, Origin],
    tags: Mapping[str, Tag],
    findings: Findings,
    mode_origins: ModeOrigins,
) -> None:
    tag = tags[ladder[0].tag]
    if not tag.range_low_eu < tag.range_high_eu:
        return
    ordered = sorted(ladder, key=lambda alarm: _ORDER.get(alarm.kind, 0))
    limits = [_Limit(alarm, alarm.limit_eu, alarm.priority, "", origins[alarm.name]) for alarm in ordered]
    if not _judge(limits, limits, tag, tags, findings):
        return
    for mode in dict.fromkeys(mode for alarm in ordered for mode in _modes_of(alarm)):
        changed = [*_in_mode(ordered, mode, origins, mode_origins)]
        _judge(changed, [limit for limit in changed if limit.mode], tag, tags, findings)


def _modes_of(alarm: AlarmDefinition) -> Iterator[str]:
    if alarm.handling is not PLAIN:
        yield from (setting.mode for setting in alarm.handling.modes)


def _in_mode(
    ladder: Sequence[AlarmDefinition], mode: str, origins: Mapping[str, Origin], mode_origins: ModeOrigins
) -> Iterator[_Limit]:
    """The limits of a ladder as they are in one mode, without those that are suppressed in it."""
    for alarm in ladder:
        plain = _Limit(alarm, alarm.limit_eu, alarm.priority, "", origins[alarm.name])
        setting = next((each for each in alarm.handling.modes if each.mode == mode), None)
        if setting is None:
            yield plain
        elif not setting.suppressed:
            yield _Limit(
                alarm,
                alarm.limit_eu if setting.limit_eu is None else setting.limit_eu,
                setting.priority or alarm.priority,
                mode,
                mode_origins.get((alarm.name, mode), origins[alarm.name]),
            )


def _judge(
    limits: Sequence[_Limit],
    touched: Sequence[_Limit],
    tag: Tag,
    tags: Mapping[str, Tag],
    findings: Findings,
) -> bool:
    """Judge the limits of one ladder, of which ``touched`` were not judged as they are now."""
    before = findings.count
    for limit in touched:
        _check_range(limit, tag, tags, findings)
        _check_escalation(limit, tag, findings)
    for lower, upper in pairwise(limits) if limits and limits[0].alarm.kind in RISING else ():
        if not lower.limit_eu < upper.limit_eu and (lower in touched or upper in touched):
            _report_order(lower, upper, findings)
    if findings.count == before:
        for limit in limits:
            _check_deadband(limit, limits, touched, tag, findings)
    return findings.count == before


def _check_range(limit: _Limit, tag: Tag, tags: Mapping[str, Tag], findings: Findings) -> None:
    kind, limit_eu = limit.alarm.kind, limit.limit_eu
    if kind in _ABOUT_ZERO:
        if (limit_eu > 0) != (kind in _HIGH_SIDE) or not limit_eu:
            must_be = "above" if kind in _HIGH_SIDE else "below"
            rest = "at rest" if kind in RATES else "on its reference"
            message = f"{limit_eu:.10g} for {KIND_NAMES[kind]} is not {must_be} 0: a tag {rest} is in alarm"
            advice = "give the limit its sign" if kind in RATES else "for a margin, write an expression"
            findings.add(limit.finding("limit_eu", message, advice))
        elif kind in DEVIATIONS:
            _check_reach(limit, tag, tags, findings)
        return
    low, high = tag.range_low_eu, tag.range_high_eu
    if kind in RISING and not low <= limit_eu <= high:
        message = f"{limit_eu:.10g} is outside the range of {tag.name}, {low:.10g} to {high:.10g}"
        findings.add(limit.finding("limit_eu", message, "correct the limit or the range"))


def _check_reach(limit: _Limit, tag: Tag, tags: Mapping[str, Tag], findings: Findings) -> None:
    """Whether the tag can be so far from its reference, where that is a tag with a range."""
    reference = tags.get(limit.alarm.expression)
    if reference is None:
        return
    if limit.limit_eu > 0:
        farthest_eu = tag.range_high_eu - reference.range_low_eu
    else:
        farthest_eu = tag.range_low_eu - reference.range_high_eu
    if abs(limit.limit_eu) > abs(farthest_eu):
        message = (
            f"{limit.limit_eu:.10g} cannot be reached: by their ranges "
            f"{tag.name} differs from {reference.name} by at most {farthest_eu:.10g}"
        )
        findings.add(limit.finding("limit_eu", message, "correct the limit or a range"))


def _check_escalation(limit: _Limit, tag: Tag, findings: Findings) -> None:
    escalation = limit.alarm.handling.escalation
    if escalation is None:
        return
    if not escalation.priority < limit.priority:
        message = f"{escalation.priority.name.lower()} is not more urgent than {limit.priority.name.lower()}"
        key = "priority" if limit.mode else "escalate_priority"
        findings.add(limit.finding(key, f"escalate_priority {message}" if limit.mode else message,
                                   "give a more urgent priority, or leave the escalation out"))  # fmt: skip
    if escalation.limit_eu is None or limit.alarm.kind not in _ORDER:
        return
    beyond = escalation.limit_eu > limit.limit_eu
    if beyond != (limit.alarm.kind in _HIGH_SIDE) or escalation.limit_eu == limit.limit_eu:
        must_be = "above" if limit.alarm.kind in _HIGH_SIDE else "below"
        message = f"{escalation.limit_eu:.10g} is not {must_be} limit_eu, {limit.limit_eu:.10g}"
        key = "limit_eu" if limit.mode else "escalate_limit_eu"
        findings.add(limit.finding(key, f"escalate_limit_eu {message}" if limit.mode else message,
                                   "the further limit lies beyond the alarm's own"))  # fmt: skip
    elif limit.alarm.kind in RISING and not tag.range_low_eu <= escalation.limit_eu <= tag.range_high_eu:
        low, high = tag.range_low_eu, tag.range_high_eu
        message = f"{escalation.limit_eu:.10g} is outside the range of {tag.name}, {low:.10g} to {high:.10g}"
        findings.add(limit.finding("escalate_limit_eu", message, "correct the limit or the range"))


def _report_order(lower: _Limit, upper: _Limit, findings: Findings) -> None:
    later = (
        _is_later(upper.origin, lower.origin) if bool(upper.mode) == bool(lower.mode) else bool(upper.mode)
    )
    limit, other = (upper, lower) if later else (lower, upper)
    must_be = "above" if limit is upper else "below"
    message = (
        f"{limit.limit_eu:.10g} for {KIND_NAMES[limit.alarm.kind]} is not {must_be} "
        f"{other.limit_eu:.10g} for {KIND_NAMES[other.alarm.kind]} ({other.origin})"
    )
    findings.add(
        limit.finding("limit_eu", message, "limits rise from low_low over low and high to high_high")
    )


def _check_deadband(
    limit: _Limit, limits: Sequence[_Limit], touched: Sequence[_Limit], tag: Tag, findings: Findings
) -> None:
    """A deadband that reaches the other side's limit would hold the alarm until the opposite one comes."""
    alarm = limit.alarm
    if alarm.deadband_eu == 0:
        return
    high = alarm.kind in _HIGH_SIDE
    opposite = [other for other in limits if (other.alarm.kind in _HIGH_SIDE) != high]
    bound, bound_eu = _own_bound(alarm.kind, tag)
    facing = (opposite[-1] if high else opposite[0]) if opposite else None
    if facing is not None:
        bound, bound_eu = KIND_NAMES[facing.alarm.kind], facing.limit_eu
    if limit not in touched and facing not in touched:
        return
    gap_eu = abs(limit.limit_eu - bound_eu)
    if alarm.deadband_eu < gap_eu:
        return
    ends = (bound, KIND_NAMES[alarm.kind]) if high else (KIND_NAMES[alarm.kind], bound)
    size = "is larger than" if alarm.deadband_eu > gap_eu else "is as large as"
    message = f"{alarm.deadband_eu:.10g} {size} the gap of {gap_eu:.10g} between {ends[0]} and {ends[1]}"
    blamed = (
        limit
        if limit in touched or facing is None
        else limit._replace(mode=facing.mode, origin=facing.origin)
    )
    findings.add(blamed.finding("deadband_eu", message, f"give at most {_just_below(gap_eu):.10g}"))


def _own_bound(kind: ConditionKind, tag: Tag) -> tuple[str, float]:
    """What a deadband faces where no limit stands opposite: the end of the range, or the reference itself."""
    if kind in _ABOUT_ZERO:
        return "0", 0.0
    if kind in _HIGH_SIDE:
        return "range_low_eu", tag.range_low_eu
    return "range_high_eu", tag.range_high_eu


def _just_below(gap_eu: float) -> float:
    """The gap less one unit of its third figure: 50 -> 49.9."""
    if gap_eu <= 0:
        return 0.0
    figure = 10.0 ** (math.floor(math.log10(gap_eu)) - 2)
    return gap_eu - figure
