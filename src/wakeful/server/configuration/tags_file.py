"""``tags.csv`` and the tags that sources bring along: joined by name, completed and checked.

A row whose name a source has discovered overrides the fields it gives; any other row is a new tag.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from wakeful.server.configuration import value
from wakeful.server.configuration.columns import TAG_COLUMNS
from wakeful.server.configuration.finding import Findings, Origin, suggest
from wakeful.server.configuration.keys import TAGS_MAX
from wakeful.server.configuration.site_file import SourceEntry
from wakeful.server.configuration.table import Row, Table
from wakeful.terms.site import SourceDescription, System
from wakeful.terms.tag import Tag, TagKind

FILE = "tags.csv"


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows of a site may refer to.

    ``systems`` is None when ``systems.toml`` could not be read. ``incomplete``: the tags of some source
    are not known, because it failed or was left out; then an unknown name is nobody's mistake.
    """

    sources: Mapping[str, SourceEntry]
    systems: Mapping[str, System] | None
    left_out: frozenset[str] = frozenset()
    incomplete: bool = False


@dataclass(slots=True)
class Tags:
    """Tags by name in site order, where each was written, and the names that must not surprise anyone."""

    tags: dict[str, Tag] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Named by a row with a mistake: reported once, and known to what refers to them."""
    unused: dict[str, Origin] = field(default_factory=dict)
    """Left out by ``use`` = no."""
    absent: set[str] = field(default_factory=set)
    """Left out with their source, or not to be judged because sources are not known."""
    skipped_rows: int = 0
    """Rows that could not be judged because the tags of a source are not known."""
    cut_short: bool = False
    """Tags are missing because the file as a whole is at fault."""


def gather_tags(
    described: Sequence[tuple[SourceEntry, SourceDescription]],
    text: str | None,
    known: Known,
    findings: Findings,
    *,
    tags_max: int = TAGS_MAX,
    progress: Callable[[int], None] = lambda rows: None,
) -> Tags:
    """Join what the sources discovered with the rows of ``tags.csv`` (``text``, None without the file)."""
    tags = Tags()
    for entry, description in described:
        for tag in description.tags:
            _add_discovered(tag, entry, tags, findings)
    if text is not None:
        _apply_rows(Table(FILE, text, TAG_COLUMNS, findings, progress), tags, known, findings, tags_max)
    if len(tags.tags) > tags_max:
        findings.report(
            FILE, 0, "", f"the site has more than {tags_max:,} tags", "spread it over several servers"
        )
        tags.cut_short = True
    _report_homeless(tags, known, findings)
    for name, tag in tags.tags.items():
        _check_tag(tag, tags.origins[name], known, findings)
    return tags


def _report_homeless(tags: Tags, known: Known, findings: Findings) -> None:
    """Tags that belong to no system: one finding for a row, one for all that a source discovered."""
    told = set()
    for name, tag in tags.tags.items():
        origin = tags.origins[name]
        if tag.system or known.sources[tag.source].broken or origin in told:
            continue
        if origin.prefix:
            told.add(origin)
            message = f"its tags, {name} for one, belong to no system"
            findings.report(
                origin.file, origin.line, origin.prefix, message, "add system = ... to the source"
            )
        else:
            advice = "name one here, or at its source in site.toml"
            findings.report(origin.file, origin.line, "system", "the tag belongs to no system", advice)


def _apply_rows(table: Table, tags: Tags, known: Known, findings: Findings, tags_max: int) -> None:
    seen: dict[str, int] = {}
    for row in table:
        name = _name_of(row, seen, findings)
        if name:
            _apply_row(name, row, tags, known, findings)
        if len(tags.tags) > tags_max:
            break
    tags.cut_short = table.cut_short


def _add_discovered(tag: Tag, entry: SourceEntry, tags: Tags, findings: Findings) -> None:
    try:
        value.name(tag.name)
    except value.Invalid as invalid:
        findings.add(entry.origin.finding("name", f"tag {tag.name!r}", invalid.message, invalid.advice))
        return
    if tag.name in tags.tags:
        other = tags.tags[tag.name].source
        message, advice = f"source {other!r} has a tag of this name too", "leave one of the two sources out"
        findings.add(entry.origin.finding("name", f"tag {tag.name}", message, advice))
        return
    tags.tags[tag.name] = tag
    tags.origins[tag.name] = entry.origin


def _name_of(row: Row, seen: dict[str, int], findings: Findings) -> str:
    """The row's name, or "" when it has none or was given before."""
    name = row.given.get("name", "")
    if not name:
        if not row.broken:
            findings.report(FILE, row.line, "name", "is missing", "name the tag")
        return ""
    if name in seen:
        findings.report(
            FILE, row.line, "name", f"tag {name!r} stands on line {seen[name]} already", "keep one of the two"
        )
        return ""
    seen[name] = row.line
    return str(name)


