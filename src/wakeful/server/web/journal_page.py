"""A page of the journal for people: newest first, filtered, with bounded work."""

from collections.abc import Callable

from wakeful.journal import Journal
from wakeful.server.wire import JournalBody, JournalEntryBody
from wakeful.terms.command import Acknowledge, Disturb, Operate
from wakeful.terms.effect import (
    AlarmChanged,
    CommandAccepted,
    CommandRefused,
    InjectFault,
    InputChanged,
    Record,
    WriteOutput,
)
from wakeful.terms.site import Site

LIMIT_MAX = 1_000
LOOKED_AT_MAX = 20_000
"""Records one request looks at; a page may come back short or empty with ``next_before`` to go on from."""


class JournalFilter:
    """Which records belong to an alarm, a tag or a system. Empty texts ask for nothing."""

    def __init__(self, site: Site, alarm: str, tag: str, system: str) -> None:
        self._wanted = (alarm, tag, system)
        self._tag_of_alarm = {item.name: item.tag for item in site.alarms}
        self._system_of_tag = {item.name: item.system for item in site.tags}
        self._system_of_equipment = {item.name: item.system for item in site.equipment}
        self._tags_of_equipment = {
            item.name: frozenset((*item.tags, *(control.feedback_tag for control in item.controls)))
            for item in site.equipment
        }
        self._systems_of_source = {
            source.id: frozenset(item.system for item in site.tags if item.source == source.id)
            for source in site.sources
        }

    def __call__(self, record: Record) -> bool:
        """Whether a record is asked for."""
        alarm, tag, system = self._wanted
        if not (alarm or tag or system):
            return True
        match record:
            case AlarmChanged():
                return self._alarm_fits(record.alarm, record.tag)
            case CommandAccepted() | CommandRefused():
                return self._command_fits(record.command)
            case InputChanged():
                fits = [name for name in record.tags if self._tag_fits(name)]
                return not alarm and bool(fits)
            case WriteOutput():
                return not alarm and self._equipment_fits(record.equipment)
            case InjectFault():
                return not (alarm or tag) and system in self._systems_of_source.get(record.source, ())
            case _:
                return False

    def _command_fits(self, command: Acknowledge | Operate | Disturb) -> bool:
        alarm, tag, system = self._wanted
        match command:
            case Acknowledge():
                return self._alarm_fits(command.alarm, self._tag_of_alarm.get(command.alarm, ""))
            case Operate():
                return not alarm and self._equipment_fits(command.equipment)
            case Disturb():
                return not (alarm or tag) and system in self._systems_of_source.get(command.source, ())

    def _alarm_fits(self, alarm: str, tag: str) -> bool:
        wanted = self._wanted[0]
        return (not wanted or alarm == wanted) and self._tag_fits(tag)

    def _tag_fits(self, tag: str) -> bool:
        _, wanted, system = self._wanted
        return (not wanted or tag == wanted) and (not system or self._system_of_tag.get(tag) == system)

    def _equipment_fits(self, equipment: str) -> bool:
        _, tag, system = self._wanted
        return (not tag or tag in self._tags_of_equipment.get(equipment, ())) and (
            not system or self._system_of_equipment.get(equipment) == system
        )


def read_page(
    journal: Journal, wanted: Callable[[Record], bool], before: int | None, limit: int
) -> JournalBody:
    """At most ``limit`` wanted records below ``before`` (None: the end), newest first."""
    entries: list[JournalEntryBody] = []
    last = journal.next_sequence if before is None else before
    for sequence, record in journal.read_backwards(before, LOOKED_AT_MAX):
        last = sequence
        if wanted(record):
            entries.append(JournalEntryBody(sequence=sequence, record=record))
            if len(entries) == limit:
                break
    return JournalBody(entries=tuple(entries), next_before=last if last > 0 else None)
