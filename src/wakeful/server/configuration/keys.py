"""Every key and column of a site folder: its name, how it is read, and what it means.

The readers work from these tables, and a test compares them with the tables in ``docs/site.md``.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from wakeful.server.configuration import value
from wakeful.terms.alarm import KIND_NAMES, Priority
from wakeful.terms.tag import TagKind

TAGS_MAX = 1_000_000
SYSTEMS_MAX = 1_000
SOURCES_MAX = 200
RESERVED_ID = "wakeful"
"""System and source of the server's watch over itself; added by the server, never configured."""
DAY_MS = 86_400_000


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


SITE_KEYS = (
    Key("name", value.given_text, True, "-", "name of the site, shown on the wall"),
    Key("scan_period_ms", value.whole(10, 60_000), False, "100", "time between two scans, 10 to 60,000"),
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
        value.whole(100, 7 * DAY_MS),
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
        "age_limit_ms", value.whole(100, 7 * DAY_MS), False, "the site's", "as above, for tags of this source"
    ),
)

SYSTEM_KEYS = (
    Key("name", value.given_text, True, "-", "name on its tile of the wall"),
    Key("parent", value.text, False, "none", "the system it is a part of"),
    Key("description", value.text, False, "none", "one line about it"),
)

TAG_COLUMNS = (
    Key("name", value.name, True, "-", "name of the tag, unique in the site"),
    Key("source", value.text, True, "the only source", "source of its samples, from `site.toml`"),
    Key("system", value.text, False, "the source's", "system it belongs to, from `systems.toml`"),
    Key("unit", value.text, True, "-", "engineering unit; needed for analogue tags, `1` for a plain number"),
    Key("range_low_eu", value.number, True, "-", "lower end of the instrument's range; analogue tags only"),
    Key("range_high_eu", value.number, True, "-", "upper end of the range; analogue tags only"),
    Key("description", value.text, False, "none", "one line for the operator"),
    Key(
        "kind",
        value.choice({kind.value: kind for kind in TagKind}),
        False,
        "analogue",
        "analogue, or discrete for a tag with named states",
    ),
    Key(
        "states",
        value.state_names,
        False,
        "-",
        "names of a discrete tag's states 0, 1, 2, ..., parted by `|`",
    ),
    Key("normal_low_eu", value.or_none(value.number), False, "none", "lower end of the band drawn as normal"),
    Key(
        "normal_high_eu", value.or_none(value.number), False, "none", "upper end of the band drawn as normal"
    ),
    Key(
        "resolution_eu",
        value.or_none(value.at_least_zero),
        False,
        "none",
        "smallest step the instrument can show; decides the decimals",
    ),
    Key(
        "age_limit_ms",
        value.whole(100, 7 * DAY_MS),
        False,
        "the source's",
        "the tag is lost after this long without a sample",
    ),
    Key("address", value.text, False, "the name", "what the source calls the tag"),
    Key("overview", value.flag, False, "no", "yes: a live figure on the system's tile"),
    Key("use", value.flag, False, "yes", "no: leave the tag out (a parked row, or a discovered tag)"),
)

PRIORITIES = {priority.name.lower(): priority for priority in Priority} | {
    str(int(priority)): priority for priority in Priority
}

ALARM_COLUMNS = (
    Key("name", value.name, False, "tag.kind", "name of the alarm, unique in the site"),
    Key("tag", value.name, True, "-", "the tag it watches"),
    Key(
        "kind",
        value.choice({word: kind for kind, word in KIND_NAMES.items()}),
        True,
        "-",
        "high_high, high, low, low_low or input_bad; each once for a tag",
    ),
    Key("priority", value.choice(PRIORITIES), True, "-", "critical, high, medium or low (or 1 to 4)"),
    Key("limit_eu", value.number, True, "-", "raised at this value or beyond; empty for input_bad"),
    Key(
        "deadband_eu",
        value.at_least_zero,
        False,
        "0",
        "returns to normal when the value is back inside the limit by more than this",
    ),
    Key("on_delay_ms", value.whole(0, DAY_MS), False, "0", "raised after this long beyond the limit"),
    Key("off_delay_ms", value.whole(0, DAY_MS), False, "0", "returns after this long back inside"),
    Key("message", value.text, False, "none", "what is wrong, for the operator"),
    Key("response", value.text, False, "none", "what the operator is expected to do"),
    Key("use", value.flag, False, "yes", "no: leave the alarm out (a parked row, or a discovered alarm)"),
)
