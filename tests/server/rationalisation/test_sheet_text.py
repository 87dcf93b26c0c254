"""Alarms as CSV text."""

from tests.server.small_site import staffed_site
from wakeful.server.rationalisation.alarm_row import COLUMNS
from wakeful.server.rationalisation.sheet_text import format_rows, site_rows


def test_one_row_an_alarm_in_the_order_of_the_site() -> None:
    site = staffed_site()
    lines = format_rows(site_rows(site, site.alarms)).splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert [line.split(",")[0] for line in lines[1:]] == [alarm.name for alarm in site.alarms]


def test_cells_with_commas_and_quotes_are_quoted() -> None:
    assert format_rows([{"a": 'x, "y"', "b": "z"}], ("a", "b")) == 'a,b\n"x, ""y""",z\n'
