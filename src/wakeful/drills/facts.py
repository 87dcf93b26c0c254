"""What a sheet says must be so at an instant, or throughout a time: read from the words of one line."""

from collections.abc import Callable

from wakeful.alarms.machine.step import AlarmEvent
from wakeful.drills.acts import Sheet, read_alarms
from wakeful.drills.alarm_settings import PRIORITIES
from wakeful.drills.cursor import Cursor
from wakeful.drills.declarations import DEFAULT_SYSTEM
from wakeful.drills.finding import Mistake, raise_together, suggest
from wakeful.drills.script import (
    AlarmFact,
    AnnunciationFact,
    Count,
    ExplainFact,
    Fact,
    GroupFact,
    Item,
    JournalFact,
    ModeFact,
    PositionFact,
    QuietFact,
)

LETTERS = ("a", "b", "c", "d", "e", "f", "g")
RECORDS = (
    *(event.name.lower().replace("_", "-") for event in AlarmEvent),
    *("move", "refusal", "came", "went", "mode", "flood", "first-out", "input", "rejected"),
)
"""Kinds of journal record a sheet may count: events of alarms, any move of one, and the others."""

DEFAULT_POSITION = "site"

_FLAGS = {
    "sounding": ("sounding", True),
    "silenced": ("silenced", True),
    "latched": ("latched", True),
    "active": ("active", True),
    "unacknowledged": ("waiting", True),
    "trusted": ("trusted", True),
    "shelved": ("shelved", True),
    "one-shot": ("one_shot", True),
    "suppressed": ("suppressed", True),
    "out-of-service": ("out_of_service", True),
}
_VALUED: dict[str, tuple[str, Callable[[Cursor], str | int | float]]] = {
    "occurrence": ("occurrence", lambda cursor: cursor.whole("occurrence")),
    "revision": ("revision", lambda cursor: cursor.whole("revision")),
    "priority": ("priority", lambda cursor: int(PRIORITIES[cursor.choice(PRIORITIES, "priority")])),
    "peak": ("priority_peak", lambda cursor: int(PRIORITIES[cursor.choice(PRIORITIES, "priority")])),
    "value": ("value", lambda cursor: cursor.number("value")),
    "because": ("reason", lambda cursor: cursor.text("words of the reason")),
}
_INSTANTS = {"raised": "raised_at_ns", "began": "onset_ns"}
_OTHERS = ("not", "acknowledged", "hidden", "first-out", "tied", "until", "by")
_ITEMS = (*LETTERS, *_FLAGS, *_VALUED, *_INSTANTS, *_OTHERS)


def read_moment(cursor: Cursor, sheet: Sheet) -> Fact:
    """A fact at an instant, behind ``at TIME``; the line begins with its subject."""
    if cursor.take("the", "journal"):
        return _journal(cursor, sheet)
    if cursor.take("position"):
        return _position(cursor, sheet)
    if cursor.take("system"):
        return _system(cursor, sheet)
    if cursor.take("group"):
        return _group(cursor, sheet)
    column, name = cursor.column, cursor.peek_name()
    alarms = read_alarms(cursor, sheet)
    if cursor.take("is") or cursor.take("are"):
        return AlarmFact(alarms, _items(cursor))
    if cursor.take("has") or cursor.take("have"):
        if cursor.take("never"):
            cursor.expect("annunciated")
            count = Count(0, 0)
        else:
            cursor.expect("annunciated")
            count = _times(cursor)
        cursor.finish()
        return AnnunciationFact(alarms, count)
    if cursor.mistakes:
        cursor.mistakes.clear()
        known = (*sheet.every_alarm, *sheet.declared.people)
        raise Mistake(column, f"there is no alarm or person {name!r}", suggest(name, known), name)
    raise cursor.unexpected("is, are, has annunciated or have annunciated")


def read_span(cursor: Cursor, sheet: Sheet) -> Fact:
    """A fact about a time, behind ``between TIME and TIME``."""
    if cursor.take("the", "journal"):
        return _journal(cursor, sheet)
    if cursor.take("nothing", "happens"):
        alarms = read_alarms(cursor, sheet) if cursor.take("to") else tuple(sheet.alarms)
        cursor.finish()
        return QuietFact(alarms)
    alarms = read_alarms(cursor, sheet)
    if cursor.take("stays") or cursor.take("stay"):
        return AlarmFact(alarms, _items(cursor))
    if cursor.take("never"):
        cursor.choice(("annunciates", "annunciate"), "verb")
        cursor.finish()
        return AnnunciationFact(alarms, Count(0, 0))
    if cursor.take("annunciates") or cursor.take("annunciate"):
        count = _times(cursor)
        cursor.finish()
        return AnnunciationFact(alarms, count)
    if cursor.mistakes:
        raise cursor.mistakes.pop()
    raise cursor.unexpected("stays, annunciates or never annunciates")


def _items(cursor: Cursor) -> tuple[Item, ...]:
    items: list[Item] = []
    raise_together(cursor.each(lambda: items.extend(_item(cursor))))
    return tuple(items)


