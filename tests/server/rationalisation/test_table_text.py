"""Rows of a CSV text put, added and taken out; the rest stays byte for byte."""

import pytest

from wakeful.server.rationalisation.table_text import TableText

TEXT = '# why\r\na,b\r\n1,"x, y"\r\n\r\n2,z\n'


def test_rows_are_taken_out_changed_and_added() -> None:
    table = TableText(TEXT, ())
    first, second = table.rows
    table.take_out(first)
    table.put(second, {"b": "w, v"}, 7)
    table.put(table.add(), {"a": "3"}, 8)
    assert table.render() == ('# why\r\na,b\r\n\r\n2,"w, v"\n3,\r\n', {4: 7, 5: 8})


def test_a_new_column_is_there_in_every_row() -> None:
    table = TableText("a,b\n1,2\n", ())
    table.put(table.add(), {"c": "3"}, 2)
    assert table.render()[0] == "a,b,c\n1,2,\n,,3\n"


def test_without_a_file_the_header_is_the_caller_s() -> None:
    assert TableText("", ("a", "b")).render() == ("a,b\n", {})


@pytest.mark.parametrize(
    ("old", "written"),
    [("8,5", "1,1250"), ("8.5", "1.1250"), ("8", "1,1250"), ("1,5;x,y.z", "1,1250")],
)
def test_a_number_is_written_with_the_decimal_mark_of_the_file(old: str, written: str) -> None:
    table = TableText(f"name;limit_eu;note\nA;{old}\n", (), ("limit_eu",))
    table.put(table.add(), {"name": "B", "limit_eu": "1.125", "note": "1.125"}, 3)
    assert table.render()[0].splitlines()[-1] == f"B;{written};1.125"


@pytest.mark.parametrize("told", ["", "sep=;\r\n"])
def test_separator_and_line_ends_of_the_file_are_kept(told: str) -> None:
    table = TableText(f"{told}a;b\r\n1;x, y\r\n2;", (), ("a",))
    table.put(table.rows[1], {"a": "2.5", "c": "p;q"}, 9)
    line = 4 if told else 3
    assert table.render() == (f'{told}a;b;c\r\n1;x, y;\r\n2,5;;"p;q"\r\n', {line: 9})


def test_lines_are_counted_whatever_ends_them() -> None:
    table = TableText("a\tb\r1\t2\r3\t4\r", ())
    table.put(table.rows[1], {"b": "5"}, 9)
    assert table.render() == ("a\tb\r1\t2\r3\t5\r", {3: 9})
