"""What a sheet declares before anything happens: source, system, position, tag, person, and the site's rules.

Each function reads one line, after its first word, into ``Declared``. Where nothing is said, tags come from
the source ``field`` and belong to the system ``plant``, and a tag is never lost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from wakeful.drills.cursor import Cursor
from wakeful.drills.finding import Mistake, raise_together
from wakeful.drills.script import Person
from wakeful.terms.site import AlarmPhilosophy, Position, Source, System
from wakeful.terms.tag import Tag, TagKind

ROLES = ("operator", "engineer", "supervisor", "viewer")
NAMES_MAX = 2_000
"""Most tags, and most alarms, of a sheet."""

DEFAULT_SOURCE, DEFAULT_SYSTEM = "field", "plant"
NEVER_LOST_MS = 366 * 86_400_000

Setting = Callable[[Cursor, dict[str, Any]], None]
"""Reads one setting, after its first word, into the fields of what it belongs to."""


@dataclass
class Declared:
    """What has been declared so far, by name in the order of the sheet."""

    sources: dict[str, Source] = field(default_factory=dict)
    systems: dict[str, System] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    philosophy: AlarmPhilosophy = field(default_factory=AlarmPhilosophy)
    ranged: set[str] = field(default_factory=set)
    """Tags whose range was stated."""
    broken: set[str] = field(default_factory=set)
    """Names whose own line has a mistake; what would be said about their use may only follow from it."""

    def states_of(self, tag: str) -> tuple[str, ...]:
        """Names of a discrete tag's states; none for an analogue one."""
        return self.tags[tag].states if tag in self.tags else ()


def read_source(cursor: Cursor, declared: Declared) -> None:
    """``source NAME [, clock within DURATION]``."""
    name = _new_name(cursor, "a source", declared.sources)
    fields: dict[str, Any] = {}
    _, mistakes = read_settings(cursor, {"clock": _clock_within}, fields)
    declared.sources[name] = Source(id=name, driver="drill", **fields)
    raise_together(mistakes)


def _clock_within(cursor: Cursor, fields: dict[str, Any]) -> None:
    cursor.expect("within")
    fields["clock_uncertainty_ms"] = cursor.duration_ms()


def read_system(cursor: Cursor, declared: Declared) -> None:
    """``system NAME [, modes A | B | C] [, mode from TAG]``."""
    name = _new_name(cursor, "a system", declared.systems)
    fields: dict[str, Any] = {}
    _, mistakes = read_settings(cursor, {"modes": _modes, "mode": _mode_from}, fields)
    declared.systems[name] = System(id=name, name=name, **fields)
    raise_together(mistakes)


def _modes(cursor: Cursor, fields: dict[str, Any]) -> None:
    fields["modes"] = alternatives(cursor, "a mode")


def _mode_from(cursor: Cursor, fields: dict[str, Any]) -> None:
    cursor.expect("from")
    fields["mode_tag"] = cursor.name("a tag")


def read_position(cursor: Cursor, declared: Declared) -> None:
    """``position NAME answers SYSTEM | SYSTEM [, flood above N in DURATION] [, ends below N]``."""
    name = _new_name(cursor, "a position", declared.positions)
    cursor.expect("answers")
    known = declared.systems or (DEFAULT_SYSTEM,)
    systems = [cursor.noted("system", known)]
    while cursor.take("|"):
        systems.append(cursor.noted("system", known))
    fields: dict[str, Any] = {}
    _, mistakes = read_settings(cursor, {"flood": _flood, "ends": _flood_ends}, fields)
    declared.positions[name] = Position(id=name, name=name, systems=tuple(systems), **fields)
    raise_together(mistakes)


def _flood(cursor: Cursor, fields: dict[str, Any]) -> None:
    cursor.expect("above")
    fields["flood_begin"] = cursor.whole("alarms")
    if cursor.take("in"):
        fields["flood_window_ms"] = cursor.duration_ms()


def _flood_ends(cursor: Cursor, fields: dict[str, Any]) -> None:
    cursor.expect("below")
    fields["flood_end"] = cursor.whole("alarms")


