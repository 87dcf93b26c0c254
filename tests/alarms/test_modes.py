"""Operating modes put limits in force and take them back; the deadband goes along."""

import numpy as np

from tests.alarms.test_compile import alarm, compiled
from wakeful.alarms.arrays import start_rows
from wakeful.alarms.modes import NO_MODE, set_limits, setting_of
from wakeful.terms.alarm import ConditionKind, Handling, ModeSetting, Priority
from wakeful.terms.site import System
from wakeful.terms.tag import Tag

MODES = (
    ModeSetting(mode="b", limit_eu=5.0),
    ModeSetting(mode="c", priority=Priority.CRITICAL, suppressed=True),
)
PLAN = compiled(
    alarm("H", deadband_eu=2.0, handling=Handling(modes=MODES)),
    alarm("L", ConditionKind.LOW, 1.0, deadband_eu=0.5, handling=Handling(modes=MODES)),
    alarm("other", tag="T1"),
    systems=(System(id="s", name="S", modes=("a", "b", "c")),),
)


def test_limits_follow_the_mode_and_come_back():
    base, table = PLAN.rows.table, PLAN.rows.table.copy()
    set_limits(PLAN.modes, base, table, 0, 1)
    assert table["enter_eu"].tolist() == [5.0, 5.0, 10.0]
    assert table["stay_eu"].tolist() == [3.0, 5.5, 10.0]
    assert np.nextafter(table["calm_eu"][0], 6.0) == np.nextafter(table["calm_eu"][1], 4.0) == 5.0
    for mode in (0, 2, NO_MODE):
        set_limits(PLAN.modes, base, table, 0, 1)
        set_limits(PLAN.modes, base, table, 0, mode)
        assert (table == base).all()


def test_priority_and_suppression_of_a_mode():
    assert setting_of(PLAN.modes, 0, 2, 0) == (Priority.CRITICAL, True)
    assert setting_of(PLAN.modes, 0, 1, 0) == setting_of(PLAN.modes, 0, NO_MODE, 1) == (0, False)
    assert setting_of(PLAN.modes, 0, 2, 2) == (0, False)


def test_a_system_that_nobody_has_put_into_a_mode_is_in_none():
    rows = start_rows(PLAN.rows, PLAN.programs, PLAN.modes, 0)
    assert rows.mode.tolist() == [NO_MODE] == [-1]


def test_each_system_has_the_modes_of_its_own_alarms():
    setting = Handling(modes=(ModeSetting(mode="b", limit_eu=5.0, priority=Priority.HIGH),))
    plan = compiled(
        alarm("first", handling=setting),
        alarm("second", tag="T1", handling=setting),
        tag_list=tuple(
            Tag(name=f"T{n}", system=system, source="x", unit="m") for n, system in enumerate("st")
        ),
        systems=tuple(System(id=name, name=name, modes=("a", "b")) for name in "st"),
    )
    for system, limits in enumerate(([5.0, 10.0], [10.0, 5.0])):
        table = plan.rows.table.copy()
        set_limits(plan.modes, plan.rows.table, table, system, 1)
        assert table["enter_eu"].tolist() == limits
        assert [setting_of(plan.modes, system, 1, row)[0] for row in range(2)] == [
            Priority.HIGH if limit == 5.0 else 0 for limit in limits
        ]
    table = plan.rows.table.copy()
    for system, mode, limits in [
        (0, 1, [5.0, 10.0]),
        (1, 1, [5.0, 5.0]),
        (0, NO_MODE, [10.0, 5.0]),
        (0, 1, [5.0, 5.0]),
        (1, NO_MODE, [5.0, 10.0]),
    ]:
        set_limits(plan.modes, plan.rows.table, table, system, mode)
        assert table["enter_eu"].tolist() == limits
