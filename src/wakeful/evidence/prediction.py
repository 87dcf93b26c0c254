"""What the recent past of all tags says about each of them now: a vector autoregression with a ridge.

Common causes and control loops move many tags together, and slowly. A row is predicted from the rows before
it, so that only what nobody could have expected is judged. Coefficients come from ``regression``; residuals
for calibration are those of fits that have not seen their block, because residuals of the fit's own rows are
too small.
Source: H. Lütkepohl, New Introduction to Multiple Time Series Analysis, Springer 2005, chapter 3.
"""

import numpy as np
from numba import njit

from wakeful.evidence.regression import Moments, blocks_of, moments_of, ridge

LAGS = 2
BLOCKS = 8
RIDGE_ROWS = 50.0
"""The penalty is this many rows' worth, so it fades as a record grows."""


def held_over(rows: np.ndarray) -> np.ndarray:
    """(T, N) with each missing value replaced by the last before it; 0, the centre, where there is none."""
    places = np.where(np.isfinite(rows), np.arange(len(rows))[:, None], -1)
    np.maximum.accumulate(places, axis=0, out=places)
    filled = rows[np.maximum(places, 0), np.arange(rows.shape[1])]
    result: np.ndarray = np.where(places >= 0, filled, 0.0)
    return result


def inputs_of(rows: np.ndarray) -> np.ndarray:
    """(T - LAGS, 1 + LAGS N): for each row from the LAGS-th on, a one and the rows before, nearest first."""
    ones = np.ones((len(rows) - LAGS, 1))
    return np.hstack([ones, *(rows[LAGS - lag : len(rows) - lag] for lag in range(1, LAGS + 1))])


def learn_prediction(runs: list[np.ndarray]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Coefficients and honest residuals.

    ``runs`` are prepared rows (T, N) without gaps. Returns coefficients (N, 1 + LAGS N), and for each run the
    residuals (T - LAGS, N) of fits without their own block.
    """
    pieces = [(inputs_of(run), run[LAGS:]) for run in runs]
    rows = sum(len(outputs) for _, outputs in pieces)
    blocks = max(2, BLOCKS // len(runs)) if len(runs) < BLOCKS else 1
    parts = [[moments_of(x[part], y[part]) for part in blocks_of(len(y), blocks)] for x, y in pieces]
    total = Moments(*(sum(moments) for moments in zip(*(m for run in parts for m in run), strict=True)))  # type: ignore[arg-type]
    penalty = np.full(total.inputs.shape[0], RIDGE_ROWS / rows)
    penalty[0] = 0.0
    residuals = []
    for (inputs, outputs), moments in zip(pieces, parts, strict=True):
        left = np.empty_like(outputs)
        for part, own in zip(blocks_of(len(outputs), blocks), moments, strict=True):
            left[part] = outputs[part] - inputs[part] @ ridge(total.without(own), penalty)
        residuals.append(left)
    return np.ascontiguousarray(ridge(total, penalty).T), residuals


@njit(cache=True)
def predict(coefficients: np.ndarray, past: np.ndarray, predicted: np.ndarray) -> None:
    """Predict a row into ``predicted`` (N,) from ``past`` (LAGS, N), the nearest row first.

    ``coefficients`` (N, 1 + LAGS N). Sums run in the order of the tags, so that a row alone and a row in a
    block give the same bytes.
    """
    lags, tags = past.shape
    for tag in range(tags):
        total = coefficients[tag, 0]
        for lag in range(lags):
            for other in range(tags):
                total += coefficients[tag, 1 + lag * tags + other] * past[lag, other]
        predicted[tag] = total
