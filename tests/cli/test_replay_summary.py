"""The summary of a replay as text and JSON."""

import json
from collections import Counter

from wakeful.cli.playback import Tally, TimeOrder
from wakeful.cli.replay_summary import summarise, text_lines, to_json
from wakeful.terms.site import Site, System
from wakeful.terms.tag import Tag

SITE = Site(
    name="Rig",
    systems=(System(id="rig", name="Rig"),),
    sources=(),
    tags=(Tag(name="LI-1", system="rig", source="plc"),),
    alarms=(),
)


def tally_of(**changes: object) -> Tally:
    order = TimeOrder(first_ns=0, last_ns=1_500_000_000, usual_interval_ns=1e9, gaps=1, longest_gap_ns=10**9)
    fields = {
        "rows": 2, "samples": 2_000, "scans": 1, "raised": Counter({"B": 2, "A": 2, "C": 5}),
        "raised_by_priority": Counter({1: 4, 4: 5}), "inputs": Counter(rejected=3), "time_order": order,
    }  # fmt: skip
    return Tally(**(fields | changes))  # type: ignore[arg-type]


def test_alarms_come_by_count_then_name_and_priorities_by_their_words() -> None:
    summary = summarise(SITE, "r.csv", [], [], [], tally_of(), 0.5)
    assert [count.alarm for count in summary.top_alarms] == ["C", "A", "B"]
    assert summary.alarms_raised == {"critical": 4, "high": 0, "medium": 0, "low": 5}
    assert summary.samples_per_s == 4_000.0
    assert summary.time_order.last == "1970-01-01T00:00:01.500Z"
    assert summary.time_order.rejected_samples == 3


def test_only_the_top_alarms_are_listed() -> None:
    raised = Counter({f"A{number:02}": 1 for number in range(50)})
    summary = summarise(SITE, "r.csv", [], [], [], tally_of(raised=raised), 1.0)
    assert [count.alarm for count in summary.top_alarms] == [f"A{number:02}" for number in range(10)]


def test_json_and_text_say_the_same() -> None:
    summary = summarise(SITE, "r.csv", ["a note"], ["x"] * 30, ["y"], tally_of(), 0.5)
    parsed = json.loads(to_json(summary))
    assert parsed["time_order"]["gaps"] == 1 and parsed["missing_tags"] == 1
    text = "\n".join(text_lines(summary))
    assert "note            a note" in text
    assert "30 columns are no tag (x, x" in text and ", ..." in text
    assert "alarms raised   9: 4 critical, 0 high, 0 medium, 5 low" in text


def test_a_time_beyond_the_calendar_stays_a_number() -> None:
    order = TimeOrder(first_ns=-(2**63) + 1, last_ns=2**62)
    summary = summarise(SITE, "r.csv", [], [], [], tally_of(time_order=order), 0.0)
    assert summary.samples_per_s == 0.0
    assert summary.time_order.first