def read_site(cursor: Cursor, declared: Declared) -> None:
    """``site shelf at most DURATION`` or ``site shelf ends spaced by DURATION``."""
    cursor.expect("shelf")
    fields: dict[str, Any] = {}
    if cursor.take("at", "most"):
        fields["shelve_ms_max"] = cursor.duration_ms()
    else:
        cursor.expect("ends", "spaced", "by")
        fields["shelf_release_spacing_ms"] = cursor.duration_ms()
    cursor.finish()
    declared.philosophy = msgspec.structs.replace(declared.philosophy, **fields)


def read_person(cursor: Cursor, declared: Declared) -> None:
    """``person NAME ROLE``."""
    name = _new_name(cursor, "a person", declared.people)
    role = cursor.choice(ROLES, "role")
    cursor.finish()
    declared.people[name] = Person(name, role)


def read_tag(cursor: Cursor, declared: Declared) -> None:
    """``tag NAME [, SETTING]...``; the settings are in ``docs/drill_notation.md``."""
    name = _new_name(cursor, "a tag", declared.tags)
    fields: dict[str, Any] = {
        "source": DEFAULT_SOURCE, "system": DEFAULT_SYSTEM, "age_limit_ms": NEVER_LOST_MS,
    }  # fmt: skip
    settings: dict[str, Setting] = {
        "range": _range,
        "unit": _unit,
        "states": _states,
        "lost": _lost,
        "from": lambda line, into: into.update(source=line.known("source", declared.sources)),
        "in": lambda line, into: into.update(system=line.known("system", declared.systems)),
    }
    said, mistakes = read_settings(cursor, settings, fields)
    declared.tags[name] = Tag(name=name, **fields)
    if "range" in said:
        declared.ranged.add(name)
    raise_together(mistakes)


def _range(cursor: Cursor, fields: dict[str, Any]) -> None:
    fields["range_low_eu"] = cursor.number("low end of the range")
    cursor.expect("to")
    column = cursor.column
    fields["range_high_eu"] = cursor.number("high end of the range")
    if fields["range_low_eu"] >= fields["range_high_eu"]:
        raise Mistake(column, "the range ends before it begins", "give the low end first")
    if not cursor.at_end and cursor.peek() != ",":
        _unit(cursor, fields)


def _unit(cursor: Cursor, fields: dict[str, Any]) -> None:
    fields["unit"] = cursor.name("a unit")


def _states(cursor: Cursor, fields: dict[str, Any]) -> None:
    fields["kind"], fields["states"] = TagKind.DISCRETE, alternatives(cursor, "a state")


def _lost(cursor: Cursor, fields: dict[str, Any]) -> None:
    cursor.expect("after")
    fields["age_limit_ms"] = cursor.duration_ms()


def read_settings(
    cursor: Cursor, settings: dict[str, Setting], fields: dict[str, Any], *, repeated: str = ""
) -> tuple[list[str], list[Mistake]]:
    """Settings parted by commas to the end of the line: their first words, and the mistakes among them.

    A colon or comma before the first may be left out. Only the setting ``repeated`` may be said twice.
    """
    if not cursor.take(":"):
        cursor.take(",")
    said: list[str] = []
    if cursor.at_end:
        return said, []
    return said, cursor.each(lambda: said.append(_read_setting(cursor, settings, fields, said, repeated)))


def _read_setting(
    cursor: Cursor, settings: dict[str, Setting], fields: dict[str, Any], said: list[str], repeated: str
) -> str:
    column, word = cursor.column, cursor.choice(settings, "setting")
    if word in said and word != repeated:
        raise Mistake(column, f"{word!r} is said twice", "say it once")
    settings[word](cursor, fields)
    return word


def alternatives(cursor: Cursor, what: str) -> tuple[str, ...]:
    """``A | B | C``: names parted by bars."""
    names = [cursor.name(what)]
    while cursor.take("|"):
        names.append(cursor.name(what))
    return tuple(names)


def _new_name(cursor: Cursor, what: str, known: dict[str, Any]) -> str:
    column, name = cursor.column, cursor.name(what)
    if name in known:
        raise Mistake(column, f"{name!r} has been declared already", "name each thing once")
    if len(known) >= NAMES_MAX:
        raise Mistake(column, f"more than {NAMES_MAX:,} of these", "split the scenario")
    if name.casefold() in RESERVED:
        raise Mistake(column, f"{name!r} is a word of the notation", "give it another name")
    return name


RESERVED = ("the", "all", "nothing", "position", "system", "group")
"""Words that begin the subject of a timed line; nothing may be named like them."""
