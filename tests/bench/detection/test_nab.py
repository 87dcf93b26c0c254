"""The change-point score against cases worked by hand."""

import pytest

from bench.detection.nab import LOW_FN, LOW_FP, STANDARD, nab_counts, windows_of, worth


def test_worth_falls_from_one_to_the_price_of_a_false_one() -> None:
    assert worth(0.0, STANDARD) == pytest.approx(1.0)
    assert worth(0.5, STANDARD) == pytest.approx((1.0 - 0.11) / 2)
    assert worth(1.0, STANDARD) == pytest.approx(-0.11)


def test_silence_is_zero_and_at_once_is_a_hundred() -> None:
    for profile in (STANDARD, LOW_FP, LOW_FN):
        assert nab_counts([], [100.0, 300.0], 60.0, profile).score(profile) == 0.0
        assert nab_counts([100.0, 300.0], [100.0, 300.0], 60.0, profile).score(profile) == pytest.approx(
            100.0
        )


def test_the_first_detection_counts_and_those_outside_cost() -> None:
    found = nab_counts([50.0, 100.0, 120.0, 200.0], [100.0, 300.0], 60.0, STANDARD)
    assert (found.windows, found.missed, found.false) == (2, 1, 2)
    assert found.raw == pytest.approx(1.0 - 1.0 - 2 * 0.11)
    assert found.score(STANDARD) == pytest.approx(100.0 * (-0.22 + 2.0) / 4.0)


def test_a_window_is_cut_where_the_next_begins() -> None:
    assert windows_of([0.0, 20.0], 60.0) == [(0.0, 20.0), (20.0, 80.0)]
    found = nab_counts([20.0], [0.0, 20.0], 60.0, STANDARD)
    assert (found.missed, found.false) == (1, 0)


def test_files_are_pooled_before_the_scale() -> None:
    one, other = nab_counts([0.0], [0.0], 60.0, STANDARD), nab_counts([], [0.0], 60.0, STANDARD)
    assert (one + other).score(STANDARD) == pytest.approx(50.0)
