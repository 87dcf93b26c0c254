"""Journal records of the house in the words of a sheet."""

from collections.abc import Iterator

from wakeful.drills.adapter import Happening
from wakeful.terms.alarm import Priority
from wakeful.terms.effect import (
    AlarmChanged,
    CommandRefused,
    ConditionChanged,
    FirstOutChanged,
    FloodChanged,
    InputChanged,
    ModeChanged,
    Record,
)


def happenings_of(record: Record, origin_ns: int) -> Iterator[Happening]:
    """What a record tells, if sheets speak of its kind; ``origin_ns`` is time 0 of the sheet."""
    at_ns = record.at_ns - origin_ns
    match record:
        case AlarmChanged():
            yield _move(record, at_ns)
        case ConditionChanged(alarm=alarm, active=active):
            yield Happening(at_ns=at_ns, record="came" if active else "went", subject=alarm)
        case ModeChanged(system=system, before=before, after=after, cause=cause, actor=actor):
            text = f"{before or 'no mode'} to {after or 'no mode'}; {cause}"
            person = actor.name if actor else ""
            yield Happening(at_ns=at_ns, record="mode", subject=system, person=person, text=text)
        case FloodChanged(position=position, active=active, count=count, total=total):
            text = f"begins with {count}" if active else f"ends with {count}, {total} in all"
            yield Happening(at_ns=at_ns, record="flood", subject=position, text=text)
        case FirstOutChanged(group=group, alarm=alarm, tied=tied):
            text = " tied with ".join([alarm or "at rest", *([", ".join(tied)] if tied else [])])
            yield Happening(at_ns=at_ns, record="first-out", subject=group, text=text)
        case CommandRefused(command=command, reason=reason, detail=detail):
            subject = getattr(command, "alarm", "") or getattr(command, "system", "")
            yield Happening(
                at_ns=at_ns,
                record="refusal",
                subject=subject,
                person=command.actor.name,
                text=f"{reason}: {detail}",
            )
        case InputChanged(cause=cause, tags=tags):
            kind = "rejected" if cause == "rejected" else "input"
            yield from (Happening(at_ns=at_ns, record=kind, subject=tag, text=cause) for tag in tags)


def _move(record: AlarmChanged, at_ns: int) -> Happening:
    details = [
        f"priority {Priority(record.priority).name.lower()}",
        record.reason,
        f"saw revision {record.revision_seen}" if record.revision_seen is not None else "",
        f"hidden {record.hidden_count} times" if record.hidden_count is not None else "",
        "would have sounded" if record.hidden else "",
    ]
    return Happening(
        at_ns=at_ns,
        record=record.event.replace("_", "-"),
        subject=record.alarm,
        before=record.before,
        after=record.after,
        occurrence=record.occurrence,
        revision=record.revision,
        annunciated=record.annunciated,
        move=True,
        person=record.actor.name if record.actor else "",
        text=", ".join(part for part in details if part),
    )
