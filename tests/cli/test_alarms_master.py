"""``wakeful alarms approve`` and ``wakeful alarms drift``."""

from pathlib import Path

from tests.cli.commands import wakeful, write_rig


def test_a_site_drifts_from_its_master_when_it_changes(tmp_path: Path) -> None:
    rig = write_rig(tmp_path / "rig")
    lacking = wakeful("alarms", "drift", rig)
    assert lacking.returncode == 1
    assert "there is no master" in lacking.stderr
    approved = wakeful("alarms", "approve", rig, "--by", "Eve", "--reason", "first issue")
    assert approved.returncode == 0, approved.stderr
    assert "revision 1, approved " in approved.stdout
    assert approved.stdout.endswith("4 alarms, 4 of them not rationalised in full\n")
    assert approved.stderr == "", "the master is found under its usual name"
    same = wakeful("alarms", "drift", rig)
    assert (same.returncode, same.stdout.splitlines()[-1]) == (0, "0 differences")
    alarms = rig / "alarms.csv"
    alarms.write_text(alarms.read_text().replace("LAH-1,LI-1,high,high,8,", "LAH-1,LI-1,high,high,8.5,"))
    drifted = wakeful("alarms", "drift", rig)
    assert drifted.returncode == 1
    assert drifted.stdout.splitlines()[1:] == [
        "LAH-1: limit_eu: runs with 8.5, master has 8",
        "1 difference",
    ]
    own = wakeful("alarms", "drift", rig, "--master", alarms)
    assert own.returncode == 0, own.stdout


def test_findings_of_a_master_are_listed_and_counted(tmp_path: Path) -> None:
    rig = write_rig(tmp_path / "rig")
    (rig / "alarms_master.csv").write_text("name,tag\na,LI-1\n")
    result = wakeful("alarms", "drift", rig)
    assert result.returncode == 1
    assert all(line.startswith("alarms_master.csv:1: ") for line in result.stdout.splitlines())
    assert result.stderr.endswith("\n3 findings\n")
