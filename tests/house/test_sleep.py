"""Tests never sleep: time is injected, and real processes are waited for by a condition with a deadline."""

import re

import pytest

from tests.house.tree import ROOT, expect_nothing, files, full_names, python_files, sweep

SLEEPS = frozenset({"time.sleep", "asyncio.sleep", "anyio.sleep", "trio.sleep"})
BROWSER_SLEEP = re.compile(r"waitForTimeout\(|setTimeout\(\s*(resolve|done|r)\b|\bsleep\(")


def python_findings(text: str) -> list[str]:
    """Line and name of every sleep a Python test names."""
    return [f"{line}: {name}" for line, name in full_names(text) if name in SLEEPS]


def console_findings(text: str) -> list[str]:
    """Lines of a TypeScript test that wait for time to pass."""
    numbered = enumerate(text.splitlines(), start=1)
    return [f"{number}: {line.strip()}" for number, line in numbered if BROWSER_SLEEP.search(line)]


def test_no_test_sleeps() -> None:
    expect_nothing(sweep(python_files("tests"), python_findings))


def test_no_test_of_the_console_sleeps() -> None:
    tests = [
        path for path in files(".ts", ".tsx", ".mjs", under=ROOT / "console" / "src") if ".test." in path.name
    ]
    browser = files(".ts", ".mjs", under=ROOT / "console" / "browser")
    expect_nothing(sweep(tests + browser, console_findings))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import time\ntime.sleep(1)", ["2: time.sleep"]),
        ("from time import sleep as nap\nnap(1)", ["2: time.sleep"]),
        ("import asyncio\nasync def f():\n    await asyncio.sleep(0.1)", ["3: asyncio.sleep"]),
        ("import threading\nthreading.Event().wait(1)", []),
        ("clock.sleep(1)", []),
    ],
)
def test_the_checker_on_python(text: str, expected: list[str]) -> None:
    assert python_findings(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("await page.waitForTimeout(500);", True),
        ("await new Promise((resolve) => setTimeout(resolve, 500));", True),
        ("await page.waitForSelector('.tile');", False),
        ("vi.advanceTimersByTime(500);", False),
    ],
)
def test_the_checker_on_the_console(text: str, found: bool) -> None:
    assert bool(console_findings(text)) is found
