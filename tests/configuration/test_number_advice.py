"""What is advised for a text that is no number: never another value than the one that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.configuration.number_advice import (
    decimal_or_group,
    is_decimal_comma,
    not_a_number,
    not_milliseconds,
    quoted,
)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("3,5", "write 3.5 with a decimal point"),
        ("-3,5e2", "write -3.5e2 with a decimal point"),
        ("1,000,000", "write 1000000"),
        ("1'000.5", "write 1000.5"),
        ("1 000", "write 1000"),
        ("1_000", "write 1000"),
        ("5 m", "write 5 alone, if m is the unit here"),
        ("7,2 m", "write 7.2 alone, if m is the unit here"),
        ("-7.25 m3/h", "write -7.25 alone, if m3/h is the unit here"),
        ("50%", "write 50 alone, if % is the unit here"),
        ("20 °C", "write 20 alone, if °C is the unit here"),
        ("1,500 m", "write 1500 or 1.5000 alone, if m is the unit here"),
        ("NaN", "give a finite number or leave it out"),
        ("-inf", "give a finite number or leave it out"),
    ],
)
def test_a_number_is_proposed_where_it_can_mean_no_other(text: str, advice: str) -> None:
    assert not_a_number(text)[1] == advice


@pytest.mark.parametrize("text", ["ten", "0x5", "0x10", "٣", "5k", "5 Mio", "5e", "1.2.3"])
def test_no_number_is_cut_out_of_something_else(text: str) -> None:
    assert not_a_number(text)[1] == "give a number such as 3.5, or leave it out"


@pytest.mark.parametrize("text", ["07. Feb", "2026-02-07", "00:00:10", "7/2/2026", "Feb 26"])
def test_a_date_or_time_is_damage_and_no_number(text: str) -> None:
    message, advice = not_a_number(text)
    assert "that a spreadsheet made of something else" in message
    assert not any(character.isdigit() for character in advice)


def test_a_minus_that_only_looks_like_one_is_named() -> None:
    assert not_a_number("\u22120,08") == (
        "'\u22120,08' begins with U+2212 MINUS SIGN", "write the minus of the keyboard, -",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "time_ms"),
    [("10 s", 10_000), ("5 min", 300_000), ("0.5 h", 1_800_000), ("0,5 h", 1_800_000), ("8h", 28_800_000),
     ("1 h 30 min", 5_400_000), ("250 ms", 250), ("1,5 Std.", 5_400_000), ("2 Tage", 172_800_000)],
)  # fmt: skip
def test_a_duration_is_converted(text: str, time_ms: int) -> None:
    assert not_milliseconds(text) == (
        f"{text!r} has a unit", f"write {time_ms}, which is that in milliseconds",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["1,500 s", "1.500 s", "0,3 ms", "10 x", "5 m", "1 000 s", "00:00:10", "-5 s"]
)
def test_a_time_that_may_mean_several_is_not_converted(text: str) -> None:
    assert not_milliseconds(text)[1] == "write the time in milliseconds, 10000 for ten seconds"


def test_other_damage_of_a_time_is_named_as_elsewhere() -> None:
    for text in ("07. Feb", "1,000", "1.234,5"):
        assert not_milliseconds(text) == not_a_number(text)


@given(st.text(alphabet="0123456789.,- +eEmsh:/Feb", max_size=12))
def test_whatever_it_is_there_is_advice(text: str) -> None:
    assert all(not_a_number(text)) and all(not_milliseconds(text))


def test_a_comma_may_part_decimals_or_groups() -> None:
    assert is_decimal_comma("3,5") and not is_decimal_comma("3.5") and not is_decimal_comma("1,2,3")
    assert decimal_or_group("1,500") == ("'1,500' may be 1500 or a decimal", "write 1500 or 1,5000")
    assert decimal_or_group("0,500") is None and decimal_or_group("1,50") is None


def test_a_long_value_is_cut_where_it_is_quoted() -> None:
    assert quoted("x" * 100) == f"'{'x' * 56}..."
    assert quoted(5) == "5"
