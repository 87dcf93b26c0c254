"""Settings in operating modes brought back by a sheet: what changes, what is refused, what stays."""

from pathlib import Path

import pytest

from tests.cli.commands import write_rig
from tests.server.rationalisation.test_sheet_import import content, exported, findings_of
from wakeful.server.configuration import read_site
from wakeful.server.rationalisation.mode_row import mode_rows
from wakeful.server.rationalisation.mode_sheet import modes_beside
from wakeful.server.rationalisation.sheet_import import Change, check_import, write_import

HEADER = "alarm,mode,limit_eu,priority,suppressed\n"
MODES = f"# kept remark\n{HEADER}LA*,stopped,,,yes\nLAH-1,starting,9,,\nTAH-1,starting,,low,\n"


@pytest.fixture
def rig(tmp_path: Path) -> Path:
    """A small site with modes: two alarms suppressed by a pattern, two settings by name."""
    folder = write_rig(tmp_path / "rig")
    systems = folder / "systems.toml"
    systems.write_text(systems.read_text() + 'modes = ["starting", "running", "stopped"]\n')
    (folder / "modes.csv").write_text(MODES)
    return folder


def modes_sheet(rig: Path, *rows: str) -> Path:
    path = rig.parent / "part.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return path


def lines(rig: Path) -> list[str]:
    return (rig / "modes.csv").read_text().splitlines()[2:]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_out_and_in_again_changes_nothing(rig: Path, kind: str) -> None:
    checked = check_import(rig, exported(rig, kind))
    assert (checked.changes, checked.files, checked.unnamed) == ((), (), 0)


def test_what_was_changed_arrives_and_every_other_line_stays(rig: Path) -> None:
    sheet = modes_sheet(rig, "LAH-1,starting,9.5,critical,", "LAL-1,stopped,,,no", "TAH-1,running,420,,")
    checked = check_import(rig, sheet)
    assert checked.changes == (
        Change("LAH-1", "modes.starting.limit_eu", "9", "9.5"),
        Change("LAH-1", "modes.starting.priority", "", "critical"),
        Change("LAL-1", "modes.stopped.suppressed", "yes", ""),
        Change("TAH-1", "modes.running.limit_eu", "", "420"),
    )
    alarms = (rig / "alarms.csv").read_bytes()
    ((written, kept),) = write_import(rig, checked)
    assert written == rig / "modes.csv" and kept is not None and kept.read_text() == MODES
    assert (rig / "alarms.csv").read_bytes() == alarms
    assert (rig / "modes.csv").read_text().startswith(f"# kept remark\n{HEADER}")
    assert lines(rig) == [
        "LA*,stopped,,,yes",
        "LAH-1,starting,9.5,critical,",
        "TAH-1,starting,,low,",
        "LAL-1,stopped,,,no",
        "TAH-1,running,420,,",
    ]
    assert check_import(rig, sheet).changes == ()
    assert [(row["alarm"], row["mode"]) for row in mode_rows(read_site(rig))] == [
        ("LAH-1", "starting"), ("LAH-1", "stopped"), ("TAH-1", "starting"), ("TAH-1", "running"),
    ]  # fmt: skip


def test_a_blank_cell_takes_away_and_a_missing_column_or_row_leaves_alone(rig: Path) -> None:
    sheet = rig.parent / "part.csv"
    sheet.write_text("alarm,mode,priority\nLAH-1,starting,low\nTAH-1,starting,\n")
    write_import(rig, check_import(rig, sheet))
    assert lines(rig) == ["LA*,stopped,,,yes", "LAH-1,starting,9,low,"]


def test_alarms_and_their_settings_come_together(rig: Path) -> None:
    sheet = rig.parent / "sheet.csv"
    sheet.write_text("name,tag,kind,priority,limit_eu\n,PI-1,high,high,15\n")
    modes_beside(sheet).write_text(f"{HEADER}PI-1.high,starting,15.5,,\n")
    checked = check_import(rig, sheet)
    assert [file.name for file in checked.files] == ["alarms.csv", "modes.csv"]
    write_import(rig, checked)
    assert mode_rows(read_site(rig))[-1]["limit_eu"] == "15.5"


def test_every_mistake_of_both_is_told_at_once_where_it_stands(rig: Path) -> None:
    sheet = rig.parent / "sheet.csv"
    sheet.write_text("name,tag,kind,priority,limit_eu\nPAH-1,PI-1,high,high,99\n")
    modes_beside(sheet).write_text(
        f"{HEADER}LAH-1,running,0.5,,\nLAH-1,runing,9,,\nLAX-1,running,9,,\nPAB-1,running,3,,\n"
        "LAH-1,stopped,,,\n"
    )
    found = findings_of(rig, sheet)
    assert [line.partition(";")[0] for line in found] == [
        "sheet.csv:2: limit_eu: 99 is outside the range of PI-1, 0 to 16",
        "sheet_operating_modes.csv:2: limit_eu: alarm LAH-1 in mode 'running': 0.5 for high is not above "
        "1 for low (alarms.csv line 3)",
        "sheet_operating_modes.csv:3: mode: system 'rig' of alarm LAH-1 has no mode 'runing'",
        "sheet_operating_modes.csv:4: alarm: unknown alarm 'LAX-1'",
        "sheet_operating_modes.csv:5: limit_eu: alarm PAB-1: input_bad is the same in every mode",
    ]


def test_what_a_pattern_says_of_a_limit_cannot_be_blanked(rig: Path) -> None:
    (rig / "modes.csv").write_text(f"{HEADER}LAH*,running,8.5,,\n")
    assert findings_of(rig, modes_sheet(rig, "LAH-1,running,,,")) == [
        "part.csv:2: limit_eu: stays '8.5': a pattern in modes.csv or a source says so; "
        "write another value in its place, or change the pattern"
    ]


def test_a_mistake_in_a_workbook_is_told_with_its_sheet(rig: Path) -> None:
    from openpyxl import load_workbook

    sheet = exported(rig, "xlsx")
    book = load_workbook(sheet)
    book["modes"]["C2"] = 0.5
    book.save(sheet)
    assert findings_of(rig, sheet) == [
        "sheet.xlsx[modes]:2: limit_eu: alarm LAH-1 in mode 'starting': 0.5 for high is not above 1 for "
        "low (alarms.csv line 3); limits rise from low_low over low and high to high_high"
    ]


def test_an_unquoted_decimal_comma_leaves_the_modes_as_they_were(rig: Path) -> None:
    before = content(rig)
    found = findings_of(rig, modes_sheet(rig, "LAH-1,running,8,5,,"))
    assert len(found) == 1 and found[0].startswith("part.csv:2: has 6 cells, the header has 5; write 8.5 if")
    assert content(rig) == before
