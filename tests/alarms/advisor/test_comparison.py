"""What is said of a setting beside today's: against a plain twin, and on histories one can count by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alarms.advisor.histories import (
    DEADBANDS_EU,
    DELAYS_MS,
    SECOND_NS,
    accepted,
    definitions,
    every_second,
    high,
    recordings,
)
from tests.oracles.advisor import compare_plainly, replay_plainly
from wakeful.alarms.advisor.comparison import SETTINGS_MAX, compare_settings
from wakeful.alarms.advisor.setting import Setting, setting_of, with_setting

settings_strategy = st.lists(
    st.builds(Setting, st.sampled_from(DEADBANDS_EU), st.sampled_from(DELAYS_MS), st.sampled_from(DELAYS_MS)),
    max_size=5,
)


def compared(history, definition, *settings, real_after_s=5):
    """Today's setting and the given ones."""
    chosen = [setting_of(definition), *settings]
    return compare_settings(history, definition, chosen, real_after_s * SECOND_NS)


@given(recordings(), definitions(), settings_strategy, st.integers(1, 6))
def test_the_comparison_equals_the_plain_one(recording, definition, others, real_after_s):
    history = accepted(recording)

    def plain(setting):
        changed = with_setting(definition, setting)
        return replay_plainly(recording[0], changed, 0, history.end_ns, history.age_limit_ns)

    found = compared(history, definition, *others, real_after_s=real_after_s)
    today = plain(setting_of(definition))
    for setting, each in zip([setting_of(definition), *others], found, strict=True):
        expected = compare_plainly(today, plain(setting), history.end_ns, real_after_s * SECOND_NS)
        assert {name: getattr(each, name) for name in expected} == expected
        assert each.setting == setting


@given(recordings(), definitions())
def test_today_beside_itself_is_no_later_misses_nothing_and_holds_nothing(recording, definition):
    (today,) = compared(accepted(recording), definition)
    assert (today.delays_ns, today.delay_max_ns, today.missed, today.absorbed, today.held_max_ns) == (0,) * 5
    assert today.delayed == today.stretches


def test_an_on_delay_saves_the_spikes_and_is_late_for_the_rest():
    history = every_second([9] * 10 + ([10] + [9] * 9) * 3 + [10] * 8 + [9] * 10)
    today, other = compared(history, high(), Setting(0.0, 2_000, 0))
    assert (today.annunciated, today.stretches, today.real) == (4, 4, 1)
    assert (other.annunciated, other.missed) == (1, 0)
    assert (other.delay_mean_ns, other.delay_max_ns) == (2 * SECOND_NS, 2 * SECOND_NS)


def test_a_stretch_that_chattered_first_is_late_from_its_first_chatter():
    history = every_second([9] * 10 + [10, 9, 10, 9] + [10] * 8 + [9] * 10)
    _, other = compared(history, high(), Setting(0.0, 2_000, 0))
    assert (other.annunciated, other.delay_max_ns) == (1, 6 * SECOND_NS)


def test_an_on_delay_longer_than_the_stretch_misses_it():
    history = every_second([9] * 10 + [10] * 8 + [9] * 10)
    _, other = compared(history, high(), Setting(0.0, 9_000, 0))
    assert (other.annunciated, other.missed, other.delayed, other.delay_mean_ns) == (0, 1, 0, 0.0)


def test_an_annunciation_in_the_instant_of_the_return_is_too_late():
    history = every_second([10] * 3 + [9.5] * 5)
    today, other = compared(history, high(), Setting(1.0, 3_000, 0), real_after_s=3)
    assert (today.real, other.annunciated, other.missed, other.delayed) == (1, 1, 1, 0)
    _, in_time = compared(history, high(), Setting(1.0, 2_000, 0), real_after_s=3)
    assert (in_time.missed, in_time.delayed) == (0, 1)


def test_trouble_that_comes_back_before_the_alarm_has_returned_is_absorbed():
    history = every_second([10] * 6 + [9] * 20 + [10] * 6 + [9] * 20 + [10] * 6)
    _, other = compared(history, high(), Setting(2.0, 0, 0))
    assert (other.annunciated, other.absorbed, other.missed, other.delayed) == (1, 2, 0, 1)
    assert other.held_max_ns == 20 * SECOND_NS


def test_trouble_that_meets_an_alarm_still_standing_for_a_spike_is_missed():
    history = every_second([10] + [9] * 20 + [10] * 6 + [9] * 20 + [10] * 6)
    _, other = compared(history, high(), Setting(2.0, 0, 0))
    assert (other.annunciated, other.absorbed, other.missed, other.delayed) == (1, 0, 2, 1)


def test_trouble_that_meets_an_alarm_raised_when_the_trouble_before_was_over_is_missed():
    history = every_second([10] * 3 + [9.5] * 4 + [10] * 3 + [9] * 5)
    today, other = compared(history, high(), Setting(1.0, 3_000, 0), real_after_s=3)
    assert (today.real, other.annunciated, other.missed, other.absorbed) == (2, 1, 2, 0)


def test_an_alarm_that_comes_twice_while_todays_stands_holds_nothing():
    history = every_second([10, 10, 9, 10, 10, 9, 7])
    _, other = compared(history, high(deadband_eu=2.0), Setting(0.0, 0, 0))
    assert (other.annunciated, other.held_max_ns) == (2, 0)


def test_histories_add_up():
    spikes = every_second([9] * 10 + [10] + [9] * 10)
    trouble = every_second([9] * 10 + [10] * 8 + [9] * 10)
    settings = [setting_of(high()), Setting(0.0, 2_000, 4_000)]
    one, two = (compare_settings(each, high(), settings, 5 * SECOND_NS) for each in (spikes, trouble))
    total = one[1] + two[1]
    assert (total.annunciated, total.delayed, total.delay_max_ns) == (1, 1, 2 * SECOND_NS)
    assert (total.stretches, total.real, total.held_max_ns) == (2, 1, 4 * SECOND_NS)


@pytest.mark.parametrize(
    ("settings", "real_after_ns"),
    [
        ([], 1),
        ([Setting(0.0, 0, 0)] * (SETTINGS_MAX + 1), 1),
        ([Setting(0.0, 0, 0)], 0),
        ([Setting(0.0, -1, 0)], 1),
        ([Setting(-1.0, 0, 0)], 1),
    ],
)
def test_impossible_settings_are_refused(settings, real_after_ns):
    with pytest.raises(ValueError):
        compare_settings(every_second([1.0]), high(), settings, real_after_ns)
