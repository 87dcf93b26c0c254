"""What each kind needs, what means nothing to it, and contradictions. More in the broken sites."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.configuration.alarm_kinds import (
    DEVIATIONS,
    RATES,
    check_kind,
    meaningless_columns,
    missing_columns,
    state_number,
)
from wakeful.server.configuration.finding import Findings, Origin
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Escalation, Handling, Priority
from wakeful.terms.site import AlarmPhilosophy
from wakeful.terms.tag import Tag, TagKind

LEVEL = Tag(name="LI-1", system="hall", source="plc", range_high_eu=10.0)
PUMP = Tag(name="P-1", system="hall", source="plc", kind=TagKind.DISCRETE, states=("stopped", "Running", "3"))
RIGHT = {
    ConditionKind.DEVIATION_HIGH: {"expression": "LI-2"},
    ConditionKind.DEVIATION_LOW: {"expression": "LI-2", "limit_eu": -1.0},
    ConditionKind.RATE_HIGH: {"window_ms": 60_000},
    ConditionKind.RATE_LOW: {"window_ms": 60_000, "limit_eu": -1.0},
    ConditionKind.STUCK: {"on_delay_ms": 60_000},
    ConditionKind.EXPRESSION: {"expression": "LI-1 > 2"},
}
"""What a right alarm of each kind has beside a tag and a limit of 1."""


def alarm(kind: ConditionKind, **fields: object) -> AlarmDefinition:
    given = {"limit_eu": 1.0, "name": "A", "tag": "LI-1", "kind": kind, "priority": Priority.LOW}
    return AlarmDefinition(**(given | RIGHT.get(kind, {}) | fields))  # type: ignore[arg-type]


def found(definition: AlarmDefinition, tag: Tag = LEVEL) -> list[str]:
    findings = Findings()
    check_kind(definition, tag, Origin("alarms.csv", 2), AlarmPhilosophy(), findings)
    return [finding.key for finding in findings.sorted()]


@pytest.mark.parametrize("kind", ConditionKind)
def test_a_right_alarm_of_each_kind_has_no_fault(kind: ConditionKind) -> None:
    tag = PUMP if kind is ConditionKind.DISCRETE else LEVEL
    assert found(alarm(kind), tag) == []


@pytest.mark.parametrize("kind", RIGHT)
def test_each_kind_misses_what_it_needs(kind: ConditionKind) -> None:
    needed = [column for column in RIGHT[kind] if column != "limit_eu"]
    for column in needed:
        lacking = msgspec.structs.replace(alarm(kind), **{column: type(RIGHT[kind][column])()})
        assert found(lacking) == [column]
        given = {"tag": "LI-1", "kind": kind, "priority": Priority.LOW, "limit_eu": 1.0}
        assert [missing for missing, _ in missing_columns(given)] == needed


def test_a_new_alarm_of_no_kind_needs_its_kind_too() -> None:
    assert [column for column, _ in missing_columns({})] == ["tag", "kind", "priority", "limit_eu"]
    given = {"tag": "T", "kind": ConditionKind.INPUT_BAD, "priority": Priority.LOW}
    assert [*missing_columns(given)] == []


def test_what_means_nothing_is_told_unless_it_is_the_default() -> None:
    for kind in ConditionKind:
        given = {"limit_eu": 0.0, "deadband_eu": 0.0, "expression": "", "window_ms": 0}
        assert [*meaningless_columns(given, kind)] == []
    full = {"limit_eu": 1.0, "deadband_eu": 1.0, "expression": "A > 1", "window_ms": 5}
    assert [*meaningless_columns(full, ConditionKind.HIGH)] == ["expression", "window_ms"]
    assert [*meaningless_columns(full, ConditionKind.EXPRESSION)] == ["limit_eu", "deadband_eu", "window_ms"]
    assert [*meaningless_columns(full, ConditionKind.DISCRETE)] == ["deadband_eu", "expression", "window_ms"]
    assert all([*meaningless_columns(full, kind)] == ["window_ms"] for kind in DEVIATIONS)
    assert all([*meaningless_columns(full, kind)] == ["expression"] for kind in RATES)


@given(st.sampled_from([0.0, 1.0, 2.0, 3.0, -1.0, 0.5]))
def test_a_state_may_be_given_by_its_number(number: float) -> None:
    plain = msgspec.structs.replace(PUMP, states=("a", "b", "c"))
    assert state_number(number, plain) == (number if number in (0.0, 1.0, 2.0) else None)


@pytest.mark.parametrize(
    ("word", "number"), [("stopped", 0.0), ("Running", 1.0), ("running", 1.0), ("open", None), ("stop", None)]
)
def test_a_state_may_be_given_by_its_name(word: str, number: float | None) -> None:
    assert state_number(word, PUMP) == number


def test_the_name_of_a_state_goes_before_its_number() -> None:
    assert state_number(3.0, PUMP) == 2.0, "the state called 3 is number 2"


def test_names_that_differ_in_capitals_only_must_be_spelt_exactly() -> None:
    tag = msgspec.structs.replace(PUMP, states=("On", "ON"))
    assert (state_number("ON", tag), state_number("on", tag)) == (1.0, None)


@given(st.integers(0, 3), st.sampled_from([0, 60_000]), st.sampled_from([0, 5_000]))
def test_a_count_needs_a_window_and_a_delay(count: int, window_ms: int, on_delay_ms: int) -> None:
    handling = Handling(count=count, count_window_ms=window_ms)
    right = (count == 0 and window_ms == 0) or (count >= 2 and window_ms > 0 and on_delay_ms > 0)
    assert (found(alarm(ConditionKind.HIGH, handling=handling, on_delay_ms=on_delay_ms)) == []) == right


@given(latching=st.booleans(), automatic=st.booleans())
def test_what_latches_is_not_acknowledged_by_itself(latching: bool, automatic: bool) -> None:
    handling = Handling(latching=latching, auto_acknowledge=automatic)
    faults = found(alarm(ConditionKind.HIGH, handling=handling))
    assert faults == (["auto_acknowledge"] if latching and automatic else [])


@given(st.integers(0, 2 * AlarmPhilosophy().shelve_ms_max))
def test_a_shelf_is_no_longer_than_the_site_allows(shelve_ms: int) -> None:
    faults = found(alarm(ConditionKind.HIGH, handling=Handling(shelve_ms_max=shelve_ms)))
    assert (faults == ["shelve_ms_max"]) == (shelve_ms > AlarmPhilosophy().shelve_ms_max)


def test_an_escalation_says_when_and_only_what_its_kind_has() -> None:
    def keys(kind: ConditionKind, **fields: object) -> list[str]:
        escalation = Escalation(priority=Priority.HIGH, **fields)  # type: ignore[arg-type]
        return found(alarm(kind, handling=Handling(escalation=escalation)), PUMP if kind == 9 else LEVEL)

    assert keys(ConditionKind.HIGH, limit_eu=2.0) == []
    assert keys(ConditionKind.HIGH, after_ms=5) == []
    assert keys(ConditionKind.HIGH) == ["escalate_priority"]
    assert keys(ConditionKind.HIGH, after_ms=5, deadband_eu=1.0) == ["escalate_deadband_eu"]
    assert keys(ConditionKind.DISCRETE, after_ms=5) == []
    assert keys(ConditionKind.DISCRETE, limit_eu=2.0) == ["escalate_limit_eu", "escalate_priority"]
