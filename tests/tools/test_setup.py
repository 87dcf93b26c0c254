"""Set-up names what a machine lacks in one line, and does only what its stamps say is due."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup
from tools.progress import StepError

ROOT = Path(setup.__file__).resolve().parent.parent


def program(folder: Path, name: str, script: str) -> Path:
    """A shell script on the path of a test."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def pick_python(folder: Path) -> subprocess.CompletedProcess[str]:
    """What tools/python does on a machine whose only programs are in a folder."""
    command = ["/bin/sh", str(ROOT / "tools" / "python"), "-c", "print('started')"]
    return subprocess.run(command, env={"PATH": str(folder)}, capture_output=True, text=True, check=False)


OLD = 'case "$1" in --version) echo "Python 3.10.9";; *) exit 1;; esac'
NEW = f'echo "$0" >>"$0.used"; exec {sys.executable} "$@"'


def test_the_newest_suitable_python_is_picked(tmp_path: Path) -> None:
    program(tmp_path, "python3", OLD)
    program(tmp_path, "python3.11", NEW)
    newest = program(tmp_path, "python3.12", NEW)
    assert pick_python(tmp_path).stdout == "started\n"
    assert newest.with_name("python3.12.used").exists()
    assert not newest.with_name("python3.11.used").exists()


def test_a_python_that_can_make_environments_goes_before_a_newer_one_that_cannot(tmp_path: Path) -> None:
    cannot = f'case "$*" in *ensurepip*) exit 1;; esac; {NEW}'
    newer = program(tmp_path, "python3.13", cannot)
    program(tmp_path, "python3.11", NEW)
    assert pick_python(tmp_path).stdout == "started\n"
    assert not newer.with_name("python3.13.used").exists()


def test_a_python_with_every_package_goes_before_a_newer_one(tmp_path: Path) -> None:
    newer = program(tmp_path, "python3.13", f'case "$*" in *"(3, 13)"*) exit 1;; esac; {NEW}')
    program(tmp_path, "python3.11", NEW)
    assert pick_python(tmp_path).stdout == "started\n"
    assert not newer.with_name("python3.13.used").exists()
    (tmp_path / "python3.11").unlink()
    assert pick_python(tmp_path).stdout == "started\n"
    assert newer.with_name("python3.13.used").exists()


def test_only_an_old_python_is_one_line(tmp_path: Path) -> None:
    program(tmp_path, "python3", OLD)
    answer = pick_python(tmp_path)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "3.11 or newer" in answer.stderr and "Python 3.10.9" in answer.stderr


def test_no_python_is_one_line(tmp_path: Path) -> None:
    answer = pick_python(tmp_path)
    assert answer.returncode == 1
    assert "no Python at all" in answer.stderr


@pytest.mark.parametrize(
    ("node", "npm", "said"),
    [
        (None, None, "Node.js is missing"),
        ("echo v18.19.0", "true", "this machine has v18.19.0"),
        ("exit 1", "true", "one that does not start"),
        ("echo v22.1.0", None, "npm is missing"),
    ],
)
def test_what_is_wrong_with_node_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, node: str | None, npm: str | None, said: str
) -> None:
    if node is not None:
        program(tmp_path, "node", node)
    if npm is not None:
        program(tmp_path, "npm", npm)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StepError, match=said) as error:
        setup.check_node()
    assert "\n" not in str(error.value)


def test_a_new_enough_node_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "node", "echo v20.19.0")
    program(tmp_path, "npm", "true")
    monkeypatch.setenv("PATH", str(tmp_path))
    setup.check_node()


def test_versions_compare_by_number() -> None:
    assert setup.numbers("v20.9.0") < setup.numbers("20.19")
    assert setup.numbers("v100.0.0") > setup.numbers("20.19")


def test_a_missing_venv_module_is_one_line_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "venv_works", lambda: False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(StepError, match=r"apt-get install python3\.\d+-venv"):
        setup.check_prerequisites(console=False)


