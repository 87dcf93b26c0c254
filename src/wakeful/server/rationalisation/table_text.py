"""The text of a CSV file with some rows changed, added or taken out; every other line stays as it is.

What is written is written as the rest of the file is: with its separator, its decimal mark and its line ends.
"""

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wakeful.server.configuration.dialect import dialect_of
from wakeful.server.configuration.number_advice import decimal_or_group, is_decimal_comma

_DECIMAL_POINT = re.compile(r"[+-]?[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?")


@dataclass(slots=True)
class Line:
    """A line of the file: as it stands, or its cells by column. ``sheet_line`` is that of who changed it."""

    raw: str
    cells: dict[str, str] | None = None
    changed: bool = False
    sheet_line: int = 0


class TableText:
    """A CSV file of a site that the reader has found right; an empty text stands for no file.

    Parameters
    ----------
    columns : the header's where there is no file.
    numeric : columns of numbers, which have a decimal comma in a file that has.

    Attributes
    ----------
    rows : the lines that hold rows, in the order of the file.
    """

    def __init__(self, text: str, columns: Sequence[str], numeric: Collection[str] = ()) -> None:
        self._dialect, self._told = dialect_of(text)
        self._numeric = frozenset(numeric)
        self._decimal_mark = ""
        self._line_end = "\n"
        self.rows: list[Line] = []
        self._columns: list[str] = []
        self._lines: list[Line] = []
        self._read(text)
        if not self._columns:
            self._columns = list(columns)
            self._lines.append(Line(""))
            self._header = self._lines[-1]
        self._widened = not text

    def put(self, line: Line, cells: Mapping[str, str], sheet_line: int) -> None:
        """Put cells into a row; a column that is not there yet is added at the end."""
        for column in cells:
            if column not in self._columns:
                self._columns.append(column)
                self._widened = True
        assert line.cells is not None
        line.cells.update({column: self._cell(column, cell) for column, cell in cells.items()})
        line.changed, line.sheet_line = True, sheet_line

    def add(self) -> Line:
        """A new row at the end, without a cell."""
        line = Line("", {})
        self._lines.append(line)
        self.rows.append(line)
        return line

    def take_out(self, line: Line) -> None:
        """Leave a row out."""
        self.rows.remove(line)
        self._lines.remove(line)

    def render(self) -> tuple[str, dict[int, int]]:
        """The whole text, and the sheet's line of each of its lines that was changed."""
        parts: list[str] = []
        sheet_lines: dict[int, int] = {}
        number = 1
        for line in self._lines:
            text = self._text_of(line)
            if line.changed:
                sheet_lines[number] = line.sheet_line
            number += max(text.count("\n"), text.count("\r"))
            parts.append(text)
        return "".join(parts), sheet_lines

    def _text_of(self, line: Line) -> str:
        if line is self._header:
            return self._csv_line(self._columns, line.raw) if self._widened else line.raw
        if line.cells is None or not (line.changed or self._widened):
            return line.raw
        return self._csv_line([line.cells.get(column, "") for column in self._columns], line.raw)

    def _csv_line(self, cells: list[str], before: str) -> str:
        """The cells as a line that ends as the one before in its place did, or as the header does."""
        text = io.StringIO()
        line_end = _line_end_of(before) or self._line_end
        csv.writer(text, delimiter=self._dialect.delimiter, lineterminator=line_end).writerow(cells)
        return text.getvalue()

    def _cell(self, column: str, cell: str) -> str:
        """A cell with a decimal point as this file writes it; 1.125 with a decimal comma is 1,1250."""
        if not (self._dialect.decimal_comma and column in self._numeric and _DECIMAL_POINT.fullmatch(cell)):
            return cell
        self._decimal_mark = self._decimal_mark or self._mark_in_use()
        written = cell.replace(".", self._decimal_mark)
        return f"{written}0" if decimal_or_group(written) else written

    def _mark_in_use(self) -> str:
        """A point where the file's numbers have points and never a comma."""
        numbers = [
            cell
            for line in self.rows
            for column, cell in (line.cells or {}).items()
            if column in self._numeric
        ]
        if any(map(is_decimal_comma, numbers)):
            return ","
        return "." if any(map(_DECIMAL_POINT.fullmatch, numbers)) else ","

    def _read(self, text: str) -> None:
        physical = io.StringIO(text, newline="").readlines()
        self._line_end = (_line_end_of(physical[0]) if physical else "") or "\n"
        if physical and not _line_end_of(physical[-1]):
            physical[-1] += self._line_end
        told, physical = physical[: self._told], physical[self._told :]
        self._lines += map(Line, told)
        reader = csv.reader(physical, delimiter=self._dialect.delimiter, strict=True)
        done = 0
        for cells in reader:
            line = Line("".join(physical[done : reader.line_num]))
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
            self.rows.append(line)


def _line_end_of(line: str) -> str:
    """How a line ends, empty for one that does not."""
    return line[len(line.rstrip("\r\n")) :]
