"""A CSV file of a site as parsed rows: the header judged once, every row on its own.

Commas part the cells, or what a spreadsheet of another language puts there (``dialect``); double quotes hold
cells with commas in them (RFC 4180); blank lines and lines that begin with ``#`` are passed over. A row with
a mistake is reported and handed on as broken, so that what refers to it is not reported as well.

A row has as many cells as the header line, or as many as that names: one blank cell more at the end may be
all that is left to see of a decimal comma without quotes, which moved every cell after it.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from wakeful.server.configuration.dialect import Dialect, dialect_of
from wakeful.server.configuration.finding import Findings, closest, suggest
from wakeful.server.configuration.keys import Key
from wakeful.server.configuration.value import Invalid, with_decimal_comma

CELL_CHARACTERS_MAX = 10_000
PROGRESS_ROWS = 1_000
REMEMBERED_MAX = 1_000
"""Cells of a column whose parsed value is kept: most columns repeat a few."""

_ERROR_CELL = re.compile(r"#[A-ZÄÖÜÅ0-9/]{2,12}[!?]|#N/A|#NV|#N/D")
"""What a spreadsheet writes for a formula that failed, in its own language: #NAME?, #REF!, #WERT!, #N/A."""

_WHOLE_PART = re.compile(r"[+-]?[0-9]+")
_DECIMALS = re.compile(r"[0-9]+(?:[eE][+-]?[0-9]+)?")
"""What stands before and after a decimal comma that parted one number into two cells."""


class Row(NamedTuple):
    """One row: where it stands and the cells that were given, parsed, by column."""

    line: int
    given: dict[str, Any]
    broken: bool
    """Something about it was reported already."""


class Table:
    """The rows of a CSV text, parsed one by one while they are asked for. Mistakes are reported.

    ``progress`` is told, now and then, how many rows were read since it was told last.

    Attributes
    ----------
    cut_short : rows were lost, or cannot be told apart by name, because the header or the quoting of
        the whole file is at fault. Settled when the last row was asked for.
    decimal_comma : numbers may have one.
    """

    def __init__(
        self,
        file: str,
        text: str,
        keys: Sequence[Key],
        findings: Findings,
        progress: Callable[[int], None] = lambda rows: None,
    ) -> None:
        self.cut_short = False
        self._file = file
        self._text = text
        self._dialect, self._first_line = dialect_of(text)
        self.decimal_comma = self._dialect.decimal_comma
        self._keys = keys
        self._findings = findings
        self._progress = progress

    def __iter__(self) -> Iterator[Row]:
        """Every row, also the broken ones."""
        lines = self._lines()
        header = next(lines, None)
        if header is None:
            self._report_no_header()
            return
        before = self._findings.count
        columns = _judge_header(self._file, *header, self._keys, self._findings)
        faulty = self._findings.count > before
        self.cut_short |= faulty and self._keys[0] not in columns
        if any(columns):
            parse = _row_parser(
                self._file, columns, len(header[1]), self._dialect, self._findings, broken=faulty
            )
            cells: list[str] = []
            for count, (line, cells) in enumerate(lines, start=1):
                yield parse(line, cells)
                if count % PROGRESS_ROWS == 0:
                    self._progress(PROGRESS_ROWS)
            # A last row that stops in its midst is what a file looks like that was not copied to its end.
            self.cut_short |= 0 < len(cells) < len(columns) and self._text[-1] not in "\r\n"

    def _report_no_header(self) -> None:
        if not self.cut_short:
            columns = ",".join(key.name for key in self._keys if key.required)
            self._findings.report(self._file, 0, "", "has no header line", f"begin with {columns}")
        self.cut_short = True

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """(line, stripped cells) of every line that is neither blank nor a comment."""
        csv.field_size_limit(CELL_CHARACTERS_MAX)
        lines = io.StringIO(self._text, newline="")
        line = self._first_line
        for _ in range(line):
            lines.readline()
        reader = csv.reader(lines, delimiter=self._dialect.delimiter, strict=True)
        try:
            for cells in reader:
                first_line, line = line + 1, self._first_line + reader.line_num
                if cells and (not cells[0].startswith("#") or _ERROR_CELL.fullmatch(cells[0])):
                    stripped = [cell.strip() for cell in cells]
                    if any(stripped):
                        yield first_line, stripped
        except csv.Error as error:
            self.cut_short = True
            self._findings.report(self._file, line + 1, "", *_broken_csv(str(error)))


def _broken_csv(error: str) -> tuple[str, str]:
    if "unexpected end of data" in error:
        return "a double quote is opened and never closed", 'close it, or write "" for a quote inside a cell'
    if "field larger" in error:
        advice = f"at most {CELL_CHARACTERS_MAX:,}; is a double quote left open?"
        return f"a cell has more than {CELL_CHARACTERS_MAX:,} characters", advice
    return f"is not valid CSV ({error})", 'put the cell in double quotes, with "" for a quote inside it'


