"""Every figure is defined, and judged as its definition says."""

import math

import msgspec
import pytest

from wakeful.alarms.load.definitions import BY_TIME, SHARES_JUDGED_FROM, definitions, judged_value, verdict
from wakeful.alarms.load.period import study
from wakeful.alarms.load.places import Places

from wakeful.alarms.load.figures import all_figures  # isort: skip
from wakeful.alarms.load.table import LoadTable
from wakeful.terms.alarm_load import AlarmFigures, FloodSpan
from wakeful.terms.site import AlarmPhilosophy, Position

NOT_DEFINED = {
    "position", "from_ms", "to_ms", "covered_ms", "unwatched", "peak_at_ms", "windows", "windows_over", "top",
    "bin_ms", "bins",
}  # fmt: skip
"""What says of which period a figure is, or is a part of another figure."""
DEFINITIONS = {definition.key: definition for definition in definitions(AlarmPhilosophy())}


def figures(**changes):
    table = LoadTable()
    table.complete_from_ns = 0
    period = study(table.rows(), 0, 10**12, AlarmPhilosophy())
    places = Places((Position(id="p", name="P", systems=()),), period.end["code"].astype(int))
    return msgspec.structs.replace(all_figures(period, places)[0], **changes)


def test_every_figure_has_its_definition_and_every_definition_its_figure():
    fields = {field.name for field in msgspec.structs.fields(AlarmFigures)}
    assert fields - NOT_DEFINED == set(DEFINITIONS)
    assert fields >= NOT_DEFINED


def test_definitions_say_something_and_no_title_is_there_twice():
    assert all(definition.title and len(definition.meaning) > 20 for definition in DEFINITIONS.values())
    assert len({definition.title for definition in DEFINITIONS.values()}) == len(DEFINITIONS)


def test_a_number_that_is_judged_has_a_source_and_says_that_it_was_not_read_in_the_standard():
    for definition in DEFINITIONS.values():
        if definition.acceptable_max is not None:
            assert "ISA-18.2" in definition.target and "second-hand" in definition.target
        assert definition.manageable_max is None or definition.manageable_max >= definition.acceptable_max


def test_the_site_s_own_settings_stand_in_the_definitions():
    philosophy = AlarmPhilosophy(
        chatter_count=4, chatter_window_ms=90_000, fleeting_ms_max=1_500, stale_after_ms=7_200_000
    )
    own = {definition.key: definition.meaning for definition in definitions(philosophy)}
    assert "at least 4 times within 90 s" in own["chattering"]
    assert "less than 1500 ms" in own["fleeting"] and "1 min" in own["fleeting"]
    assert "more than 2 h" in own["stale"]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("per_10_min", 1.0, "acceptable"),
        ("per_10_min", 1.01, "attention"),
        ("per_10_min", 2.0, "attention"),
        ("per_10_min", 2.01, "plan"),
        ("peak_per_10_min", 10, "acceptable"),
        ("peak_per_10_min", 1000, "attention"),
        ("flood_share", 0.011, "attention"),
        ("chattering", 0, "acceptable"),
        ("chattering", 1, "plan"),
        ("stale", 4, "acceptable"),
        ("stale", 5, "plan"),
        ("standing", 10_000, ""),
        ("acknowledge_median_s", None, ""),
    ],
)
def test_verdicts(key, value, expected):
    assert verdict(DEFINITIONS[key], figures(**{key: value})) == expected


def test_a_share_of_few_is_not_judged():
    for count, expected in ((SHARES_JUDGED_FROM - 1, ""), (SHARES_JUDGED_FROM, "plan")):
        assert verdict(DEFINITIONS["top_10_share"], figures(annunciated=count, top_10_share=0.5)) == expected


def test_the_split_is_judged_by_what_was_urgent():
    calm = figures(annunciated=200, by_priority=(2, 10, 30, 158))
    assert judged_value("by_priority", calm) == pytest.approx(0.06)
    assert verdict(DEFINITIONS["by_priority"], calm) == "acceptable"
    assert verdict(DEFINITIONS["by_priority"], figures(annunciated=200, by_priority=(3, 10, 0, 187))) == (
        "attention"
    )
    assert verdict(DEFINITIONS["by_priority"], figures(annunciated=200, by_priority=(0, 0, 0, 0))) == ""


def test_floods_are_counted():
    assert judged_value("floods", figures(floods=(FloodSpan(0.0, None, 11, 11),) * 2)) == 2.0
    assert not math.isnan(judged_value("per_hour", figures()))


def test_of_a_period_that_nobody_watched_nothing_is_judged():
    dark = figures(covered_ms=0.0)
    assert not any(verdict(definition, dark) for definition in DEFINITIONS.values())
    assert any(verdict(definition, figures()) for definition in DEFINITIONS.values())


def test_what_is_by_time_says_what_time():
    by_another = {"per_hour", "per_day"}
    assert all("watched" in DEFINITIONS[key].meaning for key in set(BY_TIME) - by_another)
    assert all(DEFINITIONS[key].meaning.startswith("The same for") for key in by_another)
