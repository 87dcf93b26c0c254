"""The documentation shows the machines that run."""

from pathlib import Path

from wakeful.alarms.condition import CONDITION_TABLE
from wakeful.alarms.diagram import BEGIN, END, table_rows, tables_text

DOCUMENT = Path(__file__).parents[2] / "docs" / "alarms.md"


def test_the_document_holds_exactly_the_tables():
    """When this fails, put ``tables_text()`` between the marks of docs/alarms.md."""
    between = DOCUMENT.read_text().split(BEGIN)[1].split(END)[0]
    assert between.strip() == tables_text().strip()


def test_every_pair_has_its_row():
    assert len(table_rows(CONDITION_TABLE).splitlines()) == 2 + 4 * 4
