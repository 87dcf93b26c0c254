"""Recordings of a small plant in normal running and in trouble, for the tests of calibrate and detect."""

from pathlib import Path

import numpy as np

NAMES = ("FI-1", "TI-2", "PI-3", "LI-4")
BEGIN_S = 1_772_366_400
"""2026-03-01T12:00:00Z."""
PERIOD_S = 60


def normal_rows(rows: int, seed: int) -> np.ndarray:
    """(T, 4) values [EU] with memory and a common cause, in steps of 0.001."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(rows, len(NAMES)))
    values = np.zeros_like(noise)
    for row in range(1, rows):
        values[row] = np.array([0.8, 0.6, 0.7, 0.0]) * values[row - 1] + noise[row]
    values[:, 1] += 0.5 * values[:, 0]
    return np.round(100.0 + 5.0 * values, 3)


def trouble_rows(rows: int, seed: int, onset: int, tag: int = 3) -> np.ndarray:
    """Normal rows with a step of three deviations in one tag from ``onset`` on."""
    values = normal_rows(rows, seed)
    values[onset:, tag] += 15.0
    return values


def write(
    path: Path, values: np.ndarray, names: tuple[str, ...] = NAMES, times_s: np.ndarray | None = None
) -> Path:
    """A CSV file with a time column of seconds since 1970; NaN is an empty cell."""
    stamps = BEGIN_S + PERIOD_S * np.arange(len(values)) if times_s is None else times_s
    lines = [",".join(("time", *names))]
    for stamp, row in zip(stamps.tolist(), values.tolist(), strict=True):
        lines.append(",".join([str(stamp), *("" if value != value else repr(value) for value in row)]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
