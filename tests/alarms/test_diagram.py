"""The documentation shows the machines that run."""

from pathlib import Path

import pytest

from wakeful.alarms.condition import CONDITION_TABLE
from wakeful.alarms.diagram import (
    BEGIN,
    END,
    MACHINES,
    letters_mermaid,
    letters_rows,
    precedence_rows,
    table_rows,
    tables_text,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "alarms.md"


def test_the_document_holds_exactly_the_tables():
    """When this fails, put ``tables_text()`` between the marks of docs/alarms.md."""
    between = DOCUMENT.read_text().split(BEGIN)[1].split(END)[0]
    assert between.strip() == tables_text().strip()


def test_every_pair_has_its_row():
    assert len(table_rows(CONDITION_TABLE).splitlines()) == 2 + 4 * 4
    for _, table in MACHINES:
        assert len(table_rows(table).splitlines()) == 2 + len(table.states) * len(table.events)


def test_a_refusal_is_told_by_the_name_it_has_in_the_journal():
    rows = "".join(table_rows(table) for _, table in MACHINES)
    assert "| LATCHED | RESET_WHILE_ACTIVE | refused (`still_abnormal`): its condition is still" in rows
    assert "| INACTIVE | RAISE | → ACTIVE |" in rows
    assert "| TIMED | RETURN | ignored: a timed shelf lasts" in rows


def test_the_letters_in_the_order_of_precedence():
    letters = [line.split("**")[1] for line in precedence_rows().splitlines()[2:]]
    assert letters == ["G", "F", "E", "A", "B", "C", "D"]
    assert "| no | suppressed | any | any | any | **F** suppressed by design |" in precedence_rows()
    assert "| no | no | no | yes | no | **C** acknowledged |" in precedence_rows()


@pytest.mark.parametrize(
    "line",
    [
        "[*] --> A",
        "A --> B: ABNORMAL",
        "B --> C: ACKNOWLEDGE",
        "B --> D: NORMAL (neither latching nor auto-acknowledge)",
        "C --> A: NORMAL (not latching), RESET (latching)",
        "C --> B: ABNORMAL (latching), MORE_URGENT, RE_ALARM",
        "D --> B: ABNORMAL",
        "E --> B: SHELF_ENDED",
        "E --> C: UNSHELVE",
        "F --> E: UNSUPPRESS",
        "G --> F: RETURN_TO_SERVICE",
    ],
)
def test_what_leads_from_letter_to_letter(line):
    assert f"    {line}" in letters_mermaid().splitlines()


def test_nothing_leads_where_the_reference_has_no_row():
    lines = [line.strip() for line in letters_mermaid().splitlines() if "-->" in line]
    pairs = {line.split(":")[0] for line in lines if "[*]" not in line}
    assert pairs == {
        *("A --> B", "A --> E", "A --> F", "A --> G"),
        *("B --> A", "B --> C", "B --> D", "B --> E", "B --> F", "B --> G"),
        *("C --> A", "C --> B", "C --> E", "C --> F", "C --> G"),
        *("D --> A", "D --> B", "D --> E", "D --> F", "D --> G"),
        *("E --> A", "E --> B", "E --> C", "E --> F", "E --> G"),
        *("F --> A", "F --> B", "F --> E", "F --> G"),
        *("G --> A", "G --> B", "G --> E", "G --> F"),
    }


def test_every_event_of_every_letter_says_what_may_follow():
    rows = {line.split(" | ")[0].strip("| "): line for line in letters_rows().splitlines()[2:]}
    assert len(rows) == 16
    assert rows["SHELF_ENDED"] == "| SHELF_ENDED | – | – | – | – | A, B ♪ | F, – | G, – |"
    assert rows["MORE_URGENT"].startswith("| MORE_URGENT | – | B ♪ | B ♪ | D | E, E (counted), – |")
    assert rows["ACKNOWLEDGE"].startswith("| ACKNOWLEDGE | refused | C | refused | A | E, refused |")
