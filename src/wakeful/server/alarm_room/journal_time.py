"""Where in the journal an instant lies.

The journal is ordered by what was recorded first. Times follow that order but for samples that came late, so
an instant is found by bisection to within ``DISORDER_NS``; who needs it exactly looks at the records there.
A system clock that was once set back by more leads the bisection to one of the places where the time passes.
"""

from wakeful.journal import Journal

DISORDER_NS = 3_600_000_000_000
"""A record is at most this much older than one that was journaled before it."""


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
