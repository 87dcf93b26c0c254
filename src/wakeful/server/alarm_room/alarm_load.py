"""The moves of all alarms of the last 30 days in memory, for figures, worklist and sheets.

Follows the journal, from which alone it takes: so it holds what is durable, once and in order, and neither
the start nor a scan waits for it. After a start it is some time behind; until it has caught up it says so
instead of giving figures that lack their end.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from wakeful.alarms.load.table import LoadRows, LoadTable
from wakeful.journal import Journal
from wakeful.journal.entry import decode
from wakeful.server.alarm_room.journal_time import DISORDER_NS, seek
from wakeful.server.alarm_room.stood_before import StoodBefore
from wakeful.terms.effect import Record
from wakeful.terms.errors import DataError, StorageError

KEPT_NS = 30 * 86_400_000_000_000
BATCH = 500
"""Records taken in at once, in some milliseconds; then the other threads have their turn."""
REST_S = 0.002
FOLLOW_S = 5.0
FORGET_NS = 3_600_000_000_000
_MOVE = b'"type":"alarm_changed"'
_START = b'"type":"server_started"'


class NotReadYet(Exception):
    """The journal is still being read after a start; the text says how far."""


class AlarmLoad:
    """The table and the thread that fills it.

    Parameters
    ----------
    stood : alarms that were not at rest at the start. One that has no move in the journal's last 30 days has
        been so since before.

    Attributes
    ----------
    caught_up : set once all that was in the journal at the start is here.
    """

    def __init__(
        self, journal: Journal, now_ns: Callable[[], int], stood: Sequence[StoodBefore] = ()
    ) -> None:
        self._journal = journal
        self._now_ns = now_ns
        self._stood = stood
        self._lock = threading.Lock()
        # Only alarms that ever moved: a site may have a million that never did.
        self._table = LoadTable()
        self._started_at = journal.next_sequence
        self._first: int | None = None
        self._next = 0
        self._reading: Iterator[tuple[int, bytes]] = iter(())
        self._latest = b""
        self.caught_up = threading.Event()
        self._forget_ns = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alarm-load", daemon=True)

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """End soon."""
        self._stopping.set()
        self._thread.join(timeout_s)

    def rows(self) -> LoadRows:
        """All that is durable now. For a thread that may wait; never the scan's or the event loop.

        Raises
        ------
        NotReadYet
            While the journal is still being read after a start.
        StorageError, DataError
            If the journal cannot be read.
        """
        if not self.caught_up.is_set():
            total = max(1, self._started_at - (self._first or 0))
            done = self._next - (self._first or 0) if self._first is not None else 0
            raise NotReadYet(
                f"The journal is being read after the start, {100 * done // total} % so far; "
                "ask again in a moment."
            )
        while self.take_in():
            pass
        with self._lock:
            return self._table.rows()

    def take_in(self) -> bool:
        """Read on in the journal, a little; whether there is more. Raises as ``rows``."""
        with self._lock:
            now_ns = self._now_ns()
            if self._first is None:
                # One before: a server that stood still at the beginning did so since that record.
                self._first = self._next = max(0, seek(self._journal, now_ns - KEPT_NS - DISORDER_NS) - 1)
                if self._first > 0:
                    self._table.complete_from_ns = now_ns - KEPT_NS
            entries = list(islice(self._reading, BATCH))
            if not entries:
                # What was read is at its end; the journal may have grown since.
                self._reading = self._journal.read_entries(self._next)
                entries = list(islice(self._reading, BATCH))
            self._table.add(self._telling(entries))
            self._next += len(entries)
            if not self.caught_up.is_set() and self._next >= self._started_at:
                self._carry_in()
                self.caught_up.set()
            if now_ns >= self._forget_ns and self.caught_up.is_set():
                self._table.forget(now_ns - KEPT_NS)
                self._forget_ns = now_ns + FORGET_NS
            return bool(entries)

    def _telling(self, entries: list[tuple[int, bytes]]) -> Iterator[Record]:
        """The records that the table learns from; most others cost no more than a look."""
        for sequence, entry in entries:
            start = _START in entry
            if start and sequence != self._first and _MOVE not in self._latest:
                # The last one before a start tells since when no server had been running.
                yield decode(self._latest)
            # The first one tells from when the table is complete, whatever it is about.
            if _MOVE in entry or start or sequence == self._first:
                yield decode(entry)
            self._latest = entry

    def _carry_in(self) -> None:
        """Alarms that stood at the start and have not moved in all that was read."""
        moved = set(self._table.rows().moves["alarm"].tolist())
        names = self._table.rows().names
        known = {names[index] for index in moved}
        for stood in self._stood:
            if stood.alarm not in known:
                self._table.carry_in(stood.alarm, stood.tag, stood.marks, stood.since_ns)
        self._stood = ()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                more = self.take_in()
            except (StorageError, DataError):
                # Whoever asks for figures meets it again, and is told.
                more = False
            self._stopping.wait(REST_S if more else FOLLOW_S)
