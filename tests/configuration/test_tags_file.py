"""Rows of ``tags.csv`` joined with what sources discovered."""

from typing import Any

from wakeful.server.configuration.finding import Findings, Origin
from wakeful.server.configuration.site_file import SourceEntry
from wakeful.server.configuration.tags_file import Known, Tags, gather_tags
from wakeful.terms.site import Source, SourceDescription, System
from wakeful.terms.tag import Tag, TagKind

HEADER = "name,source,system,unit,range_low_eu,range_high_eu,kind,states,normal_low_eu,resolution_eu,use\n"
SYSTEMS = {"hall": System(id="hall", name="Hall"), "yard": System(id="yard", name="Yard")}


def entry(id: str, **changes: Any) -> SourceEntry:
    source = Source(id=id, driver="host", system=changes.pop("system", "hall"))
    fields = {
        "discover": True, "optional": False, "age_limit_ms": 700,
        "system_line": 3, "setting_lines": {}, "broken": False,
    }  # fmt: skip
    return SourceEntry(source=source, origin=Origin("site.toml", 2, f"sources.{id}"), **(fields | changes))


def gather(
    rows: str, *discovered: Tag, sources: tuple[SourceEntry, ...] = (entry("plc"),), **known: Any
) -> tuple[Tags, list[str]]:
    findings = Findings()
    told = Known({each.source.id: each for each in sources}, SYSTEMS, **known)
    description = SourceDescription(tags=discovered)
    tags = gather_tags([(sources[0], description)], HEADER + rows, told, findings)
    return tags, [str(finding) for finding in findings.sorted()]


def level(**changes: Any) -> Tag:
    fields: dict[str, Any] = {
        "name": "LI-1",
        "system": "hall",
        "source": "plc",
        "unit": "m",
        "normal_low_eu": 2.0,
    }
    return Tag(**(fields | changes))


def test_a_new_tag_takes_system_and_age_limit_from_its_source() -> None:
    tags, findings = gather("LI-1,,,m,0,4,,,,,\n")
    assert findings == []
    assert tags.tags["LI-1"] == Tag(
        name="LI-1", system="hall", source="plc", unit="m", range_low_eu=0, range_high_eu=4, age_limit_ms=700
    )
    assert tags.origins["LI-1"] == Origin("tags.csv", 2)


def test_a_discrete_tag_ranges_over_its_states() -> None:
    tags, findings = gather("P-1,plc,yard,,,,discrete,off|on|failed,,,\n")
    tag = tags.tags["P-1"]
    assert findings == []
    assert (tag.kind, tag.states, tag.range_high_eu, tag.system) == (
        TagKind.DISCRETE, ("off", "on", "failed"), 2.0, "yard",
    )  # fmt: skip


def test_only_given_cells_override_and_none_takes_away() -> None:
    tags, findings = gather("LI-1,,,,,50,,,none,0.5,\n", level())
    assert findings == []
    assert tags.tags["LI-1"] == level(range_high_eu=50.0, normal_low_eu=None, resolution_eu=0.5)


def test_what_was_parked_or_taken_away_is_remembered() -> None:
    tags, findings = gather("LI-1,,,,,,,,,,no\nLI-9,plc,,m,0,1,,,,,no\n", level())
    assert findings == [] and tags.tags == {}
    assert set(tags.unused) == {"LI-1", "LI-9"}


def test_a_broken_row_leaves_its_name_known() -> None:
    tags, findings = gather("LI-1,plc,,,0,4,,,,,\nLI-2,plc,,m,0,x,,,,,\n")
    assert len(findings) == 2 and tags.broken == {"LI-1", "LI-2"}


def test_a_discovered_name_that_is_no_name_is_the_source_s_mistake() -> None:
    _, findings = gather("", level(name="a b"))
    assert findings == [
        "site.toml:2: sources.plc: tag 'a b': name: 'a b' holds ' '; "
        "use letters, digits and . _ - / : + # % @ ( ) [ ]"
    ]


def test_rows_of_sources_that_are_not_here_are_left_out() -> None:
    sources = (entry("plc"), entry("rtu"))
    tags, findings = gather(
        "LI-1,rtu,,m,0,4,,,,,\nLI-2,,,m,0,4,,,,,\n",
        sources=sources,
        left_out=frozenset({"rtu"}),
        incomplete=True,
    )
    assert findings == [] and tags.tags == {}
    assert tags.absent == {"LI-1", "LI-2"} and tags.skipped_rows == 1


def test_a_source_without_a_system_is_told_once_for_all_its_tags() -> None:
    bare = (entry("plc", system=""),)
    _, findings = gather("", level(system=""), level(name="LI-2", system=""), sources=bare)
    assert findings == [
        "site.toml:2: sources.plc: its tags, LI-1 for one, belong to no system; "
        "add system = ... to the source"
    ]
