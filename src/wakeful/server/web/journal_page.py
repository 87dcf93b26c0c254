"""A page of the journal for people: newest first, filtered, with bounded work."""

from collections.abc import Callable

from wakeful.journal import Journal
from wakeful.server.alarm_room.journal_time import DISORDER_NS, seek
from wakeful.server.wire import JournalBody, JournalEntryBody
from wakeful.terms.effect import Record

LIMIT_MAX = 1_000
LOOKED_AT_MAX = 20_000
"""Records one request looks at; a page may come back short or empty with ``next_before`` to go on from."""


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
