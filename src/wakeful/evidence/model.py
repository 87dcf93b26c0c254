"""What is known of a unit in normal running, and what detection carries from row to row.

``N`` tags, ``D`` detectors a tag, ``G`` averages of the unit, ``F`` features of a tag's memory.
"""

from typing import NamedTuple

import numpy as np

from wakeful.evidence.detectors import DETECTORS
from wakeful.evidence.directions import WEIGHTS
from wakeful.evidence.memory import FEATURES
from wakeful.evidence.prediction import LAGS
from wakeful.evidence.preparation import Preparation
from wakeful.evidence.rates import Tails


class UnitModel(NamedTuple):
    """Learned, frozen.

    preparation : see there. prediction (N, 1 + LAGS N), memory (N, F): coefficients.
    deviation : (N,) of the innovations, on the prepared scale.
    slack_mean, slack_scale : (N,) how far the true mean [deviations] and deviation [share] may be off.
    centre_weight : of one row in the slow centre of the innovations.
    whitening : (N, N). tag_tails : (N, D). unit_tails : (G,).
    """

    preparation: Preparation
    prediction: np.ndarray
    memory: np.ndarray
    deviation: np.ndarray
    slack_mean: np.ndarray
    slack_scale: np.ndarray
    centre_weight: float
    whitening: np.ndarray
    tag_tails: Tails
    unit_tails: Tails

    @property
    def tags(self) -> int:
        """N."""
        return len(self.deviation)


class UnitState(NamedTuple):
    """Changed in place by detection.

    past : (LAGS, N) prepared rows, the nearest first. last : (N,) the last value [EU], NaN before the first.
    unbroken : (N,) int64, how many rows in turn a tag had a value. features (N, F), centre (N,), sums (N, D),
    averages (G, N).
    """

    past: np.ndarray
    last: np.ndarray
    unbroken: np.ndarray
    features: np.ndarray
    centre: np.ndarray
    sums: np.ndarray
    averages: np.ndarray


def start_state(tags: int) -> UnitState:
    """Nothing seen yet."""
    return UnitState(
        past=np.zeros((LAGS, tags)),
        last=np.full(tags, np.nan),
        unbroken=np.zeros(tags, np.int64),
        features=np.zeros((tags, FEATURES)),
        centre=np.zeros(tags),
        sums=np.zeros((tags, DETECTORS)),
        averages=np.zeros((len(WEIGHTS), tags)),
    )
