"""``wakeful alarms export`` and ``wakeful alarms import``."""

from pathlib import Path

import pytest

from tests.cli.commands import wakeful, write_rig


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_out_and_in(tmp_path: Path, kind: str) -> None:
    rig, sheet = write_rig(tmp_path / "rig"), tmp_path / f"sheet.{kind}"
    out = wakeful("alarms", "export", rig, sheet)
    assert (out.returncode, out.stdout) == (0, f"{sheet}: 4 alarms\n")
    back = wakeful("alarms", "import", rig, sheet)
    assert (back.returncode, back.stdout) == (0, "0 changes\n")
    assert not (rig / "alarms.csv.bak").exists()


def test_a_sheet_that_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    rig, sheet = write_rig(tmp_path / "rig"), tmp_path / "sheet.csv"
    systems = rig / "systems.toml"
    systems.write_text(systems.read_text() + 'modes = ["run", "stop"]\n')
    beside = tmp_path / "sheet_operating_modes.csv"
    for there in (sheet, beside):
        there.write_text("work of days")
        refused = wakeful("alarms", "export", rig, sheet)
        assert refused.returncode == 1
        assert f"{there} is there already; give another name, or --force to replace it" in refused.stderr
        assert there.read_text() == "work of days"
        assert wakeful("alarms", "export", rig, sheet, "--force").returncode == 0
        assert there.read_text() != "work of days"
        sheet.unlink()


def test_changes_are_shown_and_written_only_when_asked_and_right(tmp_path: Path) -> None:
    rig, sheet = write_rig(tmp_path / "rig"), tmp_path / "sheet.csv"
    old = (rig / "alarms.csv").read_bytes()
    sheet.write_text("name,tag,kind,priority,limit_eu\nLAH-1,LI-1,high,high,8.5\n")
    tried = wakeful("alarms", "import", rig, sheet, "--dry-run")
    assert tried.stdout.splitlines() == [
        "LAH-1: limit_eu: 8 -> 8.5",
        "1 change",
        "3 alarms are not in the sheet and stay as they are",
        "nothing was written (--dry-run)",
    ]
    assert (rig / "alarms.csv").read_bytes() == old
    written = wakeful("alarms", "import", rig, sheet)
    assert written.returncode == 0
    assert "the old one is alarms.csv.bak" in written.stdout
    assert (rig / "alarms.csv.bak").read_bytes() == old
    sheet.write_text("name,tag,kind,priority,limit_eu\nLAH-1,LI-1,high,high,85\n")
    wrong = wakeful("alarms", "import", rig, sheet)
    assert wrong.returncode == 1
    assert wrong.stdout.startswith("sheet.csv:2: limit_eu: ")
    assert wrong.stderr == "1 finding\n"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_settings_in_modes_go_out_and_in(tmp_path: Path, kind: str) -> None:
    rig, sheet = write_rig(tmp_path / "rig"), tmp_path / f"sheet.{kind}"
    systems = rig / "systems.toml"
    systems.write_text(systems.read_text() + 'modes = ["run", "stop"]\n')
    modes = rig / "modes.csv"
    modes.write_text("alarm,mode,suppressed\nLA*,stop,yes\n")
    out = wakeful("alarms", "export", rig, sheet)
    settings = "2 settings in operating modes"
    beside = tmp_path / "sheet_operating_modes.csv"
    assert (out.returncode, out.stdout) == (0, {
        "csv": f"{sheet}: 4 alarms\n{beside}: {settings}\n", "xlsx": f"{sheet}: 4 alarms, {settings}\n",
    }[kind])  # fmt: skip
    modes.unlink()
    back = wakeful("alarms", "import", rig, sheet)
    assert back.returncode == 0 and back.stdout.splitlines() == [
        "LAH-1: modes.stop.suppressed: nothing -> yes",
        "LAL-1: modes.stop.suppressed: nothing -> yes",
        "2 changes",
        f"{modes} is written; a running server goes on until it is started again",
    ]
    assert modes.read_text().splitlines()[1:] == ["LAH-1,stop,,,yes", "LAL-1,stop,,,yes"]
    assert not (rig / "alarms.csv.bak").exists()


def test_a_sheet_is_a_master_with_its_modes(tmp_path: Path) -> None:
    rig, sheet = write_rig(tmp_path / "rig"), tmp_path / "sheet.csv"
    systems = rig / "systems.toml"
    systems.write_text(systems.read_text() + 'modes = ["run", "stop"]\n')
    (rig / "modes.csv").write_text("alarm,mode,suppressed\nLAH-1,stop,yes\n")
    assert wakeful("alarms", "export", rig, sheet).returncode == 0
    same = wakeful("alarms", "drift", rig, "--master", sheet)
    assert (same.returncode, same.stdout.splitlines()[-1]) == (0, "0 differences")
    (rig / "modes.csv").write_text("alarm,mode,limit_eu\nLAH-1,stop,9\n")
    assert wakeful("alarms", "drift", rig, "--master", sheet).stdout.splitlines()[1:] == [
        "LAH-1: modes.stop: runs with limit 9.0, master has suppressed",
        "1 difference",
    ]
