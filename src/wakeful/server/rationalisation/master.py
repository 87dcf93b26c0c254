"""The master: every effective field of every alarm as it was approved, with who approved it, when and why.

The file is an ordinary ``alarms.csv``. What else it has to say stands in comment lines, which every reader of
``alarms.csv`` passes over: one line for each revision, newest first, and after the rows the settings in
operating modes, as ``modes.csv`` has them. The digest of the newest revision covers everything below those
lines, so that a master changed by hand is told from an approved one (decision 0087).
"""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from wakeful.server.configuration import value
from wakeful.server.configuration.alarm_cells import new_alarm
from wakeful.server.configuration.alarm_kinds import missing_columns, state_number, unknown_state
from wakeful.server.configuration.columns import ALARM_COLUMNS
from wakeful.server.configuration.encoding import decode
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.table import Row, Table
from wakeful.server.rationalisation.alarm_row import cell_text
from wakeful.server.rationalisation.drift import configured_alarms
from wakeful.server.rationalisation.mode_row import MODE_SHEET_COLUMNS, mode_rows
from wakeful.server.rationalisation.mode_sheet import read_mode_rows
from wakeful.server.rationalisation.sheet_text import format_rows, site_rows
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, ModeSetting
from wakeful.terms.site import Site
from wakeful.terms.tag import Tag

REVISIONS_MAX = 1_000
"""Lines of earlier revisions that are kept in the file."""
_TITLE = "# Master of the alarms, written by `wakeful alarms approve`. Rows are as in alarms.csv."
_REVISION = "# revision "
_MODES = "#modes "


class Approval(NamedTuple):
    """One revision of the master. ``at`` is ISO 8601 in UTC, ``sha256`` that of the text below the header."""

    revision: int
    at: str
    by: str
    reason: str
    sha256: str

    def __str__(self) -> str:
        """``3, approved 2026-11-23T02:40:00Z by Eve: why``."""
        return f"{self.revision}, approved {self.at} by {self.by}: {self.reason}"


class Master(NamedTuple):
    """A master that was read. ``approvals`` is newest first and empty for a file that nobody approved."""

    alarms: tuple[AlarmDefinition, ...]
    approvals: tuple[Approval, ...]
    changed_since: bool
    """Somebody changed the file after its newest revision was approved."""
    sha256: str

    @property
    def revision(self) -> str:
        """The revision in words, never empty."""
        if not self.approvals:
            return f"without approval (SHA-256 {self.sha256[:12]})"
        newest = self.approvals[0]
        return f"{newest}; changed by hand since" if self.changed_since else str(newest)


def read_approvals(text: str) -> tuple[tuple[Approval, ...], str]:
    """The approvals at the head of a master, newest first, and the text below them."""
    approvals = []
    lines = text.replace("\r\n", "\n").splitlines(keepends=True)
    below = 0
    for place, line in enumerate(lines):
        if not line.startswith("#") or line.startswith(_MODES):
            break
        parts = line.removeprefix(_REVISION).rstrip("\n").split(" | ")
        if line.startswith(_REVISION) and len(parts) == 5 and parts[0].isascii() and parts[0].isdigit():
            approvals.append(Approval(int(parts[0]), parts[1], parts[2], parts[4], parts[3]))
            below = place + 1
    return tuple(approvals), "".join(lines[below:])


def format_master(site: Site, earlier: tuple[Approval, ...], at: str, by: str, reason: str) -> str:
    """The text of the next revision, from the site as it was read.

    Raises value.Invalid for a name or reason that is blank, or holds a line break, ``|`` or a double quote.
    """
    by, reason = _word(by), _word(reason)
    body = format_rows(site_rows(site, configured_alarms(site))) + _mode_lines(site)
    number = earlier[0].revision + 1 if earlier else 1
    approval = Approval(number, at, by, reason, hashlib.sha256(body.encode()).hexdigest())
    head = [
        f"{_REVISION}{each.revision} | {each.at} | {each.by} | {each.sha256} | {each.reason}"
        for each in (approval, *earlier)[:REVISIONS_MAX]
    ]
    return "\n".join([_TITLE, *head, body])


