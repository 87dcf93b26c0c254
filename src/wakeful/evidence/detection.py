"""Rows as they come, one after the other: what no normal running would have brought.

The verdict at a row depends on no later row, and rows alone give the same bytes as rows in a block.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from wakeful.evidence.detectors import follow_innovation
from wakeful.evidence.directions import follow_directions
from wakeful.evidence.memory import centred, remember
from wakeful.evidence.merging import mean_rarity, unit_evidence
from wakeful.evidence.model import UnitModel, UnitState
from wakeful.evidence.prediction import predict
from wakeful.evidence.preparation import PREPARED_MAX, Role
from wakeful.evidence.rates import log_rarity

_HELD, _CONSTANT = int(Role.HELD), int(Role.CONSTANT)


class Verdicts(NamedTuple):
    """For T rows: unit (T,) evidence log10 [rows]; tags (T, N) log rarity; detectors (T, N, D) sums."""

    unit: np.ndarray
    tags: np.ndarray
    sums: np.ndarray
    innovations: np.ndarray


@njit(cache=True, nogil=True)
def _follow_rows(
    values: np.ndarray,
    centre: np.ndarray,
    scale: np.ndarray,
    role: np.ndarray,
    prediction: np.ndarray,
    memory: np.ndarray,
    deviation: np.ndarray,
    slack_mean: np.ndarray,
    slack_scale: np.ndarray,
    centre_weight: float,
    whitening: np.ndarray,
    past: np.ndarray,
    last: np.ndarray,
    unbroken: np.ndarray,
    features: np.ndarray,
    slow_centre: np.ndarray,
    sums: np.ndarray,
    averages: np.ndarray,
    innovations: np.ndarray,
    sums_out: np.ndarray,
    lengths_out: np.ndarray,
) -> None:
    tags, lags = values.shape[1], past.shape[0]
    predicted = np.empty(tags)
    for row in range(values.shape[0]):
        predict(prediction, past, predicted)
        for lag in range(lags - 1, 0, -1):
            past[lag] = past[lag - 1]
        for tag in range(tags):
            value = values[row, tag]
            innovations[row, tag] = 0.0
            if not np.isfinite(value):
                # A gap is not evidence: the last value stands in for it as an input of the others.
                unbroken[tag] = 0
                continue
            now = 0.0
            if role[tag] < _CONSTANT:
                now = min(max((value - centre[tag]) / scale[tag], -PREPARED_MAX), PREPARED_MAX)
            moved = value != last[tag]
            judged = role[tag] <= _HELD and unbroken[tag] >= lags and (role[tag] != _HELD or moved)
            past[0, tag], last[tag] = now, value
            unbroken[tag] += 1
            residual = now - predicted[tag] if unbroken[tag] > lags else 0.0
            expected = 0.0
            for place in range(features.shape[1]):
                expected += memory[tag, place] * features[tag, place]
            if judged:
                left = centred((residual - expected) / deviation[tag], slow_centre, tag, centre_weight)
                innovations[row, tag] = left
                follow_innovation(left, slack_mean[tag], slack_scale[tag], sums[tag])
            remember(residual, features[tag])
        follow_directions(innovations[row], whitening, averages, lengths_out[row])
        sums_out[row] = sums


def detect(state: UnitState, model: UnitModel, values: np.ndarray) -> Verdicts:
    """Judge rows (T, N) float64 [EU], NaN where missing. ``state`` is changed in place.

    ValueError when the rows are not as wide as the model: the kernel would read beside them.
    """
    rows, tags = values.shape
    if tags != model.tags or tags != len(state.last):
        raise ValueError(f"rows of {tags} tags for a model of {model.tags} and a state of {len(state.last)}")
    innovations = np.empty((rows, tags))
    sums, lengths = np.empty((rows, *state.sums.shape)), np.empty((rows, len(state.averages)))
    _follow_rows(
        np.ascontiguousarray(values, np.float64),
        model.preparation.centre,
        model.preparation.scale,
        model.preparation.role,
        model.prediction,
        model.memory,
        model.deviation,
        model.slack_mean,
        model.slack_scale,
        model.centre_weight,
        model.whitening,
        *state,
        innovations,
        sums,
        lengths,
    )
    by_tag = mean_rarity(log_rarity(sums, model.tag_tails))
    unit = unit_evidence(by_tag, log_rarity(lengths, model.unit_tails))
    return Verdicts(unit=unit, tags=by_tag, sums=sums, innovations=innovations)
