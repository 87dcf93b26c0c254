"""No file over 500 lines: it is easier to keep a shape than to win it back. ``make lint`` shows the sizes."""

from pathlib import Path

import pytest

from tests.house.tree import ROOT, expect_nothing, files
from tools.sizes import FILE_LINES_MAX, files_of_ours

GENERATED = {"console/src/schema.ts": "written by `make schema`"}
"""Files no person writes, which may be of any size. An entry that is gone fails."""


def findings(path: Path, text: str) -> list[str]:
    """One finding when a file is too long."""
    lines = text.count("\n")
    return [f"{path.as_posix()}: {lines} lines, at most {FILE_LINES_MAX}"] if lines > FILE_LINES_MAX else []


def test_no_file_is_too_long() -> None:
    paths = [path.relative_to(ROOT) for path in files_of_ours(ROOT)]
    assert paths
    written = [path for path in paths if path.as_posix() not in GENERATED]
    expect_nothing([finding for path in written for finding in findings(path, (ROOT / path).read_text())])


def test_every_exception_is_still_there() -> None:
    assert [name for name in GENERATED if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(("lines", "count"), [(FILE_LINES_MAX, 0), (FILE_LINES_MAX + 1, 1)])
def test_the_checker(lines: int, count: int) -> None:
    assert len(findings(Path("engine/scan.py"), "x\n" * lines)) == count


def test_every_source_file_is_looked_at() -> None:
    ours = set(files_of_ours(ROOT))
    assert set(files(".py", under=ROOT / "src")) <= ours
    assert set(files(".ts", ".tsx", under=ROOT / "console" / "src")) <= ours
