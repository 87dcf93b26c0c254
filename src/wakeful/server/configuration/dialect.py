"""How a CSV file parts its cells: commas, or what a spreadsheet of another language puts in their place.

A header line names columns, and no column's name holds a semicolon or a tab; so the header tells. Where a
spreadsheet's list separator is not the comma, the comma is its decimal mark.
"""

import re
from typing import NamedTuple

_SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?[,;\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_COMMENT = ("#", '"#')


class Dialect(NamedTuple):
    """``delimiter``, its name in the plural, and whether a comma in a number is its decimal mark."""

    delimiter: str
    plural: str
    decimal_comma: bool


COMMAS = Dialect(",", "commas", False)
DIALECTS = (COMMAS, Dialect(";", "semicolons", True), Dialect("\t", "tabs", True))


def dialect_of(text: str) -> tuple[Dialect, int]:
    """The dialect of a file's text, and how many of its lines only told it (``sep=;``, a spreadsheet's own).

    Commas where nothing speaks for another one.
    """
    told = _SEPARATOR_LINE.match(text)
    if told:
        for dialect in DIALECTS:
            if dialect.delimiter == told.group(1):
                return dialect, 1
    header = _header_of(text[told.end() :] if told else text)
    best = max(DIALECTS, key=lambda dialect: header.count(dialect.delimiter))
    return best, 1 if told else 0


def _header_of(text: str) -> str:
    """The first line that is neither blank nor a comment."""
    for line in re.finditer(r"[^\r\n]+", text):
        stripped = line.group().strip(" ,;\t")
        if stripped and not stripped.startswith(_COMMENT):
            return line.group()
    return ""
