"""The grid is small, begins with today, only adds, and takes its numbers from the data and the literature."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alarms.advisor.histories import SECOND_NS, every_second, high
from wakeful.alarms.advisor.candidates import (
    CANDIDATES_MAX,
    DELAYS_S,
    candidate_settings,
    deadband_eu_max,
    depths_between_eu,
    gap_to_facing_eu,
    noise_eu,
    starting_deadband_eu,
)
from wakeful.alarms.advisor.replay import replay
from wakeful.alarms.advisor.setting import setting_of
from wakeful.terms.alarm import ConditionKind
from wakeful.terms.quality import Quality
from wakeful.terms.tag import Tag

LEVEL = Tag(name="LI-1", system="s", source="x", unit="m", range_low_eu=0.0, range_high_eu=20.0)


def grid(history, definition=None, tag=LEVEL, **fields):
    definition = definition or high()
    given = {
        "gap_eu": 8.0,
        "close_ns": 60 * SECOND_NS,
        "on_delay_ms_max": 300_000,
        "off_delay_ms_max": 600_000,
    }
    activations = replay(history, definition)
    return candidate_settings([history], [activations], definition, tag, **(given | fields))


def seen(settings, field):
    return sorted({getattr(setting, field) for setting in settings})


@settings(max_examples=50)
@given(
    st.integers(0, 1_000),
    st.sampled_from([high(), high(kind=ConditionKind.LOW, deadband_eu=0.3, on_delay_ms=4_000)]),
    st.floats(0.05, 3.0),
)
def test_the_grid_is_small_begins_with_today_and_only_adds(seed, definition, spread_eu):
    history = every_second(np.random.default_rng(seed).normal(9.5, spread_eu, 300))
    settings = grid(history, definition)
    today = setting_of(definition)
    assert settings[0] == today and len(set(settings)) == len(settings) <= CANDIDATES_MAX == 60
    assert all(np.all(np.array(each) >= np.array(today)) for each in settings)
    widest_eu = deadband_eu_max(LEVEL, 8.0)
    assert all(each.deadband_eu <= widest_eu for each in settings[1:])
    delays_ms = {0, today.on_delay_ms, *(1_000 * each for each in DELAYS_S)}
    assert {each.on_delay_ms for each in settings} | {each.off_delay_ms for each in settings} <= delays_ms


def test_on_delays_outlast_the_activations_that_were():
    history = every_second(([10] * 4 + [9] * 30) * 9 + [10] * 14 + [9] * 30)
    settings = grid(history)
    assert seen(settings, "on_delay_ms") == [0, 5_000, 15_000]
    assert seen(settings, "off_delay_ms") == [0, 30_000]


def test_off_delays_bridge_the_calms_and_all_of_them_within_a_stretch():
    calms_s = [2] * 85 + [7] * 10 + [40] * 2 + [200] * 3
    history = every_second([value for calm_s in calms_s for value in [10, *[9] * calm_s]] + [10])
    assert seen(grid(history), "off_delay_ms") == [0, 2_000, 45_000]
    assert seen(grid(history, close_ns=10 * SECOND_NS), "off_delay_ms") == [0, 2_000, 10_000, 45_000]


def test_longer_delays_than_allowed_are_not_tried():
    history = every_second(([10] * 4 + [9] * 30) * 9)
    settings = grid(history, on_delay_ms_max=4_000, off_delay_ms_max=29_000)
    assert seen(settings, "on_delay_ms") == [0] and seen(settings, "off_delay_ms") == [0]
    assert seen(grid(history, on_delay_ms_max=0), "on_delay_ms") == [0]


def test_deadbands_reach_down_to_where_the_value_came_back_to():
    history = every_second([10, 9.76, 10, 9.76, 10, 9.2, 10, 5.0, 10, 9])
    depths = depths_between_eu(history, replay(history, high()), high())
    assert depths == pytest.approx([0.24, 0.24, 0.8, 5.0])
    no_unit = msgspec.structs.replace(LEVEL, unit="1")
    # Nobody bridges 5 m, more than half the gap; of the others the deepest decides, rounded up.
    assert seen(grid(history, tag=no_unit), "deadband_eu") == [0.0, 0.8]


def test_depths_of_a_low_alarm_are_turned_over_and_only_good_samples_count():
    low = high(kind=ConditionKind.LOW)
    codes = [0, 0, 0, 0, Quality.UNCERTAIN_SUB_NORMAL, 0]
    history = every_second([10, 10.5, 10, 10.2, 13, 10], quality=codes)
    assert depths_between_eu(history, replay(history, low), low) == pytest.approx([0.5, 0.2])


def test_the_noise_is_that_of_the_signal_and_not_of_its_steps_trends_and_holds():
    random = np.random.default_rng(5)
    noise = random.normal(0.0, 0.2, 20_000)
    trend = np.linspace(0.0, 50.0, 20_000)
    spikes = np.where(random.uniform(size=20_000) < 0.01, 30.0, 0.0)
    assert noise_eu([every_second(noise + trend + spikes)]) == pytest.approx(0.2, rel=0.05)
    assert noise_eu([every_second(np.repeat(noise, 5))]) == pytest.approx(0.2, rel=0.05)
    assert noise_eu([every_second(noise), every_second(np.ones(5))]) == pytest.approx(0.2, rel=0.05)
    assert noise_eu([every_second(np.ones(100))]) == 0.0 == noise_eu([every_second([1.0])])


def test_bad_samples_are_no_noise():
    values, codes = np.tile([1.0, 500.0], 500), np.tile([0, Quality.BAD_SENSOR_FAILURE], 500)
    assert noise_eu([every_second(values, quality=codes)]) == 0.0


@pytest.mark.parametrize(
    ("unit", "share"), [("m³/h", 0.05), ("m", 0.02), ("bar", 0.02), ("°C", 0.01), ("mol%", 0.01), ("1", 0.0)]
)
def test_the_starting_point_is_a_share_of_the_range(unit, share):
    tag = msgspec.structs.replace(LEVEL, unit=unit)
    assert starting_deadband_eu(tag) == pytest.approx(20.0 * share)


def test_no_deadband_is_wider_than_a_tenth_of_the_range_or_half_the_gap():
    assert deadband_eu_max(LEVEL, 8.0) == 2.0
    assert deadband_eu_max(LEVEL, 1.0) == 0.5
    unranged = msgspec.structs.replace(LEVEL, range_high_eu=0.0)
    assert deadband_eu_max(unranged, 1.0) == 0.5
    assert deadband_eu_max(unranged, 0.0) == 0.0


def test_a_deadband_is_no_smaller_than_a_step_of_the_instrument():
    history = every_second([10, 9.999] * 20)
    coarse = msgspec.structs.replace(LEVEL, unit="1", resolution_eu=0.5)
    assert seen(grid(history, tag=coarse), "deadband_eu") == [0.0, 0.5]


def test_an_input_alarm_has_no_deadband_to_try():
    definition = high(kind=ConditionKind.INPUT_BAD, limit_eu=0.0)
    codes = np.tile([0, Quality.BAD_SENSOR_FAILURE], 20)
    settings = grid(every_second(np.ones(40), quality=codes), definition)
    assert seen(settings, "deadband_eu") == [0.0] and len(settings) > 1


@pytest.mark.parametrize(
    ("kind", "others", "gap_eu"),
    [
        (ConditionKind.HIGH, {}, 10.0),
        (ConditionKind.HIGH, {ConditionKind.LOW_LOW: 1.0}, 9.0),
        (ConditionKind.HIGH, {ConditionKind.LOW_LOW: 1.0, ConditionKind.LOW: 4.0}, 6.0),
        (ConditionKind.HIGH_HIGH, {ConditionKind.HIGH: 9.0}, 10.0),
        (ConditionKind.LOW, {}, 10.0),
        (ConditionKind.LOW, {ConditionKind.HIGH_HIGH: 19.0, ConditionKind.HIGH: 12.0}, 2.0),
        (ConditionKind.LOW_LOW, {ConditionKind.HIGH_HIGH: 19.0}, 9.0),
    ],
)
def test_the_gap_is_to_the_nearest_limit_on_the_other_side(kind, others, gap_eu):
    alarms = [high(kind=other, limit_eu=limit_eu) for other, limit_eu in others.items()]
    definition = high(kind=kind)
    assert gap_to_facing_eu(definition, LEVEL, [definition, *alarms]) == gap_eu
