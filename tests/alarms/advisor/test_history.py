"""A history holds what the engine would have accepted, and refuses what a kernel could misread."""

import numpy as np
import pytest

from tests.alarms.advisor.histories import SECOND_NS, every_second
from wakeful.alarms.advisor import history as module
from wakeful.alarms.advisor.history import History
from wakeful.terms.quality import Quality


def recorded(times_s, quality=None):
    times_ns = np.array(times_s, np.int64) * SECOND_NS
    values = np.arange(len(times_s), dtype=np.float64)
    codes = np.zeros(len(times_s), np.uint32) if quality is None else np.array(quality, np.uint32)
    return times_ns, values, codes


def test_rows_that_repeat_a_stamp_step_back_or_hold_no_sample_are_left_out():
    gone = Quality.BAD_NO_DATA
    rows = recorded([1, 3, 2, 3, 3, 9, 4, 5], [0, 0, 0, 0, 0, gone, 0, 0])
    history = History.accepted(*rows, 0, 10 * SECOND_NS)
    assert history.values.tolist() == [0.0, 1.0, 6.0, 7.0]


def test_rows_out_of_the_period_are_left_out():
    history = History.accepted(*recorded([1, 2, 3, 4]), 2 * SECOND_NS, 3 * SECOND_NS)
    assert history.values.tolist() == [1.0, 2.0]
    assert len(History.accepted(*recorded([]), 0, 1).times_ns) == 0


def test_the_usual_interval_is_the_median():
    history = History(*recorded([0, 2, 4, 6, 60]), 0, 60 * SECOND_NS)
    assert history.usual_interval_ns == 2 * SECOND_NS
    assert every_second([1.0]).usual_interval_ns == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"times_ns": np.array([0.0, 1.0])}, "int64"),
        ({"times_ns": np.array([1, 0], np.int64)}, "increase strictly"),
        ({"times_ns": np.array([0, 0], np.int64)}, "increase strictly"),
        ({"times_ns": np.array([0, 101], np.int64)}, "lie in the period"),
        ({"start_ns": 1}, "lie in the period"),
        ({"values": np.zeros(2, np.float32)}, "values must be"),
        ({"values": np.zeros(3)}, "values must be"),
        ({"quality": np.zeros(2, np.int64)}, "quality must be"),
        ({"end_ns": 0}, "ends after it starts"),
        ({"age_limit_ns": -1}, "not negative"),
    ],
)
def test_what_makes_no_sense_is_refused(change, message):
    given = {
        "times_ns": np.array([0, 1], np.int64),
        "values": np.zeros(2),
        "quality": np.zeros(2, np.uint32),
        "start_ns": 0,
        "end_ns": 100,
    }
    with pytest.raises(ValueError, match=message):
        History(**(given | change))


def test_there_is_a_most(monkeypatch):
    monkeypatch.setattr(module, "SAMPLES_MAX", 3)
    every_second([1.0] * 3)
    with pytest.raises(ValueError, match="4 samples; at most 3"):
        every_second([1.0] * 4)
