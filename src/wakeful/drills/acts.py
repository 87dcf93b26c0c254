"""What somebody does at an instant: a person's command with its expected answer, or something else."""

from dataclasses import dataclass, field

import msgspec

from wakeful.drills.alarm_settings import changed
from wakeful.drills.cursor import Cursor
from wakeful.drills.declarations import DEFAULT_SYSTEM, Declared
from wakeful.drills.finding import Mistake
from wakeful.drills.script import Act, Answer, ClockStep, Edit, Person, Quote, Restart
from wakeful.terms.alarm import AlarmDefinition
from wakeful.terms.refusal import Reason
from wakeful.terms.site import Site

ALARMS_OF_ACT_MAX = 500
VERBS = {
    "acknowledges": "acknowledge",
    "resets": "reset",
    "silences": "silence",
    "shelves": "shelve",
    "unshelves": "unshelve",
    "removes": "remove_from_service",
    "returns": "return_to_service",
    "puts": "set_mode",
}
"""A person's verb in the sheet, and the command it stands for."""

_REASONS = tuple(reason.value for reason in Reason)


@dataclass
class Sheet:
    """What a timed line may speak of. ``alarms`` are those now configured, ``every_alarm`` those ever."""

    declared: Declared
    alarms: dict[str, AlarmDefinition]
    site: Site
    every_alarm: dict[str, AlarmDefinition] = field(default_factory=dict)
    doubtful: bool = False
    """A change of the configuration could not be read: which alarms are in it is not known any more."""


def read_act(cursor: Cursor, sheet: Sheet, at_ns: int) -> Act:
    """``PERSON VERB ALARM, ... [TAIL] [-> ANSWER, ...]``."""
    name = cursor.noted("person", sheet.declared.people)
    person = sheet.declared.people.get(name, Person(name, ""))
    verb = VERBS[cursor.choice(VERBS, "act of a person")]
    tail = _Tail(person=person, verb=verb)
    if verb == "set_mode":
        tail.system = cursor.noted("system", sheet.declared.systems or {DEFAULT_SYSTEM: None})
        cursor.expect("into")
        tail.mode = cursor.name("a mode")
    else:
        column, tail.alarms = cursor.column, read_alarms(cursor, sheet)
        if len(tail.alarms) > ALARMS_OF_ACT_MAX:
            raise Mistake(column, f"an act on {len(tail.alarms)} alarms", f"at most {ALARMS_OF_ACT_MAX}")
    if verb in ("remove_from_service", "return_to_service"):
        cursor.expect("from" if verb == "remove_from_service" else "to", "service")
    complete = True
    try:
        while not cursor.at_end and cursor.peek() != "->":
            tail.read(cursor, at_ns)
    except Mistake as mistake:
        complete = False  # what is missing may stand in what was not understood
        cursor.note(mistake)
        cursor.skip_to("->")
    tail.answers = _read_answers(cursor, len(tail.alarms) or 1)
    cursor.finish()
    if complete:
        tail.check(cursor)
    return tail.act()


def read_alarms(cursor: Cursor, sheet: Sheet) -> tuple[str, ...]:
    """``A, B, C`` or ``all alarms``."""
    if cursor.take("all", "alarms"):
        return tuple(sheet.alarms)
    names = [cursor.noted("alarm", sheet.every_alarm)]
    while cursor.take(","):
        names.append(cursor.noted("alarm", sheet.every_alarm))
    return tuple(names)


