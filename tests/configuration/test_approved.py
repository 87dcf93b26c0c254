"""Approved alarms that a site does not have are told, with the name of the master."""

from pathlib import Path

import pytest

from wakeful.server.configuration import approved
from wakeful.server.configuration.approved import MASTER_NAME, master_note

HEADER = "name,tag,kind,priority,limit_eu,use,colour\n"


def note(folder: Path, rows: str, *alarms: str, named: str = "") -> str:
    (folder / (named or MASTER_NAME)).write_text(f"# revision 1\n{HEADER}{rows}", encoding="utf-8")
    return master_note(folder, named, alarms)


def test_without_a_master_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert master_note(tmp_path, "", ()) == ""


def test_a_site_that_has_them_all(tmp_path: Path) -> None:
    rows = "A,T,high,low,nonsense,,\n,T,low,low,1,,\nB,T,high,low,1,no,\n"
    assert note(tmp_path, rows, "A", "T.low", "more") == ""


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert note(tmp_path, "A,T,high,low,1,,\n,T,low,low,1,,\n", "A") == (
        f"1 approved alarm is not in the site: T.low (master {MASTER_NAME})"
    )
    rows = "".join(f"A{number},T,high,low,1,,\n" for number in range(7))
    assert note(tmp_path, rows, named="m.txt") == (
        "7 approved alarms are not in the site: A0, A1, A2, A3, A4 and 2 more (master m.txt)"
    )


def test_a_master_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert master_note(tmp_path, "m.csv", ()) == "the master m.csv cannot be read: No such file or directory"
    (tmp_path / "m.csv").write_bytes(b"PK\x03\x04")
    assert "the master cannot be read: m.csv: is a spreadsheet workbook" in master_note(tmp_path, "m.csv", ())
    monkeypatch.setattr(approved, "FILE_BYTES_MAX", {".csv": 3})
    assert master_note(tmp_path, "m.csv", ()) == "the master m.csv is too large to be read"
