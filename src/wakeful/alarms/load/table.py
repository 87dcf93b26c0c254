"""Every move of every alarm of the last days as columns, and how each alarm stood before them."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from wakeful.alarms.machine.state import ACTIVE, LATCHED
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.alarms.marks import code_of_letter, code_of_marks
from wakeful.terms.effect import AlarmChanged, Record, ServerStarted
from wakeful.terms.errors import DataError

ROWS_MAX = 5_000_000
"""Moves that are kept: 24 bytes each. At this limit the oldest tenth is forgotten."""
ALARMS_MAX = 4_000_000
"""Alarms that can be told apart; a further one is refused."""
SILENCES_MAX = 10_000
"""Stretches without a server that are kept; at this limit the oldest is forgotten, and all before its end."""
ROWS_FIRST = 4_096
ROWS_AT_ONCE = 65_536

ANNUNCIATED, HIDDEN, ROSE, FELL = 1, 2, 4, 8
"""Bits of ``flags``: it sounded; it would have sounded; it became present (active or latched) with this move,
or ceased to be."""
PRESENT = ACTIVE | LATCHED
OTHER_EVENT = 255
"""An event of a later version."""

MOVE = np.dtype(
    [
        ("at_ns", np.int64),
        ("alarm", np.uint32),
        ("occurrence", np.uint32),
        ("event", np.uint8),
        ("code", np.uint8),
        ("flags", np.uint8),
        ("priority", np.uint8),
    ],
    align=True,
)
"""One move: ``code`` is the joint state after it, as in ``alarms.machine.state``."""
STANDING = np.dtype([("since_ns", np.int64), ("code", np.uint8)], align=True)
"""How an alarm stood before the first move that is kept, and since when it was present."""

_EVENTS = {event.name.lower(): int(event) for event in AlarmEvent}
_UNSEEN = -1


class LoadRows(NamedTuple):
    """What a table held at one moment; any thread may read it.

    Attributes
    ----------
    moves : (M,) of ``MOVE``, in the order of the journal, which is not always that of time.
    before : (A,) of ``STANDING``: how each alarm stood before these moves.
    names, tags : of each alarm, by its index; they may go on growing, A is what counts.
    complete_from_ns : nothing is known of what lies before; None while there is no record at all.
    silences : (from, until) of the times in which no server ran, as far as the journal tells.
    """

    moves: np.ndarray
    before: np.ndarray
    names: Sequence[str]
    tags: Sequence[str]
    complete_from_ns: int | None
    silences: tuple[tuple[int, int], ...] = ()


class LoadTable:
    """A growing table of moves. One thread adds and takes ``rows``.

    Parameters
    ----------
    names : alarms in the order of the site, so that an index means the same here as there. Others get the
        next index when they are first met.
    tags : the tag of each of them.
    rows_max : moves that are kept at most.
    alarms_max : alarms that are told apart at most.

    Attributes
    ----------
    complete_from_ns : instant from which every move is here; it moves on when the table forgets.
    """

    def __init__(
        self,
        names: Sequence[str] = (),
        tags: Sequence[str] = (),
        *,
        rows_max: int = ROWS_MAX,
        alarms_max: int = ALARMS_MAX,
    ) -> None:
        self.complete_from_ns: int | None = None
        self._rows_max = rows_max
        self._alarms_max = alarms_max
        self._names: list[str] = []
        self._tags: list[str] = []
        self._index: dict[str, int] = {}
        self._codes: list[int] = []
        self._before = np.zeros(max(1, len(names)), STANDING)
        self._moves = np.zeros(min(ROWS_FIRST, rows_max), MOVE)
        self._begin = self._end = 0
        self._last_ns: int | None = None
        self._silences: deque[tuple[int, int]] = deque()
        for name, tag in zip(names, tags, strict=True):
            self._add_alarm(name, tag)

    def __len__(self) -> int:
        """Moves that are kept."""
        return self._end - self._begin

    def rows(self) -> LoadRows:
        """What is here now; later additions do not change it."""
        alarms = len(self._names)
        moves, before = self._moves[self._begin : self._end], self._before[:alarms].copy()
        silences = tuple(self._silences)
        return LoadRows(moves, before, self._names, self._tags, self.complete_from_ns, silences)

    def carry_in(self, alarm: str, tag: str, marks: tuple[str, ...], since_ns: int) -> bool:
        """An alarm stood like this before the first record, and was present since then.

        For a table that does not begin with the journal. False, and nothing changed, when the alarm has moved
        since the table began, forgotten or not: then it is known better.
        """
        index = self._index_of(alarm, tag)
        if self._codes[index] != _UNSEEN:
            return False
        self._stand(index, code_of_marks(marks), since_ns)
        return True

    def add(self, records: Iterable[Record]) -> None:
        """Take in records in the order of the journal.

        Moves of alarms are kept, and between what came before a start of the server and the start, that no
        server ran. Whether it had been killed a moment before the start or soon after its last record, nobody
        can tell: what is not known to have been watched does not count as watched.

        Raises
        ------
        DataError
            When there are more different alarms than can be told apart.
        """
        rows: list[tuple[int, int, int, int, int, int, int]] = []
        for record in records:
            if self.complete_from_ns is None:
                self.complete_from_ns = record.at_ns
            if type(record) is ServerStarted:
                self._add_start(record.at_ns)
            self._last_ns = record.at_ns if self._last_ns is None else max(self._last_ns, record.at_ns)
            if type(record) is AlarmChanged:
                rows.append(self._row(record))
                if len(rows) >= min(ROWS_AT_ONCE, self._rows_max):
                    self._append(rows)
                    rows = []
        if rows:
            self._append(rows)

    def _add_start(self, at_ns: int) -> None:
        if self._last_ns is None or at_ns <= self._last_ns:
            return
        if len(self._silences) >= SILENCES_MAX:
            _, until_ns = self._silences.popleft()
            self.complete_from_ns = max(self.complete_from_ns or until_ns, until_ns)
        self._silences.append((self._last_ns, at_ns))

    def _row(self, record: AlarmChanged) -> tuple[int, int, int, int, int, int, int]:
        index = self._index_of(record.alarm, record.tag)
        before = self._codes[index]
        if before == _UNSEEN:
            # Where the journal does not begin at the beginning, the letter is all that is known.
            before = code_of_letter(record.before)
            self._stand(index, before, self.complete_from_ns or record.at_ns)
        if record.marks is None:
            code, sounded = code_of_letter(record.after), record.event == "abnormal"
        else:
            code, sounded = code_of_marks(record.marks), record.annunciated
        self._codes[index] = code
        flags = ANNUNCIATED * sounded | HIDDEN * record.hidden
        if bool(before & PRESENT) != bool(code & PRESENT):
            flags |= ROSE if code & PRESENT else FELL
        event = _EVENTS.get(record.event, OTHER_EVENT)
        return (record.at_ns, index, record.occurrence, event, code, flags, record.priority)

    def _append(self, rows: list[tuple[int, int, int, int, int, int, int]]) -> None:
        count = len(rows)
        if len(self) + count > self._rows_max:
            self._forget_rows(max(len(self) + count - self._rows_max, self._rows_max // 10))
        if self._end + count > len(self._moves):
            kept = self._moves[self._begin : self._end]
            # A new array, so that what `rows` gave stays as it was.
            self._moves = np.zeros(min(max(2 * len(kept), ROWS_FIRST) + count, 2 * self._rows_max), MOVE)
            self._moves[: len(kept)] = kept
            self._begin, self._end = 0, len(kept)
        self._moves[self._end : self._end + count] = np.array(rows, MOVE)
        self._end += count

    def forget(self, before_ns: int) -> None:
        """Let go of moves before an instant; how the alarms stood then is kept."""
        late = np.flatnonzero(self._moves["at_ns"][self._begin : self._end] >= before_ns)
        self._fold(int(late[0]) if late.size else len(self))
        if self.complete_from_ns is not None:
            self.complete_from_ns = max(self.complete_from_ns, before_ns)
        while self._silences and self._silences[0][1] <= before_ns:
            self._silences.popleft()

    def _forget_rows(self, count: int) -> None:
        """The oldest ``count`` moves have no place any more."""
        count = min(count, len(self))
        gone = self._moves["at_ns"][self._begin : self._begin + count]
        self._fold(count)
        if gone.size and self.complete_from_ns is not None:
            self.complete_from_ns = max(self.complete_from_ns, int(gone.max()) + 1)

    def _fold(self, count: int) -> None:
        """Turn the oldest moves into how their alarms stood after them."""
        gone = self._moves[self._begin : self._begin + count]
        self._before = stood_after(gone, self._before)
        self._begin += count

    def _index_of(self, alarm: str, tag: str) -> int:
        index = self._index.get(alarm)
        return self._add_alarm(alarm, tag) if index is None else index

    def _add_alarm(self, alarm: str, tag: str) -> int:
        index = len(self._names)
        if index >= self._alarms_max:
            raise DataError(f"more than {self._alarms_max:,} different alarms; no figures of so many")
        if index >= len(self._before):
            self._before = np.concatenate([self._before, np.zeros_like(self._before)])
        self._index[alarm] = index
        self._names.append(alarm)
        self._tags.append(tag)
        self._codes.append(_UNSEEN)
        return index

    def _stand(self, index: int, code: int, since_ns: int) -> None:
        self._codes[index] = code
        self._before[index] = (since_ns, code)


def stood_after(moves: np.ndarray, before: np.ndarray) -> np.ndarray:
    """How the alarms stood after some moves.

    Parameters
    ----------
    moves : (M,) of ``MOVE``, in the order of the journal.
    before : (A,) of ``STANDING``, how they stood before.

    Returns
    -------
    (A,) of ``STANDING``; ``since_ns`` means something only for alarms that are present.
    """
    after = before.copy()
    last = _last_of_each(moves["alarm"], len(before))
    moved = last >= 0
    after["code"][moved] = moves["code"][last[moved]]
    rises = moves[(moves["flags"] & ROSE) != 0]
    last = _last_of_each(rises["alarm"], len(before))
    rose = last >= 0
    after["since_ns"][rose] = rises["at_ns"][last[rose]]
    return after


def _last_of_each(alarm: np.ndarray, alarms: int) -> np.ndarray:
    """(A,) position of each alarm's last entry, -1 where it has none."""
    last = np.full(alarms, -1, np.int64)
    np.maximum.at(last, alarm, np.arange(len(alarm)))
    return last