def test_a_fingerprint_sees_content_and_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("x")
    second.write_text("x")
    assert setup.fingerprint([first]) == setup.fingerprint([first])
    assert setup.fingerprint([first]) != setup.fingerprint([second])
    before = setup.fingerprint([first])
    first.write_text("y")
    assert setup.fingerprint([first]) != before
    with pytest.raises(StepError, match="c is missing"):
        setup.fingerprint([tmp_path / "c"])


def test_a_venv_that_does_not_start_does_not_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "VENV_PYTHON", tmp_path / "gone")
    assert not setup.venv_works()
    monkeypatch.setattr(setup, "VENV_PYTHON", program(tmp_path, "python", "exit 3"))
    assert not setup.venv_works()
    monkeypatch.setattr(setup, "VENV_PYTHON", program(tmp_path, "python", "echo 3 10"))
    assert not setup.venv_works()
    monkeypatch.setattr(setup, "VENV_PYTHON", Path(sys.executable))
    assert setup.venv_works()


NPM = """
echo "$*" >>"$(dirname "$0")/calls"
case "$1" in
    ci) mkdir -p node_modules;;
    run) mkdir -p ../src/wakeful/console_dist && echo built >../src/wakeful/console_dist/index.html;;
esac
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work tree with a console, and an npm that notes how it is called."""
    for name, text in {"package.json": "{}", "package-lock.json": "{}", "src/main.ts": "1"}.items():
        (tmp_path / "console" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "console" / name).write_text(text)
    for name in ("bin", "schema", ".venv", "src/wakeful"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "schema" / "http.json").write_text("{}")
    program(tmp_path / "bin", "npm", NPM)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "CONSOLE", tmp_path / "console")
    monkeypatch.setattr(setup, "CONSOLE_DIST", tmp_path / "src" / "wakeful" / "console_dist")
    return tmp_path


def calls(tree: Path) -> list[str]:
    """How npm was called since the last time this was asked."""
    file = tree / "bin" / "calls"
    lines = file.read_text().splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return [line.split()[0] for line in lines]


def test_the_console_is_built_once(tree: Path) -> None:
    setup.build_console()
    assert calls(tree) == ["ci", "run"]
    setup.build_console()
    assert calls(tree) == []


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ("console/src/main.ts", ["run"]),
        ("console/src/new.ts", ["run"]),
        ("schema/http.json", ["run"]),
        ("console/package-lock.json", ["ci", "run"]),
    ],
)
def test_a_change_does_what_it_makes_due(tree: Path, changed: str, due: list[str]) -> None:
    setup.build_console()
    calls(tree)
    (tree / changed).write_text('{"changed": true}')
    setup.build_console()
    assert calls(tree) == due


def test_a_build_that_was_removed_is_made_again(tree: Path) -> None:
    setup.build_console()
    calls(tree)
    (tree / "src/wakeful/console_dist/index.html").unlink()
    setup.build_console()
    assert calls(tree) == ["run"]


def test_a_build_that_fails_leaves_no_stamp(tree: Path) -> None:
    program(tree / "bin", "npm", 'mkdir -p node_modules; [ "$1" = ci ] || { echo no such module; exit 2; }')
    with pytest.raises(StepError, match="no such module"):
        setup.build_console()
    program(tree / "bin", "npm", NPM)
    setup.build_console()
    assert calls(tree) == ["run"]


def test_a_build_that_leaves_no_page_is_a_failure(tree: Path) -> None:
    program(tree / "bin", "npm", "mkdir -p node_modules")
    with pytest.raises(StepError, match=r"left no .*index\.html"):
        setup.build_console()


@pytest.mark.parametrize(
    ("line", "package"),
    [
        ("Collecting numpy==2.4.6 (from -r requirements.lock (line 10))", "numpy"),
        ("  Downloading numpy-2.4.6-cp311-cp311-manylinux.whl (16.6 MB)", "numpy"),
        ("Requirement already satisfied: rich==15.0.0 in ./.venv", "rich"),
        ("Installing collected packages: numpy, rich", "unpacking all of them"),
        ("WARNING: something", None),
    ],
)
def test_what_pip_says_is_put_in_a_word(line: str, package: str | None) -> None:
    assert setup.describe_pip(line) == package
