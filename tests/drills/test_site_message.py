"""A site as it is sent to another server: names, and nothing at its default."""

from tests.drills.sheets import read
from wakeful.drills.site_message import site_message


def test_names_instead_of_numbers_and_no_defaults() -> None:
    site = read(
        "source plc clock within 5 ms\nsystem u modes up | down\nsystem plant\n"
        "position d answers plant | u, flood above 3 in 1 min\n"
        "tag P states off | on, from plc, in u, lost after 9 s\n"
        "alarm PA on P: state on, priority critical, latching, in up suppressed, in down priority low\n"
        "alarm PA: escalates to critical unacknowledged for 1 min\nat 1 s PA is A"
    ).site
    message = site_message(site)
    assert message["sources"][0] == {"id": "plc", "driver": "drill", "clock_uncertainty_ms": 5}
    assert message["systems"][0] == {"id": "u", "name": "u", "modes": ("up", "down")}
    assert message["positions"] == [
        {"id": "d", "name": "d", "systems": ("plant", "u"), "flood_begin": 3, "flood_window_ms": 60_000}
    ]
    assert message["tags"][1] == {
        "name": "P", "system": "u", "source": "plc", "kind": "discrete", "states": ("off", "on"),
        "age_limit_ms": 9_000,
    }  # fmt: skip
    alarm = message["alarms"][1]
    assert (alarm["kind"], alarm["priority"], alarm["limit_eu"], alarm["latching"]) == (
        "discrete",
        1,
        1.0,
        True,
    )
    assert [setting["mode"] for setting in alarm["modes"]] == ["up", "down"]
    assert alarm["escalation"]["after_ms"] == 60_000
    assert "handling" not in alarm
    assert "deadband_eu" not in alarm
    assert message["philosophy"]["shelve_ms_max"] == 12 * 3_600_000


def test_without_positions_there_is_one_for_the_whole_site() -> None:
    (position,) = site_message(read("at 1 s LAH-1 is A").site)["positions"]
    assert (position["id"], position["systems"]) == ("site", ("plant",))
