"""The innovations of a unit taken together: what no single tag shows.

A fault may move many tags a little, or change how they go together. Whitened by the covariance of normal
running, the innovations are averaged over several times, and the square of the average's length is what is
followed.
Source: C. A. Lowry, W. H. Woodall, C. W. Champ, S. E. Rigdon, A multivariate exponentially weighted moving
average control chart, Technometrics 34 (1992) 46-53.
"""

import numpy as np
from numba import njit

WEIGHTS = np.array([0.3, 0.1, 0.03])
"""Of the newest row in each average."""
GAP_ROWS = 20
SHRINKAGE_ROWS = 40.0
"""The covariance is drawn to its diagonal with the weight of so many rows, by at least SHRINKAGE_MIN."""
SHRINKAGE_MIN = 0.005


def learn_whitening(innovations: np.ndarray) -> np.ndarray:
    """(N, N) matrix L with L L' = inverse covariance: ``row @ L`` is white.

    innovations (T, N), 0 where absent.
    """
    rows = len(innovations)
    covariance = innovations.T @ innovations / rows
    share = max(SHRINKAGE_MIN, SHRINKAGE_ROWS / (rows + SHRINKAGE_ROWS))
    diagonal = np.diag(np.maximum(np.diag(covariance), 1e-6))
    whitening: np.ndarray = np.linalg.cholesky(np.linalg.inv((1.0 - share) * covariance + share * diagonal))
    return np.ascontiguousarray(whitening)


@njit(cache=True)
def follow_directions(
    innovations: np.ndarray, whitening: np.ndarray, averages: np.ndarray, lengths: np.ndarray
) -> None:
    """One row of innovations (N,) into averages (G, N), changed in place.

    Squared lengths go to ``lengths`` (G,).
    """
    tags = innovations.shape[0]
    lengths[:] = 0.0
    for column in range(tags):
        white = 0.0
        for tag in range(column, tags):  # the factor is lower triangular
            white += innovations[tag] * whitening[tag, column]
        for place in range(WEIGHTS.shape[0]):
            weight = WEIGHTS[place]
            averages[place, column] += weight * (white - averages[place, column])
            lengths[place] += averages[place, column] ** 2 * (2.0 - weight) / weight


@njit(cache=True)
def lengths_of_rows(innovations: np.ndarray, whitening: np.ndarray) -> np.ndarray:
    """(T, G) squared lengths along one run of innovations (T, N)."""
    lengths = np.empty((innovations.shape[0], WEIGHTS.shape[0]))
    averages = np.zeros((WEIGHTS.shape[0], innovations.shape[1]))
    for row in range(innovations.shape[0]):
        follow_directions(innovations[row], whitening, averages, lengths[row])
    return lengths
