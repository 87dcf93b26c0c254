"""What the time column of a recording means, and its stamps as nanoseconds.

Nothing is guessed in silence: the meaning that was found is a sentence to be shown to the user, and
stamps that cannot be read are marked, never made up.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wakeful.terms.errors import DataError

NO_TIME_NS = np.iinfo(np.int64).min
"""Stands where a stamp cannot be read."""

EPOCH_UNITS = (
    (1e8, 1e11, "seconds", 1e9),
    (1e11, 1e14, "milliseconds", 1e6),
    (1e14, 1e17, "microseconds", 1e3),
    (1e17, 9.2e18, "nanoseconds", 1.0),
)
"""Magnitude from, to, name, nanoseconds in one: years 1973 to 5138 in every unit, so no two overlap."""


@dataclass(frozen=True, slots=True)
class TimeMeaning:
    """How stamps are read: ``text`` with zone or without, ``stamp`` typed by Parquet, or ``epoch``."""

    kind: str
    words: str
    unit_ns: float = 1.0


def meaning_of(name: str, column: pa.Array) -> TimeMeaning:
    """Meaning of the time column ``name``, from its first rows.

    Raises
    ------
    DataError
        When these are no times: what they look like, and what would be right.
    """
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        zone = getattr(column.type, "tz", None)
        return TimeMeaning(
            "stamp", "time stamps with zone" if zone else "time stamps without zone, taken as UTC"
        )
    known = column.drop_null()
    if not len(known):
        raise DataError(
            f"the time column {name!r} is empty; put the times into the first column, or give a period"
        )
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        first = str(known[0].as_py()).strip()
        stamp = _parsed(first)
        if stamp is not None:
            zone_words = "with zone" if stamp.tzinfo else "without zone, taken as UTC"
            return TimeMeaning("text", f"ISO 8601 {zone_words}")
        known = _as_numbers(known)
        if known is None or not len(known) or known[0].as_py() is None:
            raise DataError(
                f"the time column {name!r} holds {first!r}, which is no time; write ISO 8601 such as "
                "2026-03-01T12:00:00Z, or seconds since 1970, or give a period when there is no time column"
            )
    return _epoch(name, float(known[0].as_py()))


def _epoch(name: str, first: float) -> TimeMeaning:
    for low, high, unit, unit_ns in EPOCH_UNITS:
        if low <= abs(first) < high:
            return TimeMeaning("epoch", f"{unit} since 1970 UTC, told by their size", unit_ns)
    raise DataError(
        f"the time column {name!r} begins with {first:g}, which is no time since 1970; "
        "give a period when the rows are merely counted or there is no time column"
    )


def times_ns(column: pa.Array, meaning: TimeMeaning) -> np.ndarray:
    """(T,) int64 nanoseconds since 1970 UTC; ``NO_TIME_NS`` where there is no readable stamp."""
    if meaning.kind == "stamp":
        stamps = pc.cast(column, pa.timestamp("ns", getattr(column.type, "tz", None)), safe=False)
        return _filled(pc.cast(stamps, pa.int64()))
    if meaning.kind == "text":
        return _times_of_text(column)
    numbers = column if not pa.types.is_string(column.type) else _as_numbers(column)
    if numbers is None:
        return np.full(len(column), NO_TIME_NS, np.int64)
    if pa.types.is_integer(numbers.type):
        return _scaled_integers(numbers, int(meaning.unit_ns))
    values = np.asarray(pc.cast(numbers, pa.float64()).to_numpy(zero_copy_only=False))
    usable = np.isfinite(values) & (np.abs(values) * meaning.unit_ns < 9.2e18)
    whole = np.floor(np.where(usable, values, 0.0))
    part = np.where(usable, values, 0.0) - whole
    nanoseconds = whole.astype(np.int64) * np.int64(meaning.unit_ns) + np.rint(part * meaning.unit_ns).astype(
        np.int64
    )
    return np.where(usable, nanoseconds, NO_TIME_NS)


def _scaled_integers(numbers: pa.Array, unit_ns: int) -> np.ndarray:
    whole = _filled(pc.cast(numbers, pa.int64()))
    usable = (whole != NO_TIME_NS) & (np.abs(whole) < 9_200_000_000_000_000_000 // unit_ns)
    return np.where(usable, np.where(usable, whole, 0) * unit_ns, NO_TIME_NS)


def _filled(integers: pa.Array) -> np.ndarray:
    """A copy of our own: Arrow's memory is read-only, for which the engine would compile a second kernel."""
    return np.array(pc.fill_null(integers, int(NO_TIME_NS)).to_numpy(zero_copy_only=False), np.int64)


def _times_of_text(column: pa.Array) -> np.ndarray:
    """Fast where all stamps are written alike, one by one where they are not."""
    for zone in (None, "UTC"):
        try:
            return _filled(pc.cast(pc.cast(column, pa.timestamp("ns", zone)), pa.int64()))
        except pa.ArrowInvalid:
            continue
    stamps = (_parsed(text) if text is not None else None for text in column.to_pylist())
    return np.array([_nanoseconds(stamp) if stamp else NO_TIME_NS for stamp in stamps], np.int64)


def _parsed(text: str) -> datetime | None:
    """The stamp of an ISO 8601 text, or None; a bare year or number is not one."""
    text = text.strip()
    if len(text) < 10 or text[4:5] != "-":
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _nanoseconds(stamp: datetime) -> int:
    """Exact to the microsecond, which is what ``datetime`` holds; without a zone it is UTC."""
    since = (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)) - datetime(1970, 1, 1, tzinfo=UTC)
    nanoseconds = ((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds) * 1_000
    return nanoseconds if abs(nanoseconds) < 9.2e18 else int(NO_TIME_NS)


def _as_numbers(texts: pa.Array) -> pa.Array | None:
    """Whole numbers where all are whole, else floating point, else None."""
    trimmed = pc.utf8_trim_whitespace(texts)
    for kind in (pa.int64(), pa.float64()):
        try:
            return pc.cast(trimmed, kind)
        except pa.ArrowInvalid:
            continue
    return None
