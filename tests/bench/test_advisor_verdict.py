"""The verdict as a row of a table and as a picture that any program can draw."""

import dataclasses
from xml.etree import ElementTree

from bench.advisor_verdict import BAR, Verdict, draw, table_lines

BARE = Verdict("bare <limits>", 40.0, 500.0, 7.0, 0.0, 0.0, 0, 0.0, 0.0, 0, 0, 6_000)
AFTER = dataclasses.replace(
    BARE, name="advisor", per_day=20.0, per_fault_run=250.0, missed=30, real_max_min=3.0
)


def test_a_row_says_everything():
    assert table_lines([AFTER])[-1] == (
        "| advisor | 20.0 | 250 | 7.0 | 0, 0 min | 0 | 0, 3 min | 0 | 30 of 6,000 |"
    )


def test_the_bars_are_as_long_as_their_numbers():
    picture = ElementTree.fromstring(draw([BARE, AFTER]))
    bars = [float(each.get("width")) for each in picture if each.tag.endswith("rect")][1:]
    assert bars == [BAR, BAR, 1.0, BAR / 2, BAR / 2, BAR]
    texts = [each.text for each in picture if each.tag.endswith("text")]
    assert "bare <limits>" in texts and "30; 3 min" in texts
