"""A long step shows that it is alive, keeps all its output, and fails with the end of it."""

import sys
from pathlib import Path

import pytest

from tools.progress import LINES_SHOWN, StepError, run_step


def python(script: str) -> list[str]:
    """A command that runs a script."""
    return [sys.executable, "-c", script]


def test_a_step_says_when_it_begins_and_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_step("Counting", python("print('one'); print('two')"), cwd=tmp_path, log=tmp_path / "log")
    first, last = capsys.readouterr().out.splitlines()
    assert first == "  Counting ..."
    assert last.startswith("  Counting: done in ")
    assert (tmp_path / "log").read_text() == "one\ntwo\n"


def test_every_line_is_described(tmp_path: Path) -> None:
    seen: list[str] = []

    def describe(line: str) -> None:
        seen.append(line)

    run_step("Counting", python("print('one\\ntwo')"), cwd=tmp_path, log=tmp_path / "log", describe=describe)
    assert seen == ["one", "two"]


def test_a_failure_shows_the_beginning_and_the_end(tmp_path: Path) -> None:
    script = "print('first'); [print('line', n) for n in range(500)]; print('last', end=''); exit(3)"
    with pytest.raises(StepError) as error:
        run_step("Counting", python(script), cwd=tmp_path, log=tmp_path / "log")
    text = str(error.value)
    assert "ended with 3" in text
    assert "    first\n" in text and "    last\n" in text and str(tmp_path / "log") in text
    assert "line 250" not in text
    assert len(text.splitlines()) < 2 * LINES_SHOWN + 5


def test_the_log_is_added_to(tmp_path: Path) -> None:
    for word in ("one", "two"):
        run_step("Saying", python(f"print('{word}')"), cwd=tmp_path, log=tmp_path / "log")
    assert (tmp_path / "log").read_text() == "one\ntwo\n"


def test_a_step_never_waits_for_an_answer(tmp_path: Path) -> None:
    run_step(
        "Asking", python("import sys; assert sys.stdin.read() == ''"), cwd=tmp_path, log=tmp_path / "log"
    )
