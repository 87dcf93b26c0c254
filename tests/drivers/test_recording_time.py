"""Meaning of a time column and its stamps in nanoseconds."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.drivers.recording_time import NO_TIME_NS, meaning_of, times_ns
from wakeful.terms.errors import DataError

NOON_NS = 1_772_366_400_000_000_000  # 2026-03-01T12:00:00Z


def read(values: list[object], kind: pa.DataType | None = None) -> tuple[str, list[int]]:
    column = pa.array(values, kind)
    meaning = meaning_of("time", column)
    return meaning.words, times_ns(column, meaning).tolist()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-03-01T12:00:00Z", "ISO 8601 with zone"),
        ("2026-03-01 12:00:00", "ISO 8601 without zone, taken as UTC"),
        ("2026-03-01T13:00:00+01:00", "ISO 8601 with zone"),
        ("2026-03-01T12:00", "ISO 8601 without zone, taken as UTC"),
        ("1772366400", "seconds since 1970 UTC, told by their size"),
        ("1772366400.0", "seconds since 1970 UTC, told by their size"),
        (" 1772366400000 ", "milliseconds since 1970 UTC, told by their size"),
    ],
)
def test_noon_is_noon_however_it_is_written(text: str, words: str) -> None:
    assert read([text]) == (words, [NOON_NS])


@pytest.mark.parametrize(
    ("unit", "unit_ns"),
    [("seconds", 10**9), ("milliseconds", 10**6), ("microseconds", 10**3), ("nanoseconds", 1)],
)
def test_epochs_are_told_by_their_size(unit: str, unit_ns: int) -> None:
    words, times = read([NOON_NS // unit_ns, NOON_NS // unit_ns + 1])
    assert words.startswith(unit)
    assert times == [NOON_NS, NOON_NS + unit_ns]


@given(st.datetimes(datetime(1975, 1, 1), datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_a_stamp_with_a_zone_is_the_instant_it_names(stamp: datetime, offset_min: int) -> None:
    aware = stamp.replace(tzinfo=timezone(timedelta(minutes=offset_min)))
    since = aware - datetime(1970, 1, 1, tzinfo=UTC)
    exact_ns = (since // timedelta(microseconds=1)) * 1_000
    assert read([aware.isoformat()])[1] == [exact_ns]


def test_stamps_written_in_different_ways_are_read_one_by_one() -> None:
    texts = ["2026-03-01T12:00:00Z", "2026-03-01T13:00:01+01:00", "2026-03-01 12:00:02", "yesterday", None]
    expected = [NOON_NS, NOON_NS + 10**9, NOON_NS + 2 * 10**9, NO_TIME_NS, NO_TIME_NS]
    assert read(list(texts))[1] == expected


def test_typed_stamps_keep_their_instant_in_every_unit() -> None:
    for unit in ("s", "ms", "us", "ns"):
        assert read([datetime(2026, 3, 1, 12)], pa.timestamp(unit))[1] == [NOON_NS]
        words, times = read([datetime(2026, 3, 1, 12, tzinfo=UTC)], pa.timestamp(unit, "Europe/Berlin"))
        assert (words, times) == ("time stamps with zone", [NOON_NS])


def test_fractions_of_a_second_are_kept_to_the_nanosecond_a_float_holds() -> None:
    assert abs(read([1_772_366_400.25])[1][0] - (NOON_NS + 250_000_000)) < 300


def test_numbers_that_are_no_instant_are_marked() -> None:
    assert read([1_772_366_400.0, float("nan"), float("inf"), 1e30, None])[1][1:] == [NO_TIME_NS] * 4


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([0, 1, 2], "begins with 0, which is no time since 1970; give a period"),
        (["07/06/2016 14:20"], "holds '07/06/2016 14:20', which is no time; write ISO 8601"),
        (["2016"], "begins with 2016, which is no time since 1970"),
        ([None, None], "is empty; put the times into the first column"),
    ],
)
def test_what_is_no_time_is_refused_with_advice(values: list[object], message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(values)


def test_the_stamps_can_be_written_to() -> None:
    column = pa.array([datetime(2026, 3, 1)], pa.timestamp("ns"))
    times = times_ns(column, meaning_of("time", column))
    assert times.flags.writeable and times.dtype == np.int64
