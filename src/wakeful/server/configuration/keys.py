"""Every key of the TOML files of a site folder: its name, how it is read, and what it means.

The readers work from these tables and from those of ``columns``, and a test compares them with the tables in
``docs/site.md``.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from wakeful.server.configuration import value
from wakeful.terms.alarm import Priority

TAGS_MAX = 1_000_000
ALARMS_MAX = 5_000_000
SYSTEMS_MAX = 1_000
SOURCES_MAX = 200
POSITIONS_MAX = 100
RESERVED_ID = "wakeful"
"""System and source of the server's watch over itself; added by the server, never configured."""
MINUTE_MS = 60_000
DAY_MS = 86_400_000

PRIORITIES = {priority.name.lower(): priority for priority in Priority} | {
    str(int(priority)): priority for priority in Priority
}


class Key(NamedTuple):
    """A TOML key or a CSV column.

    ``required``: the key must be there, or the column must stand in the header line. ``default`` is
    how the reference page says it.
    """

    name: str
    parse: Callable[[Any], Any]
    required: bool
    default: str
    meaning: str

    @property
    def numeric(self) -> bool:
        """Whether a number is meant; the name says so, for units stand last in names."""
        return self.name.endswith(("_eu", "_ms", "_max")) or self.name == "count"


SITE_KEYS = (
    Key("name", value.given_text, True, "-", "name of the site, shown on the wall"),
    Key(
        "scan_period_ms", value.milliseconds(10, 60_000), False, "100", "time between two scans, 10 to 60,000"
    ),
    Key("history_days_max", value.between(0.01, 36_500), False, "30", "history older than this is deleted"),
    Key(
        "history_bytes_max",
        value.whole(10_000_000, 10**15),
        False,
        "20,000,000,000",
        "the oldest history is deleted when it takes more bytes than this",
    ),
    Key(
        "age_limit_ms",
        value.milliseconds(100, 7 * DAY_MS),
        False,
        "5,000",
        "a tag of `tags.csv` without a limit of its own is lost after this long without a sample",
    ),
)

SOURCE_KEYS = (
    Key("driver", value.given_text, True, "-", "what reads the source: host, simulated or replay"),
    Key("system", value.text, False, "none", "system of its tags, unless a tag names another"),
    Key(
        "discover",
        value.flag,
        False,
        "false",
        "take the tags, alarms and equipment the driver finds; rows of the CSV files add to them",
    ),
    Key(
        "optional",
        value.flag,
        False,
        "false",
        "when the source cannot be had on this machine, go on without it and say so",
    ),
    Key(
        "age_limit_ms",
        value.milliseconds(100, 7 * DAY_MS),
        False,
        "the site's",
        "as above, for tags of this source",
    ),
    Key(
        "clock_uncertainty_ms",
        value.milliseconds(0, 60 * MINUTE_MS),
        False,
        "0",
        "how far its time stamps may be off, either way; decides which alarm can be called the first",
    ),
)

POSITION_KEYS = (
    Key("name", value.given_text, True, "-", "name of the operator position"),
    Key("systems", value.identifiers, True, "-", "ids of the systems whose alarms it answers"),
    Key(
        "flood_begin", value.whole(1, 1_000), False, "10", "a flood begins above so many alarms in the window"
    ),
    Key("flood_end", value.whole(1, 1_000), False, "5", "and ends below so many"),
    Key("flood_window_ms", value.milliseconds(MINUTE_MS, DAY_MS), False, "600,000", "the window, sliding"),
)

PHILOSOPHY_KEYS = (
    Key(
        "shelve_ms_max",
        value.milliseconds(MINUTE_MS, 7 * DAY_MS),
        False,
        "43,200,000",
        "a shelf ends this long after it began, re-shelving included",
    ),
    Key(
        "shelf_release_spacing_ms",
        value.milliseconds(0, 60 * MINUTE_MS),
        False,
        "75,000",
        "shelves that end while the alarm is active follow each other no closer at one position",
    ),
    Key("chatter_count", value.whole(2, 1_000), False, "3", "so many annunciations ..."),
    Key(
        "chatter_window_ms",
        value.milliseconds(1_000, DAY_MS),
        False,
        "60,000",
        "... within this are chattering",
    ),
    Key(
        "fleeting_ms_max", value.milliseconds(100, DAY_MS), False, "10,000", "an alarm shorter than this ..."
    ),
    Key(
        "fleeting_quiet_ms",
        value.milliseconds(0, DAY_MS),
        False,
        "60,000",
        "... and not back within this is fleeting",
    ),
    Key(
        "stale_after_ms",
        value.milliseconds(MINUTE_MS, 30 * DAY_MS),
        False,
        "86,400,000",
        "active for longer: stale",
    ),
    Key(
        "rationalised_only",
        value.flag,
        False,
        "false",
        "alarms without cause, consequence, response or response_time_ms run as events only",
    ),
    Key(
        "never_slowed",
        value.choice(PRIORITIES),
        False,
        "critical",
        "alarms as urgent as this or more are never given an on-delay by the advisor",
    ),
    Key("master", value.given_text, False, "none", "path of the master `alarms.csv`, from the site folder"),
)

SYSTEM_KEYS = (
    Key("name", value.given_text, True, "-", "name on its tile of the wall"),
    Key("parent", value.text, False, "none", "the system it is a part of"),
    Key("description", value.text, False, "none", "one line about it"),
    Key("modes", value.mode_names, False, "none", "names of its operating modes, 2 to 16"),
    Key(
        "mode_tag",
        value.name,
        False,
        "none",
        "the discrete tag whose states, by name, are the modes; without it a person sets the mode",
    ),
)
