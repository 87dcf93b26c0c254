"""What the tests of reports share: journals and reports that are quick to make."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.alarms.load.journals import HOUR_NS, MINUTE_NS, SECOND_NS, START_NS, JournalMaker
from tests.alarms.load.journals import started as started_at
from wakeful.alarms.load.places import Places
from wakeful.alarms.load.table import LoadTable
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.cli.report_document import AlarmReport, report_of
from wakeful.cli.report_source import Heard
from wakeful.journal import Journal
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.effect import AlarmChanged, Record, ServerStarted
from wakeful.terms.site import AlarmPhilosophy, Position

NAUGHTY = '<b>"LAH" & 1</b>'
"""A name that would be markup, were it not escaped."""


def started(at_ns: int = START_NS) -> ServerStarted:
    return started_at(at_ns)


def busy_hours() -> list[AlarmChanged]:
    """Two hours: a flood of thirteen, all acknowledged, a chattering alarm, a shelved one, one left."""
    maker = JournalMaker()
    for number in range(13):
        at_ns = START_NS + 5 * MINUTE_NS + number * 10 * SECOND_NS
        maker.happen(f"PAH-{number}", AlarmEvent.ABNORMAL, at_ns, 1 + number % 4)
        maker.happen(
            f"PAH-{number}", AlarmEvent.ACKNOWLEDGE, at_ns + (number + 1) * SECOND_NS, 1 + number % 4
        )
        maker.happen(f"PAH-{number}", AlarmEvent.NORMAL, at_ns + 3 * MINUTE_NS, 1 + number % 4)
    for number in range(8):
        maker.pulse("FAL-1", START_NS + HOUR_NS + number * 9 * SECOND_NS, 2 * SECOND_NS, 4)
    maker.happen("TAH-1", AlarmEvent.SHELVE_TIMED, START_NS + MINUTE_NS)
    maker.pulse("TAH-1", START_NS + 80 * MINUTE_NS)
    maker.happen(NAUGHTY, AlarmEvent.ABNORMAL, START_NS + 90 * MINUTE_NS, 3)
    return sorted(maker.records, key=lambda record: record.at_ns)


def heard_of(records: Sequence[Record], positions: Sequence[str] = ("Control room",)) -> Heard:
    """What a source would have heard; alarms belong to the positions in turn, by order of appearance."""
    table = LoadTable()
    table.add(records)
    rows = table.rows()
    places = tuple(Position(id=name.lower()[:4], name=name, systems=()) for name in positions)
    return Heard(
        title="Rig", source="journal in rig", rows=rows,
        places=Places(places, np.arange(len(rows.names)) % len(places)), philosophy=AlarmPhilosophy(),
        first_ns=START_NS, last_ns=START_NS + 2 * HOUR_NS, notes=(),
    )  # fmt: skip


def named_report() -> AlarmReport:
    """The two busy hours with a configuration, in which one alarm has a message that would be markup."""
    named = AlarmDefinition(
        name="FAL-1", tag="FAL-1-tag", kind=ConditionKind.LOW, priority=Priority.LOW, message="Flow <low>"
    )
    return report_of(replace(heard_of(busy_hours()), alarms=(named,)), START_NS, START_NS + 2 * HOUR_NS)


def busy_report(positions: Sequence[str] = ("Control room",), position: str = "") -> AlarmReport:
    """A report on the two busy hours."""
    return report_of(heard_of(busy_hours(), positions), START_NS, START_NS + 2 * HOUR_NS, position)


def write_journal(folder: Path, records: Sequence[Record]) -> Path:
    """A journal of these records in ``folder/journal``; the data folder."""
    with Journal.open(folder / "journal") as journal:
        journal.append(records)
    return folder
