"""A sheet brought back into a site: what it changes, whether the site is right with it, and then the writing.

Nothing is written before the site reader has found the whole site right. A sheet changes the alarms it
names; alarms it does not name stay as they are, for a sheet may be a part. What a sheet leaves blank in a
column that it has is taken away.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from wakeful.server import catalogue
from wakeful.server.configuration import read_folder
from wakeful.server.configuration.encoding import decode
from wakeful.server.configuration.finding import Finding, Findings, SiteError, suggest
from wakeful.server.configuration.modes_file import FILE as MODES_FILE
from wakeful.server.rationalisation.alarm_row import COLUMNS, TAKEN_AWAY, comparable, row_of
from wakeful.server.rationalisation.alarms_text import AlarmsText
from wakeful.server.rationalisation.drift import configured_alarms
from wakeful.server.rationalisation.file_keeping import FileChange, replace_files
from wakeful.server.rationalisation.mode_import import ModeChange, check_modes_result, mode_changes
from wakeful.server.rationalisation.modes_text import ModesText
from wakeful.server.rationalisation.sheet import SheetRow, read_sheet, report_dates
from wakeful.terms.site import Site, Source, SourceDescription
from wakeful.terms.tag import Tag

FILE = "alarms.csv"
_NEEDED = ("tag", "kind", "priority", "limit_eu")
_NEW = "(new)"

Places = Mapping[str, tuple[str, dict[int, int]]]
"""File of the site -> what the sheet is called there, and its line of each of the file's that it changed."""


class Change(NamedTuple):
    """One cell that a sheet changes. Of a new alarm ``before`` is ``(new)``.

    The ``column`` of a setting in an operating mode is ``modes.MODE.COLUMN``.
    """

    alarm: str
    column: str
    before: str
    after: str


class Import(NamedTuple):
    """What a sheet comes to, found right and not yet written.

    ``files`` are those that change; ``unnamed`` are alarms of the site that the sheet does not name, of a
    sheet with alarms.
    """

    changes: tuple[Change, ...]
    files: tuple[FileChange, ...]
    unnamed: int


def check_import(folder: Path, path: Path) -> Import:
    """Read a sheet and the site with its changes. Writes nothing.

    Raises
    ------
    SiteError
        with every mistake of the sheet and of the site with it; or the site is wrong as it is.
    ConfigurationError, DataError
        The site or the sheet cannot be had.
    """
    described = _described_once(folder)
    site = read_folder(folder, described).site
    findings = Findings()
    before, text = _read(folder, FILE, findings)
    modes_before, modes_text = _read(folder, MODES_FILE, findings)
    findings.raise_if_any()
    alarms = AlarmsText(text)
    sheet = read_sheet(path, findings)
    rows, named = sheet.alarms or [], {row.name for row in sheet.alarms or ()}
    new_alarms = None if findings.count else named
    changes = _apply(path.name, rows, site, alarms, findings)
    in_modes = mode_changes(sheet.modes_file, sheet.modes or (), site, new_alarms, findings)
    files, places = [], {}
    if changes:
        rendered, sheet_lines = alarms.render()
        files.append(FileChange(FILE, before, rendered))
        places[FILE] = (path.name, sheet_lines)
    if in_modes:
        rendered, sheet_lines = _changed_modes(modes_text, in_modes)
        files.append(FileChange(MODES_FILE, modes_before, rendered))
        places[MODES_FILE] = (sheet.modes_file, sheet_lines)
    result = _site_with(folder, described, files, places, findings) if files else None
    if result is not None:
        _check_result(path.name, rows, {change.alarm for change in changes}, result, findings)
        check_modes_result(sheet.modes_file, in_modes, result, findings)
    findings.raise_if_any()
    unnamed = sum(alarm.name not in named for alarm in configured_alarms(site))
    return Import((*changes, *_shown(in_modes)), tuple(files), 0 if sheet.alarms is None else unnamed)


def write_import(folder: Path, checked: Import) -> tuple[tuple[Path, Path | None], ...]:
    """Put the new files in place of the old, which are kept; see ``replace_files``."""
    return replace_files(folder, checked.files)


def _site_with(
    folder: Path,
    described: Callable[[Source], SourceDescription],
    files: Sequence[FileChange],
    places: Places,
    findings: Findings,
) -> Site | None:
    """The site as it is with these files; None, with the reader's findings, when it is wrong with them."""
    texts = {file.name: file.text for file in files}
    try:
        return read_folder(folder, described, alarms=texts.get(FILE), modes=texts.get(MODES_FILE)).site
    except SiteError as error:
        _take_over(error, places, findings)
        return None


def _read(folder: Path, file: str, findings: Findings) -> tuple[bytes | None, str]:
    """A file of the site as bytes and as text, None and an empty text without it."""
    data = (folder / file).read_bytes() if (folder / file).is_file() else None
    return data, (decode(file, data, findings) or "") if data is not None else ""


