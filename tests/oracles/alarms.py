"""The second stage of the scan in plain Python: objects over the scalar machine, times searched for."""

from dataclasses import dataclass

from wakeful.alarms.machine.state import MachineState, letter
from wakeful.alarms.machine.step import AlarmEvent, Traits, step
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.command import (
    Acknowledge,
    RemoveFromService,
    Reset,
    ReturnToService,
    Shelve,
    Silence,
    Unshelve,
)
from wakeful.terms.site import Site, positions_of

AT_REST = MachineState()


@dataclass
class PlainAlarm:
    definition: AlarmDefinition
    position: int
    machine: MachineState = AT_REST
    occurrence: int = 0
    revision: int = 0
    loud_revision: int = 0
    onset_ns: int = 0
    mode_priority: int = 0
    beyond: bool = False
    unattended: bool = False
    peak: int = 0
    seen: int = 0
    by_logic: bool = False
    by_mode: bool = False
    deadline_ns: int | None = None
    purpose: str = ""
    turn_given: bool = False
    shelved_ns: int = 0

    @property
    def letter(self) -> str:
        return letter(self.machine).value

    @property
    def priority(self) -> int:
        escalation = self.definition.handling.escalation
        if escalation is not None and (self.beyond or self.unattended):
            return min(self.mode_priority, int(escalation.priority))
        return self.mode_priority

    @property
    def traits(self) -> int:
        handling = self.definition.handling
        return Traits.LATCHING * handling.latching + Traits.AUTO_ACKNOWLEDGE * handling.auto_acknowledge

    @property
    def wanted_time(self) -> str:
        handling, machine = self.definition.handling, self.machine
        if machine.shelf:
            return "shelf"
        if machine.overridden:
            return ""
        if machine.activity and not machine.waiting and handling.re_alarm_ms:
            return "re_alarm"
        after_ms = handling.escalation.after_ms if handling.escalation else 0
        if machine.waiting and machine.present and after_ms and not self.unattended:
            return "unattended"
        return ""


