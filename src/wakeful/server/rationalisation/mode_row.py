"""What is different about alarms in operating modes, as rows: the columns of ``modes.csv``, alarms by name.

One row is one alarm in one mode with what it comes to, also what a pattern in ``modes.csv`` or a source says.
"""

from collections.abc import Mapping

from wakeful.server.configuration.columns import MODE_COLUMNS
from wakeful.server.rationalisation.alarm_row import cell_text
from wakeful.server.rationalisation.drift import configured_alarms
from wakeful.terms.alarm import AlarmDefinition, ModeSetting
from wakeful.terms.site import Site

MODE_SHEET_COLUMNS = tuple(key.name for key in MODE_COLUMNS)
SETTING_COLUMNS = ("limit_eu", "priority", "suppressed")


def has_modes(site: Site) -> bool:
    """Whether any system of the site has operating modes, so that there is something to write a row about."""
    return any(system.modes for system in site.systems)


def mode_rows(site: Site) -> list[dict[str, str]]:
    """One row for each alarm and mode in which something is different, in the order of the site."""
    return [
        {"alarm": alarm.name, "mode": setting.mode} | cells
        for alarm in configured_alarms(site)
        for setting in alarm.handling.modes
        if any((cells := setting_cells(setting)).values())
    ]


def setting_cells(setting: ModeSetting) -> dict[str, str]:
    """The cells of a setting; what is as configured is blank, and so is ``no`` under suppressed."""
    return {
        "limit_eu": "" if setting.limit_eu is None else cell_text(setting.limit_eu),
        "priority": "" if setting.priority is None else cell_text(setting.priority),
        "suppressed": "yes" if setting.suppressed else "",
    }


def cells_by_mode(alarm: AlarmDefinition) -> dict[str, dict[str, str]]:
    """Mode -> the cells of its setting."""
    return {setting.mode: setting_cells(setting) for setting in alarm.handling.modes}


def comparable_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a setting that are given, with one spelling for what means the same."""
    given = {column: cells[column] for column in SETTING_COLUMNS if column in cells}
    return given | {"suppressed": ""} if given.get("suppressed") == "no" else given
