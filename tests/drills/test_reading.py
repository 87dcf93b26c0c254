"""Lines of a sheet and their findings: reading goes on, and what only follows is not told."""

from tests.drills.sheets import findings
from wakeful.drills.finding import Mistake
from wakeful.drills.lexing import tokens_of
from wakeful.drills.reading import Line, Reader


def line(text: str, number: int = 1) -> Line:
    return Line(number, text, tokens_of(text))


def test_a_line_knows_its_word_its_name_and_its_columns() -> None:
    read = line('Alarm "L 1" on T: when "T > 1"')
    assert (read.word, read.name) == ("alarm", "L 1")
    assert (read.column_of("on"), read.column_of("T > 1"), read.column_of("off")) == (13, 25, 0)
    assert (line('"alarm" x').word, line("tag").name) == ("", "")


def test_mistakes_noted_on_the_way_come_before_the_one_that_ends_the_line() -> None:
    reader = Reader("a.drill")

    def read(cursor) -> None:
        cursor.note(Mistake(5, "first", "so"))
        raise Mistake(9, "last", "so")

    reader.guarded(line("tag T", 3), read)
    assert [str(finding) for finding in reader.findings] == [
        "a.drill:3:5: first; so",
        "a.drill:3:9: last; so",
    ]
    assert (reader.declared.broken, reader.unread) == ({"T"}, [])


def test_a_name_whose_line_is_wrong_is_broken_for_other_lines_and_not_for_its_own() -> None:
    reader = Reader("a.drill")
    unknown = Mistake(7, "there is no alarm 'B' yet", "declare it", "B")
    reader.keep(line("alarm B: latching"), [unknown])
    reader.keep(line("alarm B: latching", 2), [unknown])
    reader.keep(line("at 1 s B is A", 3), [unknown])
    assert [finding.line for finding in reader.findings] == [1]
    assert reader.unread == ["at 1 s B is A"]


def test_what_only_follows_from_another_mistake_is_not_told() -> None:
    lines = """tag P states off | on, in nowhere
alarm X on P: state onn, in day suppressed
alarm Y on LI-1: when "P = 'up'"
series P every 1 s: up
at 5 s the server stopps
at 6 s the server starts
alarm LAH-2 on LI-1 high at
at 7 s LAH-2 is A
"""
    assert [finding.partition(";")[0] for finding in findings(lines)] == [
        "1:27: there is no system 'nowhere'",
        "5:19: 'stopps' is no event of the server",
        "7:29: the line ends here",
    ]
