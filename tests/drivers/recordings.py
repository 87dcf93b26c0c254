"""Small recordings for tests of whoever reads them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet

NOON_NS = 1_772_366_400_000_000_000
"""2026-03-01T12:00:00Z."""
SECOND_NS = 1_000_000_000


def write_csv(path: Path, text: str) -> Path:
    """Write ``text`` as it is."""
    path.write_text(text, encoding="utf-8")
    return path


def write_wide(path: Path, times_ns: np.ndarray, columns: Sequence[str], values: np.ndarray) -> Path:
    """A Parquet recording with a column for each of the K ``columns``; values (T, K)."""
    arrays = {"time": pa.array(times_ns, pa.timestamp("ns", "UTC"))}
    arrays |= {name: pa.array(values[:, index]) for index, name in enumerate(columns)}
    pyarrow.parquet.write_table(pa.table(arrays), path, row_group_size=7)
    return path


def seconds(count: int) -> np.ndarray:
    """(count,) int64: noon and the seconds after it."""
    return NOON_NS + SECOND_NS * np.arange(count, dtype=np.int64)
