"""Draws depend on seed, purpose and time alone; random walks keep their spread whatever the step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.plants.water_works.water_chance import Draws, RandomWalks


@given(seed=st.integers(0, 2**64), time_s=st.integers(0, 10**9))
def test_equal_arguments_give_equal_draws(seed: int, time_s: int) -> None:
    first = Draws(seed).at(Draws.INSTRUMENTS, float(time_s)).standard_normal(5)
    assert np.array_equal(first, Draws(seed).at(Draws.INSTRUMENTS, float(time_s)).standard_normal(5))
    for other in (
        Draws(seed + 1).at(Draws.INSTRUMENTS, float(time_s)),
        Draws(seed).at(Draws.SURROUNDINGS, float(time_s)),
        Draws(seed).at(Draws.INSTRUMENTS, time_s + 1.0),
    ):
        assert not np.array_equal(first, other.standard_normal(5))


@pytest.mark.parametrize("dt_s", [10.0, 200.0])
def test_walks_keep_their_long_run_spread(dt_s: float) -> None:
    draws = Draws(7)
    walks = RandomWalks(np.full(500, 600.0), np.full(500, 2.0), draws.at(Draws.START, 0.0))
    assert walks.value.std() == pytest.approx(2.0, rel=0.1)
    for k in range(200):
        walks.advance(dt_s, draws.at(Draws.SURROUNDINGS, k * dt_s))
    assert walks.value.std() == pytest.approx(2.0, rel=0.1)


def test_walks_forget_in_their_correlation_time() -> None:
    draws = Draws(7)
    walks = RandomWalks(np.full(4000, 600.0), np.full(4000, 1.0), draws.at(Draws.START, 0.0))
    start = walks.value.copy()
    walks.advance(600.0, draws.at(Draws.SURROUNDINGS, 1.0))
    assert np.corrcoef(start, walks.value)[0, 1] == pytest.approx(np.exp(-1.0), abs=0.05)
