"""Innovations together: white in normal running, and what no single tag shows is seen."""

import numpy as np
import pytest

from wakeful.evidence.directions import (
    SHRINKAGE_MIN,
    WEIGHTS,
    follow_directions,
    learn_whitening,
    lengths_of_rows,
)

MIXING = np.array([[1.0, 0.0, 0.0], [0.9, 0.5, 0.0], [-0.4, 0.3, 0.8]])


def innovations(seed: int, rows: int) -> np.ndarray:
    """(T, 3) with strong correlation."""
    found: np.ndarray = np.random.default_rng(seed).standard_normal((rows, 3)) @ MIXING.T
    return found


def test_whitened_innovations_have_unit_covariance() -> None:
    rows = innovations(1, 50_000)
    white = rows @ learn_whitening(rows)
    np.testing.assert_allclose(white.T @ white / len(white), np.eye(3), atol=0.05)


def test_whitening_is_lower_triangular_and_inverts_the_shrunk_covariance() -> None:
    rows = innovations(2, 100_000)
    whitening = learn_whitening(rows)
    np.testing.assert_array_equal(whitening, np.tril(whitening))
    covariance = rows.T @ rows / len(rows)
    shrunk = (1 - SHRINKAGE_MIN) * covariance + SHRINKAGE_MIN * np.diag(np.diag(covariance))
    np.testing.assert_allclose(whitening @ whitening.T, np.linalg.inv(shrunk), rtol=1e-9)


def test_a_short_record_is_drawn_towards_tags_that_know_nothing_of_each_other() -> None:
    together = [
        abs(np.linalg.inv(found @ found.T)[0, 1])
        for found in (learn_whitening(innovations(3, rows)) for rows in (10, 100, 20_000))
    ]
    assert together == sorted(together)


def test_fewer_rows_than_tags_and_tags_that_never_move_are_no_error() -> None:
    rows = np.zeros((2, 5))
    rows[:, 0] = [1.0, -1.0]
    assert np.isfinite(learn_whitening(rows)).all()


def test_lengths_are_about_the_number_of_tags_in_normal_running() -> None:
    rows = innovations(4, 50_000)
    lengths = lengths_of_rows(rows, learn_whitening(rows))
    assert lengths.shape == (50_000, len(WEIGHTS))
    np.testing.assert_allclose(lengths[300:].mean(axis=0), 3.0, rtol=0.1)


def test_what_goes_against_the_correlation_is_long_and_what_goes_with_it_is_not() -> None:
    whitening = learn_whitening(innovations(5, 20_000))
    length = lambda row: lengths_of_rows(np.tile(row, (20, 1)), whitening)[-1, 1]  # noqa: E731
    assert length([1.0, -0.9, 0.0]) > 5 * length([1.0, 0.9, -0.4])


def test_rows_alone_are_rows_in_a_block() -> None:
    rows = innovations(6, 50)
    whitening = learn_whitening(rows)
    averages, lengths = np.zeros((len(WEIGHTS), 3)), np.empty(len(WEIGHTS))
    for row, expected in zip(rows, lengths_of_rows(rows, whitening), strict=True):
        follow_directions(row, whitening, averages, lengths)
        assert lengths.tobytes() == expected.tobytes()


@pytest.mark.parametrize("place", range(len(WEIGHTS)))
def test_without_innovations_lengths_fade(place: int) -> None:
    rows = np.vstack([innovations(7, 5), np.zeros((20, 3))])
    lengths = lengths_of_rows(rows, np.eye(3))[5:, place]
    np.testing.assert_allclose(lengths[1:] / lengths[:-1], (1.0 - WEIGHTS[place]) ** 2)
