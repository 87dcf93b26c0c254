"""What the plant says it has fits together."""

from pathlib import Path

from wakeful.plants.tennessee_eastman.control import LOOPS, STATIONS
from wakeful.plants.tennessee_eastman.description import MODES, TRIP_REASONS, describe
from wakeful.plants.tennessee_eastman.disturbances import DISTURBANCES
from wakeful.plants.tennessee_eastman.instruments import OVERVIEW
from wakeful.terms.equipment import ControlKind
from wakeful.terms.tag import TagKind

TAGS = {tag.name: tag for tag in describe().tags}


def test_tags_are_unique_complete_and_drawn_to_a_range() -> None:
    tags = describe().tags
    assert len(TAGS) == len(tags) == 114
    for tag in tags:
        assert tag.name.startswith("TE.")
        assert tag.description
        assert tag.range_low_eu < tag.range_high_eu
        if tag.kind is TagKind.DISCRETE:
            assert len(tag.states) == int(tag.range_high_eu) + 1
        else:
            assert tag.unit
            assert tag.resolution_eu
        if tag.normal_low_eu is not None and tag.normal_high_eu is not None:
            assert tag.range_low_eu <= tag.normal_low_eu <= tag.normal_high_eu <= tag.range_high_eu


def test_a_handful_of_tags_is_live_on_the_wall() -> None:
    assert [tag.name for tag in TAGS.values() if tag.overview] == [f"TE.{name}" for name in OVERVIEW]


def test_every_control_has_a_feedback_that_exists_and_a_range_within_it() -> None:
    equipment = describe().equipment
    assert len({item.name for item in equipment}) == len(equipment) == 1 + len(LOOPS) + len(STATIONS)
    for item in equipment:
        assert set(item.tags) <= TAGS.keys()
        for control in item.controls:
            feedback = TAGS[control.feedback_tag]
            if control.kind is ControlKind.ANALOGUE:
                assert feedback.range_low_eu <= control.low_eu < control.high_eu <= feedback.range_high_eu
                assert control.unit == feedback.unit
            if control.kind is ControlKind.MODE:
                assert control.labels == MODES == feedback.states


def test_an_output_needs_manual_and_a_cascaded_set_point_is_not_offered() -> None:
    offered = {item.name: {c.name: c for c in item.controls} for item in describe().equipment}
    for loop in LOOPS:
        controls = offered[f"TE.{loop.name}"]
        assert controls["output"].needs_manual
        assert not controls["mode"].needs_manual
        assert ("setpoint" in controls) != loop.remote


def test_the_reasons_of_a_trip_are_the_models_own_and_two_more() -> None:
    assert TRIP_REASONS[0] == "none"
    assert len(TRIP_REASONS) == 11


def test_the_disturbances_are_on_offer() -> None:
    assert describe().faults == tuple(DISTURBANCES.values())
    assert describe().simulated


def test_the_page_names_every_controller_station_and_count() -> None:
    page = (Path(__file__).parents[3] / "docs/plants/tennessee_eastman.md").read_text("utf-8")
    for item in (*LOOPS, *STATIONS):
        assert f"`{item.name}`" in page
    assert f"{len(TAGS)} tags" in page
    assert f"the {len(describe().alarms)} alarms" in page
