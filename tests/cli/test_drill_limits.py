"""Limits of a sheet: judged as those of a site folder, told in the words of the notation."""

from pathlib import Path

import pytest

from tests.drills.conformance_tables import SHEETS
from tests.drills.sheets import HEAD
from wakeful.cli.drill_limits import limit_faults
from wakeful.drills.finding import SheetError
from wakeful.drills.notation import read_script

TAGS = "system u modes up | down\ntag T range 0 to 10, in u\ntag S range 0 to 10\ntag FREE\n"


def findings(lines: str) -> list[str]:
    """What is said about a sheet with these lines, which are counted from 1."""
    above = len((HEAD + TAGS).splitlines())
    try:
        read_script("sheet.drill", f"{HEAD}{TAGS}{lines}\nat 1 s A is A\n", limit_faults)
    except SheetError as error:
        return [f"{each.line - above}:{each.column}: {each.message}" for each in error.findings]
    return []


@pytest.mark.parametrize(
    ("lines", "finding"),
    [
        ("alarm A on T: high at 80, deadband 200", "1:15: 80 is outside the range of T, 0 to 10"),
        (
            "alarm A on T: high at 8, deadband 200",
            "1:26: 200 is larger than the gap of 8 between the low end of the range and high",
        ),
        (
            "alarm A on T: high at 8\nalarm A: deadband 200",
            "2:10: 200 is larger than the gap of 8 between the low end of the range and high",
        ),
        (
            "alarm A on T: high at 8\nalarm B on T: low at 9",
            "2:15: 9 for low is not below 8 for high (sheet.drill line 7)",
        ),
        (
            "alarm A on T: high at 8\nalarm B on T: high-high at 7",
            "2:15: 7 for high-high is not above 8 for high (sheet.drill line 7)",
        ),
        (
            "alarm A on T: high at 8, escalates to critical at 7",
            "1:26: 7 is not above the limit, 8",
        ),
        (
            "alarm A on T: high at 8, priority high, escalates to low at 9",
            "1:41: low is not more urgent than high",
        ),
        (
            "alarm A on T: high at 8, in up limit 12",
            "1:15: alarm A in mode 'up': 12 is outside the range of T, 0 to 10",
        ),
        (
            "alarm A on T: deviation high at -3 from S",
            "1:15: -3 for deviation high is not above 0: a tag on its reference is in alarm",
        ),
        (
            "alarm A on T: deviation high at 30 from S",
            "1:15: 30 cannot be reached: by their ranges T differs from S by at most 10",
        ),
        (
            "alarm A on T: high at 8\nat 5 s the engineer changes A: high at 12",
            "2:32: 12 is outside the range of T, 0 to 10",
        ),
        (
            "alarm A on T: high at 8\nalarm B on T: low at 2\nat 5 s the engineer changes B: low at 9",
            "3:32: 9 for low is not below 8 for high (sheet.drill line 7)",
        ),
    ],
)
def test_limits_that_cannot_work(lines: str, finding: str) -> None:
    assert findings(lines) == [finding]


@pytest.mark.parametrize(
    "lines",
    [
        "alarm A on T: high at 8, deadband 7.9",
        "alarm A on FREE: high at 8000, deadband 90000",  # nobody said what it can show
        "alarm A on T: deviation high at 3000 from FREE",
        "alarm A on T: high at 8\nat 5 s the engineer removes A\nat 6 s the engineer restores A",
    ],
)
def test_limits_that_work_or_are_not_judged(lines: str) -> None:
    assert findings(lines) == []


def test_other_mistakes_hide_none_and_give_none() -> None:
    lines = "alarm A on T: high at 80\nalarm B on T: low at 2, priorty high\nalarm C on NO: high at 99"
    assert [finding.partition(";")[0] for finding in findings(lines)] == [
        "1:15: 80 is outside the range of T, 0 to 10",
        "2:25: 'priorty' is no setting",
        "3:12: there is no tag 'NO'",
    ]


def test_the_limits_of_every_copy_of_a_line_are_told() -> None:
    lines = "alarm A on T: high at 8\ntag L{1..2} range 0 to 10\nalarm L{1..2}.H on L{1..2}: high at 80"
    assert [finding.partition(" is ")[2] for finding in findings(lines)] == [
        "outside the range of L1, 0 to 10",
        "outside the range of L2, 0 to 10",
    ]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_the_suite_has_limits_that_work(path: Path) -> None:
    read_script(path.name, path.read_text(), limit_faults)