def read_master(file: str, data: bytes, site: Site, modes: tuple[str, bytes] | None = None) -> Master:
    """Read a master, or any ``alarms.csv`` that states its alarms in full.

    Parameters
    ----------
    site : gives the states of discrete tags; tags and alarms need not be in it.
    modes : name and bytes of a file with the settings in operating modes, as an exported sheet has it
        beside it; for a master without settings of its own.

    Raises
    ------
    SiteError
        with every finding, in the name ``file``.
    """
    findings = Findings()
    # The ending tells how bytes are decoded; a file under another name is read as CSV all the same.
    text = decode(file if file.endswith(".csv") else f"{file}.csv", data, findings)
    findings.raise_if_any()
    assert text is not None
    tags = {tag.name: tag for tag in site.tags}
    alarms: dict[str, AlarmDefinition] = {}
    for row in Table(file, text, ALARM_COLUMNS, findings):
        alarm = None if row.broken else _alarm_of(row, file, tags, findings)
        if alarm is None:
            continue
        if alarm.name in alarms:
            findings.report(file, row.line, "name", f"alarm {alarm.name!r} stands twice", "keep one of them")
        alarms[alarm.name] = alarm
    own_modes = _modes_in(text)
    if own_modes:
        _join_modes(file, own_modes, alarms, findings)
    elif modes is not None:
        beside = decode(modes[0], modes[1], findings)
        _join_modes(modes[0], beside or "", alarms, findings)
    findings.raise_if_any()
    approvals, below = read_approvals(text)
    digest = hashlib.sha256(below.encode()).hexdigest()
    changed = bool(approvals) and approvals[0].sha256 != digest
    return Master(tuple(alarms.values()), approvals, changed, digest)


def _alarm_of(row: Row, file: str, tags: Mapping[str, Tag], findings: Findings) -> AlarmDefinition | None:
    """The alarm of a row; None, with findings, for what the row lacks. A row with use = no is none either."""
    cells = dict(row.given)
    if not cells.pop("use", True):
        return None
    before = findings.count
    for column, advice in missing_columns(cells):
        findings.report(file, row.line, column, "is missing", advice)
    if findings.count > before:
        return None
    cells.setdefault("name", f"{cells['tag']}.{cell_text(cells['kind'])}")
    limit, tag = cells.get("limit_eu", 0.0), tags.get(cells["tag"])
    if cells["kind"] is ConditionKind.DISCRETE and tag is not None and tag.states:
        number = state_number(limit, tag)
        if number is None:
            findings.report(file, row.line, "limit_eu", *unknown_state(limit, tag))
            return None
        cells["limit_eu"] = number
    elif isinstance(limit, str):
        # The state of a tag that is gone: the tag itself is drift, and there is no number for the state.
        cells["limit_eu"] = 0.0
    return new_alarm(cells)


def _mode_lines(site: Site) -> str:
    return "".join(
        f"{_MODES}{line}\n" for line in format_rows(mode_rows(site), MODE_SHEET_COLUMNS).splitlines()
    )


def _join_modes(file: str, text: str, alarms: dict[str, AlarmDefinition], findings: Findings) -> None:
    """Put the settings in operating modes into the alarms they are about."""
    for row in read_mode_rows(file, text, findings):
        alarm = alarms.get(row.alarm)
        if alarm is None:
            advice = "give the alarm its row, or take this one out"
            findings.report(file, row.line, "alarm", f"the master has no alarm {row.alarm!r}", advice)
            continue
        settings = (*alarm.handling.modes, ModeSetting(mode=row.mode, **row.given))
        alarms[alarm.name] = replace(alarm, handling=replace(alarm.handling, modes=settings))


def _modes_in(text: str) -> str:
    """The settings in modes that stand in comment lines, every line in its place; empty without any."""
    lines = [line.removeprefix(_MODES) if line.startswith(_MODES) else "" for line in text.splitlines()]
    return "\n".join(lines) if any(lines) else ""


def _word(text: str) -> str:
    if "|" in text or '"' in text:
        raise value.Invalid(f"{text!r} holds | or a double quote", "write it without")
    return value.given_text(text)