def _changed_modes(text: str, changes: Sequence[ModeChange]) -> tuple[str, dict[int, int]]:
    modes = ModesText(text)
    for change in changes:
        modes.change(change.alarm, change.mode, change.written, change.line)
    return modes.render()


def _shown(changes: Sequence[ModeChange]) -> list[Change]:
    return [
        Change(change.alarm, f"modes.{change.mode}.{column}", change.before[column], cell)
        for change in changes
        for column, cell in change.after.items()
    ]


def _described_once(folder: Path) -> Callable[[Source], SourceDescription]:
    """Ask each source once: the site is read twice, and a machine may look different the second time."""
    told: dict[str, SourceDescription] = {}

    def describe(source: Source) -> SourceDescription:
        if source.id not in told:
            told[source.id] = catalogue.create(source, folder).describe()
        return told[source.id]

    return describe


def _apply(
    file: str, rows: Sequence[SheetRow], site: Site, alarms: AlarmsText, findings: Findings
) -> tuple[Change, ...]:
    """Put what the rows change into ``alarms``."""
    tags = {tag.name: tag for tag in site.tags}
    running = {
        alarm.name: comparable(row_of(alarm, tags.get(alarm.tag)), tags.get)
        for alarm in configured_alarms(site)
    }
    changes: list[Change] = []
    for row in rows:
        ours = running.get(row.name)
        wanted = _wanted(row, ours, tags.get)
        if ours is None:
            if wanted.get("use") == "no":
                continue
            if not row.cells.keys() & {"tag", "expression"}:
                advice = suggest(row.name, running, listed_max=6)
                findings.report(file, row.line, "name", f"unknown alarm {row.name!r}", advice)
                continue
            changed = {column: cell for column, cell in wanted.items() if cell}
            # A parked row of this name is taken up again.
            written = changed | {"use": "yes"} if "use" in row.cells else changed
        else:
            changed = _differing(file, row, wanted, ours, findings)
            written = {column: cell or TAKEN_AWAY.get(column, "") for column, cell in changed.items()}
        report_dates(file, row.line, changed, findings)
        if changed:
            alarms.change(row.name, written, row.line)
        before = ours or {}
        changes += [
            Change(row.name, column, before.get(column, "") if ours else _NEW, changed[column])
            for column in COLUMNS
            if column in changed
        ]
    return tuple(changes)


def _wanted(
    row: SheetRow, ours: Mapping[str, str] | None, tag_of: Callable[[str], Tag | None]
) -> dict[str, str]:
    """The row's name and cells with one spelling; its alarm says what kind it is where the sheet does not."""
    told = {column: ours[column] for column in ("tag", "kind")} if ours else {}
    cells = comparable(told | row.cells | {"name": row.name}, tag_of)
    return {column: cell for column, cell in cells.items() if column in row.cells or column == "name"}


def _differing(
    file: str, row: SheetRow, wanted: dict[str, str], ours: dict[str, str], findings: Findings
) -> dict[str, str]:
    """Cells that are another; reports blank ones that no alarm can do without."""
    changed = {}
    for column, cell in wanted.items():
        if column == "name" or cell == ours[column]:
            continue
        if not cell and column in _NEEDED and wanted.get("kind", ours["kind"]) == ours["kind"]:
            findings.report(file, row.line, column, "is missing", f"it is {ours[column]} now")
        else:
            changed[column] = cell
    return changed


def _take_over(error: SiteError, places: Places, findings: Findings) -> None:
    """The reader's findings, those on rows of the sheet at their place in the sheet."""
    for finding in error.findings:
        sheet, sheet_lines = places.get(finding.file, ("", {}))
        line = sheet_lines.get(finding.line)
        findings.add(finding if line is None else finding._replace(file=sheet, line=line))
    findings.count += error.count - len(error.findings)


def _check_result(
    file: str, rows: Sequence[SheetRow], changed: set[str], result: Site, findings: Findings
) -> None:
    """The site must come to what the sheet says; a cell without effect is a mistake of somebody's."""
    tags = {tag.name: tag for tag in result.tags}
    alarms = {alarm.name: alarm for alarm in result.alarms}
    for row in rows:
        alarm = alarms.get(row.name)
        if alarm is None or row.name not in changed:
            continue
        becomes = comparable(row_of(alarm, tags.get(alarm.tag)), tags.get)
        for column, cell in _wanted(row, becomes, tags.get).items():
            # A tag may be left to the expression, and is then whatever that names.
            if cell != becomes[column] and (cell or column != "tag"):
                findings.add(_without_effect(file, row.line, column, cell, becomes[column]))


def _without_effect(file: str, line: int, column: str, cell: str, becomes: str) -> Finding:
    if not cell:
        message = f"cannot be blank: a source brings {becomes!r} along"
        return Finding(file, line, column, message, "write another text in its place")
    message = f"{cell!r} has no effect, it stays {becomes or 'blank'!r}"
    return Finding(file, line, column, message, "see what it goes with in docs/site.md")
