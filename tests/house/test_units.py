"""A name that stands for a time says in which unit, last: ``on_delay_ms``, not ``on_delay``."""

import ast

import pytest

from tests.house.tree import PACKAGE, expect_nothing, files, sweep

WORDS = (
    "time",
    "delay",
    "period",
    "age",
    "timeout",
    "duration",
    "interval",
    "latency",
    "lateness",
    "deadline",
)
EXEMPT: dict[str, str] = {}
"""Names that end in such a word and are no quantity of time, with the reason."""


def findings(text: str) -> list[str]:
    """Line and name of every argument and annotated field that is a time without a unit."""
    module = ast.parse(text)
    names = [(node.lineno, node.arg) for node in ast.walk(module) if isinstance(node, ast.arg) if node.arg]
    names += [
        (node.lineno, node.target.id)
        for scope in ast.walk(module)
        if isinstance(scope, ast.ClassDef)
        for node in scope.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    return [f"{line}: {name}" for line, name in sorted(names) if is_unitless(name)]


def is_unitless(name: str) -> bool:
    """Whether the last word of a name is a quantity of time."""
    return name.strip("_").split("_")[-1] in WORDS and name not in EXEMPT


def test_every_time_has_its_unit() -> None:
    expect_nothing(sweep(files(".py", under=PACKAGE), findings))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(on_delay: int): ...", ["1: on_delay"]),
        ("def f(*, timeout: float): ...", ["1: timeout"]),
        ("class A:\n    scan_period: int", ["2: scan_period"]),
        ("async def f(a, last_time): ...", ["1: last_time"]),
        ("def f(on_delay_ms, times_ns, message, image, age_limit_ms): ...", []),
        ("class A:\n    late_fraction: float\n    real_time_ns: int", []),
    ],
)
def test_the_checker(text: str, expected: list[str]) -> None:
    assert findings(text) == expected
