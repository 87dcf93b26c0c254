"""A simulated unit for the tests of this room: six tags that remember themselves and each other."""

import numpy as np

TAGS = 6
ROWS_A_DAY = 480
BEFORE = 200
COUPLING = np.diag([0.8, 0.6, 0.7, 0.5, 0.4, 0.3])
COUPLING[0, 1], COUPLING[2, 3], COUPLING[4, 0], COUPLING[5, 2] = 0.15, -0.2, 0.1, 0.2


def normal_rows(seed: int, rows: int) -> np.ndarray:
    """(T, N) [EU] of normal running: a vector autoregression of order 1, Gaussian."""
    chances = np.random.default_rng(seed).standard_normal((rows + BEFORE, TAGS))
    result, now = np.empty_like(chances), np.zeros(TAGS)
    for row, chance in enumerate(chances):
        now = COUPLING @ now + chance
        result[row] = now
    return 50.0 + 2.0 * result[BEFORE:]


def mixed_rows(seed: int, rows: int) -> np.ndarray:
    """Normal rows, but tag 4 keeps its value for five rows, tag 5 is 0 or 1, and any value may be missing."""
    result = normal_rows(seed, rows)
    result[:, 4] = np.repeat(result[::5, 4], 5)[:rows]
    result[:, 5] = result[:, 5] > 50.0
    chance = np.random.default_rng(seed + 1_000_000)
    result[chance.random(result.shape) < 0.03] = np.nan
    if rows > 20:
        begin = int(chance.integers(5, rows - 12))
        result[begin : begin + 8, int(chance.integers(TAGS))] = np.nan
    return result


def alarms(evidence: np.ndarray, threshold: float) -> tuple[int, int]:
    """Alarms raised (3 rows in turn reach the threshold) and rows in which one stood (10 below clear it)."""
    raised = standing = above = below = 0
    stands = False
    for reached in evidence >= threshold:
        above, below = (above + 1, 0) if reached else (0, below + 1)
        if not stands and above >= 3:
            stands, raised = True, raised + 1
        elif stands and below >= 10:
            stands = False
        standing += stands
    return raised, standing


def threshold_of(budget_a_day: float) -> float:
    """Evidence log10 [rows] that normal running reaches so often."""
    return float(np.log10(ROWS_A_DAY / budget_a_day))
