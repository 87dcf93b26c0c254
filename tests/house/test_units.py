"""A name that stands for a time says in which unit, last: ``on_delay_ms``; a unit has one spelling."""

import ast

import pytest

from tests.house.tree import PACKAGE, ROOT, expect_nothing, files, sweep

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
SPELLINGS = {
    **{"m3": "m³", "m^3": "m³", "m3/h": "m³/h", "m^3/h": "m³/h", "l/s": "L/s", "mg/l": "mg/L", "ntu": "NTU"},
    **{"degC": "°C", "deg C": "°C", "kpa": "kPa", "KPa": "kPa", "Bar": "bar", "KW": "kW", "kwh": "kWh"},
    **{"rpm": "1/min", "RPM": "1/min", "sec": "s", "pct": "%", "Mbps": "Mbit/s", "unitless": ""},
}
"""Other spellings of units, and the one of docs/glossary.md. Looked for among whole strings of the source."""
EXEMPT = {"rows_without_time": "a count of rows"}
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


def spelling_findings(text: str) -> list[str]:
    """Line, unit and its spelling here, of every string that is a unit spelt otherwise."""
    strings = (
        (node.lineno, node.value) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)
    )
    return [
        f"{line}: '{unit}' is spelt '{SPELLINGS[unit]}' here"
        for line, unit in strings
        if isinstance(unit, str) and unit in SPELLINGS
    ]


def test_every_unit_has_one_spelling() -> None:
    expect_nothing(sweep(files(".py", under=PACKAGE), spelling_findings))


def test_the_glossary_has_the_spellings() -> None:
    units = (ROOT / "docs" / "glossary.md").read_text().partition("## Units")[2]
    assert [unit for unit in SPELLINGS.values() if unit not in units] == []


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


def test_the_spelling_checker() -> None:
    text = "Tag(unit='m3/h')\nTag(unit='m³/h')\nx = 'm3/h in a sentence'"
    assert spelling_findings(text) == ["1: 'm3/h' is spelt 'm³/h' here"]
