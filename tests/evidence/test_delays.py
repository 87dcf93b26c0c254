"""Expected delays: larger shifts sooner, and about as told when it comes true."""

import numpy as np

from tests.evidence.units import model, normal_rows
from wakeful.evidence.delays import delays_rows
from wakeful.evidence.detection import detect
from wakeful.evidence.episodes import ROWS_ON, EpisodeFollower
from wakeful.evidence.model import start_state

NOISE = np.random.default_rng(0).normal(size=(9, 400))


def test_a_larger_shift_is_seen_sooner_and_a_smaller_budget_later() -> None:
    small, large = delays_rows(model(), 1.0, 3.0, NOISE), delays_rows(model(), 3.0, 3.0, NOISE)
    assert (large >= ROWS_ON).all() and (large < small).all() and np.isfinite(small).all()
    assert (delays_rows(model(), 1.0, 4.0, NOISE) > small).all()


def test_no_shift_is_not_seen() -> None:
    assert np.isinf(delays_rows(model(), 0.0, 6.0, NOISE)).all()


def test_what_is_told_is_what_happens_to_a_tag_without_memory() -> None:
    found = []
    for seed in range(10, 19):
        rows = normal_rows(500, seed)
        rows[300:, 3] += 3.0 * 5.0
        follower = EpisodeFollower(model().tag_tails, 3.0)
        follower.follow(detect(start_state(4), model(), rows), np.ones(500, bool))
        found += [episode.start + 1 - 300 for episode in follower.close() if episode.start >= 300][:1]
    told = delays_rows(model(), 3.0, 3.0, NOISE)[3]
    assert len(found) == 9
    assert abs(float(np.median(found)) - told) <= 2.0
