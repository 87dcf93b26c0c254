"""The expressions of a site's alarms: whether they can be read, whom they name, and that none needs itself.

An alarm that cannot be judged because a tag went with a source that was left out goes with it. A suppression
logic that cannot be judged goes alone: the alarm is then annunciated.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from wakeful.alarms.expression.names import alarms_of, unknown_tag
from wakeful.alarms.expression.order import CircularExpression, evaluation_order
from wakeful.alarms.expression.quantity import condition_of, reference_of
from wakeful.alarms.expression.syntax import (
    Active,
    Bad,
    ExpressionError,
    Node,
    Rate,
    StateIs,
    Stuck,
    TagNode,
    walk,
)
from wakeful.server.configuration.alarm_kinds import DEVIATIONS, unknown_state
from wakeful.server.configuration.alarms_file import Alarms
from wakeful.server.configuration.finding import Findings, Origin, expression_fault, suggest
from wakeful.server.configuration.tags_file import Known, Tags
from wakeful.terms.alarm import PLAIN, ConditionKind
from wakeful.terms.tag import TagKind

CONDITION, LOGIC = "expression", "suppress_when"
"""Columns in which an expression may stand."""


class _Text(NamedTuple):
    """An expression of an alarm: the column it stands in, and its tree."""

    alarm: str
    column: str
    node: Node


class _Site(NamedTuple):
    """What an expression may refer to."""

    alarms: Alarms
    tags: Tags
    known: Known
    findings: Findings

    def report(self, text: _Text, column: int, message: str, advice: str) -> None:
        origin = self.alarms.origins[text.alarm]
        self.findings.add(
            origin.finding(text.column, f"alarm {text.alarm}", f"column {column}: {message}", advice)
        )


def check_expressions(alarms: Alarms, tags: Tags, known: Known, findings: Findings) -> None:
    """Check every expression of ``alarms``, and take out what cannot be judged."""
    site = _Site(alarms, tags, known, findings)
    every = texts = [*_read(site)]
    while True:
        dangling = [text for text in texts if not _resolves(text, site)]
        if not dangling:
            break
        for text in dangling:
            _drop(text, site)
        dropped = {(text.alarm, text.column) for text in dangling}
        texts = [text for text in texts if (text.alarm, text.column) not in dropped]
    texts = [text for text in texts if text.alarm in alarms.alarms]
    for text in texts:
        _check_states(text, site)
    # Also of alarms that are taken out: a circle is one whatever else is wrong with its alarms.
    tagless = {name: needs for name, (_, needs) in alarms.tagless.items()}
    _report_circles(tagless | _needs(every, CONDITION), CONDITION, _condition_circle, site)
    _report_circles(_needs(texts, LOGIC), LOGIC, _logic_circle, site)


def _read(site: _Site) -> Iterator[_Text]:
    """Every expression that can be read. An alarm with one that cannot is reported and taken out."""
    trees: dict[tuple[str, bool], Node] = {}
    broken = []
    for alarm in site.alarms.alarms.values():
        written = []
        if alarm.kind in DEVIATIONS or alarm.kind is ConditionKind.EXPRESSION:
            written.append((CONDITION, alarm.expression, alarm.kind in DEVIATIONS))
        if alarm.handling is not PLAIN and alarm.handling.suppress_when:
            written.append((LOGIC, alarm.handling.suppress_when, False))
        for column, text, is_reference in written:
            if not text:
                continue
            try:
                if (text, is_reference) not in trees:
                    trees[text, is_reference] = reference_of(text) if is_reference else condition_of(text)
                yield _Text(alarm.name, column, trees[text, is_reference])
            except ExpressionError as error:
                broken.append(alarm.name)
                origin = site.alarms.origins[alarm.name]
                site.findings.add(origin.finding(column, f"alarm {alarm.name}", *expression_fault(error)))
    for name in broken:
        _take_out(name, site.alarms)


def _take_out(name: str, alarms: Alarms) -> None:
    if alarms.alarms.pop(name, None) is not None:
        alarms.broken.add(name)


def _resolves(text: _Text, site: _Site) -> bool:
    """Whether every tag and alarm it names is in the site; reports those that are nobody's."""
    if text.alarm not in site.alarms.alarms:
        return True
    resolved = True
    for part in walk(text.node):
        if isinstance(part, Active):
            resolved &= part.alarm in site.alarms.alarms or _judge_alarm(part, text, site)
        elif isinstance(part, TagNode | StateIs | Bad | Rate | Stuck):
            in_use = part.tag in site.tags.tags and part.tag not in site.tags.broken
            resolved &= in_use or _judge_tag(part.tag, part.column, text, site)
    return resolved


