"""What is called nearly as a file that is not there is a finding; what stands beside it is not."""

from pathlib import Path

import pytest

from wakeful.server.configuration.finding import FILE_ORDER, Findings
from wakeful.server.configuration.folder_files import report_misnamed


def told(folder: Path, master: str = "") -> tuple[list[str], frozenset[str]]:
    findings = Findings()
    meant = report_misnamed(folder, master, findings)
    return [str(finding) for finding in findings.sorted()], meant


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("alarm.csv", "did you mean 'alarms.csv'?"),
        ("Alarms.csv", "did you mean 'alarms.csv'?"),
        ("alarms.xlsx", "save it as 'alarms.csv', CSV UTF-8"),
        ("alarms.csv.txt", "save it as 'alarms.csv', CSV UTF-8"),
        ("Alarms.ODS", "save it as 'alarms.csv', CSV UTF-8"),
    ],
)
def test_a_file_that_is_not_read_is_told_while_the_right_one_is_absent(
    tmp_path: Path, name: str, advice: str
) -> None:
    (tmp_path / name).write_text("x")
    assert told(tmp_path) == (
        [f"{name}: is not read under this name; {advice}"], frozenset(("alarms.csv",)),
    )  # fmt: skip
    for file in FILE_ORDER:
        (tmp_path / file).write_text("x")
    assert told(tmp_path) == ([], frozenset())


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "alarms.csv").mkdir()
    assert told(tmp_path) == (
        ["alarms.csv: is a folder, not a file; put the file in its place"], frozenset(("alarms.csv",)),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["master.csv", "alarms.csv.bak", "notes.txt", "sheet.xlsx", "alarms.png"])
def test_other_files_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    (tmp_path / "alarms").mkdir()
    assert told(tmp_path) == ([], frozenset())


def test_the_master_may_be_called_anything(tmp_path: Path) -> None:
    (tmp_path / "alarm.csv").write_text("x")
    assert told(tmp_path, "alarm.csv") == ([], frozenset())
