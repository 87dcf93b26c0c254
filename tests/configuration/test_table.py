"""CSV rows: header, quoting, ragged rows, comments, and what is handed on of a broken one."""

import csv

import pytest

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
    rows, findings, _ = read("limit,name,,\n1,A,,\n2,B\n3,C,,,\n")
    assert [row.given for row in rows] == [
        {"limit": number, "name": name} for number, name in ((1, "A"), (2, "B"), (3, "C"))
    ]
    assert findings == []


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
        ("1.234,5", "'1.234,5' groups its digits; write 1234.5"),
        ("1 234,5", "'1 234,5' groups its digits; write 1234.5"),
        ("1.234.567", "'1.234.567' groups its digits; write 1234567"),
        ("1'000,0", "groups its digits; write 1000.0"),
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
