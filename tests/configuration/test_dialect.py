"""What parts the cells of a CSV file, told by its header."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.configuration.columns import ALARM_COLUMNS
from wakeful.server.configuration.dialect import COMMAS, DIALECTS, dialect_of

NAMES = [key.name for key in ALARM_COLUMNS]


@given(
    dialect=st.sampled_from(DIALECTS),
    columns=st.lists(st.sampled_from(NAMES), min_size=2, unique=True),
    cells=st.lists(st.text(", ;|ab", max_size=5), min_size=2, max_size=5),
    before=st.lists(st.sampled_from(["", "# a, b; c", '"# a; b, c";;', ";;;", ",,,", "  "]), max_size=3),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_header_tells_whatever_stands_around_it(
    dialect: object, columns: list[str], cells: list[str], before: list[str], ending: str
) -> None:
    assert dialect in DIALECTS
    written = io.StringIO()
    writer = csv.writer(written, delimiter=dialect.delimiter, lineterminator=ending)
    writer.writerows([columns, cells])
    text = ending.join([*before, written.getvalue()])
    assert dialect_of(text) == (dialect, 0)


@pytest.mark.parametrize(
    ("text", "delimiter", "lines"),
    [
        ("", ",", 0),
        ("name\n", ",", 0),
        ("# nothing else", ",", 0),
        ("sep=;\nname;tag\n", ";", 1),
        ("SEP=\t\r\nname\ttag\r\n", "\t", 1),
        ('"sep=;"\rname;tag\r', ";", 1),
        ("sep=,\nname,tag\n", ",", 1),
        ("sep=|\nname|tag\n", ",", 1),
    ],
)
def test_a_line_may_tell_it(text: str, delimiter: str, lines: int) -> None:
    dialect, told = dialect_of(text)
    assert (dialect.delimiter, told) == (delimiter, lines)
    assert dialect.decimal_comma == (dialect is not COMMAS)
