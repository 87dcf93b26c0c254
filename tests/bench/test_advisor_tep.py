"""The advisor's promise on recorded faults: fewer alarms on unseen runs, and no fault's first alarm lost."""

import numpy as np
import pytest

from bench.advisor_tep import (
    JUDGED_FAULTS,
    JUDGED_NORMAL,
    ONSET_NS,
    TUNED_FAULTS,
    TUNED_NORMAL,
    Plant,
    bare,
    delay_min,
    spread_of,
    tags_of_columns,
)
from bench.advisor_verdict import table_lines
from tests.house.tree import ROOT


@pytest.fixture(scope="module")
def plant(datasets):
    return Plant(datasets)


@pytest.fixture(scope="module")
def before(plant):
    return plant.judge("bare limits", bare(plant.alarms))


@pytest.fixture(scope="module")
def after(plant):
    return plant.judge("advisor", plant.advised(TUNED_NORMAL + TUNED_FAULTS))


def test_what_is_judged_was_not_tuned_on():
    tuned, judged = {*TUNED_NORMAL, *TUNED_FAULTS}, {*JUDGED_NORMAL, *JUDGED_FAULTS}
    assert not tuned & judged and (len(tuned), len(judged)) == (25, 45)


def test_alarms_are_saved_in_normal_running_and_more_of_them_in_trouble(before, after):
    assert after.per_day < 0.85 * before.per_day
    assert after.per_fault_run < 0.6 * before.per_fault_run


def test_no_first_alarm_is_lost_and_no_real_one_comes_later(after):
    assert (after.first_lost, after.real_lost) == (0, 0)
    assert (after.first_median_min, after.real_median_min, after.real_max_min) == (0.0, 0.0, 0.0)


def test_one_real_stretch_in_a_thousand_at_most_is_missed(before, after):
    assert before.missed == 0 and before.real == after.real > 6_000
    assert after.missed <= after.real / 1_000


def test_the_document_has_these_figures(before, after):
    text = (ROOT / "docs" / "advisor.md").read_text(encoding="utf-8")
    for line in table_lines([before, after]):
        assert line in text


def test_a_delay_is_from_the_first_alarm_to_the_first_alarm():
    assert delay_min(ONSET_NS, ONSET_NS + 180_000_000_000) == 3.0
    assert delay_min(ONSET_NS, None) is None and np.isnan(delay_min(None, ONSET_NS))
    assert spread_of([3.0, None, float("nan"), 9.0, 6.0]) == (6.0, 9.0, 1)


def test_every_column_has_its_tag():
    assert len(tags_of_columns()) == 52
