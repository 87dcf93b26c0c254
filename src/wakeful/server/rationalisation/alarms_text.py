"""The text of ``alarms.csv`` with some rows changed and others added; every other line stays as it is."""

from collections.abc import Mapping

from wakeful.alarms.expression.names import tags_of
from wakeful.alarms.expression.quantity import condition_of
from wakeful.alarms.expression.syntax import ExpressionError
from wakeful.server.configuration.columns import ALARM_COLUMNS
from wakeful.server.rationalisation.alarm_row import NUMBER_COLUMNS
from wakeful.server.rationalisation.table_text import TableText
from wakeful.terms.alarm import KIND_NAMES, ConditionKind

_REQUIRED = tuple(key.name for key in ALARM_COLUMNS if key.required)


class AlarmsText:
    """An ``alarms.csv`` that the reader has found right; an empty text stands for no file."""

    def __init__(self, text: str) -> None:
        self._table = TableText(text, ("name", *_REQUIRED), NUMBER_COLUMNS)
        self._rows = {name_of(line.cells or {}): line for line in self._table.rows}

    def change(self, name: str, cells: Mapping[str, str], sheet_line: int) -> None:
        """Put cells into the row of an alarm; without a row it gets one at the end."""
        if name not in self._rows:
            self._rows[name] = self._table.add()
            self._table.put(self._rows[name], {"name": name}, sheet_line)
        self._table.put(self._rows[name], cells, sheet_line)

    def render(self) -> tuple[str, dict[int, int]]:
        """The whole text, and the sheet's line of each of its lines that was changed."""
        return self._table.render()


def name_of(cells: Mapping[str, str]) -> str:
    """The name of a row's alarm, which it may leave to its tag and kind, and the tag to its expression."""
    name, tag, kind = (cells.get(column, "") for column in ("name", "tag", "kind"))
    if name or not kind:
        return name
    if not tag and kind.casefold() == KIND_NAMES[ConditionKind.EXPRESSION]:
        try:
            named = tags_of(condition_of(cells.get("expression", "")))
        except ExpressionError:
            return ""
        tag = named[0] if named else ""
    return f"{tag}.{kind.casefold()}" if tag else ""
