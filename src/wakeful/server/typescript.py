"""Writes the house's message classes as TypeScript, so that console and server cannot drift apart.

Knows only what the contract uses: structs, tagged unions, tuples, optional values, plain scalars and
enums. Anything else is an error here, at generation, rather than a surprise in the browser.
"""

from collections.abc import Iterable
from enum import Enum
from typing import Any

import msgspec
from msgspec import inspect as shape

SCALARS: dict[type[shape.Type], str] = {
    shape.StrType: "string",
    shape.IntType: "number",
    shape.FloatType: "number",
    shape.BoolType: "boolean",
    shape.NoneType: "null",
    shape.AnyType: "unknown",
}


def format_type(kind: shape.Type) -> str:
    """The TypeScript spelling of one field's type. Raises TypeError for what the contract does not use."""
    scalar = SCALARS.get(type(kind))
    if scalar is not None:
        return scalar
    if isinstance(kind, shape.StructType):
        return kind.cls.__name__
    if isinstance(kind, shape.EnumType):
        return kind.cls.__name__
    if isinstance(kind, shape.UnionType):
        return " | ".join(_unique(format_type(member) for member in kind.types))
    if isinstance(kind, shape.VarTupleType):
        return f"{_bracketed(format_type(kind.item_type))}[]"
    if isinstance(kind, shape.TupleType):
        return f"[{', '.join(format_type(item) for item in kind.item_types)}]"
    if isinstance(kind, shape.DictType):
        return f"Record<string, {format_type(kind.value_type)}>"
    raise TypeError(f"the contract has no TypeScript spelling for {kind}")


def format_interface(cls: type[msgspec.Struct]) -> str:
    """One exported interface: the ``type`` tag first, then the fields in their order."""
    info = shape.type_info(cls)
    assert isinstance(info, shape.StructType)
    lines = [_comment(cls.__doc__), f"export interface {cls.__name__} {{"]
    if info.tag is not None:
        lines.append(f'  {info.tag_field}: "{info.tag}";')
    lines.extend(
        f"  {field.encode_name}{'?' * _may_be_absent(field)}: {format_type(field.type)};"
        for field in info.fields
    )
    return "\n".join([*lines, "}"])


def _may_be_absent(field: shape.Field) -> bool:
    """Declared with ``UNSET``: neither required nor with a value when it is not there."""
    return not field.required and field.default is field.default_factory is msgspec.NODEFAULT


def format_constants(cls: type[Enum], documentation: str) -> str:
    """An enum as a constant object and the type of its values."""
    members = [f"  {member.name}: {_literal(member.value)}," for member in cls]
    name = cls.__name__
    return "\n".join(
        [
            f"/** {documentation} */",
            f"export const {name} = {{",
            *members,
            "} as const;",
            f"export type {name} = (typeof {name})[keyof typeof {name}];",
        ]
    )


def format_union(name: str, members: Iterable[type[msgspec.Struct]], documentation: str) -> str:
    """A union told apart by its ``type`` tag."""
    spelled = " | ".join(member.__name__ for member in members)
    return f"/** {documentation} */\nexport type {name} = {spelled};"


def structs_of(roots: Iterable[Any]) -> list[type[msgspec.Struct]]:
    """Every struct that the roots mention, the mentioned before the mentioning, each once."""
    found: list[type[msgspec.Struct]] = []

    def visit(kind: Any) -> None:
        if isinstance(kind, shape.StructType):
            for field in kind.fields:
                visit(field.type)
            if kind.cls not in found:
                found.append(kind.cls)
        elif isinstance(kind, shape.UnionType):
            for member in kind.types:
                visit(member)
        elif isinstance(kind, shape.VarTupleType):
            visit(kind.item_type)
        elif isinstance(kind, shape.TupleType):
            for item in kind.item_types:
                visit(item)

    for root in roots:
        visit(shape.type_info(root))
    return found


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _bracketed(text: str) -> str:
    return f"({text})" if " | " in text else text


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, int):
        return str(int(value))
    raise TypeError(f"no TypeScript literal for {value!r}")


def _comment(documentation: str | None) -> str:
    paragraphs = [line.strip() for line in (documentation or "").strip().splitlines()]
    text = " ".join(line for line in paragraphs if line).replace("``", "`")
    return f"/** {text} */"
