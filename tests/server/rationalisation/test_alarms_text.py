"""The text of alarms.csv with rows changed and added."""

import pytest

from wakeful.server.rationalisation.alarms_text import AlarmsText, name_of

TEXT = '# why\r\nname,tag,kind,priority,limit_eu,cause\r\n,T,high,high,8,"a, b"\r\n\r\nx,T,low,low,1,'


def test_nothing_changed_is_nothing_changed() -> None:
    assert AlarmsText(TEXT).render() == (TEXT + "\r\n", {})


def test_one_changed_row_leaves_the_others_as_they_are() -> None:
    text = AlarmsText(TEXT)
    text.change("x", {"limit_eu": "2"}, 7)
    assert text.render() == (TEXT.replace("x,T,low,low,1,", "x,T,low,low,2,\r\n"), {5: 7})


def test_a_new_column_and_a_new_row() -> None:
    text = AlarmsText(TEXT)
    text.change("T.high", {"basis": "weir"}, 2)
    text.change("y", {"tag": "U"}, 3)
    rendered, lines = text.render()
    assert rendered == (
        '# why\r\nname,tag,kind,priority,limit_eu,cause,basis\r\n,T,high,high,8,"a, b",weir\r\n\r\n'
        "x,T,low,low,1,,\r\ny,U,,,,,\r\n"
    )
    assert lines == {3: 2, 6: 3}


def test_without_a_file_it_begins_with_a_header() -> None:
    text = AlarmsText("")
    text.change("a", {"tag": "T", "kind": "high", "priority": "low", "limit_eu": "1"}, 2)
    assert text.render() == ("name,tag,kind,priority,limit_eu\na,T,high,low,1\n", {2: 2})


def test_numbers_are_written_as_in_a_file_with_decimal_commas() -> None:
    text = AlarmsText("name;tag;kind;priority;limit_eu\na;T;high;low;8,5\n")
    text.change("a", {"limit_eu": "9.25", "on_delay_ms": "5000", "cause": "1.5"}, 2)
    assert text.render()[0].splitlines()[1] == "a;T;high;low;9,25;5000;1.5"


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"name": "a", "tag": "T"}, "a"),
        ({"tag": "T", "kind": "High"}, "T.high"),
        ({"kind": "expression", "expression": "U > 1 and T > 2"}, "U.expression"),
        ({"kind": "expression", "expression": "U >"}, ""),
        ({"kind": "high"}, ""),
        ({"tag": "T"}, ""),
    ],
)
def test_the_name_of_a_row(cells: dict[str, str], name: str) -> None:
    assert name_of(cells) == name
