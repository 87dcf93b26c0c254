"""Alarm sheets as XLSX workbooks: written plain, without formulas; read with distrust.

A workbook is a zip file of XML from anywhere: its unpacked size is looked at before it is unpacked, and a
document type, which no spreadsheet writes and which can make a small file large, is refused.
"""

import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from wakeful.server.configuration.columns import ALARM_COLUMNS, MODE_COLUMNS
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.number_advice import decimal_or_group, is_decimal_comma
from wakeful.server.rationalisation.alarm_row import COLUMNS, FLAG_COLUMNS, NUMBER_COLUMNS, number_cell
from wakeful.server.rationalisation.mode_row import MODE_SHEET_COLUMNS
from wakeful.terms.alarm import KIND_NAMES, ConsequenceSeverity, Priority
from wakeful.terms.errors import DataError

ROWS_MAX = 1_048_575
"""Alarms, or settings in modes, that fit into a workbook: the rows of a sheet, less the header."""
UNPACKED_BYTES_MAX = 1024 * 1024 * 1024
COLUMNS_MAX = 1_000
ALARMS_TITLE, MODES_TITLE = "alarms", "modes"
_CHOICES = {
    "kind": tuple(KIND_NAMES.values()),
    "priority": tuple(priority.name.lower() for priority in Priority),
    "escalate_priority": (*(priority.name.lower() for priority in Priority), "none"),
    "consequence_severity": tuple(severity.value for severity in ConsequenceSeverity),
    **dict.fromkeys((*FLAG_COLUMNS, "suppressed"), ("yes", "no")),
}
_WIDTHS = {
    "name": 24,
    "alarm": 24,
    "mode": 18,
    "tag": 18,
    "kind": 15,
    "priority": 10,
    "limit_eu": 12,
    "expression": 30,
}
_WIDE = frozenset(("message", "response", "cause", "consequence", "basis", "suppress_when"))
_MEANINGS = {
    ALARMS_TITLE: {key.name: key.meaning for key in ALARM_COLUMNS},
    MODES_TITLE: {key.name: key.meaning for key in MODE_COLUMNS},
}


class WorkbookTexts(NamedTuple):
    """The sheets of a workbook as CSV texts, line for row; None for one that is not there or not readable."""

    alarms: str | None
    modes: str | None


def format_workbook(
    rows: Sequence[Mapping[str, str]], modes: Sequence[Mapping[str, str]] | None = None
) -> bytes:
    """A workbook of a sheet for alarms and, unless ``modes`` is None, one for their settings in modes.

    Headers are frozen, words are there to choose from, numbers are numbers. Raises DataError for more rows
    than a sheet has.
    """
    book = Workbook()
    _fill(book.active, ALARMS_TITLE, COLUMNS, rows)
    if modes is not None:
        _fill(book.create_sheet(), MODES_TITLE, MODE_SHEET_COLUMNS, modes)
    book.properties.creator = "wakeful"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Any, title: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    if len(rows) > ROWS_MAX:
        raise DataError(f"{len(rows):,} {title} do not fit into a workbook of {ROWS_MAX:,} rows; export CSV")
    sheet.title = title
    sheet.freeze_panes = "B2"
    for index, column in enumerate(columns, start=1):
        header = sheet.cell(1, index, column)
        header.font = Font(bold=True)
        width = _WIDTHS.get(column, 40 if column in _WIDE else max(10, len(column) + 2))
        sheet.column_dimensions[get_column_letter(index)].width = width
    for row_number, row in enumerate(rows, start=2):
        for index, column in enumerate(columns, start=1):
            if row[column]:
                _put(sheet.cell(row_number, index), column, row[column])
    _offer_choices(sheet, columns, _MEANINGS[title])


def _put(cell: Any, column: str, text: str) -> None:
    if column in NUMBER_COLUMNS:
        number = _exact(text)
        if number is not None:
            cell.value = number
            return
    # As text whatever it looks like: "=A1" is a message here, never a formula, and 1-2 never a date.
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"