def _item(cursor: Cursor) -> list[Item]:
    word = cursor.choice(_ITEMS, "thing to say of an alarm")
    if word in LETTERS:
        return [Item("letter", word.upper())]
    if word == "not":
        name, value = _FLAGS[cursor.choice(_FLAGS, "thing to deny of an alarm")]
        return [Item(name, not value)]
    if word == "shelved":
        return [Item("shelved", True), *_shelf_details(cursor)]
    if word in _FLAGS:
        return [Item(*_FLAGS[word])]
    if word in _VALUED:
        name, read = _VALUED[word]
        return [Item(name, read(cursor))]
    if word in _INSTANTS:
        cursor.expect("at")
        return [Item(_INSTANTS[word], cursor.instant_ns())]
    if word == "acknowledged":
        by = [Item("acknowledged_by", cursor.name("a person"))] if cursor.take("by") else []
        return [Item("waiting", False), *by]
    if word == "hidden":
        return [Item("hidden_count", _times(cursor).least)]
    if word in ("first-out", "tied"):
        return [Item("first_out", "first" if word == "first-out" else "tied")]
    raise cursor.mistake(f"{word!r} stands alone", "write shelved until TIME by NAME")


def _shelf_details(cursor: Cursor) -> list[Item]:
    details = []
    if cursor.take("until"):
        details.append(Item("shelved_until_ns", cursor.instant_ns()))
    if cursor.take("by"):
        details.append(Item("shelved_by", cursor.name("a person")))
    return details


def _times(cursor: Cursor) -> Count:
    """``once``, ``twice``, ``never``, ``3 times``, ``at most 3 times`` or ``at least 3 times``."""
    for number, word in enumerate(("never", "once", "twice")):
        if cursor.take(word):
            return Count(number, number)
    count = _number(cursor)
    cursor.choice(("times", "time"), "word")
    return count


def _number(cursor: Cursor) -> Count:
    if cursor.take("no"):
        return Count(0, 0)
    if cursor.take("at", "most"):
        return Count(0, cursor.whole("how often"))
    if cursor.take("at", "least"):
        return Count(cursor.whole("how often"), None)
    number = cursor.whole("how often")
    return Count(number, number)


def _journal(cursor: Cursor, sheet: Sheet) -> JournalFact | ExplainFact:
    """``the journal has N KIND records [of SUBJECT] [by PERSON] ["words"]`` or ``explains ALARMS``."""
    if cursor.take("explains"):
        alarms = read_alarms(cursor, sheet)
        cursor.finish()
        return ExplainFact(alarms)
    cursor.expect("has")
    count = _number(cursor)
    record = cursor.choice(RECORDS, "kind of record")
    cursor.choice(("record", "records"), "word")
    groups = {alarm.handling.group for alarm in sheet.every_alarm.values()} - {""}
    subjects = {*sheet.every_alarm, *sheet.declared.tags, *_systems(sheet), *_positions(sheet), *groups}
    subject = cursor.noted("thing", sorted(subjects)) if cursor.take("of") else ""
    person = cursor.name("a person") if cursor.take("by") else ""
    words = []
    while cursor.text_follows:
        words.append(cursor.text("words"))
    cursor.finish()
    return JournalFact(count, record, subject, person, tuple(words))


def _position(cursor: Cursor, sheet: Sheet) -> PositionFact:
    position = cursor.known("position", _positions(sheet))
    cursor.expect("is")
    flood = not cursor.take("not")
    cursor.expect("in", "flood")
    said: dict[str, int] = {}
    while cursor.separated():
        figure = cursor.choice(("count", "total"), "figure of a flood")
        said[figure] = cursor.whole("annunciations")
    return PositionFact(position, flood, said.get("count"), said.get("total"))


def _system(cursor: Cursor, sheet: Sheet) -> ModeFact:
    system = cursor.known("system", _systems(sheet))
    cursor.expect("is", "in")
    if cursor.take("no", "mode"):
        cursor.finish()
        return ModeFact(system, "")
    cursor.expect("mode")
    modes = sheet.declared.systems[system].modes if system in sheet.declared.systems else ()
    mode = cursor.known("mode", modes)
    cursor.finish()
    return ModeFact(system, mode)


def _group(cursor: Cursor, sheet: Sheet) -> GroupFact:
    group = cursor.known("group", {alarm.handling.group for alarm in sheet.every_alarm.values()} - {""})
    if cursor.take("is", "at", "rest"):
        cursor.finish()
        return GroupFact(group, "")
    cursor.expect("began", "with")
    first = cursor.known("alarm", sheet.every_alarm)
    tied = read_alarms(cursor, sheet) if cursor.take("tied", "with") else ()
    cursor.finish()
    return GroupFact(group, first, tied)


def _systems(sheet: Sheet) -> list[str]:
    return list(sheet.declared.systems) or [DEFAULT_SYSTEM]


def _positions(sheet: Sheet) -> list[str]:
    return list(sheet.declared.positions) or [DEFAULT_POSITION]
