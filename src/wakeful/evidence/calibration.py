"""Learning a unit from runs of normal running.

Every figure that a threshold rests on comes from rows that the fit had not seen: the prediction and the
memory are fitted without each block in turn, and what they leave over of that block is followed by the
detectors.
"""

import numpy as np

from wakeful.evidence.detectors import DETECTORS, follow_innovations
from wakeful.evidence.directions import GAP_ROWS, WEIGHTS, learn_whitening, lengths_of_rows
from wakeful.evidence.memory import CENTRE_SHARE, centred_rows, learn_memory
from wakeful.evidence.model import UnitModel
from wakeful.evidence.prediction import LAGS, held_over, learn_prediction
from wakeful.evidence.preparation import (
    PREPARED_MAX,
    Preparation,
    Role,
    learn_preparation,
    prepared,
)
from wakeful.evidence.rates import ROWS_A_PEAK, Tails, clustered_peaks, excursion_peaks, learn_tails
from wakeful.evidence.regression import blocks_of

BLOCKS = 4
SLACK_MEAN = 3.0
SLACK_SCALE = 3.0
"""Standard errors of what was learned within which normal may lie."""
WARM_UP_ROWS = 60


def learn_unit(runs: list[np.ndarray]) -> UnitModel:
    """From runs of rows (T, N) float64 [EU], NaN where missing; each longer than LAGS + 1 rows."""
    preparation = learn_preparation(runs)
    rows = [np.clip(held_over(prepared(run, preparation)), -PREPARED_MAX, PREPARED_MAX) for run in runs]
    for each in rows:
        each[:, preparation.role >= Role.CONSTANT] = 0.0
    present = [_present(run, preparation)[LAGS:] for run in runs]
    prediction, residuals = learn_prediction(rows)
    memory, left = learn_memory(residuals, present)
    deviation, counts = _deviation(left, present, preparation)
    innovations = [np.where(seen, each / deviation, 0.0) for each, seen in zip(left, present, strict=True)]
    total = sum(len(each) for each in innovations)
    centre_weight = 1.0 / (CENTRE_SHARE * total)
    moved = [centred_rows(each, seen, centre_weight) for each, seen in zip(innovations, present, strict=True)]
    whitening = learn_whitening(np.concatenate(moved))
    slack_mean = SLACK_MEAN / np.sqrt(np.maximum(counts, 1.0))
    slack_scale = SLACK_SCALE / np.sqrt(2.0 * np.maximum(counts, 1.0))
    return UnitModel(
        preparation=preparation,
        prediction=prediction,
        memory=memory,
        deviation=deviation,
        slack_mean=slack_mean,
        slack_scale=slack_scale,
        centre_weight=centre_weight,
        whitening=whitening,
        tag_tails=_tag_tails(moved, present, slack_mean, slack_scale),
        unit_tails=_unit_tails(moved),
    )


def _present(run: np.ndarray, preparation: Preparation) -> np.ndarray:
    """(T, N) bool: there is a value to judge. A held tag is judged where its value changes."""
    present: np.ndarray = np.isfinite(run) & (preparation.role <= Role.HELD)
    held = preparation.role == Role.HELD
    present[1:, held] &= run[1:, held] != run[:-1, held]
    return present


def _deviation(
    left: list[np.ndarray], present: list[np.ndarray], preparation: Preparation
) -> tuple[np.ndarray, np.ndarray]:
    """Standard deviation of the innovations where present, at least that of rounding; and their number."""
    tags = left[0].shape[1]
    squares, counts = np.zeros(tags), np.zeros(tags)
    for each, seen in zip(left, present, strict=True):
        squares += np.where(seen, each, 0.0).__pow__(2).sum(axis=0)
        counts += seen.sum(axis=0)
    rounding = preparation.resolution / preparation.scale / np.sqrt(12.0)
    deviation = np.sqrt(squares / np.maximum(counts, 1.0))
    return np.maximum(np.maximum(deviation, rounding), 1e-6), counts


def _tag_tails(
    innovations: list[np.ndarray], present: list[np.ndarray], slack_mean: np.ndarray, slack_scale: np.ndarray
) -> Tails:
    tags = len(slack_mean)
    peaks: list[list[list[np.ndarray]]] = [[[] for _ in range(tags)] for _ in range(DETECTORS)]
    for each, seen in zip(innovations, present, strict=True):
        history = np.empty((*each.shape, DETECTORS))
        follow_innovations(each, seen, slack_mean, slack_scale, np.zeros((tags, DETECTORS)), history)
        for detector in range(DETECTORS):
            for tag in range(tags):
                peaks[detector][tag].append(excursion_peaks(np.ascontiguousarray(history[:, tag, detector])))
    rows = sum(len(each) for each in innovations)
    tails = [learn_tails([np.concatenate(runs) for runs in by_tag], rows) for by_tag in peaks]
    return Tails(*(np.ascontiguousarray(np.stack(parts, axis=1)) for parts in zip(*tails, strict=True)))


def _unit_tails(innovations: list[np.ndarray]) -> Tails:
    """Each block by the whitening of the others: by its own it would look whiter than any other will."""
    groups, rows = len(WEIGHTS), sum(len(each) for each in innovations)
    blocks = [(run, part) for run, each in enumerate(innovations) for part in blocks_of(len(each), BLOCKS)]
    lengths = []
    for run, part in blocks:
        others = [innovations[other][rest] for other, rest in blocks if (other, rest) != (run, part)]
        found = lengths_of_rows(innovations[run][part], learn_whitening(np.concatenate(others)))
        lengths.append(found[min(WARM_UP_ROWS, len(found) // 4) :])
    tails = [_clustered_tail([each[:, place] for each in lengths], rows) for place in range(groups)]
    return Tails(*(np.concatenate(parts) for parts in zip(*tails, strict=True)))


def _clustered_tail(statistics: list[np.ndarray], rows: int) -> Tails:
    """The tail of a statistic that has no zero to return to: runs beyond the highest level met often."""
    levels = np.quantile(np.concatenate(statistics), np.linspace(0.5, 0.999, 100))
    peaks = [
        np.concatenate([clustered_peaks(each, level, GAP_ROWS) for each in statistics]) for level in levels
    ]
    counts = np.array([len(each) for each in peaks])
    if counts.max() == 0:  # it never moved, and has shown nothing: a peak in every row would be no surprise
        return Tails(levels[-1:], np.ones(1), np.maximum(levels[-1:], 1.0))
    wanted = min(max(rows / ROWS_A_PEAK, 12), counts.max())
    place = int(np.flatnonzero(counts >= wanted)[-1])
    excess = peaks[place] - levels[place]
    return Tails(
        np.array([levels[place]]),
        np.array([counts[place] / rows]),
        np.array([max(float(excess.mean()), 1e-9)]),
    )
