"""From a statistic along rows to alarm episodes: the one alarm rule of the benchmark."""

import numpy as np

ROWS_ON = 3
"""Consecutive rows at or above the limit that raise the alarm."""
ROWS_OFF = 10
"""Consecutive rows below it that clear it."""

Episode = tuple[int, int]
"""First row in alarm, first row no longer in alarm."""


def episodes_of(over: np.ndarray, rows_on: int = ROWS_ON, rows_off: int = ROWS_OFF) -> list[Episode]:
    """Episodes of ``over`` (T,) bool, at or above the limit. One that still stands ends after the last."""
    found: list[Episode] = []
    start, run = -1, 0
    for row, beyond in enumerate(over.tolist()):
        if start < 0:
            run = run + 1 if beyond else 0
            if run >= rows_on:
                start, run = row, 0
        else:
            run = 0 if beyond else run + 1
            if run >= rows_off:
                found.append((start, row))
                start, run = -1, 0
    if start >= 0:
        found.append((start, len(over)))
    return found


def in_alarm(episodes: list[Episode], rows: int) -> np.ndarray:
    """(rows,) bool: an episode stands."""
    result = np.zeros(rows, bool)
    for first, end in episodes:
        result[first:end] = True
    return result
