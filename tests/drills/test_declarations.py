"""What a sheet declares: sources, systems, positions, tags, people and the site's rules."""

import pytest

from tests.drills.sheets import findings, read
from wakeful.drills.declarations import NAMES_MAX
from wakeful.terms.site import Position, Source, System
from wakeful.terms.tag import Tag, TagKind

FACT = "tag T\nalarm H on T: high at 8\nat 1 s H is A\n"


def site(lines: str):
    return read(lines + FACT, level=False).site


def test_without_a_word_there_is_one_of_each() -> None:
    plain = site("")
    assert plain.sources == (Source(id="field", driver="drill"),)
    assert plain.systems == (System(id="plant", name="plant"),)
    assert plain.positions == ()
    assert plain.tags == (Tag(name="T", source="field", system="plant", age_limit_ms=366 * 86_400_000),)


def test_sources_have_clocks() -> None:
    sources = site("source plc clock within 200 ms\nsource rtu\n").sources
    assert sources[:2] == (
        Source(id="plc", driver="drill", clock_uncertainty_ms=200),
        Source(id="rtu", driver="drill"),
    )


def test_systems_have_modes_of_a_person_or_of_a_tag() -> None:
    systems = site("system a, modes up | down\nsystem b: modes x | y, mode from T\n").systems
    assert systems[0] == System(id="a", name="a", modes=("up", "down"))
    assert systems[1] == System(id="b", name="b", modes=("x", "y"), mode_tag="T")


def test_positions_answer_for_systems() -> None:
    lines = "system a\nsystem b\nposition d answers a | b, flood above 3 in 5 min, ends below 2\n"
    assert site(lines).positions == (
        Position(id="d", name="d", systems=("a", "b"), flood_begin=3, flood_end=2, flood_window_ms=300_000),
    )
    assert site("position d answers plant\n").positions == (Position(id="d", name="d", systems=("plant",)),)


def test_the_site_has_rules_for_shelves() -> None:
    philosophy = site("site shelf at most 8 h\nsite shelf ends spaced by 10 s\n").philosophy
    assert (philosophy.shelve_ms_max, philosophy.shelf_release_spacing_ms) == (28_800_000, 10_000)


def test_tags_have_ranges_states_and_an_age() -> None:
    lines = (
        "source plc\nsystem unit\ntag A range -5 to 5 m³/h, lost after 30 s, from plc, in unit\n"
        "tag B unit bar\ntag C states off | on\n"
    )
    tags = site(lines).tags
    assert tags[0] == Tag(
        name="A",
        source="plc",
        system="unit",
        range_low_eu=-5,
        range_high_eu=5,
        unit="m³/h",
        age_limit_ms=30_000,
    )
    assert tags[1].unit == "bar"
    assert (tags[2].kind, tags[2].states) == (TagKind.DISCRETE, ("off", "on"))


@pytest.mark.parametrize(
    ("lines", "finding"),
    [
        ("source a clock under 1 s", "1:16: under is not understood here; expected 'within'"),
        ("system a modes", "1:16: the line ends here; expected the name of a mode"),
        ("position d answers nowhere", "1:20: there is no system 'nowhere'; known: plant"),
        ("site shelf never", "1:12: never is not understood here; expected 'ends'"),
        ("person Bert pilot", "1:13: 'pilot' is no role; known: engineer, operator, supervisor, viewer"),
        ("person Bert", "1:13: the line ends here; expected role: engineer, operator, supervisor, viewer"),
        ("tag A range 5 to 1", "1:18: the range ends before it begins; give the low end first"),
        ("tag A lost after 5", "1:18: 5 has no unit of time; write 5 s, 5 min or 5 h"),
        ("tag A unit m, unit m", "1:15: 'unit' is said twice; say it once"),
        ("tag A from plc", "1:12: there is no source 'plc'; there are none"),
        ("tag A colour red", "1:7: 'colour' is no setting; known: from, in, lost, range, states, unit"),
        ("tag A unit m unit", "1:14: unit is not understood here; expected ',' or the end of the line"),
        ("tag LI-1", "1:5: 'LI-1' has been declared already; name each thing once"),
        ("tag all", "1:5: 'all' is a word of the notation; give it another name"),
        ("tag", "1:5: the line ends here; expected the name of a tag"),
    ],
)
def test_mistakes(lines: str, finding: str) -> None:
    assert findings(lines + "\nat 1 s LAH-1 is A") == [finding]


def test_every_wrong_setting_of_a_line_is_told_and_its_name_is_known() -> None:
    found = findings("tag A colour red, range 5 to 1, unit m\nalarm B on A: high at 1\nat 1 s B is A")
    assert [finding.partition(";")[0] for finding in found] == [
        "1:7: 'colour' is no setting",
        "1:30: the range ends before it begins",
    ]


def test_most_tags() -> None:
    lines = "".join(f"tag T{{1..1000}}-{block}\n" for block in range(NAMES_MAX // 1_000))
    assert len(read(lines + "alarm A on T1-0: low at 1\nat 1 s A is A", level=False).site.tags) == NAMES_MAX
    (found,) = findings(lines + "at 1 s LAH-1 is A")
    assert found == f"{NAMES_MAX // 1_000}:5: more than 2,000 of these; split the scenario"