class PlainAlarms:
    """All alarms of a site; ``log`` is shared with the first stage."""

    def __init__(self, site: Site, log: list[tuple[object, ...]]) -> None:
        self.site, self.log = site, log
        self.positions = positions_of(site)
        systems = {tag.name: tag.system for tag in site.tags}
        self.alarms = {}
        for alarm in site.alarms:
            inside = [n for n, p in enumerate(self.positions) if systems[alarm.tag] in p.systems]
            plain = PlainAlarm(alarm, inside[0] if inside else 0)
            plain.mode_priority = plain.peak = int(alarm.priority)
            self.alarms[alarm.name] = plain
        self.released_ns: dict[int, int] = {}
        self.annunciated_ns: list[list[int]] = [[] for _ in self.positions]
        self.flooded: list[bool] = [False for _ in self.positions]

    def instant(self, at_ns: int, events: list[tuple[str, object, object, object]]) -> None:
        """Everything that one instant brought: begins to suppress, all else, ceases to suppress."""
        self.run_times(at_ns)
        self.end_floods(at_ns)
        for kind, name, before, _ in events:
            if kind == "input":
                self.log.append((at_ns, "input", name, before))
        for turn in range(3):
            for event in events:
                kind = event[0]
                is_suppression = kind in ("logic_suppress", "mode_suppress")
                if turn == (0 if event[2] else 2) if is_suppression else turn == 1 and kind != "input":
                    self.take(at_ns, *event)

    def take(self, at_ns: int, kind: str, name, value, more) -> None:
        if kind == "mode":
            self.log.append((at_ns, "mode", name, value, more))
            return
        alarm = self.alarms[name]
        if kind != "condition" and alarm.definition.handling.event_only:
            return
        if kind == "condition":
            if alarm.definition.handling.event_only:
                self.log.append((at_ns, "event_only", name, value))
                return
            if value:
                alarm.onset_ns = more
            self.move(alarm, AlarmEvent.ABNORMAL if value else AlarmEvent.NORMAL, at_ns)
        elif kind in ("logic_suppress", "mode_suppress"):
            before = alarm.by_logic or alarm.by_mode
            setattr(alarm, "by_logic" if kind == "logic_suppress" else "by_mode", value)
            if before != (alarm.by_logic or alarm.by_mode):
                self.move(alarm, AlarmEvent.SUPPRESS if value else AlarmEvent.UNSUPPRESS, at_ns)
        else:
            before = alarm.priority
            if kind == "beyond":
                alarm.beyond = value
            else:
                alarm.mode_priority = value
            self.urgency(alarm, before, at_ns)

    def urgency(self, alarm: PlainAlarm, before: int, at_ns: int) -> None:
        now = alarm.priority
        if now == before:
            return
        escalation = alarm.definition.handling.escalation
        again = escalation is not None and escalation.again
        known = alarm.peak if alarm.machine.waiting else alarm.seen
        more_urgent = now < before and (known == 0 or now < known or again)
        self.move(alarm, AlarmEvent.MORE_URGENT if more_urgent else AlarmEvent.SEVERITY_CHANGED, at_ns)

    def move(self, alarm: PlainAlarm, event: AlarmEvent, at_ns: int, until_ns: int = 0) -> bool:
        """One event; false when it was refused or meant nothing."""
        outcome = step(alarm.machine, event, alarm.traits)
        if not outcome.moved:
            return False
        before, was_waiting, old_time = alarm.letter, alarm.machine.waiting, alarm.wanted_time
        alarm.machine = outcome.state
        if outcome.occurrence:
            alarm.occurrence += 1
            alarm.revision, alarm.seen, alarm.unattended = 0, 0, False
            alarm.peak = alarm.priority
        alarm.revision += 1
        if outcome.annunciated or outcome.hidden:
            alarm.loud_revision = alarm.revision
            alarm.peak = min(alarm.peak, alarm.priority)
        if was_waiting and not alarm.machine.waiting:
            if event in (AlarmEvent.ACKNOWLEDGE, AlarmEvent.UNSHELVE):
                alarm.seen = alarm.priority
            alarm.unattended = False
            alarm.peak = alarm.priority
        self.set_time(alarm, event, old_time, outcome.annunciated, at_ns, until_ns)
        self.log.append(
            (
                at_ns,
                "alarm",
                alarm.definition.name,
                event.name.lower(),
                before + alarm.letter,
                alarm.occurrence,
                alarm.revision,
                alarm.priority,
                outcome.annunciated,
                outcome.hidden,
            )
        )
        if outcome.annunciated:
            self.count(alarm, at_ns)
        return True

    def set_time(
        self, alarm: PlainAlarm, event: AlarmEvent, old: str, annunciated: bool, at_ns: int, until_ns: int
    ) -> None:
        wanted = alarm.wanted_time
        shelving = event in (AlarmEvent.SHELVE_TIMED, AlarmEvent.SHELVE_ONE_SHOT)
        if wanted == old and not shelving and (wanted == "shelf" or not annunciated):
            return
        handling = alarm.definition.handling
        alarm.turn_given = False
        alarm.deadline_ns = {
            "": None,
            "shelf": until_ns,
            "re_alarm": at_ns + handling.re_alarm_ms * 1_000_000,
            "unattended": at_ns + (handling.escalation.after_ms if handling.escalation else 0) * 1_000_000,
        }[wanted]

    def run_times(self, before_ns: int) -> None:
        while True:
            due = [
                (alarm.deadline_ns, n)
                for n, alarm in enumerate(self.alarms.values())
                if alarm.deadline_ns is not None and alarm.deadline_ns < before_ns
            ]
            if not due:
                return
            at_ns, number = min(due)
            self.end_time(list(self.alarms.values())[number], at_ns)

    def end_time(self, alarm: PlainAlarm, at_ns: int) -> None:
        what = alarm.wanted_time
        if what == "re_alarm":
            self.move(alarm, AlarmEvent.RE_ALARM, at_ns)
        elif what == "unattended":
            before = alarm.priority
            alarm.unattended, alarm.deadline_ns = True, None
            self.urgency(alarm, before, at_ns)
        else:
            machine = alarm.machine
            would_sound = machine.present and not machine.suppression and not machine.service
            if would_sound and not alarm.turn_given:
                position = self.positions[alarm.position]
                share_ns = -(-position.flood_window_ms * 1_000_000 // position.flood_begin)
                spacing_ns = max(self.site.philosophy.shelf_release_spacing_ms * 1_000_000, share_ns)
                last_ns = self.released_ns.get(alarm.position)
                turn_ns = at_ns if last_ns is None else max(at_ns, last_ns + spacing_ns)
                self.released_ns[alarm.position] = turn_ns
                if turn_ns > at_ns:
                    self.take_turn(alarm, turn_ns)
                    return
            self.move(alarm, AlarmEvent.SHELF_ENDED, at_ns)

    def take_turn(self, alarm: PlainAlarm, last_ns: int) -> None:
        """The first turn of a less urgent alarm at its position, which looks for another; else the last."""
        others = [
            other
            for other in self.alarms.values()
            if other.turn_given and other.position == alarm.position and other.priority > alarm.priority
        ]
        alarm.turn_given, turn_ns = True, last_ns
        if others:
            other = min(others, key=lambda each: each.deadline_ns or 0)
            assert other.deadline_ns is not None
            turn_ns = other.deadline_ns
            self.take_turn(other, last_ns)
        alarm.deadline_ns = turn_ns

    def count(self, alarm: PlainAlarm, at_ns: int) -> None:
        position, times = self.positions[alarm.position], self.annunciated_ns[alarm.position]
        self.end_floods(at_ns)
        times.append(max(at_ns, times[-1]) if times else at_ns)
        within = self.within(alarm.position, times[-1])
        if not self.flooded[alarm.position] and within > position.flood_begin:
            self.flooded[alarm.position] = True
            self.log.append((times[-1], "flood", position.id, True, within))

    def within(self, place: int, now_ns: int) -> int:
        window_ns = self.positions[place].flood_window_ms * 1_000_000
        return sum(time_ns > now_ns - window_ns for time_ns in self.annunciated_ns[place])

    def end_floods(self, before_ns: int) -> None:
        for place, position in enumerate(self.positions):
            if not self.flooded[place]:
                continue
            window_ns = position.flood_window_ms * 1_000_000
            for leaves_ns in sorted(time_ns + window_ns for time_ns in self.annunciated_ns[place]):
                if leaves_ns < before_ns and self.within(place, leaves_ns) < position.flood_end:
                    self.flooded[place] = False
                    self.log.append((leaves_ns, "flood", position.id, False, self.within(place, leaves_ns)))
                    break

    def act(self, command) -> bool:
        """A person's act; false when it is refused."""
        alarm = self.alarms[command.alarm]
        handling = alarm.definition.handling
        if handling.event_only or command.occurrence != alarm.occurrence:
            return False
        if not alarm.loud_revision <= command.revision <= alarm.revision:
            return False
        until_ns = 0
        if isinstance(command, Shelve | RemoveFromService) and not command.reason:
            return False
        if isinstance(command, Shelve):
            used_ns = command.at_ns - alarm.shelved_ns if alarm.machine.shelf else 0
            if command.duration_ms * 1_000_000 + used_ns > self.site.philosophy.shelve_ms_max * 1_000_000:
                return False
            until_ns = command.at_ns + command.duration_ms * 1_000_000
            if not alarm.machine.shelf:
                alarm.shelved_ns = command.at_ns
        return self.move(alarm, EVENT_OF[type(command)](command), command.at_ns, until_ns)


EVENT_OF = {
    Acknowledge: lambda command: AlarmEvent.ACKNOWLEDGE,
    Reset: lambda command: AlarmEvent.RESET,
    Silence: lambda command: AlarmEvent.SILENCE,
    Shelve: lambda command: AlarmEvent.SHELVE_ONE_SHOT if command.one_shot else AlarmEvent.SHELVE_TIMED,
    Unshelve: lambda command: AlarmEvent.UNSHELVE,
    RemoveFromService: lambda command: AlarmEvent.REMOVE_FROM_SERVICE,
    ReturnToService: lambda command: AlarmEvent.RETURN_TO_SERVICE,
}
