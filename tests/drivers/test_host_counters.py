"""Rates from counters: wraps, resets, first samples, and shares of processor time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.drivers.host.counters import WRAP_32, Rates, Shares, added, increase, scaled
from wakeful.drivers.host.quantity import WAITING
from wakeful.terms.quality import Quality

SECOND_NS = 1_000_000_000
counts = st.integers(0, 2**64 - 1)


@given(counts, counts, st.floats(0.001, 3600.0))
def test_a_counter_that_grew_went_as_far_as_it_grew(previous: int, grown: int, elapsed_s: float) -> None:
    assert increase(previous, previous + grown, elapsed_s, 1.0) == grown


@given(st.integers(0, WRAP_32 - 1), st.integers(1, 10**9))
def test_a_wrap_at_32_bits_is_counted_through(previous: int, grown: int) -> None:
    current = (previous + grown) % WRAP_32
    assert increase(previous, current, 1.0, 1e9) == grown


@given(st.integers(WRAP_32, 2**63), st.integers(0, WRAP_32 - 1))
def test_a_64_bit_counter_that_fell_was_reset(previous: int, current: int) -> None:
    assert increase(previous, current, 1.0, 1e30) is None


def test_a_way_round_too_fast_for_the_device_is_a_reset() -> None:
    assert increase(1000, 10, 1.0, 1e9) is None
    assert increase(WRAP_32 - 1000, 10, 1.0, 1e9) == 1010
    assert increase(WRAP_32 - 1000, 10, 1.0, 1009.0) is None
    assert increase(WRAP_32 - 1000, 10, 1.0, 1010.0) == 1010


@given(st.lists(counts, min_size=2, max_size=20))
def test_a_rate_is_never_negative(values: list[int]) -> None:
    rates = Rates([1e9])
    for place, value in enumerate(values):
        (reading,) = rates.step([value], (place + 1) * SECOND_NS)
        assert reading is WAITING or reading >= 0.0


def test_the_first_value_and_the_first_after_a_reset_wait_for_data() -> None:
    rates = Rates([1e6, 1e6])
    assert rates.step([100, 5 * WRAP_32], 1 * SECOND_NS) == (WAITING, WAITING)
    assert rates.step([300, 3], 3 * SECOND_NS) == (100.0, WAITING)
    assert rates.step([300, 13], 4 * SECOND_NS) == (0.0, 10.0)


def test_a_device_that_left_and_returned_starts_anew() -> None:
    rates = Rates([1e6])
    rates.step([100], 1 * SECOND_NS)
    rates.forget()
    assert rates.step([900], 2 * SECOND_NS) == (WAITING,)
    assert rates.step([902], 3 * SECOND_NS) == (2.0,)


def test_no_time_gives_no_rate() -> None:
    rates = Rates([1e6])
    rates.step([100], SECOND_NS)
    assert rates.step([200], SECOND_NS) == (WAITING,)


@given(
    st.lists(
        st.fixed_dictionaries({kind: st.floats(0, 1e6) for kind in ("user", "system", "idle")}),
        min_size=2,
        max_size=10,
    )
)
def test_shares_are_per_cents_of_the_whole(rows: list[dict[str, float]]) -> None:
    shares = Shares()
    assert shares.step(rows[0]) is None
    for row in rows[1:]:
        result = shares.step(row)
        if result is not None:
            assert all(0.0 <= share <= 100.0 + 1e-9 for share in result.values())
            assert sum(result.values()) == pytest.approx(100.0)


def test_a_kind_of_time_that_steps_back_counts_as_none() -> None:
    shares = Shares()
    shares.step({"user": 10.0, "iowait": 5.0, "idle": 100.0})
    assert shares.step({"user": 11.0, "iowait": 4.9, "idle": 103.0}) == {
        "user": 25.0,
        "iowait": 0.0,
        "idle": 75.0,
    }


def test_a_reason_survives_arithmetic() -> None:
    gone = Quality.BAD_NOT_CONNECTED
    assert scaled(gone, 2.0) is gone
    assert scaled(3.0, 2.0) == 6.0
    assert added(1.0, gone, WAITING) is gone
    assert added(1.0, 2.5) == 3.5
