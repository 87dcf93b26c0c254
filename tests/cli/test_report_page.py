"""The page: one file that needs nothing else, with everything in it, and safe whatever the names."""

import dataclasses
import re
from html.parser import HTMLParser

from tests.alarms.load.journals import HOUR_NS, START_NS
from tests.cli.alarm_reports import NAUGHTY, busy_hours, busy_report, heard_of, named_report
from wakeful.alarms.load.definitions import BY_TIME
from wakeful.cli.report_document import report_of
from wakeful.cli.report_page import page_of

VOID = {"meta", "rect", "line", "br"}


class Reader(HTMLParser):
    """Reads a page as a browser would; knows what is open, what it loads, and what it says."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [f"{name}={value}" for name, value in attrs if name in ("src", "href", "srcset")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def test_the_page_is_whole_and_loads_nothing() -> None:
    reader = Reader(page_of(busy_report()))
    assert reader.open == [] and reader.loads == []
    assert not {"script", "link", "img", "iframe"} & set(reader.tags)
    assert reader.tags.count("svg") == 4 and reader.tags.count("h1") == 1


def test_everything_of_the_report_is_on_it() -> None:
    report = busy_report()
    said = " ".join(Reader(page_of(report)).text)
    for definition in report.definitions:
        assert definition.title in said and definition.meaning in said and definition.target in said
    assert "Of 8 figures that can be judged, 1 need a plan, 4 attention" in said
    assert "too short to judge" in said
    assert "2026-05-28 20:30 to 2026-05-28 22:30 UTC" in said and "22 annunciations" in said
    assert "up to 7 in 60 s" in said and "2026-05-28 20:36:40" in said
    assert "not read in the standards themselves" in said and "journal in rig" in said


def test_names_are_text_and_never_markup() -> None:
    page = page_of(busy_report())
    assert NAUGHTY not in page and NAUGHTY in " ".join(Reader(page).text)


def test_alarms_are_named_by_message_and_priority_where_these_are_known() -> None:
    page = page_of(named_report())
    assert '<td class="name">FAL-1<span class="message">Flow &lt;low&gt;</span></td><td>low</td>' in page
    assert '<text class="under" x="0" y="29">low, Flow &lt;low&gt;</text>' in page
    assert Reader(page).open == []
    assert "<th>priority</th>" in page and "<th>priority</th>" not in page_of(busy_report())


def test_the_split_is_labelled() -> None:
    assert '4<br>3<br>4<br>11</td><td class="what">critical<br>high<br>medium<br>low</td>' in page_of(
        busy_report()
    )


def test_colour_says_nothing_alone() -> None:
    """Every coloured verdict has its word, or in the table of positions its sign."""
    page = page_of(busy_report(("North", "South")))
    for word, text in re.findall(r'class="verdict (\w+)">([^<]*)<', page):
        mark = {"plan": " !!", "attention": " !", "acceptable": ""}[word]
        assert text.endswith(word) or text.endswith(mark)
    assert "!!" in page and "Two exclamation marks: needs a plan" in page


def test_what_the_source_does_not_tell_is_said_in_place_of_a_plot() -> None:
    unknown = frozenset({"by_priority", "acknowledged", "acknowledge_median_s"})
    heard = dataclasses.replace(heard_of(busy_hours()), unknown=unknown)
    said = " ".join(Reader(page_of(report_of(heard, START_NS, START_NS + 2 * HOUR_NS))).text)
    assert "The source does not tell priorities." in said
    assert "The source does not tell acknowledgements." in said and "not known" in said


def test_an_empty_period_has_a_page_too() -> None:
    heard = heard_of([])
    reader = Reader(page_of(report_of(heard, START_NS, START_NS + HOUR_NS)))
    said = " ".join(reader.text)
    assert "None sounded." in said and "Nothing to work on." in said and "Nothing was acknowledged." in said
    assert reader.open == []


def test_the_page_of_a_period_that_nobody_watched_shows_no_calm() -> None:
    end_ns = START_NS + 2 * HOUR_NS
    page = page_of(report_of(heard_of(busy_hours()), end_ns + HOUR_NS, end_ns + 2 * HOUR_NS))
    said = " ".join(Reader(page).text)
    assert "the journal covers nothing of the 1 h asked for" in said
    assert "Nothing is known of this period." in said
    assert "Nothing is known of what came after" in said
    assert "<table" not in page and "<svg" not in page and "None" not in said


def test_what_a_period_lacks_is_hatched_and_said_beside_each_figure_by_time() -> None:
    page = page_of(report_of(heard_of(busy_hours()), START_NS - 6 * HOUR_NS, START_NS + 2 * HOUR_NS))
    said = " ".join(Reader(page).text)
    assert 'fill="url(#hatch)"' in page and "Hatched: not watched" in said
    assert said.count("over the 2 h that the journal covers of the 8 h asked for") == 1 + len(BY_TIME)
    whole = page_of(busy_report())
    assert "hatch" not in whole.partition("</style>")[2] and "asked for" not in whole


def test_lists_of_several_positions_say_whose() -> None:
    heads = page_of(busy_report(("North", "South"))).count("<th>position</th>")
    assert heads == 2, "the table of positions and the worklist; neither had a flood"
    assert "<th>position</th>" not in page_of(busy_report()) + page_of(
        busy_report(("North", "South"), "nort")
    )
