"""A site: systems, sources, tags, alarms and equipment, checked and frozen."""

from typing import Any

import msgspec

from wakeful.terms.alarm import AlarmDefinition, Priority
from wakeful.terms.equipment import Equipment
from wakeful.terms.fault import FaultKind
from wakeful.terms.tag import Tag


class System(msgspec.Struct, frozen=True, kw_only=True):
    """A tile of the wall. ``parent`` is another system's id, or empty at the top."""

    id: str
    name: str
    parent: str = ""
    description: str = ""
    modes: tuple[str, ...] = ()
    """Names of its operating modes (start-up, running, ...); empty: it has none."""
    mode_tag: str = ""
    """The discrete tag whose states, by name, are the modes; empty: a person sets the mode."""


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """An operator position: the person (or crew) who answers the alarms of these systems.

    A flood begins above ``flood_begin`` annunciations in ``flood_window_ms`` and ends below ``flood_end``.
    """

    id: str
    name: str
    systems: tuple[str, ...]
    flood_begin: int = 10
    flood_end: int = 5
    flood_window_ms: int = 600_000


class AlarmPhilosophy(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all alarms of a site (ISA-18.2 stage A)."""

    shelve_ms_max: int = 12 * 3_600_000
    """A shelf ends this long after it began, re-shelving included."""
    shelf_release_spacing_ms: int = 75_000
    """Shelves that end by themselves while the alarm is active follow each other no closer at a position."""
    chatter_count: int = 3
    chatter_window_ms: int = 60_000
    fleeting_ms_max: int = 10_000
    """An activation shorter than this, not repeated within ``fleeting_quiet_ms``, is fleeting."""
    fleeting_quiet_ms: int = 60_000
    stale_after_ms: int = 24 * 3_600_000
    rationalised_only: bool = False
    """Alarms without cause, consequence, action and time to respond run as events only."""
    never_slowed: Priority = Priority.CRITICAL
    """Alarms this urgent or more are never given an on-delay by the advisor."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where samples come from: a driver with its settings. ``system`` is where its tags go by default."""

    id: str
    driver: str
    system: str = ""
    settings: dict[str, Any] = {}
    clock_uncertainty_ms: int = 0
    """How far its stamps may be off, either way."""


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
    positions: tuple[Position, ...] = ()
    """Every system belongs to one; none at all: one position answers for the whole site."""
    philosophy: AlarmPhilosophy = AlarmPhilosophy()
    scan_period_ms: int = 100
    history_days_max: float = 30.0
    history_bytes_max: int = 20_000_000_000


def positions_of(site: Site) -> tuple[Position, ...]:
    """The operator positions of a site; where none is configured, one that answers for every system."""
    if site.positions:
        return site.positions
    return (Position(id="site", name=site.name, systems=tuple(system.id for system in site.systems)),)
