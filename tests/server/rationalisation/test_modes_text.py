"""The text of modes.csv with settings of single alarms changed."""

from wakeful.server.rationalisation.modes_text import ModesText

TEXT = """# patterns first
alarm,mode,limit_eu,priority,suppressed
LI-1.*,off,,,yes
A,run,9.5,,
A,run,,critical,
B,run,1,,
"""


def changed(alarm: str, mode: str, **cells: str) -> list[str]:
    text = ModesText(TEXT)
    text.change(alarm, mode, cells, 7)
    return text.render()[0].splitlines()[2:]


def test_a_cell_changes_where_it_stands() -> None:
    assert changed("A", "run", limit_eu="9", priority="low", suppressed="yes") == [
        "LI-1.*,off,,,yes", "A,run,9,,yes", "A,run,,low,", "B,run,1,,",
    ]  # fmt: skip


def test_a_row_without_a_cell_left_goes_away() -> None:
    assert changed("A", "run", priority="") == ["LI-1.*,off,,,yes", "A,run,9.5,,", "B,run,1,,"]
    assert changed("B", "run", limit_eu="", priority="") == TEXT.splitlines()[2:5]


def test_what_is_new_comes_last_and_what_is_nothing_does_not_come() -> None:
    assert changed("C", "run", suppressed="no")[-1] == "C,run,,,no"
    assert changed("C", "run", limit_eu="") == TEXT.splitlines()[2:]


def test_the_sheet_s_lines_are_known() -> None:
    text = ModesText("")
    text.change("A", "run", {"limit_eu": "1"}, 5)
    text.change("B", "run", {"limit_eu": "2"}, 3)
    assert text.render() == (
        "alarm,mode,limit_eu,priority,suppressed\nA,run,1,,\nB,run,2,,\n", {2: 5, 3: 3},
    )  # fmt: skip
