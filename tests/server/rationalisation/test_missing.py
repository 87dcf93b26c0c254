"""What an alarm still lacks."""

import pytest
from msgspec.structs import replace

from wakeful.server.rationalisation.missing import missing_of
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority, Rationalisation

BARE = AlarmDefinition(name="a", tag="t", kind=ConditionKind.HIGH, priority=Priority.HIGH)
RECORD = Rationalisation(
    cause="pump trips", consequence="tank overflows", consequence_severity="major",
    response_time_ms=60_000, basis="weir", alarm_class="supply",
)  # fmt: skip
WHOLE = replace(BARE, response="close the valve", rationalisation=RECORD)


def test_everything_is_missing_of_a_bare_alarm_and_nothing_of_a_whole_one() -> None:
    assert missing_of(BARE) == (
        "cause", "consequence", "response", "response_time_ms", "basis", "alarm_class",
        "consequence_severity",
    )  # fmt: skip
    assert missing_of(WHOLE) == ()


@pytest.mark.parametrize("column", Rationalisation.__struct_fields__)
def test_each_part_of_the_record_is_missed_by_its_column(column: str) -> None:
    empty = 0 if column.endswith("_ms") else ""
    assert missing_of(replace(WHOLE, rationalisation=replace(RECORD, **{column: empty}))) == (column,)


@pytest.mark.parametrize("response", ["", "  "])
def test_a_blank_says_nothing(response: str) -> None:
    assert missing_of(replace(WHOLE, response=response)) == ("response",)
