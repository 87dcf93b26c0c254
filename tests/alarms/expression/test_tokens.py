"""Words of a text: what belongs to a name, where each stands, what is no word."""

import pytest

from wakeful.alarms.expression.syntax import ExpressionError
from wakeful.alarms.expression.tokens import CHARACTERS_MAX, tokens_of


def words(text):
    return [(token.kind, token.text) for token in tokens_of(text)[:-1]]


@pytest.mark.parametrize(
    "name",
    ["A", "FT-101", "TE.XMEAS-1.PV", "a/b/c.d", "x_1", "Pegel:Süd", "A--B", "T#4@north", "HOST.DISK./.USE"],
)
def test_a_name_with_its_signs_is_one_word(name):
    assert words(name) == [("name", name)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A - B", ["A", "-", "B"]),
        ("A -B", ["A", "-", "B"]),
        ("A- B", ["A", "-", "B"]),
        ("A-(B)", ["A", "-", "(", "B", ")"]),
        ("A/(B)", ["A", "/", "(", "B", ")"]),
        ("2-A", ["2", "-", "A"]),
        ("A+B", ["A", "+", "B"]),
        ("A*2", ["A", "*", "2"]),
        ("A<=B", ["A", "<=", "B"]),
        ("A>-1", ["A", ">", "-", "1"]),
        ("A!=B", ["A", "!=", "B"]),
    ],
)
def test_where_a_name_ends(text, expected):
    assert [word for _, word in words(text)] == expected


@pytest.mark.parametrize("text", ["0", "12", "1.", ".5", "1.5", "1e3", "1E-3", "2.5e+10"])
def test_a_number_is_one_word(text):
    assert words(text) == [("number", text)]


def test_quotes_keep_what_is_in_them():
    assert words("""'Tank 4 (north)' "it's" """) == [("quoted", "Tank 4 (north)"), ("quoted", "it's")]


def test_columns_count_from_one_and_words_know_what_they_touch():
    tokens = tokens_of(" A > 5bar")
    assert [(token.text, token.column) for token in tokens] == [
        ("A", 2),
        (">", 4),
        ("5", 6),
        ("bar", 7),
        ("", 10),
    ]
    assert [token.joined for token in tokens] == [False, False, False, True, False]
    assert [token.joined for token in tokens_of("A>5")] == [False, True, True, False]


@pytest.mark.parametrize("sign", ["$", "§", "`", "\\", "~", "\x00", "\ud800", "😀"])
def test_a_sign_of_no_meaning_is_refused(sign):
    with pytest.raises(ExpressionError) as refusal:
        tokens_of(f"A > {sign}")
    assert refusal.value.column == 5
    assert "has no meaning here" in refusal.value.message


def test_a_text_has_a_longest_length():
    assert len(tokens_of("A" * CHARACTERS_MAX)) == 2
    with pytest.raises(ExpressionError) as refusal:
        tokens_of("A" * (CHARACTERS_MAX + 1))
    assert refusal.value.column == CHARACTERS_MAX + 1
    assert refusal.value.message == "the expression has 2001 characters, at most 2000 are allowed"
