"""Durations, instants, numbers and names, in every spelling that is taken; and what is not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.drills.cursor import DURATION_MAX_NS, Cursor
from wakeful.drills.finding import Mistake
from wakeful.drills.lexing import tokens_of

S = 10**9


def cursor(line: str) -> Cursor:
    return Cursor(tokens_of(line))


@pytest.mark.parametrize(
    ("text", "expected_s"),
    [
        ("90 s", 90),
        ("90s", 90),
        ("90 sec", 90),
        ("90 seconds", 90),
        ("1 second", 1),
        ("1.5 min", 90),
        ("2 Minutes", 120),
        ("1 h", 3_600),
        ("1 hour", 3_600),
        ("2 hours", 7_200),
        ("1 h 30 min", 5_400),
        ("1h30min", 5_400),
        ("1h 30min 5s", 5_405),
        ("1:30:00", 5_400),
        ("500 ms", Fraction(1, 2)),
        ("250 milliseconds", Fraction(1, 4)),
        ("1 d", 86_400),
        ("2 days", 172_800),
        ("20 us", Fraction(20, 10**6)),
        ("1 ns", Fraction(1, 10**9)),
        ("0 s", 0),
    ],
)
def test_durations_in_many_spellings(text: str, expected_s: Fraction) -> None:
    line = cursor(text + " more")
    assert line.duration_ns() == expected_s * S
    assert line.peek() == "more"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("90", "has no unit"),
        ("90 parsecs", "has no unit"),
        ("90x", "no unit of time"),
        ("soon", "not understood"),
        ("", "the line ends here"),
        ("0.5 ns", "finer than a nanosecond"),
        ("367 d", "longer than a year"),
    ],
)
def test_what_is_no_duration(text: str, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        cursor(text).duration_ns()


@pytest.mark.parametrize(
    ("text", "expected_ns"),
    [
        ("00:01:30", 90 * S),
        ("0:01:30.5", 90_500_000_000),
        ("26:00:00", 93_600 * S),
        ("00:00:00.000000001", 1),
        ("90 s", 90 * S),
        ("1 h 30 min", 5_400 * S),
    ],
)
def test_instants(text: str, expected_ns: int) -> None:
    assert cursor(text).instant_ns() == expected_ns


@pytest.mark.parametrize(
    ("text", "message"),
    [("01:30", "could be hours or minutes"), ("00:61:00", "not understood"), ("90", "not understood")],
)
def test_what_is_no_instant(text: str, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        cursor(text).instant_ns()


@given(st.integers(0, DURATION_MAX_NS))
def test_an_instant_reads_as_it_is_written(at_ns: int) -> None:
    seconds, rest = divmod(at_ns, S)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:09d}"
    assert cursor(text).instant_ns() == at_ns


def test_milliseconds_are_whole() -> None:
    assert cursor("1.5 s").duration_ms() == 1_500
    with pytest.raises(Mistake, match="finer than a millisecond"):
        cursor("1.0005 s").duration_ms()


@pytest.mark.parametrize(("text", "expected"), [("8", 8.0), ("-8.5", -8.5), (".5", 0.5), ("1e-3", 1e-3)])
def test_numbers(text: str, expected: float) -> None:
    assert cursor(text).number("limit") == expected


@pytest.mark.parametrize("text", ["8m", "nan", "inf", "-", '"8"', ""])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(Mistake) as raised:
        cursor(text).number("limit")
    assert raised.value.advice == "expected a number (limit), with a decimal point and without unit"


@pytest.mark.parametrize("text", ["-1", "1.0", "one", "1234567890"])
def test_what_is_no_whole_number(text: str) -> None:
    with pytest.raises(Mistake) as raised:
        cursor(text).whole("occurrence")
    assert raised.value.advice == "expected a whole number (occurrence)"


def test_words_have_no_case_and_names_have() -> None:
    line = cursor('AT Anna "Anna B"')
    assert line.take("at")
    assert line.peek() == "anna"
    assert line.name("a person") == "Anna"
    assert line.peek() == ""
    assert line.name("a person") == "Anna B"
    assert line.at_end


@pytest.mark.parametrize("mark", [",", ":", "(", ")", "->", ""])
def test_a_mark_is_no_name(mark: str) -> None:
    with pytest.raises(Mistake) as raised:
        cursor(mark).name("a tag")
    assert raised.value.advice == "expected the name of a tag"


def test_an_unknown_name_is_told_with_its_place() -> None:
    line = cursor("at LAH-2")
    line.expect("at")
    with pytest.raises(Mistake, match="no alarm 'LAH-2'") as raised:
        line.known("alarm", ["LAH-1"])
    assert (raised.value.column, raised.value.name, raised.value.advice) == (
        4,
        "LAH-2",
        "did you mean LAH-1?",
    )


def test_expected_words_are_named_with_what_stands_there() -> None:
    with pytest.raises(Mistake, match="of is not understood here") as raised:
        cursor("of service").expect("from", "service")
    assert raised.value.advice == "expected 'from'"
    with pytest.raises(Mistake, match="the line ends here") as raised:
        cursor("").expect("from")


def test_choices_suggest() -> None:
    with pytest.raises(Mistake, match="'hihg' is no side") as raised:
        cursor("hihg").choice(("high", "low"), "side")
    assert raised.value.advice == "did you mean high?"
    with pytest.raises(Mistake) as raised:
        cursor('"high"').choice(("high", "low"), "side")
    assert raised.value.advice == "expected side: high, low"


def test_texts_stand_in_quotes() -> None:
    assert cursor('"by hand"').text("the reason") == "by hand"
    with pytest.raises(Mistake, match="not understood") as raised:
        cursor("hand").text("the reason")
    assert raised.value.advice == 'expected the reason in quotes: "..."'


def test_items_are_parted_and_nothing_is_left() -> None:
    line = cursor("a, b c")
    line.name("x")
    assert line.separated()
    line.name("x")
    with pytest.raises(Mistake, match="c is not understood here"):
        line.separated()
    with pytest.raises(Mistake, match="c is not understood here"):
        line.finish()
    line.skip_to(",")
    assert line.at_end
    assert not line.separated()
    assert line.column == 8
