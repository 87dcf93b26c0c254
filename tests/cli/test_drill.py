"""``wakeful drill``: sheets and folders, a line each, forms for programs, another server, exit codes."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.commands import wakeful
from wakeful.drills.process_adapter import ANSWER_WITHIN_S

ROOT = Path(__file__).parents[2]
RIGHT = """title  A level
covers Q1
tag    LI-1
alarm  LAH-1 on LI-1: high at 8
series LI-1 every 1 s: 4 9
at 1 s LAH-1 is {letter}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sheets that pass and, in a folder below, one that fails."""
    (tmp_path / "more").mkdir()
    (tmp_path / "b.drill").write_text(RIGHT.format(letter="B"))
    (tmp_path / "a.drill").write_text("\ufeff" + RIGHT.format(letter="B, occurrence 1"))
    (tmp_path / "more" / "wrong.drill").write_text(RIGHT.format(letter="C"))
    (tmp_path / "notes.txt").write_text("no sheet")
    return tmp_path


def test_a_line_a_scenario_and_a_bar(folder: Path) -> None:
    answer = wakeful("drill", folder / "b.drill", folder / "a.drill", folder / "b.drill")
    assert answer.returncode == 0
    lines = answer.stdout.splitlines()
    assert lines[:3] == ["pass  b: A level", "pass  a: A level", "██ 2 passed"]
    assert lines[3].startswith("wakeful: 2 facts, 00:00:02 of simulated time in ")


def test_a_folder_is_all_its_sheets_and_a_failure_shows_what_was_seen(folder: Path) -> None:
    answer = wakeful("drill", folder)
    assert answer.returncode == 1
    assert answer.stdout.startswith(
        "pass  a: A level\n"
        "pass  b: A level\n"
        "FAIL  wrong: A level\n"
        f"      {folder}/more/wrong.drill:6: at 1 s LAH-1 is C\n"
        "        expected  LAH-1 is C\n"
        "        seen      LAH-1 is B\n"
        "        last events\n"
    )
    assert "██✗ 2 passed, 1 failed" in answer.stdout


def test_mistakes_of_a_sheet_are_told_and_the_others_played(folder: Path) -> None:
    (folder / "b.drill").write_text(RIGHT.format(letter="X").replace("high at", "hihg at"))
    answer = wakeful("drill", folder / "a.drill", folder / "b.drill")
    assert answer.returncode == 1
    assert "FAIL  b: 2 mistakes in the sheet\n" in answer.stdout
    assert f"{folder}/b.drill:4:23: 'hihg' is no setting; did you mean high?" in answer.stdout
    assert "█✗ 1 passed, 1 unreadable" in answer.stdout


def test_sheets_may_be_read_only(folder: Path) -> None:
    answer = wakeful("drill", "--check", folder)
    assert (answer.returncode, answer.stdout) == (0, "3 sheets, 0 with mistakes\n")
    (folder / "b.drill").write_text("title x\n")
    answer = wakeful("drill", "--check", folder)
    assert answer.returncode == 1
    assert answer.stdout.startswith(f"{folder}/b.drill:1: nothing in it can fail; say what must be so")
    assert answer.stdout.endswith("3 sheets, 1 with mistakes\n")


def test_the_report_for_programs(folder: Path) -> None:
    answer = wakeful("drill", "--json", "--junit", folder / "report.xml", folder)
    assert answer.returncode == 1
    report = json.loads(answer.stdout)
    assert report["server"] == "wakeful"
    assert [scenario["outcome"] for scenario in report["scenarios"]] == ["passed", "passed", "failed"]
    suite = ElementTree.parse(folder / "report.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")


def test_another_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command = f"{sys.executable} -m tests.drills.plain_server --without quality"
    (folder / "b.drill").write_text(RIGHT.format(letter="B").replace("4 9", "4 9 bad"))
    answer = wakeful("drill", "--adapter", command, folder / "a.drill", folder / "b.drill")
    assert answer.returncode == 0
    assert "n/s   b: A level (not supported: quality)\n█· 1 passed, 1 not supported\nplain: " in answer.stdout
    assert answer.stdout.endswith("not supported: quality (1)\n")


def test_the_time_for_an_answer_has_a_unit(folder: Path) -> None:
    answer = wakeful("drill", folder / "a.drill", "--answer-within", "10")
    assert answer.returncode == 2
    assert "'10' is no time; give a number and ms, s or min, such as 30s" in answer.stderr
    assert ANSWER_WITHIN_S == 10.0  # as its help says
    assert "(default: 10s)" in wakeful("drill", "--help").stdout


def test_limits_are_judged(folder: Path) -> None:
    sheet = RIGHT.format(letter="B").replace("tag    LI-1", "tag    LI-1 range 0 to 10").replace("8", "80")
    (folder / "b.drill").write_text(sheet)
    answer = wakeful("drill", "--check", folder / "b.drill")
    assert answer.returncode == 1
    assert f"{folder}/b.drill:4:23: 80 is outside the range of LI-1, 0 to 10" in answer.stdout


def test_a_run_in_which_nothing_passed_is_no_success(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command = f"{sys.executable} -m tests.drills.plain_server --without quality"
    (folder / "b.drill").write_text(RIGHT.format(letter="B").replace("4 9", "4 9 bad"))
    assert wakeful("drill", "--adapter", command, folder / "b.drill").returncode == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere"], "there is no sheet or folder nowhere"),
        (["{folder}/empty"], "{folder}/empty has no sheets; they end in .drill"),
        (["{folder}/latin.drill"], "{folder}/latin.drill is not UTF-8 at byte 6; save it as UTF-8"),
        (
            ["{folder}/a.drill", "--adapter", "no-such-program"],
            "no-such-program cannot be started: No such file or directory",
        ),
        (
            ["{folder}/a.drill", "--adapter", "sleep 1000", "--answer-within", "200ms"],
            "sleep 1000 did not answer hello within 0.2 s",
        ),
        (["{folder}/a.drill", "--adapter", ""], "name the program that drives the server"),
        (
            ["{folder}/a.drill", "--junit", "{folder}/no/x.xml"],
            "{folder}/no/x.xml cannot be written: No such file or directory",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(folder: Path, words: list[str], message: str) -> None:
    (folder / "empty").mkdir()
    (folder / "latin.drill").write_bytes("title \xe9\n".encode("latin-1"))
    answer = wakeful("drill", *(word.format(folder=folder) for word in words))
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1] == message.format(folder=folder)
