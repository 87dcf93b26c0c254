"""Counts, the one behaviour of a script."""

import pytest

from wakeful.drills.script import Count


@pytest.mark.parametrize(
    ("count", "holds"),
    [(Count(2, 2), [2]), (Count(0, 1), [0, 1]), (Count(3, None), [3, 4]), (Count(0, 0), [0])],
)
def test_counts(count: Count, holds: list[int]) -> None:
    assert [number for number in range(5) if count.holds(number)] == holds
