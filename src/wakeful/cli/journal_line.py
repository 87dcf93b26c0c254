"""A record of the journal as one line: times as times, codes as words, quotes escaped.

``--json`` has every record as it is; these lines are for people, and leave out what says nothing.
"""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec

from wakeful.cli.report_values import duration_text
from wakeful.terms.alarm import ISAState, Priority
from wakeful.terms.effect import AlarmChanged, Record
from wakeful.terms.quality import CODE_MASK, Quality
from wakeful.terms.site import Site, positions_of
from wakeful.terms.tag import TagKind

LISTED_MAX = 5
"""Names of a list that are shown. How many there are is a field of its own."""
STATE_WORDS = {
    ISAState.NORM: "normal",
    ISAState.UNACK: "unacknowledged",
    ISAState.ACKED: "acknowledged",
    ISAState.RTNUN: "returned",
    ISAState.SHLVD: "shelved",
    ISAState.DSUPR: "suppressed",
    ISAState.OOSRV: "out_of_service",
}
_QUIET = frozenset({"annunciated", "hidden", "one_shot"})
"""Said only where they hold."""
_PRIORITIES = frozenset({"priority", "priority_peak", "priority_seen"})
_PRIORITY_WORDS = {int(each): each.name.lower() for each in Priority}
_QUALITY_WORDS = {int(each): each.name.lower() for each in Quality}
_UNIT_ENDS = ("_ns", "_ms", "_eu")


class JournalLines:
    """Lines of one journal.

    Parameters
    ----------
    site : gives positions, systems and the states of discrete tags their names; without it ids and numbers
        are shown.
    """

    def __init__(self, site: Site | None) -> None:
        self._states: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, dict[str, str]] = {"position": {}, "system": {}}
        if site is not None:
            self._states = {tag.name: tag.states for tag in site.tags if tag.kind is TagKind.DISCRETE}
            self._names["position"] = {each.id: each.name for each in positions_of(site)}
            self._names["system"] = {each.id: each.name for each in site.systems}

    def line(self, sequence: int, record: Record) -> str:
        """Sequence, time, kind of record, and its fields as ``name=value``; empty fields are left out."""
        fields = msgspec.to_builtins(record)
        kind = fields.pop("type")
        fields.pop("at_ns")
        if "command" in fields:
            fields = {**_of_command(fields.pop("command")), **fields}
        states = self._states.get(fields.get("tag", ""), ())
        if isinstance(record, AlarmChanged):
            fields |= {key: STATE_WORDS.get(fields[key], fields[key]) for key in ("before", "after")}
        if states:
            judged = ("value", "limit_eu") if fields.get("kind") == "discrete" else ("value",)
            fields |= {key: _state(states, fields.get(key)) for key in judged}
        shown = (self._field(name, value) for name, value in fields.items())
        parts = " ".join(part for part in shown if part)
        return f"{sequence:>8}  {time_text(record.at_ns)}  {kind:<20} {parts}".rstrip()

    def _field(self, name: str, value: Any) -> str:
        if value is None or value in ("", (), []) or (name in _QUIET and not value):
            return ""
        if name in _PRIORITIES:
            return f"{name}={_priority(value)}" if value else ""
        if name == "quality":
            return f"quality={quality_text(value)}"
        if name == "actor":
            who = f"{value['name']} ({value['role']})"
            return f"by={_quoted(who)}"
        known = self._names.get(name)
        return (
            f"{_name(name)}={_quoted(known.get(value, value)) if known is not None else _value(name, value)}"
        )


def _of_command(command: dict[str, Any]) -> dict[str, Any]:
    """A command's fields beside the record's; its time is that of the record, or a moment before."""
    kind, identity = command.pop("type"), command.pop("id")
    command.pop("at_ns")
    return {"command": kind, **command, "command_id": identity}


def _name(name: str) -> str:
    """A field without its unit, which stands with the value or goes without saying."""
    return next((name.removesuffix(end) for end in _UNIT_ENDS if name.endswith(end)), name)


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        listed = ",".join(_quoted(str(part), ",") for part in value[:LISTED_MAX])
        return listed if len(value) <= LISTED_MAX else f"{listed},..."
    if name.endswith("_ns"):
        return time_text(value)
    if name.endswith("_ms"):
        return _quoted(duration_text(value * 1_000_000))
    if isinstance(value, float):
        return f"{value:.6g}"
    return _quoted(str(value))


def _state(states: tuple[str, ...], value: float | str | None) -> float | str | None:
    """The name of a state, or the number where it has none."""
    if isinstance(value, float) and value.is_integer() and 0 <= value < len(states):
        return states[int(value)]
    return value


def _priority(value: int) -> str:
    return _PRIORITY_WORDS.get(value, str(value))


def quality_text(code: int) -> str:
    """The name of an OPC UA status code, or its digits; flags do not change its meaning."""
    return _QUALITY_WORDS.get(code & CODE_MASK, f"0x{code:08X}")


def time_text(at_ns: int) -> str:
    """ISO 8601 UTC to the millisecond; of no calendar, in nanoseconds."""
    try:
        stamp = datetime.fromtimestamp(at_ns // 1_000_000 / 1e3, UTC)
    except (ValueError, OverflowError, OSError):
        return f"{at_ns}ns"
    return stamp.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _quoted(text: str, also: str = "") -> str:
    """As it is where that is one word; else in quotes, with quotes and controls in it escaped as in JSON."""
    if text.isprintable() and text and not any(char in text for char in f' "=\\{also}'):
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())
