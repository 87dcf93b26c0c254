"""What is learned and what is carried from row to row."""

import numpy as np

from tests.evidence.simulated import TAGS, normal_rows
from wakeful.evidence.calibration import learn_unit
from wakeful.evidence.detectors import DETECTORS
from wakeful.evidence.directions import WEIGHTS
from wakeful.evidence.memory import FEATURES
from wakeful.evidence.model import start_state
from wakeful.evidence.prediction import LAGS

STATE_BYTES_A_TAG_MAX = 512


def test_at_the_start_nothing_has_been_seen() -> None:
    state = start_state(TAGS)
    assert np.isnan(state.last).all()
    for name, part in state._asdict().items():
        if name != "last":
            assert not part.any(), name
    assert state.unbroken.dtype == np.int64
    assert state.sums.shape == (TAGS, DETECTORS)
    assert state.past.shape == (LAGS, TAGS)
    assert state.features.shape == (TAGS, FEATURES)
    assert state.averages.shape == (len(WEIGHTS), TAGS)


def test_two_states_share_nothing() -> None:
    one, other = start_state(2), start_state(2)
    for part in one:
        part[:] = 1
    assert not other.sums.any() and not other.past.any() and not other.averages.any()


def test_the_state_of_a_tag_is_small() -> None:
    assert sum(part.nbytes for part in start_state(100)) <= 100 * STATE_BYTES_A_TAG_MAX


def test_the_shapes_of_what_is_learned() -> None:
    model = learn_unit([normal_rows(1, 200)])
    assert model.tags == TAGS
    assert model.prediction.shape == (TAGS, 1 + LAGS * TAGS)
    assert model.memory.shape == (TAGS, FEATURES)
    assert model.whitening.shape == (TAGS, TAGS)
    for part in (model.deviation, model.slack_mean, model.slack_scale):
        assert part.shape == (TAGS,) and (part > 0.0).all()
    assert all(part.shape == (TAGS, DETECTORS) for part in model.tag_tails)
    assert all(part.shape == (len(WEIGHTS),) for part in model.unit_tails)
