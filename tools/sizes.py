"""Shows how long files and functions are, beside what the house aims at. Run by ``make lint``.

Only the size of a file is a rule (tests/house/test_size.py); the rest is shown so that a drift is seen.
"""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES_MAX = 500
FILE_LINES_AIM = 380
FUNCTION_LINES_AIM = 40
FOLDERS = ("src/wakeful", "tests", "tools", "bench", "console/src", "console/browser")
SUFFIXES = frozenset({".py", ".ts", ".tsx", ".mjs", ".css"})
MADE = frozenset({"__pycache__", "console_dist", "node_modules"})


def main() -> int:
    """Print the shape of the source and what lies outside of the aims."""
    files = files_of_ours(ROOT)
    lengths = {path: path.read_text().count("\n") for path in files}
    source = [
        path for path in files if path.is_relative_to(ROOT / "src") or path.is_relative_to(ROOT / "console")
    ]
    print("file lines         files  median  9 in 10  longest")
    for title, paths in (("source", source), ("all", files)):
        print(f"  {title:<15} {shape([lengths[path] for path in paths])}")
    for path in sorted(files, key=lambda path: -lengths[path]):
        if lengths[path] > FILE_LINES_AIM:
            print(f"    {lengths[path]:>4}  {path.relative_to(ROOT)}")

    functions = [
        (length, path, name, line)
        for path in source
        if path.suffix == ".py"
        for name, line, length in function_lengths(path.read_text())
    ]
    print("function lines  functions  median  9 in 10  longest")
    print(f"  {'source (Python)':<15} {shape([length for length, *_ in functions])}")
    for length, path, name, line in sorted(functions, key=lambda found: -found[0]):
        if length > FUNCTION_LINES_AIM:
            print(f"    {length:>4}  {path.relative_to(ROOT)}:{line} {name}")
    return 0


def files_of_ours(root: Path) -> list[Path]:
    """Every file of ours that holds code, in a fixed order."""
    found = (path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in SUFFIXES)
    return sorted(path for path in found if not MADE & set(path.parts))


def shape(lengths: list[int]) -> str:
    """Count, median, ninetieth percentile and maximum as columns."""
    ordered = sorted(lengths) or [0]
    ninth = ordered[min(len(ordered) - 1, len(ordered) * 9 // 10)]
    return f"{len(lengths):>8} {statistics.median(ordered):>7.0f} {ninth:>8} {ordered[-1]:>8}"


def function_lengths(text: str) -> list[tuple[str, int, int]]:
    """Name, first line and lines without docstring of every function of a module, nested ones too."""
    return sorted(_functions(ast.parse(text), ""), key=lambda found: found[1])


def _functions(parent: ast.AST, prefix: str) -> Iterator[tuple[str, int, int]]:
    for node in ast.iter_child_nodes(parent):
        name = prefix
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}{node.name}."
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node, clean=False) is not None:
                docstring = node.body[0]
                lines -= (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
            yield name[:-1], node.lineno, lines
        yield from _functions(node, name)


if __name__ == "__main__":
    sys.exit(main())
