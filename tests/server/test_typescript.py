"""TypeScript spellings of the contract's types."""

from enum import Enum

import msgspec
import pytest
from msgspec import inspect as shape

from wakeful.alarms.machine.packed import LETTERS
from wakeful.server.contract import format_typescript
from wakeful.server.typescript import format_constants, format_interface, format_type, structs_of
from wakeful.server.wire import AlarmBody
from wakeful.terms.alarm import ISAState, Priority
from wakeful.terms.quality import Quality


@pytest.mark.parametrize(
    ("annotation", "spelling"),
    [
        (int, "number"),
        (float | None, "number | null"),
        (tuple[float | None, ...], "(number | null)[]"),
        (tuple[int, int], "[number, number]"),
        (dict[str, str], "Record<string, string>"),
        (bool, "boolean"),
    ],
)
def test_spelling(annotation: object, spelling: str) -> None:
    kind = shape.type_info(annotation)
    spelled = format_type(kind)
    assert sorted(spelled.split(" | ")) == sorted(spelling.split(" | "))


def test_a_type_outside_the_contract_is_refused() -> None:
    with pytest.raises(TypeError, match="no TypeScript spelling"):
        format_type(shape.type_info(set[int]))


def test_tagged_struct_opens_with_its_tag() -> None:
    class Moved(msgspec.Struct, tag="moved"):
        """It moved."""

        by: tuple[float, ...]

    assert format_interface(Moved) == (
        '/** It moved. */\nexport interface Moved {\n  type: "moved";\n  by: number[];\n}'
    )


def test_what_may_be_absent_is_optional_and_what_has_a_default_is_not() -> None:
    class Sometimes(msgspec.Struct):
        """Not always."""

        always: int = 3
        now_and_then: int | msgspec.UnsetType = msgspec.UNSET

    assert format_interface(Sometimes).splitlines()[2:-1] == [
        "  always: number;",
        "  now_and_then?: number;",
    ]


def test_the_letter_of_an_alarm_is_one_of_the_machines_states() -> None:
    fields = {field.name: field.type for field in shape.type_info(AlarmBody).fields}  # type: ignore[attr-defined]
    assert fields["letter"] == shape.EnumType(ISAState)
    assert "  letter: ISAState;" in format_interface(AlarmBody)
    assert tuple(ISAState) == LETTERS


def test_mentioned_structs_come_first_and_once() -> None:
    class Leaf(msgspec.Struct):
        x: int

    class Branch(msgspec.Struct):
        leaves: tuple[Leaf, ...]
        first: Leaf | None

    assert structs_of([Branch, Leaf]) == [Leaf, Branch]


@pytest.mark.parametrize("cls", [ISAState, Priority, Quality])
def test_every_member_reaches_the_console(cls: type[Enum]) -> None:
    text = format_typescript()
    assert format_constants(cls, "").split("\n", 1)[1] in text
    for member in cls:
        assert f"  {member.name}: " in text
