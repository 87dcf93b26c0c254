"""The recent past explains what it can, and residuals are of fits that have not seen their rows."""

import numpy as np
import pytest

from tests.evidence.simulated import COUPLING, TAGS, normal_rows
from wakeful.evidence.prediction import BLOCKS, LAGS, held_over, inputs_of, learn_prediction, predict
from wakeful.evidence.regression import blocks_of


def test_missing_values_are_the_last_before_them_and_the_centre_at_the_start() -> None:
    rows = np.array([[np.nan, 1.0], [2.0, np.inf], [np.nan, np.nan], [np.nan, 4.0], [5.0, -np.inf]])
    np.testing.assert_array_equal(
        held_over(rows), [[0.0, 1.0], [2.0, 1.0], [2.0, 1.0], [2.0, 4.0], [5.0, 4.0]]
    )


def test_inputs_are_a_one_and_the_rows_before_the_nearest_first() -> None:
    rows = np.arange(10.0).reshape(5, 2)
    found = inputs_of(rows)
    assert found.shape == (5 - LAGS, 1 + 2 * LAGS)
    for place, row in enumerate(range(LAGS, 5)):
        expected = [1.0] + [value for lag in range(1, LAGS + 1) for value in rows[row - lag]]
        assert found[place].tolist() == expected


def test_the_coefficients_of_a_long_record_are_those_of_the_unit() -> None:
    rows = (normal_rows(1, 20_000) - 50.0) / 2.0
    coefficients, _ = learn_prediction([rows])
    np.testing.assert_allclose(coefficients[:, 0], 0.0, atol=0.05)
    np.testing.assert_allclose(coefficients[:, 1 : 1 + TAGS], COUPLING, atol=0.05)
    np.testing.assert_allclose(coefficients[:, 1 + TAGS :], 0.0, atol=0.05)


def test_residuals_of_a_block_come_from_a_fit_that_has_not_seen_it() -> None:
    rows = (normal_rows(2, 400) - 50.0) / 2.0
    _, [before] = learn_prediction([rows])
    block = blocks_of(len(before), BLOCKS)[3]
    changed = block.start + 20
    assert changed + LAGS < block.stop  # as an input it stays within its block, too
    other = rows.copy()
    other[LAGS + changed, 1] += 30.0
    _, [after] = learn_prediction([other])
    np.testing.assert_allclose(after[block.start : changed], before[block.start : changed], atol=1e-9)
    assert after[changed, 1] - before[changed, 1] == pytest.approx(30.0)
    np.testing.assert_allclose(
        after[changed + LAGS + 1 : block.stop], before[changed + LAGS + 1 : block.stop]
    )
    # The other blocks are judged by a fit that has seen it.
    assert np.abs(after[: block.start] - before[: block.start]).max() > 1e-3


@pytest.mark.parametrize("runs", [1, 2, 3, 7, 8, 9])
def test_there_are_residuals_of_every_run_of_rows_not_seen(runs: int) -> None:
    pieces = [(normal_rows(10 + run, 60 + run) - 50.0) / 2.0 for run in range(runs)]
    coefficients, residuals = learn_prediction(pieces)
    assert coefficients.shape == (TAGS, 1 + LAGS * TAGS)
    for piece, left in zip(pieces, residuals, strict=True):
        assert left.shape == (len(piece) - LAGS, TAGS)
        own = piece[LAGS:] - inputs_of(piece) @ coefficients.T
        assert np.isfinite(left).all()
        assert (left**2).sum() > (own**2).sum()


def test_a_row_is_predicted_as_a_record_is() -> None:
    rows = (normal_rows(3, 60) - 50.0) / 2.0
    coefficients, _ = learn_prediction([rows])
    expected = inputs_of(rows) @ coefficients.T
    predicted = np.empty(TAGS)
    for row in range(LAGS, len(rows)):
        predict(coefficients, np.ascontiguousarray(rows[row - LAGS : row][::-1]), predicted)
        np.testing.assert_allclose(predicted, expected[row - LAGS], atol=1e-12)


def test_tags_that_never_move_are_predicted_to_stay() -> None:
    rows = (normal_rows(4, 100) - 50.0) / 2.0
    rows[:, 2] = 0.0
    coefficients, [left] = learn_prediction([rows])
    np.testing.assert_allclose(coefficients[2], 0.0, atol=1e-12)
    np.testing.assert_allclose(left[:, 2], 0.0, atol=1e-12)
