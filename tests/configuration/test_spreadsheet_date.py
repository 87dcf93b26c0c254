"""Dates and times that a spreadsheet made of something else are told from what people write."""

import pytest

from wakeful.server.configuration.spreadsheet_date import looks_like_a_date, looks_like_a_time


@pytest.mark.parametrize(
    "cell",
    ["2-Jan", "02. Jan", "07. Feb", "1. Feb", "Jan-02", "02.01.2026", "1/2/2026", "2026-01-02",
     "2026-01-02 00:00:00", "2-1", "Mrz 26", "1.2", "3. März", "15-Dez-26", "5 août", "2026 Feb", "07.02."],
)  # fmt: skip
def test_what_spreadsheets_write_for_dates(cell: str) -> None:
    assert looks_like_a_date(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "pump 2",
        "P-101",
        "close V-1",
        "12",
        "tank 2 full",
        "8 bar",
        "LAH-1",
        "5 decibel",
        "10 min",
        "5 sec",
    ],
)
def test_what_is_no_date(cell: str) -> None:
    assert not looks_like_a_date(cell)


def test_times_of_day() -> None:
    for cell in ("00:00:10", "12:30", "0:00:00,5", "8:15 AM"):
        assert looks_like_a_time(cell)
    for cell in ("10", "12:3", "a:10", "10 s"):
        assert not looks_like_a_time(cell)
