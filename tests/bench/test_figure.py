"""A figure meets its target on the side that is better."""

import math

import pytest

from bench.figure import Figure


@pytest.mark.parametrize(
    ("value", "target", "better", "met"),
    [
        (5.0, 5.0, "higher", True),
        (4.9, 5.0, "higher", False),
        (5.0, 5.0, "lower", True),
        (5.1, 5.0, "lower", False),
        (math.nan, 5.0, "higher", False),
        (math.nan, 5.0, "lower", False),
        (5.0, None, "higher", None),
    ],
)
def test_met(value: float, target: float | None, better: str, met: bool | None) -> None:
    assert Figure("rate", value, "1/s", target, better).met is met  # type: ignore[arg-type]
