"""An alarm as a row of a sheet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.configuration.sites import sites
from tests.server.rationalisation.test_missing import BARE, WHOLE
from wakeful.server.configuration import value
from wakeful.server.configuration.alarm_cells import new_alarm
from wakeful.server.configuration.alarm_kinds import state_number
from wakeful.server.configuration.columns import ALARM_COLUMNS
from wakeful.server.rationalisation.alarm_row import (
    COLUMNS,
    TAKEN_AWAY,
    cell_text,
    comparable,
    number_cell,
    row_of,
    state_cell,
)
from wakeful.terms.alarm import ConditionKind, Escalation, Handling, Priority, Rationalisation
from wakeful.terms.site import Site
from wakeful.terms.tag import Tag, TagKind

PUMP = Tag(name="P", system="s", source="p", kind=TagKind.DISCRETE, states=("stopped", "Running", "1"))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_exactly(number: float) -> None:
    assert value.number(number_cell(number)) == number


@settings(max_examples=20, deadline=None)
@given(sites())
def test_a_row_read_back_is_the_same_alarm(site: Site) -> None:
    tags = {tag.name: tag for tag in site.tags}
    for alarm in site.alarms:
        row = row_of(alarm, tags[alarm.tag])
        assert tuple(row) == COLUMNS
        given_cells = {key.name: key.parse(row[key.name]) for key in ALARM_COLUMNS if row[key.name]}
        assert given_cells.pop("use") is True
        if alarm.kind is ConditionKind.DISCRETE:
            given_cells["limit_eu"] = state_number(given_cells["limit_eu"], tags[alarm.tag])
        plain = replace(alarm, handling=replace(alarm.handling, modes=()))
        assert replace(
            new_alarm(given_cells),
            rationalisation=new_alarm(given_cells).rationalisation or Rationalisation(),
        ) == replace(plain, rationalisation=alarm.rationalisation or Rationalisation())


def test_what_means_nothing_for_a_kind_stays_empty() -> None:
    row = row_of(replace(WHOLE, kind=ConditionKind.INPUT_BAD), None)
    assert [row[column] for column in ("limit_eu", "deadband_eu", "expression", "window_ms")] == [""] * 4
    assert row_of(WHOLE, None)["limit_eu"] == "0"


def test_an_escalation_without_a_limit_leaves_that_cell_empty() -> None:
    escalation = Escalation(priority=Priority.CRITICAL, after_ms=5_000)
    row = row_of(replace(BARE, handling=Handling(escalation=escalation)), None)
    assert (row["escalate_priority"], row["escalate_limit_eu"], row["escalate_after_ms"]) == (
        "critical", "", "5000",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, "none"), (True, "yes"), (False, "no"), (2.0, "2"), (0.25, "0.25"), (" a ", "a"), (7, "7")],
)
def test_a_cell_as_text(cell: object, text: str) -> None:
    assert cell_text(cell) == text
    assert cell_text(ConditionKind.HIGH_HIGH) == "high_high"
    assert cell_text(Priority.LOW) == "low"


@pytest.mark.parametrize(
    ("cell", "name"), [("0", "stopped"), ("1", "1"), ("3", "3"), ("stopped", "stopped"), ("0.5", "0.5")]
)
def test_a_state_by_its_number_has_its_name(cell: str, name: str) -> None:
    assert state_cell(cell, PUMP) == name
    assert state_cell(cell, None) == cell


def test_what_means_the_same_is_spelt_the_same() -> None:
    row = row_of(replace(BARE, tag="P", kind=ConditionKind.DISCRETE, limit_eu=1.0), PUMP)
    other = row | TAKEN_AWAY | {"limit_eu": "RUNNING", "use": "yes"}
    assert row != other
    assert comparable(row, {"P": PUMP}.get) == comparable(other, {"P": PUMP}.get)
    assert comparable(row | {"use": "no"}, {"P": PUMP}.get)["use"] == "no"
