"""What a module keeps to itself, it uses: private names of a module that nothing in it mentions are dead."""

import ast
from collections import Counter

import pytest

from tests.house.tree import expect_nothing, python_files, sweep


def findings(text: str) -> list[str]:
    """Line and name of private functions, classes and constants of a module that it never uses."""
    module = ast.parse(text)
    defined = {
        node.name: node.lineno
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    for node in module.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if is_annotated(node) else []
        )
        defined |= {target.id: node.lineno for target in targets if isinstance(target, ast.Name)}
    used = Counter(
        node.id for node in ast.walk(module) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )
    used.update(
        part for node in ast.walk(module) if isinstance(node, ast.Constant) for part in words(node.value)
    )
    private = {
        name: line for name, line in defined.items() if name.startswith("_") and not name.startswith("__")
    }
    return [f"{line}: {name} is never used" for name, line in private.items() if not used[name]]


def is_annotated(node: ast.stmt) -> bool:
    """Whether a statement is an annotated assignment."""
    return isinstance(node, ast.AnnAssign)


def words(value: object) -> list[str]:
    """The name a string may be as a forward reference; docstrings with spaces are none."""
    return [value] if isinstance(value, str) and value.isidentifier() else []


def test_no_private_name_is_dead() -> None:
    expect_nothing(sweep(python_files(), findings))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def _f(): ...", ["1: _f is never used"]),
        ("_LIMIT = 3", ["1: _LIMIT is never used"]),
        ("_LIMIT: int = 3", ["1: _LIMIT is never used"]),
        ("class _A: ...\nclass B: ...", ["1: _A is never used"]),
        ("def _f(): ...\nx = _f()", []),
        ("_LIMIT = 3\ndef f(): return _LIMIT", []),
        ("def f(x: '_A'): ...\nclass _A: ...", []),
        ("def f(): ...\nLIMIT = 3", []),
    ],
)
def test_the_checker(text: str, expected: list[str]) -> None:
    assert findings(text) == expected
