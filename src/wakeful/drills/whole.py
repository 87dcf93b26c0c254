"""What no single line of a sheet shows: expressions and circles, names, limits, the turns of the server."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from wakeful.alarms.expression.order import CircularExpression, evaluation_order
from wakeful.drills.alarm_settings import expression_mistakes, names_asked
from wakeful.drills.reading import Line, Reader
from wakeful.drills.script import ClockStep, Edit, Restart, Step
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.site import Site
from wakeful.terms.tag import Tag


class Fault(NamedTuple):
    """What is wrong with a limit. ``line`` is that of its alarm, ``words`` begin the setting it is about."""

    line: int
    words: tuple[str, ...]
    message: str
    advice: str


JudgeLimits = Callable[[str, Site, Mapping[str, int]], Iterable[Fault]]
"""Judges the limits of a site: the name of the sheet, the site, and the line of each of its alarms.

The checks are those of a site folder, which lie above this floor; who reads the sheet brings them along.
"""


def check_expressions(reader: Reader) -> None:
    """Every expression of an alarm, and whether alarms ask for each other in a circle."""
    for alarm in reader.alarms.values():
        _check_expressions_of(reader, alarm)
    try:
        evaluation_order(names_asked(reader.alarms))
    except CircularExpression as circle:
        reader.report(reader.alarm_lines[circle.names[0]], 0, str(circle), "ask for the tags instead")


def check_edit(reader: Reader, edit: Edit, line: Line) -> None:
    """The expressions of an alarm that the engineer changed."""
    alarm = next((alarm for alarm in edit.site.alarms if alarm.name == edit.alarm), None)
    if alarm is not None and alarm != reader.alarms.get(edit.alarm):
        _check_expressions_of(reader, alarm, line)


def _check_expressions_of(reader: Reader, alarm: AlarmDefinition, edit: Line | None = None) -> None:
    for text, error in expression_mistakes(alarm, reader.declared, reader.alarms):
        lines = [line for line in reader.each("alarm") if line.name == alarm.name]
        number, column = _place_of(lines if edit is None else [edit], text)
        column = column + error.column - 1 if column else 0
        reader.report(number, column, error.message, "see docs/expressions.md")


def _place_of(lines: Sequence[Line], *words: str) -> tuple[int, int]:
    """Line and column where one of these stands; else the first line as a whole."""
    for line in lines:
        for word in words:
            column = line.column_of(word)
            if word and column:
                return line.number, column
    return lines[0].number, 0


def check_limits(reader: Reader, site: Site, steps: Sequence[Step], judge: JudgeLimits) -> None:
    """Limits, deadbands and escalations, as configured and as the engineer changes them.

    Only on tags whose range was stated: a sketch of a scenario need not say what an instrument can show.
    """
    broken = reader.declared.broken
    tags = tuple(_as_stated(tag, reader) for tag in site.tags if tag.name not in broken)
    _judge(reader, _of(reader, site, tags, site.alarms), reader.alarm_lines, judge)
    known = {finding._replace(line=0, column=0) for finding in reader.findings}
    for step in steps:
        if not isinstance(step.what, Edit):
            continue
        edited = step.what.site
        tag = next((alarm.tag for alarm in edited.alarms if alarm.name == step.what.alarm), None)
        facing = [alarm for alarm in edited.alarms if alarm.tag == tag]
        lines = {alarm.name: reader.alarm_lines[alarm.name] for alarm in facing} | {
            step.what.alarm: step.line
        }
        before = len(reader.findings)
        _judge(reader, _of(reader, edited, tags, facing), lines, judge)
        fresh = [found for found in reader.findings[before:] if found._replace(line=0, column=0) not in known]
        reader.findings[before:] = fresh


def _of(reader: Reader, site: Site, tags: tuple[Tag, ...], alarms: Sequence[AlarmDefinition]) -> Site:
    """The site with these tags, and of these alarms those that can be judged."""
    ranged, broken = reader.declared.ranged, reader.declared.broken
    sure = (alarm for alarm in alarms if alarm.tag in ranged - broken and alarm.name not in broken)
    return msgspec.structs.replace(site, tags=tags, alarms=tuple(sure))


def _judge(reader: Reader, site: Site, lines: Mapping[str, int], judge: JudgeLimits) -> None:
    for fault in judge(reader.file, site, lines):
        named = {name for name, number in lines.items() if number == fault.line}
        places = [
            line
            for line in reader.lines
            if line.number == fault.line or (line.word == "alarm" and line.name in named)
        ]
        places.sort(key=lambda line: line.number != fault.line)
        reader.report(*_place_of(places, *fault.words), fault.message, fault.advice)


def _as_stated(tag: Tag, reader: Reader) -> Tag:
    """As another alarm's reference, a tag about whose range nothing was said may have any value."""
    if tag.name in reader.declared.ranged:
        return tag
    return msgspec.structs.replace(tag, range_low_eu=float("-inf"), range_high_eu=float("inf"))


def check_names(reader: Reader) -> None:
    """A tag, a person and an alarm have names apart."""
    kinds = Counter([*reader.declared.tags, *reader.declared.people, *reader.alarms])
    for name, count in kinds.items():
        if count > 1:
            reader.report(reader.alarm_lines.get(name, 1), 0, f"{name!r} names two things", "name them apart")


def check_turns(reader: Reader, steps: Sequence[Step]) -> None:
    """The server stops before it starts, and nobody asks meanwhile. Unknown where such a line is unread."""
    if any("server" in text.casefold() for text in reader.unread):
        return
    down = False
    for step in steps:
        if isinstance(step.what, Restart):
            if step.what.stops == down:
                said = "does not run" if down else "runs already"
                reader.report(step.line, 0, f"the server {said} at that time", "it stops, then starts")
            down = not step.what.starts
        elif down and step.until_ns is None:
            advice = "say it after the server starts"
            reader.report(step.line, 0, "the server does not run at that time", advice)


def check_facts(reader: Reader, steps: Sequence[Step]) -> None:
    """Something in it can fail."""
    idle = all(isinstance(step.what, Restart | ClockStep | Edit) for step in steps)
    if idle and not reader.unread:
        reader.report(1, 0, "nothing in it can fail", "say what must be so: at 00:00:05 LAH-1 is B")
