"""Plots: what is drawn stands for the figures, lies within the frame, and is well-formed."""

from xml.etree import ElementTree

import msgspec
import pytest

from tests.cli.alarm_reports import NAUGHTY, busy_report
from wakeful.cli.report_plots import (
    COLUMNS_MAX,
    WIDTH,
    load_caption,
    load_plot,
    split_plot,
    top_plot,
    waits_plot,
)
from wakeful.terms.alarm_load import AlarmFigures, AlarmShare, FloodSpan, LoadBin

MINUTES_MS = 600_000.0


def figures(**changes: object) -> AlarmFigures:
    return msgspec.structs.replace(busy_report().judged[0].figures, **changes)  # type: ignore[type-var]


def shapes(svg: str, name: str) -> list[dict[str, float]]:
    """Rectangles of a class, as numbers."""
    tree = ElementTree.fromstring(svg)
    found = [each.attrib for each in tree.iter("rect") if each.get("class") == name]
    return [
        {key: float(value) for key, value in each.items() if key in ("x", "y", "width", "height")}
        for each in found
    ]


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter("text")]


def test_columns_are_as_high_as_their_counts() -> None:
    bins = tuple(LoadBin(place * MINUTES_MS, count, 0) for place, count in enumerate((3, 0, 12, 6)))
    drawn = shapes(load_plot(figures(from_ms=0.0, to_ms=4 * MINUTES_MS, bins=bins, floods=())), "load")
    heights = [each["height"] for each in drawn]
    assert len(drawn) == 3
    assert heights[1] / heights[0] == pytest.approx(4.0, rel=0.01) and heights[1] / heights[
        2
    ] == pytest.approx(2.0, rel=0.01)
    assert all(each["x"] >= 0 and each["x"] + each["width"] <= WIDTH for each in drawn)


def test_what_was_hidden_stands_on_what_sounded() -> None:
    bins = (LoadBin(0.0, 4, 2),)
    svg = load_plot(figures(from_ms=0.0, to_ms=MINUTES_MS, bins=bins, floods=()))
    (sounded,), (hidden,) = shapes(svg, "load"), shapes(svg, "hidden")
    assert hidden["y"] + hidden["height"] == pytest.approx(sounded["y"], abs=0.02)
    assert sounded["height"] == pytest.approx(2 * hidden["height"], abs=0.03)


def test_a_long_period_shows_the_fullest_of_each_column_and_says_so() -> None:
    count = 10 * COLUMNS_MAX
    bins = tuple(LoadBin(place * MINUTES_MS, 40 if place == 777 else 1, 0) for place in range(count))
    long = figures(from_ms=0.0, to_ms=count * MINUTES_MS, bins=bins, floods=())
    drawn = shapes(load_plot(long), "load")
    assert len(drawn) == COLUMNS_MAX
    assert max(each["height"] for each in drawn) == pytest.approx(
        40 * min(each["height"] for each in drawn), rel=0.02
    )
    assert load_caption(long).startswith(
        "Each column covers 100 minutes and shows the fullest 10 minutes in it."
    )


def test_floods_are_shaded_even_where_they_are_short_or_reach_beyond_the_period() -> None:
    floods = (FloodSpan(-1e9, 1.0, 11, 11), FloodSpan(20 * 86_400_000.0, None, 11, 11))
    svg = load_plot(figures(from_ms=0.0, to_ms=30 * 86_400_000.0, floods=floods))
    short, long = shapes(svg, "flood")
    assert short["width"] >= 3 and long["x"] + long["width"] <= WIDTH
    assert "flood" in texts(svg), "the long one has its word"
    assert "Shaded: alarm floods." in load_caption(figures())


@pytest.mark.parametrize("hours", [1, 8, 24, 24 * 7, 24 * 30, 24 * 400, 24 * 7_000])
def test_there_are_a_few_times_along_any_period(hours: int) -> None:
    begin_ms = 1_772_366_400_000.0
    svg = load_plot(figures(from_ms=begin_ms, to_ms=begin_ms + hours * 3_600_000.0, floods=()))
    labels = [text for text in texts(svg) if ":" in text or "-" in text]
    assert 1 <= len(labels) <= 9


def test_coarse_columns_have_no_line_of_ten() -> None:
    coarse = figures(bin_ms=3_600_000.0)
    assert 'class="limit"' not in load_plot(coarse) and "Dashed" not in load_caption(coarse)
    assert load_caption(coarse).startswith("Annunciations in each hour")
    assert 'class="limit"' in load_plot(figures())


def test_the_split_is_to_scale_and_has_its_marks() -> None:
    svg = split_plot(figures(by_priority=(0, 25, 25, 50)))
    widths = [shapes(svg, f"outlined p{priority}")[0]["width"] for priority in (1, 2, 3, 4)]
    assert widths[1] == widths[2] == pytest.approx(widths[3] / 2) and widths[0] < 1
    assert svg.count('class="mark"') == 4 and "25.0 % · 25" in texts(svg)


def test_names_are_escaped_and_cut() -> None:
    svg = top_plot([AlarmShare(NAUGHTY, 5, 0.5), AlarmShare("x" * 60, 5, 0.5)], {})
    assert NAUGHTY in texts(svg) and "x" * 37 + "…" in texts(svg)
    assert "5 · 50.0 %" in texts(svg)


def test_times_to_acknowledge_are_drawn_where_there_are_some() -> None:
    svg = waits_plot((9, 4, 0, 0, 0, 0, 0, 0, 1))
    assert shapes(svg, "load")[0]["height"] == pytest.approx(84.0)
    assert len(shapes(svg, "load")) == 3 and {"<10 s", "more"} <= set(texts(svg))
    ElementTree.fromstring(waits_plot((0,) * 9))
