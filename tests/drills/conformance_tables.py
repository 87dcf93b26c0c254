"""The generated tables of docs/conformance.md: functions, what is covered, which scenario catches what.

Write them anew from the root of the work tree: ``.venv/bin/python -m tests.drills.conformance_tables``.
"""

import re
from pathlib import Path

from tests.drills.defects import DEFECTS, Defect
from tests.drills.plain_server import PlainServer
from wakeful.drills.functions import FUNCTIONS
from wakeful.drills.message_adapter import MessageAdapter
from wakeful.drills.notation import read_script
from wakeful.drills.player import Result, play
from wakeful.drills.requirements import REQUIREMENTS
from wakeful.drills.script import Script

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "conformance").glob("*.drill"))
DOCUMENT = ROOT / "docs" / "conformance.md"


def scripts() -> dict[str, Script]:
    """Every sheet of the suite, by name."""
    return {path.stem: read_script(f"conformance/{path.name}", path.read_text()) for path in SHEETS}


def played(script: Script, server: type[PlainServer]) -> Result:
    """How a scenario goes on a fresh second server, in this process."""
    return play(script, MessageAdapter(server().answer))


def caught_by(defect: Defect, suite: dict[str, Script]) -> list[str]:
    """Names of the scenarios that fail on a defect."""
    return [name for name, script in suite.items() if played(script, defect.server).outcome == "failed"]


def coverage_table(suite: dict[str, Script]) -> str:
    """Requirements and the scenarios that show them."""
    rows = ["| id | what must be so | scenarios |", "|---|---|---|"]
    for name, sentence in REQUIREMENTS.items():
        shown = [each for each, script in suite.items() if name in script.covers]
        rows.append(f"| {name} | {sentence} | {', '.join(shown)} |")
    return "\n".join(rows)


def function_table() -> str:
    """Functions a server may have."""
    return "\n".join(
        ["| name | what it is |", "|---|---|", *(f"| {name} | {FUNCTIONS[name]} |" for name in FUNCTIONS)]
    )


def defect_row(defect: Defect, caught: list[str]) -> str:
    """One line of the table of defects."""
    return f"| {defect.name} | {defect.seen_in} | {len(caught)} | {', '.join(caught)} |"


def defect_table(suite: dict[str, Script]) -> str:
    """Defects and the scenarios that catch them."""
    rows = ["| what is wrong | seen in | scenarios | which |", "|---|---|---|---|"]
    return "\n".join([*rows, *(defect_row(defect, caught_by(defect, suite)) for defect in DEFECTS)])


def between(text: str, name: str) -> str:
    """What stands between the marks of a generated part."""
    found = re.search(rf"<!-- {name}: begin -->\n(.*?)\n<!-- {name}: end -->", text, re.DOTALL)
    assert found, f"docs/conformance.md has no part {name}"
    return found[1]


def main() -> None:
    """Write the generated parts."""
    suite, text = scripts(), DOCUMENT.read_text()
    parts = {
        "covered": coverage_table(suite),
        "functions": function_table(),
        "defects": defect_table(suite),
    }
    for name, table in parts.items():
        marks = f"<!-- {name}: begin -->\n", f"\n<!-- {name}: end -->"
        text = marks[0].join([text.split(marks[0])[0], table + marks[1] + text.split(marks[1])[1]])
    DOCUMENT.write_text(text)


if __name__ == "__main__":
    main()
