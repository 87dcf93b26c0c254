"""Rows of a CSV text put, added and taken out; the rest stays byte for byte."""

import pytest

from wakeful.server.rationalisation.table_text import TableText
from wakeful.terms.errors import ConfigurationError

TEXT = '# why\r\na,b\r\n1,"x, y"\r\n\r\n2,z\n'


def test_rows_are_taken_out_changed_and_added() -> None:
    table = TableText("t.csv", TEXT, ())
    first, second = table.rows
    table.take_out(first)
    table.put(second, {"b": "w, v"}, 7)
    table.put(table.add(), {"a": "3"}, 8)
    assert table.render() == ('# why\r\na,b\r\n\r\n2,"w, v"\n3,\n', {4: 7, 5: 8})


def test_a_new_column_is_there_in_every_row() -> None:
    table = TableText("t.csv", "a,b\n1,2\n", ())
    table.put(table.add(), {"c": "3"}, 2)
    assert table.render()[0] == "a,b,c\n1,2,\n,,3\n"


def test_without_a_file_the_header_is_the_caller_s() -> None:
    assert TableText("t.csv", "", ("a", "b")).render() == ("a,b\n", {})


def test_another_dialect_is_refused_in_the_name_of_the_file() -> None:
    with pytest.raises(ConfigurationError, match=r"t\.csv: its cells are parted by semicolons; save it with"):
        TableText("t.csv", "a;b\n1;2\n", ())
