"""The suite: this engine and the second server pass all of it; the document tells what it catches."""

import re

import pytest

from tests.drills.conformance_tables import (
    DOCUMENT,
    SHEETS,
    between,
    caught_by,
    coverage_table,
    defect_row,
    function_table,
    played,
    scripts,
)
from tests.drills.defects import DEFECTS, Defect
from tests.drills.plain_server import PlainServer
from wakeful.drills import player, process_adapter
from wakeful.drills.engine_adapter import EngineAdapter
from wakeful.drills.player import play
from wakeful.drills.report import scenario_lines
from wakeful.drills.script import Script

SUITE = scripts()
TEXT = DOCUMENT.read_text()


@pytest.mark.parametrize("name", SUITE)
def test_this_engine_passes(name: str) -> None:
    result = play(SUITE[name], EngineAdapter())
    assert result.outcome == "passed", "\n".join(scenario_lines(name, result))


@pytest.mark.parametrize("name", SUITE)
def test_the_second_server_passes(name: str) -> None:
    result = played(SUITE[name], PlainServer)
    assert result.outcome == "passed", "\n".join(scenario_lines(name, result))


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.server.__name__)
def test_every_defect_is_caught_by_the_scenarios_that_the_document_names(defect: Defect) -> None:
    caught = caught_by(defect, SUITE)
    assert caught, f"no scenario sees that {defect.name}"
    assert defect_row(defect, caught) in TEXT, "run python -m tests.drills.conformance_tables"


def test_every_scenario_can_fail() -> None:
    """Each is named in the table of defects, every row of which is held against a run above."""
    named = set(re.findall(r"[\w-]+", between(TEXT, "defects")))
    assert [name for name in SUITE if name not in named] == []


def test_the_document_has_no_row_of_a_defect_that_is_gone() -> None:
    rows = between(TEXT, "defects").splitlines()[2:]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == [defect.name for defect in DEFECTS]


def test_the_document_tells_what_is_covered_and_what_a_server_may_have() -> None:
    assert between(TEXT, "covered") == coverage_table(SUITE)
    assert between(TEXT, "functions") == function_table()


def test_the_suite_is_as_large_as_the_document_says() -> None:
    (count,) = re.findall(r"█ (\d+) passed", TEXT)
    assert int(count) == len(SUITE) == len(SHEETS) >= 90


def test_the_document_tells_when_a_server_is_given_up() -> None:
    assert f"A program has {process_adapter.ANSWER_WITHIN_S:g} s of real time" in TEXT
    assert (
        f"where {player.STANDING_WAKES_MAX:,} deadlines in a row let no more than a millisecond pass" in TEXT
    )
    assert player.STANDING_NS == 10**6
    assert f"so it has after {player.WAKES_MAX:,} deadlines in all" in TEXT


def test_two_hours_take_moments() -> None:
    """No scenario waits: what is simulated is some days, whatever it takes to play."""
    assert sum(script.end_ns for script in SUITE.values()) > 48 * 3_600 * 10**9


@pytest.mark.parametrize("name", SUITE)
def test_a_sheet_says_one_fact_a_line(name: str) -> None:
    """No line is longer than a page is wide, but for a list of answers."""
    script: Script = SUITE[name]
    long = [step for step in script.steps if len(step.text) > 130]
    assert all("->" in step.text for step in long)
