"""What a person is told: the figures of the comparison, in words, and nothing that is not in it."""

import dataclasses

import pytest

from tests.alarms.advisor.histories import high
from tests.alarms.advisor.test_choice import BOUNDS, TODAY, S, other
from wakeful.alarms.advisor.choice import choose
from wakeful.alarms.advisor.reasons import (
    duration_words,
    period_words,
    reasons_for,
    setting_words,
    why_left_alone,
)
from wakeful.alarms.advisor.rules import AdvisorRules
from wakeful.alarms.advisor.setting import Setting
from wakeful.terms.alarm import Handling, ModeSetting, Priority
from wakeful.terms.tag import Tag

TAG = Tag(name="LI-1", system="s", source="x", unit="m")


def told(*others, definition=None, today=TODAY, protected=False):
    comparisons, rules = [today, *others], AdvisorRules()
    index = choose(comparisons, BOUNDS, rules, protected=protected)
    return reasons_for(definition or high(), TAG, comparisons, index, BOUNDS, rules, protected=protected)


def test_a_recommended_delay_says_what_it_saves_what_it_costs_and_the_way_without_it():
    slow = other(28, delay_s=4.2, delay_max_ns=10 * S)
    unslowed = other(60, on_s=0, off_s=30, held_max_ns=30 * S)
    assert told(slow, unslowed) == (
        "Saves 72 of 100 annunciations.",
        "The 28 that remain come 4.2 s later on average, at most 10 s.",
        "None of the 5 stretches of abnormal running of 60 s or more is lost.",
        "If the operator must act every time the limit is touched, add no on-delay: off-delay 30 s alone "
        "saves 40.",
    )
    assert told(slow)[-1].endswith("add no on-delay; but nothing else saves enough.")


def test_a_setting_without_delay_says_so_and_how_long_it_holds():
    still = other(10, on_s=0, off_s=30, held_max_ns=30 * S, absorbed=2)
    assert told(still)[1:] == (
        "None of the 10 that remain comes later.",
        "None of the 5 stretches of abnormal running of 60 s or more is lost.",
        "2 of them come back before the alarm has returned and would not sound again; it stands at most 30 s "
        "longer than today.",
    )
    assert told(dataclasses.replace(still, absorbed=0))[-1] == "It stands at most 30 s longer than today."


def test_one_of_each_is_said_as_one():
    today = dataclasses.replace(TODAY, real=1)
    assert told(other(1, delay_s=4, delayed=1), today=today)[1:3] == (
        "The one that remains comes 4 s later.",
        "The one stretch of abnormal running of 60 s or more is not lost.",
    )
    assert told(other(1, on_s=0, off_s=3), today=today)[1] == "The one that remains comes no later."


def test_where_nothing_was_real_nothing_can_be_lost():
    today = dataclasses.replace(TODAY, real=0)
    gone = other(0, on_s=5, real=0, delayed=0, delays_ns=0)
    assert told(gone, today=today)[:3] == (
        "Saves 100 of 100 annunciations.",
        "Nothing remains.",
        "There was no stretch of abnormal running of 60 s or more.",
    )


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"missed": 2}, "loses 2 of 5 real stretches."),
        (
            {"delay_s": 70, "delay_max_ns": 200 * S},
            "comes 70 s later on average and 3.33 min at worst (at most 60 s and 5 min).",
        ),
        ({"held_max_ns": 7_200 * S}, "leaves it standing 2 h longer than today."),
    ],
)
def test_why_today_stays(fault, words):
    (reason,) = told(other(10, **fault))
    assert reason == (
        f"Annunciated 100 times; what may be recommended saves 0. A setting that would save 90 {words}"
    )


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"delay_s": 1}, "would slow it."),
        ({"on_s": 0, "off_s": 9, "absorbed": 2}, "would not sound again for 2 of 5 real stretches."),
    ],
)
def test_why_a_protected_alarm_stays(fault, words):
    first, second = told(other(10, **fault), definition=high(priority=Priority.CRITICAL), protected=True)
    assert first.endswith(f"A setting that would save 90 {words}")
    assert second.startswith("Priority critical: never slowed.")


@pytest.mark.parametrize(
    ("annunciated", "words"),
    [
        (0, "Never annunciated."),
        (1, "Annunciated once: nothing to save."),
        (2, "Annunciated 2 times:"),
    ],
)
def test_an_alarm_that_hardly_came_is_left(annunciated, words):
    (reason,) = told(today=dataclasses.replace(TODAY, annunciated=annunciated))
    assert reason.startswith(words)


def test_nothing_is_hidden_when_the_best_allowed_is_the_best_of_all():
    assert told(other(95)) == ("Annunciated 100 times; what may be recommended saves 5.",)


@pytest.mark.parametrize(
    ("handling", "words"),
    [
        (Handling(event_only=True), "event only"),
        (Handling(count=3, count_window_ms=60_000), "count of starts"),
        (Handling(latching=True), ""),
    ],
)
def test_alarms_that_are_left_alone(handling, words):
    definition = high(handling=handling)
    assert words in why_left_alone(definition) and bool(why_left_alone(definition)) is bool(words)
    if words:
        assert told(definition=definition) == (why_left_alone(definition),)


def test_a_limit_that_differs_by_mode_is_said():
    definition = high(handling=Handling(modes=(ModeSetting(mode="start-up", limit_eu=12.0),)))
    assert told(other(10), definition=definition)[-1].startswith("Its limit differs by operating mode")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        (Setting(0.0, 0, 0), "no deadband and no delay"),
        (Setting(0.35, 0, 0), "deadband 0.35 m"),
        (Setting(0.0, 1_500, 7_200_000), "on-delay 1.5 s, off-delay 2 h"),
    ],
)
def test_settings_in_words(setting, words):
    assert setting_words(setting, "m") == words


@pytest.mark.parametrize(
    ("duration_s", "words"),
    [(0, "0 s"), (4.2, "4.2 s"), (90, "90 s"), (120, "2 min"), (5_400, "90 min"), (9_000, "2.5 h")],
)
def test_durations_in_words(duration_s, words):
    assert duration_words(duration_s * S) == words


def test_periods_in_words():
    assert period_words(0, 90_000 * S) == "1970-01-01 00:00 to 1970-01-02 01:00 UTC"
