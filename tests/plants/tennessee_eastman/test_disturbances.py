"""The 28 disturbances in words, and each of them felt by the process."""

import numpy as np
import pytest

from wakeful.plants.tennessee_eastman import TennesseeEastman
from wakeful.plants.tennessee_eastman.disturbances import DESCRIPTIONS, DISTURBANCES


def test_there_are_28_disturbances_in_words() -> None:
    assert list(DISTURBANCES) == [f"idv_{n}" for n in range(1, 29)]
    assert len({text for text, _ in DESCRIPTIONS}) == 28
    for kind in DISTURBANCES.values():
        assert kind.targets == ()
        assert 0.0 < kind.severity_low < kind.severity_high == 1.0
        assert kind.severity_meaning


@pytest.mark.parametrize("name", DISTURBANCES)
def test_each_disturbance_reaches_the_process(name: str) -> None:
    disturbed, calm = TennesseeEastman(seed=9), TennesseeEastman(seed=9)
    assert disturbed.inject(name, "", 1.0, True) == ""
    for _ in range(1800):
        disturbed.step()
        calm.step()
    assert not np.array_equal(disturbed.read()[0], calm.read()[0])
