"""Which column of ``alarms.csv`` fills which field of an alarm, and the cells of a row joined to one.

An alarm is made of parts (how it is annunciated, how it escalates, why it is there); a row is flat. A part
nobody wrote anything about stays the shared default.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from wakeful.terms.alarm import PLAIN, AlarmDefinition, Escalation, Handling, Rationalisation

HANDLING_COLUMNS = (
    "latching",
    "auto_acknowledge",
    "re_alarm_ms",
    "count",
    "count_window_ms",
    "group",
    "suppress_when",
    "shelve_ms_max",
)
"""Columns that are fields of ``Handling`` of the same name."""

ESCALATION_COLUMNS = {f"escalate_{field}": field for field in Escalation.__struct_fields__}
"""Columns that are fields of ``Escalation``."""

RATIONALISATION_COLUMNS = Rationalisation.__struct_fields__
"""Columns that are fields of ``Rationalisation`` of the same name."""

_PARTS = frozenset((*HANDLING_COLUMNS, *ESCALATION_COLUMNS, *RATIONALISATION_COLUMNS))


def new_alarm(given: Mapping[str, Any]) -> AlarmDefinition:
    """An alarm of the cells that were given; name, tag, kind and priority must be among them."""
    if _PARTS.isdisjoint(given):
        return AlarmDefinition(**given)
    own = {column: cell for column, cell in given.items() if column not in _PARTS}
    return AlarmDefinition(
        **own, handling=_handling(PLAIN, given), rationalisation=_rationalisation(None, given)
    )


def overridden(alarm: AlarmDefinition, given: Mapping[str, Any]) -> AlarmDefinition:
    """The alarm with the cells that were given in place of what it had; every other field stays."""
    changes = {column: cell for column, cell in given.items() if column not in _PARTS}
    if len(changes) < len(given):
        changes["handling"] = _handling(alarm.handling, given)
        changes["rationalisation"] = _rationalisation(alarm.rationalisation, given)
    result: AlarmDefinition = msgspec.structs.replace(alarm, **changes)
    return result


def _handling(handling: Handling, given: Mapping[str, Any]) -> Handling:
    # The word "none", which takes a group or a logic away, was read as None.
    changes = {column: given[column] or _EMPTY[column] for column in HANDLING_COLUMNS if column in given}
    if any(column in given for column in ESCALATION_COLUMNS):
        changes["escalation"] = _escalation(handling.escalation, given)
    if not changes:
        return handling
    result: Handling = msgspec.structs.replace(handling, **changes)
    return result


_EMPTY = {column: getattr(PLAIN, column) for column in HANDLING_COLUMNS}


def _escalation(escalation: Escalation | None, given: Mapping[str, Any]) -> Escalation | None:
    """None where nobody says how urgent the alarm becomes."""
    cells = {field: given[column] for column, field in ESCALATION_COLUMNS.items() if column in given}
    if escalation is None:
        return Escalation(**cells) if cells.get("priority") is not None else None
    if "priority" in cells and cells["priority"] is None:
        return None
    result: Escalation = msgspec.structs.replace(escalation, **cells)
    return result


def _rationalisation(
    rationalisation: Rationalisation | None, given: Mapping[str, Any]
) -> Rationalisation | None:
    cells = {column: given[column] for column in RATIONALISATION_COLUMNS if column in given}
    if not cells:
        return rationalisation
    result: Rationalisation = msgspec.structs.replace(rationalisation or Rationalisation(), **cells)
    return result
