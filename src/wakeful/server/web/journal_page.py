"""A page of the journal for people: newest first, filtered, with bounded work.

The journal is ordered by what was recorded first. Times follow that order but for samples that came late,
so an instant is found by bisection to within ``DISORDER_NS``, and what is found is looked at one by one.
"""

from collections.abc import Callable

from wakeful.journal import Journal
from wakeful.server.wire import JournalBody, JournalEntryBody
from wakeful.terms.effect import Record

LIMIT_MAX = 1_000
LOOKED_AT_MAX = 20_000
"""Records one request looks at; a page may come back short or empty with ``next_before`` to go on from."""
DISORDER_NS = 3_600_000_000_000
"""A record is at most this much older than one that was journaled before it."""


def read_page(
    journal: Journal,
    wanted: Callable[[Record], bool],
    before: int | None,
    limit: int,
    from_ns: int | None = None,
    to_ns: int | None = None,
) -> JournalBody:
    """At most ``limit`` wanted records below ``before`` (None: the end), newest first.

    With ``from_ns`` and ``to_ns`` nothing is looked at that is surely outside.
    """
    before = journal.next_sequence if before is None else min(before, journal.next_sequence)
    if to_ns is not None:
        before = min(before, seek(journal, to_ns + DISORDER_NS))
    entries: list[JournalEntryBody] = []
    last = before
    for sequence, record in journal.read_backwards(before, LOOKED_AT_MAX):
        if from_ns is not None and record.at_ns < from_ns - DISORDER_NS:
            last = 0
            break
        last = sequence
        if wanted(record):
            entries.append(JournalEntryBody(sequence=sequence, record=record))
            if len(entries) == limit:
                break
    return JournalBody(entries=tuple(entries), next_before=last if last > 0 else None)


def seek(journal: Journal, at_ns: int) -> int:
    """A sequence where the journal passes an instant: the record before it is earlier, its own is not.

    A logarithm of the journal's length in reads of one record. Where times are out of order by at most
    ``DISORDER_NS``, every record before is earlier than ``at_ns + DISORDER_NS``, and every record from there
    on not earlier than ``at_ns - DISORDER_NS``. 0: nothing is earlier; ``next_sequence``: everything is.
    """
    low, high = 0, journal.next_sequence
    while low < high:
        middle = (low + high) // 2
        ((_, record),) = journal.read(middle, limit=1)
        if record.at_ns < at_ns:
            low = middle + 1
        else:
            high = middle
    return low