def _exact(text: str) -> float | None:
    """The number of a cell; None for a word, or where a spreadsheet would not give the same number back."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number_cell(number) == text and float(f"{number:.15g}") == number else None


def _offer_choices(sheet: Any, columns: Sequence[str], meanings: Mapping[str, str]) -> None:
    for index, column in enumerate(columns, start=1):
        words = _CHOICES.get(column)
        if words is None:
            continue
        validation = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        validation.promptTitle, validation.prompt = column, meanings[column][:250]
        validation.error = f"one of {', '.join(words)}"[:250]
        validation.showErrorMessage = True
        letter = get_column_letter(index)
        validation.add(f"{letter}2:{letter}{ROWS_MAX + 1}")
        sheet.add_data_validation(validation)


def read_workbook(file: str, data: bytes, findings: Findings) -> WorkbookTexts:
    """The sheet called ``modes`` of a workbook, and the first of its others; mistakes are reported.

    Formulas, dates and line breaks are reported with their row and column.
    """
    refused = _unfit(data)
    if refused:
        findings.report(
            file, 0, "", refused, "save it in the spreadsheet as an XLSX workbook, or as CSV UTF-8"
        )
        return WorkbookTexts(None, None)
    try:
        with warnings.catch_warnings():
            # What the library leaves out (pictures, extended validation) has nothing to do with the cells.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            alarms, modes = _sheets_of(book)
            texts = WorkbookTexts(
                None if alarms is None else _csv_of(file, alarms, findings),
                None if modes is None else _csv_of(f"{file}[{MODES_TITLE}]", modes, findings),
            )
            book.close()
    except Exception as error:
        # The library raises whatever its XML parser, its zip reader or a missing part of the book leads to.
        findings.report(
            file,
            0,
            "",
            f"cannot be read as a workbook ({type(error).__name__})",
            "save it once more, or as CSV UTF-8",
        )
        return WorkbookTexts(None, None)
    return texts


def _sheets_of(book: Any) -> tuple[Any, Any]:
    """The sheet of the alarms and that of the settings in modes, None where there is none."""
    modes = [sheet for sheet in book.worksheets if sheet.title.strip().casefold() == MODES_TITLE]
    others = [sheet for sheet in book.worksheets if sheet not in modes]
    return (others[0] if others else None), (modes[0] if modes else None)


def _csv_of(file: str, sheet: Any, findings: Findings) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    header: list[str] = []
    for line, row in enumerate(sheet.iter_rows(max_col=COLUMNS_MAX), start=1):
        cells = [_text_of(file, line, index, cell, header, findings) for index, cell in enumerate(row)]
        while cells and not cells[-1]:
            cells.pop()
        if not header and cells and not cells[0].startswith("#"):
            header = cells
        writer.writerow(cells + [""] * (len(header) - len(cells)))
    return text.getvalue()


def _unfit(data: bytes) -> str:
    """Why the bytes are not unpacked, or ""."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > UNPACKED_BYTES_MAX:
                return f"has {unpacked:,} bytes unpacked, more than {UNPACKED_BYTES_MAX:,}"
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(4_096).replace(b"\x00", b""):
                            return "holds a document type"
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return "is not a workbook"
    return ""


def _text_of(file: str, line: int, index: int, cell: Any, header: list[str], findings: Findings) -> str:
    """A cell as ``alarms.csv`` would have it; empty, with a finding, for what cannot be one."""
    found = cell.value
    column = header[index] if index < len(header) else ""
    if found is None:
        return ""
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, int | float):
        return number_cell(float(found))
    if isinstance(found, date | time | timedelta):
        message = f"is a date or time ({found}) that the spreadsheet made of something else"
        findings.report(file, line, column, message, "format the column as text and write what was meant")
        return ""
    text = unicodedata.normalize("NFC", str(found))
    if cell.data_type == "f":
        findings.report(file, line, column, "holds a formula", "paste its value in its place")
        return ""
    if "\n" in text or "\r" in text:
        findings.report(file, line, column, "holds a line break", "write it on one line")
        return ""
    return _number_in_text(file, line, column, text.strip(), findings)


def _number_in_text(file: str, line: int, column: str, text: str, findings: Findings) -> str:
    """A number that was typed into a cell of texts: 7,0 is 7.0, and nobody knows what 1,500 or 1.500 is."""
    if column not in NUMBER_COLUMNS:
        return text
    ambiguous = decimal_or_group(text)
    if ambiguous:
        findings.report(file, line, column, *ambiguous)
        return ""
    return text.replace(",", ".") if is_decimal_comma(text) else text
