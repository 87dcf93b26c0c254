"""Settings in operating modes as rows."""

from msgspec.structs import replace

from tests.server.small_site import small_site, staffed_site
from wakeful.server.rationalisation.mode_row import (
    cells_by_mode,
    comparable_cells,
    has_modes,
    mode_rows,
)
from wakeful.terms.alarm import ModeSetting, Priority


def test_one_row_for_an_alarm_in_a_mode_where_something_is_different() -> None:
    site = staffed_site()
    first = site.alarms[0]
    settings = (
        ModeSetting(mode="running", limit_eu=70.0, priority=Priority.LOW),
        ModeSetting(mode="stopped"),
    )
    changed = replace(first, handling=replace(first.handling, modes=settings))
    assert mode_rows(replace(site, alarms=(changed, *site.alarms[1:]))) == [
        {"alarm": "T0.high", "mode": "running", "limit_eu": "70", "priority": "low", "suppressed": ""},
        {"alarm": "T2.high", "mode": "stopped", "limit_eu": "", "priority": "", "suppressed": "yes"},
    ]
    assert list(cells_by_mode(changed)) == ["running", "stopped"]


def test_a_site_without_modes_has_none() -> None:
    assert has_modes(staffed_site()) and not has_modes(small_site())
    assert mode_rows(small_site()) == []


def test_no_is_the_same_as_nothing_and_a_column_that_is_not_there_stays_away() -> None:
    assert comparable_cells({"suppressed": "no", "alarm": "a"}) == {"suppressed": ""}
    assert comparable_cells({"suppressed": "yes", "limit_eu": ""}) == {"suppressed": "yes", "limit_eu": ""}
