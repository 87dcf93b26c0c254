"""``alarms.csv`` and the alarms that sources bring along: joined by name and completed.

A row whose name a source has brought overrides the fields it gives; any other row is a new alarm.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from wakeful.alarms.expression.names import alarms_of, tags_of
from wakeful.alarms.expression.quantity import condition_of
from wakeful.alarms.expression.syntax import ExpressionError
from wakeful.server.configuration import value
from wakeful.server.configuration.alarm_cells import ESCALATION_COLUMNS, new_alarm, overridden
from wakeful.server.configuration.alarm_kinds import (
    meaningless_columns,
    missing_columns,
    state_number,
    unknown_state,
)
from wakeful.server.configuration.columns import ALARM_COLUMNS
from wakeful.server.configuration.finding import Findings, Origin, expression_fault, suggest
from wakeful.server.configuration.keys import ALARMS_MAX
from wakeful.server.configuration.site_file import SourceEntry
from wakeful.server.configuration.table import Row, Table
from wakeful.server.configuration.tags_file import Known, Tags
from wakeful.terms.alarm import KIND_NAMES, AlarmDefinition, ConditionKind
from wakeful.terms.site import SourceDescription
from wakeful.terms.tag import Tag

FILE = "alarms.csv"
_ESCALATED = frozenset(ESCALATION_COLUMNS) - {"escalate_again"}
"""Columns that say something only of an alarm that escalates."""


@dataclass(slots=True)
class Alarms:
    """Alarms by name in site order, where each was written, and the names that must not surprise anyone."""

    alarms: dict[str, AlarmDefinition] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    mode_origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    """Where the setting of (alarm, mode) was written."""
    broken: set[str] = field(default_factory=set)
    """Reported already, or nobody's mistake: known to what refers to them."""
    unused: dict[str, Origin] = field(default_factory=dict)
    """Left out by ``use`` = no, or with their tag."""
    tag_by_expression: set[str] = field(default_factory=set)
    """Whose row leaves the tag to the expression: what is wrong with that is told there."""
    tagless: dict[str, tuple[Origin, tuple[str, ...]]] = field(default_factory=dict)
    """Expressions of rows without a tag that name none either: their place, and the alarms they ask for."""
    number: Callable[[Any], float] = value.number
    """How a number of the file is read, which may have a decimal comma."""
    skipped_rows: int = 0
    """Rows on tags that are not known now because a source was left out."""
    logics_dropped: int = 0
    """Suppression logics that ask for something which is not in the site now."""
    modes_dropped: int = 0
    """Settings for modes that their system does not have, which sources brought along."""
    cut_short: bool = False
    """Alarms are missing because the file as a whole is at fault."""


