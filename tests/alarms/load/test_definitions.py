"""Every figure is defined, and judged as its definition says."""

import math

import msgspec
import pytest

from wakeful.alarms.load.definitions import (
    BY_TIME,
    FLOOD_SETTINGS_SHOWN,
    SHARES_JUDGED_FROM,
    TOO_FEW,
    TOO_SHORT,
    definitions,
    judged_value,
    verdict,
    why_not_judged,
)
from wakeful.alarms.load.period import study
from wakeful.alarms.load.places import Places

from wakeful.alarms.load.figures import all_figures  # isort: skip
from wakeful.alarms.load.table import LoadTable
from wakeful.terms.alarm_load import AlarmFigures, FloodSpan
from wakeful.terms.site import AlarmPhilosophy, Position

NOT_DEFINED = {
    "position", "from_ms", "to_ms", "covered_ms", "unwatched", "peak_at_ms", "peak_per_hour_at_ms",
    "peak_per_min_at_ms", "windows", "windows_over", "top", "bin_ms", "bins",
}  # fmt: skip
"""What says of which period a figure is, or is a part of another figure."""
DESK = Position(id="p", name="Desk", systems=())
DEFINITIONS = {definition.key: definition for definition in definitions(AlarmPhilosophy(), [DESK])}
MINUTE_MS = 60_000.0


def figures(**changes):
    """Of a watched day without any alarm, unless something else is said."""
    table = LoadTable()
    table.complete_from_ns = 0
    period = study(table.rows(), 0, 86_400 * 10**9, AlarmPhilosophy())
    places = Places((DESK,), period.end["code"].astype(int))
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
            assert "ISA-18.2" in definition.target or "EEMUA 191" in definition.target
            assert "second-hand" in definition.target
        assert definition.manageable_max is None or definition.manageable_max >= definition.acceptable_max


def test_the_site_s_own_settings_stand_in_the_definitions():
    philosophy = AlarmPhilosophy(
        chatter_count=4, chatter_window_ms=90_000, fleeting_ms_max=1_500, stale_after_ms=7_200_000
    )
    own = {definition.key: definition.meaning for definition in definitions(philosophy, [DESK])}
    assert "at least 4 times within 90 s" in own["chattering"]
    assert "less than 1500 ms" in own["fleeting"] and "1 min" in own["fleeting"]
    assert "more than 2 h" in own["stale"]


def flood_words(*settings):
    """The definition of floods for positions named A, B, ... with these settings."""
    positions = [
        Position(id=name, name=name, systems=(), flood_begin=begin, flood_end=end, flood_window_ms=window_ms)
        for name, (begin, end, window_ms) in zip("ABCDEFGH", settings, strict=False)
    ]
    defined = definitions(AlarmPhilosophy(), positions)
    return next(definition.meaning for definition in defined if definition.key == "floods")


def test_the_flood_s_numbers_are_those_of_the_positions():
    alike = flood_words((20, 8, 300_000), (20, 8, 300_000))
    assert alike.startswith(
        "A flood begins above 20 annunciations in the last 5 min, rolling, and ends below 8."
    )
    apart = flood_words((10, 5, 600_000), (20, 8, 300_000), (10, 5, 600_000))
    assert "above 10 annunciations in the last 10 min, rolling, and ends below 5 (A, C); above 20" in apart
    assert apart.partition(" For a site")[0].endswith("and ends below 8 (B).")
    many = flood_words(*((10 + number, 5, 600_000) for number in range(FLOOD_SETTINGS_SHOWN + 2)))
    assert "ends below 5 (F); 2 more settings. For" in many


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("peak_per_hour", 15, "acceptable"),
        ("peak_per_hour", 16, "attention"),
        ("peak_per_min", 2, "acceptable"),
        ("peak_per_min", 3, "attention"),
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


@pytest.mark.parametrize(
    ("key", "value", "from_min"),
    [
        ("per_10_min", 50.0, 10),
        ("per_hour", 300.0, 60),
        ("per_day", 64_784.0, 1_000),
        ("windows_over_share", 0.5, 1_000),
        ("flood_share", 0.5, 1_000),
        ("peak_per_hour", 15, 60),
        ("peak_per_10_min", 10, 10),
        ("peak_per_min", 2, 1),
        ("chattering", 0, 10),
        ("fleeting", 0, 10),
    ],
)
def test_what_was_watched_for_too_short_a_time_is_not_judged(key, value, from_min):
    enough = figures(covered_ms=from_min * MINUTE_MS, **{key: value})
    short = figures(covered_ms=from_min * MINUTE_MS - 1, **{key: value})
    assert verdict(DEFINITIONS[key], enough) and not why_not_judged(DEFINITIONS[key], enough)
    assert not verdict(DEFINITIONS[key], short)
    assert why_not_judged(DEFINITIONS[key], short) == TOO_SHORT


def test_above_its_target_a_peak_is_so_however_little_was_watched():
    for key, value in (("peak_per_hour", 16), ("peak_per_10_min", 11), ("peak_per_min", 3), ("fleeting", 1)):
        moment = figures(covered_ms=4_000.0, **{key: value})
        assert verdict(DEFINITIONS[key], moment) in ("attention", "plan")
        assert not why_not_judged(DEFINITIONS[key], moment)


def test_every_figure_that_is_by_time_needs_time_and_says_how_much():
    for key in BY_TIME:
        assert DEFINITIONS[key].judged_from_ms > 0 and "watched on." in DEFINITIONS[key].meaning


def test_what_has_no_target_needs_no_excuse_and_a_share_of_few_has_its_own():
    assert why_not_judged(DEFINITIONS["standing"], figures(covered_ms=1.0)) == ""
    assert why_not_judged(DEFINITIONS["top_10_share"], figures(annunciated=3)) == TOO_FEW
    assert why_not_judged(DEFINITIONS["top_10_share"], figures(covered_ms=0.0)) == TOO_SHORT


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
