"""Records on their way into the journal: durable at once, or kept in order until the disk takes them again.

While the journal fails nobody's command is carried out and no alarm move is shown (but the storage
alarm's own, decision 0061), so what waits here has not been seen by anyone. What waits is bounded: at the
limit the moves that later moves have overtaken go first, because folding needs only the last rise of an
alarm and what came after it; ``JournalInterrupted`` then says how many records were left out.
"""

from collections.abc import Iterator, Sequence

from wakeful.journal import Journal
from wakeful.server.scanning.retry import Retry
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.terms.effect import (
    AlarmChanged,
    ConditionChanged,
    FirstOutChanged,
    FloodChanged,
    JournalInterrupted,
    ModeChanged,
    Record,
)
from wakeful.terms.errors import StorageError

WAITING_MAX = 20_000
"""Records waiting before they are thinned out."""
BATCH_MAX = 10_000
"""Records in one append, unless more must become durable together."""


class JournalWriter:
    """The one writer of the journal; used by the scan thread.

    Parameters
    ----------
    waiting_max : records kept while the journal fails before they are thinned to the last moves of each
        alarm.
    """

    def __init__(self, journal: Journal, vital_signs: VitalSigns, *, waiting_max: int = WAITING_MAX) -> None:
        self._journal = journal
        self._signs = vital_signs
        self._waiting_max = waiting_max
        self._waiting: list[Record] = []
        self._thin_at = waiting_max
        self._dropped = 0
        self._failing_since_ns: int | None = None
        self._retry = Retry()
        self._signs.journal_records = journal.next_sequence

    @property
    def failing(self) -> bool:
        """Whether anything waits: the journal is behind the engine."""
        return self._failing_since_ns is not None

    def append(self, records: Sequence[Record], now_ns: int, *, together: int = 0) -> int:
        """Make records durable, in order; how many are. When the disk refuses, the rest is not kept here.

        Only for a journal that is not failing. The first ``together`` are durable together or not at all.
        """
        assert not self.failing, "what waits goes first"
        durable = 0
        try:
            while durable < len(records):
                batch = records[durable : max(together, durable + BATCH_MAX)]
                self._journal.append(batch)
                durable += len(batch)
        except StorageError as error:
            self._fail(error, now_ns)
        self._signs.journal_records = self._journal.next_sequence
        return durable

    def keep(self, records: Sequence[Record]) -> None:
        """Keep records of a failing journal for later."""
        self._waiting.extend(records)
        if len(self._waiting) > self._thin_at:
            self._thin()
            self._thin_at = max(self._waiting_max, 2 * len(self._waiting))
        self._signs.records_waiting = len(self._waiting)

    def recover(self, now_ns: int, *, at_once: bool = False) -> bool:
        """Try again, if it is time to or ``at_once``; True when everything that waited is durable now."""
        if not (at_once or self._retry.due(now_ns)):
            return False
        assert self._failing_since_ns is not None
        interruption = JournalInterrupted(
            at_ns=now_ns,
            since_ns=self._failing_since_ns,
            cause=self._signs.journal_error or "",
            records_dropped=self._dropped,
        )
        try:
            if self._journal.failed:
                self._journal.recover()
            while len(self._waiting) > BATCH_MAX:
                self._journal.append(self._waiting[:BATCH_MAX])
                del self._waiting[:BATCH_MAX]
            self._journal.append([*self._waiting, interruption])
        except StorageError as error:
            self._fail(error, now_ns)
            return False
        self._waiting = []
        self._thin_at = self._waiting_max
        self._dropped = 0
        self._failing_since_ns = None
        self._retry.worked()
        self._signs.journal_error = None
        self._signs.records_waiting = 0
        self._signs.journal_records = self._journal.next_sequence
        return True

    @property
    def retry_due_ns(self) -> int | None:
        """When a failing journal is to be tried again."""
        return self._retry.due_ns if self.failing else None

    def _fail(self, error: StorageError, now_ns: int) -> None:
        self._retry.failed(now_ns)
        self._signs.journal_error = str(error)
        if self._failing_since_ns is None:
            self._failing_since_ns = now_ns

    def _thin(self) -> None:
        """Leave out what later records have overtaken; of what nothing overtakes, the oldest part."""
        kept: list[Record] = []
        seen: set[tuple[str, str]] = set()
        others = self._waiting_max // 4
        for record in reversed(self._waiting):
            places = set(_places(record))
            if places:
                if places <= seen:
                    continue
                seen |= places
            elif others == 0:
                continue
            else:
                others -= 1
            kept.append(record)
        self._dropped += len(self._waiting) - len(kept)
        self._signs.records_dropped = self._dropped
        self._waiting = kept[::-1]


def _places(record: Record) -> Iterator[tuple[str, str]]:
    """What of a state this record is the last word on, so that no older record is needed for it.

    Every move tells an alarm's whole state; but when it was raised, when it last called for attention and why
    it is suppressed stand only in the moves that did it. None at all: nothing overtakes the record.
    """
    if isinstance(record, AlarmChanged):
        yield record.alarm, ""
        if record.event in ("abnormal", "suppress"):
            yield record.alarm, record.event
        if record.annunciated or record.hidden:
            yield record.alarm, "loud"
    elif isinstance(record, ConditionChanged):
        yield record.alarm, "condition"
    elif isinstance(record, ModeChanged):
        yield record.system, "mode"
    elif isinstance(record, FloodChanged):
        yield record.position, "flood"
    elif isinstance(record, FirstOutChanged):
        yield record.group, "first-out"
