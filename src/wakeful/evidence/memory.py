"""What a tag's residual still remembers of itself, taken out before it is judged.

The prediction over all tags is short of memory and linear; valves stick, feeds wander for hours. What is left
of that is a residual that resembles its own past, and a sequential test would count the same chance again and
again. Each residual is regressed on its last value and on averages of its past over several times, which is a
cheap stand-in for an autoregression of high order.

Slowly, what is left over moves its own centre, too: after n rows of learning the mean is known no better than
from n rows, so a further ``CENTRE_SHARE * n`` rows of living may move it. What comes faster than that stays
evidence.
"""

import numpy as np
from numba import njit

from wakeful.evidence.regression import Moments, blocks_of, moments_of, ridge

WEIGHTS = np.array([0.3, 0.1, 0.03, 0.01])
"""Of the newest value in each average: times of about 3, 10, 33 and 100 rows."""
FEATURES = 1 + len(WEIGHTS)
RIDGE_SHARE = 0.02
BLOCKS = 4
CENTRE_SHARE = 0.1
CENTRE_STEP_MAX = 3.0


@njit(cache=True)
def remember(residual: float, features: np.ndarray) -> None:
    """One residual into the features (FEATURES,) of its tag, changed in place: last value, averages."""
    features[0] = residual
    for place in range(WEIGHTS.shape[0]):
        features[1 + place] += WEIGHTS[place] * (residual - features[1 + place])


@njit(cache=True)
def features_before(residuals: np.ndarray) -> np.ndarray:
    """(T, N, FEATURES): what is remembered before each of the rows of residuals (T, N) of one run."""
    rows, tags = residuals.shape
    history, features = np.empty((rows, tags, FEATURES)), np.zeros((tags, FEATURES))
    for row in range(rows):
        history[row] = features
        for tag in range(tags):
            remember(residuals[row, tag], features[tag])
    return history


def learn_memory(
    residuals: list[np.ndarray], present: list[np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Coefficients (N, FEATURES), and for each run what is left (T, N), by fits without the row's own block.

    ``present`` (T, N) bool for each run: where there is something to judge.
    """
    history = [features_before(each) for each in residuals]
    tags = residuals[0].shape[1]
    coefficients = np.zeros((tags, FEATURES))
    left = [each.copy() for each in residuals]
    for tag in range(tags):
        parts = _parts(history, residuals, present, tag)
        total = Moments(*(sum(m) for m in zip(*(moments for _, _, moments in parts), strict=True)))  # type: ignore[arg-type]
        coefficients[tag] = _fit(total)
        for run, part, own in parts:
            fitted = _fit(total.without(own))
            left[run][part, tag] = residuals[run][part, tag] - history[run][part, tag] @ fitted
    return coefficients, left


def _parts(
    history: list[np.ndarray], residuals: list[np.ndarray], present: list[np.ndarray], tag: int
) -> list[tuple[int, slice, Moments]]:
    """(run, rows, moments of those that are present) of each block of a tag."""
    found = []
    for run, rows in enumerate(residuals):
        for part in blocks_of(len(rows), BLOCKS):
            seen = present[run][part, tag]
            moments = moments_of(history[run][part, tag][seen], rows[part, tag : tag + 1][seen])
            found.append((run, part, moments))
    return found


def _fit(moments: Moments) -> np.ndarray:
    """(FEATURES,), drawn towards no memory in proportion to the power of each feature."""
    if moments.rows == 0:
        return np.zeros(FEATURES)
    power = np.diag(moments.inputs) / moments.rows
    return ridge(moments, RIDGE_SHARE * power + 1e-12)[:, 0]


@njit(cache=True)
def centred(innovation: float, centre: np.ndarray, tag: int, weight: float) -> float:
    """The innovation [standard deviations] from its slow centre (N,), which it moves in place."""
    left: float = innovation - centre[tag]
    centre[tag] += weight * min(max(left, -CENTRE_STEP_MAX), CENTRE_STEP_MAX)
    return left


@njit(cache=True)
def centred_rows(innovations: np.ndarray, present: np.ndarray, weight: float) -> np.ndarray:
    """(T, N) innovations of one run from their slow centres, where ``present`` (T, N) bool; 0 elsewhere."""
    result, centre = np.zeros_like(innovations), np.zeros(innovations.shape[1])
    for row in range(innovations.shape[0]):
        for tag in range(innovations.shape[1]):
            if present[row, tag]:
                result[row, tag] = centred(innovations[row, tag], centre, tag, weight)
    return result
