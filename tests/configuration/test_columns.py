"""Columns of the CSV files: every field can be written, and a number is known by the name of its column."""

import pytest

from wakeful.server.configuration.alarm_cells import (
    ESCALATION_COLUMNS,
    HANDLING_COLUMNS,
    RATIONALISATION_COLUMNS,
)
from wakeful.server.configuration.columns import (
    ALARM_COLUMNS,
    EXPRESSION_CHARACTERS_MAX,
    MODE_COLUMNS,
    TAG_COLUMNS,
)
from wakeful.server.configuration.keys import Key
from wakeful.server.configuration.value import Invalid
from wakeful.terms.alarm import AlarmDefinition, ModeSetting
from wakeful.terms.tag import Tag

PARTS = {"handling", "rationalisation"}


def takes_a_number(key: Key) -> bool:
    for written in ("2.5", "2000", "7"):
        try:
            if type(key.parse(written)) in (int, float):
                return True
        except Invalid:
            continue
    return False


@pytest.mark.parametrize("key", TAG_COLUMNS + ALARM_COLUMNS + MODE_COLUMNS, ids=lambda key: key.name)
def test_a_number_is_known_by_the_name_of_its_column(key: Key) -> None:
    assert key.numeric == takes_a_number(key)


def test_every_field_can_be_written() -> None:
    assert {key.name for key in TAG_COLUMNS} - {"use"} == set(Tag.__struct_fields__)
    parts = {*HANDLING_COLUMNS, *ESCALATION_COLUMNS, *RATIONALISATION_COLUMNS}
    fields = set(AlarmDefinition.__struct_fields__) - PARTS
    assert {key.name for key in ALARM_COLUMNS} - {"use"} == fields | parts
    assert {key.name for key in MODE_COLUMNS} - {"alarm"} == set(ModeSetting.__struct_fields__)


def test_an_expression_may_be_longer_than_other_texts() -> None:
    parse = next(key.parse for key in ALARM_COLUMNS if key.name == "expression")
    assert parse("A" * EXPRESSION_CHARACTERS_MAX)
    with pytest.raises(Invalid, match="at most 2,000"):
        parse("A" * (EXPRESSION_CHARACTERS_MAX + 1))
