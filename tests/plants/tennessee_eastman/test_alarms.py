"""Default alarms: well formed, quiet when all is well, and there when it is not."""

from collections import defaultdict
from itertools import pairwise

import msgspec
import numpy as np
import pytest

from tests.plants.default_alarms import Readings, check_rationalised
from wakeful.plants.tennessee_eastman import TennesseeEastman
from wakeful.plants.tennessee_eastman.alarms import default_alarms
from wakeful.plants.tennessee_eastman.description import describe
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority

TAGS = {tag.name: tag for tag in describe().tags}
COLUMN = {name: column for column, name in enumerate(TAGS)}
KINDS = [ConditionKind.LOW_LOW, ConditionKind.LOW, ConditionKind.HIGH, ConditionKind.HIGH_HIGH]


def run(plant: TennesseeEastman, hours: float) -> np.ndarray:
    """Readings of every second, up to and including the trip: (T, N)."""
    rows = []
    for _ in range(round(hours * 3600)):
        plant.step()
        rows.append(plant.read()[0])
        if plant.trip:
            break
    return np.array(rows)


def raised(alarm: AlarmDefinition, values: np.ndarray) -> int | None:
    """Row in which the condition has stood for the on-delay; None when it never does."""
    abnormal = Readings(describe().tags, values, np.zeros(values.shape, bool)).met(alarm)
    standing_s = 0
    for row in np.flatnonzero(abnormal):
        standing_s = standing_s + 1 if row and abnormal[row - 1] else 0
        if standing_s * 1000 >= alarm.on_delay_ms or alarm.kind is ConditionKind.STUCK:
            return int(row)
    return None


def raised_names(values: np.ndarray) -> dict[str, float]:
    """Hours into the run at which each alarm was raised."""
    rows = {alarm.name: raised(alarm, values) for alarm in default_alarms()}
    return {name: row / 3600.0 for name, row in rows.items() if row is not None}


@pytest.fixture(scope="module")
def quiet_48_h() -> np.ndarray:
    return run(TennesseeEastman(seed=1), 48.0)


def test_alarms_are_complete() -> None:
    alarms = default_alarms()
    assert 50 <= len(alarms) <= 100
    assert len({alarm.name for alarm in alarms}) == len(alarms)
    for alarm in alarms:
        assert alarm.tag in TAGS
        assert alarm.message
        assert alarm.response.endswith(".")


def test_limits_are_in_order_within_range_and_apart_by_more_than_their_deadbands() -> None:
    by_tag: defaultdict[str, dict[ConditionKind, AlarmDefinition]] = defaultdict(dict)
    for alarm in default_alarms():
        if alarm.kind in KINDS:
            by_tag[alarm.tag][alarm.kind] = alarm
    for tag, kinds in by_tag.items():
        present = [kinds[kind] for kind in KINDS if kind in kinds]
        assert all(TAGS[tag].range_low_eu <= a.limit_eu <= TAGS[tag].range_high_eu for a in present)
        for lower, upper in pairwise(present):
            assert upper.limit_eu - lower.limit_eu > max(lower.deadband_eu, upper.deadband_eu), tag


def test_few_alarms_are_critical() -> None:
    priorities = [alarm.priority for alarm in default_alarms()]
    assert priorities.count(Priority.CRITICAL) <= 0.1 * len(priorities)
    assert priorities.count(Priority.HIGH) <= 0.3 * len(priorities)


def test_everyone_is_told_why_and_how_soon() -> None:
    check_rationalised(default_alarms())


def test_deviations_keep_clear_of_noise(quiet_48_h: np.ndarray) -> None:
    readings = Readings(describe().tags, quiet_48_h, np.zeros(quiet_48_h.shape, bool))
    for alarm in default_alarms():
        if alarm.kind in (ConditionKind.DEVIATION_HIGH, ConditionKind.DEVIATION_LOW):
            assert not readings.met(msgspec.structs.replace(alarm, limit_eu=alarm.limit_eu / 2)).any()


def test_nothing_that_a_trip_hides_comes_back_before_the_trip_alarm_has_gone() -> None:
    alarms = {alarm.name: alarm for alarm in default_alarms()}
    trip = alarms["TE.XS-1.TRIP"]
    hidden = [alarm for alarm in alarms.values() if alarm.handling.suppress_when]
    assert len(hidden) > 60
    assert trip.off_delay_ms > max(alarm.off_delay_ms for alarm in hidden)
    assert not trip.handling.suppress_when


def test_48_hours_without_a_disturbance_are_quiet(quiet_48_h: np.ndarray) -> None:
    assert len(quiet_48_h) == 48 * 3600
    assert raised_names(quiet_48_h) == {}


def test_no_limit_is_within_reach_of_noise(quiet_48_h: np.ndarray) -> None:
    for alarm in default_alarms():
        if alarm.kind in KINDS:
            column = quiet_48_h[:, COLUMN[alarm.tag]]
            assert abs(alarm.limit_eu - column.mean()) > 6.0 * column.std(), alarm.name


def test_readings_stay_in_their_normal_bands(quiet_48_h: np.ndarray) -> None:
    for name, tag in TAGS.items():
        if tag.normal_low_eu is not None and tag.normal_high_eu is not None:
            column = quiet_48_h[:, COLUMN[name]]
            assert tag.normal_low_eu <= column.min(), name
            assert column.max() <= tag.normal_high_eu, name


def test_loss_of_the_a_feed_is_seen_at_once_and_trips_the_plant_after_seven_hours() -> None:
    plant = TennesseeEastman(seed=3)
    run(plant, 1.0)
    assert plant.inject("idv_6", "", 1.0, True) == ""
    values = run(plant, 12.0)
    assert plant.trip
    assert len(values) / 3600.0 == pytest.approx(7.5, abs=0.4)
    alarms = raised_names(values)
    assert alarms["TE.FI-1.L"] < 0.05
    assert alarms["TE.XS-1.TRIP"] == pytest.approx(len(values) / 3600.0, abs=0.01)
    warned = [name for name, hours in alarms.items() if hours < 5.0]
    assert len(warned) >= 5


@pytest.mark.parametrize(
    ("disturbance", "alarm", "within_h"),
    [
        ("idv_1", "TE.FI-10.H", 2.0),
        ("idv_4", "TE.TI-46.H", 0.1),
        ("idv_5", "TE.TI-48.H", 0.1),
        ("idv_7", "TE.FI-4.L", 0.1),
    ],
)
def test_disturbances_that_matter_are_alarmed(disturbance: str, alarm: str, within_h: float) -> None:
    plant = TennesseeEastman(seed=3)
    run(plant, 0.2)
    plant.inject(disturbance, "", 1.0, True)
    assert raised_names(run(plant, within_h)).get(alarm, 99.0) < within_h


def test_a_closed_condenser_valve_trips_within_half_an_hour_after_warnings() -> None:
    plant = TennesseeEastman(seed=5)
    run(plant, 0.2)
    plant.write("TE.TIC-11", "mode", 1.0)
    plant.write("TE.TIC-11", "output", 0.0)
    values = run(plant, 1.0)
    assert plant.trip
    assert len(values) < 30 * 60
    alarms = raised_names(values)
    assert alarms["TE.FI-49.L"] < 0.05
    assert len(alarms) >= 8
