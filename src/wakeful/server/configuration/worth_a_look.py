"""What is no mistake in an alarm and still worth a look: it may be meant, so the site runs with it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from wakeful.server.configuration.alarm_limits import RISING
from wakeful.server.configuration.alarms_file import Alarms
from wakeful.terms.alarm import KIND_NAMES, ConditionKind
from wakeful.terms.tag import Tag, TagKind

SHOWN_MAX = 5
"""Notes of one sort; there may be as many as alarms, and the first few tell what is the matter."""


def notes_of(alarms: Alarms, tags: Mapping[str, Tag]) -> Iterator[str]:
    """One line each, a few of every sort. Every alarm's tag must be in ``tags``."""
    yield from _first(_too_late(alarms))
    yield from _first(_on_states(alarms, tags))
    yield from _first(_almost_the_same(alarms.alarms, "alarms"))
    yield from _first(_almost_the_same(tags, "tags"))


def _first(notes: Iterable[str]) -> Iterator[str]:
    shown = [*islice(notes, SHOWN_MAX + 1)]
    yield from shown[:SHOWN_MAX]
    if len(shown) > SHOWN_MAX:
        yield f"and more of this sort; {SHOWN_MAX} are listed"


def _too_late(alarms: Alarms) -> Iterator[str]:
    """Alarms that come when acting no longer helps. What is stuck is only so after its on-delay."""
    for name, alarm in alarms.alarms.items():
        record = alarm.rationalisation
        if record is None or not record.response_time_ms or alarm.kind is ConditionKind.STUCK:
            continue
        if alarm.on_delay_ms >= record.response_time_ms:
            yield (
                f"{alarms.origins[name]}: alarm {name}: on_delay_ms, {alarm.on_delay_ms:,}, is not shorter "
                f"than response_time_ms, {record.response_time_ms:,}: it comes when acting no longer helps"
            )


def _on_states(alarms: Alarms, tags: Mapping[str, Tag]) -> Iterator[str]:
    """Limits of value, of rows, that more states than one of a discrete tag reach. A source knows its own."""
    for name, alarm in alarms.alarms.items():
        tag, origin = tags[alarm.tag], alarms.origins[name]
        if alarm.kind not in RISING or tag.kind is not TagKind.DISCRETE or origin.prefix:
            continue
        is_high = alarm.kind in (ConditionKind.HIGH, ConditionKind.HIGH_HIGH)
        raising = [
            state
            for number, state in enumerate(tag.states)
            if (number >= alarm.limit_eu if is_high else number <= alarm.limit_eu)
        ]
        if len(raising) > 1:
            yield (
                f"{origin}: alarm {name}: {KIND_NAMES[alarm.kind]} at {alarm.limit_eu:g} is raised "
                f"in the states {', '.join(raising)} of {tag.name}; for one state write the kind discrete"
            )


def _almost_the_same(names: Iterable[str], what: str) -> Iterator[str]:
    """Names that differ in capitals only."""
    folded: dict[str, str] = {}
    for name in names:
        other = folded.setdefault(name.casefold(), name)
        if other is not name:
            yield f"{what} {other!r} and {name!r} differ in capitals only; are they one?"
