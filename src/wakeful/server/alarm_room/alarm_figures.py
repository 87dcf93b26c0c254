"""Figures and worklist of a period, as the console gets them."""

import msgspec

from wakeful.alarms.load.definitions import definitions
from wakeful.alarms.load.figures import all_figures
from wakeful.alarms.load.period import Period, study
from wakeful.alarms.load.places import Places, places_of
from wakeful.alarms.load.table import LoadRows
from wakeful.alarms.load.worklist import worklist
from wakeful.terms.alarm_load import AlarmFigures, FigureDefinition, WorklistEntry
from wakeful.terms.site import Site

PERIOD_DAYS_MAX = 31
"""A little more than what is kept in memory; longer periods are for `wakeful report alarms`."""


class FiguresBody(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of the site and of each position over a period, with what they mean."""

    server_time_ms: float
    definitions: tuple[FigureDefinition, ...]
    figures: tuple[AlarmFigures, ...]
    """The whole site first, then each position."""
    complete_from_ms: float
    """What lies before this instant is not in the figures, because the journal does not reach further."""


class WorklistBody(msgspec.Struct, frozen=True, kw_only=True):
    """Alarms that make a nuisance of themselves, greatest share of the load first."""

    server_time_ms: float
    from_ms: float
    to_ms: float
    entries: tuple[WorklistEntry, ...]


def figures_body(rows: LoadRows, site: Site, from_ns: int, to_ns: int, now_ns: int) -> FiguresBody:
    """Figures of the site and of each position."""
    period, places = _study(rows, site, from_ns, to_ns, now_ns)
    return FiguresBody(
        server_time_ms=now_ns / 1e6,
        definitions=definitions(site.philosophy, places.positions),
        figures=all_figures(period, places),
        complete_from_ms=(now_ns if rows.complete_from_ns is None else rows.complete_from_ns) / 1e6,
    )


def worklist_body(rows: LoadRows, site: Site, from_ns: int, to_ns: int, now_ns: int) -> WorklistBody:
    """Alarms that make a nuisance of themselves, of all positions."""
    period, places = _study(rows, site, from_ns, to_ns, now_ns)
    return WorklistBody(
        server_time_ms=now_ns / 1e6,
        from_ms=period.from_ns / 1e6,
        to_ms=period.to_ns / 1e6,
        entries=worklist(period, places),
    )


def _study(rows: LoadRows, site: Site, from_ns: int, to_ns: int, now_ns: int) -> tuple[Period, Places]:
    """What has not happened yet is no part of a period: rates would be of time that nobody has lived."""
    to_ns = max(from_ns + 1, min(to_ns, now_ns))
    count = len(rows.before)
    names, tags = rows.names[:count], rows.tags[:count]
    return study(rows, from_ns, to_ns, site.philosophy), places_of(site, names, tags)
