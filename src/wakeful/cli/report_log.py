"""A foreign alarm log: messages of time, tag and type become the moves that a journal would hold.

Nothing is put right in silence. What was rounded, sorted, passed over or did not pair is counted and becomes
a sentence beside the figures.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from wakeful.alarms.load.table import LoadTable
from wakeful.cli.report_log_file import Messages, read_messages
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.errors import DataError

RAISED = ("H", "HH", "HHH", "L", "LL", "LLL", "HI", "HIHI", "LO", "LOLO", "ALM", "ALARM")
RETURNED = ("NR", "RTN", "NORMAL", "OK", "CLEARED", "RETURNED")
ACKNOWLEDGED = ("ACK", "ACKNOWLEDGED")
PRIORITIES = {"1": 1, "2": 2, "3": 3, "4": 4, "CRITICAL": 1, "HIGH": 2, "MEDIUM": 3, "LOW": 4}
NOT_KNOWN = 0
"""Priority of a message that has none."""
POSITIONS_MAX = 1_000
EXAMPLES = 5

_RAISE, _RETURN, _ACKNOWLEDGE = "raise", "return", "acknowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogMapping:
    """How to read a log.

    Attributes
    ----------
    columns : the file's name of ``time``, ``tag``, ``type``, ``priority`` and ``position``, where it is none
        of the usual ones.
    raised, returned, acknowledged : words of a type, in capitals. A type that ends in a word of the latter
        two is the return or the acknowledgement of what stands before it (``H NR``).
    one_per_tag : a tag is in one alarm at most; a new type ends the one before, any return ends it.
    round_ns : times are rounded to this.
    """

    columns: dict[str, str] = field(default_factory=dict)
    raised: tuple[str, ...] = RAISED
    returned: tuple[str, ...] = RETURNED
    acknowledged: tuple[str, ...] = ACKNOWLEDGED
    one_per_tag: bool = True
    round_ns: int = 1_000_000


@dataclass(frozen=True, slots=True)
class AlarmLog:
    """What a log was like, and what had to be done to read it.

    ``positions`` are the values of its position column in order, empty where it has none; ``position_of``
    gives the place of each alarm's by name. ``unknown`` are the figures about which the log says nothing.
    """

    messages: int
    positions: tuple[str, ...]
    position_of: dict[str, int]
    notes: tuple[str, ...]
    unknown: frozenset[str]


class _Meaning(NamedTuple):
    act: str
    what: str


def read_log(
    path: Path,
    mapping: LogMapping,
    table: LoadTable,
    *,
    progress: Callable[[int], None] = lambda done: None,
) -> AlarmLog:
    """Read a log of .csv (also .csv.gz) or .parquet into a table, in the order of time.

    Raises
    ------
    DataError
        When it cannot be read, or nothing in it is understood: what was found, and how to map it.
    """
    messages = read_messages(path, mapping.columns, round_ns=mapping.round_ns)
    meanings = {text: _meaning(text, mapping) for text in set(messages.types)}
    if not any(meaning and meaning.act == _RAISE for meaning in meanings.values()):
        seen = ", ".join(sorted(map(repr, meanings))[:EXAMPLES])
        raise DataError(
            f"no message of {path.name} is understood as an alarm being raised; its types are such as "
            f"{seen}: name those that raise with --raised, those that return with --returned"
        )
    positions = _positions(messages)
    pairing = _Pairing(mapping, numbered={name: place for place, name in enumerate(positions)})

    def moves() -> Iterator[AlarmChanged]:
        for done, place in enumerate(np.argsort(messages.times_ns, kind="stable").tolist()):
            yield from pairing.moves(messages, place, meanings[messages.types[place]])
            if done % 10_000 == 0:
                progress(done)

    table.add(moves())
    return AlarmLog(
        messages=len(messages.types),
        positions=positions,
        position_of=pairing.position_of,
        notes=(*messages.notes, *_backward_notes(messages), *pairing.notes(meanings)),
        unknown=frozenset(_unknown(messages, pairing)),
    )


def _meaning(text: str, mapping: LogMapping) -> _Meaning | None:
    """What a type says; None when it says nothing that is known."""
    words = text.upper().split()
    if not words:
        return None
    before, last = " ".join(words[:-1]), words[-1]
    if last in mapping.returned:
        return _Meaning(_RETURN, before)
    if last in mapping.acknowledged:
        return _Meaning(_ACKNOWLEDGE, before)
    whole = " ".join(words)
    return _Meaning(_RAISE, whole) if whole in mapping.raised else None


def _positions(messages: Messages) -> tuple[str, ...]:
    """Values of the position column: numbers by size, then texts by letter."""
    if messages.positions is None:
        return ()
    found = set(messages.positions)
    if len(found) > POSITIONS_MAX:
        raise DataError(
            f"the position column has {len(found):,} different values, at most {POSITIONS_MAX:,}; is it one?"
        )
    return tuple(
        sorted(found, key=lambda name: (not name.isdigit(), int(name) if name.isdigit() else 0, name))
    )


def _backward_notes(messages: Messages) -> Iterator[str]:
    """Rows earlier than the one before them of the same position."""
    order = np.arange(len(messages.types))
    if messages.positions is not None:
        order = np.argsort(np.unique(messages.positions, return_inverse=True)[1], kind="stable")
        same = np.array(messages.positions)[order]
        stays = same[1:] == same[:-1]
    else:
        stays = np.ones(max(0, len(order) - 1), bool)
    backward = int(np.count_nonzero((np.diff(messages.times_ns[order]) < 0) & stays))
    if backward:
        yield f"{backward:,} messages are earlier than the one before them; all were sorted by time"


def _unknown(messages: Messages, pairing: "_Pairing") -> Iterator[str]:
    yield from ("shelved", "suppressed", "out_of_service", "hidden")
    if messages.priorities is None:
        yield "by_priority"
    if not pairing.counts["acknowledged"]:
        yield from ("acknowledged", "acknowledge_median_s", "acknowledge_p90_s", "unacknowledged")


class _Pairing:
    """Which alarm of a tag is active, and what a message therefore means."""

    def __init__(self, mapping: LogMapping, numbered: dict[str, int]) -> None:
        self._mapping = mapping
        self._numbered = numbered
        self.position_of: dict[str, int] = {}
        self.counts: Counter[str] = Counter()
        self._not_understood: Counter[str] = Counter()
        self._active: dict[tuple[str, str], list[str]] = {}
        self._waiting: dict[str, bool] = {}
        self._occurrences: Counter[str] = Counter()

    def moves(self, messages: Messages, place: int, meaning: _Meaning | None) -> Iterator[AlarmChanged]:
        """The moves that one message stands for."""
        if meaning is None:
            self._not_understood[messages.types[place]] += 1
            return
        position = "" if messages.positions is None else messages.positions[place]
        tag, at_ns = messages.tags[place], int(messages.times_ns[place])
        active = self._active.setdefault((position, tag), [])
        if meaning.act == _RAISE:
            priority = self._priority(messages, place)
            yield from self._raise(position, tag, meaning.what, at_ns, priority, active)
        elif meaning.act == _RETURN:
            for what in self._returning(meaning.what, active):
                active.remove(what)
                yield self._move(position, tag, what, at_ns, "normal")
        else:
            yield from self._acknowledge(position, tag, meaning.what, at_ns)

    def _raise(
        self, position: str, tag: str, what: str, at_ns: int, priority: int, active: list[str]
    ) -> Iterator[AlarmChanged]:
        if what in active:
            self.counts["again"] += 1
        elif self._mapping.one_per_tag and active:
            self.counts["overtaken"] += 1
            yield self._move(position, tag, active.pop(), at_ns, "normal")
        if what not in active:
            active.append(what)
        yield self._move(position, tag, what, at_ns, "abnormal", priority)

    def _returning(self, what: str, active: list[str]) -> list[str]:
        """Which of the tag's active alarms a return ends."""
        if what in active:
            return [what]
        if not active or (what and not self._mapping.one_per_tag):
            self.counts["return_of_nothing"] += 1
            return []
        self.counts["return_of_other"] += bool(what)
        return list(active)

    def _acknowledge(self, position: str, tag: str, what: str, at_ns: int) -> Iterator[AlarmChanged]:
        names = [self._name(position, tag, each) for each in self._mapping.raised if what in ("", each)]
        waiting = [name for name in names if self._waiting.get(name)]
        self.counts["acknowledged"] += len(waiting)
        self.counts["acknowledged_nothing"] += not waiting
        for name in waiting:
            whats = self._active.get((position, tag), [])
            active = any(self._name(position, tag, each) == name for each in whats)
            self._waiting[name] = False
            yield self._record(name, tag, at_ns, "acknowledge", active=active, waiting=False)

    def _move(
        self, position: str, tag: str, what: str, at_ns: int, event: str, priority: int = NOT_KNOWN
    ) -> AlarmChanged:
        name = self._name(position, tag, what)
        raised = event == "abnormal"
        if raised:
            self._occurrences[name] += 1
            self._waiting[name] = True
            self.position_of[name] = self._numbered.get(position, 0)
        waiting = self._waiting[name]
        return self._record(name, tag, at_ns, event, active=raised, waiting=waiting, priority=priority)

    def _record(
        self,
        name: str,
        tag: str,
        at_ns: int,
        event: str,
        *,
        active: bool,
        waiting: bool,
        priority: int = NOT_KNOWN,
    ) -> AlarmChanged:
        marks = ("active",) * active + ("unacknowledged",) * waiting
        after = {(True, True): "B", (True, False): "C", (False, True): "D", (False, False): "A"}[
            active, waiting
        ]
        return AlarmChanged(
            at_ns=at_ns,
            alarm=name,
            tag=tag,
            kind="",
            priority=priority,
            event=event,
            before="A",
            after=after,
            occurrence=self._occurrences[name],
            revision=0,
            marks=marks,
            annunciated=event == "abnormal",
        )

    def _name(self, position: str, tag: str, what: str) -> str:
        return f"{position}/{tag} {what}" if position else f"{tag} {what}"

    def _priority(self, messages: Messages, place: int) -> int:
        if messages.priorities is None:
            return NOT_KNOWN
        priority = PRIORITIES.get(messages.priorities[place].upper(), NOT_KNOWN)
        self.counts["priority_not_known"] += priority == NOT_KNOWN
        return priority

    def notes(self, meanings: dict[str, _Meaning | None]) -> Iterator[str]:
        """What did not pair, one sentence each; nothing is said of what did not happen."""
        sentences = {
            "overtaken": "{} times a tag raised another type before the one before had returned: that was "
            "taken as its return",
            "again": "{} times an alarm was raised that had not returned: each counts as an annunciation",
            "return_of_other": "{} returns named another type than the one that was active: they ended that "
            "one",
            "return_of_nothing": "{} returns found nothing active and count for nothing",
            "acknowledged_nothing": "{} acknowledgements found nothing waiting and count for nothing",
            "priority_not_known": "{} alarms have a priority other than 1 to 4 or critical, high, medium, "
            "low: they count without one",
        }
        for key, sentence in sentences.items():
            if self.counts[key]:
                yield sentence.format(f"{self.counts[key]:,}")
        never = sorted(self._never_return(meanings))
        if never:
            yield f"type {', '.join(never)} never returns by name"
        if self._not_understood:
            examples = ", ".join(repr(text) for text, _ in self._not_understood.most_common(EXAMPLES))
            yield (
                f"{sum(self._not_understood.values()):,} messages are of a type that is not understood "
                f"({examples}) and count for nothing"
            )

    def _never_return(self, meanings: dict[str, _Meaning | None]) -> Sequence[str]:
        """Types that are raised and whose return never stands in the log, where all returns are named."""
        returned = {each.what for each in meanings.values() if each and each.act == _RETURN}
        raised = {each.what for each in meanings.values() if each and each.act == _RAISE}
        return sorted(raised - returned) if returned and "" not in returned else ()