@dataclass
class _Tail:
    """What may follow the alarms of an act, in any order."""

    person: Person
    verb: str
    alarms: tuple[str, ...] = ()
    system: str = ""
    mode: str = ""
    reason: str | None = None
    duration_ns: int | None = None
    one_shot: bool = False
    seen_at_ns: int | None = None
    occurrence: int | None = None
    revision: int | None = None
    claims: str = ""
    again: bool = False
    answers: tuple[Answer, ...] = ()

    def read(self, cursor: Cursor, at_ns: int) -> None:
        """One part of it."""
        column = cursor.column
        if cursor.take("as", "seen", "at"):
            self.seen_at_ns = cursor.instant_ns()
            if self.seen_at_ns >= at_ns:
                raise Mistake(column, "it cannot have been seen then", "give a time before the act")
        elif cursor.take("("):
            cursor.expect("occurrence")
            self.occurrence = cursor.whole("occurrence")
            if cursor.take(",", "revision"):
                self.revision = cursor.whole("revision")
            cursor.expect(")")
        elif cursor.take("claiming", "to", "be"):
            self.claims = cursor.name("a person")
        elif cursor.take("again"):
            self.again = True
        elif self.verb == "shelve" and self._read_shelf(cursor):
            pass
        elif cursor.take("because"):
            self.reason = cursor.text("the reason")
        elif cursor.take("without", "reason"):
            self.reason = ""
        else:
            raise cursor.unexpected(_TAIL)

    def _read_shelf(self, cursor: Cursor) -> bool:
        if cursor.take("for"):
            self.duration_ns = cursor.duration_ns()
        elif cursor.take("without", "end"):
            self.duration_ns = 0
        elif cursor.take("one-shot"):
            self.one_shot = True
        else:
            return False
        return True

    def check(self, cursor: Cursor) -> None:
        """Nothing may be missing."""
        if self.verb in ("shelve", "remove_from_service") and self.reason is None and not self.again:
            raise cursor.mistake("no reason is given", 'write because "..." (or: without reason)')
        if self.verb == "shelve" and self.duration_ns is None and not self.again:
            raise cursor.mistake("no duration is given", "write for 1 h (or: without end)")

    def act(self) -> Act:
        """The act itself."""
        return Act(
            person=self.person,
            verb=self.verb,
            alarms=self.alarms,
            system=self.system,
            mode=self.mode,
            reason=self.reason or "",
            duration_ns=self.duration_ns or 0,
            one_shot=self.one_shot,
            quote=Quote(self.seen_at_ns, self.occurrence, self.revision),
            claims=self.claims,
            again=self.again,
            answers=self.answers,
        )


_TAIL = (
    'as seen at TIME, (occurrence N), because "...", without reason, for DURATION, without end, one-shot, '
    "claiming to be NAME, again, or -> with the answer"
)


def _read_answers(cursor: Cursor, count: int) -> tuple[Answer, ...]:
    """``-> done`` or ``-> refused REASON "words"``; one for all, or one each. Nothing said: done."""
    if not cursor.take("->"):
        return (Answer(),) * count
    column = cursor.column
    answers = [_read_answer(cursor)]
    while cursor.take(","):
        answers.append(_read_answer(cursor))
    if len(answers) == 1:
        answers *= count
    if len(answers) != count:
        raise Mistake(column, f"{len(answers)} answers to {count} commands", "give one, or one for each")
    return tuple(answers)


def _read_answer(cursor: Cursor) -> Answer:
    if cursor.choice(("done", "refused"), "answer") == "done":
        return Answer()
    reason = cursor.choice(_REASONS, "reason to refuse")
    words = []
    while cursor.text_follows:
        words.append(cursor.text("words"))
    return Answer(reason, tuple(words))


def read_server(cursor: Cursor) -> Restart:
    """``the server restarts | stops | starts [from its journal alone]``, behind ``the server``."""
    verb = cursor.choice(("restarts", "stops", "starts"), "event of the server")
    alone = verb != "stops" and cursor.take("from", "its", "journal", "alone")
    cursor.finish()
    return Restart(stops=verb != "starts", starts=verb != "stops", journal_alone=alone)


def read_clock(cursor: Cursor) -> ClockStep:
    """``the clock goes back DURATION`` or ``goes forward DURATION``, behind ``the clock``."""
    cursor.expect("goes")
    sign = -1 if cursor.choice(("back", "forward"), "direction") == "back" else 1
    by_ns = sign * cursor.duration_ns()
    cursor.finish()
    return ClockStep(by_ns)


def read_edit(cursor: Cursor, sheet: Sheet) -> Edit:
    """``the engineer changes ALARM: SETTINGS``, ``removes ALARM`` or ``restores ALARM``."""
    verb = cursor.choice(("changes", "removes", "restores"), "act of the engineer")
    column, name = cursor.column, cursor.known("alarm", sheet.every_alarm)
    there = name in sheet.alarms
    if there == (verb == "restores") and not sheet.doubtful:
        raise Mistake(
            column, f"{name} is {'in' if there else 'not in'} the configuration", f"nobody {verb} it"
        )
    if verb == "changes":
        sheet.every_alarm[name] = changed(cursor, sheet.declared, sheet.every_alarm[name])
    if verb == "removes":
        sheet.alarms.pop(name, None)
    else:
        sheet.alarms[name] = sheet.every_alarm[name]
    cursor.finish()
    ordered = tuple(sheet.alarms[each] for each in sheet.every_alarm if each in sheet.alarms)
    sheet.site = msgspec.structs.replace(sheet.site, alarms=ordered)
    return Edit(sheet.site, name)
