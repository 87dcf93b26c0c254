"""Our detector, as the product runs it: a unit learned from runs, its evidence held against a budget."""

import math
import time
from typing import NamedTuple

import numpy as np

from wakeful.evidence.calibration import learn_unit
from wakeful.evidence.detection import Verdicts, detect
from wakeful.evidence.model import UnitModel, start_state

NAME = "Wakeful"


class Learned(NamedTuple):
    """A unit's model and how long it took."""

    model: UnitModel
    learn_s: float

    def verdicts(self, rows: np.ndarray) -> Verdicts:
        """Of rows (T, N), from a fresh state."""
        return detect(start_state(rows.shape[1]), self.model, np.asarray(rows, np.float64))

    def score(self, rows: np.ndarray) -> np.ndarray:
        """(T,) evidence log10 [rows] of the unit."""
        return self.verdicts(rows).unit


def learn(runs: list[np.ndarray]) -> Learned:
    """From runs of rows (T, N) of normal running."""
    began_s = time.perf_counter()
    model = learn_unit([np.asarray(run, np.float64) for run in runs])
    return Learned(model, time.perf_counter() - began_s)


def threshold(per_day: float, rows_a_day: float) -> float:
    """Evidence log10 [rows] that normal running reaches as often as the budget allows."""
    return math.log10(rows_a_day / per_day)
