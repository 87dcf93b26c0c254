"""From a site to tables: edges on the right side, rows in the right order, everything found by its owner."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.engine.site_examples import site_of
from wakeful.alarms.arrays import NO_PROGRAM, ROLE_ALARM, ROLE_ESCALATION, ROLE_MODE, ROLE_SUPPRESSION
from wakeful.alarms.compile import compile_alarms, limit_edges
from wakeful.alarms.expression.order import CircularExpression
from wakeful.alarms.flood import FloodState, annunciate
from wakeful.terms.alarm import (
    AlarmDefinition,
    ConditionKind,
    Escalation,
    Handling,
    ModeSetting,
    Priority,
)
from wakeful.terms.site import AlarmPhilosophy, Position, System


def alarm(name, kind=ConditionKind.HIGH, limit_eu=10.0, tag="T0", **more):
    return AlarmDefinition(name=name, tag=tag, kind=kind, priority=Priority.LOW, limit_eu=limit_eu, **more)


def compiled(*alarms, tags=2, **more):
    site = site_of(*alarms, tags=tags, **more)
    return compile_alarms(
        site,
        {tag.name: index for index, tag in enumerate(site.tags)},
        {each.name: index for index, each in enumerate(site.alarms)},
    )


def test_edges_lie_on_the_normal_side():
    assert limit_edges(0, 10.0, 2.0)[:2] == (10.0, 8.0)
    assert limit_edges(1, 10.0, 2.0)[:2] == (10.0, 12.0)
    for side, towards in ((0, 11.0), (1, 9.0)):
        assert np.nextafter(limit_edges(side, 10.0, 2.0)[2], towards) == 10.0
    table = compiled(alarm("H", deadband_eu=2.0), alarm("L", ConditionKind.LOW, deadband_eu=1.0)).rows.table
    assert table["stay_eu"].tolist() == [8.0, 11.0]
    assert table["calm_eu"].tolist() == [limit_edges(0, 10.0, 0)[2], limit_edges(1, 10.0, 0)[2]]


def test_rows_of_a_tag_are_found_escalations_first():
    escalating = Handling(escalation=Escalation(priority=Priority.HIGH, limit_eu=12.0))
    plan = compiled(alarm("A", tag="T1"), alarm("B", handling=escalating), alarm("C", ConditionKind.LOW))
    rows = plan.rows
    assert plan.escalation_row == {1: 3}
    assert rows.table["role"].tolist() == [ROLE_ALARM, ROLE_ALARM, ROLE_ALARM, ROLE_ESCALATION]
    by_tag = [rows.of_tag[rows.first[n] : rows.first[n + 1]].tolist() for n in range(2)]
    assert by_tag == [[3, 1, 2], [0]]


def test_programs_come_after_what_they_ask_for_and_logics_last():
    plan = compiled(
        alarm("late", ConditionKind.EXPRESSION, expression="active(early) and T1 > 2"),
        alarm("early", ConditionKind.EXPRESSION, expression="T0 > 1"),
        alarm("plain", handling=Handling(suppress_when="active(late)")),
        systems=(System(id="s", name="S", modes=("a", "b"), mode_tag="T1"),),
    )
    rows = plan.rows
    assert [int(rows.table["role"][row]) for row in rows.derived] == [ROLE_MODE, 0, 0, ROLE_SUPPRESSION]
    assert rows.derived.tolist()[1:3] == [1, 0]
    assert rows.table["program"][2] == NO_PROGRAM and rows.feed_kind.tolist() == [1, 1]
    assert [rows.needs[rows.needs_first[r] : rows.needs_first[r + 1]].tolist() for r in (0, 1)] == [[3], [2]]
    assert plan.logics == ("active(late)",) and plan.alarms.alarms.tolist() == [2]


def test_alarms_that_share_a_logic_share_its_row():
    off = Handling(suppress_when="T1 > 2")
    plan = compiled(
        alarm("A", handling=off), alarm("B", tag="T1"), alarm("C", ConditionKind.LOW, handling=off)
    )
    assert len(plan.rows.table) == 4
    assert plan.alarms.alarms[plan.alarms.first[0] : plan.alarms.first[1]].tolist() == [0, 2]


def test_starts_of_on_delays_have_places_of_their_own():
    counting = Handling(count=3, count_window_ms=1_000)
    plan = compiled(
        alarm("A", handling=counting), alarm("B"), alarm("C", ConditionKind.LOW, handling=counting)
    )
    assert plan.ring_places == 6
    assert plan.rows.table["ring"].tolist() == [0, 3, 3] and plan.rows.table["count"].tolist() == [3, 0, 3]


def test_settings_of_modes_stand_by_system():
    switched = Handling(modes=(ModeSetting(mode="b", limit_eu=5.0, priority=Priority.HIGH, suppressed=True),))
    plan = compiled(alarm("A", handling=switched), systems=(System(id="s", name="S", modes=("a", "b")),))
    (entry,) = plan.modes.entries.tolist()
    assert entry == (5.0, 0, 1, Priority.HIGH, 1)
    assert plan.modes.tags.tolist() == [-1] and plan.modes.sizes.tolist() == [2]
    assert plan.mode_names == (("a", "b"),)


def test_an_alarm_belongs_to_the_position_of_its_system():
    positions = (
        Position(id="p", name="P", systems=("other",)),
        Position(id="q", name="Q", systems=("s",)),
    )
    assert compiled(alarm("A"), positions=positions).alarms.table["operator_position"].tolist() == [1]


def test_alarms_that_need_each_other_cannot_be_compiled():
    first = alarm("A", ConditionKind.EXPRESSION, expression="active(B)")
    with pytest.raises(CircularExpression, match="A needs B, B needs A"):
        compiled(first, replace(first, name="B", expression="active(A)"))


def test_a_site_without_alarms_has_empty_tables():
    plan = compiled()
    assert plan.rows.first.tolist() == [0, 0, 0] and len(plan.rows.table) == len(plan.alarms.table) == 0


def spacings_ns(*positions, spacing_ms=75_000):
    philosophy = AlarmPhilosophy(shelf_release_spacing_ms=spacing_ms)
    return compiled(alarm("A"), positions=positions, philosophy=philosophy).alarms.spacing_ns.tolist()


def desk(name="p", begin=10, window_ms=600_000):
    return Position(id=name, name=name, systems=(), flood_begin=begin, flood_end=1, flood_window_ms=window_ms)


def test_shelves_end_as_far_apart_as_the_site_wants_or_a_flood_forbids_at_each_position():
    """S6: eight in ten minutes where ten are no flood; where more than five are, one in two minutes."""
    assert spacings_ns(desk(), desk("q", begin=5)) == [75_000_000_000, 120_000_000_000]
    assert spacings_ns(desk(), spacing_ms=10_000) == [60_000_000_000]
    assert spacings_ns(desk(begin=7, window_ms=1), spacing_ms=0) == [142_858]


@given(st.integers(1, 12), st.integers(1, 20), st.integers(0, 5))
def test_turns_alone_never_make_a_flood_and_are_no_further_apart_than_they_must(begin, window_ms, site_ms):
    position = desk(begin=begin, window_ms=window_ms)
    (spacing_ns,) = spacings_ns(position, spacing_ms=site_ms)

    def floods(apart_ns):
        state = FloodState()
        return any(annunciate(state, position, n * apart_ns) for n in range(3 * begin + 3))

    assert not floods(spacing_ns)
    assert spacing_ns == site_ms * 1_000_000 or floods(spacing_ns - 1)
