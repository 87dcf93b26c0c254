"""Workbooks: what they offer, that nothing in them is a formula, and what is refused."""

import io
import zipfile
from datetime import datetime

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook

from tests.server.small_site import staffed_site
from wakeful.server.configuration.finding import Findings
from wakeful.server.rationalisation import workbook
from wakeful.server.rationalisation.alarm_row import COLUMNS
from wakeful.server.rationalisation.mode_row import MODE_SHEET_COLUMNS
from wakeful.server.rationalisation.sheet_text import format_rows, site_rows
from wakeful.server.rationalisation.workbook import WorkbookTexts, format_workbook, read_workbook
from wakeful.terms.errors import DataError


def rows(**changes: object) -> list[dict[str, str]]:
    site = staffed_site()
    return site_rows(site, [replace(site.alarms[0], **changes), *site.alarms[1:]])


def book_of(*lines: list[object]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(file)
    return file.getvalue()


def findings_of(data: bytes) -> list[str]:
    findings = Findings()
    read_workbook("a.xlsx", data, findings)
    return [str(finding) for finding in findings.sorted()]


def test_the_same_rows_come_back() -> None:
    findings = Findings()
    every = rows(message="=1+1", response="1-2", limit_eu=0.1 + 0.2)
    assert read_workbook("a.xlsx", format_workbook(every), findings) == (format_rows(every), None)
    assert findings.count == 0


def test_settings_in_modes_are_a_sheet_of_their_own_wherever_it_stands() -> None:
    modes = [
        {"alarm": "T0.high", "mode": "a, b", "limit_eu": "8.5", "priority": "low", "suppressed": ""},
        {"alarm": "T1.high", "mode": "2-1", "limit_eu": "", "priority": "", "suppressed": "yes"},
    ]
    findings = Findings()
    texts = WorkbookTexts(format_rows(rows()), format_rows(modes, MODE_SHEET_COLUMNS))
    data = format_workbook(rows(), modes)
    assert read_workbook("a.xlsx", data, findings) == texts
    book, file = load_workbook(io.BytesIO(data)), io.BytesIO()
    assert isinstance(book["modes"]["C2"].value, float)
    assert [each.formula1 for each in book["modes"].data_validations.dataValidation] == [
        '"critical,high,medium,low"', '"yes,no"',
    ]  # fmt: skip
    book.move_sheet("modes", -1)
    book.save(file)
    assert read_workbook("a.xlsx", file.getvalue(), findings) == texts
    assert findings.count == 0


def test_a_mistake_in_the_second_sheet_names_it() -> None:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["name", "tag"])
    sheet = book.create_sheet("Modes ")
    sheet.append(["alarm", "mode", "limit_eu"])
    sheet.append(["a", "run", "=A1"])
    book.save(file)
    assert findings_of(file.getvalue()) == [
        "a.xlsx[modes]:2: limit_eu: holds a formula; paste its value in its place"
    ]


def test_what_a_person_finds_in_it() -> None:
    sheet = load_workbook(io.BytesIO(format_workbook(rows(message="=1+1")))).active
    assert sheet.freeze_panes == "B2"
    assert tuple(cell.value for cell in sheet[1]) == COLUMNS
    assert all(sheet.column_dimensions[cell.column_letter].width >= 10 for cell in sheet[1])
    offered = {str(each.sqref).split("2")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    assert offered[letters["priority"]] == '"critical,high,medium,low"'
    assert offered[letters["consequence_severity"]] == '"none,minor,major,severe"'
    assert offered[letters["kind"]].startswith('"high_high,high,')
    assert isinstance(sheet[f"{letters['limit_eu']}2"].value, int | float)
    types = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in types


def test_numbers_and_truths_are_read_as_alarms_csv_has_them() -> None:
    data = book_of(["name", "limit_eu", "latching", "count"], ["a", 8.5, True, 3], [], ["b", 1e-7, False])
    findings = Findings()
    assert read_workbook("a.xlsx", data, findings).alarms == (
        "name,limit_eu,latching,count\na,8.5,yes,3\n,,,\nb,1e-07,no,\n"
    )


def test_a_number_typed_as_text_is_read_where_it_can_mean_one_thing_only() -> None:
    findings = Findings()
    data = book_of(
        ["name", "limit_eu", "cause"], ["A", "7,0", "7,0"], ["B", "0,125", "1.500"], ["C", "-2.5", ""]
    )
    text = read_workbook("a.xlsx", data, findings).alarms
    assert text == 'name,limit_eu,cause\nA,7.0,"7,0"\nB,0.125,1.500\nC,-2.5,\n'
    assert findings.count == 0
    assert findings_of(book_of(["name", "limit_eu"], ["A", "1,500"], ["B", "1.500"])) == [
        "a.xlsx:2: limit_eu: '1,500' may be 1500 or a decimal; write 1500 or 1,5000",
        "a.xlsx:3: limit_eu: '1.500' may be 1500 or a decimal; write 1500 or 1.5000",
    ]


def test_what_a_spreadsheet_spoilt_is_refused_where_it_stands() -> None:
    data = book_of(
        ["name", "cause"], ["a", datetime(2026, 1, 2)], ["b", "=A1"], ["c", "two\nlines"], ["d", "fine"]
    )
    assert findings_of(data) == [
        "a.xlsx:2: cause: is a date or time (2026-01-02 00:00:00) that the spreadsheet made of something "
        "else; format the column as text and write what was meant",
        "a.xlsx:3: cause: holds a formula; paste its value in its place",
        "a.xlsx:4: cause: holds a line break; write it on one line",
    ]


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("_", "."), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"name,tag\n", "is not a workbook"),
        (b"", "is not a workbook"),
        (packed(a_xml=b"<a/>"), "cannot be read as a workbook"),
        (packed(a_xml=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'), "holds a document type"),
    ],
)
def test_what_is_no_workbook_is_one_line(data: bytes, words: str) -> None:
    found = findings_of(data)
    assert len(found) == 1 and words in found[0]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = format_workbook(rows())
    monkeypatch.setattr(workbook, "UNPACKED_BYTES_MAX", 1_000)
    assert "bytes unpacked, more than 1,000" in findings_of(data)[0]
    monkeypatch.setattr(workbook, "ROWS_MAX", 3)
    with pytest.raises(DataError, match="4 alarms do not fit"):
        format_workbook(rows())
