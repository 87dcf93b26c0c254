"""What docs/drill_notation.md says is so: its examples pass, its lists and limits are those of the code."""

import re
from pathlib import Path

import pytest

from wakeful.drills import acts, cursor, declarations, finding, lexing, notation, player, samples, series
from wakeful.drills.engine_adapter import EngineAdapter
from wakeful.drills.facts import RECORDS
from wakeful.drills.finding import SheetError
from wakeful.drills.notation import read_script
from wakeful.drills.player import play
from wakeful.drills.report import scenario_lines
from wakeful.terms.refusal import Reason

TEXT = (Path(__file__).parents[2] / "docs" / "drill_notation.md").read_text()
EXAMPLES = re.findall(r"^```drill\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
WRONG = re.findall(r"^```drill wrong\n(.*?)^```\n\n```text\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
OTHER_REASONS = {
    Reason.UNKNOWN_EQUIPMENT, Reason.UNKNOWN_CONTROL, Reason.OUT_OF_RANGE, Reason.NOT_A_STATE, Reason.IN_AUTO,
    Reason.MODE_UNKNOWN, Reason.NOT_SIMULATED, Reason.UNKNOWN_FAULT, Reason.UNKNOWN_TARGET, Reason.DUPLICATE,
    Reason.JOURNAL_UNAVAILABLE,
}  # fmt: skip
"""Reasons about equipment and the shell, which no sheet can meet."""


def marked(name: str) -> str:
    found = re.search(rf"<!-- {name}: begin -->(.*?)<!-- {name}: end -->", TEXT, re.DOTALL)
    assert found
    return found[1].strip()


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_the_examples_pass(number: int) -> None:
    result = play(read_script(f"example {number}", EXAMPLES[number]), EngineAdapter())
    assert result.outcome == "passed", "\n".join(scenario_lines("example", result))


def test_the_wrong_example_is_answered_as_it_says() -> None:
    assert len(EXAMPLES) >= 3
    ((sheet, answer),) = WRONG
    with pytest.raises(SheetError) as raised:
        read_script("Mistakes.drill", sheet)
    assert str(raised.value) == answer.strip()


def test_the_lists_are_those_of_the_code() -> None:
    assert re.findall(r"`([\w-]+)`", marked("records")) == list(RECORDS)
    expected = [reason.value for reason in Reason if reason not in OTHER_REASONS]
    assert re.findall(r"`(\w+)`", marked("reasons")) == expected


def test_the_limits_are_those_of_the_code() -> None:
    limits = [
        f"{notation.SHEET_BYTES_MAX:,} bytes",
        f"{notation.LINES_MAX:,}",
        f"{lexing.EXPANSION_MAX:,}",
        f"{declarations.NAMES_MAX:,} each",
        f"{series.SERIES_SAMPLES_MAX:,}, {samples.SAMPLES_MAX:,}",
        f"{notation.STEPS_MAX:,}",
        f"{acts.ALARMS_OF_ACT_MAX}",
        f"{cursor.DURATION_MAX_NS // (86_400 * 10**9)} days",
        f"{finding.FINDINGS_MAX}",
        f"{player.FAILURES_MAX}",
    ]
    assert [row.split(" | ")[1].removesuffix(" |") for row in marked("limits").splitlines()[2:]] == limits


def test_every_word_of_the_grammar_is_explained() -> None:
    """Words in quotes in the grammar stand somewhere in the text above it, too."""
    prose, grammar = TEXT.split("## Grammar")
    words = set(re.findall(r'"([a-z][a-z-]+)"', grammar.split("```")[1]))
    assert sorted(word for word in words if not re.search(rf"\b{word}\b", prose)) == []
