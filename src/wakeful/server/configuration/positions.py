"""``[positions.ID]`` of ``site.toml``: who answers which systems' alarms."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from wakeful.server.configuration.finding import Findings, suggest
from wakeful.server.configuration.keys import POSITION_KEYS, POSITIONS_MAX, RESERVED_ID
from wakeful.server.configuration.toml_file import TomlFile, dotted, read_keys
from wakeful.server.configuration.value import Invalid, identifier
from wakeful.terms.site import Position, System

FILE = "site.toml"


class PositionEntry(NamedTuple):
    """A position as ``site.toml`` states it, and the line of its systems."""

    position: Position
    line: int


def read_positions(toml: TomlFile, tables: Any, findings: Findings) -> tuple[PositionEntry, ...]:
    """The positions of ``tables``, in their order; none, with findings, when there is a mistake in one."""
    line, before = toml.line("positions"), findings.count
    if not isinstance(tables, dict):
        findings.report(FILE, line, "positions", "is not a table", "write [positions.NAME] above its keys")
        return ()
    if len(tables) > POSITIONS_MAX:
        findings.report(FILE, line, "positions", f"has {len(tables)} positions", f"at most {POSITIONS_MAX}")
    entries = [_read_position(toml, id, table, findings) for id, table in tables.items()]
    return tuple(entry for entry in entries if entry is not None) if findings.count == before else ()


def _read_position(toml: TomlFile, id: str, table: Any, findings: Findings) -> PositionEntry | None:
    path = ("positions", id)
    line = toml.line(*path)
    if not isinstance(table, dict):
        message, advice = "is not a table", f"write [positions.{id}] above its keys"
        findings.report(FILE, line, dotted(*path), message, advice)
        return None
    before = findings.count
    try:
        identifier(id)
    except Invalid as invalid:
        findings.report(FILE, line, dotted(*path), invalid.message, invalid.advice)
    given = read_keys(toml, path, table, POSITION_KEYS, findings)
    if findings.count > before:
        return None
    position = Position(id=id, **given)
    if position.flood_end > position.flood_begin:
        key = "flood_end" if "flood_end" in given else "flood_begin"
        message = f"a flood would end below {position.flood_end} and begin above {position.flood_begin}"
        advice = "let it end below what it begins at, say at half of it"
        findings.report(FILE, toml.line(*path, key), dotted(*path, key), message, advice)
    return PositionEntry(position, toml.line(*path, "systems"))


def check_positions(
    entries: Sequence[PositionEntry], systems: Mapping[str, System], findings: Findings
) -> None:
    """Where there are positions, every system belongs to exactly one; the server's own may be left out."""
    held: dict[str, str] = {}
    for position, line in entries:
        key = dotted("positions", position.id, "systems")
        for system in position.systems:
            if system not in systems and system != RESERVED_ID:
                findings.report(FILE, line, key, f"unknown system {system!r}", suggest(system, systems))
            elif system in held:
                message = f"system {system!r} belongs to position {held[system]!r} already"
                findings.report(FILE, line, key, message, "keep it in one of the two")
            else:
                held[system] = position.id
    for system in systems:
        if entries and system not in held:
            position, line = entries[-1]
            key = dotted("positions", position.id, "systems")
            message = f"system {system!r} belongs to no position: nobody would answer its alarms"
            findings.report(FILE, line, key, message, "add it to one")
