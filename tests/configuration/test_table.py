"""CSV rows: header, quoting, ragged rows, comments, and what is handed on of a broken one."""

import csv
import io
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wakeful.server.configuration import value
from wakeful.server.configuration.finding import Findings
from wakeful.server.configuration.keys import Key
from wakeful.server.configuration.table import CELL_CHARACTERS_MAX, Row, Table

KEYS = (
    Key("name", value.name, True, "-", ""),
    Key("limit", value.number, True, "-", ""),
    Key("note", value.text, False, "-", ""),
)
FIGURES = (KEYS[0], Key("limit_eu", value.number, True, "-", ""), KEYS[2])


def read(text: str, keys: tuple[Key, ...] = KEYS) -> tuple[list[Row], list[str], bool]:
    findings = Findings()
    table = Table("t.csv", text, keys, findings)
    rows = list(table)
    return rows, [str(finding) for finding in findings.sorted()], table.cut_short


def test_cells_are_stripped_parsed_and_numbered() -> None:
    text = '# a comment, with a comma\n\nname,limit,note\n A , 1.5 ,"x, ""y"""\n,,\nB,,\n'
    rows, findings, cut_short = read(text)
    assert rows == [
        Row(4, {"name": "A", "limit": 1.5, "note": 'x, "y"'}, False),
        Row(6, {"name": "B"}, False),
    ]
    assert findings == [] and not cut_short


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_taken(ending: str) -> None:
    rows, findings, _ = read(ending.join(["name,limit", "A,1", "B,x", ""]))
    assert [row.line for row in rows] == [2, 3]
    assert findings == ["t.csv:3: limit: 'x' is not a number; give a number such as 3.5, or leave it out"]


def test_a_quoted_line_break_counts_as_a_line() -> None:
    rows, findings, _ = read('name,limit,note\nA,1,"two\nlines"\nB,1,\n')
    assert [row.line for row in rows] == [2, 4]
    assert findings[0].startswith("t.csv:2: note: holds a line break")


def test_columns_come_in_any_order_and_trailing_empty_ones_are_no_matter() -> None:
    rows, findings, _ = read("limit,name,,\n1,A,,\n2,B\n")
    assert [row.given for row in rows] == [{"limit": 1, "name": "A"}, {"limit": 2, "name": "B"}]
    assert findings == []


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ("A,12,5,,,", "has 6 cells, the header has 5; write 12.5 if 12,5 is one number, or put a text"),
        ("A,12,500,,,", "has 6 cells, the header has 5; write 12500 or 12.500 if 12,500 is one number"),
        ("A,12,5,", "has 4 cells, the header has 5; add commas for the empty cells"),
        ("A,1,x,,,", "has 6 cells, the header has 5; remove some, or is there a decimal comma"),
        ("A,1,x,,y", "'y' stands in a column without a name; name the column or clear the cell"),
    ],
)
def test_blank_cells_at_the_end_hide_no_decimal_comma(row: str, finding: str) -> None:
    rows, findings, _ = read(f"name,limit_eu,note,,\n{row}\n", FIGURES)
    assert [row.broken for row in rows] == [True]
    assert len(findings) == 1 and findings[0].startswith(f"t.csv:2: {finding}")


def test_a_ragged_row_is_broken_and_known_by_its_name() -> None:
    rows, findings, _ = read("name,limit,note\nA,1\nB,3,5,x\n")
    assert rows == [Row(2, {"name": "A"}, True), Row(3, {"name": "B"}, True)]
    assert "has 2 cells, the header has 3; add commas" in findings[0]
    assert "is there a decimal comma" in findings[1]


def test_a_faulty_header_breaks_every_row_and_says_so_once() -> None:
    rows, findings, cut_short = read("name,limt\nA,1\nB,2\n")
    assert all(row.broken for row in rows) and len(rows) == 2
    assert findings == ["t.csv:1: limt: unknown column; did you mean 'limit'?"]
    assert not cut_short, "names are known all the same"


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("name|limit\n", "cells are parted by vertical bars"),
        ("# only\n", "has no header line; begin with name,limit"),
        ("name,limit,name\n", "name: column stands twice"),
        ("name,,limit\n", "column 2 has no name"),
        ("limit\n1\n", "name: column is missing"),
        ('name,limit\n"A,1\n', "a double quote is opened and never closed"),
        ('name,limit\n"A"x,1\n', "is not valid CSV"),
        ("name,limit\n" + "x" * (CELL_CHARACTERS_MAX + 1), "a cell has more than 10,000 characters"),
    ],
)
def test_a_fault_of_the_whole_file(text: str, finding: str) -> None:
    _, findings, _ = read(text)
    assert len(findings) == 1 and finding in findings[0]


