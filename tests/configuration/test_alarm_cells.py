"""Cells of a row joined to an alarm of parts."""

from wakeful.server.configuration.alarm_cells import ESCALATION_COLUMNS, new_alarm, overridden
from wakeful.terms.alarm import (
    PLAIN,
    AlarmDefinition,
    ConditionKind,
    Escalation,
    Handling,
    Priority,
    Rationalisation,
)

NEEDED = {"name": "A", "tag": "T", "kind": ConditionKind.HIGH, "priority": Priority.LOW, "limit_eu": 5.0}
ESCALATION = Escalation(priority=Priority.HIGH, limit_eu=8.0, deadband_eu=0.5, after_ms=9)
ALARM = AlarmDefinition(
    **NEEDED,  # type: ignore[arg-type]
    handling=Handling(latching=True, group="pump", suppress_when="active(B)", escalation=ESCALATION),
    rationalisation=Rationalisation(cause="wear", response_time_ms=60_000),
)


def test_an_alarm_about_which_nothing_special_is_said_shares_the_plain_handling() -> None:
    alarm = new_alarm(NEEDED)
    assert alarm.handling is PLAIN and alarm.rationalisation is None


def test_every_part_is_filled_by_its_columns() -> None:
    alarm = new_alarm(
        NEEDED
        | {"latching": True, "group": "pump", "suppress_when": "active(B)"}
        | {"escalate_priority": Priority.HIGH, "escalate_limit_eu": 8.0}
        | {"escalate_deadband_eu": 0.5, "escalate_after_ms": 9}
        | {"cause": "wear", "response_time_ms": 60_000}
    )
    assert alarm == ALARM
    assert set(ESCALATION_COLUMNS.values()) == set(Escalation.__struct_fields__)


def test_a_row_replaces_single_fields_of_any_part() -> None:
    changed = overridden(
        ALARM, {"limit_eu": 6.0, "latching": False, "escalate_limit_eu": 9.0, "cause": "a leak", "count": 2}
    )
    assert (changed.limit_eu, changed.priority) == (6.0, Priority.LOW)
    assert (changed.handling.latching, changed.handling.group, changed.handling.count) == (False, "pump", 2)
    assert changed.handling.escalation == Escalation(
        priority=Priority.HIGH, limit_eu=9.0, deadband_eu=0.5, after_ms=9
    )
    assert changed.rationalisation == Rationalisation(cause="a leak", response_time_ms=60_000)


def test_a_row_without_a_word_on_a_part_leaves_the_very_part() -> None:
    changed = overridden(ALARM, {"limit_eu": 6.0})
    assert changed.handling is ALARM.handling and changed.rationalisation is ALARM.rationalisation
    assert overridden(ALARM, {"cause": "a leak"}).handling is ALARM.handling


def test_none_takes_away() -> None:
    changed = overridden(
        ALARM, {"group": None, "suppress_when": None, "escalate_priority": None, "escalate_after_ms": 5}
    )
    assert changed.handling == Handling(latching=True)
    assert overridden(ALARM, {"escalate_limit_eu": None}).handling.escalation == Escalation(
        priority=Priority.HIGH, deadband_eu=0.5, after_ms=9
    )


def test_an_escalation_needs_to_say_how_urgent() -> None:
    assert new_alarm(NEEDED | {"escalate_limit_eu": 8.0}).handling.escalation is None
