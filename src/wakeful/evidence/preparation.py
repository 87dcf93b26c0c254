"""What kind of signal a tag is: its centre, scale, resolution and rhythm, learned from normal running.

Everything later works on prepared values, (value - centre) / scale, so that all tags count alike. Centre and
scale are the median and the median absolute deviation, which a few wild samples do not move. A tag's
resolution is part of what it is: noise below half a quantum is rounding, and must not be taken for
information.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

GAUSSIAN_MAD = 1.4826
"""Standard deviation of a Gaussian over its median absolute deviation."""
HELD_SHARE_MIN = 0.2
"""A tag that repeats its value in more than this share of its rows keeps it between updates (an analyser)."""
DISCRETE_VALUES_MAX = 8
PREPARED_MAX = 50.0
"""Prepared values are cut off here: further out a linear prediction means nothing any more."""
_MAD_SHARE_MIN = 0.1


class Role(IntEnum):
    """How a tag is judged."""

    MEASURED = 0  # a new value in every row
    HELD = 1  # keeps its value between updates: judged at its updates alone
    DISCRETE = 2  # a few values: explains others, is not judged as a number
    CONSTANT = 3  # one value in all of normal running
    EMPTY = 4  # no value in normal running: nothing can be said


class Preparation(NamedTuple):
    """centre, scale, resolution (N,) float64 [EU], scale > 0; role (N,) uint8 of ``Role``."""

    centre: np.ndarray
    scale: np.ndarray
    resolution: np.ndarray
    role: np.ndarray


def learn_preparation(runs: list[np.ndarray]) -> Preparation:
    """From runs of rows (T, N) float64 [EU], NaN where missing."""
    tags = runs[0].shape[1]
    result = Preparation(np.zeros(tags), np.ones(tags), np.zeros(tags), np.zeros(tags, np.uint8))
    for tag in range(tags):
        columns = [np.where(np.isfinite(run[:, tag]), run[:, tag], np.nan) for run in runs]
        values = np.concatenate(columns)
        values = values[np.isfinite(values)]
        result.role[tag] = _role_of(columns, values)
        if len(values):
            result.centre[tag], result.scale[tag] = _centre_and_scale(values)
            result.resolution[tag] = resolution_of(values)
    return result


def _role_of(columns: list[np.ndarray], values: np.ndarray) -> Role:
    if len(values) == 0:
        return Role.EMPTY
    if values.min() == values.max():
        return Role.CONSTANT
    if len(values) > DISCRETE_VALUES_MAX**2 and len(np.unique(values)) <= DISCRETE_VALUES_MAX:
        return Role.DISCRETE
    steps = np.concatenate([np.diff(column) for column in columns])
    steps = steps[np.isfinite(steps)]
    held = len(steps) > 0 and float((steps == 0.0).mean()) > HELD_SHARE_MIN
    return Role.HELD if held else Role.MEASURED


def _centre_and_scale(values: np.ndarray) -> tuple[float, float]:
    """Median and deviation; the standard deviation where most values are one and the same."""
    centre, deviation = float(np.median(values)), float(values.std())
    scale = GAUSSIAN_MAD * float(np.median(np.abs(values - centre)))
    if scale < _MAD_SHARE_MIN * deviation:
        scale = deviation
    return centre, scale if scale > 0.0 else 1.0


def resolution_of(values: np.ndarray) -> float:
    """The step [EU] in which a tag tells its values; 0 where it tells finer than can be seen.

    It is the smallest difference between two values, when there are few enough of them to show a raster.
    """
    different = np.unique(values)
    if len(different) < 2 or len(different) > len(values) / 2:
        return 0.0
    steps = np.diff(different)
    return float(np.quantile(steps, 0.1))


def prepared(values: np.ndarray, preparation: Preparation) -> np.ndarray:
    """(T, N) values [EU] on the common scale; NaN stays NaN."""
    result: np.ndarray = (values - preparation.centre) / preparation.scale
    return result
