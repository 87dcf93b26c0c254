"""Averages of rarities mean the same at every level."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.evidence.merging import UNIT_SHARE, mean_rarity, unit_evidence

RARITIES = st.lists(st.floats(0.0, 40.0), min_size=1, max_size=12)


@given(RARITIES)
def test_the_mean_is_between_the_least_and_the_greatest(rarities: list[float]) -> None:
    found = float(mean_rarity(np.array(rarities)))
    assert min(rarities) - 1e-9 <= found <= max(rarities) + 1e-9
    assert found == pytest.approx(np.log(np.mean(np.exp(rarities))))


@pytest.mark.parametrize("count", [2, 9, 52, 1000])
def test_one_huge_rarity_counts_so_many_times_less_as_there_are(count: int) -> None:
    rarities = np.zeros(count)
    rarities[count // 2] = 30.0
    assert float(mean_rarity(rarities)) == pytest.approx(30.0 - np.log(count), abs=1e-8)


def test_equal_rarities_stay_and_order_does_not_matter() -> None:
    np.testing.assert_allclose(mean_rarity(np.full((3, 7), 12.5)), 12.5)
    rarities = np.random.default_rng(1).uniform(0, 40, 20)
    assert float(mean_rarity(rarities)) == pytest.approx(float(mean_rarity(rarities[::-1])))


@given(RARITIES, st.floats(0.0, 5.0))
def test_no_rarity_that_grows_makes_the_mean_less(rarities: list[float], more: float) -> None:
    before = float(mean_rarity(np.array(rarities)))
    assert float(mean_rarity(np.array([rarities[0] + more, *rarities[1:]]))) >= before - 1e-9


def test_even_the_greatest_do_not_overflow() -> None:
    assert float(mean_rarity(np.array([2000.0, 0.0]))) == pytest.approx(2000.0 - np.log(2.0))


def test_the_unit_is_shared_between_its_tags_alone_and_together() -> None:
    tags, together = np.log([[10.0, 30.0], [1.0, 1.0]]), np.log([[100.0, 500.0], [1.0, 1.0]])
    found = unit_evidence(tags, together)
    assert found.shape == (2,)
    assert 10.0 ** found[0] == pytest.approx((1 - UNIT_SHARE) * 20.0 + UNIT_SHARE * 300.0)
    assert found[1] == pytest.approx(0.0, abs=1e-12)


def test_dependent_rarities_keep_the_promise_of_the_mean() -> None:
    # One chance told many times, or many chances: either way the mean exceeds m in about 1 row of m.
    chance = np.random.default_rng(2)
    shared = -np.log(chance.random((200_000, 1))) * np.ones(8)
    own = -np.log(chance.random((200_000, 8)))
    for rarities in (shared, own):
        for mark in (100.0, 1000.0):
            share = float((mean_rarity(rarities) > np.log(mark)).mean())
            assert 0.5 / mark < share < 2.5 / mark
