"""Writes a Site as a folder, the plain way; the opposite of ``read_site``, for tests."""

import csv
import json
from pathlib import Path
from typing import Any

import msgspec

from wakeful.server.configuration.alarm_cells import (
    ESCALATION_COLUMNS,
    HANDLING_COLUMNS,
    RATIONALISATION_COLUMNS,
)
from wakeful.server.configuration.columns import ALARM_COLUMNS, MODE_COLUMNS, TAG_COLUMNS
from wakeful.terms.alarm import KIND_NAMES, WITHOUT_LIMIT, AlarmDefinition, Priority
from wakeful.terms.site import Site
from wakeful.terms.tag import TagKind

OWN_COLUMNS = set(AlarmDefinition.__struct_fields__) - {"handling", "rationalisation"}


def write_site(site: Site, folder: Path) -> None:
    """Write ``site.toml``, ``systems.toml``, ``tags.csv``, ``alarms.csv`` and ``modes.csv``."""
    (folder / "site.toml").write_text("\n".join(_site_lines(site)) + "\n", encoding="utf-8")
    lines = []
    for system in site.systems:
        lines.append(f"[systems.{system.id}]")
        for key in ("name", "parent", "description", "modes", "mode_tag"):
            if key in ("name", "parent", "description") or getattr(system, key):
                lines.append(f"{key} = {_toml(getattr(system, key))}")
    (folder / "systems.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _write_rows(folder / "tags.csv", [key.name for key in TAG_COLUMNS], map(_tag_cells, site.tags))
    _write_rows(folder / "alarms.csv", [key.name for key in ALARM_COLUMNS], map(_alarm_cells, site.alarms))
    modes = [_mode_cells(alarm, setting) for alarm in site.alarms for setting in alarm.handling.modes]
    _write_rows(folder / "modes.csv", [key.name for key in MODE_COLUMNS], modes)


def _site_lines(site: Site) -> list[str]:
    keys = ("name", "scan_period_ms", "history_days_max", "history_bytes_max")
    lines = [f"{key} = {_toml(getattr(site, key))}" for key in keys]
    lines.append("[alarms]")
    lines += [f"{key} = {_toml(value)}" for key, value in msgspec.structs.asdict(site.philosophy).items()]
    for position in site.positions:
        lines.append(f"[positions.{position.id}]")
        fields = msgspec.structs.asdict(position)
        lines += [f"{key} = {_toml(value)}" for key, value in fields.items() if key != "id"]
    for source in site.sources:
        lines += [f"[sources.{source.id}]", f"driver = {_toml(source.driver)}"]
        lines.append(f"clock_uncertainty_ms = {source.clock_uncertainty_ms}")
        if source.system:
            lines.append(f"system = {_toml(source.system)}")
        lines += [f"[sources.{source.id}.settings]"]
        lines += [f"{key} = {_toml(value)}" for key, value in source.settings.items()]
    return lines


def _toml(value: Any) -> str:
    if isinstance(value, Priority):
        value = value.name.lower()
    if isinstance(value, tuple | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _write_rows(path: Path, columns: list[str], rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _tag_cells(tag: Any) -> dict[str, Any]:
    cells = {key.name: getattr(tag, key.name) for key in TAG_COLUMNS if key.name != "use"}
    cells |= {
        "kind": tag.kind.value,
        "states": "|".join(tag.states),
        "overview": "yes" if tag.overview else "no",
    }
    if tag.kind is TagKind.DISCRETE:
        cells |= {"range_low_eu": "", "range_high_eu": ""}
    return cells


def _alarm_cells(alarm: AlarmDefinition) -> dict[str, Any]:
    cells = {column: _cell(getattr(alarm, column)) for column in OWN_COLUMNS}
    cells["kind"] = KIND_NAMES[alarm.kind]
    cells |= {column: _cell(getattr(alarm.handling, column)) for column in HANDLING_COLUMNS}
    if alarm.handling.escalation is not None:
        escalation = alarm.handling.escalation
        cells |= {column: _cell(getattr(escalation, field)) for column, field in ESCALATION_COLUMNS.items()}
    if alarm.rationalisation is not None:
        record = alarm.rationalisation
        cells |= {column: _cell(getattr(record, column)) for column in RATIONALISATION_COLUMNS}
    if alarm.kind in WITHOUT_LIMIT:
        cells["limit_eu"] = ""
    return cells


def _mode_cells(alarm: AlarmDefinition, setting: Any) -> dict[str, Any]:
    cells = {column: _cell(value) for column, value in msgspec.structs.asdict(setting).items()}
    return cells | {"alarm": alarm.name}


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Priority):
        return value.name.lower()
    return ("yes" if value else "no") if isinstance(value, bool) else value
