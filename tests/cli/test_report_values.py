"""Numbers, shares, durations and times as people read them."""

import pytest
from msgspec.structs import replace

from tests.cli.alarm_reports import busy_report
from wakeful.cli.report_values import (
    NOT_KNOWN,
    coverage_text,
    duration_text,
    here_text,
    instant_text,
    number_text,
    percent_text,
    period_text,
    plural,
    value_text,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (12_345, "12,345"), (1.0, "1"), (0.8534, "0.853"), (1234.5, "1,234"), (0.00123, "0.00123")],
)
def test_numbers(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0.0 %"), (0.0004, "< 0.1 %"), (0.0005, "0.1 %"), (0.5, "50.0 %"), (1.0, "100.0 %")],
)
def test_shares_never_show_something_as_nothing(share: float, text: str) -> None:
    assert percent_text(share) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.5, "0.5 s"), (3.217, "3.22 s"), (59.9, "59.9 s"), (59.96, "1 min"), (60, "1 min"),
        (69, "1 min 9 s"),
        (3_600, "1 h"), (5_400, "1 h 30 min"), (86_400, "1 d"), (100_000, "1 d 3 h"),
    ],
)  # fmt: skip
def test_durations(seconds: float, text: str) -> None:
    assert duration_text(round(seconds * 1e9)) == text


def test_instants_and_periods() -> None:
    assert instant_text(1_772_366_400_000_000_000) == "2026-03-01 12:00:00"
    assert instant_text(9e36) == "9e+36 ns"
    assert period_text(1_772_366_400_000, 1_772_366_461_000) == "2026-03-01 12:00 to 2026-03-01 12:01:01 UTC"
    assert (plural(1, "stop", "stops"), plural(2_000, "stop", "stops")) == ("1 stop", "2,000 stops")


def test_every_figure_has_a_value_and_what_is_not_known_is_said() -> None:
    report = busy_report()
    figures = report.judged[0].figures
    known = {each.key: value_text(each, figures, frozenset()) for each in report.definitions}
    assert known["annunciated"] == ("22", "")
    assert known["per_hour"] == ("11", "per h")
    assert known["by_priority"] == ("4\n3\n4\n11", "critical\nhigh\nmedium\nlow")
    assert known["top_10_share"] == ("77.3", "%")
    assert known["floods"] == ("1", "")
    assert known["acknowledge_median_s"] == ("7 s", "")
    assert known["shelved"] == ("1", "alarms")
    unknown = {each.key: value_text(each, figures, frozenset(["shelved"])) for each in report.definitions}
    assert unknown["shelved"] == ("not known", "")


@pytest.mark.parametrize(
    ("covered_s", "length_s", "text"),
    [
        (3_600, 3_600, ""),
        (11_520, 28_800, "over the 3 h 12 min that the journal covers of the 8 h asked for"),
        (28_790, 28_800, "over the 7 h 59 min that the journal covers of the 8 h asked for"),
        (28_799.999, 28_800, "over the 8 h asked for but 0.001 s outside the journal"),
        (0, 28_800, "the journal covers nothing of the 8 h asked for"),
    ],
)
def test_over_which_part_of_the_period_rates_are(covered_s: float, length_s: int, text: str) -> None:
    assert coverage_text(round(covered_s * 1e9), length_s * 10**9) == text


def test_a_rate_of_no_time_at_all_is_not_known() -> None:
    report = busy_report()
    dark = replace(report.judged[0].figures, per_hour=None, flood_share=None, acknowledge_median_s=None)
    texts = {each.key: value_text(each, dark, frozenset()) for each in report.definitions}
    assert texts["per_hour"] == texts["flood_share"] == (NOT_KNOWN, "")
    assert texts["acknowledge_median_s"] == ("none", "")
    assert (number_text(None), percent_text(None)) == (NOT_KNOWN, NOT_KNOWN)


def test_what_is_said_of_a_figure_in_its_period() -> None:
    figures = busy_report().judged[0].figures
    assert here_text("peak_per_10_min", figures, "over all") == "from 2026-05-28 20:30 on"
    assert here_text("peak_per_hour", figures, "") == "from 2026-05-28 20:00 on"
    assert here_text("peak_per_min", figures, "") == "from 2026-05-28 21:30 on"
    assert here_text("windows_over_share", figures, "") == "1 of 12 windows"
    assert here_text("windows_over_share", figures, "over half") == "1 of 12 windows, over half"
    assert here_text("flood_share", figures, "") == duration_text(
        round(sum(flood.end_ms - flood.begin_ms for flood in figures.floods if flood.end_ms) * 1e6)
    )
    assert here_text("by_priority", figures, "") == "31.8 % critical or high"
    assert here_text("per_hour", figures, "over half") == "over half"
    assert here_text("stale", figures, "over half") == ""
    calm = replace(figures, peak_at_ms=None, windows=0, flood_share=0.0, by_priority=(0, 0, 0, 0))
    keys = ("peak_per_10_min", "windows_over_share", "flood_share", "by_priority")
    assert [here_text(key, calm, "") for key in keys] == ["", "", "", ""]
