"""The settings in operating modes of a sheet that came back: its rows with one spelling for every cell.

In a workbook they are its sheet ``modes``; beside a CSV file they are a second file.
"""

from pathlib import Path
from typing import Any, NamedTuple

from wakeful.server.configuration.columns import MODE_COLUMNS
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.table import Table
from wakeful.server.rationalisation.alarm_row import cell_text
from wakeful.server.rationalisation.mode_row import SETTING_COLUMNS, comparable_cells
from wakeful.server.rationalisation.sheet_text import columns_of


class ModeRow(NamedTuple):
    """One alarm in one mode: where it stands, the cells of the columns that the sheet has, and their values.

    ``given`` holds only what is not blank, as ``ModeSetting`` takes it.
    """

    line: int
    alarm: str
    mode: str
    cells: dict[str, str]
    given: dict[str, Any]


def modes_beside(path: Path) -> Path:
    """Where the settings in modes of a CSV sheet are: ``sheet.csv`` has ``sheet_operating_modes.csv``.

    Not ``sheet_modes.csv``: in a site folder, ``a_modes.csv`` would be taken for a misspelt ``modes.csv``.
    """
    return path.with_name(f"{path.stem}_operating_modes{path.suffix}")


def is_mode_sheet(text: str) -> bool:
    """Whether a CSV text holds settings in modes, and not alarms."""
    columns = columns_of(text)
    return {"alarm", "mode"} <= columns and "kind" not in columns


def read_mode_rows(file: str, text: str, findings: Findings) -> list[ModeRow]:
    """The rows that can be read; every mistake is reported in the name ``file``."""
    columns = columns_of(text)
    rows: list[ModeRow] = []
    lines: dict[tuple[str, str], int] = {}
    for row in Table(file, text, MODE_COLUMNS, findings):
        if row.broken:
            continue
        alarm, mode = row.given.get("alarm", ""), row.given.get("mode", "")
        if not alarm or not mode:
            column, advice = ("mode", "name the mode") if alarm else ("alarm", "name the alarm")
            findings.report(file, row.line, column, "is missing", advice)
        elif "*" in alarm:
            advice = "name every alarm in a row of its own, or write the pattern into modes.csv"
            findings.report(file, row.line, "alarm", f"{alarm!r} is a pattern", advice)
        elif (alarm, mode) in lines:
            message = f"alarm {alarm!r} in mode {mode!r} stands on line {lines[alarm, mode]} already"
            findings.report(file, row.line, "alarm", message, "keep one of the two")
        else:
            lines[alarm, mode] = row.line
            given = {column: row.given[column] for column in SETTING_COLUMNS if column in row.given}
            texts = {
                column: cell_text(given[column]) if column in given else ""
                for column in SETTING_COLUMNS
                if column in columns
            }
            rows.append(ModeRow(row.line, alarm, mode, comparable_cells(texts), given))
    return rows
