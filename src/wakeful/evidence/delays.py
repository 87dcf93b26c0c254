"""How soon a fault would be seen: the delay of a lasting shift of one tag, before there is one.

Innovations of true deviation 1 with the shift added run through the tag's own detectors, with their slack and
their tails; the delay is the number of rows until the tag alone, all others at rest, carries the unit over
its threshold and the alarm rule is met. The median over a few simulated runs is told. The shift is one of the
innovation: what the prediction and the memory of a tag explain away of a step in the plant is not seen, nor
is the slow centre followed.
"""

import numpy as np

from wakeful.evidence.detectors import DETECTORS, follow_innovations
from wakeful.evidence.episodes import ROWS_ON
from wakeful.evidence.merging import UNIT_SHARE, mean_rarity
from wakeful.evidence.model import UnitModel
from wakeful.evidence.rates import log_rarity


def delays_rows(model: UnitModel, shift: float, threshold_log10: float, noise: np.ndarray) -> np.ndarray:
    """(N,) median rows from the onset of a lasting shift to the alarm, infinite where most runs see nothing.

    Parameters
    ----------
    shift : standard deviations of the tag's innovations.
    noise : (S, T) standard normal numbers, S simulated runs of T rows.
    """
    needed = threshold_log10 * np.log(10.0) + np.log(model.tags / (1.0 - UNIT_SHARE))
    found = np.empty((len(noise), model.tags))
    for place, run in enumerate(noise):
        over = _rarities(model, run + shift) >= needed
        steady = over[: len(over) - ROWS_ON + 1].copy()
        for later in range(1, ROWS_ON):
            steady &= over[later : len(over) - ROWS_ON + 1 + later]
        found[place] = np.where(steady.any(axis=0), steady.argmax(axis=0) + ROWS_ON, np.inf)
    middle: np.ndarray = np.sort(found, axis=0)[len(noise) // 2]
    return middle


def _rarities(model: UnitModel, run: np.ndarray) -> np.ndarray:
    """(T, N) log rarity of each tag when it alone has the innovations ``run`` (T,)."""
    innovations = np.ascontiguousarray(np.repeat(run[:, None], model.tags, axis=1))
    history = np.empty((len(run), model.tags, DETECTORS))
    present = np.ones(innovations.shape, bool)
    sums = np.zeros((model.tags, DETECTORS))
    follow_innovations(innovations, present, model.slack_mean, model.slack_scale, sums, history)
    rarities: np.ndarray = mean_rarity(log_rarity(history, model.tag_tails))
    return rarities
