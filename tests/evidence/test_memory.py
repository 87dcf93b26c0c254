"""What a residual remembers of itself is taken out, and a constant error of learning fades."""

import numpy as np
import pytest

from wakeful.evidence.memory import (
    BLOCKS,
    CENTRE_STEP_MAX,
    FEATURES,
    WEIGHTS,
    centred_rows,
    features_before,
    learn_memory,
    remember,
)
from wakeful.evidence.prediction import learn_prediction
from wakeful.evidence.regression import blocks_of


def autoregression(seed: int, rows: int, own: float, shock: float = 0.0) -> np.ndarray:
    """(T, 1) of ARMA(1, 1) with standard Gaussian shocks."""
    chances = np.random.default_rng(seed).standard_normal(rows)
    result, now, before = np.empty(rows), 0.0, 0.0
    for row, chance in enumerate(chances):
        now = own * now + chance + shock * before
        before = result[row] = now
        before = chance
    return result[:, None]


def autocorrelations(values: np.ndarray, lags: int) -> np.ndarray:
    """Of one column, at 1 to ``lags`` rows."""
    centred = values[:, 0] - values.mean()
    return np.array([centred[lag:] @ centred[:-lag] for lag in range(1, lags + 1)]) / (centred @ centred)


def test_features_are_the_last_value_and_averages_of_the_past_alone() -> None:
    residuals = np.random.default_rng(1).standard_normal((30, 2))
    found = features_before(residuals)
    assert found.shape == (30, 2, FEATURES)
    np.testing.assert_array_equal(found[0], 0.0)
    np.testing.assert_array_equal(found[1:, :, 0], residuals[:-1])
    for place, weight in enumerate(WEIGHTS):
        ages = np.arange(29)
        expected = weight * (1 - weight) ** ages @ residuals[:29, 0][::-1]
        assert found[29, 0, 1 + place] == pytest.approx(expected)
    features = np.zeros(FEATURES)
    for residual in residuals[:29, 1]:
        remember(residual, features)
    np.testing.assert_array_equal(features, found[29, 1])


@pytest.mark.parametrize(
    ("own", "shock", "single", "total"),
    [
        (0.6, 0.0, 0.05, 0.1),
        (-0.5, 0.0, 0.05, 0.1),
        (0.9, -0.5, 0.08, 0.1),
        (0.97, -0.8, 0.1, 0.5),  # a faint wander over 30 rows: some of it is left
        (0.0, 0.7, 0.2, 0.1),  # a moving average needs more lags than there are, but what is left cancels
    ],
)
def test_no_memory_is_left(own: float, shock: float, single: float, total: float) -> None:
    series = autoregression(2, 6000, own, shock)
    series /= series.std()
    before = 2.0 * autocorrelations(series, 30).sum()
    assert abs(before) > 0.6
    _, residuals = learn_prediction([series])
    _, [left] = learn_memory(residuals, [np.ones(residuals[0].shape, bool)])
    assert np.abs(autocorrelations(left, 10)).max() < single
    # The sum is what a sequential test meets: by so much chance adds up faster than it should.
    assert abs(2.0 * autocorrelations(left, 30).sum()) < total


def test_white_residuals_stay_as_they_are() -> None:
    white = np.random.default_rng(3).standard_normal((4000, 3))
    coefficients, [left] = learn_memory([white], [np.ones(white.shape, bool)])
    assert np.abs(coefficients[:, 0]).max() < 0.1
    assert np.abs(left - white).max() < 1.0
    np.testing.assert_allclose(left.std(axis=0), white.std(axis=0), rtol=0.01)


def test_what_is_left_of_a_block_comes_from_a_fit_that_has_not_seen_it() -> None:
    residuals = autoregression(4, 400, 0.7)
    present = [np.ones(residuals.shape, bool)]
    _, [before] = learn_memory([residuals], present)
    last = blocks_of(400, BLOCKS)[-1]
    changed = last.start + 40
    other = residuals.copy()
    other[changed] += 25.0
    _, [after] = learn_memory([other], present)
    np.testing.assert_allclose(after[last.start : changed], before[last.start : changed], atol=1e-9)
    assert after[changed, 0] - before[changed, 0] == pytest.approx(25.0)
    assert np.abs(after[: last.start] - before[: last.start]).max() > 1e-3


def test_rows_that_are_not_judged_teach_nothing() -> None:
    residuals = autoregression(5, 400, 0.7)
    seen = np.arange(400)[:, None] % 3 > 0
    coefficients, _ = learn_memory([residuals], [seen])
    history = features_before(residuals)[:, 0]
    direct, _ = learn_memory([residuals], [np.ones_like(seen)])
    assert not np.allclose(coefficients, direct)
    chosen = history[seen[:, 0]]
    power = (chosen**2).mean(axis=0)
    matrix = chosen.T @ chosen + np.diag((0.02 * power + 1e-12) * len(chosen))
    np.testing.assert_allclose(
        coefficients[0], np.linalg.solve(matrix, chosen.T @ residuals[seen]), rtol=1e-6
    )


def test_nothing_to_judge_is_no_memory() -> None:
    residuals = autoregression(6, 100, 0.7)
    coefficients, [left] = learn_memory([residuals], [np.zeros(residuals.shape, bool)])
    np.testing.assert_array_equal(coefficients, 0.0)
    np.testing.assert_array_equal(left, residuals)


def test_the_slow_centre_takes_out_a_constant_error_within_five_times_its_rows() -> None:
    rows = 200
    constant = np.full((5 * rows, 1), 0.8)
    left = centred_rows(constant, np.ones(constant.shape, bool), 1.0 / rows)[:, 0]
    assert left[0] == 0.8
    assert (np.diff(left) < 0).all() and (left > 0).all()
    assert left[rows] == pytest.approx(0.8 / np.e, rel=0.01)
    assert left[-1] < 0.01 * 0.8


def test_a_step_stays_visible_and_a_wild_one_moves_the_centre_by_a_bounded_amount() -> None:
    rows = 200
    step = np.repeat([0.0, 2.0], rows)[:, None]
    left = centred_rows(step, np.ones(step.shape, bool), 1.0 / rows)[:, 0]
    np.testing.assert_array_equal(left[:rows], 0.0)
    assert (left[rows : rows + rows // 10] > 0.9 * 2.0).all()
    wild = np.array([[1e9], [0.0]])
    assert centred_rows(wild, np.ones((2, 1), bool), 0.01)[1, 0] == pytest.approx(-0.01 * CENTRE_STEP_MAX)


def test_a_gap_does_not_move_the_centre() -> None:
    values = np.full((40, 1), 2.0)
    present = np.ones((40, 1), bool)
    present[10:30] = False
    left = centred_rows(values, present, 0.05)
    np.testing.assert_array_equal(left[10:30], 0.0)
    np.testing.assert_array_equal(
        left[present], centred_rows(values[:20], present[:10].repeat(2, 0), 0.05)[:, 0]
    )
