"""Sequential tests of one tag: bounded, honest about chance, and deaf to what may be an error of learning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracles.evidence import gains
from wakeful.evidence.detectors import (
    DETECTORS,
    INNOVATION_MAX,
    MEAN_SHIFTS,
    NAMES,
    SCALE_RATIOS,
    SUM_MAX,
    follow_innovation,
    follow_innovations,
)

ANY = st.floats(allow_nan=False, width=64)
SLACK = st.floats(0.0, 3.0)


def history_of(innovations: np.ndarray, slack_mean: float = 0.0, slack_scale: float = 0.0) -> np.ndarray:
    """(T, D) sums along innovations (T,) of one tag."""
    history, rows = np.empty((len(innovations), 1, DETECTORS)), innovations[:, None]
    slack = np.full(1, slack_mean), np.full(1, slack_scale)
    follow_innovations(rows, np.ones(rows.shape, bool), *slack, np.zeros((1, DETECTORS)), history)
    return history[:, 0]


def reach(sums: np.ndarray, level: float) -> float:
    """Share of the excursions from zero that reach a level; every row at zero begins one."""
    before = np.concatenate([[0.0], sums[:-1]])
    begun = before == 0.0
    excursion = np.cumsum(begun)
    return len(np.unique(excursion[sums >= level])) / begun.sum()


def test_every_detector_has_a_name() -> None:
    assert len(NAMES) == DETECTORS == 2 * len(MEAN_SHIFTS) + len(SCALE_RATIOS)
    assert NAMES[::1][:6] == tuple(f"{way} {shift:g}" for shift in MEAN_SHIFTS for way in ("up", "down"))
    assert [float(name.split()[1]) for name in NAMES[6:]] == SCALE_RATIOS.tolist()


@given(st.lists(ANY, max_size=30), SLACK, SLACK)
def test_sums_are_never_negative_and_never_beyond_the_most_that_is_proven(
    innovations: list[float], slack_mean: float, slack_scale: float
) -> None:
    sums = np.zeros(DETECTORS)
    for innovation in innovations:
        follow_innovation(innovation, slack_mean, slack_scale, sums)
        assert (sums >= 0.0).all() and (sums <= SUM_MAX).all()


@given(st.floats(INNOVATION_MAX, 1e300), st.sampled_from([-1.0, 1.0]), SLACK, SLACK)
def test_an_innovation_counts_for_six_deviations_at_most(
    size: float, sign: float, slack_mean: float, slack_scale: float
) -> None:
    wild, most = np.zeros(DETECTORS), np.zeros(DETECTORS)
    follow_innovation(sign * size, slack_mean, slack_scale, wild)
    follow_innovation(sign * INNOVATION_MAX, slack_mean, slack_scale, most)
    np.testing.assert_array_equal(wild, most)


@given(st.floats(-8, 8), SLACK, SLACK, st.floats(0, SUM_MAX))
def test_a_gain_is_the_log_ratio_of_the_densities(
    innovation: float, slack_mean: float, slack_scale: float, before: float
) -> None:
    sums = np.full(DETECTORS, before)
    follow_innovation(innovation, slack_mean, slack_scale, sums)
    expected = [min(max(0.0, before + gain), SUM_MAX) for gain in gains(innovation, slack_mean, slack_scale)]
    np.testing.assert_allclose(sums, expected, atol=1e-9)


@pytest.mark.parametrize("level", [1.0, 2.0, 3.0, 4.0, 5.0])
def test_chance_reaches_a_level_no_oftener_than_its_promise(level: float) -> None:
    history = history_of(np.random.default_rng(1).standard_normal(400_000))
    for detector in range(DETECTORS):
        assert reach(history[:, detector], level) <= 1.05 * np.exp(-level), NAMES[detector]


def test_chance_does_reach_what_it_may() -> None:
    history = history_of(np.random.default_rng(1).standard_normal(400_000))
    for detector in range(DETECTORS):
        assert reach(history[:, detector], 3.0) > 0.02 * np.exp(-3.0), NAMES[detector]


@pytest.mark.parametrize("slack", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_any_mean_within_the_slack_drifts_to_zero(slack: float, share: float) -> None:
    innovations = np.random.default_rng(2).standard_normal(100_000) + share * slack
    history = history_of(innovations, slack_mean=slack)
    for detector in range(0, 2 * len(MEAN_SHIFTS), 2):
        for level in (1.0, 3.0):
            assert reach(history[:, detector], level) <= 1.1 * np.exp(-level), NAMES[detector]
    # Without slack the same error of learning would be taken for proof.
    if share * slack >= 0.5:
        assert history_of(innovations)[-1000:, 0].min() > 10.0


@pytest.mark.parametrize("slack", [0.05, 0.2])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_any_deviation_within_the_slack_drifts_to_zero(slack: float, sign: float) -> None:
    true = 1.0 + slack if sign > 0 else 1.0 / (1.0 + slack)
    history = history_of(true * np.random.default_rng(3).standard_normal(100_000), slack_scale=slack)
    for level in (1.0, 3.0):
        for detector in range(DETECTORS):
            assert reach(history[:, detector], level) <= 1.1 * np.exp(-level), NAMES[detector]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda x: x + 0.5, "up 0.5"),
        (lambda x: x - 1.0, "down 1"),
        (lambda x: x + 2.0, "up 2"),
        (lambda x: 1.8 * x, "noisier 1.8"),
        (lambda x: 1.3 * x, "noisier 1.3"),
        (lambda x: 0.6 * x, "quieter 0.6"),
    ],
)
def test_each_detector_finds_its_change_before_the_others(change, name) -> None:
    ends = []
    for seed in range(20):
        x = change(np.random.default_rng(100 + seed).standard_normal(600))
        ends.append((history_of(x) >= 8.0).argmax(axis=0) + 600 * (history_of(x).max(axis=0) < 8.0))
    mean = np.mean(ends, axis=0)
    assert mean[NAMES.index(name)] <= mean.min() + 3.0
    assert mean[NAMES.index(name)] < 150.0


def test_a_gap_leaves_the_sums_as_they_are() -> None:
    innovations = np.random.default_rng(4).standard_normal((60, 2)) + 1.0
    present = np.ones((60, 2), bool)
    present[20:40, 0] = False
    innovations[20:40, 0] = np.nan
    history, zero = np.empty((60, 2, DETECTORS)), np.zeros(2)
    follow_innovations(innovations, present, zero, zero, np.zeros((2, DETECTORS)), history)
    np.testing.assert_array_equal(history[20:40, 0], np.tile(history[19, 0], (20, 1)))
    np.testing.assert_array_equal(history[:, 1], history_of(innovations[:, 1]))
    np.testing.assert_array_equal(history[present[:, 0], 0], history_of(innovations[present[:, 0], 0]))
