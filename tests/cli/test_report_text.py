"""The report in the terminal: figures with value, verdict and meaning; lists that say what they leave out."""

import io

from tests.alarms.load.journals import HOUR_NS, MINUTE_NS, START_NS, JournalMaker
from tests.cli.alarm_reports import NAUGHTY, busy_hours, busy_report, heard_of, named_report
from wakeful.alarms.load.definitions import BY_TIME
from wakeful.cli.report_document import report_of
from wakeful.cli.report_text import (
    ENTRIES_SHOWN,
    WIDTH_PIPED,
    flood_length_text,
    greatest_of_each,
    how_text,
    print_report,
)
from wakeful.terms.alarm_load import FloodSpan, WorklistEntry


def printed(report) -> str:
    stream = io.StringIO()
    print_report(report, stream)
    return stream.getvalue()


def test_piped_it_is_plain_text_of_one_width() -> None:
    text = printed(busy_report())
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines()) <= WIDTH_PIPED


def test_every_figure_is_there_with_its_verdict_and_meaning() -> None:
    report = busy_report()
    text = printed(report)
    flat = " ".join(text.split())
    for definition in report.definitions:
        line = next(line for line in text.splitlines() if line.startswith(definition.title))
        judged = report.judged[0]
        assert judged.verdicts.get(definition.key) or judged.unjudged.get(definition.key, "") in line
        assert f"{definition.title}: {definition.meaning}" in flat
    assert "Rig: alarm figures" in text and NAUGHTY in text
    assert "2026-05-28 20:36:40" in text, "the flood"


def test_the_split_has_a_labelled_line_for_each_priority() -> None:
    lines = printed(busy_report()).splitlines()
    place = next(at for at, line in enumerate(lines) if line.startswith("Split by priority"))
    rows = [line.removeprefix("Split by priority").split()[:2] for line in lines[place : place + 4]]
    assert rows == [["4", "critical"], ["3", "high"], ["4", "medium"], ["11", "low"]]


def test_alarms_are_named_by_message_and_priority_where_these_are_known() -> None:
    lines = printed(named_report()).splitlines()
    found = [place for place, line in enumerate(lines) if "FAL-1" in line]
    assert len(found) >= 2, "among the worst and on the worklist"
    for place in found:
        assert " low " in lines[place] and "Flow <low>" in lines[place + 1]
    assert any("PAH-0" in line and " – " in line for line in lines), "one that is not configured"
    assert not any("priority " in line and "alarm " in line for line in printed(busy_report()).splitlines())


def test_positions_have_a_line_each() -> None:
    text = printed(busy_report(("North", "South")))
    lines = [line.split() for line in text.splitlines()]
    assert [line[-1] for line in lines if line[:1] in (["North"], ["South"]) and line[-1] == "plan"] == [
        "plan"
    ]
    assert "Positions" not in printed(busy_report())


def test_an_empty_period_says_so() -> None:
    text = printed(report_of(heard_of([]), START_NS, START_NS + HOUR_NS))
    assert "none" in text and "nothing to work on" in text


def test_a_list_that_is_cut_says_how_many_more() -> None:
    maker = JournalMaker()
    for flood in range(12):
        for number in range(11):
            maker.pulse(f"a{number}", START_NS + flood * 40 * MINUTE_NS + number * 10**9, 10**8)
    text = printed(report_of(heard_of(maker.records), START_NS, START_NS + 9 * HOUR_NS))
    assert "and 2 more; the greatest are shown" in text


def entry(fault: str, name: str, **changes) -> WorklistEntry:
    return WorklistEntry(alarm=name, position="p", fault=fault, count=1, share=0.1, detail="so", **changes)


def test_a_crowd_of_one_fault_hides_no_other() -> None:
    entries = [*(entry("fleeting", f"f{place}") for place in range(20)), entry("stale", "s")]
    shown = greatest_of_each(entries, ENTRIES_SHOWN)
    assert shown == [*entries[:ENTRIES_SHOWN], entries[-1]]


def test_words() -> None:
    assert how_text(entry("chattering", "a", now=True)) == "so, at the end too"
    assert how_text(entry("standing", "a", now=True)) == "so"
    assert flood_length_text(FloodSpan(0.0, None, 1, 1)) == "had not ended"
    assert flood_length_text(FloodSpan(0.0, 90_000.0, 1, 1)) == "1 min 30 s"


def test_a_period_that_nobody_watched_shows_no_calm() -> None:
    end_ns = START_NS + 2 * HOUR_NS
    text = printed(report_of(heard_of(busy_hours()), end_ns + HOUR_NS, end_ns + 2 * HOUR_NS))
    assert "Averages and shares of time: the journal covers nothing of the 1 h asked for." in text
    assert "Nothing is known of this period." in text and "nothing is known of what came after" in text
    assert "Worst alarms" not in text and "none" not in text and "30 days; this is" not in text


def test_what_the_averages_are_over_is_said_at_the_head_and_beside_each() -> None:
    text = printed(report_of(heard_of(busy_hours()), START_NS - 6 * HOUR_NS, START_NS + 2 * HOUR_NS))
    words = " ".join(text.split())
    assert words.count("over the 2 h that the journal covers of the 8 h asked for") == 1 + len(BY_TIME)
    assert "Here: from 2026-05-28 20:30 on." in words
