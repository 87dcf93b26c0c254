"""``systems.toml``: the systems of the wall and how they are nested."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from wakeful.server.configuration.finding import Findings, suggest
from wakeful.server.configuration.keys import RESERVED_ID, SYSTEM_KEYS, SYSTEMS_MAX
from wakeful.server.configuration.toml_file import TomlFile, dotted, read_keys, read_toml
from wakeful.server.configuration.value import Invalid, identifier
from wakeful.terms.site import System

FILE = "systems.toml"


class SystemsFile(NamedTuple):
    """Systems by id, in file order, and the line of each one's ``mode_tag`` (or of what is nearest to it)."""

    systems: dict[str, System]
    mode_lines: dict[str, int]


def read_systems_file(folder: Path, findings: Findings) -> SystemsFile | None:
    """Read ``systems.toml``; None, with a finding, when it could not be read."""
    toml = read_toml(folder, FILE, findings)
    if toml is None:
        return None
    tables = toml.content.pop("systems", {})
    read_keys(toml, (), toml.content, (), findings)
    line = toml.line("systems")
    if not isinstance(tables, dict) or not tables:
        findings.report(FILE, line, "systems", "there is no system", "add a table [systems.NAME] with a name")
        return None
    if len(tables) > SYSTEMS_MAX:
        findings.report(FILE, line, "systems", f"has {len(tables):,} systems", f"at most {SYSTEMS_MAX:,}")
        return None
    systems = {id: _read_system(toml, id, table, findings) for id, table in tables.items()}
    _check_parents(toml, systems, findings)
    return SystemsFile(systems, {id: toml.line("systems", id, "mode_tag") for id in systems})


def _read_system(toml: TomlFile, id: str, table: Any, findings: Findings) -> System:
    path = ("systems", id)
    line = toml.line(*path)
    try:
        identifier(id)
        if id == RESERVED_ID:
            raise Invalid("is the server's own watch over itself", "choose another id")
    except Invalid as invalid:
        findings.report(FILE, line, dotted(*path), invalid.message, invalid.advice)
    if not isinstance(table, dict):
        findings.report(FILE, line, dotted(*path), "is not a table", f"write [systems.{id}] above its keys")
        return System(id=id, name=id)
    given = read_keys(toml, path, table, SYSTEM_KEYS, findings)
    if given.get("mode_tag") and "modes" not in table:
        advice = "name the modes, which are the states of that tag"
        findings.report(FILE, toml.line(*path, "mode_tag"), dotted(*path, "modes"), "is missing", advice)
    return System(id=id, **({"name": id} | given))


def _check_parents(toml: TomlFile, systems: Mapping[str, System], findings: Findings) -> None:
    """Every parent exists and no system is a part of itself. Each cycle is reported once."""
    in_cycle: set[str] = set()
    for system in systems.values():
        key = dotted("systems", system.id, "parent")
        line = toml.line("systems", system.id, "parent")
        if system.parent and system.parent not in systems:
            others = [id for id in systems if id != system.id]
            message = f"unknown system {system.parent!r}"
            findings.report(FILE, line, key, message, suggest(system.parent, others))
        path = {system.id: None}
        while (parent := systems[next(reversed(path))].parent) in systems and parent not in path:
            path[parent] = None
        if parent == system.id and system.id not in in_cycle:
            in_cycle.update(path)
            ring = " in ".join([*path, system.id])
            message = f"is part of itself: {ring}" if len(path) > 1 else "is its own parent"
            findings.report(FILE, line, key, message, "remove one of the parents")
