"""Samples of a sheet: series in time, late arrivals, single samples."""

import pytest

from tests.drills.sheets import findings, read
from wakeful.drills import samples
from wakeful.drills.script import ArrivingSample, Feed

S = 10**9
FACT = "\nat 1 s LAH-1 is A"


def test_a_series_is_its_samples_in_time() -> None:
    feeds = read("series LI-1 every 5 s from 00:01:00: 4 _ bad(3) uncertain" + FACT).feeds
    assert feeds == (
        Feed(60 * S, (ArrivingSample("LI-1", 60 * S, 4.0),)),
        Feed(70 * S, (ArrivingSample("LI-1", 70 * S, 3.0, "bad"),)),
        Feed(75 * S, (ArrivingSample("LI-1", 75 * S, 3.0, "uncertain"),)),
    )


def test_series_of_several_tags_meet_at_one_instant() -> None:
    feeds = read("tag LI-2\nseries LI-{1..2} every 1 s: 4 5" + FACT).feeds
    assert [[sample.tag for sample in feed.samples] for feed in feeds] == [["LI-1", "LI-2"], ["LI-1", "LI-2"]]


def test_a_late_series_arrives_later_than_it_is_stamped() -> None:
    feeds = read("series LI-1 every 1 s arriving 10 s late: 4 5" + FACT).feeds
    assert [(feed.at_ns, feed.samples[0].stamp_ns) for feed in feeds] == [(10 * S, 0), (11 * S, S)]


def test_single_samples() -> None:
    lines = "tag P states off | on\n"
    lines += "at 5 s LI-1 receives 4 stamped 00:00:02\nat 5 s LI-1 receives bad\n"
    lines += (
        "at 6 s LI-1 receives uncertain 4.5\nat 6 s P receives on\nat 7 s LI-1 receives bad 4 stamped 1 s"
    )
    found = [(feed.at_ns // S, sample) for feed in read(lines + FACT).feeds for sample in feed.samples]
    assert found == [
        (5, ArrivingSample("LI-1", 2 * S, 4.0)),
        (5, ArrivingSample("LI-1", 5 * S, None, "bad")),
        (6, ArrivingSample("LI-1", 6 * S, 4.5, "uncertain")),
        (6, ArrivingSample("P", 6 * S, 1.0)),
        (7, ArrivingSample("LI-1", S, 4.0, "bad")),
    ]


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("series LI-2 every 1 s: 4", "1:8: there is no tag 'LI-2'; did you mean LI-1?"),
        ("series LI-1 every 0 s: 4", "1:19: samples must be apart; give a period above 0"),
        ("series LI-1 every 1 s bad", "1:23: bad is not understood here; expected ':'"),
        ("series LI-1 every 1 s:", "1:23: the series is empty; write values, such as 4.0x5 9.0"),
        (
            "series LI-1 every 1 s: 4 what  # why",
            "1:26: 'what' is no item of a series; known: _, bad, stale, uncertain",
        ),
        (
            "series LI-1 every 300 d: 4 5",
            "1:8: the series lasts longer than a year; a scenario may last 366 days",
        ),
        (
            "series LI-1 every 1 s: 4 5\nseries LI-1 every 1 s from 1 s: 4",
            "2:8: LI-1 has two samples of one instant; let its series not overlap",
        ),
        (
            "at 1 s LI-1 receives on",
            "1:22: on is not understood here; expected a number (value), with a decimal point and without "
            "unit",
        ),
        ("at 1 s LI-1 receives 4 5", "1:24: 5 is not understood here; expected the end of the line"),
    ],
)
def test_mistakes(line: str, finding: str) -> None:
    assert findings(line + FACT) == [finding]


def test_most_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "SAMPLES_MAX", 3)
    assert findings("series LI-1 every 1 s: 4x3" + FACT) == []
    assert findings("series LI-1 every 1 s: 4x4" + FACT) == ["1:8: more than 3 samples; shorten the series"]