def _apply_row(name: str, row: Row, tags: Tags, known: Known, findings: Findings) -> None:
    if row.broken:
        tags.broken.add(name)
        return
    given = dict(row.given)
    origin = Origin(FILE, row.line)
    if not given.pop("use", True):
        tags.unused[name] = origin
        tags.tags.pop(name, None)
        return
    before = findings.count
    discovered = tags.tags.get(name)
    tag = (
        _override(discovered, given, row.line, findings)
        if discovered is not None
        else _complete(name, given, row.line, tags, known, findings)
    )
    if findings.count > before:
        tags.broken.add(name)
    elif tag is not None:
        tags.tags[name] = tag
        tags.origins[name] = origin


def _override(tag: Tag, given: dict[str, Any], line: int, findings: Findings) -> Tag:
    if given.get("source", tag.source) != tag.source:
        message = f"tag {tag.name!r} comes from source {tag.source!r}, which discovered it"
        findings.report(FILE, line, "source", message, "leave the cell empty, or choose another name")
    if "states" in given:
        given = _range_of_states(given, line, findings)
    overridden: Tag = msgspec.structs.replace(tag, **given)
    return overridden


def _complete(
    name: str, given: dict[str, Any], line: int, tags: Tags, known: Known, findings: Findings
) -> Tag | None:
    """A new tag; None when a finding says why not, or when it goes with a source that was left out."""
    if not known.sources or ("source" not in given and known.incomplete):
        tags.skipped_rows += 1
        tags.absent.add(name)
        return None
    if "source" not in given and len(known.sources) > 1:
        findings.report(FILE, line, "source", "is missing", f"name the source of {name}, from site.toml")
        return None
    source = given.setdefault("source", next(iter(known.sources)))
    entry = known.sources.get(source)
    if entry is None:
        findings.report(
            FILE, line, "source", f"unknown source {source!r}", lambda: suggest(source, known.sources)
        )
        return None
    if source in known.left_out:
        tags.absent.add(name)
        return None
    if given.get("kind") is TagKind.DISCRETE:
        if "states" not in given:
            findings.report(FILE, line, "states", "a discrete tag needs states", "name them: stopped|running")
            return None
        given = _range_of_states(given, line, findings)
    else:
        for column in ("unit", "range_low_eu", "range_high_eu"):
            if column not in given:
                advice = "write 1 for a plain number" if column == "unit" else "give the instrument's range"
                findings.report(FILE, line, column, "is missing for an analogue tag", advice)
    fields: dict[str, Any] = {"system": entry.source.system, "age_limit_ms": entry.age_limit_ms}
    return Tag(**(fields | given))


def _range_of_states(given: dict[str, Any], line: int, findings: Findings) -> dict[str, Any]:
    """A discrete tag ranges over its states; it cannot be told otherwise."""
    last = len(given["states"]) - 1.0
    for column, bound in (("range_low_eu", 0.0), ("range_high_eu", last)):
        if given.get(column, bound) != bound:
            advice = f"leave the cell empty or write {bound:g}"
            findings.report(FILE, line, column, "a discrete tag takes its range from its states", advice)
    return given | {"range_low_eu": 0.0, "range_high_eu": last}


def _check_tag(tag: Tag, origin: Origin, known: Known, findings: Findings) -> None:
    """What must hold for every tag, wherever its fields came from."""

    def report(column: str, message: str, advice: str) -> None:
        findings.add(origin.finding(column, f"tag {tag.name}", message, advice))

    own_system = known.sources[tag.source].source.system
    if known.systems is not None and tag.system not in known.systems and tag.system not in ("", own_system):
        report("system", f"unknown system {tag.system!r}", suggest(tag.system, known.systems))
    low, high = tag.range_low_eu, tag.range_high_eu
    if not low < high:
        report(
            "range_low_eu", f"{low:.10g} is not below range_high_eu, {high:.10g}", "swap or correct the two"
        )
        return
    normal_low, normal_high = tag.normal_low_eu, tag.normal_high_eu
    for column, bound in (("normal_low_eu", normal_low), ("normal_high_eu", normal_high)):
        if bound is not None and not low <= bound <= high:
            report(
                column,
                f"{bound:.10g} is outside the range of {low:.10g} to {high:.10g}",
                "correct one of them",
            )
    if normal_low is not None and normal_high is not None and normal_low > normal_high:
        message = f"{normal_low:.10g} is above normal_high_eu, {normal_high:.10g}"
        report("normal_low_eu", message, "swap or correct the two")
    if tag.resolution_eu is not None and not tag.resolution_eu > 0:
        report(
            "resolution_eu", "0 is no step", "give the smallest step the instrument can show, or leave it out"
        )
    if tag.kind is TagKind.ANALOGUE and tag.states:
        report("states", "an analogue tag has no states", "set kind to discrete, or leave states empty")
