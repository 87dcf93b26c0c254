"""Buckets equal a loop over samples, however the samples are cut into stretches."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.historian.buckets import BUCKETS_MAX, BucketSums
from wakeful.terms.errors import DataError
from wakeful.terms.quality import Quality

samples = st.lists(
    st.tuples(
        st.integers(0, 99),
        st.sampled_from([1.0, -2.5, 100.0, math.nan, math.inf, -math.inf]),
        st.sampled_from([Quality.GOOD, Quality.UNCERTAIN_INITIAL_VALUE, Quality.BAD_SENSOR_FAILURE]),
    ),
    max_size=60,
)


@given(samples, st.integers(1, 130), st.integers(0, 60))
def test_buckets_equal_a_loop(chosen: list[tuple[int, float, Quality]], buckets: int, cut: int) -> None:
    chosen = sorted(chosen, key=lambda sample: sample[0])
    times_ns = np.array([sample[0] for sample in chosen], np.int64)
    values = np.array([sample[1] for sample in chosen], np.float64)
    quality = np.array([sample[2] for sample in chosen], np.uint32)
    sums = BucketSums(0, 100, buckets)
    for part in (slice(0, cut), slice(cut, None)):
        sums.add((times_ns[part], values[part], quality[part]))
    found = sums.result()
    for number in range(buckets):
        low, high = 100 * number // buckets, 100 * (number + 1) // buckets
        mine = [sample for sample in chosen if low <= sample[0] < high]
        usable = [value for _, value, code in mine if code < 0x8000_0000 and math.isfinite(value)]
        assert found.starts_ns[number] == low
        assert found.count[number] == len(usable)
        assert found.worst_quality[number] == max((code for *_, code in mine), default=Quality.BAD_NO_DATA)
        if usable:
            assert found.minimum[number] == min(usable)
            assert found.maximum[number] == max(usable)
            assert found.mean[number] == pytest.approx(sum(usable) / len(usable))
        else:
            assert math.isnan(found.minimum[number] + found.maximum[number] + found.mean[number])


def test_buckets_over_all_of_time_do_not_overflow() -> None:
    low, high = -(2**62), 2**62
    sums = BucketSums(low, high, BUCKETS_MAX)
    sums.add((np.array([low, 0, high - 1]), np.ones(3), np.zeros(3, np.uint32)))
    found = sums.result()
    assert found.count[[0, BUCKETS_MAX // 2, BUCKETS_MAX - 1]].tolist() == [1, 1, 1]


def test_types_and_shapes() -> None:
    found = BucketSums(0, 10, 3).result()
    assert [array.dtype for array in found] == [
        np.int64, np.float64, np.float64, np.float64, np.int64, np.uint32
    ]  # fmt: skip
    assert [array.shape for array in found] == [(3,)] * 6


@pytest.mark.parametrize(
    ("start_ns", "end_ns", "buckets"), [(0, 10, 0), (0, 10, 100_001), (5, 5, 1), (5, 4, 1)]
)
def test_a_span_that_cannot_be_divided_is_refused(start_ns: int, end_ns: int, buckets: int) -> None:
    with pytest.raises(DataError, match="ask for 1 to 100000"):
        BucketSums(start_ns, end_ns, buckets)
