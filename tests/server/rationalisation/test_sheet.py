"""Sheets as they come back: rows, names, dates."""

from pathlib import Path

import pytest

from wakeful.server.configuration.finding import Findings
from wakeful.server.rationalisation.sheet import read_sheet, report_dates, sheet_kind
from wakeful.terms.errors import DataError


def test_rows_have_the_cells_of_the_columns_that_the_sheet_has(tmp_path: Path) -> None:
    path = tmp_path / "a.CSV"
    path.write_text("# remark\ntag;kind;priority;limit_eu;latching\nT;HIGH;1;8,50;wahr\n\nU;low;;;\n")
    findings = Findings()
    sheet = read_sheet(path, findings)
    assert findings.count == 0 and sheet.modes is None and sheet.alarms is not None
    first, second = sheet.alarms
    assert (first.line, first.name, second.line, second.name) == (3, "T.high", 5, "U.low")
    assert first.cells == {
        "tag": "T", "kind": "high", "priority": "critical", "limit_eu": "8.5", "latching": "yes",
    }  # fmt: skip
    assert second.cells["latching"] == ""


def test_settings_in_modes_stand_beside_a_csv_sheet_or_alone(tmp_path: Path) -> None:
    path, findings = tmp_path / "a.csv", Findings()
    path.write_text("name,tag,kind,priority,limit_eu\nT,T,high,low,1\n")
    beside = tmp_path / "a_operating_modes.csv"
    beside.write_text("alarm;mode;limit_eu\nT;run;8,5\n")
    both, alone = read_sheet(path, findings), read_sheet(beside, findings)
    assert findings.count == 0
    assert both.alarms is not None and [row.name for row in both.alarms] == ["T"]
    assert alone.alarms is None and alone.modes == both.modes is not None
    assert both.modes_file == alone.modes_file == "a_operating_modes.csv"
    assert [row.cells for row in both.modes] == [{"limit_eu": "8.5"}]


def test_dates_are_reported_in_texts_only() -> None:
    findings = Findings()
    report_dates("a.csv", 2, {"cause": "2-Jan", "limit_eu": "1.2", "message": "high"}, findings)
    assert [finding.key for finding in findings.sorted()] == ["cause"]


def test_kinds_of_files() -> None:
    assert sheet_kind(Path("a.XLSX")) == ".xlsx"
    with pytest.raises(DataError, match="a sheet is FILE"):
        sheet_kind(Path("a.ods"))
