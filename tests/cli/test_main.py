"""The command line as a whole: help, version, exit codes, lazy imports."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

import wakeful as package
from tests.cli.commands import wakeful
from wakeful.cli.main import VERBS, main


def test_help_names_every_verb_and_comes_at_once() -> None:
    began_s = time.perf_counter()
    result = wakeful("--help")
    took_s = time.perf_counter() - began_s
    assert result.returncode == 0
    assert all(verb in result.stdout for verb in VERBS)
    assert took_s < 5.0, "help loads something heavy"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_own_help_and_imports_nothing_heavy_for_it(verb: str) -> None:
    program = (
        "import sys; from wakeful.cli.main import main\n"
        f"try: main([{verb!r}, '--help'])\n"
        "except SystemExit as ended: code = ended.code\n"
        "heavy = {'numpy', 'numba', 'pyarrow', 'starlette', 'rich', 'psutil'} & set(sys.modules)\n"
        "sys.exit(code or ' '.join(sorted(heavy)) or 0)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "exit codes" in result.stdout


def test_the_version_is_the_package_s() -> None:
    assert wakeful("--version").stdout == f"wakeful {package.__version__}\n"


@pytest.mark.parametrize("words", [["nonsense"], ["check"], ["replay", "."], ["check", ".", "--nonsense"]])
def test_wrong_usage_ends_with_2(words: list[str]) -> None:
    result = wakeful(*words)
    assert result.returncode == 2
    assert "usage: wakeful" in result.stderr


def test_no_verb_at_all_shows_the_help_and_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage: wakeful" in capsys.readouterr().out


def test_an_error_of_the_house_is_one_line_and_ends_with_1(tmp_path: Path) -> None:
    result = wakeful("check", tmp_path / "nowhere")
    assert result.returncode == 1
    assert "is not a folder" in result.stderr and "Traceback" not in result.stderr


def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert main(["new", str(folder)]) == 0
    (folder / "tags.csv").write_text("name,source,unit,range_low_eu,range_high_eu\n" + "x y,a,b,c,d\n" * 90)
    command = [sys.executable, "-u", "-m", "wakeful.cli.main", "check", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(timeout=60) == 1
