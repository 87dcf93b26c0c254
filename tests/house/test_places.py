"""The tree names no place of one machine, and no package registry: it works wherever it is cloned."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, expect_nothing, files, sweep

PLACES = re.compile(
    "|".join(("/" + "work/", "/tmp/" + "bash_jobs", "/tmp/" + "brief", "/" + "root/", r"/home/\w+/"))
    + "|"
    + "|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "registry.npmjs" + r"\.org"))
)
TEXT = (
    *(
        ".py",
        ".pyi",
        ".toml",
        ".lock",
        ".md",
        ".ts",
        ".tsx",
        ".mjs",
        ".css",
        ".html",
        ".json",
        ".csv",
        ".txt",
    ),
    *(".yml", ".sh", ".cfg", ".svg", ""),
)


def findings(text: str) -> list[str]:
    """Lines that name a place."""
    numbered = enumerate(text.splitlines(), start=1)
    return [f"{number}: {line.strip()[:100]}" for number, line in numbered if PLACES.search(line)]


def is_text(path: Path) -> bool:
    """Whether a file without a suffix reads as text; files with a known suffix must."""
    if path.suffix:
        return True
    try:
        path.read_text()
    except UnicodeDecodeError:
        return False
    return True


def test_the_tree_names_no_place() -> None:
    expect_nothing(sweep([path for path in files(*TEXT) if is_text(path)], findings))


def test_scripts_without_a_suffix_are_looked_at() -> None:
    assert {ROOT / "Makefile", ROOT / "tools" / "python", ROOT / ".ci" / "run"} <= set(files(""))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("see /" + "work/main/src", 1),
        ("/tmp/" + "bash_jobs/1", 1),
        ("cd /home/" + "someone/wakeful", 1),
        ("from pypi" + ".org", 1),
        ("~/wakeful, ../shared/datasets, /var/lib/wakeful, the working tree", 0),
    ],
)
def test_the_checker(text: str, count: int) -> None:
    assert len(findings(text)) == count
