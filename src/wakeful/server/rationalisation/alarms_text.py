"""The text of ``alarms.csv`` with some rows changed and others added; every other line stays as it is."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from wakeful.alarms.expression.names import tags_of
from wakeful.alarms.expression.quantity import condition_of
from wakeful.alarms.expression.syntax import ExpressionError
from wakeful.server.configuration.columns import ALARM_COLUMNS
from wakeful.server.configuration.dialect import COMMAS, dialect_of
from wakeful.terms.alarm import KIND_NAMES, ConditionKind
from wakeful.terms.errors import ConfigurationError

_REQUIRED = tuple(key.name for key in ALARM_COLUMNS if key.required)


@dataclass(slots=True)
class _Line:
    """A line of the file: as it stands, or its cells by column. ``sheet_line`` is that of who changed it."""

    raw: str
    cells: dict[str, str] | None = None
    changed: bool = False
    sheet_line: int = 0


class AlarmsText:
    """An ``alarms.csv`` that the reader has found right; an empty text stands for no file.

    Raises ConfigurationError when other marks than commas part its cells: it would have to be rewritten as
    a whole.
    """

    def __init__(self, text: str) -> None:
        dialect, told = dialect_of(text)
        if dialect is not COMMAS or told:
            raise ConfigurationError(
                f"alarms.csv: its cells are parted by {dialect.plural}; save it with commas first"
            )
        self._columns: list[str] = []
        self._lines: list[_Line] = []
        self._rows: dict[str, _Line] = {}
        self._read(text)
        if not self._columns:
            self._columns = ["name", *_REQUIRED]
            self._lines.append(_Line(""))
            self._header = self._lines[-1]
        self._widened = not text

    def change(self, name: str, cells: Mapping[str, str], sheet_line: int) -> None:
        """Put cells into the row of an alarm; without a row it gets one at the end."""
        for column in ("name", *cells):
            if column not in self._columns:
                self._columns.append(column)
                self._widened = True
        line = self._rows.get(name)
        if line is None:
            line = self._rows[name] = _Line("", {"name": name})
            self._lines.append(line)
        assert line.cells is not None
        line.cells.update(cells)
        line.changed, line.sheet_line = True, sheet_line

    def render(self) -> tuple[str, dict[int, int]]:
        """The whole text, and the sheet's line of each of its lines that was changed."""
        parts: list[str] = []
        sheet_lines: dict[int, int] = {}
        number = 1
        for line in self._lines:
            text = self._text_of(line)
            if line.changed:
                sheet_lines[number] = line.sheet_line
            number += text.count("\n")
            parts.append(text)
        return "".join(parts), sheet_lines

    def _text_of(self, line: _Line) -> str:
        if line is self._header:
            return _csv_line(self._columns) if self._widened else line.raw
        if line.cells is None or not (line.changed or self._widened):
            return line.raw
        return _csv_line([line.cells.get(column, "") for column in self._columns])

    def _read(self, text: str) -> None:
        physical = io.StringIO(text, newline="").readlines()
        if physical and not physical[-1].endswith(("\n", "\r")):
            physical[-1] += "\n"
        reader = csv.reader(physical, strict=True)
        done = 0
        for cells in reader:
            line = _Line("".join(physical[done : reader.line_num]))
            done = reader.line_num
            self._lines.append(line)
            stripped = [cell.strip() for cell in cells]
            if not any(stripped) or stripped[0].startswith("#"):
                continue
            if not self._columns:
                self._columns = [cell for cell in stripped if cell]
                self._header = line
                continue
            line.cells = dict(zip(self._columns, stripped, strict=False))
            self._rows[name_of(line.cells)] = line


def name_of(cells: Mapping[str, str]) -> str:
    """The name of a row's alarm, which it may leave to its tag and kind, and the tag to its expression."""
    name, tag, kind = (cells.get(column, "") for column in ("name", "tag", "kind"))
    if name or not kind:
        return name
    if not tag and kind.casefold() == KIND_NAMES[ConditionKind.EXPRESSION]:
        try:
            named = tags_of(condition_of(cells.get("expression", "")))
        except ExpressionError:
            return ""
        tag = named[0] if named else ""
    return f"{tag}.{kind.casefold()}" if tag else ""


def _csv_line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
