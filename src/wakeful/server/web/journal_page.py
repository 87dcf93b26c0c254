"""A page of the journal for people: newest first, filtered, with bounded work."""

from collections.abc import Callable
from functools import cached_property

from wakeful.engine.plan import Plan
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

LIMIT_MAX = 1_000
LOOKED_AT_MAX = 20_000
"""Records one request looks at; a page may come back short or empty with ``next_before`` to go on from."""


class JournalFilter:
    """Which records belong to an alarm, a tag or a system. Empty texts ask for nothing."""

    def __init__(self, plan: Plan, alarm: str, tag: str, system: str) -> None:
        self._plan = plan
        self._wanted = (alarm, tag, system)
        self._equipment = {item.name: item for item in plan.site.equipment}

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
                return self._source_fits(record.source)
            case _:
                return False

    def _command_fits(self, command: Acknowledge | Operate | Disturb) -> bool:
        alarm = self._wanted[0]
        match command:
            case Acknowledge():
                index = self._plan.alarm_index.get(command.alarm)
                tag = "" if index is None else self._plan.site.alarms[index].tag
                return self._alarm_fits(command.alarm, tag)
            case Operate():
                return not alarm and self._equipment_fits(command.equipment)
            case Disturb():
                return self._source_fits(command.source)

    def _alarm_fits(self, alarm: str, tag: str) -> bool:
        wanted = self._wanted[0]
        return (not wanted or alarm == wanted) and self._tag_fits(tag)

    def _tag_fits(self, tag: str) -> bool:
        _, wanted, system = self._wanted
        index = self._plan.tag_index.get(tag)
        own_system = "" if index is None else self._plan.site.tags[index].system
        return (not wanted or tag == wanted) and (not system or own_system == system)

    def _equipment_fits(self, equipment: str) -> bool:
        _, tag, system = self._wanted
        item = self._equipment.get(equipment)
        if item is None:
            return False
        beside = (*item.tags, *(control.feedback_tag for control in item.controls))
        return (not tag or tag in beside) and (not system or item.system == system)

    def _source_fits(self, source: str) -> bool:
        """A fault belongs to the systems that its source has tags in, and to no single alarm or tag."""
        alarm, tag, system = self._wanted
        return not (alarm or tag) and (source, system) in self._systems_of_sources

    @cached_property
    def _systems_of_sources(self) -> frozenset[tuple[str, str]]:
        return frozenset((tag.source, tag.system) for tag in self._plan.site.tags)


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
