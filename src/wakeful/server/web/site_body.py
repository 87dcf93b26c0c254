"""The site as the console gets it once: everything about tags, alarms and equipment that does not move.

A site of 100,000 tags makes a body of 100 MB. Its text is made once, piece by piece, so that no other
thread waits for it, and kept compressed; what differs between two answers stands at the front.
"""

import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from wakeful.server.wire import (
    AlarmDefinitionBody,
    ControlBody,
    EquipmentBody,
    FaultBody,
    PositionBody,
    SiteBody,
    SourceBody,
    SystemBody,
    TagBody,
)
from wakeful.terms.alarm import KIND_NAMES, WITHOUT_LIMIT, AlarmDefinition
from wakeful.terms.equipment import Equipment
from wakeful.terms.site import Position, Site, Source, System, positions_of
from wakeful.terms.tag import Tag

ITEMS_AT_ONCE = 500
"""Encoded in one go, in about a millisecond; then other threads have their turn."""
_LISTS = ("systems", "positions", "tags", "alarms", "equipment", "sources")


class SiteText:
    """The JSON text of ``SiteBody``.

    ``for_session`` may be called from any thread; the first call makes the text.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pieces: list[bytes] | None = None

    def for_session(self, front: dict[str, Any]) -> Iterator[bytes]:
        """The text in pieces, with ``front``'s members (those of SiteBody that move) first."""
        assert [*front, *_LISTS] == list(SiteBody.__struct_fields__)
        if self._pieces is None:
            self._pieces = [zlib.compress(piece, 1) for piece in _encode(self._site)]
        yield msgspec.json.encode(front)[:-1]
        for piece in self._pieces:
            yield zlib.decompress(piece)


def _encode(site: Site) -> Iterator[bytes]:
    """The lists of SiteBody as text, from the comma before the first to the closing brace."""
    system_of_tag = {tag.name: tag.system for tag in site.tags}
    longest_ms = site.philosophy.shelve_ms_max
    makers: dict[str, tuple[Sequence[Any], Callable[[Any], msgspec.Struct]]] = {
        "systems": (site.systems, _system),
        "positions": (positions_of(site), _position),
        "tags": (site.tags, _tag),
        "alarms": (
            site.alarms,
            lambda alarm: _alarm(alarm, system_of_tag[alarm.tag], longest_ms),
        ),
        "equipment": (site.equipment, _equipment),
        "sources": (site.sources, lambda source: _source(source, site)),
    }
    for name in _LISTS:
        items, make = makers[name]
        yield f',"{name}":['.encode()
        for start in range(0, len(items), ITEMS_AT_ONCE):
            part = msgspec.json.encode([make(item) for item in items[start : start + ITEMS_AT_ONCE]])
            yield (b"," if start else b"") + part[1:-1]
            # Hands the interpreter over; encoding in a loop would keep it from the scan.
            time.sleep(0)
        yield b"]"
    yield b"}"


def _system(system: System) -> SystemBody:
    return SystemBody(
        id=system.id,
        name=system.name,
        parent=system.parent,
        description=system.description,
        modes=system.modes,
        mode_tag=system.mode_tag,
    )


def _position(position: Position) -> PositionBody:
    return PositionBody(
        id=position.id,
        name=position.name,
        systems=position.systems,
        flood_begin=position.flood_begin,
        flood_end=position.flood_end,
        flood_window_ms=position.flood_window_ms,
    )


def _tag(tag: Tag) -> TagBody:
    return TagBody(
        name=tag.name,
        system=tag.system,
        description=tag.description,
        unit=tag.unit,
        kind=tag.kind.value,
        states=tag.states,
        range_low_eu=tag.range_low_eu,
        range_high_eu=tag.range_high_eu,
        normal_low_eu=tag.normal_low_eu,
        normal_high_eu=tag.normal_high_eu,
        resolution_eu=tag.resolution_eu,
        age_limit_ms=tag.age_limit_ms,
        overview=tag.overview,
    )


def _alarm(alarm: AlarmDefinition, system: str, shelve_ms_max: int) -> AlarmDefinitionBody:
    own_ms_max = alarm.handling.shelve_ms_max
    return AlarmDefinitionBody(
        name=alarm.name,
        tag=alarm.tag,
        system=system,
        kind=KIND_NAMES[alarm.kind],
        priority=int(alarm.priority),
        limit_eu=None if alarm.kind in WITHOUT_LIMIT else alarm.limit_eu,
        deadband_eu=alarm.deadband_eu,
        on_delay_ms=alarm.on_delay_ms,
        off_delay_ms=alarm.off_delay_ms,
        message=alarm.message,
        response=alarm.response,
        shelve_ms_max=own_ms_max if 0 < own_ms_max < shelve_ms_max else msgspec.UNSET,
    )


def _equipment(item: Equipment) -> EquipmentBody:
    return EquipmentBody(
        name=item.name,
        system=item.system,
        kind=item.kind,
        description=item.description,
        controls=tuple(
            ControlBody(
                name=control.name,
                kind=control.kind.value,
                feedback_tag=control.feedback_tag,
                labels=control.labels,
                low_eu=control.low_eu,
                high_eu=control.high_eu,
                unit=control.unit,
                needs_manual=control.needs_manual,
            )
            for control in item.controls
        ),
        tags=item.tags,
    )


def _source(source: Source, site: Site) -> SourceBody:
    return SourceBody(
        id=source.id,
        driver=source.driver,
        simulated=source.id in site.faults,
        faults=tuple(
            FaultBody(
                name=fault.name,
                description=fault.description,
                targets=fault.targets,
                severity_low=fault.severity_low,
                severity_high=fault.severity_high,
                severity_meaning=fault.severity_meaning,
            )
            for fault in site.faults.get(source.id, ())
        ),
    )
