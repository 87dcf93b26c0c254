"""Series: every item, repeats, groups, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.drills.finding import Mistake
from wakeful.drills.series import SERIES_SAMPLES_MAX, readings_of


def steps(text: str, states: tuple[str, ...] = ()) -> list[tuple[float | None, str]]:
    return [tuple(reading) for reading in readings_of(text, 1, states)]


def good(*values: float) -> list[tuple[float | None, str]]:
    return [(value, "good") for value in values]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4.0", good(4.0)),
        ("4.0x3", good(4.0, 4.0, 4.0)),
        ("4.0+0.1x4", good(4.0, 4.1, 4.2, 4.3)),
        ("9-0.5x3", good(9.0, 8.5, 8.0)),
        ("-4+2x3", good(-4.0, -2.0, 0.0)),
        ("+.5 -1.", good(0.5, -1.0)),
        ("1 _ 2", [*good(1.0), (None, ""), *good(2.0)]),
        ("_x2", [(None, ""), (None, "")]),
        ("bad", [(None, "bad")]),
        ("bad(8.5)x2", [(8.5, "bad"), (8.5, "bad")]),
        (
            "1 uncertain uncertain(3)x2",
            [*good(1.0), (1.0, "uncertain"), (3.0, "uncertain"), (3.0, "uncertain")],
        ),
        ("2 bad uncertain", [*good(2.0), (None, "bad"), (2.0, "uncertain")]),
        ("1 stale", good(1.0)),
        ("(1 2x2)x2 3", good(1, 2, 2, 1, 2, 2, 3)),
        ("((1 2)x2 3)x2", good(1, 2, 1, 2, 3, 1, 2, 1, 2, 3)),
        ("(1 2)", good(1, 2)),
    ],
)
def test_items(text: str, expected: list[tuple[float | None, str]]) -> None:
    assert steps(text) == expected


def test_states_stand_for_their_numbers() -> None:
    states = ("stopped", "running", "maxx3")
    assert steps("stopped runningx2 bad(running) uncertain(maxx3) maxx3", states) == [
        *good(0.0, 1.0, 1.0),
        (1.0, "bad"),
        (2.0, "uncertain"),
        *good(2.0),
    ]


def test_a_ramp_has_no_rounding_of_its_own() -> None:
    assert [value for value, _ in steps("0+0.1x4")] == [0.0, 0.1, 0.2, 0.3]


@given(
    st.lists(st.sampled_from(["1", "2x3", "_", "bad", "1+1x4"]), min_size=1, max_size=6), st.integers(1, 5)
)
def test_a_group_is_what_it_stands_for(items: list[str], times: int) -> None:
    text = " ".join(items)
    assert steps(f"({text})x{times}") == steps(" ".join([text] * times))


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "empty"),
        ("1 stale 2", 9, "something follows stale"),
        ("1 )x2", 3, "no bracket is open"),
        ("1 (2 3", 3, "not closed"),
        ("1 4x0", 3, "makes no series"),
        ("(1)x0", 3, "makes no series"),
        ("uncertain", 1, "uncertain about what"),
        ("bad(x)", 1, "no number"),
        ("1 nan", 3, "no item of a series"),
        ("1 4.0+0.1", 3, "does not say how long"),
        ("1 runing", 3, "no item of a series"),
    ],
)
def test_mistakes(text: str, column: int, message: str) -> None:
    with pytest.raises(Mistake, match=message) as raised:
        readings_of(text, 1, ())
    assert raised.value.column == column


@pytest.mark.parametrize(
    ("item", "states", "advice"),
    [
        ("9,0", (), "write 9.0 with a decimal point"),
        ("runing", ("running", "stopped"), "did you mean running?"),
        ("4.0+0.1", (), "write 4.0+0.1x20 for 20 samples"),
    ],
)
def test_what_would_be_right(item: str, states: tuple[str, ...], advice: str) -> None:
    with pytest.raises(Mistake) as raised:
        readings_of(item, 1, states)
    assert raised.value.advice == advice


def test_the_longest_series() -> None:
    assert len(readings_of(f"1x{SERIES_SAMPLES_MAX}", 1, ())) == SERIES_SAMPLES_MAX
    for text in (
        f"1x{SERIES_SAMPLES_MAX + 1}",
        f"(1x1000)x{SERIES_SAMPLES_MAX}",
        f"1+1x{SERIES_SAMPLES_MAX + 1}",
    ):
        with pytest.raises(Mistake, match="makes no series"):
            readings_of(text, 1, ())
