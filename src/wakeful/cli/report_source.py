"""What a report is made from: the journal of a site, or the alarm log of another system."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from wakeful.alarms.load.places import Places, places_of
from wakeful.alarms.load.table import ROWS_MAX, LoadRows, LoadTable
from wakeful.cli.journal import journal_folder, site_beside
from wakeful.cli.progress import WorkProgress
from wakeful.cli.report_log import LogMapping, read_log
from wakeful.cli.report_values import duration_text, instant_text
from wakeful.cli.site_reading import read_with_progress
from wakeful.journal import Journal
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.effect import JournalInterrupted, Record, ServerStarted, ServerStopped
from wakeful.terms.errors import DataError
from wakeful.terms.site import AlarmPhilosophy, Position, Site

RUNNING_FILE = "server.json"
WINDOW_NS = 600_000_000_000
_MOMENT_NS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that was heard of alarms, and how far it reaches.

    Attributes
    ----------
    title, source : whose alarms these are, and where they were read.
    first_ns, last_ns : from when until when something is known; the whole of it is the longest period.
    vouched : the source does not tell when it was kept, so it is taken to have been for the period asked for.
    alarms : those of the configuration, with what they say; none where there is no configuration.
    unknown : keys of figures about which the source says nothing.
    """

    title: str
    source: str
    rows: LoadRows
    places: Places
    philosophy: AlarmPhilosophy
    first_ns: int
    last_ns: int
    notes: tuple[str, ...]
    vouched: bool = False
    alarms: tuple[AlarmDefinition, ...] = ()
    unknown: frozenset[str] = frozenset()


def from_journal(folder: Path, site_folder: Path | None, *, now_ns: int) -> Heard:
    """Read the journal of a site, data or journal folder, and the site it belongs to where one is there.

    Raises
    ------
    StorageError
        There is no journal, or it is damaged.
    ConfigurationError
        The site beside it is wrong.
    DataError
        There is nothing in it.
    """
    place = journal_folder(folder)
    site_folder = site_folder or site_beside(folder, place)
    site = None if site_folder is None else read_with_progress(site_folder)
    table = _table_of(site)
    course = _Course()
    journal = Journal.open_for_reading(place)
    with WorkProgress("reading the journal", journal.next_sequence, "records") as progress:
        table.add(course.watch(record for _, record in _shown(journal.read(), progress)))
    if course.first_ns is None:
        raise DataError(f"the journal in {place} has no record yet; there is nothing to report")
    running = any(_runs(parent / RUNNING_FILE) for parent in (place, place.parent))
    notes = list(course.notes)
    if site is None:
        site = Site(name=course.site or folder.name, systems=(), sources=(), tags=(), alarms=())
        notes.append(
            "no site folder is beside this journal (name one with --site): one position is taken to answer "
            "for all alarms, and the philosophy's settings are the usual ones"
        )
    rows = table.rows()
    return Heard(
        title=site.name,
        source=f"journal in {place}",
        rows=rows,
        places=places_of(site, rows.names, rows.tags),
        philosophy=site.philosophy,
        first_ns=max(course.first_ns, rows.complete_from_ns or 0),
        last_ns=max(now_ns, course.last_ns) if running else course.last_ns + _MOMENT_NS,
        notes=tuple(notes),
        alarms=site.alarms,
    )


def _runs(file: Path) -> bool:
    """Whether the server that left this file is there: one that was killed leaves it behind."""
    try:
        process = int(json.loads(file.read_text(encoding="utf-8"))["process_id"])
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return False
    return True


def _table_of(site: Site | None) -> LoadTable:
    if site is None:
        return LoadTable()
    return LoadTable([alarm.name for alarm in site.alarms], [alarm.tag for alarm in site.alarms])


def _shown(records: Iterable[tuple[int, Record]], progress: WorkProgress) -> Iterator[tuple[int, Record]]:
    for sequence, record in records:
        yield sequence, record
        progress.show(sequence + 1)


class _Course:
    """The course of a journal: its ends, whose it is, and what is missing from it."""

    def __init__(self) -> None:
        self.first_ns: int | None = None
        self.last_ns = 0
        self.site = ""
        self.notes: list[str] = []

    def watch(self, records: Iterable[Record]) -> Iterator[Record]:
        """Every record, as it passes."""
        stopped = False
        for record in records:
            stopped = type(record) is ServerStopped
            if type(record) is ServerStarted:
                self.site = record.site
            elif type(record) is JournalInterrupted and record.records_dropped:
                self.notes.append(
                    f"from {instant_text(record.since_ns)} the journal could not be written for "
                    f"{duration_text(record.at_ns - record.since_ns)}: {record.records_dropped:,} records "
                    "are missing from the figures"
                )
            if self.first_ns is None:
                self.first_ns = record.at_ns
            self.last_ns = max(self.last_ns, record.at_ns)
            yield record
        if stopped:
            self.notes.append(f"the server has not run since {instant_text(self.last_ns)}")


def from_log(path: Path, mapping: LogMapping, position: str) -> Heard:
    """Read the alarm log of another system. Raises DataError when it cannot be, or nothing of it counts."""
    table = LoadTable(rows_max=2 * ROWS_MAX)
    with WorkProgress(f"reading {path.name}", None, "messages") as progress:
        log = read_log(path, mapping, table, progress=progress.show)
    positions = tuple(Position(id=name, name=name, systems=()) for name in log.positions)
    positions = positions or (Position(id="all", name=path.stem, systems=()),)
    rows = table.rows()
    of_alarm = np.fromiter((log.position_of.get(name, 0) for name in rows.names), np.int64, len(rows.names))
    heard = Heard(
        title=path.stem,
        source=f"alarm log {path.name}, {log.messages:,} messages",
        rows=rows,
        places=Places(positions, of_alarm),
        philosophy=AlarmPhilosophy(),
        first_ns=0,
        last_ns=0,
        notes=log.notes,
        vouched=True,
        unknown=log.unknown,
    )
    return _with_ends(heard, position)


def _with_ends(heard: Heard, position: str) -> Heard:
    """From the clock's ten minutes of the first message (of the position) to those of the last one."""
    at_ns = heard.rows.moves["at_ns"]
    place = next((index for index, each in enumerate(heard.places.positions) if each.id == position), None)
    if place is not None:
        at_ns = at_ns[heard.places.of_alarm[heard.rows.moves["alarm"]] == place]
    if not at_ns.size:
        raise DataError(f"no alarm of {heard.source} can be reported on")
    first_ns, last_ns = int(at_ns.min()), int(at_ns.max())
    return replace(
        heard,
        first_ns=first_ns // WINDOW_NS * WINDOW_NS,
        last_ns=(last_ns // WINDOW_NS + 1) * WINDOW_NS,
        notes=(*heard.notes, "ten-minute windows begin with the clock's, in UTC as the times are taken"),
    )
