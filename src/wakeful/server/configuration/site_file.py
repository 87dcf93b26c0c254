"""``site.toml``: the site's name and limits, its sources, its operator positions and its alarm philosophy."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from wakeful.server.configuration.finding import Findings, Origin, suggest
from wakeful.server.configuration.keys import (
    PHILOSOPHY_KEYS,
    RESERVED_ID,
    SITE_KEYS,
    SOURCE_KEYS,
    SOURCES_MAX,
)
from wakeful.server.configuration.positions import PositionEntry, read_positions
from wakeful.server.configuration.toml_file import TomlFile, dotted, read_keys, read_toml
from wakeful.server.configuration.value import Invalid, identifier
from wakeful.terms.site import AlarmPhilosophy, Source

FILE = "site.toml"
AGE_LIMIT_MS = 5_000


class SourceEntry(NamedTuple):
    """A source as ``site.toml`` states it."""

    source: Source
    discover: bool
    optional: bool
    age_limit_ms: int
    """For its tags in ``tags.csv`` that have none of their own."""
    origin: Origin
    system_line: int
    setting_lines: dict[str, int]
    broken: bool
    """Something about it was reported already: it is known by name, and not asked."""


class SiteFile(NamedTuple):
    """What ``site.toml`` holds. ``settings`` are fields of Site that were given.

    ``master`` is the path of the master ``alarms.csv`` from the site folder, empty when none was named.
    """

    settings: dict[str, Any]
    entries: tuple[SourceEntry, ...]
    positions: tuple[PositionEntry, ...] = ()
    philosophy: AlarmPhilosophy = AlarmPhilosophy()
    master: str = ""


def read_site_file(folder: Path, drivers: Sequence[str], findings: Findings) -> SiteFile | None:
    """Read ``site.toml``; None, with findings, when nothing could be read."""
    toml = read_toml(folder, FILE, findings)
    if toml is None:
        return None
    tables = toml.content.pop("sources", {})
    positions = read_positions(toml, toml.content.pop("positions", {}), findings)
    philosophy, master = _read_philosophy(toml, toml.content.pop("alarms", {}), findings)
    settings = read_keys(toml, (), toml.content, SITE_KEYS, findings)
    age_limit_ms = settings.pop("age_limit_ms", AGE_LIMIT_MS)
    if not isinstance(tables, dict) or not tables:
        line = toml.line("sources")
        findings.report(
            FILE, line, "sources", "there is no source", "add a table [sources.NAME] with a driver"
        )
        tables = {}
    if len(tables) > SOURCES_MAX:
        line = toml.line("sources")
        findings.report(FILE, line, "sources", f"has {len(tables)} sources", f"at most {SOURCES_MAX}")
    entries = [_read_source(toml, id, table, drivers, age_limit_ms, findings) for id, table in tables.items()]
    sources = tuple(entry for entry in entries if entry is not None)
    return SiteFile(settings, sources, positions, philosophy, master)


def _read_philosophy(toml: TomlFile, table: Any, findings: Findings) -> tuple[AlarmPhilosophy, str]:
    """``[alarms]``: what holds for all alarms, and the path of their master."""
    if not isinstance(table, dict):
        findings.report(
            FILE, toml.line("alarms"), "alarms", "is not a table", "write [alarms] above its keys"
        )
        return AlarmPhilosophy(), ""
    given = read_keys(toml, ("alarms",), table, PHILOSOPHY_KEYS, findings)
    master = given.pop("master", "")
    return AlarmPhilosophy(**given), master


def _read_source(
    toml: TomlFile, id: str, table: Any, drivers: Sequence[str], age_limit_ms: int, findings: Findings
) -> SourceEntry | None:
    path = ("sources", id)
    line = toml.line(*path)
    if not isinstance(table, dict):
        findings.report(FILE, line, dotted(*path), "is not a table", f"write [sources.{id}] above its keys")
        return None
    before = findings.count
    try:
        identifier(id)
        if id == RESERVED_ID:
            raise Invalid("is the server's own watch over itself", "choose another id")
    except Invalid as invalid:
        findings.report(FILE, line, dotted(*path), invalid.message, invalid.advice)
    settings = table.pop("settings", {})
    if not isinstance(settings, dict):
        place = toml.line(*path, "settings")
        findings.report(
            FILE, place, dotted(*path, "settings"), "is not a table", f"write [sources.{id}.settings]"
        )
        settings = {}
    given = read_keys(toml, path, table, SOURCE_KEYS, findings)
    driver = given.get("driver", "")
    if driver and driver not in drivers:
        place = toml.line(*path, "driver")
        key = dotted(*path, "driver")
        findings.report(FILE, place, key, f"unknown driver {driver!r}", suggest(driver, drivers))
    return SourceEntry(
        Source(
            id=id,
            driver=driver,
            system=given.get("system", ""),
            settings=_plain(settings),
            clock_uncertainty_ms=given.get("clock_uncertainty_ms", 0),
        ),
        given.get("discover", False),
        given.get("optional", False),
        given.get("age_limit_ms", age_limit_ms),
        Origin(FILE, line, dotted(*path)),
        toml.line(*path, "system"),
        {key: toml.line(*path, "settings", key) for key in settings},
        findings.count > before,
    )


def _plain(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings as plain JSON values (TOML dates become ISO 8601 text), fit to be hashed and sent."""
    plain: dict[str, Any] = msgspec.to_builtins(settings)
    return plain
