"""From peaks to rarities: exponential tails are recovered, and nothing seen is nothing known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.evidence.rates import (
    LOG_RARITY_MAX,
    Tails,
    clustered_peaks,
    excursion_peaks,
    learn_tails,
    log_rarity,
)


def exponential_peaks(seed: int, count: int, slope: float) -> np.ndarray:
    """Peaks that exceed s with probability exp(-s / slope)."""
    return slope * np.random.default_rng(seed).exponential(size=count)


def plain_peaks(sums: list[float]) -> list[float]:
    """The highest of each stretch above zero."""
    peaks: list[float] = []
    inside = False
    for value in sums:
        if value > 0.0:
            peaks = [*peaks[:-1], max(peaks[-1], value)] if inside else [*peaks, value]
        inside = value > 0.0
    return peaks


@given(st.lists(st.sampled_from([0.0, 0.0, 0.5, 1.0, 2.0, 7.0]), max_size=40))
def test_each_excursion_from_zero_has_one_peak(sums: list[float]) -> None:
    assert excursion_peaks(np.array(sums)).tolist() == plain_peaks(sums)


def test_runs_beyond_a_level_that_are_close_are_one() -> None:
    statistic = np.zeros(100)
    statistic[[10, 12, 20, 60, 99]] = [3.0, 5.0, 4.0, 6.0, 2.0]
    assert clustered_peaks(statistic, 1.0, 20).tolist() == [5.0, 6.0, 2.0]
    assert clustered_peaks(statistic, 1.0, 5).tolist() == [5.0, 4.0, 6.0, 2.0]
    assert clustered_peaks(statistic, 3.5, 5).tolist() == [5.0, 4.0, 6.0]
    assert clustered_peaks(statistic, 6.0, 5).tolist() == []


@pytest.mark.parametrize("slope", [1.0, 1.5, 3.0])
@pytest.mark.parametrize(("rows", "count"), [(5_000, 500), (100_000, 10_000)])
def test_the_tail_of_an_exact_exponential_is_recovered(slope: float, rows: int, count: int) -> None:
    streams = 30
    tails = learn_tails([exponential_peaks(seed, count, slope) for seed in range(streams)], rows)
    for level in (5.0, 8.0, 12.0):
        true = np.log(rows / count) + level / slope
        found = log_rarity(np.full(streams, level), tails)
        np.testing.assert_allclose(found.mean(), true, atol=0.15 + 0.06 * true)
        np.testing.assert_allclose(found, true, atol=0.15 * true + 0.6)


def test_the_slope_of_one_stream_is_drawn_towards_that_of_all() -> None:
    peaks = [exponential_peaks(seed, 100, 1.5) for seed in range(20)]
    peaks.append(exponential_peaks(99, 100, 6.0))
    slopes = learn_tails(peaks, 16_000).slope
    alone = learn_tails(peaks[-1:], 16_000).slope[0]
    assert slopes[:-1].max() < slopes[-1] < alone


def test_a_slope_is_common_to_few_peaks_and_never_better_than_theory() -> None:
    narrow = [np.full(50, 2.0) for _ in range(3)]
    tails = learn_tails(narrow, 1000)
    assert (tails.slope > 0.5).all()
    single = learn_tails([np.array([1.0])], 1000)
    assert single.slope[0] == pytest.approx(30.0 / 31.0)


def test_a_stream_without_peaks_has_shown_nothing() -> None:
    tails = learn_tails([np.empty(0), exponential_peaks(1, 300, 1.2)], 3000)
    rest = log_rarity(np.zeros(2), tails)
    assert rest[0] == 0.0  # at rest it is no evidence, however long the record
    assert rest[1] < np.log(3000)
    assert log_rarity(np.array([6.0, 0.0]), tails)[0] <= 6.0  # beyond it, no more than theory allows
    alone = learn_tails([np.empty(0)], 3000)
    assert all(np.isfinite(part).all() for part in alone)


@given(
    st.lists(st.floats(0, 200), min_size=2, max_size=20),
    st.floats(0, 10),
    st.floats(1e-6, 1.0),
    st.floats(0.5, 5.0),
)
def test_rarity_grows_with_what_is_reached_between_its_bounds(
    reached: list[float], level: float, rate: float, slope: float
) -> None:
    tails = Tails(np.array([level]), np.array([rate]), np.array([slope]))
    found = log_rarity(np.sort(reached)[:, None], tails)[:, 0]
    assert (np.diff(found) >= 0.0).all()
    assert (found >= 0.0).all() and (found <= LOG_RARITY_MAX).all()


def test_at_its_level_a_rarity_is_one_over_the_rate() -> None:
    tails = Tails(np.array([2.0, 3.0]), np.array([0.01, 0.5]), np.array([1.0, 2.0]))
    np.testing.assert_allclose(np.exp(log_rarity(np.array([2.0, 3.0]), tails)), [100.0, 2.0])
    np.testing.assert_allclose(np.exp(log_rarity(np.array([3.0, 5.0]), tails)), [100.0 * np.e, 2.0 * np.e])


def test_shapes_before_the_streams_are_kept() -> None:
    tails = learn_tails([exponential_peaks(seed, 50, 1.0) for seed in range(4)], 1000)
    values = np.random.default_rng(1).uniform(0, 9, (5, 3, 4))
    found = log_rarity(values, tails)
    assert found.shape == (5, 3, 4)
    np.testing.assert_array_equal(found[2, 1], log_rarity(values[2, 1], tails))
