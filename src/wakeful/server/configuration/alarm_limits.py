"""Whether the limits of a tag's alarms make sense together: in range, in order, deadbands in the gap."""

import math
from collections.abc import Mapping
from itertools import pairwise

from wakeful.server.configuration.finding import Findings, Origin
from wakeful.terms.alarm import KIND_NAMES, AlarmDefinition, ConditionKind
from wakeful.terms.tag import Tag

RISING = (ConditionKind.LOW_LOW, ConditionKind.LOW, ConditionKind.HIGH, ConditionKind.HIGH_HIGH)
"""The order in which the limits of one tag must rise."""

_HIGH_SIDE = (ConditionKind.HIGH, ConditionKind.HIGH_HIGH)


def check_limits(
    alarms: Mapping[str, AlarmDefinition],
    origins: Mapping[str, Origin],
    tags: Mapping[str, Tag],
    findings: Findings,
) -> None:
    """Report every limit and deadband that cannot work. Every alarm's tag must be in ``tags``."""
    by_tag: dict[str, dict[ConditionKind, AlarmDefinition]] = {}
    for alarm in alarms.values():
        kinds = by_tag.setdefault(alarm.tag, {})
        other = kinds.setdefault(alarm.kind, alarm)
        if other is not alarm:
            _report_twice(alarm, other, origins, findings)
    for name, kinds in by_tag.items():
        tag = tags[name]
        if not tag.range_low_eu < tag.range_high_eu:
            continue
        limits = [kinds[kind] for kind in RISING if kind in kinds]
        before = findings.count
        for alarm in limits:
            _check_range(alarm, tag, origins[alarm.name], findings)
        for lower, upper in pairwise(limits):
            if not lower.limit_eu < upper.limit_eu:
                _report_order(lower, upper, origins, findings)
        if findings.count == before:
            for alarm in limits:
                _check_deadband(alarm, kinds, tag, origins[alarm.name], findings)


def _report_twice(
    alarm: AlarmDefinition, other: AlarmDefinition, origins: Mapping[str, Origin], findings: Findings
) -> None:
    alarm, other = _later_first(alarm, other, origins)
    kind = KIND_NAMES[alarm.kind]
    message = f"tag {alarm.tag!r} has the {kind} alarm {other.name!r} already ({origins[other.name]})"
    advice = f"to change that one, give its name: {other.name}"
    findings.add(origins[alarm.name].finding("kind", f"alarm {alarm.name}", message, advice))


def _later_first(
    one: AlarmDefinition, other: AlarmDefinition, origins: Mapping[str, Origin]
) -> tuple[AlarmDefinition, AlarmDefinition]:
    """A row before something discovered, the later of two rows before the earlier: it gets the finding."""

    def rank(alarm: AlarmDefinition) -> tuple[bool, int]:
        origin = origins[alarm.name]
        return not origin.prefix, origin.line

    return (one, other) if rank(one) >= rank(other) else (other, one)


def _check_range(alarm: AlarmDefinition, tag: Tag, origin: Origin, findings: Findings) -> None:
    low, high = tag.range_low_eu, tag.range_high_eu
    if not low <= alarm.limit_eu <= high:
        message = f"{alarm.limit_eu:.10g} is outside the range of {tag.name}, {low:.10g} to {high:.10g}"
        advice = "correct the limit or the range"
        findings.add(origin.finding("limit_eu", f"alarm {alarm.name}", message, advice))


def _report_order(
    lower: AlarmDefinition, upper: AlarmDefinition, origins: Mapping[str, Origin], findings: Findings
) -> None:
    alarm, other = _later_first(upper, lower, origins)
    must_be = "above" if alarm is upper else "below"
    message = (
        f"{alarm.limit_eu:.10g} for {KIND_NAMES[alarm.kind]} is not {must_be} "
        f"{other.limit_eu:.10g} for {KIND_NAMES[other.kind]} ({origins[other.name]})"
    )
    advice = "limits rise from low_low over low and high to high_high"
    findings.add(origins[alarm.name].finding("limit_eu", f"alarm {alarm.name}", message, advice))


def _check_deadband(
    alarm: AlarmDefinition,
    kinds: Mapping[ConditionKind, AlarmDefinition],
    tag: Tag,
    origin: Origin,
    findings: Findings,
) -> None:
    """A deadband that reaches the other side's limit would hold the alarm until the opposite one comes."""
    if alarm.kind in _HIGH_SIDE:
        facing = (ConditionKind.LOW, ConditionKind.LOW_LOW)
        bound, bound_eu = "range_low_eu", tag.range_low_eu
    else:
        facing = (ConditionKind.HIGH, ConditionKind.HIGH_HIGH)
        bound, bound_eu = "range_high_eu", tag.range_high_eu
    for kind in facing:
        if kind in kinds:
            bound, bound_eu = KIND_NAMES[kind], kinds[kind].limit_eu
            break
    gap_eu = abs(alarm.limit_eu - bound_eu)
    if alarm.deadband_eu == 0 or alarm.deadband_eu < gap_eu:
        return
    ends = (bound, KIND_NAMES[alarm.kind]) if alarm.kind in _HIGH_SIDE else (KIND_NAMES[alarm.kind], bound)
    size = "is larger than" if alarm.deadband_eu > gap_eu else "is as large as"
    message = f"{alarm.deadband_eu:.10g} {size} the gap of {gap_eu:.10g} between {ends[0]} and {ends[1]}"
    advice = f"give at most {_just_below(gap_eu):.10g}"
    findings.add(origin.finding("deadband_eu", f"alarm {alarm.name}", message, advice))


def _just_below(gap_eu: float) -> float:
    """The gap less one unit of its third figure: 50 -> 49.9."""
    if gap_eu <= 0:
        return 0.0
    figure = 10.0 ** (math.floor(math.log10(gap_eu)) - 2)
    return gap_eu - figure
