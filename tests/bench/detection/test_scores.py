"""Scores against cases worked by hand and printed tables."""

import numpy as np
import pytest

from bench.detection.scores import (
    FalseAlarms,
    batadal_score,
    false_alarms,
    first_start,
    hit_rate,
    poisson_interval,
)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Garwood's table.
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904), (100, 81.3640, 121.6275)],
)
def test_the_interval_of_a_count_is_exact(count: int, low: float, high: float) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), abs=1e-3)


def test_false_alarms_count_where_they_start_and_time_where_they_stand() -> None:
    over = np.array([1, 1, 0, 0, 1, 1, 0, 0], bool)
    judged = np.array([0, 1, 1, 1, 1, 1, 1, 1], bool)
    found = false_alarms([(0, 3), (4, 6)], over, judged)
    assert found == FalseAlarms(episodes=1, alarm_rows=4, over_rows=3, rows=7)
    assert found.per_day(7.0) == 1.0
    assert found.time_share == 4 / 7


def test_an_alarm_that_overlaps_an_event_is_no_false_episode_but_its_time_counts() -> None:
    over = np.ones(4, bool)
    assert false_alarms([(0, 4)], over, over, lone=[]) == FalseAlarms(0, 4, 4, 4)


def test_an_alarm_standing_at_the_onset_is_no_find() -> None:
    assert first_start([(5, 30)], 10, 20) is None
    assert first_start([(5, 9), (12, 30)], 10, 20) == 2
    assert first_start([(20, 30)], 10, 20) is None


def test_always_in_alarm_scores_three_quarters_and_silence_a_quarter() -> None:
    attacks, judged = [(2, 6)], np.ones(10, bool)
    assert batadal_score(np.ones(10, bool), attacks, judged).s == 0.75
    assert batadal_score(np.zeros(10, bool), attacks, judged).s == 0.25


def test_batadal_by_hand() -> None:
    alarm = np.zeros(20, bool)
    alarm[[4, 5, 10]] = (
        True  # two of four attack hours from the third on; one of eight clean hours that are judged
    )
    judged = np.ones(20, bool)
    judged[12:] = False
    found = batadal_score(alarm, [(2, 6)], judged)
    assert found.s_ttd == 0.5
    assert found.true_positive_rate == 0.5
    assert found.true_negative_rate == 7 / 8
    assert found.s == 0.5 * 0.5 + 0.5 * (0.5 + 7 / 8) / 2
    assert found.found == 1


def test_hit_rate() -> None:
    assert hit_rate([4, 1, 2, 0], [1, 0], 3) == pytest.approx(1 / 3)
