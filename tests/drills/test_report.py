"""The report: a line a scenario, what was not so below it, a bar, and the forms for programs."""

from xml.etree import ElementTree

import pytest

from tests.drills.sheets import read
from wakeful.drills.adapter import Happening
from wakeful.drills.finding import Finding, SheetError
from wakeful.drills.player import Failure, Result
from wakeful.drills.report import (
    Outcome,
    as_object,
    junit_text,
    outcome_of,
    scenario_lines,
    summary_lines,
)

SCRIPT = read("at 00:01:00 LAH-1 is A")
FAILURE = Failure(9, "at 1 s LAH-1 is B", "LAH-1 is B", "LAH-1 is A", (Happening(at_ns=0, record="came"),))
PASSED = Result(SCRIPT, facts=3)
FAILED = Result(SCRIPT, facts=1, failures=(FAILURE,))
MISSING = Result(SCRIPT, missing=("modes", "flood"))
UNREADABLE = SheetError([Finding("a.drill", 1, 2, "wrong", "right")])


@pytest.mark.parametrize(
    ("item", "outcome", "lines"),
    [
        (PASSED, "passed", ["pass  a: A test"]),
        (MISSING, "not supported", ["n/s   a: A test (not supported: modes, flood)"]),
        (
            FAILED,
            "failed",
            [
                "FAIL  a: A test",
                "      dir/a.drill:9: at 1 s LAH-1 is B",
                "        expected  LAH-1 is B",
                "        seen      LAH-1 is A",
                "        last events",
                "          00:00:00  -  came",
            ],
        ),
        (
            UNREADABLE,
            "unreadable",
            ["FAIL  a: 1 mistake in the sheet", "      a.drill:1:2: wrong; right"],
        ),
    ],
)
def test_a_scenario_is_one_line_and_its_failures(item: Outcome, outcome: str, lines: list[str]) -> None:
    assert outcome_of(item) == outcome
    assert scenario_lines("dir/a.drill", item) == lines


def test_a_failure_before_anything_happened_has_no_events() -> None:
    bare = Result(SCRIPT, failures=(Failure(9, "x", "y", "z"),))
    assert scenario_lines("a.drill", bare)[-1] == "        seen      z"


def test_the_summary_has_a_bar_the_counts_and_what_was_missing() -> None:
    assert summary_lines("plain", [PASSED, FAILED, MISSING, UNREADABLE, MISSING], 1.25) == [
        "█✗··✗ 1 passed, 1 failed, 2 not supported, 1 unreadable",
        "plain: 4 facts, 00:02:00 of simulated time in 1.2 s",
        "not supported: modes (2), flood (2)",
    ]
    assert summary_lines("plain", [], 0.0)[0] == " nothing to play"


@pytest.mark.parametrize(("passed", "failed"), [(300, 1), (1, 300), (20, 20), (39, 1)])
def test_the_bar_has_its_width_and_shows_even_one_failure(passed: int, failed: int) -> None:
    bar = summary_lines("x", [PASSED] * passed + [FAILED] * failed, 1.0)[0].split(" ")[0]
    assert len(bar) == 40
    assert bar.count("✗") >= 1
    assert bar.count("█") >= 1


def test_the_report_as_an_object() -> None:
    items = [("a", PASSED), ("b", FAILED), ("c", UNREADABLE), ("d", MISSING)]
    report = as_object("plain", items, 1.0004)
    assert report["counts"] == {"passed": 1, "failed": 1, "not supported": 1, "unreadable": 1}
    assert (report["server"], report["elapsed_s"]) == ("plain", 1.0)
    first, second, third, fourth = report["scenarios"]
    assert (first["file"], first["outcome"], first["covers"], first["facts"]) == ("a", "passed", ["B1"], 3)
    assert second["failures"] == [
        {
            "line": 9,
            "text": "at 1 s LAH-1 is B",
            "expected": "LAH-1 is B",
            "seen": "LAH-1 is A",
            "events": ["00:00:00  -  came"],
        }
    ]
    assert third["findings"][0]["advice"] == "right"
    assert fourth["missing"] == ["modes", "flood"]


def test_the_report_for_a_build_server() -> None:
    items = [("x/a.drill", PASSED), ("b.drill", FAILED), ("c.drill", UNREADABLE), ("d.drill", MISSING)]
    suite = ElementTree.fromstring(junit_text("plain", items, 1.5))
    assert suite.attrib == {
        "name": "wakeful drill: plain", "tests": "4", "failures": "1", "errors": "1", "skipped": "1",
        "time": "1.500",
    }  # fmt: skip
    assert [(case.get("name"), [child.tag for child in case]) for case in suite] == [
        ("a", []),
        ("b", ["failure"]),
        ("c", ["error"]),
        ("d", ["skipped"]),
    ]
    assert "seen      LAH-1 is A" in (suite[1][0].text or "")
    assert suite[3][0].get("message") == "no modes, flood"
