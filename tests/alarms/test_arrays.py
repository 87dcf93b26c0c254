"""The state of alarms and rows at rest, and rows without gaps."""

import numpy as np
import pytest

from tests.engine.site_examples import HIGH_ALARM, site_of
from wakeful.alarms.arrays import (
    ALARM,
    ALARM_STATE,
    MODE_ENTRY,
    ROW,
    ROW_STATE,
    start_alarms,
    start_rows,
)
from wakeful.engine.plan import Plan


@pytest.mark.parametrize("dtype", [ROW, ROW_STATE, ALARM, ALARM_STATE, MODE_ENTRY])
def test_every_byte_of_a_row_belongs_to_a_field(dtype):
    """Bytes between fields are not copied, and checkpoints compare as bytes."""
    assert sum(field[0].itemsize for field in dtype.fields.values()) == dtype.itemsize


def test_a_row_of_state_is_small_and_an_alarm_is_within_two_cache_lines():
    assert ROW_STATE.itemsize == 16 and ALARM_STATE.itemsize <= 128


def test_everything_starts_at_rest():
    plan = Plan.compile(site_of(HIGH_ALARM)).alarms
    rows = start_rows(plan.rows, plan.programs, plan.modes, 3)
    alarms = start_alarms(plan.alarms, 2)
    assert rows.table["position"].tolist() == alarms.table["position"].tolist() == [-1]
    assert rows.running[0] == alarms.running[0] == 0 and len(rows.starts_ns) == 3
    assert alarms.table["code"][0] == 0 and np.isnan(alarms.table["raised_value"][0])
    assert alarms.table["mode_priority"][0] == alarms.table["peak"][0] == HIGH_ALARM.priority
    assert len(alarms.released_ns) == 2 and not rows.dirty.any()
