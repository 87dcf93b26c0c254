"""``alarms.csv`` and the alarms that sources bring along: joined by name, completed and checked.

A row whose name a source has brought overrides the fields it gives; any other row is a new alarm.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from wakeful.server.configuration import value
from wakeful.server.configuration.alarm_limits import check_limits
from wakeful.server.configuration.finding import Findings, Origin, suggest
from wakeful.server.configuration.keys import ALARM_COLUMNS
from wakeful.server.configuration.site_file import SourceEntry
from wakeful.server.configuration.table import Row, Table
from wakeful.server.configuration.tags_file import Known, Tags
from wakeful.terms.alarm import KIND_NAMES, AlarmDefinition, ConditionKind
from wakeful.terms.site import SourceDescription

FILE = "alarms.csv"
_MISSING = {
    "tag": "name the tag it watches",
    "kind": "write high_high, high, low, low_low or input_bad",
    "priority": "write critical, high, medium or low",
    "limit_eu": "give the value at which it is raised",
}


@dataclass(slots=True)
class Alarms:
    """Alarms by name in site order, and where each was written."""

    alarms: dict[str, AlarmDefinition] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    skipped_rows: int = 0
    """Rows on tags that are not known now because a source was left out."""


def gather_alarms(
    described: Sequence[tuple[SourceEntry, SourceDescription]],
    text: str | None,
    tags: Tags,
    known: Known,
    findings: Findings,
    *,
    progress: Callable[[int], None] = lambda rows: None,
) -> Alarms:
    """Join what the sources brought with the rows of ``alarms.csv`` (``text``, None without the file)."""
    alarms = Alarms()
    for entry, description in described:
        for alarm in description.alarms:
            _add_discovered(alarm, entry, alarms, findings)
    seen: dict[str, int] = {}
    for row in Table(FILE, text, ALARM_COLUMNS, findings, progress) if text is not None else ():
        _apply_row(row, seen, alarms, tags, known, findings)
    for name in [name for name, alarm in alarms.alarms.items() if not _tag_in_use(alarm, tags)]:
        _judge_without_tag(alarms.alarms.pop(name), alarms, tags, known, findings)
    check_limits(alarms.alarms, alarms.origins, tags.tags, findings)
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


def _apply_row(
    row: Row, seen: dict[str, int], alarms: Alarms, tags: Tags, known: Known, findings: Findings
) -> None:
    given = dict(row.given)
    use = given.pop("use", True)
    if "name" not in given and "tag" in given and "kind" in given:
        given["name"] = f"{given['tag']}.{KIND_NAMES[given['kind']]}" if not row.broken else ""
    name = given.get("name", "")
    if name and name in seen:
        message = f"alarm {name!r} stands on line {seen[name]} already"
        findings.report(FILE, row.line, "name", message, "keep one of the two, or name them apart")
        return
    if name:
        seen[name] = row.line
    if row.broken:
        return
    if not use:
        alarms.alarms.pop(name, None)
        return
    discovered = alarms.alarms.get(name)
    alarm = (
        _override(discovered, given) if discovered else _complete(given, row.line, known, alarms, findings)
    )
    if alarm is not None:
        alarms.alarms[name] = alarm
        alarms.origins[name] = Origin(FILE, row.line)


def _override(alarm: AlarmDefinition, given: dict[str, Any]) -> AlarmDefinition:
    overridden: AlarmDefinition = msgspec.structs.replace(alarm, **given)
    return overridden


def _complete(
    given: dict[str, Any], line: int, known: Known, alarms: Alarms, findings: Findings
) -> AlarmDefinition | None:
    """A new alarm, or None and what it lacks."""
    kind = given.get("kind")
    input_bad = kind is ConditionKind.INPUT_BAD
    missing = [
        column for column in _MISSING if column not in given and not (column == "limit_eu" and input_bad)
    ]
    if missing and known.incomplete and "tag" not in given:
        alarms.skipped_rows += 1
        return None
    for column in missing:
        findings.report(FILE, line, column, "is missing", _MISSING[column])
    if input_bad:
        for column in ("limit_eu", "deadband_eu"):
            if given.get(column):
                findings.report(FILE, line, column, "means nothing for input_bad", "leave it empty")
    return None if missing else AlarmDefinition(**given)


def _tag_in_use(alarm: AlarmDefinition, tags: Tags) -> bool:
    return alarm.tag in tags.tags and alarm.tag not in tags.broken


def _judge_without_tag(
    alarm: AlarmDefinition, alarms: Alarms, tags: Tags, known: Known, findings: Findings
) -> None:
    """An alarm whose tag is not in the site: was that meant, reported already, or a mistake?"""
    origin = alarms.origins.pop(alarm.name)
    if alarm.tag in tags.broken or alarm.tag in tags.absent:
        return
    if alarm.tag in tags.unused:
        if not origin.prefix:
            message = f"tag {alarm.tag!r} is left out ({tags.unused[alarm.tag]})"
            findings.add(
                origin.finding("tag", f"alarm {alarm.name}", message, "leave the alarm out too: use = no")
            )
        return
    if known.incomplete or tags.cut_short:
        alarms.skipped_rows += 1
        return
    advice = suggest(alarm.tag, tags.tags, listed_max=6) if findings.has_room(origin.file) else ""
    findings.add(origin.finding("tag", f"alarm {alarm.name}", f"unknown tag {alarm.tag!r}", advice))
