"""Whether a JSON value has the shape that a class of ``schema/`` gives it, and whether a document shows it.

Stricter than JSON Schema in one thing: a member that the contract does not name is a finding.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CONTRACTS = ("http", "stream")
MORE = "..."
"""In a document: the last member of an object, or the last item of a list, when there are more."""
_TYPES: dict[str, type | tuple[type, ...]] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "null": type(None),
    "number": (int, float),
    "object": dict,
    "string": str,
}
_NO_CONSTRAINT = {"title", "description", "default", "discriminator", "properties", "required"}


def definitions() -> dict[str, Any]:
    """Every class of the contracts that a program meets over HTTP and on the stream."""
    found: dict[str, Any] = {}
    for name in CONTRACTS:
        found |= json.loads((ROOT / "schema" / f"{name}.json").read_text())["$defs"]
    return found


def shape_findings(value: Any, schema: dict[str, Any], known: dict[str, Any], at: str = "$") -> list[str]:
    """Where a value differs from its schema; empty when it does not. KeyError for an unknown keyword."""
    if "$ref" in schema:
        return shape_findings(value, known[schema["$ref"].rpartition("/")[2]], known, at)
    if "anyOf" in schema:
        each = [shape_findings(value, choice, known, at) for choice in schema["anyOf"]]
        return [] if not all(each) else [f"{at}: fits none of {len(each)} forms: {min(each, key=len)[0]}"]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{at}: {value!r} is not one of {schema['enum']}"]
    if "type" not in schema:
        raise KeyError(f"{at}: a schema of {sorted(schema)} is not understood")
    wrong_kind = not isinstance(value, _TYPES[schema["type"]])
    if wrong_kind or (isinstance(value, bool) and schema["type"] != "boolean"):
        return [f"{at}: {value!r} is no {schema['type']}"]
    match schema["type"]:
        case "object":
            return list(_object_findings(value, schema, known, at))
        case "array":
            return list(_array_findings(value, schema, known, at))
    return []


def _object_findings(
    value: dict[str, Any], schema: dict[str, Any], known: dict[str, Any], at: str
) -> Iterator[str]:
    members, others = schema.get("properties", {}), schema.get("additionalProperties", False)
    _understood(schema, {"type", "additionalProperties"}, at)
    yield from (f"{at}.{name}: is missing" for name in schema.get("required", ()) if name not in value)
    for name, part in value.items():
        if name in members:
            yield from shape_findings(part, members[name], known, f"{at}.{name}")
        elif isinstance(others, dict):
            yield from shape_findings(part, others, known, f"{at}.{name}")
        else:
            yield f"{at}.{name}: is not in the contract"


def _array_findings(
    value: list[Any], schema: dict[str, Any], known: dict[str, Any], at: str
) -> Iterator[str]:
    _understood(schema, {"type", "items", "prefixItems", "minItems", "maxItems"}, at)
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{at}: has {len(value)} items"
    first = schema.get("prefixItems", [])
    for index, part in enumerate(value):
        own = first[index] if index < len(first) else schema.get("items")
        if isinstance(own, dict):
            yield from shape_findings(part, own, known, f"{at}[{index}]")


def _understood(schema: dict[str, Any], keywords: set[str], at: str) -> None:
    unknown = schema.keys() - keywords - _NO_CONSTRAINT
    if unknown:
        raise KeyError(f"{at}: the keywords {sorted(unknown)} are not understood")


def shown_findings(shown: Any, actual: Any, at: str = "$") -> list[str]:
    """Where a document shows something other than what came.

    What is shown must be all there is, unless it ends with ``...``. Values must be equal, except those of
    another run: of members that end in ``_ms`` or are named in ``OF_THE_RUN`` only the kind must be.
    """
    if isinstance(shown, dict) and isinstance(actual, dict):
        return list(_shown_members(shown, actual, at))
    if isinstance(shown, list) and isinstance(actual, list):
        more = shown[-1:] == [MORE]
        shown = shown[:-1] if more else shown
        if len(shown) > len(actual) or (len(shown) < len(actual) and not more):
            return [f"{at}: {len(shown)} items are shown, {len(actual)} came"]
        pairs = enumerate(zip(shown, actual, strict=False))
        return [finding for index, pair in pairs for finding in shown_findings(*pair, f"{at}[{index}]")]
    return [] if shown == actual else [f"{at}: {shown!r} is shown, {actual!r} came"]


OF_THE_RUN = frozenset(
    [
        *("at_ns", "id", "version", "configuration_sha256", "link"),
        *("sequence", "next_before", "scan_sequence"),
    ]
)
"""Members whose values are another run's."""


def _shown_members(shown: dict[str, Any], actual: dict[str, Any], at: str) -> Iterator[str]:
    more = MORE in shown
    named = shown.keys() - {MORE}
    yield from (f"{at}.{name}: is shown and did not come" for name in sorted(named - actual.keys()))
    if not more:
        yield from (f"{at}.{name}: came and is not shown" for name in sorted(actual.keys() - named))
    for name in sorted(named & actual.keys()):
        if not (name.endswith("_ms") or name in OF_THE_RUN):
            yield from shown_findings(shown[name], actual[name], f"{at}.{name}")
        elif not _same_kind(shown[name], actual[name]):
            yield f"{at}.{name}: {shown[name]!r} is shown, {actual[name]!r} came"


def _same_kind(one: Any, other: Any) -> bool:
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    return numbers or type(one) is type(other)
