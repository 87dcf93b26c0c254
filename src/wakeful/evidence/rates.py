"""From what a detector reaches to how rarely normal running reaches it.

A detector's sum rises from zero, reaches a peak and falls back: one excursion. The rate at which peaks exceed
a level falls exponentially with the level; for a CUSUM of true log likelihood ratios its slope is exactly 1.
So a short stretch of normal running tells the rate of rare peaks, too: the level that is exceeded now and
then is counted, and beyond it an exponential of a slope close to 1 is followed. The slope of one detector of
one tag is uncertain, and is drawn towards that of the same detector over all tags.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

PEAKS_MIN = 12
PEAK_SHARE_MAX = 0.2
ROWS_A_PEAK = 160
"""The tail begins where a peak comes about so often: at least PEAKS_MIN of them, at most a fifth of all."""
SLOPE_MIN = 1.0
PRIOR_PEAKS = 30.0
"""Weight of the common slope, in peaks."""
RATE_MAX_A_ROW = 1.0
LOG_RARITY_MAX = 40.0


class Tails(NamedTuple):
    """One for each of any number of streams.

    Beyond ``level`` the rate a row is ``rate * exp(-(s - level) / slope)``.
    """

    level: np.ndarray
    rate: np.ndarray
    slope: np.ndarray


@njit(cache=True)
def excursion_peaks(sums: np.ndarray) -> np.ndarray:
    """(P,) the highest value of each excursion of ``sums`` (T,) >= 0 from zero; the last may go on."""
    peaks = np.empty(sums.shape[0] + 1)
    found, highest = 0, 0.0
    for value in sums:
        if value > 0.0:
            highest = max(highest, value)
        elif highest > 0.0:
            peaks[found] = highest
            found += 1
            highest = 0.0
    if highest > 0.0:
        peaks[found] = highest
        found += 1
    return peaks[:found]


def clustered_peaks(statistic: np.ndarray, level: float, gap_rows: int) -> np.ndarray:
    """(P,) the highest value of each run beyond ``level``; runs closer than ``gap_rows`` are one."""
    rows = np.flatnonzero(statistic > level)
    if len(rows) == 0:
        return np.empty(0)
    starts = np.flatnonzero(np.concatenate([[True], np.diff(rows) > gap_rows]))
    peaks: np.ndarray = np.maximum.reduceat(statistic[rows], starts)
    return peaks


def learn_tails(peaks: list[np.ndarray], rows: int) -> Tails:
    """Tails of streams of one kind, each from its peaks over ``rows`` of normal running.

    A stream without a peak has not shown how rare one would be: it keeps the bound of the theory, at most one
    excursion a row, and so counts for nothing while it stays at zero.
    """
    parts = [_beyond(each, rows) for each in peaks]
    slopes = [excess / count for _, count, excess in parts if count]
    common = max(float(np.median(slopes)) if slopes else SLOPE_MIN, SLOPE_MIN)
    return Tails(
        level=np.array([level for level, _, _ in parts]),
        rate=np.array([count / rows if count else RATE_MAX_A_ROW for _, count, _ in parts]),
        slope=np.array(
            [(excess + PRIOR_PEAKS * common) / (count + PRIOR_PEAKS) for _, count, excess in parts]
        ),
    )


def _beyond(peaks: np.ndarray, rows: int) -> tuple[float, int, float]:
    """Where the tail of one stream begins, how many peaks lie beyond, and how far in sum."""
    wanted = max(PEAKS_MIN, min(rows / ROWS_A_PEAK, PEAK_SHARE_MAX * len(peaks)))
    ordered = np.sort(peaks)
    first = max(0, len(ordered) - int(wanted))
    if len(ordered) == 0:
        return 0.0, 0, 0.0
    level = float(ordered[first])
    return level, len(ordered) - first, float((ordered[first:] - level).sum())


def log_rarity(statistic: np.ndarray, tails: Tails) -> np.ndarray:
    """Natural logarithm of the rows that normal running takes to reach ``statistic`` (..., S) once."""
    log_rate = np.log(tails.rate) - (statistic - tails.level) / tails.slope
    result: np.ndarray = -np.clip(log_rate, -LOG_RARITY_MAX, np.log(RATE_MAX_A_ROW))
    return result
