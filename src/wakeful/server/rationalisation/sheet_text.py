"""Alarms as the text of a CSV file: UTF-8, commas, one row an alarm in the order of the site."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from wakeful.server.configuration.dialect import dialect_of
from wakeful.server.rationalisation.alarm_row import COLUMNS, row_of
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.site import Site


def site_rows(site: Site, alarms: Iterable[AlarmDefinition]) -> list[dict[str, str]]:
    """One row for each of the alarms, with the tags of the site."""
    tags = {tag.name: tag for tag in site.tags}
    return [row_of(alarm, tags.get(alarm.tag)) for alarm in alarms]


def format_rows(rows: Iterable[Mapping[str, str]], columns: Sequence[str] = COLUMNS) -> str:
    """The header and the rows; lines end with a line feed."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def columns_of(text: str) -> frozenset[str]:
    """Names in the header line of a CSV text, whatever parts its cells."""
    dialect, told = dialect_of(text)
    lines = text.splitlines(keepends=True)[told:]
    for cells in csv.reader(lines, delimiter=dialect.delimiter):
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
            return frozenset(cell.strip() for cell in cells)
    return frozenset()
