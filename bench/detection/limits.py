"""Limits from normal data and what was asked for, never from test labels."""

import numpy as np

from bench.detection.alarms import episodes_of

TRIES = 400


def share_limit(statistics: list[np.ndarray], share: float) -> float:
    """The quantile that leaves ``share`` of normal rows at or above it."""
    return float(np.quantile(np.concatenate(statistics), 1.0 - share))


def budget_limit(statistics: list[np.ndarray], per_day: float, rows_a_day: float) -> float:
    """The lowest limit from which on none higher gave more episodes on these rows than the budget allows."""
    rows = np.concatenate(statistics)
    allowed = per_day * len(rows) / rows_a_day
    limit = float(np.nextafter(rows.max(), np.inf))
    shares = np.geomspace(1.0 / len(rows), 0.5, TRIES)
    for candidate in np.unique(np.quantile(rows, 1.0 - shares))[::-1]:
        if sum(len(episodes_of(each >= candidate)) for each in statistics) > allowed:
            break
        limit = float(candidate)
    return limit
