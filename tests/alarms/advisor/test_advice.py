"""Advice on histories whose right answer is known beforehand."""

import msgspec
import numpy as np
import pytest
from hypothesis import given

from tests.alarms.advisor.histories import SECOND_NS, accepted, definitions, every_second, high, recordings
from wakeful.alarms.advisor.advice import HISTORIES_MAX, advise, compare_over
from wakeful.alarms.advisor.candidates import CANDIDATES_MAX
from wakeful.alarms.advisor.replay import replay
from wakeful.alarms.advisor.rules import AdvisorRules
from wakeful.alarms.advisor.setting import Setting, setting_of, with_setting
from wakeful.terms.alarm import Handling, Priority
from wakeful.terms.site import AlarmPhilosophy
from wakeful.terms.tag import Tag

TAG = Tag(name="LI-1", system="s", source="x", unit="m", range_low_eu=0.0, range_high_eu=20.0)


def advice_on(history, definition=None, **fields):
    given = {"gap_eu": 8.0, "philosophy": AlarmPhilosophy(), "rules": AdvisorRules()}
    histories = history if isinstance(history, list) else [history]
    return advise(definition or high(), TAG, histories, **(given | fields))


def recommended(advice):
    return advice.candidates[advice.recommended]


def chattering(seed=1):
    """Half an hour of calm, half an hour of noise around the limit, half an hour of calm."""
    random = np.random.default_rng(seed)
    level = np.concatenate([np.full(1_800, 8.0), np.full(1_800, 10.0), np.full(1_800, 8.0)])
    return every_second(level + random.normal(0.0, 0.2, len(level)))


def spiky(seed=2):
    """Three hours with a spike of a second or two now and then, and two minutes of real trouble."""
    random = np.random.default_rng(seed)
    level = random.normal(8.0, 0.1, 10_800)
    for at in random.choice(np.arange(0, 10_500, 150), 40, replace=False):
        level[at : at + int(random.integers(1, 3))] = 11.0
    level[10_600:10_720] = 11.0
    return every_second(level)


def test_chatter_gets_a_deadband_or_an_off_delay_and_no_delay():
    advice = advice_on(chattering())
    today, best = advice.candidates[0], recommended(advice)
    assert today.annunciated > 200 and best.annunciated <= today.annunciated // 10
    assert (best.on_delay_ms, best.delay_max_s, best.missed) == (0, 0.0, 0)
    assert best.deadband_eu > 0 or best.off_delay_ms > 0


def test_spikes_get_an_on_delay_that_the_trouble_outlasts():
    advice = advice_on(spiky())
    today, best = advice.candidates[0], recommended(advice)
    assert (today.annunciated, best.annunciated, best.missed) == (41, 1, 0)
    assert best.on_delay_ms in (2_000, 3_000) and best.delay_max_s == best.on_delay_ms / 1e3
    assert advice.reasons[0] == "Saves 40 of 41 annunciations."


def test_spikes_of_a_protected_alarm_are_left():
    advice = advice_on(spiky(), high(priority=Priority.CRITICAL))
    assert advice.protected and advice.recommended == 0
    assert {each.on_delay_ms for each in advice.candidates} == {0}


def test_a_protected_alarm_that_chatters_may_still_be_given_a_deadband():
    advice = advice_on(chattering(), high(priority=Priority.CRITICAL))
    assert advice.protected and recommended(advice).saved > 200
    assert recommended(advice).delay_max_s == 0.0 and recommended(advice).on_delay_ms == 0


@given(recordings(), definitions())
def test_candidates_say_what_the_replay_of_each_says(recording, definition):
    history = accepted(recording)
    advice = advice_on(history, definition)
    assert 1 <= len(advice.candidates) <= CANDIDATES_MAX
    assert 0 <= advice.recommended < len(advice.candidates)
    for each in advice.candidates:
        setting = Setting(each.deadband_eu, each.on_delay_ms, each.off_delay_ms)
        count = len(replay(history, with_setting(definition, setting)).raised_ns)
        assert (each.annunciated, each.saved) == (count, advice.candidates[0].annunciated - count)
    assert recommended(advice).missed == 0
    assert advice.candidates[0].deadband_eu == definition.deadband_eu


def test_the_period_and_the_number_of_samples_are_said():
    history = spiky()
    advice = advice_on([history, history])
    assert (advice.from_ms, advice.to_ms, advice.samples) == (0.0, 10_800e3, 2 * 10_800)
    assert advice.candidates[0].annunciated == 82
    assert "1970-01-01 00:00 to 1970-01-01 03:00 UTC" in advice.reasons[-1]
    assert msgspec.json.decode(msgspec.json.encode(advice), type=type(advice)) == advice


def test_a_history_without_samples_is_no_trouble():
    advice = advice_on(every_second([9.0]))
    assert (advice.recommended, advice.reasons) == (0, ("Never annunciated.",))
    assert len(advice.candidates) == 1


def test_an_alarm_that_the_replay_does_not_know_is_left_alone():
    counted = high(handling=Handling(count=3, count_window_ms=60_000))
    advice = advice_on(spiky(), counted)
    assert advice.recommended == 0 and len(advice.candidates) == 1
    assert "count of starts" in advice.reasons[0]


def test_a_setting_can_be_held_against_another_period():
    best = recommended(advice_on(spiky()))
    setting = Setting(best.deadband_eu, best.on_delay_ms, best.off_delay_ms)
    today, other = compare_over([spiky(7)], high(), [setting_of(high()), setting], 60 * SECOND_NS)
    assert (today.annunciated, other.annunciated, other.missed) == (41, 1, 0)


@pytest.mark.parametrize("count", [0, HISTORIES_MAX + 1])
def test_no_history_or_too_many_are_refused(count):
    with pytest.raises(ValueError, match="histories"):
        advice_on([every_second([1.0])] * count)