def _judge_tag(tag: str, column: int, text: _Text, site: _Site) -> bool:
    """A tag that is not in the site: meant, reported already, or a mistake? Always False."""
    tags = site.tags
    if tag in tags.broken or tag in tags.absent:
        return False
    if tag in tags.unused:
        _report_left_out(f"tag {tag!r}", tags.unused[tag], column, text, site)
    elif tag in site.alarms.alarms:
        site.report(text, column, f"{tag!r} is an alarm, not a tag", f"write active({tag})")
    elif not site.known.incomplete and not tags.cut_short:
        message, _, advice = unknown_tag(tag, tags.tags).partition(": ")
        if not advice.startswith("to calculate"):
            advice = suggest(tag, tags.tags, listed_max=6)
        site.report(text, column, message, advice)
    return False


def _judge_alarm(part: Active, text: _Text, site: _Site) -> bool:
    """The same for an alarm."""
    alarms, name = site.alarms, part.alarm
    if name in alarms.broken:
        return False
    if name in alarms.unused:
        _report_left_out(f"alarm {name!r}", alarms.unused[name], part.column, text, site)
    elif not site.known.incomplete and not alarms.cut_short:
        message, advice = f"no alarm is named {name!r}", suggest(name, alarms.alarms, listed_max=6)
        if name in site.tags.tags:
            advice = "active() takes the name of an alarm, not of a tag"
        site.report(text, part.column, message, advice)
    return False


def _report_left_out(what: str, where: Origin, column: int, text: _Text, site: _Site) -> None:
    """Something left out on purpose: a mistake of a row that names it, not of a source that brought it."""
    if not site.alarms.origins[text.alarm].prefix:
        site.report(text, column, f"{what} is left out ({where})", "leave the alarm out too, or name another")


def _drop(text: _Text, site: _Site) -> None:
    """Take out what cannot be judged: a logic alone, or the alarm."""
    alarms = site.alarms
    alarm = alarms.alarms.get(text.alarm)
    if alarm is None:
        return
    if text.column == LOGIC:
        handling = msgspec.structs.replace(alarm.handling, suppress_when="")
        alarms.alarms[text.alarm] = msgspec.structs.replace(alarm, handling=handling)
        alarms.logics_dropped += 1
    else:
        _take_out(text.alarm, alarms)
        alarms.skipped_rows += not alarms.origins[text.alarm].prefix


def _check_states(text: _Text, site: _Site) -> None:
    """States that do not exist, and rates of tags that have states."""
    for part in walk(text.node):
        if isinstance(part, StateIs):
            tag = site.tags.tags[part.tag]
            if not tag.states:
                message = f"{part.tag} has no states with names"
                site.report(text, part.column, message, "compare it with a number")
            elif part.state not in tag.states:
                site.report(text, part.column, *unknown_state(part.state, tag))
        elif isinstance(part, Rate) and site.tags.tags[part.tag].kind is TagKind.DISCRETE:
            message = f"{part.tag} is a discrete tag: it has no rate of change"
            site.report(text, part.column, message, "ask for its state")


def _needs(texts: Sequence[_Text], column: str) -> dict[str, Sequence[str]]:
    """The alarms that each one asks for in a column."""
    return {text.alarm: alarms_of(text.node) for text in texts if text.column == column}


def _report_circles(
    needs: dict[str, Sequence[str]],
    column: str,
    words: Callable[[Sequence[str]], tuple[str, str]],
    site: _Site,
) -> None:
    """Alarms that need each other in a circle, each circle once, at the first alarm of it."""
    while circle := _circle(needs):
        origin = site.alarms.origins.get(circle[0]) or site.alarms.tagless[circle[0]][0]
        site.findings.add(origin.finding(column, f"alarm {circle[0]}", *words(circle)))
        if not site.findings.has_room(origin.file):
            return
        for name in circle:
            needs.pop(name)


def _circle(needs: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    try:
        evaluation_order(needs)
    except CircularExpression as error:
        return error.names
    return ()


def _condition_circle(names: Sequence[str]) -> tuple[str, str]:
    if len(names) == 1:
        return "its condition needs itself", "name another alarm in active()"
    return f"its condition needs itself: {_ring(names, 'needs')}", "take one of the names out"


def _logic_circle(names: Sequence[str]) -> tuple[str, str]:
    if len(names) == 1:
        return "the alarm suppresses itself", "name another alarm in active()"
    if len(names) == 2:
        return f"{names[0]} and {names[1]} suppress each other", "take one of the two out"
    return f"alarms suppress each other: {_ring(names, 'by')}", "take one of the names out"


def _ring(names: Sequence[str], verb: str) -> str:
    """``A by B, B by C, C by A``, cut after eight."""
    pairs = [f"{name} {verb} {other}" for name, other in zip(names, [*names[1:], names[0]], strict=True)]
    if len(pairs) > 8:
        pairs[7:-1] = [f"... {len(pairs) - 8} more"]
    return ", ".join(pairs)
