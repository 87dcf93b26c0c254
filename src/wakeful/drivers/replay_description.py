"""What a recording says of its tags: a name and perhaps a unit in each heading, and its first rows."""

import re

import numpy as np

from wakeful.drivers.recording import Faults, Recording, Rows, bare_name
from wakeful.terms.site import Source, SourceDescription
from wakeful.terms.tag import Tag

ROWS_LOOKED_AT = 10_000
AGE_LIMIT_MS_MIN = 5_000
AGE_LIMIT_INTERVALS = 5

_UNIT = re.compile(r" \[([^\[\]]*)\]$")
_NOT_IN_A_NAME = re.compile(r"[^\w.\-/:+#%@()\[\]]+")


def describe_recording(recording: Recording, source: Source, speed: float) -> SourceDescription:
    """One analogue tag for each column that holds a number in the first rows.

    Its range is that of these rows, widened by a tenth on both sides: a guess that ``tags.csv`` should
    replace. Its age limit is five of the recording's usual intervals, and at least 5 s.
    """
    columns = recording.columns
    first = next(recording.rows(range(len(columns)), Faults(), rows_max=ROWS_LOOKED_AT), None)
    if first is None:
        return SourceDescription()
    age_limit_ms = max(
        AGE_LIMIT_MS_MIN, round(AGE_LIMIT_INTERVALS * usual_interval_ns(first.times_ns) / speed / 1e6)
    )
    low_eu, high_eu = _ranges(first)
    tags = tuple(
        _tag(name, source, float(low), float(high), age_limit_ms)
        for name, low, high in zip(columns, low_eu, high_eu, strict=True)
        if np.isfinite(low)
    )
    return SourceDescription(tags=tags)


def usual_interval_ns(times_ns: np.ndarray) -> float:
    """Median distance of rows that follow each other in time [ns]; 1 s when there is none."""
    steps = np.diff(times_ns)
    steps = steps[steps > 0]
    return float(np.median(steps)) if len(steps) else 1e9


def _ranges(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """(K,) lowest and highest value of each column, widened; NaN for a column without a number."""
    known = np.isfinite(rows.values)
    empty = ~known.any(axis=0)
    low = np.where(known, rows.values, np.inf).min(axis=0)
    high = np.where(known, rows.values, -np.inf).max(axis=0)
    low[empty] = high[empty] = 0.0
    margin = np.maximum((high - low) / 10.0, np.maximum(np.abs(high), 1.0) * 1e-3)
    return np.where(empty, np.nan, low - margin), np.where(empty, np.nan, high + margin)


def _tag(column: str, source: Source, low_eu: float, high_eu: float, age_limit_ms: int) -> Tag:
    unit = _UNIT.search(column)
    return Tag(
        name=_NOT_IN_A_NAME.sub("_", bare_name(column)).lstrip("_.-/:+#%@()[]") or "column",
        system=source.system,
        source=source.id,
        description="" if unit is None else column[: unit.start()],
        unit=unit.group(1) if unit else "",
        range_low_eu=low_eu,
        range_high_eu=high_eu,
        age_limit_ms=age_limit_ms,
        address=column,
    )
