"""A site: systems, sources, tags, alarms and equipment, checked and frozen."""

from typing import Any

import msgspec

from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.equipment import Equipment
from wakeful.terms.fault import FaultKind
from wakeful.terms.tag import Tag


class System(msgspec.Struct, frozen=True, kw_only=True):
    """A tile of the wall. ``parent`` is another system's id, or empty at the top."""

    id: str
    name: str
    parent: str = ""
    description: str = ""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where samples come from: a driver with its settings. ``system`` is where its tags go by default."""

    id: str
    driver: str
    system: str = ""
    settings: dict[str, Any] = {}


class SourceDescription(msgspec.Struct, frozen=True, kw_only=True):
    """What a source says it has: the tags, alarms and equipment that come with it.

    ``faults`` is empty unless the source is ``simulated``.
    """

    tags: tuple[Tag, ...] = ()
    alarms: tuple[AlarmDefinition, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    faults: tuple[FaultKind, ...] = ()
    simulated: bool = False


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the server runs on. The order of ``tags`` and ``alarms`` is their index everywhere."""

    name: str
    systems: tuple[System, ...]
    sources: tuple[Source, ...]
    tags: tuple[Tag, ...]
    alarms: tuple[AlarmDefinition, ...]
    equipment: tuple[Equipment, ...] = ()
    faults: dict[str, tuple[FaultKind, ...]] = {}
    """Faults offered by each simulated source, by source id; a source that is absent here is real."""
    scan_period_ms: int = 100
    history_days_max: float = 30.0
    history_bytes_max: int = 20_000_000_000
