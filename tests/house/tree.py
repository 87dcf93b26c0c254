"""The files of the repository that the rules of the house are held against."""

import ast
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "wakeful"
MADE = frozenset({
    ".git", ".venv", "node_modules", "console_dist", "dist", "test-results", "__pycache__", "results",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache",
})  # fmt: skip
"""Folders that commands make; their contents are nobody's handwriting."""
CORE = ("terms", "engine", "integrity", "evidence", "alarms", "authority", "tracing")
"""Rooms of floors 1 to 3."""


def files(*suffixes: str, under: Path = ROOT) -> list[Path]:
    """Files below a folder with one of these suffixes (any when none is named), in a fixed order."""
    return [path for path in _walk(under) if not suffixes or path.suffix in suffixes]


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - MADE)
        yield from (Path(where, name) for name in sorted(names))


def python_files(*folders: str) -> list[Path]:
    """Python files of these top folders; of all of ours when none is named."""
    tops = folders or ("src", "tests", "tools", "bench")
    return [path for top in tops for path in files(".py", under=ROOT / top)]


def name_of(path: Path) -> str:
    """How a finding names a file."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def sweep(paths: list[Path], findings: Callable[[str], list[str]]) -> list[str]:
    """``file:finding`` for everything a checker finds in these files; some test data are no valid text."""
    assert paths, "the rule found no file to look at"
    texts = ((path, path.read_text(errors="replace")) for path in paths)
    found = []
    for path, text in texts:
        try:
            found += [f"{name_of(path)}:{finding}" for finding in findings(text)]
        except SyntaxError as error:
            found.append(f"{name_of(path)}:{error.lineno}: not Python 3.11: {error.msg}")
    return found


def expect_nothing(found: list[str]) -> None:
    """Fail with one line for each finding."""
    if found:
        pytest.fail(f"{len(found)} findings\n" + "\n".join(found), pytrace=False)


def dotted_name(node: ast.expr) -> str | None:
    """``a.b.c`` of an attribute chain, None for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (base := dotted_name(node.value)) is not None:
        return f"{base}.{node.attr}"
    return None


def imported_names(module: ast.Module) -> dict[str, str]:
    """What each imported local name stands for: ``{"np": "numpy", "now": "time.time"}``."""
    names: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                local = alias.asname or alias.name.partition(".")[0]
                names[local] = alias.name if alias.asname else local
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def full_names(text: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every name and attribute used, imports undone: ``12, numpy.random.rand``."""
    module = ast.parse(text)
    imported = imported_names(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Name | ast.Attribute) and (name := dotted_name(node)) is not None:
            first, dot, rest = name.partition(".")
            yield node.lineno, imported.get(first, first) + dot + rest
