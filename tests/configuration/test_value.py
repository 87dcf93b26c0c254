"""Single values: what is taken, what is refused, and what the refusal advises."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.configuration import value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_is_read_back_as_it_was_written(number: float) -> None:
    assert value.number(repr(number)) == number
    assert value.number(number) == number


@given(st.text(max_size=20))
def test_a_text_is_a_finite_number_or_refused_with_advice(text: str) -> None:
    try:
        assert math.isfinite(value.number(text))
    except value.Invalid as invalid:
        assert invalid.message and invalid.advice


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1,000", "write 1000 or 1.000"),
        ("1e999", "give a finite number or leave it out"),
        ("-1.5e-999", "write 0, or a larger number"),
    ],
)
def test_what_is_no_number_comes_with_advice(text: str, advice: str) -> None:
    with pytest.raises(value.Invalid) as caught:
        value.number(text)
    assert advice in caught.value.advice


@pytest.mark.parametrize("raw", [True, None, [1], {"a": 1}, 10**400, math.nan])
def test_a_toml_value_that_is_no_finite_number_is_refused(raw: object) -> None:
    with pytest.raises(value.Invalid):
        value.number(raw)


@given(st.integers(-50, 150))
def test_whole_numbers_keep_their_bounds(number: int) -> None:
    parse = value.whole(0, 100)
    if 0 <= number <= 100:
        assert parse(str(number)) == parse(number) == number
    else:
        with pytest.raises(value.Invalid, match="give 0 to 100"):
            parse(str(number))


def test_milliseconds_are_whole_and_say_so_of_other_units() -> None:
    parse = value.milliseconds(0, 60_000)
    assert parse("5000") == parse(5000) == 5_000
    with pytest.raises(value.Invalid, match="'10 s' has a unit; write 10000, which is that in milliseconds"):
        parse("10 s")
    with pytest.raises(value.Invalid, match="give 0 to 60,000"):
        parse("60001")
    with pytest.raises(value.Invalid, match="not a whole number"):
        parse("2.5")


def test_a_fraction_is_no_whole_number() -> None:
    assert value.whole(0, 10)("2.0") == 2
    with pytest.raises(value.Invalid, match="say 2"):
        value.whole(0, 10)("2.4")


def test_bounds_of_fractions() -> None:
    assert value.between(0.5, 2)("0.5") == 0.5
    with pytest.raises(value.Invalid, match=r"outside 0\.5 to 2"):
        value.between(0.5, 2)("0.4")
    assert value.at_least_zero("0") == 0.0
    with pytest.raises(value.Invalid, match="negative"):
        value.at_least_zero("-0.1")


def test_none_takes_something_away() -> None:
    parse = value.or_none(value.number)
    assert parse("none") is None and parse("3") == 3.0


@pytest.mark.parametrize(
    ("raw", "flag"), [("yes", True), ("No", False), (True, True), ("FALSE", False), ("1", True)]
)
def test_yes_and_no(raw: object, flag: bool) -> None:
    assert value.flag(raw) is flag


@pytest.mark.parametrize("raw", ["maybe", 1, None])
def test_neither_yes_nor_no(raw: object) -> None:
    with pytest.raises(value.Invalid, match="write yes or no"):
        value.flag(raw)


@pytest.mark.parametrize("name", ["LI-101", "HOST.CPU0.USE", "Füllstand_1", "disk:/var/log", "A[3](m)+#%@"])
def test_names_that_are_taken(name: str) -> None:
    assert value.name(name) == name


@pytest.mark.parametrize("name", ["a b", "a,b", 'a"b', "a|b", ".a", "_a", "a\tb", "a\x00", "x" * 101, 5])
def test_names_that_are_refused(name: object) -> None:
    with pytest.raises(value.Invalid):
        value.name(name)


def test_a_name_of_exactly_the_longest_length_is_taken() -> None:
    assert value.name("x" * value.NAME_CHARACTERS_MAX)


@pytest.mark.parametrize("id", ["", "a b", "ä", "-a", "x" * 41, "a.b"])
def test_ids_that_are_refused(id: str) -> None:
    with pytest.raises(value.Invalid):
        value.identifier(id)


def test_texts_are_one_line_of_bounded_length() -> None:
    assert value.text("x" * value.TEXT_CHARACTERS_MAX)
    for raw in ("x" * (value.TEXT_CHARACTERS_MAX + 1), "a\nb", "a\x1b[31m", 5):
        with pytest.raises(value.Invalid):
            value.text(raw)
    with pytest.raises(value.Invalid, match="blank"):
        value.given_text("  ")


def test_a_choice_suggests_what_was_meant() -> None:
    parse = value.choice({"high": 1, "low": 2})
    assert parse("HIGH") == 1
    with pytest.raises(value.Invalid, match="did you mean 'high'"):
        parse("hihg")
    with pytest.raises(value.Invalid, match="one of high, low"):
        parse("zzz")


def test_states_are_named_in_order() -> None:
    assert value.state_names("stopped | running") == ("stopped", "running")
    for raw in ("one", "a|a", "a||b", "|".join(map(str, range(65)))):
        with pytest.raises(value.Invalid):
            value.state_names(raw)


@pytest.mark.parametrize(
    "word", ["yes", "TRUE", "1", "WAHR", "Vrai", "VERO", "waar", "PRAWDA", "Ja", "oui", "si"]
)
def test_yes_in_the_languages_of_spreadsheets(word: str) -> None:
    assert value.flag(word) is True


@pytest.mark.parametrize(
    "word", ["no", "FALSE", "0", "FALSCH", "Faux", "FALSO", "onwaar", "FAŁSZ", "nein", "NON"]
)
def test_no_in_the_languages_of_spreadsheets(word: str) -> None:
    assert value.flag(word) is False


@given(st.floats(-1e9, 1e9).map(lambda number: round(number, 6)))
def test_a_decimal_comma_is_read_as_it_was_meant_or_refused(number: float) -> None:
    parse = value.with_decimal_comma(value.number)
    for mark in (".", ","):
        written = f"{number:.6f}".rstrip("0").rstrip(".").replace(".", mark)
        try:
            assert parse(written) == float(written.replace(",", "."))
        except value.Invalid as invalid:
            whole, decimals = written.lstrip("-").split(mark)
            assert len(decimals) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
            assert parse(invalid.advice.rpartition(" ")[2]) == float(written.replace(",", "."))


def test_the_advice_for_a_file_with_decimal_commas_has_them_too() -> None:
    parse = value.with_decimal_comma(value.number)
    for cell, advice in (("7,2 m", "write 7,2 alone"), ("1.234,5", "write 1234,5"), ("x", "such as 3,5")):
        with pytest.raises(value.Invalid) as caught:
            parse(cell)
        assert advice in caught.value.advice


def test_a_number_or_a_word() -> None:
    assert value.number_or_word("2.5") == 2.5
    assert value.number_or_word("tripped") == "tripped"
    with pytest.raises(value.Invalid):
        value.number_or_word("1e999")


def test_names_of_modes() -> None:
    assert value.mode_names([" running ", "shut-down"]) == ("running", "shut-down")
    many = [f"m{place}" for place in range(value.MODES_MAX + 1)]
    assert len(value.mode_names(many[:-1])) == value.MODES_MAX
    for wrong in (many, ["running"], "running", ["a", "A"], ["a", ""], ["a", 5], [], ["a", "b" * 41]):
        with pytest.raises(value.Invalid):
            value.mode_names(wrong)


def test_a_list_of_ids() -> None:
    assert value.identifiers(["a", "b"]) == ("a", "b")
    with pytest.raises(value.Invalid, match="names 'a' twice"):
        value.identifiers(["a", "b", "a"])
    for wrong in ([], "a", [5], None):
        with pytest.raises(value.Invalid, match="is not a list of ids"):
            value.identifiers(wrong)


def test_a_pattern_has_the_characters_of_a_name_and_stars() -> None:
    for right in ("*", "LI-1.*", "*.high", "LI-1"):
        assert value.name_pattern(right) == right
    for wrong in ("LI 1*", "L;*", "*" * 101, "", 5):
        with pytest.raises(value.Invalid):
            value.name_pattern(wrong)
