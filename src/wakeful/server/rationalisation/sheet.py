"""A sheet that came back from a spreadsheet: its rows with one spelling for every cell.

Everything that ``alarms.csv`` may look like is read here too, and refused here too; see ``docs/site.md``.
"""

import csv
import re
from pathlib import Path
from typing import NamedTuple

from wakeful.server.configuration.columns import ALARM_COLUMNS
from wakeful.server.configuration.dialect import dialect_of
from wakeful.server.configuration.encoding import FILE_BYTES_MAX, decode
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.table import Table
from wakeful.server.rationalisation.alarm_row import FLAG_COLUMNS, NUMBER_COLUMNS, cell_text
from wakeful.server.rationalisation.alarms_text import name_of
from wakeful.server.rationalisation.workbook import read_workbook
from wakeful.terms.errors import DataError

CSV, WORKBOOK = ".csv", ".xlsx"
_DATE = re.compile(
    r"\d{1,2}[-./ ]{1,2}(?:\d{1,2}|[^\W\d_]{3,9})\.?(?:[-./ ]\d{2,4})?|[^\W\d_]{3,9}[-. ]\d{2,4}|"
    r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d{1,2}[./]\d{1,2}[./]\d{2,4} \d{1,2}:\d\d(?::\d\d)?"
)
_MONTH = re.compile(
    r"jan|feb|m[aä]r|mrz|apr|avr|abr|ma[iyj]|jui?n|jui?l|aug|ao[uû]|ago|sep|o[ck]t|nov|de[czs]|\d\D+\d", re.I
)
_TEXT_COLUMNS = frozenset(key.name for key in ALARM_COLUMNS) - NUMBER_COLUMNS - FLAG_COLUMNS


class SheetRow(NamedTuple):
    """One alarm of a sheet: where it stands, its name, and the cell of every column that the sheet has."""

    line: int
    name: str
    cells: dict[str, str]


def sheet_kind(path: Path) -> str:
    """``.csv`` or ``.xlsx``. Raises DataError for a file that ends in anything else."""
    kind = path.suffix.casefold()
    if kind not in (CSV, WORKBOOK):
        raise DataError(f"{path}: a sheet is FILE.csv or FILE.xlsx")
    return kind


def read_sheet(path: Path, findings: Findings) -> list[SheetRow]:
    """The rows of a sheet that can be read; every mistake is reported in the sheet's own name.

    Raises DataError when there is no such file, or it is too large.
    """
    kind = sheet_kind(path)
    try:
        size_bytes = path.stat().st_size
        if size_bytes > FILE_BYTES_MAX[CSV]:
            raise DataError(f"{path} has {size_bytes:,} bytes; at most {FILE_BYTES_MAX[CSV]:,} are read")
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from error
    if kind == WORKBOOK:
        text = read_workbook(path.name, data, findings)
    else:
        text = decode(f"{path.stem}{CSV}", data, findings)
    return [] if text is None else _rows(path.name, text, findings)


def _rows(file: str, text: str, findings: Findings) -> list[SheetRow]:
    columns = _header(text)
    rows: list[SheetRow] = []
    lines: dict[str, int] = {}
    for row in Table(file, text, ALARM_COLUMNS, findings):
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


def looks_like_a_date(cell: str) -> bool:
    """Whether a whole cell is what spreadsheets write for a date."""
    return bool(_DATE.fullmatch(cell) and _MONTH.search(cell))


def _header(text: str) -> frozenset[str]:
    """Names of the columns that the sheet has."""
    dialect, told = dialect_of(text)
    lines = text.splitlines(keepends=True)[told:]
    for cells in csv.reader(lines, delimiter=dialect.delimiter):
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
            return frozenset(cell.strip() for cell in cells)
    return frozenset()
