"""A sheet as a whole: header, order, mistakes in one pass, limits, and that no text breaks the reader."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drills.conformance_tables import SHEETS
from tests.drills.sheets import HEAD, LEVEL, findings, read
from wakeful.drills import notation
from wakeful.drills.finding import SheetError
from wakeful.drills.notation import read_script
from wakeful.drills.script import Script

FACT = "at 1 s LAH-1 is A\n"


def test_the_head() -> None:
    script = read_script(
        "a.drill",
        "# first a comment\ntitle  Two  words # and a comment\ncovers R1, 1.4.6\ncovers R1\nwhy one\n"
        + "why two\n"
        + LEVEL
        + FACT,
    )
    assert (script.title, script.covers, script.why) == ("Two  words", ("R1", "1.4.6"), "one two")
    assert script.file == "a.drill"


def test_steps_are_in_order_of_time_and_then_of_the_sheet() -> None:
    script = read(
        "at 20 s LAH-1 is C\nat 10 s LAH-1 is B\nat 00:00:20 LAH-1 is B\nbetween 5 s and 60 s nothing happens"
    )
    assert [(step.at_ns // 10**9, step.line) for step in script.steps] == [(5, 9), (10, 7), (20, 6), (20, 8)]
    assert script.steps[1].text == "at 10 s LAH-1 is B"
    assert script.end_ns == 60 * 10**9


def test_a_sheet_need_not_cover_anything_and_may_cover_what_is_the_plants_own() -> None:
    def covered(head: str) -> tuple[str, ...]:
        return read_script("a.drill", f"title A test\n{head}{LEVEL}{FACT}").covers

    assert covered("") == ()
    assert covered('covers HAZOP-12.3, "trip matrix 7"\ncovers B1\n') == ("HAZOP-12.3", "trip matrix 7", "B1")


def test_the_end_is_that_of_the_last_sample_or_fact() -> None:
    assert read("series LI-1 every 10 s: 4x10\n" + FACT).end_ns == 90 * 10**9


def test_declarations_may_stand_in_any_order() -> None:
    lines = LEVEL.splitlines(keepends=True)
    assert read_script("a", HEAD + FACT + "".join(reversed(lines))).site == read(FACT).site


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["1: 0 titles", "1: nothing in it can fail"]),
        (HEAD + HEAD + LEVEL + FACT, ["1: 2 titles"]),
        ("title x\ncovers B1 B2\n" + LEVEL + FACT, ["2:11: B2 is not understood here"]),
        (HEAD + LEVEL, ["1: nothing in it can fail"]),
        (HEAD + LEVEL + "at 1 s the server restarts\n", ["1: nothing in it can fail"]),
        (
            HEAD + LEVEL + FACT + 'nonsense "x"\n"quoted" first\n',
            ["7:1: nonsense begins no line", '8:1: "quoted" begins no line'],
        ),
        (HEAD + LEVEL + FACT + 'at 2 s LAH-1 is B because "x\n', ["7:27: a quote is opened"]),
        (HEAD + LEVEL + FACT + "tag Anna\n", ["1: 'Anna' names two things"]),
        (
            HEAD + LEVEL + "person Bert\nBert sleeps\nat 1 s Bert resets LAH-1\n",
            ["6:13: the line", "7:1: Bert"],
        ),
    ],
)
def test_mistakes_of_a_sheet(text: str, found: list[str]) -> None:
    with pytest.raises(SheetError) as raised:
        read_script("a", text)
    said = [str(finding).removeprefix("a:") for finding in raised.value.findings]
    assert len(said) == len(found)
    assert all(line.startswith(start) for line, start in zip(said, found, strict=True))


def test_all_mistakes_are_told_at_once_and_none_twice() -> None:
    lines = (
        "tag A range 1 to 0\nalarm B on A: hihg at 1, latching\nat 1 s B is X\nat 2 s C is A\nat 3 s B is A\n"
    )
    assert [finding.partition(";")[0] for finding in findings(lines)] == [
        "1:18: the range ends before it begins",
        "2:15: 'hihg' is no setting",
        "3:13: 'x' is no thing to say of an alarm",
        "4:8: there is no alarm 'C'",
    ]


def test_what_is_wrong_with_every_copy_of_a_line_is_told_once() -> None:
    assert len(findings("tag T{1..9} rnage 0 to 10\n" + FACT)) == 1


def test_a_name_whose_own_line_is_wrong_is_not_told_again() -> None:
    found = findings(
        "alarm B on NOWHERE: high at 1\nperson Bert pilot\nat 1 s B is A\nat 2 s Bert acknowledges LAH-1\n"
    )
    assert [finding.partition(";")[0] for finding in found] == [
        "1:12: there is no tag 'NOWHERE'",
        "2:13: 'pilot' is no role",
    ]


@pytest.mark.parametrize(
    ("limit", "value", "lines", "finding"),
    [
        ("SHEET_BYTES_MAX", 100, "# " + "x" * 100, "the sheet is too large; at most 100 bytes"),
        ("LINES_MAX", 10, "tag T{1..10}", "the sheet is too long; at most 10 lines, ranges written out"),
        ("STEPS_MAX", 2, "at 2 s LAH-1 is A\n" * 2, "3 timed lines; at most 2"),
    ],
)
def test_limits(monkeypatch: pytest.MonkeyPatch, limit: str, value: int, lines: str, finding: str) -> None:
    monkeypatch.setattr(notation, limit, value)
    assert any(found.endswith(finding) for found in findings(FACT + lines))


def test_ranges_make_many_lines_of_one() -> None:
    script = read("tag T{1..3}\nalarm A{1..3} on T{1..3}: high at 1\nat 1 s A{1..3} is A\n")
    assert [alarm.tag for alarm in script.site.alarms[1:]] == ["T1", "T2", "T3"]
    assert [step.what.alarms for step in script.steps] == [("A1",), ("A2",), ("A3",)]


WORDS = sorted({word for path in SHEETS for word in path.read_text().split()})


@given(st.sampled_from(SHEETS), st.integers(0, 2**32 - 1))
def test_no_spoilt_sheet_breaks_the_reader(path, seed: int) -> None:
    """Words of real sheets swapped, dropped and doubled: a script comes of it, or findings with a place."""
    chance = random.Random(seed)
    lines = [line.split(" ") for line in path.read_text().splitlines()]
    for _ in range(chance.randint(1, 4)):
        line = chance.choice([line for line in lines if line])
        place = chance.randrange(len(line))
        line[place : place + 1] = chance.choice(
            [[], [chance.choice(WORDS)], [line[place]] * 2, [line[place] + ","]]
        )
    text = "\n".join(" ".join(line) for line in lines)
    try:
        assert isinstance(read_script("spoilt", text), Script)
    except SheetError as error:
        assert error.findings
        assert all(0 <= finding.line <= len(lines) and finding.column >= 0 for finding in error.findings)


@given(st.text(max_size=300))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    with pytest.raises(SheetError):
        read_script("any", text)
