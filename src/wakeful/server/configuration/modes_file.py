"""``modes.csv``: what is different about alarms in the operating modes of their system.

A row names one alarm, or several by a pattern; what it says of one alarm by name goes before what a pattern
says. An alarm follows the modes of the system of its tag.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from wakeful.server.configuration.alarm_kinds import WITHOUT_SIDE
from wakeful.server.configuration.alarms_file import Alarms
from wakeful.server.configuration.columns import MODE_COLUMNS
from wakeful.server.configuration.finding import Findings, Origin, suggest
from wakeful.server.configuration.table import Row, Table
from wakeful.server.configuration.tags_file import Known, Tags
from wakeful.terms.alarm import KIND_NAMES, AlarmDefinition, ModeSetting
from wakeful.terms.site import System

FILE = "modes.csv"
_CELLS = ("limit_eu", "priority", "suppressed")


@dataclass(slots=True)
class _Setting:
    """What rows say of one alarm in one mode, cell by cell."""

    cells: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    by_name: set[str] = field(default_factory=set)
    """Cells given by a row that names the alarm."""


@dataclass(slots=True)
class _Site:
    """What a row may refer to, and what the rows before it said."""

    alarms: Alarms
    tags: Tags
    systems: Mapping[str, System]
    known: Known
    findings: Findings
    settings: dict[tuple[str, str], _Setting] = field(default_factory=dict)
    modes: dict[str, None] = field(default_factory=dict)
    """Every mode of the site."""

    def modes_of(self, alarm: AlarmDefinition) -> tuple[str, ...]:
        system = self.systems.get(self.tags.tags[alarm.tag].system)
        return system.modes if system is not None else ()


def apply_modes(
    text: str | None,
    alarms: Alarms,
    tags: Tags,
    known: Known,
    findings: Findings,
    *,
    progress: Callable[[int], None] = lambda rows: None,
) -> None:
    """Join the rows of ``modes.csv`` (``text``, None without the file) to the alarms they are about."""
    if known.systems is None:
        return
    site = _Site(alarms, tags, known.systems, known, findings)
    for system in known.systems.values():
        site.modes.update(dict.fromkeys(system.modes))
    for row in Table(FILE, text, MODE_COLUMNS, findings, progress) if text is not None else ():
        if not row.broken:
            _apply_row(row, site)
    named = {alarm for alarm, _ in site.settings}
    brought = [alarm.name for alarm in alarms.alarms.values() if alarm.handling.modes]
    for name in dict.fromkeys([*brought, *named]):
        _join(name, site)


def _apply_row(row: Row, site: _Site) -> None:
    given, findings = row.given, site.findings
    for column, advice in (("alarm", "name the alarm, or several with *"), ("mode", "name the mode")):
        if column not in given:
            findings.report(FILE, row.line, column, "is missing", advice)
            return
    cells = {column: given[column] for column in _CELLS if column in given}
    pattern = given["alarm"]
    if not cells or ("*" in pattern and cells == {"suppressed": False}):
        findings.report(FILE, row.line, "", "changes nothing", "give a limit, a priority or suppressed = yes")
        return
    mode = given["mode"]
    if mode not in site.modes:
        advice = suggest(mode, site.modes) if site.modes else "give the system modes in systems.toml"
        findings.report(FILE, row.line, "mode", f"unknown mode {mode!r}", advice)
        return
    matched = [*_matched(pattern, row.line, site)]
    having = [alarm for alarm in matched if mode in site.modes_of(alarm)]
    if matched and not having:
        _report_no_mode(matched[0], mode, pattern, row.line, site)
    for alarm in having:
        _note(alarm, mode, cells, row.line, "*" not in pattern, site)


def _matched(pattern: str, line: int, site: _Site) -> Iterator[AlarmDefinition]:
    """The alarms that a row is about; reports a name or pattern that is nobody's."""
    alarms = site.alarms
    if "*" in pattern:
        shape = re.compile(".*".join(map(re.escape, pattern.split("*"))))
        found = [alarm for name, alarm in alarms.alarms.items() if shape.fullmatch(name)]
        yield from found
        if found or any(shape.fullmatch(name) for name in (*alarms.broken, *alarms.unused)):
            return
    elif pattern in alarms.alarms:
        yield alarms.alarms[pattern]
        return
    elif pattern in alarms.broken:
        return
    elif pattern in alarms.unused:
        message = f"alarm {pattern!r} is left out ({alarms.unused[pattern]})"
        site.findings.report(FILE, line, "alarm", message, "remove the row")
        return
    if not site.known.incomplete and not alarms.cut_short and not site.tags.cut_short:
        message = f"no alarm matches {pattern!r}" if "*" in pattern else f"unknown alarm {pattern!r}"
        word = pattern.replace("*", "")
        site.findings.report(FILE, line, "alarm", message, lambda: suggest(word, alarms.alarms, listed_max=6))


def _report_no_mode(alarm: AlarmDefinition, mode: str, pattern: str, line: int, site: _Site) -> None:
    system = site.tags.tags[alarm.tag].system
    modes = site.modes_of(alarm)
    whose = f"system {system!r} of alarm {alarm.name}" if "*" not in pattern else f"no system of {pattern}"
    has = "has no mode" if "*" not in pattern else "has the mode"
    advice = "its modes: " + ", ".join(modes) if modes else f"give {system} modes in systems.toml"
    site.findings.report(FILE, line, "mode", f"{whose} {has} {mode!r}", advice)


def _note(
    alarm: AlarmDefinition, mode: str, given: Mapping[str, Any], line: int, by_name: bool, site: _Site
) -> None:
    """Keep the cells; a cell of a row by name goes before one of a pattern, and otherwise none may differ."""
    origin = Origin(FILE, line)
    if alarm.kind in WITHOUT_SIDE and "limit_eu" in given:
        message = f"alarm {alarm.name}: {KIND_NAMES[alarm.kind]} is the same in every mode"
        advice = "leave it empty, or write an alarm for each mode and suppress it in the others"
        site.findings.report(FILE, line, "limit_eu", message, advice)
        return
    setting = site.settings.setdefault((alarm.name, mode), _Setting())
    for column, cell in given.items():
        if column in setting.cells and (column in setting.by_name) == by_name:
            if setting.cells[column] != cell or by_name:
                first = setting.origins[column].line
                message = f"alarm {alarm.name} in mode {mode!r} has this from line {first} already"
                advice = "keep one of the two" if by_name else "name the alarm itself in a row of its own"
                site.findings.report(FILE, line, column, message, advice)
        elif column not in setting.by_name:
            setting.cells[column] = cell
            setting.origins[column] = origin
            if by_name:
                setting.by_name.add(column)


def _join(name: str, site: _Site) -> None:
    """Put the settings of an alarm into it, in the order of its system's modes.

    What it brought along for a mode that its system does not have is left out.
    """
    alarm = site.alarms.alarms[name]
    brought = {setting.mode: setting for setting in alarm.handling.modes}
    modes = site.modes_of(alarm)
    settings = []
    for mode in modes:
        written = site.settings.get((name, mode))
        setting = brought.pop(mode, None)
        if written is not None:
            base = setting or ModeSetting(mode=mode)
            setting = msgspec.structs.replace(base, **written.cells)
            where = written.origins.get("limit_eu") or next(iter(written.origins.values()))
            site.alarms.mode_origins[name, mode] = where
        if setting is not None:
            settings.append(setting)
    handling = msgspec.structs.replace(alarm.handling, modes=tuple(settings))
    site.alarms.alarms[name] = msgspec.structs.replace(alarm, handling=handling)
    site.alarms.modes_dropped += len(brought)