def test_rows_that_cannot_be_told_by_name_cut_the_table_short() -> None:
    assert read("limit\n1\n")[2]
    assert read("name|limit\nA|1\n")[2]
    assert read('name,limit\nA,1\n"B,2\n')[2]


def test_a_last_row_that_stops_in_its_midst_cuts_the_table_short() -> None:
    assert read("name,limit,note\nA,1,\nB,2")[2]
    assert not read("name,limit,note\nA,1,\nB,2\n")[2]
    assert not read("name,limit,note\nA,1\nB,2,x")[2]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_spreadsheet_of_another_language_is_read(delimiter: str) -> None:
    lines = ["# a, comment", "name,limit_eu,note", 'A,"3,5","x, y"', "B,-0.25,", 'C,"1,5e2",']
    text = "\n".join(line if line[0] == "#" else _parted(line, delimiter) for line in lines)
    rows, findings, cut_short = read(text + "\n", FIGURES)
    assert findings == [] and not cut_short
    assert [row.given["limit_eu"] for row in rows] == [3.5, -0.25, 150.0]
    assert rows[0].given["note"] == "x, y"


def _parted(line: str, delimiter: str) -> str:
    return delimiter.join(next(csv.reader([line])))


@pytest.mark.parametrize(
    ("cell", "finding"),
    [
        ("1.500", "'1.500' may be 1500 or a decimal; write 1500 or 1.5000"),
        ("-12,125", "'-12,125' may be -12125 or a decimal; write -12125 or -12,1250"),
        ("1.234,5", "'1.234,5' groups its digits; write 1234,5"),
        ("1 234,5", "'1 234,5' groups its digits; write 1234,5"),
        ("1.234.567", "'1.234.567' groups its digits; write 1234567"),
        ("1'000,0", "groups its digits; write 1000,0"),
        ("3,5 m", "is not a number"),
    ],
)
def test_what_may_mean_two_numbers_is_refused(cell: str, finding: str) -> None:
    _, findings, _ = read(f"name;limit_eu\nA;{cell}\n", FIGURES)
    assert len(findings) == 1 and finding in findings[0]


def test_a_file_may_say_what_parts_its_cells_and_lines_are_counted_all_the_same() -> None:
    rows, findings, _ = read("sep=;\r\n\r\nname;limit_eu\r\nA;2,5\r\nB;x\r\n", FIGURES)
    assert rows[0] == Row(4, {"name": "A", "limit_eu": 2.5}, False)
    assert findings[0].startswith("t.csv:5: limit_eu: 'x' is not a number")


def test_commas_part_the_cells_where_the_header_has_them() -> None:
    rows, findings, _ = read("name,limit_eu,note\nA,2,a;b;c;d\n", FIGURES)
    assert findings == [] and rows[0].given["note"] == "a;b;c;d"


@pytest.mark.parametrize("cell", ["#NAME?", "#REF!", "#WERT!", "#N/A", "#DIV/0!", "#NV"])
def test_a_formula_that_failed_is_no_comment_and_no_text(cell: str) -> None:
    rows, findings, _ = read(f"name,limit_eu,note\n{cell},1,\nB,1,{cell}\n# a comment\n", FIGURES)
    assert [row.broken for row in rows] == [True, True]
    assert [finding.partition(" is ")[0] for finding in findings] == [
        f"t.csv:2: name: {cell!r}",
        f"t.csv:3: note: {cell!r}",
    ]
    assert "is a formula that failed in the spreadsheet; write what was meant" in findings[0]


def test_a_ragged_row_is_told_in_the_words_of_its_file() -> None:
    _, findings, _ = read("name;limit_eu;note\nA;1\nB;1;x;y\n", FIGURES)
    assert findings[0].endswith("has 2 cells, the header has 3; add semicolons for the empty cells")
    assert findings[1].endswith("remove some, or put a text that holds one of them in double quotes")


def test_a_repeated_mistake_is_reported_in_every_row() -> None:
    _, findings, _ = read("name,limit\nA,x\nB,x\n")
    assert len(findings) == 2


