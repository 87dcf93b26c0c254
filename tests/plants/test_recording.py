"""The recording is bounded and plays back what was read, in a loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.plants.recording import RECORDING_ROWS_MAX, Recording


def _recorded(rows: int) -> Recording:
    recording = Recording(2)
    for k in range(rows):
        recording.append(float(k), np.array([k, -k], float), np.array([k % 3, 0], np.uint32))
    return recording


@given(rows=st.integers(2, 50), fraction=st.floats(0.01, 1.0), elapsed=st.integers(0, 200))
def test_playback_repeats_the_end_of_the_recording(rows: int, fraction: float, elapsed: int) -> None:
    playback = _recorded(rows).play(0, fraction, onset_s=1000.0)
    length = max(2, round(fraction * rows))
    value, quality = playback.at(1000.0 + elapsed)
    expected = rows - length + elapsed % length
    assert (value, quality) == (expected, expected % 3)


def test_the_oldest_rows_are_dropped_at_the_limit() -> None:
    recording = _recorded(RECORDING_ROWS_MAX + 10)
    assert recording.rows == RECORDING_ROWS_MAX
    assert recording.play(1, 1.0, 0.0).at(0.0) == (-10.0, 0)


def test_one_instant_is_kept_once() -> None:
    recording = _recorded(3)
    recording.append(2.0, np.array([9.0, 9.0]), np.zeros(2, np.uint32))
    assert recording.rows == 3
    assert recording.play(0, 1.0, 0.0).values[-1] == 2.0


@pytest.mark.parametrize("rows", [0, 3, RECORDING_ROWS_MAX + 5])
def test_dump_and_load_go_on_alike(rows: int) -> None:
    recording, other = _recorded(rows), Recording(2)
    other.load(recording.dump())
    row = (1e6, np.array([1.0, 2.0]), np.zeros(2, np.uint32))
    recording.append(*row)
    other.append(*row)
    assert other.dump() == recording.dump()


def test_a_dump_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError):
        Recording(3).load(_recorded(4).dump())
