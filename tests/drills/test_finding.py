"""Findings: their order, their text, how many are listed, and what is suggested."""

import pytest

from wakeful.drills.finding import FINDINGS_MAX, Finding, Mistake, SheetError, raise_together, suggest


def test_a_finding_names_its_place_as_far_as_it_has_one() -> None:
    assert str(Finding("a.drill", 3, 7, "wrong", "write right")) == "a.drill:3:7: wrong; write right"
    assert str(Finding("a.drill", 3, 0, "wrong", "write right")) == "a.drill:3: wrong; write right"
    assert str(Finding("a.drill", 0, 0, "wrong", "write right")) == "a.drill: wrong; write right"


def test_findings_are_listed_in_order_and_beyond_the_limit_counted() -> None:
    error = SheetError(Finding("a", line, 1, "wrong", "right") for line in range(FINDINGS_MAX + 2, 0, -1))
    lines = str(error).splitlines()
    assert lines[0] == "a:1:1: wrong; right"
    assert lines[FINDINGS_MAX:] == [f"... and 2 more; at most {FINDINGS_MAX} of a sheet are listed"]
    assert len(error.findings) == FINDINGS_MAX + 2


def test_the_mistakes_of_a_line_are_raised_together() -> None:
    raise_together([])
    first, second = Mistake(1, "a", "b"), Mistake(2, "c", "d")
    with pytest.raises(Mistake) as raised:
        raise_together([first, second])
    assert raised.value is first
    assert first.others == (second,)


@pytest.mark.parametrize(
    ("word", "words", "expected"),
    [
        ("priorty", ["priority", "deadband"], "did you mean priority?"),
        ("LAH-2", ["lah-1"], "did you mean lah-1?"),
        ("xyz", ["b", "a"], "known: a, b"),
        ("xyz", [], "there are none"),
        (
            "xyz",
            [f"w{n:02d}" for n in range(14)],
            "known: " + ", ".join(f"w{n:02d}" for n in range(12)) + " and 2 more",
        ),
    ],
)
def test_suggestions(word: str, words: list[str], expected: str) -> None:
    assert suggest(word, words) == expected
