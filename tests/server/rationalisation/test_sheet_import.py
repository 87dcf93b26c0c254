"""Sheets out and in: nothing is lost by the way, changes arrive, mistakes leave all alone."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.cli.commands import write_rig
from tests.configuration.site_writer import write_site
from tests.configuration.sites import sites
from wakeful.server.configuration import SiteError, read_site
from wakeful.server.rationalisation.drift import configured_alarms
from wakeful.server.rationalisation.mode_row import MODE_SHEET_COLUMNS, mode_rows
from wakeful.server.rationalisation.mode_sheet import modes_beside
from wakeful.server.rationalisation.sheet_import import Change, check_import, write_import
from wakeful.server.rationalisation.sheet_text import format_rows, site_rows
from wakeful.server.rationalisation.workbook import format_workbook
from wakeful.terms.errors import DataError, StorageError
from wakeful.terms.site import Site

SLOW = settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)


def exported(folder: Path, kind: str = "csv") -> Path:
    """A sheet of the site with its settings in modes, beside its folder."""
    site = read_site(folder)
    rows, modes = site_rows(site, configured_alarms(site)), mode_rows(site)
    path = folder.parent / f"sheet.{kind}"
    if kind == "csv":
        path.write_bytes(format_rows(rows).encode())
        modes_beside(path).write_bytes(format_rows(modes, MODE_SHEET_COLUMNS).encode())
    else:
        path.write_bytes(format_workbook(rows, modes))
    return path


def edited(sheet: Path, name: str, **cells: str) -> Path:
    """The sheet with some cells of one alarm changed."""
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8"))))
    for row in rows:
        if row["name"] == name:
            row.update(cells)
    sheet.write_text(format_rows(rows), encoding="utf-8")
    return sheet


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def findings_of(folder: Path, sheet: Path) -> list[str]:
    """What is found in a sheet; the site stays as it is."""
    before = content(folder)
    with pytest.raises(SiteError) as caught:
        check_import(folder, sheet)
    assert content(folder) == before
    return str(caught.value).splitlines()


@pytest.fixture
def rig(tmp_path: Path) -> Path:
    return write_rig(tmp_path / "rig")


@SLOW
@given(site=sites())
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_out_and_in_again_changes_nothing(site: Site, kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir(exist_ok=True)
    write_site(site, folder)
    assert check_import(folder, exported(folder, kind)).changes == ()


@SLOW
@given(site=sites())
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_brings_every_field_into_a_site_without_alarms(site: Site, kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir(exist_ok=True)
    write_site(site, folder)
    sheet = exported(folder, kind)
    (folder / "alarms.csv").unlink()
    (folder / "modes.csv").unlink()
    checked = check_import(folder, sheet)
    write_import(folder, checked)
    rows, result = site_rows(site, site.alarms), read_site(folder)
    assert site_rows(site, result.alarms) == rows
    assert mode_rows(result) == mode_rows(site)
    assert {change.alarm for change in checked.changes} == {row["name"] for row in rows}
    assert (folder / "modes.csv").exists() == bool(mode_rows(site))


def test_what_was_changed_arrives_and_every_other_line_stays(rig: Path) -> None:
    alarms = rig / "alarms.csv"
    alarms.write_text("# kept remark\n" + alarms.read_text() + "\n# the end", encoding="utf-8")
    old = alarms.read_bytes()
    sheet = edited(exported(rig), "LAH-1", limit_eu="8.5", cause="pump, stuck", latching="yes")
    checked = check_import(rig, sheet)
    assert checked.changes == (
        Change("LAH-1", "limit_eu", "8", "8.5"),
        Change("LAH-1", "latching", "", "yes"),
        Change("LAH-1", "cause", "", "pump, stuck"),
    )
    assert alarms.read_bytes() == old
    ((written, kept),) = write_import(rig, checked)
    assert written == alarms
    assert kept is not None and kept.read_bytes() == old
    assert alarms.read_text().splitlines() == [
        "# kept remark",
        "name,tag,kind,priority,limit_eu,deadband_eu,on_delay_ms,latching,cause",
        'LAH-1,LI-1,high,high,8.5,0.5,0,yes,"pump, stuck"',
        "LAL-1,LI-1,low,low,1,0.5,2000,,",
        "PAB-1,PI-1,input_bad,medium,,,0,,",
        "TAH-1,TI-1,high,critical,400,,0,,",
        "",
        "# the end",
    ]
    assert check_import(rig, sheet).changes == ()


def test_a_blank_cell_takes_away_and_a_missing_column_or_row_leaves_alone(rig: Path) -> None:
    sheet = rig.parent / "part.csv"
    sheet.write_text("name,tag,kind,priority,limit_eu,deadband_eu\nLAL-1,LI-1,low,low,1,\n")
    checked = check_import(rig, sheet)
    assert checked.changes == (Change("LAL-1", "deadband_eu", "0.5", ""),)
    assert checked.unnamed == 3
    write_import(rig, checked)
    low = next(alarm for alarm in read_site(rig).alarms if alarm.name == "LAL-1")
    assert (low.deadband_eu, low.on_delay_ms) == (0.0, 2_000)


def test_alarms_are_added_and_left_out(rig: Path) -> None:
    sheet = rig.parent / "part.csv"
    sheet.write_text(
        "name,tag,kind,priority,limit_eu,use\n,PI-1,high,high,15,\nTAH-1,TI-1,high,critical,400,no\n"
    )
    write_import(rig, check_import(rig, sheet))
    names = [alarm.name for alarm in read_site(rig).alarms]
    assert names == ["LAH-1", "LAL-1", "PAB-1", "PI-1.high"]
    sheet.write_text("name,tag,kind,priority,limit_eu,use\nTAH-1,TI-1,high,critical,410,yes\n")
    write_import(rig, check_import(rig, sheet))
    limits = {alarm.name: alarm.limit_eu for alarm in read_site(rig).alarms}
    assert (limits["TAH-1"], limits["PI-1.high"]) == (410.0, 15.0)


def test_every_mistake_of_sheet_and_site_is_told_at_once_where_it_stands_in_the_sheet(rig: Path) -> None:
    sheet = rig.parent / "part.csv"
    sheet.write_text(
        "name,tag,kind,priority,limit_eu,deadband_eu\n"
        "LAH-1,LI-1,high,high,0.5,\n"
        "PAB-1,PI-1,input_bad,soon,,\n"
        "X-1,LI-9,high,high,1,\n"
        "TAH-1,TI-1,high,critical,,\n"
        "LAH-1,LI-1,high,high,8,\n"
        ",,high,high,8,\n"
    )
    assert findings_of(rig, sheet) == [
        "alarms.csv:3: limit_eu: 1 for low is not below 0.5 for high (alarms.csv line 2); "
        "limits rise from low_low over low and high to high_high",
        "part.csv:3: priority: 'soon' is unknown; one of critical, high, medium, low, 1, 2, 3, 4",
        "part.csv:4: tag: unknown tag 'LI-9'; did you mean 'LI-1'?",
        "part.csv:5: limit_eu: is missing; it is 400 now",
        "part.csv:6: name: alarm 'LAH-1' stands on line 2 already; keep one of the two",
        "part.csv:7: name: is missing; name the alarm, or give its tag and kind",
    ]


@pytest.mark.parametrize("mark", ["", "sep=;\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_another_locale_is_read_right(rig: Path, encoding: str, mark: str) -> None:
    sheet = rig.parent / "locale.csv"
    text = f"{mark}name;tag;kind;priority;limit_eu;latching;cause\nLAH-1;LI-1;high;high;8,5;WAHR;Füllung\n"
    sheet.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert check_import(rig, sheet).changes == (
        Change("LAH-1", "limit_eu", "8", "8.5"),
        Change("LAH-1", "latching", "", "yes"),
        Change("LAH-1", "cause", "", "Füllung"),
    )


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        ("8,5,", "has 7 cells, the header has 6; write 8.5 if 8,5 is one number"),
        ("8,5,x", "has 7 cells, the header has 6"),
        ('"8,5",', "has a decimal comma"),
        ("8,2-Jan", "cause: '2-Jan' looks like a date"),
        ("2-Jan,", "limit_eu: '2-Jan' looks like a date"),
        ("#REF!,", "is a formula that failed"),
    ],
)
def test_what_a_spreadsheet_spoilt_is_refused_in_one_line(rig: Path, cells: str, finding: str) -> None:
    sheet = rig.parent / "spoilt.csv"
    sheet.write_text(f"name,tag,kind,priority,limit_eu,cause\nLAH-1,LI-1,high,high,{cells}\n")
    found = findings_of(rig, sheet)
    assert len(found) == 1
    assert found[0].startswith("spoilt.csv:2: ") and finding in found[0]


def test_a_cell_without_effect_is_refused(rig: Path) -> None:
    sheet = edited(exported(rig), "LAH-1", escalate_again="no")
    assert findings_of(rig, sheet) == [
        "sheet.csv:2: escalate_again: 'no' has no effect, it stays 'blank'; "
        "see what it goes with in docs/site.md"
    ]


def test_a_text_that_a_source_brings_cannot_be_taken_away(tmp_path: Path) -> None:
    from wakeful.cli import main

    folder = tmp_path / "site"
    folder.mkdir()
    for path in (Path(main.__file__).parent / "example_site").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    site = read_site(folder)
    brought = next(each for each in site.alarms if each.message and each.name not in own_names(folder))
    found = findings_of(folder, edited(exported(folder), brought.name, message=""))
    assert len(found) == 1 and "cannot be blank: a source brings" in found[0]


def own_names(folder: Path) -> set[str]:
    """Alarms that ``alarms.csv`` names."""
    return {line.partition(",")[0] for line in (folder / "alarms.csv").read_text().splitlines()}


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(rig: Path) -> None:
    checked = check_import(rig, edited(exported(rig), "LAH-1", limit_eu="8.5"))
    (rig / "alarms.csv").write_text((rig / "alarms.csv").read_text() + "# meanwhile\n")
    before = content(rig)
    with pytest.raises(StorageError, match="was changed while the sheet was read"):
        write_import(rig, checked)
    assert content(rig) == before


def test_of_an_alarm_that_is_there_a_sheet_needs_only_the_name(rig: Path) -> None:
    sheet = rig.parent / "part.csv"
    sheet.write_text("name;deadband_eu;off_delay_ms\nLAH-1;0,25;5000\nPAB-1;;2000\n")
    assert check_import(rig, sheet).changes == (
        Change("LAH-1", "deadband_eu", "0.5", "0.25"),
        Change("LAH-1", "off_delay_ms", "", "5000"),
        Change("PAB-1", "off_delay_ms", "", "2000"),
    )  # fmt: skip
    sheet.write_text("name,limit_eu\nLAH-1,\n")
    assert findings_of(rig, sheet) == ["part.csv:2: limit_eu: is missing; it is 8 now"]


def test_a_state_is_told_by_its_number_also_without_the_kind(rig: Path) -> None:
    (rig / "tags.csv").write_text(
        "name,source,unit,range_low_eu,range_high_eu,kind,states\nP-1,rig,,,,discrete,off|on|tripped\n"
    )
    (rig / "alarms.csv").write_text("name,tag,kind,priority,limit_eu\nP,P-1,discrete,high,tripped\n")
    sheet = rig.parent / "part.csv"
    sheet.write_text("name,limit_eu\nP,2\n")
    assert check_import(rig, sheet).changes == ()
    sheet.write_text("name,limit_eu\nP,1\n")
    assert check_import(rig, sheet).changes == (Change("P", "limit_eu", "tripped", "on"),)


def test_an_alarm_that_is_not_there_needs_more_than_its_name(rig: Path) -> None:
    sheet = rig.parent / "part.csv"
    sheet.write_text("name,off_delay_ms\nLAH-2,5000\n")
    assert findings_of(rig, sheet) == ["part.csv:2: name: unknown alarm 'LAH-2'; did you mean 'LAH-1'?"]
    sheet.write_text("name,tag,limit_eu\nLAH-2,LI-1,5\n")
    assert findings_of(rig, sheet) == [
        "part.csv:2: kind: is missing; write high_high, high, low, low_low, input_bad, deviation_high, "
        "deviation_low, rate_high, rate_low, discrete, stuck or expression",
        "part.csv:2: priority: is missing; write critical, high, medium or low",
    ]


GERMAN = "name;tag;kind;priority;limit_eu;deadband_eu\r\nLAH-1;LI-1;high;high;8,5;0,5\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_alarms_file_in_another_dialect_keeps_it(rig: Path, encoding: str) -> None:
    (rig / "alarms.csv").write_bytes(GERMAN.encode(encoding))
    sheet = edited(exported(rig), "LAH-1", limit_eu="9.125")
    write_import(rig, check_import(rig, sheet))
    assert (rig / "alarms.csv").read_bytes() == GERMAN.replace("8,5", "9,1250").encode(encoding)
    (alarm,) = configured_alarms(read_site(rig))
    assert (alarm.limit_eu, alarm.deadband_eu) == (9.125, 0.5)


def test_a_mistake_is_told_at_its_place_in_the_sheet_whatever_the_dialect(rig: Path) -> None:
    (rig / "alarms.csv").write_bytes(GERMAN.encode())
    (finding,) = findings_of(rig, edited(exported(rig), "LAH-1", limit_eu="99"))
    assert finding.startswith("sheet.csv:2: limit_eu: 99 is outside the range")


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@SLOW
@given(site=sites())
def test_out_and_in_again_changes_nothing_in_a_file_with_decimal_commas(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir(exist_ok=True)
    write_site(site, folder)
    sheet = exported(folder)
    (folder / "alarms.csv").write_bytes(b"name;tag;kind;priority;limit_eu\r\n")
    (folder / "modes.csv").unlink(missing_ok=True)
    for _, kept in write_import(folder, check_import(folder, sheet)):
        if kept is not None:
            kept.unlink()
    assert {alarm.name: alarm for alarm in read_site(folder).alarms} == {
        alarm.name: alarm for alarm in site.alarms
    }


def test_a_sheet_that_cannot_be_had(rig: Path) -> None:
    for name, words in (("gone.csv", "cannot be read"), ("sheet.ods", "FILE.csv or FILE.xlsx")):
        with pytest.raises(DataError, match=words):
            check_import(rig, rig.parent / name)
