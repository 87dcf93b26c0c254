"""A sheet that came back from a spreadsheet: its rows with one spelling for every cell.

Everything that ``alarms.csv`` may look like is read here too, and refused here too; see ``docs/site.md``.
"""

from pathlib import Path
from typing import NamedTuple

from wakeful.server.configuration.columns import ALARM_COLUMNS
from wakeful.server.configuration.encoding import FILE_BYTES_MAX, decode
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.spreadsheet_date import looks_like_a_date
from wakeful.server.configuration.table import Table
from wakeful.server.rationalisation.alarm_row import FLAG_COLUMNS, NUMBER_COLUMNS, cell_text
from wakeful.server.rationalisation.alarms_text import name_of
from wakeful.server.rationalisation.mode_sheet import ModeRow, is_mode_sheet, modes_beside, read_mode_rows
from wakeful.server.rationalisation.sheet_text import columns_of
from wakeful.server.rationalisation.workbook import MODES_TITLE, read_workbook
from wakeful.terms.errors import DataError

CSV, WORKBOOK = ".csv", ".xlsx"
_TEXT_COLUMNS = frozenset(key.name for key in ALARM_COLUMNS) - NUMBER_COLUMNS - FLAG_COLUMNS


class SheetRow(NamedTuple):
    """One alarm of a sheet: where it stands, its name, and the cell of every column that the sheet has."""

    line: int
    name: str
    cells: dict[str, str]


class Sheet(NamedTuple):
    """What came back: rows of alarms and of settings in modes, None where the sheet does not have them.

    ``modes_file`` is what findings call the place of the settings.
    """

    alarms: list[SheetRow] | None
    modes: list[ModeRow] | None
    modes_file: str


def sheet_kind(path: Path) -> str:
    """``.csv`` or ``.xlsx``. Raises DataError for a file that ends in anything else."""
    kind = path.suffix.casefold()
    if kind not in (CSV, WORKBOOK):
        raise DataError(f"{path}: a sheet is FILE.csv or FILE.xlsx")
    return kind


def read_sheet(path: Path, findings: Findings) -> Sheet:
    """The rows of a sheet that can be read; every mistake is reported in the sheet's own name.

    With a CSV sheet the settings in modes are read from the file beside it (``modes_beside``) where there is
    one; a CSV file of such settings can also be read alone.

    Raises DataError when there is no such file, or it is too large.
    """
    kind, data = sheet_kind(path), _bytes_of(path)
    if kind == WORKBOOK:
        texts = read_workbook(path.name, data, findings)
        alarms, modes, modes_file = texts.alarms, texts.modes, f"{path.name}[{MODES_TITLE}]"
    else:
        alarms, modes, modes_file = decode(f"{path.stem}{CSV}", data, findings), None, path.name
        beside = modes_beside(path)
        if alarms is not None and is_mode_sheet(alarms):
            alarms, modes = None, alarms
        elif beside.is_file():
            modes, modes_file = decode(beside.name, _bytes_of(beside), findings), beside.name
    return Sheet(
        None if alarms is None else _rows(path.name, alarms, findings),
        None if modes is None else read_mode_rows(modes_file, modes, findings),
        modes_file,
    )


def _bytes_of(path: Path) -> bytes:
    try:
        size_bytes = path.stat().st_size
        if size_bytes > FILE_BYTES_MAX[CSV]:
            raise DataError(f"{path} has {size_bytes:,} bytes; at most {FILE_BYTES_MAX[CSV]:,} are read")
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from error


def _rows(file: str, text: str, findings: Findings) -> list[SheetRow]:
    columns = columns_of(text)
    # An alarm that is there needs only its name; what the sheet does not say of it stays as it is.
    keys = [key._replace(required=False) for key in ALARM_COLUMNS] if "name" in columns else ALARM_COLUMNS
    rows: list[SheetRow] = []
    lines: dict[str, int] = {}
    for row in Table(file, text, keys, findings):
        if row.broken:
            continue
        cells = {
            key.name: cell_text(row.given[key.name]) if key.name in row.given else ""
            for key in ALARM_COLUMNS
            if key.name in columns
        }
        name = name_of(cells)
        if not name:
            findings.report(file, row.line, "name", "is missing", "name the alarm, or give its tag and kind")
        elif name in lines:
            message = f"alarm {name!r} stands on line {lines[name]} already"
            findings.report(file, row.line, "name", message, "keep one of the two")
        else:
            lines[name] = row.line
            rows.append(SheetRow(row.line, name, cells))
    return rows


def report_dates(file: str, line: int, changed: dict[str, str], findings: Findings) -> None:
    """Report texts that a spreadsheet probably made of something else: 1-2 becomes 2-Jan without a word."""
    for column, cell in changed.items():
        if column in _TEXT_COLUMNS and looks_like_a_date(cell):
            message = f"{cell!r} looks like a date that a spreadsheet made of something else"
            findings.report(file, line, column, message, "format the column as text and write what was meant")