NUMBERS = ("limit_eu", "deadband_eu", "on_delay_ms")
ANY_KEYS = (
    KEYS[0],
    *(Key(column, value.number, False, "-", "") for column in NUMBERS[:2]),
    Key("on_delay_ms", value.whole(0, 10**9), False, "-", ""),
    KEYS[2],
)


class Style(NamedTuple):
    """How some program writes numbers and parts cells; ``quotes``: it quotes a cell that needs it."""

    delimiter: str
    decimal: str
    group: str
    quotes: bool


STYLES = [
    Style(delimiter, decimal, group, quotes)
    for delimiter in ",;\t"
    for decimal in ",."
    for group in ("", " ", "'", "." if decimal == "," else ",")
    for quotes in (True, False)
    # 1.500 in a file with commas is one and a half: numbers have a decimal point there, says docs/site.md.
    if (delimiter, group) != (",", ".")
]


def shown(number: float, style: Style) -> str:
    marks = {",": style.group, ".": style.decimal}
    text = f"{number:,}" if abs(number) >= 1 else f"{number:.3f}"
    return "".join(marks.get(mark, mark) for mark in text)


def written(table: list[list[str]], style: Style) -> str:
    if not style.quotes:
        return "".join(style.delimiter.join(cells) + "\n" for cells in table)
    text = io.StringIO()
    csv.writer(text, delimiter=style.delimiter, lineterminator="\n").writerows(table)
    return text.getvalue()


CARELESS = Style(",", ",", "", quotes=False)
FIGURES_MEANT = (None, None, None, 12.5, 12.5, 5, -1.5, 1.125, 0.125, 1234.5, 1_000, 1_234_567)


@settings(max_examples=300)
@given(data=st.data(), style=st.sampled_from([*STYLES, *[CARELESS] * len(STYLES)]))
def test_no_number_is_changed_in_silence(data: st.DataObject, style: Style) -> None:
    """Whatever program wrote a table, every number is read as it was meant, or there is a finding."""
    others = data.draw(st.lists(st.sampled_from([*NUMBERS, "note"]), min_size=1, unique=True))
    columns = data.draw(st.permutations(["name", *others]))
    cell = dict.fromkeys(NUMBERS, st.sampled_from(FIGURES_MEANT))
    note = st.sampled_from(["", "", "close 1, 5", "1", "5", "a;b", "2,5"])
    cells = st.fixed_dictionaries(cell | {"note": note, "name": st.sampled_from(["A", "B1"])})
    meant: list[dict[str, Any]] = data.draw(st.lists(cells, min_size=1, max_size=2))
    padding = [""] * data.draw(st.integers(0, 3))
    table = [[*columns, *padding]]
    for row in meant:
        texts = {column: "" if row[column] is None else shown(row[column], style) for column in NUMBERS}
        texts |= {"note": row["note"], "name": row["name"]}
        table.append([*(texts[column] for column in columns), *padding])
    rows, findings, _ = read(written(table, style), ANY_KEYS)
    if findings:
        return
    assert [row.given for row in rows] == [
        {column: row[column] for column in columns if row[column] not in (None, "")} for row in meant
    ]


@pytest.mark.parametrize("style", [style for style in STYLES if style.quotes and not style.group])
def test_a_number_that_is_written_well_is_read(style: Style) -> None:
    if style.delimiter == "," and style.decimal == ",":
        return
    table = [["name", "deadband_eu", "limit_eu", "", ""], ["A", shown(12.5, style), "", "", ""]]
    rows, findings, _ = read(written(table, style), ANY_KEYS)
    assert findings == [] and rows[0].given == {"name": "A", "deadband_eu": 12.5}


@pytest.mark.parametrize("padding", range(4))
def test_a_decimal_comma_without_quotes_is_found_whatever_is_blank(padding: int) -> None:
    header = ",".join(["name", *NUMBERS, "note"]) + "," * padding
    for place in range(len(NUMBERS)):
        cells = ["A", *("12,5" if place == index else "" for index in range(len(NUMBERS))), ""]
        _, findings, _ = read(f"{header}\n{','.join(cells)}{',' * padding}\n", ANY_KEYS)
        assert findings == [
            f"t.csv:2: has {6 + padding} cells, the header has {5 + padding}; write 12.5 if 12,5 is one "
            "number, or put a text that holds a comma in double quotes"
        ]
