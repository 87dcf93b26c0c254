"""Which records of the journal are asked for: of an alarm, a tag, a system; a kind, a priority, a text."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

import msgspec

from wakeful.alarms.machine.step import AlarmEvent
from wakeful.engine.plan import Plan
from wakeful.terms.command import AlarmCommand, Command, Disturb, Operate, SetMode
from wakeful.terms.effect import (
    AlarmChanged,
    CommandAccepted,
    CommandRefused,
    ConditionChanged,
    FirstOutChanged,
    FloodChanged,
    InjectFault,
    InputChanged,
    ModeChanged,
    Record,
    WriteOutput,
)
from wakeful.terms.site import positions_of

TYPES = frozenset(str(kind.__struct_config__.tag) for kind in get_args(Record))
EVENTS = frozenset(event.name.lower() for event in AlarmEvent)
KINDS = TYPES | EVENTS
"""What ``kinds`` may name: types of record, and events of alarms."""

_SEARCHED = (
    *("alarm", "tag", "system", "reason", "detail", "cause"),
    *("equipment", "control", "source", "fault", "target", "position", "group", "mode", "site"),
)
"""Members of records and commands in which a text is looked for; actors' names and lists of tags besides."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for; what is empty, None or 0 asks for nothing.

    ``text`` is looked for in names, reasons and sentences, capital or not. ``priority`` is 1 to 4.
    """

    alarm: str = ""
    tag: str = ""
    system: str = ""
    from_ns: int | None = None
    to_ns: int | None = None
    text: str = ""
    kinds: frozenset[str] = frozenset()
    priority: int = 0


class JournalFilter:
    """Which records fit a question."""

    def __init__(self, plan: Plan, question: Question) -> None:
        self._plan = plan
        self._asked = question
        self._text = question.text.casefold()
        self._equipment = {item.name: item for item in plan.site.equipment}

    def __call__(self, record: Record) -> bool:
        """Whether a record is asked for."""
        asked = self._asked
        return (
            (asked.from_ns is None or record.at_ns >= asked.from_ns)
            and (asked.to_ns is None or record.at_ns < asked.to_ns)
            and (not asked.kinds or self._kind_fits(record))
            and (not asked.priority or self._priority_of(record) == asked.priority)
            and (not (asked.alarm or asked.tag or asked.system) or self._place_fits(record))
            and (not self._text or any(self._text in text.casefold() for text in texts_of(record)))
        )

    def _kind_fits(self, record: Record) -> bool:
        kinds = self._asked.kinds
        return record.__struct_config__.tag in kinds or (
            isinstance(record, AlarmChanged) and record.event in kinds
        )

    def _priority_of(self, record: Record) -> int:
        """Of the alarm as it was, or as it is configured; 0 for what is about no single alarm."""
        match record:
            case AlarmChanged():
                return record.priority
            case ConditionChanged():
                return self._configured_priority(record.alarm)
            case CommandAccepted() | CommandRefused():
                return self._configured_priority(getattr(record.command, "alarm", ""))
            case _:
                return 0

    def _configured_priority(self, alarm: str) -> int:
        index = self._plan.alarm_index.get(alarm)
        return 0 if index is None else int(self._plan.site.alarms[index].priority)

    def _place_fits(self, record: Record) -> bool:
        alarm, tag, _ = asked = (self._asked.alarm, self._asked.tag, self._asked.system)
        match record:
            case AlarmChanged() | ConditionChanged():
                return self._alarm_fits(record.alarm, record.tag)
            case CommandAccepted() | CommandRefused():
                return self._command_fits(record.command)
            case InputChanged():
                fits = [name for name in record.tags if self._tag_fits(name)]
                return not alarm and bool(fits)
            case ModeChanged():
                return asked == ("", "", record.system)
            case FloodChanged():
                return not (alarm or tag) and (record.position, self._asked.system) in self._positions
            case FirstOutChanged():
                return any(self._named_alarm_fits(name) for name in self._groups.get(record.group, ()))
            case WriteOutput():
                return not alarm and self._equipment_fits(record.equipment)
            case InjectFault():
                return self._source_fits(record.source)
            case _:
                return False

    def _command_fits(self, command: Command) -> bool:
        match command:
            case Operate():
                return not self._asked.alarm and self._equipment_fits(command.equipment)
            case Disturb():
                return self._source_fits(command.source)
            case SetMode():
                return (self._asked.alarm, self._asked.tag, self._asked.system) == ("", "", command.system)
            case _:
                assert isinstance(command, AlarmCommand)
                return self._named_alarm_fits(command.alarm)

    def _named_alarm_fits(self, alarm: str) -> bool:
        index = self._plan.alarm_index.get(alarm)
        return self._alarm_fits(alarm, "" if index is None else self._plan.site.alarms[index].tag)

    def _alarm_fits(self, alarm: str, tag: str) -> bool:
        wanted = self._asked.alarm
        return (not wanted or alarm == wanted) and self._tag_fits(tag)

    def _tag_fits(self, tag: str) -> bool:
        wanted, system = self._asked.tag, self._asked.system
        index = self._plan.tag_index.get(tag)
        own_system = "" if index is None else self._plan.site.tags[index].system
        return (not wanted or tag == wanted) and (not system or own_system == system)

    def _equipment_fits(self, equipment: str) -> bool:
        tag, system = self._asked.tag, self._asked.system
        item = self._equipment.get(equipment)
        if item is None:
            return False
        beside = (*item.tags, *(control.feedback_tag for control in item.controls))
        return (not tag or tag in beside) and (not system or item.system == system)

    def _source_fits(self, source: str) -> bool:
        """A fault belongs to the systems that its source has tags in, and to no single alarm or tag."""
        asked = self._asked
        return not (asked.alarm or asked.tag) and (source, asked.system) in self._systems_of_sources

    @cached_property
    def _systems_of_sources(self) -> frozenset[tuple[str, str]]:
        return frozenset((tag.source, tag.system) for tag in self._plan.site.tags)

    @cached_property
    def _positions(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (position.id, system) for position in positions_of(self._plan.site) for system in position.systems
        )

    @cached_property
    def _groups(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for alarm in self._plan.site.alarms:
            if alarm.handling.group:
                groups.setdefault(alarm.handling.group, []).append(alarm.name)
        return groups


def texts_of(record: Record) -> Iterator[str]:
    """Names, reasons and sentences of a record and of the command in it, and who it was."""
    parts: list[msgspec.Struct] = [record]
    command = getattr(record, "command", None)
    if command is not None:
        parts.append(command)
    for part in parts:
        for field in _SEARCHED:
            text = getattr(part, field, None)
            if isinstance(text, str):
                yield text
        yield from getattr(part, "tags", None) or () if isinstance(part, InputChanged) else ()
        actor = getattr(part, "actor", None)
        if actor is not None:
            yield actor.name
