"""The part of the documentation that is drawn from the machines themselves.

``docs/alarms.md`` holds this text between two marks; a test fails when it differs.
"""

from wakeful.alarms.acknowledgement import ACKNOWLEDGEMENT_TABLE
from wakeful.alarms.condition import CONDITION_TABLE
from wakeful.alarms.transition_table import Ignored, Move, Refused, TransitionTable

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"


def table_rows(table: TransitionTable) -> str:  # type: ignore[type-arg]
    """Every (state, event) of a table as rows of a Markdown table, in the order of the enums."""
    lines = ["| state | event | what happens |", "|---|---|---|"]
    for state in table.states:
        for event in table.events:
            match table.step(state, event):
                case Move(to=to):
                    meaning = f"→ {to.name}"
                case Ignored(why=why):
                    meaning = f"ignored: {why}"
                case Refused(why=why):
                    meaning = f"refused: {why}"
            lines.append(f"| {state.name} | {event.name} | {meaning} |")
    return "\n".join(lines) + "\n"


def tables_text() -> str:
    """Diagram and table of each machine, as Markdown."""
    parts = []
    for title, table in (("Condition", CONDITION_TABLE), ("Acknowledgement", ACKNOWLEDGEMENT_TABLE)):
        parts.append(f"### {title}\n\n```mermaid\n{table.mermaid()}```\n\n{table_rows(table)}")
    return "\n".join(parts)
