"""The priority matrix, cell by cell and at its edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.server.rationalisation.test_missing import BARE, RECORD, WHOLE
from wakeful.server.rationalisation.matrix import MATRIX, MINUTE_MS, matrix_priority, matrix_word
from wakeful.terms.alarm import ConsequenceSeverity, Priority

SEVERITIES = tuple(ConsequenceSeverity)
C, H, M, L = Priority


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ("none", (None, None, None, None, None, None, None)),
        ("minor", (M, L, L, L, L, None, None)),
        ("major", (H, M, M, L, L, None, None)),
        ("severe", (C, H, H, M, M, None, None)),
    ],
)
def test_every_cell_and_its_edges(severity: str, expected: tuple[Priority | None, ...]) -> None:
    times_ms = (
        3 * MINUTE_MS - 1, 3 * MINUTE_MS, 10 * MINUTE_MS, 10 * MINUTE_MS + 1, 30 * MINUTE_MS,
        30 * MINUTE_MS + 1, 1_000 * MINUTE_MS,
    )  # fmt: skip
    assert tuple(matrix_priority(ConsequenceSeverity(severity), time) for time in times_ms) == expected


@given(st.sampled_from(SEVERITIES), st.integers(1, 10**8), st.integers(1, 10**8))
def test_less_time_is_never_less_urgent(severity: ConsequenceSeverity, one_ms: int, other_ms: int) -> None:
    short, long = (matrix_priority(severity, time) or 5 for time in sorted((one_ms, other_ms)))
    assert short <= long


@given(st.integers(1, 10**8))
def test_a_worse_consequence_is_never_less_urgent(time_ms: int) -> None:
    urgencies = [matrix_priority(severity, time_ms) or 5 for severity in SEVERITIES]
    assert urgencies == sorted(urgencies, reverse=True)


def test_every_severity_has_its_row() -> None:
    assert tuple(MATRIX) == SEVERITIES


@pytest.mark.parametrize("time_ms", [0, -1])
def test_no_time_said_is_no_time_to_judge(time_ms: int) -> None:
    with pytest.raises(ValueError, match="says nothing"):
        matrix_priority(ConsequenceSeverity.MAJOR, time_ms)


def test_the_word_for_an_alarm() -> None:
    def word(**changes: object) -> str:
        return matrix_word(replace(WHOLE, rationalisation=replace(RECORD, **changes)))

    assert word() == "high"
    assert word(consequence_severity="none") == "not an alarm"
    assert word(consequence_severity="") == word(response_time_ms=0) == matrix_word(BARE) == ""
