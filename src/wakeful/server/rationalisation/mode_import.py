"""Settings in operating modes that a sheet brings back: what they change in ``modes.csv``, and the effect.

A row of the sheet is about one alarm in one mode. Alarms and modes that the sheet does not name stay as they
are; a blank cell takes away what was there.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from wakeful.server.configuration.finding import Findings, suggest
from wakeful.server.rationalisation.drift import configured_alarms
from wakeful.server.rationalisation.mode_row import SETTING_COLUMNS, cells_by_mode
from wakeful.server.rationalisation.mode_sheet import ModeRow
from wakeful.terms.site import Site

_NOTHING = dict.fromkeys(SETTING_COLUMNS, "")


class ModeChange(NamedTuple):
    """Cells of one alarm in one mode that a sheet changes, as they were and as they are to be."""

    line: int
    alarm: str
    mode: str
    before: dict[str, str]
    after: dict[str, str]

    @property
    def written(self) -> dict[str, str]:
        """The cells as ``modes.csv`` has them; a ``no`` is written, since a pattern may say yes."""
        return self.after | ({"suppressed": "no"} if self.after.get("suppressed") == "" else {})


def mode_changes(
    file: str, rows: Sequence[ModeRow], site: Site, new_alarms: Collection[str] | None, findings: Findings
) -> list[ModeChange]:
    """What the rows change, in their order; reports alarms and modes that are not there.

    ``new_alarms`` are named by the sheet's alarms, and the site reader judges their modes; None where rows
    of alarms were broken, so that nobody can tell.
    """
    tags = {tag.name: tag.system for tag in site.tags}
    modes = {system.id: system.modes for system in site.systems}
    running = {alarm.name: alarm for alarm in configured_alarms(site)}
    changes = []
    for row in rows:
        alarm = running.get(row.alarm)
        ours = _NOTHING
        if alarm is not None:
            having = modes.get(tags[alarm.tag], ())
            if row.mode not in having:
                message = f"system {tags[alarm.tag]!r} of alarm {alarm.name} has no mode {row.mode!r}"
                advice = suggest(row.mode, having) if having else "give it modes in systems.toml"
                findings.report(file, row.line, "mode", message, advice)
                continue
            ours = cells_by_mode(alarm).get(row.mode, _NOTHING)
        elif new_alarms is None:
            continue
        elif row.alarm not in new_alarms:
            advice = suggest(row.alarm, running, listed_max=6)
            findings.report(file, row.line, "alarm", f"unknown alarm {row.alarm!r}", advice)
            continue
        after = {column: cell for column, cell in row.cells.items() if cell != ours[column]}
        if after:
            before = {column: ours[column] for column in after}
            changes.append(ModeChange(row.line, row.alarm, row.mode, before, after))
    return changes


def check_modes_result(file: str, changes: Sequence[ModeChange], result: Site, findings: Findings) -> None:
    """The site must come to what the sheet says; reports cells that a pattern or a source overrules."""
    alarms = {alarm.name: alarm for alarm in result.alarms}
    for change in changes:
        alarm = alarms.get(change.alarm)
        if alarm is None:
            continue
        becomes = cells_by_mode(alarm).get(change.mode, _NOTHING)
        for column, cell in change.after.items():
            if becomes[column] != cell:
                message = f"stays {becomes[column]!r}: a pattern in modes.csv or a source says so"
                advice = "write another value in its place, or change the pattern"
                findings.report(file, change.line, column, message, advice)
