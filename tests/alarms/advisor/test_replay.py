"""The compiled replay equals the plain one, and means what docs/alarms.md says."""

import dataclasses

import msgspec
import numpy as np
import pytest
from hypothesis import given

from tests.alarms.advisor.histories import SECOND_NS, accepted, definitions, every_second, high, recordings
from tests.oracles.advisor import replay_plainly
from wakeful.alarms.advisor.replay import STILL_NS, replay
from wakeful.terms.alarm import ConditionKind
from wakeful.terms.quality import Quality

STILL = None


def told(history, definition):
    """Activations in seconds: onset, raised, calm, returned."""
    rows = np.array(replay(history, definition)).T.tolist()
    return [tuple(STILL if each == STILL_NS else each / SECOND_NS for each in row) for row in rows]


@given(recordings(), definitions())
def test_the_replay_equals_the_plain_one(recording, definition):
    rows, end_ns, age_limit_ns = recording
    plain = replay_plainly(rows, definition, 0, end_ns, age_limit_ns)
    expected = [
        tuple(
            STILL_NS if instant is None else instant
            for instant in (each.onset_ns, each.raised_ns, each.calm_ns, each.returned_ns)
        )
        for each in plain
    ]
    found = replay(accepted(recording), definition)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected


def test_the_limit_itself_is_abnormal_and_the_deadband_is_left_by_more_than_it():
    history = every_second([9, 10, 9, 8.9, 9])
    assert told(history, high(deadband_eu=1.0)) == [(1, 1, 3, 3)]
    assert told(history, high()) == [(1, 1, 2, 2)]


def test_a_low_limit_is_the_same_turned_over():
    history = every_second([11, 10, 11, 11.1, 11])
    assert told(history, high(kind=ConditionKind.LOW, deadband_eu=1.0)) == [(1, 1, 3, 3)]


def test_a_delay_ends_after_its_deadline_and_not_at_it():
    assert told(every_second([10, 10, 9]), high(on_delay_ms=2_000)) == []
    assert told(every_second([10, 10, 10, 9]), high(on_delay_ms=2_000)) == [(0, 2, 3, 3)]
    assert told(every_second([10, 9, 9, 10]), high(off_delay_ms=2_000)) == [(0, 0, STILL, STILL)]


def test_the_deadband_keeps_an_on_delay_running():
    history = every_second([10, 9.5, 9.5, 9.5, 9.5])
    assert told(history, high(on_delay_ms=2_000)) == []
    assert told(history, high(on_delay_ms=2_000, deadband_eu=1.0)) == [(0, 2, STILL, STILL)]


def test_what_is_unknown_breaks_an_off_delay_and_no_on_delay():
    bad, doubtful = Quality.BAD_SENSOR_FAILURE, Quality.UNCERTAIN_SUB_NORMAL
    for code in (bad, doubtful):
        history = every_second([10, 9, 9, 9, 9, 9], quality=[0, 0, code, 0, 0, 0])
        assert told(history, high(off_delay_ms=2_000)) == [(0, 0, 3, 5)]
        history = every_second([10, 9, 9, 9], quality=[0, code, 0, 0])
        assert told(history, high(on_delay_ms=1_000)) == [(0, 1, 2, 2)]
    assert told(every_second([10, 9], quality=[doubtful, 0]), high()) == [(0, 0, 1, 1)]
    assert told(every_second([10, 9], quality=[bad, 0]), high()) == []


def test_silence_longer_than_the_age_limit_is_unknown():
    history = every_second([10, 9, 9], age_limit_ns=3 * SECOND_NS, interval_ns=5 * SECOND_NS)
    assert told(history, high(off_delay_ms=4_000)) == [(0, 0, STILL, STILL)]
    still_heard = dataclasses.replace(history, age_limit_ns=5 * SECOND_NS)
    assert told(still_heard, high(off_delay_ms=4_000)) == [(0, 0, 5, 9)]


def test_an_input_alarm_goes_by_quality_and_silence_alone():
    definition = high(kind=ConditionKind.INPUT_BAD, limit_eu=0.0)
    bad, doubtful = Quality.BAD_SENSOR_FAILURE, Quality.UNCERTAIN_SUB_NORMAL
    history = every_second([1, 1, 1, float("nan"), 1], quality=[0, bad, doubtful, 0, 0])
    assert told(history, definition) == [(1, 1, 4, 4)]
    silent = every_second([1, 1], age_limit_ns=3 * SECOND_NS, interval_ns=5 * SECOND_NS)
    assert told(silent, definition) == [(3, 3, 5, 5), (8, 8, STILL, STILL)]


@pytest.mark.parametrize("kind", [ConditionKind.STUCK, ConditionKind.EXPRESSION])
def test_a_kind_without_a_limit_is_refused(kind):
    with pytest.raises(ValueError, match="no limit is crossed"):
        replay(every_second([1.0]), msgspec.structs.replace(high(), kind=kind))
