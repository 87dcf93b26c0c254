"""One line of the table."""

import pytest

from bench.detection.outcome import Asked, Outcome
from bench.detection.plot import draw, x_of
from bench.detection.scores import FalseAlarms
from bench.detection.table import markdown_table, text_table


def outcome(asked: Asked | None) -> Outcome:
    return Outcome("set", "rule", "limit", asked, FalseAlarms(10, 40, 20, 2000), 200.0, {"S": 0.5}, "note")


def test_the_ratio_of_episodes_and_of_rows() -> None:
    assert outcome(Asked(0.5, True)).ratio == 2.0
    assert outcome(Asked(0.5, True)).ratio_interval == pytest.approx((0.959, 3.678), abs=1e-3)
    assert outcome(Asked(0.01, False)).ratio == 1.0
    assert outcome(Asked(0.01, False)).ratio_interval is None
    assert outcome(None).ratio is None


def test_figures_are_named_by_data_rule_and_limit() -> None:
    figures = {figure.name: figure.value for figure in outcome(Asked(0.5, True)).figures()}
    assert figures == {
        "set: rule, limit: realised over requested": 2.0,
        "set: rule, limit: false alarms": 1.0,
        "set: rule, limit: time in false alarm": 0.02,
        "set: rule, limit: S": 0.5,
    }


def test_the_tables_show_rate_and_time() -> None:
    text = "\n".join(text_table([outcome(Asked(0.5, True))]))
    assert "2.00 (0.96–3.68)" in text
    assert "1.00 (10)" in text
    assert "2.00 %" in text
    assert "| rule | limit | 2.00 (0.96–3.68) |" in "\n".join(markdown_table([outcome(Asked(0.5, True))]))


def test_the_picture_shows_those_that_were_asked() -> None:
    picture = draw("set", [outcome(Asked(0.5, True)), outcome(None)])
    assert picture.count("<circle") == 1
    assert x_of(0.0) < x_of(0.3) < x_of(2.0) < x_of(1e9)
