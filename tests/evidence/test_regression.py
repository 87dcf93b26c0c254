"""Moments add up and are taken away, and a fit from moments is the fit from the rows."""

import numpy as np
import pytest

from wakeful.evidence.regression import Moments, blocks_of, moments_of, ridge


def whole_numbers(seed: int, rows: int, columns: int) -> np.ndarray:
    """Rows whose products are exact, so that sums may be compared byte for byte."""
    return np.random.default_rng(seed).integers(-9, 10, (rows, columns)).astype(float)


def test_moments_of_parts_add_up_and_are_taken_away_exactly() -> None:
    inputs, outputs = whole_numbers(1, 97, 4), whole_numbers(2, 97, 3)
    parts = [moments_of(inputs[part], outputs[part]) for part in blocks_of(97, 5)]
    total = moments_of(inputs, outputs)
    for place in range(3):
        np.testing.assert_array_equal(sum(part[place] for part in parts), total[place])
    rest = total.without(parts[2])
    others = np.r_[0 : blocks_of(97, 5)[2].start, blocks_of(97, 5)[2].stop : 97]
    direct = moments_of(inputs[others], outputs[others])
    for place in range(3):
        np.testing.assert_array_equal(rest[place], direct[place])


def test_a_fit_without_a_block_is_the_fit_of_the_others() -> None:
    chance = np.random.default_rng(3)
    inputs, outputs = chance.standard_normal((80, 5)), chance.standard_normal((80, 2))
    out = blocks_of(80, 4)[1]
    penalty = np.array([0.0, 0.1, 0.2, 0.3, 0.4])
    found = ridge(moments_of(inputs, outputs).without(moments_of(inputs[out], outputs[out])), penalty)
    x, y = np.delete(inputs, out, axis=0), np.delete(outputs, out, axis=0)
    # The penalty as rows of its own: the same least squares, solved another way.
    more = np.vstack([x, np.diag(np.sqrt(penalty * len(x)))])
    expected = np.linalg.lstsq(more, np.vstack([y, np.zeros((5, 2))]), rcond=None)[0]
    np.testing.assert_allclose(found, expected, atol=1e-10)


def test_the_penalty_is_per_row() -> None:
    chance = np.random.default_rng(4)
    inputs, outputs = chance.standard_normal((50, 3)), chance.standard_normal((50, 1))
    once = moments_of(inputs, outputs)
    twice = moments_of(np.vstack([inputs] * 2), np.vstack([outputs] * 2))
    np.testing.assert_allclose(ridge(once, np.full(3, 0.5)), ridge(twice, np.full(3, 0.5)), atol=1e-12)


def test_a_larger_penalty_draws_nearer_to_nothing() -> None:
    chance = np.random.default_rng(5)
    moments = moments_of(chance.standard_normal((50, 3)), chance.standard_normal((50, 1)))
    sizes = [float(np.abs(ridge(moments, np.full(3, size))).sum()) for size in (0.0, 0.1, 1.0, 10.0, 1e6)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < 1e-5


def test_inputs_that_say_the_same_twice_or_nothing_are_no_error() -> None:
    chance = np.random.default_rng(6)
    one = chance.standard_normal((40, 1))
    moments = moments_of(np.hstack([one, one, np.zeros((40, 1))]), one)
    coefficients = ridge(moments, np.zeros(3))[:, 0]
    np.testing.assert_allclose(coefficients, [0.5, 0.5, 0.0], atol=1e-9)
    np.testing.assert_array_equal(ridge(Moments(np.zeros((2, 2)), np.zeros((2, 1)), 0), np.ones(2)), 0.0)


@pytest.mark.parametrize(("rows", "count"), [(0, 3), (1, 4), (7, 3), (8, 8), (1000, 7)])
def test_blocks_hold_every_row_once_in_order_and_evenly(rows: int, count: int) -> None:
    blocks = blocks_of(rows, count)
    assert len(blocks) == count
    assert [row for block in blocks for row in range(rows)[block]] == list(range(rows))
    sizes = [block.stop - block.start for block in blocks]
    assert max(sizes) - min(sizes) <= 1
