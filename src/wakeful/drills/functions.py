"""Which functions of an alarm server a scenario needs: found in the script, so that nobody keeps a list.

A server that lacks one is not blamed: the scenario is reported as not supported, with what is missing.
"""

from collections.abc import Iterator

from wakeful.drills.script import (
    Act,
    AlarmFact,
    ClockStep,
    Edit,
    ExplainFact,
    GroupFact,
    JournalFact,
    ModeFact,
    PositionFact,
    Restart,
    Script,
)
from wakeful.terms.alarm import AlarmDefinition, ConditionKind

FUNCTIONS = {
    "deadband": "a deadband on the return",
    "on-delay": "a delay before an alarm is raised",
    "off-delay": "a delay before it returns",
    "count": "raised by so many starts of the on-delay in a time",
    "latching": "latch and reset",
    "auto-acknowledge": "alarms that need no acknowledgement after their return",
    "re-alarm": "annunciated again after a time",
    "escalation": "more urgent beyond a further limit",
    "unattended": "more urgent when nobody acknowledges it",
    "deviation": "deviation from another tag",
    "rate": "rate of change",
    "discrete": "states of a discrete tag",
    "stuck": "a tag that does not move",
    "expression": "a condition over several tags",
    "input-bad": "an alarm of the input itself, and a mark on alarms whose input is bad",
    "quality": "samples that are bad or uncertain",
    "lost": "a tag that falls silent",
    "stamps": "source times of their own: late, repeated or out of order",
    "suppression": "suppression by design",
    "modes": "operating modes",
    "group": "first-out",
    "event-only": "alarms that run as events",
    "acknowledge": "acknowledging one occurrence",
    "shelve": "shelves with reason and end",
    "one-shot": "one-shot shelves",
    "service": "out of service",
    "silence": "silencing one alarm",
    "revision": "commands bound to the revision seen",
    "identity": "identity from the session",
    "roles": "roles that may look and not act",
    "flood": "floods as a state of an operator position",
    "journal": "a journal that can be read",
    "restart": "restart from what was stored",
    "journal-restart": "restart from the journal alone",
    "clock": "a server's clock that jumps",
    "edit": "a changed configuration",
}
"""Name -> what it is."""

_KINDS = {
    ConditionKind.INPUT_BAD: "input-bad",
    ConditionKind.DEVIATION_HIGH: "deviation",
    ConditionKind.DEVIATION_LOW: "deviation",
    ConditionKind.RATE_HIGH: "rate",
    ConditionKind.RATE_LOW: "rate",
    ConditionKind.DISCRETE: "discrete",
    ConditionKind.STUCK: "stuck",
    ConditionKind.EXPRESSION: "expression",
}
_VERBS = {
    "acknowledge": "acknowledge",
    "reset": "latching",
    "silence": "silence",
    "shelve": "shelve",
    "unshelve": "shelve",
    "remove_from_service": "service",
    "return_to_service": "service",
    "set_mode": "modes",
}
_ITEMS = {
    "latched": "latching",
    "trusted": "input-bad",
    "first_out": "group",
    "silenced": "silence",
    "priority_peak": "escalation",
    "revision": "revision",
}


def needed_functions(script: Script) -> frozenset[str]:
    """Names of ``FUNCTIONS`` without which the scenario means nothing."""
    return frozenset([*_of_site(script), *_of_samples(script), *_of_steps(script)])


def _of_site(script: Script) -> Iterator[str]:
    for alarm in script.site.alarms:
        yield from _of_alarm(alarm)
    if any(system.modes for system in script.site.systems):
        yield "modes"
    if any(tag.age_limit_ms < script.end_ns // 1_000_000 for tag in script.site.tags):
        yield "lost"


def _of_alarm(alarm: AlarmDefinition) -> Iterator[str]:
    handling = alarm.handling
    escalation = handling.escalation
    said = {
        _KINDS.get(alarm.kind, ""): True,
        "deadband": alarm.deadband_eu > 0,
        "on-delay": alarm.on_delay_ms > 0 and alarm.kind is not ConditionKind.STUCK,
        "off-delay": alarm.off_delay_ms > 0,
        "count": handling.count > 0,
        "latching": handling.latching,
        "auto-acknowledge": handling.auto_acknowledge,
        "re-alarm": handling.re_alarm_ms > 0,
        "escalation": escalation is not None and escalation.limit_eu is not None,
        "unattended": escalation is not None and escalation.after_ms > 0,
        "suppression": bool(handling.suppress_when),
        "group": bool(handling.group),
        "event-only": handling.event_only,
    }
    yield from (name for name, needed in said.items() if name and needed)


def _of_samples(script: Script) -> Iterator[str]:
    for feed in script.feeds:
        for sample in feed.samples:
            if sample.quality != "good":
                yield "quality"
            if sample.stamp_ns != feed.at_ns:
                yield "stamps"
        if len({sample.tag for sample in feed.samples}) < len(feed.samples):
            yield "stamps"


def _of_steps(script: Script) -> Iterator[str]:
    for step in script.steps:
        match step.what:
            case Act() as act:
                yield from _of_act(act)
            case Restart(journal_alone=alone):
                yield "journal-restart" if alone else "restart"
            case ClockStep():
                yield "clock"
            case Edit():
                yield "edit"
            case AlarmFact(items=items):
                yield from (_ITEMS[item.name] for item in items if item.name in _ITEMS)
            case JournalFact():
                yield "journal"
            case ExplainFact():
                yield from ("journal", "revision")
            case PositionFact():
                yield "flood"
            case ModeFact():
                yield "modes"
            case GroupFact():
                yield "group"


def _of_act(act: Act) -> Iterator[str]:
    yield _VERBS[act.verb]
    if act.one_shot:
        yield "one-shot"
    if act.claims:
        yield "identity"
    if act.quote.revision is not None or any(answer.refused == "changed_since" for answer in act.answers):
        yield "revision"
    if any(answer.refused == "role" for answer in act.answers):
        yield "roles"
