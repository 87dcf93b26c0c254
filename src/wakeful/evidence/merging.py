"""From detectors to tags to the unit: averages of rarities.

A rarity is the number of rows that normal running takes, on average, to come so far once. The average of n
rarities exceeds m at most about as often as once in m rows, whatever the dependence between them: for one of
them to carry the average it must reach n m, which each does n times as rarely. So every level has a figure of
the same meaning, and nothing has to be assumed about which tags go together.
Sources: D. J. Wilson, The harmonic mean p-value for combining dependent tests, PNAS 116 (2019) 1195-1200; V.
Vovk, R. Wang, E-values: calibration, combination and applications, Ann. Statist. 49 (2021) 1736-1754.
"""

import numpy as np

UNIT_SHARE = 0.3
"""Weight of what the tags show together; the rest is shared by the tags, each alone."""
_LOG10 = np.log(10.0)


def mean_rarity(log_rarities: np.ndarray, axis: int = -1) -> np.ndarray:
    """Natural logarithm of the mean of rarities given by theirs."""
    highest = log_rarities.max(axis=axis, keepdims=True)
    mean = np.log(np.exp(log_rarities - highest).mean(axis=axis, keepdims=True)) + highest
    result: np.ndarray = np.squeeze(mean, axis=axis)
    return result


def unit_evidence(tags: np.ndarray, together: np.ndarray) -> np.ndarray:
    """(...,) unit evidence log10 [rows] from log rarities of tags (..., N) and of directions (..., G)."""
    alone = mean_rarity(tags) + np.log(1.0 - UNIT_SHARE)
    result: np.ndarray = np.logaddexp(alone, mean_rarity(together) + np.log(UNIT_SHARE)) / _LOG10
    return result
