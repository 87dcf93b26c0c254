"""Tokens of a line, and the lines a line with ranges stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.drills.finding import Mistake
from wakeful.drills.lexing import EXPANSION_MAX, Token, expanded, tokens_of


def texts(line: str) -> list[str]:
    return [str(token) for token in tokens_of(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("at 00:01:30 LAH-1 is B, sounding", ["at", "00:01:30", "LAH-1", "is", "B", ",", "sounding"]),
        ("alarm A on T: high at 8.0", ["alarm", "A", "on", "T", ":", "high", "at", "8.0"]),
        ("tag TIC:1 range -5 to 5", ["tag", "TIC:1", "range", "-5", "to", "5"]),
        ('tag "Tank (north)"  # a comment', ["tag", '"Tank (north)"']),
        ("# only a comment", []),
        ("  ", []),
        ("modes a | b|c", ["modes", "a", "|", "b", "|", "c"]),
        ("x -> done, refused", ["x", "->", "done", ",", "refused"]),
        ("(occurrence 1)", ["(", "occurrence", "1", ")"]),
        ("tag A#1", ["tag", "A#1"]),
    ],
)
def test_what_is_one_token(line: str, expected: list[str]) -> None:
    assert texts(line) == expected


def test_an_open_quote_is_a_mistake_at_its_place() -> None:
    with pytest.raises(Mistake, match="not closed") as raised:
        tokens_of('at 1 s A because "x')
    assert raised.value.column == 18


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=60))
def test_columns_are_those_of_the_text(line: str) -> None:
    try:
        tokens = tokens_of(line)
    except Mistake as mistake:
        assert line[mistake.column - 1] == '"'
        return
    for token in tokens:
        assert line[token.column - 1 :].startswith(str(token))


def test_ranges_of_a_line_count_together() -> None:
    lines = expanded(tokens_of('alarm LAH-{1..3} on LI-{11..13}: when "LI-{11..13} > 8"'))
    assert [[token.text for token in line] for line in lines][2] == [
        *("alarm", "LAH-3", "on", "LI-13", ":", "when", "LI-13 > 8"),
    ]
    assert expanded([Token("a", 1)]) == [[Token("a", 1)]]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("A-{1..3} B-{1..2}", "not as long"),
        ("A-{3..1}", "counts down"),
        (f"A-{{1..{EXPANSION_MAX + 1}}}", "stands for 1,001 lines"),
    ],
)
def test_ranges_that_make_no_sense(line: str, message: str) -> None:
    with pytest.raises(Mistake, match=message):
        expanded(tokens_of(line))


def test_the_longest_range() -> None:
    assert len(expanded(tokens_of(f"A-{{1..{EXPANSION_MAX}}}"))) == EXPANSION_MAX
