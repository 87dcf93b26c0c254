"""The wheel holds the package, the built console, the built-in site and the licence, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, files


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of all files in a wheel built from this tree."""
    folder: Path = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_module_is_in_it(names: set[str]) -> None:
    modules = {f"wakeful/{path.relative_to(PACKAGE).as_posix()}" for path in files(".py", under=PACKAGE)}
    assert modules <= names


def test_the_console_is_in_it(names: set[str]) -> None:
    assert "wakeful/console_dist/index.html" in names
    assert any(name.startswith("wakeful/console_dist/assets/") and name.endswith(".js") for name in names)


def test_the_built_in_site_is_in_it(names: set[str]) -> None:
    site = {"site.toml", "tags.csv", "alarms.csv", "systems.toml"}
    assert {f"wakeful/builtin_site/{name}" for name in site} <= names


def test_the_licence_is_in_it(names: set[str]) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_nothing_else_is_in_it(names: set[str]) -> None:
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"wakeful"}
    made = (".nbi", ".nbc", ".pyc", ".parquet", ".map")
    assert [
        name for name in names if name.endswith(made) or "/__pycache__/" in name or "node_modules" in name
    ] == []
