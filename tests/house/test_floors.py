"""The floors: imports go down only, siblings do not meet, the core imports nothing of the outside world."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import CORE, PACKAGE, ROOT

ROOMS = (
    "terms",
    "alarms",
    "integrity",
    "evidence",
    "authority",
    "engine",
    "drivers",
    "plants",
    "historian",
    "journal",
    "drills",
    "server",
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the ``wakeful`` package found from ``folder`` against the contracts of pyproject.toml there."""
    command = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports_command as run; run()",
    ]
    return subprocess.run(
        [*command, "--no-logo", "--no-cache", "--config", str(folder / "pyproject.toml")],
        cwd=folder / "src",
        env={"PYTHONPATH": str(folder / "src"), "PATH": "", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house with every room of ours, one module each, under the real contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "src" / "wakeful"
    package.mkdir(parents=True)
    for room in ROOMS:
        (package / room).mkdir()
        (package / room / "__init__.py").touch()
    (package / "__init__.py").touch()
    contracts = (ROOT / "pyproject.toml").read_text()
    for importer, imported in re.findall(
        r'"wakeful\.([\w.]+)(?:\.\*\*)? -> wakeful\.([\w.]+)\.\*\*"', contracts
    ):
        folder = package / importer.replace(".", "/")
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").write_text("")
        (package / imported / "plant.py").touch()
        (folder / "part.py").write_text(f"import wakeful.{imported}.plant\n")
    return tmp_path


def test_the_house_keeps_its_floors() -> None:
    answer = lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_house_in_order_passes(house: Path) -> None:
    (house / "src/wakeful/engine/scan.py").write_text(
        "import wakeful.alarms\nimport wakeful.terms\nimport json\n"
    )
    answer = lint_imports(house)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("terms/tag", "import wakeful.engine"),
        ("alarms/step", "import wakeful.authority"),
        ("journal/file", "import wakeful.historian"),
        ("drivers/host", "import wakeful.plants"),
        ("drills/player", "import wakeful.server"),
        ("engine/scan", "def scan():\n    import wakeful.journal"),
        ("engine/clock", "import time"),
        ("alarms/files", "from pathlib import Path"),
        ("terms/chance", "import random"),
        ("gadgets/__init__", ""),
    ],
)
def test_a_step_off_the_floors_fails(house: Path, module: str, text: str) -> None:
    path = house / "src" / "wakeful" / f"{module}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n")
    answer = lint_imports(house)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert module.partition("/")[0] in answer.stdout


def test_every_room_of_the_core_is_under_the_core_contract() -> None:
    contracts = (ROOT / "pyproject.toml").read_text()
    sources = contracts[contracts.index("source_modules") : contracts.index("forbidden_modules")]
    rooms = {room for room in CORE if (PACKAGE / room).is_dir()}
    assert rooms == set(re.findall(r'"wakeful\.(\w+)"', sources))
