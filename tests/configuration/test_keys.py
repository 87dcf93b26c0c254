"""The reference page and the readers agree on every key and column."""

import re
from pathlib import Path

import msgspec
import pytest

from wakeful.server.configuration.columns import ALARM_COLUMNS, MODE_COLUMNS, TAG_COLUMNS
from wakeful.server.configuration.keys import (
    PHILOSOPHY_KEYS,
    POSITION_KEYS,
    SITE_KEYS,
    SOURCE_KEYS,
    SYSTEM_KEYS,
    Key,
)
from wakeful.terms.site import AlarmPhilosophy, Position, Site, Source, System

PAGE = Path(__file__).parents[2] / "docs" / "site.md"
TABLES = {
    "site.toml": SITE_KEYS,
    "[sources.ID]": SOURCE_KEYS,
    "[positions.ID]": POSITION_KEYS,
    "[alarms]": PHILOSOPHY_KEYS,
    "systems.toml": SYSTEM_KEYS,
    "tags.csv": TAG_COLUMNS,
    "alarms.csv": ALARM_COLUMNS,
    "modes.csv": MODE_COLUMNS,
}


def table_of(keys: tuple[Key, ...], heading: str) -> str:
    """The table as it must stand in the page."""
    lines = [f"| {heading} | required | default | meaning |", "|---|---|---|---|"]
    for key in keys:
        meaning = key.meaning.replace("|", "\\|")
        lines.append(f"| `{key.name}` | {'yes' if key.required else 'no'} | {key.default} | {meaning} |")
    return "\n".join(lines)


@pytest.mark.parametrize("title", TABLES)
def test_the_page_has_the_table(title: str) -> None:
    heading = "column" if title.endswith(".csv") else "key"
    section = PAGE.read_text(encoding="utf-8").partition(f"## `{title}`")[2].partition("\n## ")[0]
    assert table_of(TABLES[title], heading) in section


def test_no_key_is_named_twice() -> None:
    for keys in TABLES.values():
        names = [key.name for key in keys]
        assert len(set(names)) == len(names)


def test_every_field_can_be_written() -> None:
    assert {key.name for key in SYSTEM_KEYS} == set(System.__struct_fields__) - {"id"}
    assert {key.name for key in SITE_KEYS} - {"age_limit_ms"} <= set(Site.__struct_fields__)
    assert {key.name for key in POSITION_KEYS} == set(Position.__struct_fields__) - {"id"}
    assert {key.name for key in PHILOSOPHY_KEYS} - {"master"} == set(AlarmPhilosophy.__struct_fields__)
    needed = {"driver", "system", "clock_uncertainty_ms"}
    assert needed <= {key.name for key in SOURCE_KEYS} & set(Source.__struct_fields__)


def test_a_value_as_documented_is_the_default() -> None:
    defaults = msgspec.structs.asdict(AlarmPhilosophy())
    defaults |= msgspec.structs.asdict(Position(id="a", name="A", systems=()))
    for key in (*PHILOSOPHY_KEYS, *POSITION_KEYS):
        if key.default.replace(",", "").isdigit():
            assert int(key.default.replace(",", "")) == defaults[key.name]


def test_the_examples_on_the_page_name_no_unknown_column() -> None:
    columns = {key.name for key in TAG_COLUMNS + ALARM_COLUMNS + MODE_COLUMNS}
    for header in re.findall(r"^(?:name|alarm),.*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        assert set(header.split(",")) <= columns
