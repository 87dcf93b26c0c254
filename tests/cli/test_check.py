"""``wakeful check``: findings, their count, and what a right site has."""

import shutil
from pathlib import Path

from tests.cli.commands import wakeful, write_rig

BROKEN = Path(__file__).parents[1] / "configuration" / "broken"


def test_a_right_site_is_summed_up(tmp_path: Path) -> None:
    result = wakeful("check", write_rig(tmp_path / "rig"))
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(
        "Rig: no mistakes found\n"
        "systems  1: rig (3 tags)\n"
        "sources  1: rig (host, 3 tags)\n"
        "tags     3\n"
        "alarms   4: 1 critical, 1 high, 1 medium, 1 low\n"
        "configuration "
    )


def test_findings_are_printed_one_a_line_and_counted() -> None:
    folder = BROKEN / "alarms_deadband_too_large"
    result = wakeful("check", folder)
    assert result.returncode == 1
    assert result.stdout == (folder / "expected.txt").read_text()
    assert result.stderr == "2 findings\n"


def test_alarms_that_were_lost_on_the_way_are_told(tmp_path: Path) -> None:
    rig = write_rig(tmp_path / "rig")
    assert wakeful("alarms", "approve", rig, "--by", "Eve", "--reason", "first issue").returncode == 0
    alarms = rig / "alarms.csv"
    lines = alarms.read_text().splitlines(keepends=True)
    alarms.write_text("".join(lines[:3]))
    cut = wakeful("check", rig)
    assert cut.returncode == 0
    assert cut.stderr == (
        "note: 2 approved alarms are not in the site: PAB-1, TAH-1 (master alarms_master.csv)\n"
    )
    (rig / "alarms_master.csv").unlink()
    alarms.write_text(lines[0])
    assert wakeful("check", rig).stderr == (
        "note: the site has no alarm: alarms.csv has no rows or is not there, and no source brings any\n"
    )
    alarms.rename(rig / "alarms.csv.txt")
    renamed = wakeful("check", rig)
    assert renamed.returncode == 1
    assert renamed.stdout.startswith("alarms.csv.txt: is not read under this name")


def test_ten_thousand_broken_rows_do_not_print_ten_thousand_lines(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(BROKEN / "many_findings", folder)
    rows = "".join(f"LI-{row},plc,,0,10\n" for row in range(10_000))
    (folder / "tags.csv").write_text("name,source,unit,range_low_eu,range_high_eu\n" + rows)
    result = wakeful("check", folder)
    lines = result.stdout.splitlines()
    assert len(lines) == 101
    assert lines[-1] == "... and 9,900 more; at most 100 of a file are listed"
    assert result.stderr == "10,000 findings\n"


def test_the_built_in_site_is_right() -> None:
    from wakeful.cli import main

    result = wakeful("check", Path(main.__file__).parents[1] / "builtin_site")
    assert result.returncode == 0, result.stdout
    assert "this-machine (" in result.stdout and "water (" in result.stdout
    assert "chemical (" in result.stdout or "source chemical is left out" in result.stderr
