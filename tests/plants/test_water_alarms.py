"""The default alarms are well formed, worth having, and silent for a week of normal running."""

from collections import Counter
from itertools import pairwise

import msgspec
import numpy as np
import pytest

from tests.plants.default_alarms import Readings, check_rationalised
from wakeful.alarms.expression.names import tags_of
from wakeful.alarms.expression.quantity import quantity_of
from wakeful.drivers.simulated.plant_settings import SEED_DEFAULT
from wakeful.plants.water_works import WaterWorks
from wakeful.plants.water_works.water_alarms import alarms
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.quality import is_bad

DESCRIBED = WaterWorks(1).describe()
TAGS = {tag.name: tag for tag in DESCRIBED.tags}
ORDER = (ConditionKind.LOW_LOW, ConditionKind.LOW, ConditionKind.HIGH, ConditionKind.HIGH_HIGH)


def test_names_are_unique_and_tags_exist() -> None:
    assert max(Counter(alarm.name for alarm in alarms()).values()) == 1
    assert {alarm.tag for alarm in alarms()} <= TAGS.keys()
    assert 40 <= len(alarms()) <= 110
    for alarm in alarms():
        node = quantity_of(alarm)
        assert node is None or set(tags_of(node)) <= TAGS.keys(), alarm.name


def test_urgent_alarms_are_few() -> None:
    count = Counter(alarm.priority for alarm in alarms())
    assert count[Priority.CRITICAL] / len(alarms()) <= 0.06
    assert (count[Priority.CRITICAL] + count[Priority.HIGH]) / len(alarms()) <= 0.2


def test_everyone_is_told_what_is_wrong_and_what_to_do() -> None:
    for alarm in alarms():
        assert len(alarm.message) >= 15 and not alarm.message.endswith("."), alarm.name
        assert len(alarm.response) >= 30 and alarm.response.endswith("."), alarm.name
    messages = [a.message for a in alarms()]
    assert max(Counter(messages).values()) == 1


def test_everyone_is_told_why_and_how_soon() -> None:
    check_rationalised(alarms())


def test_there_is_every_kind_that_holds_whatever_the_speed() -> None:
    rates = {ConditionKind.RATE_HIGH, ConditionKind.RATE_LOW}  # see the built-in site
    assert {alarm.kind for alarm in alarms()} == set(ConditionKind) - rates


def test_limits_are_in_order_in_range_and_further_apart_than_deadbands() -> None:
    by_tag: dict[str, dict[ConditionKind, AlarmDefinition]] = {}
    for alarm in alarms():
        if alarm.kind in ORDER:
            by_tag.setdefault(alarm.tag, {})[alarm.kind] = alarm
    for name, kinds in by_tag.items():
        tag = TAGS[name]
        ordered = [kinds[kind] for kind in ORDER if kind in kinds]
        for alarm in ordered:
            assert tag.range_low_eu <= alarm.limit_eu <= tag.range_high_eu, alarm.name
            assert alarm.deadband_eu > 0.0, alarm.name
        for lower, higher in pairwise(ordered):
            gap = higher.limit_eu - lower.limit_eu
            assert gap > 0.0 and max(lower.deadband_eu, higher.deadband_eu) < gap, (lower.name, higher.name)


def test_what_is_normal_is_not_alarmed() -> None:
    for alarm in alarms():
        tag = TAGS[alarm.tag]
        if tag.normal_low_eu is None or tag.normal_high_eu is None or alarm.kind not in ORDER:
            continue
        if alarm.kind in (ConditionKind.HIGH, ConditionKind.HIGH_HIGH):
            assert alarm.limit_eu >= tag.normal_high_eu, alarm.name
        else:
            assert alarm.limit_eu <= tag.normal_low_eu, alarm.name


@pytest.fixture(scope="module")
def week() -> tuple[np.ndarray, np.ndarray]:
    """Readings of seven simulated days at the default seed, every 20 s: values and quality (T, N)."""
    works, rows = WaterWorks(SEED_DEFAULT), []
    for tick in range(7 * 86_400):
        works.step()
        if tick % 20 == 0:
            rows.append(works.read())
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


def test_a_normal_week_meets_no_condition_even_for_a_moment(week: tuple[np.ndarray, np.ndarray]) -> None:
    values, quality = week
    readings = Readings(DESCRIBED.tags, values, is_bad(quality))
    met = {alarm.name: int(hits) for alarm in alarms() if (hits := readings.met(alarm).sum())}
    assert met == {}


def test_deviations_keep_clear_of_what_a_normal_week_shows(week: tuple[np.ndarray, np.ndarray]) -> None:
    values, quality = week
    for alarm in alarms():
        if alarm.kind in (ConditionKind.DEVIATION_HIGH, ConditionKind.DEVIATION_LOW):
            tighter = msgspec.structs.replace(alarm, limit_eu=alarm.limit_eu / 1.5)
            assert not Readings(DESCRIBED.tags, values, is_bad(quality)).met(tighter).any(), alarm.name


def test_a_normal_week_stays_in_the_bands_drawn_as_normal(week: tuple[np.ndarray, np.ndarray]) -> None:
    values, quality = week
    assert not quality.any()
    outside = {}
    for i, tag in enumerate(DESCRIBED.tags):
        if tag.normal_low_eu is not None and tag.normal_high_eu is not None:
            share = np.mean((values[:, i] < tag.normal_low_eu) | (values[:, i] > tag.normal_high_eu))
            if share > 0.001:
                outside[tag.name] = (float(share), float(values[:, i].min()), float(values[:, i].max()))
    assert outside == {}


def test_a_normal_week_shows_a_town_alive(week: tuple[np.ndarray, np.ndarray]) -> None:
    values, _ = week
    names = [tag.name for tag in DESCRIBED.tags]
    for pump in (name for name in names if ".PU" in name and name.endswith(".XS")):
        assert 4 <= np.count_nonzero(np.diff(values[:, names.index(pump)])) <= 60, pump
    for level in ("WW.LI101", "WW.LI201", "WW.LI301", "WW.LI401"):
        assert np.ptp(values[:, names.index(level)]) > 0.7, level
    flow = values[:, names.index("WW.FI402")]
    assert np.percentile(flow, 95) > 2.5 * np.percentile(flow, 5)
