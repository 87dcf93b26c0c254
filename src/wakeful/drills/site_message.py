"""A site as the plain object that is sent to another server: names instead of numbers, defaults left out."""

from typing import Any

import msgspec

from wakeful.terms.alarm import KIND_NAMES, AlarmDefinition
from wakeful.terms.site import Site, positions_of


def site_message(site: Site) -> dict[str, Any]:
    """Keys ``sources``, ``systems``, ``positions``, ``tags``, ``alarms`` and ``philosophy``.

    The objects have the fields of ``wakeful.terms``; a field that is not there has its default there. An
    alarm's ``handling`` stands beside its own fields, its ``kind`` is the word of ``alarms.csv``, priorities
    are numbers from 1 (critical) to 4 (low).
    """
    return {
        "sources": [_plain(source) for source in site.sources],
        "systems": [_plain(system) for system in site.systems],
        "positions": [_plain(position) for position in positions_of(site)],
        "tags": [_plain(tag) for tag in site.tags],
        "alarms": [_alarm(alarm) for alarm in site.alarms],
        "philosophy": msgspec.to_builtins(site.philosophy),
    }


def _alarm(alarm: AlarmDefinition) -> dict[str, Any]:
    fields = _plain(alarm)
    fields.pop("handling", None)
    return {**fields, "kind": KIND_NAMES[alarm.kind], **_plain(alarm.handling)}


def _plain(struct: msgspec.Struct) -> dict[str, Any]:
    """The fields of a struct that are not at their defaults."""
    return {
        field.name: msgspec.to_builtins(getattr(struct, field.name))
        for field in msgspec.structs.fields(type(struct))
        if getattr(struct, field.name) != _default(field)
    }


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
