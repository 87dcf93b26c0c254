"""Levels keep what any deadband could ask about a sample, and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alarms.advisor.histories import SECOND_NS, accepted, every_second, high, recordings
from wakeful.alarms.advisor.levels import DEADBANDS_MAX, UNKNOWN, levels_of
from wakeful.terms.alarm import ConditionKind
from wakeful.terms.quality import Quality, Severity, severity

DEADBANDS_EU = np.array([0.0, 0.5, 1.0, 2.0])


def test_a_value_lies_beyond_the_limit_or_inside_so_many_edges():
    history = every_second([10.0, 9.75, 9.5, 9.25, 9.0, 8.5, 8.0, 7.0, 10.0])
    times_ns, levels = levels_of(history, high(), DEADBANDS_EU)
    assert (times_ns // SECOND_NS).tolist() == [0, 1, 3, 5, 7, 8]
    assert levels.tolist() == [0, 2, 3, 4, 5, 0]


@given(recordings(), st.sampled_from([ConditionKind.HIGH, ConditionKind.LOW]))
def test_at_every_sample_the_level_answers_as_the_value_would(recording, kind):
    history, definition = accepted(recording), high(kind=kind, limit_eu=9.0)
    times_ns, levels = levels_of(history, definition, DEADBANDS_EU)
    assert np.all(np.diff(times_ns) > 0) and np.all(np.diff(levels) != 0)
    for at_ns, value, code in zip(history.times_ns, history.values, history.quality, strict=True):
        level = levels[np.searchsorted(times_ns, at_ns, side="right") - 1]
        beyond = value >= 9.0 if kind is ConditionKind.HIGH else value <= 9.0
        trust = severity(int(code)) if np.isfinite(value) else Severity.BAD
        if trust is Severity.BAD or (trust is Severity.UNCERTAIN and not beyond):
            assert level == UNKNOWN
            continue
        assert (level == 0) == beyond
        for number, deadband_eu in enumerate(DEADBANDS_EU):
            held = value >= 9.0 - deadband_eu if kind is ConditionKind.HIGH else value <= 9.0 + deadband_eu
            assert (level <= number + 1) == held or level == 0


def test_silence_is_unknown_once():
    history = every_second([9.0, 9.0], age_limit_ns=2 * SECOND_NS, interval_ns=5 * SECOND_NS)
    times_ns, levels = levels_of(history, high(), DEADBANDS_EU[:1])
    assert (times_ns // SECOND_NS).tolist() == [0, 2, 5, 7]
    assert levels.tolist() == [2, UNKNOWN, 2, UNKNOWN]
    bad = every_second([9.0], quality=[Quality.BAD_SENSOR_FAILURE], age_limit_ns=1, interval_ns=10)
    assert levels_of(bad, high(), DEADBANDS_EU[:1])[1].tolist() == [UNKNOWN]


def test_silence_of_exactly_the_age_limit_is_none():
    history = every_second([9.0, 9.0], age_limit_ns=5 * SECOND_NS, interval_ns=5 * SECOND_NS)
    assert levels_of(history, high(), DEADBANDS_EU[:1])[1].tolist() == [2]


@pytest.mark.parametrize(
    "deadbands_eu",
    [[], [-0.1], [0.0, 0.0], [1.0, 0.5], [float("nan")], np.arange(DEADBANDS_MAX + 1.0)],
)
def test_deadbands_that_do_not_rise_are_refused(deadbands_eu):
    with pytest.raises(ValueError, match="deadbands, rising"):
        levels_of(every_second([1.0]), high(), np.array(deadbands_eu))


def test_as_many_deadbands_as_allowed_keep_their_levels():
    deadbands_eu = np.arange(float(DEADBANDS_MAX))
    history = every_second(10.0 - deadbands_eu - 0.5)
    levels = levels_of(history, high(), deadbands_eu)[1]
    assert levels.tolist() == list(range(2, DEADBANDS_MAX + 2))
