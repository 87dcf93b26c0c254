"""The text of a CSV file with some rows changed, added or taken out; every other line stays as it is."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wakeful.server.configuration.dialect import COMMAS, dialect_of
from wakeful.terms.errors import ConfigurationError


@dataclass(slots=True)
class Line:
    """A line of the file: as it stands, or its cells by column. ``sheet_line`` is that of who changed it."""

    raw: str
    cells: dict[str, str] | None = None
    changed: bool = False
    sheet_line: int = 0


class TableText:
    """A CSV file of a site that the reader has found right; an empty text stands for no file.

    ``columns`` are the header's where there is no file. Raises ConfigurationError when other marks than
    commas part its cells: it would have to be rewritten as a whole.

    Attributes
    ----------
    rows : the lines that hold rows, in the order of the file.
    """

    def __init__(self, file: str, text: str, columns: Sequence[str]) -> None:
        dialect, told = dialect_of(text)
        if dialect is not COMMAS or told:
            raise ConfigurationError(
                f"{file}: its cells are parted by {dialect.plural}; save it with commas first"
            )
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
        line.cells.update(cells)
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
            number += text.count("\n")
            parts.append(text)
        return "".join(parts), sheet_lines

    def _text_of(self, line: Line) -> str:
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


def _csv_line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
