"""The text of ``modes.csv`` with the settings of single alarms changed; patterns stay as they are."""

from collections.abc import Mapping

from wakeful.server.configuration.columns import MODE_COLUMNS
from wakeful.server.rationalisation.mode_row import SETTING_COLUMNS
from wakeful.server.rationalisation.table_text import Line, TableText


class ModesText:
    """A ``modes.csv`` that the reader has found right; an empty text stands for no file."""

    def __init__(self, text: str) -> None:
        numeric = [key.name for key in MODE_COLUMNS if key.numeric]
        self._table = TableText(text, [key.name for key in MODE_COLUMNS], numeric)
        self._rows: dict[tuple[str, str], list[Line]] = {}
        for line in self._table.rows:
            assert line.cells is not None
            self._rows.setdefault((line.cells.get("alarm", ""), line.cells.get("mode", "")), []).append(line)

    def change(self, alarm: str, mode: str, cells: Mapping[str, str], sheet_line: int) -> None:
        """Put cells of an alarm in a mode where they stand, or else into its first row, or a new one.

        A row that is left without any cell goes away, for it would change nothing.
        """
        rows = self._rows.setdefault((alarm, mode), [])
        for column, cell in cells.items():
            holding = [line for line in rows if line.cells and line.cells.get(column)]
            if not holding and not cell:
                continue
            if not rows:
                rows.append(self._table.add())
                self._table.put(rows[0], {"alarm": alarm, "mode": mode}, sheet_line)
            self._table.put((holding or rows)[0], {column: cell}, sheet_line)
        for line in [*rows]:
            assert line.cells is not None
            if not any(line.cells.get(column) for column in SETTING_COLUMNS):
                self._table.take_out(line)
                rows.remove(line)

    def render(self) -> tuple[str, dict[int, int]]:
        """The whole text, and the sheet's line of each of its lines that was changed."""
        return self._table.render()
