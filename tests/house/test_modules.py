"""Every module opens with its docstring, has a name that says something, and has exactly one test file."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, expect_nothing, files, name_of, python_files, sweep

EMPTY_NAMES = frozenset({"util", "utils", "helper", "helpers", "common", "manager", "misc", "stuff"})

TESTED_ELSEWHERE: dict[str, str] = {
    "drills/adapter": "an interface and plain data; each adapter's own test and the player's hold it",
    "drivers/driver": "an interface; each driver's own test holds it against it",
    "plants/plant": "an interface; each plant's own test holds it against it",
    "server/wire": "plain data; test_contract compares every class with schema/",
    "terms/equipment": "plain data, no behaviour",
    "terms/fault": "plain data, no behaviour",
    "terms/tag": "plain data, no behaviour",
}
"""The one list of modules without a test file of their name, with the reason. A stale entry fails."""


def docstring_findings(text: str) -> list[str]:
    """One finding when a module does not begin with a docstring."""
    module = ast.parse(text)
    return [] if not module.body or ast.get_docstring(module) else ["1: does not begin with a docstring"]


def name_findings(paths: list[Path]) -> list[str]:
    """Files and folders whose name says nothing."""
    parts = {part for path in paths for part in [path, *path.parents]}
    return sorted(
        part.as_posix() for part in parts if part.name.split(".")[0].lower().strip("_") in EMPTY_NAMES
    )


def mapping_findings(modules: list[str], tests: list[str], elsewhere: dict[str, str]) -> list[str]:
    """Modules with no test file or with several, test files of several modules, exceptions that are not true.

    ``modules`` are paths below the package without suffix, ``tests`` paths below tests/ with it. A test file
    on the same path as a module belongs to that one and to no other.
    """
    claims: Counter[str] = Counter()
    found = []
    same_path = {names_of_test(module)[0]: module for module in modules}
    for module in modules:
        own = [
            test for test in names_of_test(module) if test in tests and same_path.get(test, module) == module
        ]
        if module in elsewhere:
            found += [f"{module}: has {test} now, take it off TESTED_ELSEWHERE" for test in own[:1]]
            continue
        claims.update(own)
        if len(own) != 1:
            found.append(f"{module}: {len(own)} test files, expected {names_of_test(module)[0]}")
    found += [f"{test}: is the test of {count} modules" for test, count in claims.items() if count > 1]
    return found + [
        f"{module}: on TESTED_ELSEWHERE but gone" for module in elsewhere if module not in modules
    ]


def names_of_test(module: str) -> list[str]:
    """Where the test of a module may lie: the same path, or the room (also with the folder in its name),
    or a folder of that name.
    """
    path = Path(module)
    names = [path.parent / f"test_{path.name}.py"]
    if len(path.parts) > 2:
        room, folder = Path(path.parts[0]), path.parts[-2]
        names += [room / f"test_{path.name}.py", room / f"test_{folder}_{path.name}.py"]
        names += [Path(folder, f"test_{path.name}.py")]
    return [name.as_posix() for name in names]


def test_every_module_begins_with_its_docstring() -> None:
    expect_nothing(sweep(python_files(), docstring_findings))


def test_every_name_says_something() -> None:
    paths = [path.relative_to(ROOT) for path in files(".py", ".ts", ".tsx", ".mjs", ".css")]
    expect_nothing(name_findings(paths))


def test_every_module_has_one_test_file() -> None:
    modules = [
        path.relative_to(PACKAGE).with_suffix("").as_posix()
        for path in files(".py", under=PACKAGE)
        if path.stem not in ("__init__", "__main__")
    ]
    tests = [path.relative_to(ROOT / "tests").as_posix() for path in python_files("tests")]
    expect_nothing(mapping_findings(modules, tests, TESTED_ELSEWHERE))


def test_every_tool_and_bench_part_has_one_test_file() -> None:
    parts = [path for path in python_files("tools", "bench") if path.stem != "__init__"]
    needed = [
        path for path in parts if path.parent.name == "tools" or path.stem in ("run", "figure", "machine")
    ]
    missing = [
        name_of(path)
        for path in needed
        if not (ROOT / "tests" / path.parent.name / f"test_{path.name}").exists()
    ]
    expect_nothing(missing)


@pytest.mark.parametrize(
    ("text", "count"),
    [('"""Says what it does."""\nx = 1', 0), ("x = 1", 1), ("import os\n'''late'''", 1), ("", 0)],
)
def test_the_docstring_checker(text: str, count: int) -> None:
    assert len(docstring_findings(text)) == count


def test_the_name_checker() -> None:
    paths = [
        Path("src/wakeful/engine/scan.py"),
        Path("src/wakeful/utils/time.py"),
        Path("console/src/Helpers.ts"),
    ]
    assert name_findings(paths) == ["console/src/Helpers.ts", "src/wakeful/utils"]


@pytest.mark.parametrize(
    ("modules", "tests", "elsewhere", "expected"),
    [
        (["engine/scan"], ["engine/test_scan.py"], {}, []),
        (["kernel_cache"], ["test_kernel_cache.py"], {}, []),
        (["server/web/stream"], ["server/web/test_stream.py"], {}, []),
        (["server/web/stream"], ["server/test_stream.py"], {}, []),
        (["server/web/stream"], ["server/test_web_stream.py"], {}, []),
        (["kernel_cache"], ["engine/test_kernel_cache.py"], {}, ["expected test_kernel_cache.py"]),
        (["engine/scan"], [], {}, ["0 test files"]),
        (["engine/scan"], ["alarms/test_scan.py"], {}, ["0 test files"]),
        (["server/web/stream"], ["server/web/test_stream.py", "server/test_stream.py"], {}, ["2 test files"]),
        (["a/step", "a/b/step"], ["a/test_step.py", "a/b/test_step.py"], {}, []),
        (["a/step", "a/b/step"], ["a/test_step.py"], {}, ["a/b/step: 0 test files"]),
        (
            ["drivers/a/driver", "drivers/b/driver"],
            ["drivers/test_driver.py"],
            {},
            ["is the test of 2 modules"],
        ),
        (["engine/scan"], [], {"engine/scan": "why"}, []),
        (["engine/scan"], ["engine/test_scan.py"], {"engine/scan": "why"}, ["take it off"]),
        ([], [], {"engine/scan": "why"}, ["but gone"]),
    ],
)
def test_the_test_file_checker(
    modules: list[str], tests: list[str], elsewhere: dict[str, str], expected: list[str]
) -> None:
    found = mapping_findings(modules, tests, elsewhere)
    assert len(found) == len(expected)
    assert all(part in finding for part, finding in zip(expected, found, strict=True))
