"""Whether what a server shows, answers and journals is what the sheet says; if not, both in words."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wakeful.drills.adapter import NOT_TOLD, Adapter, Happening, NotSupported, Order, Reading, Reply
from wakeful.drills.script import (
    AlarmFact,
    AnnunciationFact,
    Answer,
    Count,
    GroupFact,
    Item,
    JournalFact,
    ModeFact,
    PositionFact,
    QuietFact,
)
from wakeful.terms.alarm import Priority


class Verdict(NamedTuple):
    """A fact that is not so: what was expected, and what was seen."""

    expected: str
    seen: str


def clock_text(at_ns: int) -> str:
    """``00:01:30`` or ``00:01:30.5``: an instant of the scenario."""
    seconds, nanoseconds = divmod(abs(at_ns), 10**9)
    sign = "-" if at_ns < 0 else ""
    text = f"{sign}{seconds // 3_600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return text + (f".{nanoseconds:09d}".rstrip("0") if nanoseconds else "")


def judge_alarm(alarm: str, fact: AlarmFact, reading: Reading) -> Verdict | None:
    """Whether an alarm is all that is said of it. Raises NotSupported for what the server does not tell."""
    wrong = [item for item in fact.items if not _is_so(item, getattr(reading, item.name))]
    if not wrong:
        return None
    seen = [Item(item.name, getattr(reading, item.name)) for item in wrong]
    letter = [] if any(item.name == "letter" for item in wrong) else [reading.letter]
    return Verdict(
        f"{alarm} is {', '.join(item_text(item) for item in fact.items)}",
        f"{alarm} is {', '.join([*letter, *(item_text(item) for item in seen)])}",
    )


def _is_so(item: Item, seen: object) -> bool:
    if seen is NOT_TOLD:
        raise NotSupported(f"telling {item.name}")
    if item.name == "reason":
        return str(item.value).casefold() in str(seen).casefold()
    if item.name == "value":
        return isinstance(seen, float) and math.isclose(float(item.value), seen, rel_tol=1e-9, abs_tol=1e-12)
    return item.value == seen


_SAID: dict[str, Callable[[object], str]] = {
    "letter": str,
    "acknowledged_by": lambda value: f"acknowledged by {value or 'nobody'}",
    "shelved_by": lambda value: f"shelved by {value or 'nobody'}",
    "shelved_until_ns": lambda value: f"shelved until {_instant(value)}",
    "raised_at_ns": lambda value: f"raised at {_instant(value)}",
    "onset_ns": lambda value: f"began at {_instant(value)}",
    "priority": lambda value: f"priority {_priority(value)}",
    "priority_peak": lambda value: f"peak {_priority(value)}",
    "hidden_count": lambda value: f"hidden {value} times",
    "reason": lambda value: f'because "{value}"',
    "first_out": lambda value: {"first": "first-out", "tied": "tied"}.get(str(value), "not first-out"),
    "occurrence": lambda value: f"occurrence {value}",
    "revision": lambda value: f"revision {value}",
    "value": lambda value: f"value {value}",
    "waiting": lambda value: "unacknowledged" if value else "acknowledged",
}


def item_text(item: Item) -> str:
    """An item as the notation says it."""
    if item.name in _SAID:
        return _SAID[item.name](item.value)
    words = item.name.replace("_", "-")
    return words if item.value else f"not {words}"


def _instant(value: object) -> str:
    return clock_text(value) if isinstance(value, int) else "never"


def _priority(value: object) -> str:
    return Priority(value).name.lower() if isinstance(value, int) and value in list(Priority) else str(value)


def judge_reply(order: Order, reply: Reply, answer: Answer) -> Verdict | None:
    """Whether a person was told what the sheet says."""
    subject = order.alarm or order.system
    words = [word for word in answer.words if word.casefold() not in reply.detail.casefold()]
    if reply.refused == answer.refused and not words:
        return None
    said = "".join(f' "{word}"' for word in answer.words)
    expected = f"{order.verb} {subject}: " + (f"refused {answer.refused}{said}" if answer.refused else "done")
    seen = f"refused {reply.refused}: {reply.detail}" if reply.refused else "done"
    return Verdict(expected, seen)


def judge_reading(fact: PositionFact | ModeFact | GroupFact, adapter: Adapter) -> Verdict | None:
    """Whether a position, a system or a group is as it is said."""
    match fact:
        case PositionFact():
            return _judge_position(fact, adapter)
        case ModeFact(system=system, mode=mode):
            seen = adapter.read_mode(system)
            return None if seen == mode else Verdict(_mode(system, mode), _mode(system, seen))
        case GroupFact(group=group, first=first, tied=tied):
            shown = adapter.read_group(group)
            if (shown.first, set(shown.tied)) == (first, set(tied)):
                return None
            return Verdict(_group(group, first, tied), _group(group, shown.first, shown.tied))


def _judge_position(fact: PositionFact, adapter: Adapter) -> Verdict | None:
    shown = adapter.read_position(fact.position)
    expected, seen = [_flood(fact.flood)], [_flood(shown.flood)]
    for name, said in (("count", fact.count), ("total", fact.total)):
        if said is not None:
            told = getattr(shown, name)
            if told is NOT_TOLD:
                raise NotSupported(f"telling the {name} of a flood")
            expected.append(f"{name} {said}")
            seen.append(f"{name} {told}")
    if expected == seen:
        return None
    return Verdict(
        f"position {fact.position} is {', '.join(expected)}", f"position {fact.position} is {', '.join(seen)}"
    )


def _flood(flood: bool) -> str:
    return "in flood" if flood else "not in flood"


def _mode(system: str, mode: str) -> str:
    return f"system {system} is in " + (f"mode {mode}" if mode else "no mode")


def _group(group: str, first: str, tied: Sequence[str]) -> str:
    if not first:
        return f"group {group} is at rest"
    return f"group {group} began with {first}" + (f" tied with {', '.join(sorted(tied))}" if tied else "")


def judge_journal(
    fact: AnnunciationFact | QuietFact | JournalFact, records: Sequence[Happening]
) -> Verdict | None:
    """Whether a stretch of the journal has what the sheet says."""
    match fact:
        case AnnunciationFact(alarms=alarms, count=count):
            number = sum(record.annunciated and record.subject in alarms for record in records)
            whose = alarms[0] if len(alarms) == 1 else f"these {len(alarms)} alarms"
            return None if count.holds(number) else _counted(f"annunciations of {whose}", count, number)
        case QuietFact(alarms=alarms):
            moved = [record for record in records if record.move and record.subject in alarms]
            return Verdict("nothing happens", happening_text(moved[0])) if moved else None
        case JournalFact(count=count):
            number = sum(_is_meant(fact, record) for record in records)
            return None if count.holds(number) else _counted(_meant(fact), count, number)


def _counted(what: str, count: Count, number: int) -> Verdict:
    if count.most is None:
        said = f"at least {count.least}"
    else:
        said = str(count.least) if count.least == count.most else f"{count.least} to {count.most}"
    return Verdict(f"{what}: {said}", f"{what}: {number}")


def _is_meant(fact: JournalFact, record: Happening) -> bool:
    return (
        (record.move if fact.record == "move" else record.record == fact.record)
        and fact.subject in ("", record.subject)
        and fact.person in ("", record.person)
        and all(word.casefold() in record.text.casefold() for word in fact.words)
    )


def _meant(fact: JournalFact) -> str:
    parts = [f"{fact.record} records"]
    parts += [f"of {fact.subject}"] if fact.subject else []
    parts += [f"by {fact.person}"] if fact.person else []
    return " ".join(parts + [f'"{word}"' for word in fact.words])


def happening_text(record: Happening) -> str:
    """One line about something that happened."""
    parts = [clock_text(record.at_ns), record.subject or "-"]
    parts += [f"{record.before} -> {record.after}"] if record.move else []
    parts.append(record.record)
    details = [f"occurrence {record.occurrence}, revision {record.revision}"] if record.move else []
    details += ["annunciated"] if record.annunciated else []
    details += [f"by {record.person}"] if record.person else []
    details += [record.text] if record.text else []
    return "  ".join(parts) + (f": {', '.join(details)}" if details else "")


@dataclass
class Journal:
    """What has happened in a scenario so far."""

    records: list[Happening] = field(default_factory=list)

    def explains(self, shown: Mapping[str, Reading]) -> Verdict | None:
        """Whether there is exactly one record for each move: letters meet, no revision is left out or twice,
        and the last record is what is shown.
        """
        known = dict.fromkeys(shown, ("A", 0, 0))
        for record in self.records:
            if not record.move or record.subject not in known:
                continue
            letter, occurrence, revision = known[record.subject]
            following = [(occurrence, revision + 1), (occurrence + 1, 1)]
            if record.before != letter or (record.occurrence, record.revision) not in following:
                expected = f"a record of {record.subject} that goes on from {letter}, {occurrence}.{revision}"
                return Verdict(expected, happening_text(record))
            known[record.subject] = (record.after, record.occurrence, record.revision)
        for alarm, reading in shown.items():
            if known[alarm] != (reading.letter, reading.occurrence, reading.revision):
                letter, occurrence, revision = known[alarm]
                return Verdict(
                    f"{alarm} as its last record has it: {letter}, {occurrence}.{revision}",
                    f"{alarm} is {reading.letter}, {reading.occurrence}.{reading.revision}",
                )
        return None