def gather_alarms(
    described: Sequence[tuple[SourceEntry, SourceDescription]],
    text: str | None,
    tags: Tags,
    known: Known,
    findings: Findings,
    *,
    alarms_max: int = ALARMS_MAX,
    shelve_ms_max: int | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Alarms:
    """Join what the sources brought with the rows of ``alarms.csv`` (``text``, None without the file).

    ``shelve_ms_max`` is the site's: what a source would let be shelved for longer is held to it.
    """
    alarms = Alarms()
    for entry, description in described:
        for alarm in description.alarms:
            _add_discovered(_held_to(alarm, shelve_ms_max), entry, alarms, findings)
    if text is not None:
        table, seen = Table(FILE, text, ALARM_COLUMNS, findings, progress), dict[str, int]()
        alarms.number = value.with_decimal_comma(value.number) if table.decimal_comma else value.number
        for row in table:
            _apply_row(row, seen, alarms, tags, known, findings)
            if len(alarms.alarms) > alarms_max:
                break
        alarms.cut_short |= table.cut_short
    if len(alarms.alarms) > alarms_max:
        findings.report(
            FILE, 0, "", f"the site has more than {alarms_max:,} alarms", "spread it over several servers"
        )
        alarms.cut_short = True
    for name in [name for name, alarm in alarms.alarms.items() if not _tag_in_use(alarm, tags)]:
        _judge_without_tag(name, alarms, tags, known, findings)
    return alarms


def _add_discovered(alarm: AlarmDefinition, entry: SourceEntry, alarms: Alarms, findings: Findings) -> None:
    try:
        value.name(alarm.name)
    except value.Invalid as invalid:
        findings.add(entry.origin.finding("name", f"alarm {alarm.name!r}", invalid.message, invalid.advice))
        return
    if alarm.name in alarms.alarms:
        message, advice = "another source has an alarm of this name too", "leave one of the two sources out"
        findings.add(entry.origin.finding("name", f"alarm {alarm.name}", message, advice))
        return
    alarms.alarms[alarm.name] = alarm
    alarms.origins[alarm.name] = entry.origin


def _held_to(alarm: AlarmDefinition, shelve_ms_max: int | None) -> AlarmDefinition:
    if shelve_ms_max is None or alarm.handling.shelve_ms_max <= shelve_ms_max:
        return alarm
    return overridden(alarm, {"shelve_ms_max": shelve_ms_max})


def _apply_row(
    row: Row, seen: dict[str, int], alarms: Alarms, tags: Tags, known: Known, findings: Findings
) -> None:
    given = dict(row.given)
    use = given.pop("use", True)
    if row.broken:
        faulty = True
        _judge_broken(given, row.line, alarms, tags, findings)
    else:
        faulty = not _fill_in(given, row.line, alarms, findings)
    name = given.get("name", "")
    if name and name in seen:
        message = f"alarm {name!r} stands on line {seen[name]} already"
        findings.report(FILE, row.line, "name", message, "keep one of the two, or name them apart")
        return
    if name:
        seen[name] = row.line
    if not use and not row.broken:
        alarms.alarms.pop(name, None)
        alarms.unused[name] = Origin(FILE, row.line)
        return
    before = findings.count
    alarm = None if faulty else _alarm_of(name, given, row.line, alarms, tags, known, findings)
    if alarm is not None and findings.count == before:
        alarms.alarms[name] = alarm
        alarms.origins[name] = Origin(FILE, row.line)
    elif name:
        alarms.broken.add(name)
        alarms.alarms.pop(name, None)
    else:
        # Nobody knows which alarm this was to be, so no name is surely unknown any more.
        alarms.cut_short = True


def _judge_broken(given: dict[str, Any], line: int, alarms: Alarms, tags: Tags, findings: Findings) -> None:
    """Of a row of which another cell is wrong: its name, as far as it is told, and its limit."""
    if "name" not in given and "tag" in given and "kind" in given:
        given["name"] = f"{given['tag']}.{KIND_NAMES[given['kind']]}"
    discovered = alarms.alarms.get(given.get("name", ""))
    kind = given.get("kind", discovered.kind if discovered else None)
    limit = given.get("limit_eu")
    if kind is not None and (
        isinstance(limit, str) or (limit is not None and kind is ConditionKind.DISCRETE)
    ):
        tag = given.get("tag", discovered.tag if discovered else "")
        _limit_of(limit, kind, tags.tags.get(tag), alarms, Origin(FILE, line), findings)


def _fill_in(given: dict[str, Any], line: int, alarms: Alarms, findings: Findings) -> bool:
    """Tag and name that a row may leave out; False, with a finding, when its expression tells none."""
    kind = given.get("kind")
    named: tuple[str, ...] = ()
    if kind is ConditionKind.EXPRESSION and "tag" not in given and given.get("name") not in alarms.alarms:
        try:
            node = condition_of(given.get("expression", ""))
            named = tags_of(node)
            if not named and "name" in given:
                alarms.tagless[given["name"]] = Origin(FILE, line), alarms_of(node)
        except ExpressionError as error:
            if "expression" in given:
                findings.report(FILE, line, "expression", *expression_fault(error))
                return False
        if named:
            given["tag"] = named[0]
    if "name" not in given and "tag" in given and "kind" in given:
        given["name"] = f"{given['tag']}.{KIND_NAMES[given['kind']]}"
    if named and "name" in given:
        alarms.tag_by_expression.add(given["name"])
    return True


def _alarm_of(
    name: str,
    given: dict[str, Any],
    line: int,
    alarms: Alarms,
    tags: Tags,
    known: Known,
    findings: Findings,
) -> AlarmDefinition | None:
    """The alarm of a row, new or overridden; None and what it lacks."""
    discovered = alarms.alarms.get(name)
    kind = given.get("kind", discovered.kind if discovered else None)
    if discovered is None:
        missing = [*missing_columns(given)]
        if missing and known.incomplete and "tag" not in given:
            alarms.skipped_rows += 1
            return None
        for column, advice in missing:
            findings.report(FILE, line, column, "is missing", advice)
    if kind is not None:
        for column in meaningless_columns(given, kind):
            findings.report(FILE, line, column, f"means nothing for {KIND_NAMES[kind]}", "leave it empty")
    if "limit_eu" in given and (kind is ConditionKind.DISCRETE or isinstance(given["limit_eu"], str)):
        tag = given.get("tag", discovered.tag if discovered else "")
        given["limit_eu"] = _limit_of(
            given["limit_eu"], kind, tags.tags.get(tag), alarms, Origin(FILE, line), findings
        )
    if not _ESCALATED.isdisjoint(given) and any(given.get(column) for column in _ESCALATED):
        escalated = discovered is not None and discovered.handling.escalation is not None
        if not escalated and given.get("escalate_priority") is None:
            findings.report(FILE, line, "escalate_priority", "is missing", "say how urgent it becomes")
    if discovered is not None:
        return overridden(discovered, given)
    return None if missing else new_alarm(given)


def _limit_of(
    limit: float | str,
    kind: ConditionKind | None,
    tag: Tag | None,
    alarms: Alarms,
    origin: Origin,
    findings: Findings,
) -> float:
    """A limit that may be the name of a state; 0 where it cannot be told, which was or will be reported."""
    if kind is ConditionKind.DISCRETE:
        if tag is None or not tag.states:
            return 0.0
        number = state_number(limit, tag)
        if number is None:
            findings.add(origin.finding("limit_eu", f"tag {tag.name}", *unknown_state(limit, tag)))
        return number or 0.0
    try:
        return alarms.number(limit)
    except value.Invalid as invalid:
        findings.add(origin.finding("limit_eu", "limit", invalid.message, invalid.advice))
        return 0.0


def _tag_in_use(alarm: AlarmDefinition, tags: Tags) -> bool:
    return alarm.tag in tags.tags and alarm.tag not in tags.broken


def _judge_without_tag(name: str, alarms: Alarms, tags: Tags, known: Known, findings: Findings) -> None:
    """An alarm whose tag is not in the site: was that meant, reported already, or a mistake?"""
    alarm, origin = alarms.alarms.pop(name), alarms.origins.pop(name)
    alarms.broken.add(name)
    if alarm.tag in tags.broken or alarm.tag in tags.absent:
        return
    if alarm.tag in tags.unused:
        alarms.broken.discard(name)
        alarms.unused[name] = tags.unused[alarm.tag]
        if not origin.prefix:
            message = f"tag {alarm.tag!r} is left out ({tags.unused[alarm.tag]})"
            findings.add(
                origin.finding("tag", f"alarm {alarm.name}", message, "leave the alarm out too: use = no")
            )
        return
    if known.incomplete or tags.cut_short:
        alarms.skipped_rows += 1
        return
    if name in alarms.tag_by_expression:
        # No cell says this tag, so the expression that does is found wrong, where more is known of it.
        alarms.alarms[name], alarms.origins[name] = alarm, origin
        alarms.broken.discard(name)
        return
    advice = suggest(alarm.tag, tags.tags, listed_max=6) if findings.has_room(origin.file) else ""
    findings.add(origin.finding("tag", f"alarm {alarm.name}", f"unknown tag {alarm.tag!r}", advice))
