"""Style and types of all source, Python and console: the same checks as ``make lint``."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT


def run(command: list[str], cwd: Path = ROOT) -> None:
    """Fail with what a checker says when it is not content."""
    answer = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        pytest.fail(f"{' '.join(command)}\n{answer.stdout}{answer.stderr}", pytrace=False)


def test_python_style() -> None:
    run([sys.executable, "-m", "ruff", "check", "--quiet", "."])


def test_python_types() -> None:
    run([sys.executable, "-m", "mypy"])


def test_console_style_and_types() -> None:
    run(["npm", "run", "--silent", "check"], ROOT / "console")


@pytest.mark.parametrize(
    ("checker", "text"),
    [
        (["ruff", "check", "--no-cache"], '"""Doc."""\n\nimport os\n'),
        (["mypy"], '"""Doc."""\n\nx: int = "no"\n'),
    ],
    ids=["style", "types"],
)
def test_a_fault_is_seen(checker: list[str], text: str, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.py"
    faulty.write_text(text)
    with pytest.raises(pytest.fail.Exception, match=r"faulty\.py"):
        run([sys.executable, "-m", *checker, str(faulty)])
