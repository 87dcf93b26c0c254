"""Writes a Site as a folder, the plain way; the opposite of ``read_site``, for tests."""

import csv
import json
from pathlib import Path
from typing import Any

from wakeful.server.configuration.keys import ALARM_COLUMNS, TAG_COLUMNS
from wakeful.terms.alarm import KIND_NAMES, ConditionKind
from wakeful.terms.site import Site
from wakeful.terms.tag import TagKind


def write_site(site: Site, folder: Path) -> None:
    """Write ``site.toml``, ``systems.toml``, ``tags.csv`` and ``alarms.csv``."""
    keys = ("name", "scan_period_ms", "history_days_max", "history_bytes_max")
    lines = [f"{key} = {_toml(getattr(site, key))}" for key in keys]
    for source in site.sources:
        lines += [f"[sources.{source.id}]", f"driver = {_toml(source.driver)}"]
        if source.system:
            lines.append(f"system = {_toml(source.system)}")
        lines += [f"[sources.{source.id}.settings]"]
        lines += [f"{key} = {_toml(value)}" for key, value in source.settings.items()]
    (folder / "site.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = []
    for system in site.systems:
        lines.append(f"[systems.{system.id}]")
        for key in ("name", "parent", "description"):
            lines.append(f"{key} = {_toml(getattr(system, key))}")
    (folder / "systems.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _write_rows(folder / "tags.csv", [key.name for key in TAG_COLUMNS], map(_tag_cells, site.tags))
    _write_rows(folder / "alarms.csv", [key.name for key in ALARM_COLUMNS], map(_alarm_cells, site.alarms))


def _toml(value: Any) -> str:
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


def _alarm_cells(alarm: Any) -> dict[str, Any]:
    cells = {key.name: getattr(alarm, key.name) for key in ALARM_COLUMNS if key.name != "use"}
    cells |= {"kind": KIND_NAMES[alarm.kind], "priority": alarm.priority.name.lower()}
    if alarm.kind is ConditionKind.INPUT_BAD:
        cells["limit_eu"] = ""
    return cells
