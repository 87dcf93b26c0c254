"""An alarm as one row of a sheet: the columns of ``alarms.csv``, every cell with its effective value.

Cells are text as ``alarms.csv`` has it. A cell that means nothing for the alarm's kind stays empty, for the
reader would refuse it.
"""

from collections.abc import Callable
from typing import Any

from wakeful.server.configuration.alarm_cells import (
    ESCALATION_COLUMNS,
    HANDLING_COLUMNS,
    RATIONALISATION_COLUMNS,
)
from wakeful.server.configuration.alarm_kinds import EXPRESSED, RATES, WITHOUT_SIDE
from wakeful.server.configuration.columns import ALARM_COLUMNS
from wakeful.terms.alarm import (
    KIND_NAMES,
    WITHOUT_LIMIT,
    AlarmDefinition,
    ConditionKind,
    Priority,
    Rationalisation,
)
from wakeful.terms.tag import Tag

COLUMNS = tuple(key.name for key in ALARM_COLUMNS)
"""Every column of ``alarms.csv``, in the order of the reference page."""

NUMBER_COLUMNS = frozenset(key.name for key in ALARM_COLUMNS if key.numeric)
FLAG_COLUMNS = frozenset(("latching", "auto_acknowledge", "escalate_again", "use"))
TAKEN_AWAY = {
    key.name: key.default for key in ALARM_COLUMNS if key.name in FLAG_COLUMNS or key.default == "0"
} | dict.fromkeys(("escalate_priority", "escalate_limit_eu", "group", "suppress_when"), "none")
"""Column -> the cell that says nothing is there; texts have none: nothing takes a source's text away."""

_NOTHING = Rationalisation()
_WITHOUT_LIMIT = tuple(KIND_NAMES[kind] for kind in WITHOUT_LIMIT)
_PRECISE_MAX = 2.0**53


def number_cell(number: float) -> str:
    """The shortest text that reads as exactly this number; without a point where it is whole."""
    whole = number.is_integer() and abs(number) < _PRECISE_MAX
    return f"{number:.0f}" if whole else repr(float(number))


def cell_text(cell: Any) -> str:
    """A parsed cell as ``alarms.csv`` writes it; None is the word ``none``."""
    if cell is None:
        return "none"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, ConditionKind):
        return KIND_NAMES[cell]
    if isinstance(cell, Priority):
        return cell.name.lower()
    return number_cell(float(cell)) if isinstance(cell, int | float) else str(cell).strip()


def row_of(alarm: AlarmDefinition, tag: Tag | None) -> dict[str, str]:
    """Column -> cell of one alarm, every column there is.

    ``tag`` is the alarm's, which names the states of a discrete limit; None where it is not in the site.
    """
    row = dict.fromkeys(COLUMNS, "")
    own = [column for column in COLUMNS if column in AlarmDefinition.__struct_fields__]
    row |= {column: cell_text(getattr(alarm, column)) for column in own}
    row |= {column: cell_text(getattr(alarm.handling, column)) for column in HANDLING_COLUMNS}
    record = alarm.rationalisation or _NOTHING
    row |= {column: cell_text(getattr(record, column)) for column in RATIONALISATION_COLUMNS}
    escalation = alarm.handling.escalation
    if escalation is not None:
        cells = {column: getattr(escalation, field) for column, field in ESCALATION_COLUMNS.items()}
        row |= {column: cell_text(cell) for column, cell in cells.items() if cell is not None}
    states = tag.states if tag is not None and alarm.kind is ConditionKind.DISCRETE else ()
    if alarm.limit_eu.is_integer() and 0 <= alarm.limit_eu < len(states):
        row["limit_eu"] = states[int(alarm.limit_eu)]
    row |= dict.fromkeys(_without_meaning(alarm.kind), "")
    return row | {"use": "yes"}


def state_cell(cell: str, tag: Tag | None) -> str:
    """The name of a state that is given by its number; anything else as it is."""
    states = tag.states if tag is not None else ()
    # A state may itself be called "1": then its name goes before its number, as for the reader.
    if cell in states or not cell.isdigit() or int(cell) >= len(states):
        return cell
    return states[int(cell)]


def comparable(row: dict[str, str], tag_of: Callable[[str], Tag | None]) -> dict[str, str]:
    """The row with one spelling for what means the same: what says nothing is empty, a state has its name."""
    result = {column: "" if cell == TAKEN_AWAY.get(column) else cell for column, cell in row.items()}
    if row.get("kind") == KIND_NAMES[ConditionKind.DISCRETE]:
        tag = tag_of(row.get("tag", ""))
        name = state_cell(row.get("limit_eu", ""), tag)
        folded = [state.casefold() for state in tag.states] if tag is not None else []
        if tag is not None and name not in tag.states and folded.count(name.casefold()) == 1:
            name = tag.states[folded.index(name.casefold())]
        result["limit_eu"] = name
    elif row.get("kind") in _WITHOUT_LIMIT and result.get("limit_eu") == "0":
        result["limit_eu"] = ""
    return result


def _without_meaning(kind: ConditionKind) -> list[str]:
    columns = []
    if kind in WITHOUT_LIMIT:
        columns.append("limit_eu")
    if kind in WITHOUT_SIDE:
        columns.append("deadband_eu")
    if kind not in EXPRESSED:
        columns.append("expression")
    if kind not in RATES:
        columns.append("window_ms")
    return columns