def _judge_header(
    file: str, line: int, cells: list[str], keys: Sequence[Key], findings: Findings
) -> list[Key | None]:
    """The key of each column up to the last with a name, None for a column that is not read."""
    if len(cells) == 1 and "|" in cells[0]:
        findings.report(file, line, "", "cells are parted by vertical bars", "part them by commas")
        return [None]
    while not cells[-1]:
        cells = cells[:-1]
    known = {key.name: key for key in keys}
    meant = set()
    for position, cell in enumerate(cells):
        if not cell:
            findings.report(file, line, "", f"column {position + 1} has no name", "name it or remove it")
        elif cell not in known:
            unseen = [name for name in known if name not in cells]
            meant.add(closest(cell, unseen))
            findings.report(file, line, cell[:60], "unknown column", suggest(cell, unseen, listed_max=20))
        elif cell in cells[:position]:
            findings.report(file, line, cell, "column stands twice", "keep one of the two")
    for key in keys:
        if key.required and key.name not in cells and key.name not in meant:
            findings.report(file, line, key.name, "column is missing", "add it to the header line")
    return [known.get(cell) for cell in cells]


def _row_parser(
    file: str,
    columns: list[Key | None],
    header_cells: int,
    dialect: Dialect,
    findings: Findings,
    *,
    broken: bool,
) -> Callable[[int, list[str]], Row]:
    """A function that parses one row. It runs for every row, so what can be done once is done here.

    ``header_cells`` counts the empty columns at the end too. ``broken``: the header was faulty, so no row is
    complete and none should be judged further.
    """
    width = len(columns)
    read: list[tuple[int, str, Callable[[Any], Any], dict[str, Any]]] = [
        (index, key.name, _cell_parser(key, dialect), {})
        for index, key in enumerate(columns)
        if key is not None
    ]
    names = [(index, name) for index, name, _, _ in read if name in ("name", "tag")]

    def parse(line: int, cells: list[str]) -> Row:
        count = len(cells)
        if count != width and (count != header_cells or any(cells[width:])):
            findings.report(file, line, "", *_ragged(cells, columns, header_cells, dialect))
            return Row(line, {name: cells[index] for index, name in names if index < len(cells)}, True)
        row_broken = broken
        given = {}
        for index, name, parse_cell, parsed in read:
            cell = cells[index]
            if cell in parsed:
                given[name] = parsed[cell]
            elif cell:
                try:
                    given[name] = parse_cell(cell)
                    if len(parsed) < REMEMBERED_MAX:
                        parsed[cell] = given[name]
                except Invalid as invalid:
                    row_broken = True
                    findings.report(file, line, name, invalid.message, invalid.advice)
        return Row(line, given, row_broken)

    return parse


def _cell_parser(key: Key, dialect: Dialect) -> Callable[[Any], Any]:
    """How a cell of a column is read in a file of this dialect."""
    parse = with_decimal_comma(key.parse) if dialect.decimal_comma and key.numeric else key.parse

    def parse_cell(cell: str) -> Any:
        if cell[0] == "#" and _ERROR_CELL.fullmatch(cell):
            raise Invalid(f"{cell!r} is a formula that failed in the spreadsheet", "write what was meant")
        return parse(cell)

    return parse_cell


def _ragged(
    cells: list[str], columns: list[Key | None], header_cells: int, dialect: Dialect
) -> tuple[str, str]:
    width = len(columns)
    if len(cells) == header_cells:
        beyond = next(cell for cell in cells[width:] if cell)
        return f"{beyond[:60]!r} stands in a column without a name", "name the column or clear the cell"
    message = f"has {len(cells)} cells, the header has {header_cells}"
    if len(cells) < header_cells:
        return message, f"add {dialect.plural} for the empty cells"
    if dialect.decimal_comma:
        return message, "remove some, or put a text that holds one of them in double quotes"
    torn = _torn_number(cells, columns)
    if torn is not None:
        grouped = f"{''.join(torn)} or " if len(torn[1]) == 3 else ""
        one = f"write {grouped}{'.'.join(torn)} if {','.join(torn)} is one number"
        return message, f"{one}, or put a text that holds a comma in double quotes"
    return message, "remove some, or is there a decimal comma, or a comma in a text without double quotes?"


def _torn_number(cells: list[str], columns: list[Key | None]) -> tuple[str, str] | None:
    """What stood before and after the first decimal comma that may have parted one number into two cells."""
    numeric = [key is not None and key.numeric for key in columns] + [False]
    for index, (left, right) in enumerate(pairwise(cells[: len(columns) + 1])):
        if numeric[index] and _WHOLE_PART.fullmatch(left) and _DECIMALS.fullmatch(right):
            # Put together again, the cell after them moves one to the left, and a word is no number.
            moved = "".join(cells[index + 2 : index + 3]).lstrip("+-.")
            if not (numeric[index + 1] and moved and not _DECIMALS.match(moved)):
                return left, right
    return None
