"""The committed contracts equal what the classes generate."""

import json
from pathlib import Path

import pytest

from wakeful.server.contract import contracts

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(contracts()))
def test_committed_contract_equals_generated(name: str) -> None:
    committed = (ROOT / name).read_text(encoding="utf-8")
    assert committed == contracts()[name], f"{name} is out of date: run `make schema`"


def test_generation_is_deterministic() -> None:
    assert contracts() == contracts()


@pytest.mark.parametrize("name", [name for name in contracts() if name.endswith(".json")])
def test_every_reference_resolves(name: str) -> None:
    document = json.loads(contracts()[name])

    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [ref for value in node.values() for ref in references(value)]
        if isinstance(node, list):
            return [ref for value in node for ref in references(value)]
        return []

    found = references(document)
    assert found
    for reference in found:
        assert reference.removeprefix("#/$defs/") in document["$defs"]
