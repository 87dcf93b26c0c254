"""The figures of a period, counted with plain loops straight from the records of a journal."""

from collections import Counter
from itertools import pairwise

from wakeful.terms.effect import AlarmChanged, ServerStarted

WINDOW_NS = 600 * 1_000_000_000
HIDING = {"out_of_service": "G", "suppressed": "F", "one_shot": "E", "shelved": "E"}


def letter_of(marks):
    """The letter that a record's marks give, hiding ones first."""
    for mark, letter in HIDING.items():
        if mark in marks:
            return letter
    present, waiting = is_present(marks), "unacknowledged" in marks
    return {(False, False): "A", (True, True): "B", (True, False): "C", (False, True): "D"}[present, waiting]


def is_present(marks):
    """Active, or latched."""
    return "active" in marks or "latched" in marks


def moves_of(records, to_ns):
    """Moves of alarms before an instant, in the order of the journal."""
    return [record for record in records if isinstance(record, AlarmChanged) and record.at_ns < to_ns]


def standing_at(records, to_ns):
    """Alarm -> (marks, present since) after everything before an instant."""
    known = {}
    for record in moves_of(records, to_ns):
        before, since_ns = known.get(record.alarm, ((), 0))
        if is_present(record.marks) and not is_present(before):
            since_ns = record.at_ns
        known[record.alarm] = record.marks, since_ns
    return known


def stays(records, to_ns):
    """Every stretch in which an alarm was present and that ended: (alarm, since, until)."""
    since, found = {}, []
    for record in moves_of(records, to_ns):
        if is_present(record.marks):
            since.setdefault(record.alarm, record.at_ns)
        elif record.alarm in since:
            found.append((record.alarm, since.pop(record.alarm), record.at_ns))
    return found


def annunciations(records, from_ns, to_ns, philosophy):
    """What sounded in the period and what became of it, one dictionary each, in the order of time."""
    moves = moves_of(records, to_ns)
    found = []
    for place, record in enumerate(moves):
        if record.annunciated and record.at_ns >= from_ns:
            later = [other for other in moves[place + 1 :] if other.alarm == record.alarm]
            times_ns = [o.at_ns for o in moves if o.alarm == record.alarm and o.annunciated]
            found.append(
                {
                    "at_ns": record.at_ns,
                    "alarm": record.alarm,
                    "priority": record.priority,
                    "acknowledged_ns": _first(
                        record,
                        (o for o in later if o.event == "acknowledge" and o.occurrence == record.occurrence),
                    ),
                    "returned_ns": _return(moves, place),
                    "chattering": _is_chatter(record.at_ns, times_ns, philosophy),
                    "fleeting": _is_fleeting(moves, place, to_ns, philosophy),
                }
            )
    return sorted(found, key=lambda each: each["at_ns"])


def _first(annunciation, records):
    """Time of the first, which may be that of an act before a sample with an earlier time."""
    record = next(records, None)
    return None if record is None else max(annunciation.at_ns, record.at_ns)


def _return(moves, place):
    record = moves[place]
    later = (other for other in moves[place + 1 :] if other.alarm == record.alarm)
    return _first(record, (other for other in later if other.event == "normal"))


def _is_chatter(at_ns, times_ns, philosophy):
    """Some window that holds this annunciation holds enough of them."""
    window_ns = philosophy.chatter_window_ms * 1_000_000
    return any(
        sum(end_ns - window_ns < other <= end_ns for other in times_ns) >= philosophy.chatter_count
        for end_ns in times_ns
        if end_ns - window_ns < at_ns <= end_ns
    )


def _is_fleeting(moves, place, to_ns, philosophy):
    """Short, and quiet between the return of the one before and it, and between its return and the next."""
    quiet_ns = philosophy.fleeting_quiet_ms * 1_000_000
    record, returned_ns = moves[place], _return(moves, place)
    if record.event != "abnormal" or returned_ns is None or returned_ns > to_ns - quiet_ns:
        return False
    own = [p for p, other in enumerate(moves) if other.alarm == record.alarm and other.annunciated]
    own.sort(key=lambda p: moves[p].at_ns)
    rank = own.index(place)
    if rank > 0:
        before_ns = _return(moves, own[rank - 1])
        if before_ns is None or record.at_ns - before_ns < quiet_ns:
            return False
    if rank + 1 < len(own) and moves[own[rank + 1]].at_ns - returned_ns < quiet_ns:
        return False
    return returned_ns - record.at_ns < philosophy.fleeting_ms_max * 1_000_000


def is_watched(records, at_ns):
    """Whether an instant lies after the first record, and not between a start and what came before it."""
    if not records or at_ns < records[0].at_ns:
        return False
    for place, record in enumerate(records):
        if isinstance(record, ServerStarted) and place > 0:
            latest_ns = max(other.at_ns for other in records[:place])
            if latest_ns <= at_ns < record.at_ns:
                return False
    return True


def watched_ns(records, from_ns, to_ns):
    """How much of a stretch was watched: between two neighbours in time it is all or nothing."""
    edges = sorted({from_ns, to_ns, *(r.at_ns for r in records if from_ns < r.at_ns < to_ns)})
    return sum(b - a for a, b in pairwise(edges) if is_watched(records, a))


def time_in_flood_ns(found, records, from_ns, to_ns):
    """Watched time of a period in which some flood (begin, end or None, ...) lasted."""
    ends = {edge for begin, end, *_ in found for edge in (begin, end) if edge is not None}
    edges = sorted({from_ns, to_ns, *(edge for edge in ends if from_ns < edge < to_ns)})
    return sum(
        watched_ns(records, a, b)
        for a, b in pairwise(edges)
        if any(begin <= a and (end is None or a < end) for begin, end, *_ in found)
    )


def floods(times_ns, position, to_ns):
    """(begin, end or None, annunciated, peak) of every flood, looked for at every instant one by one."""
    window_ns = position.flood_window_ms * 1_000_000
    instants = sorted({*times_ns, *(time_ns + window_ns for time_ns in times_ns)})
    found, current = [], None
    for now_ns in (instant for instant in instants if instant < to_ns):
        inside = [time_ns for time_ns in times_ns if now_ns - window_ns < time_ns <= now_ns]
        if current is None and len(inside) > position.flood_begin:
            current = {"begin": now_ns, "members": list(inside), "peak": len(inside)}
        elif current is not None and len(inside) < position.flood_end:
            found.append((current["begin"], now_ns, len(current["members"]), current["peak"]))
            current = None
        elif current is not None:
            current["members"] += [time_ns for time_ns in times_ns if time_ns == now_ns]
            current["peak"] = max(current["peak"], len(inside))
    if current is not None:
        found.append((current["begin"], None, len(current["members"]), current["peak"]))
    return found


def windows(times_ns, from_ns, to_ns, records, limit=10):
    """(windows that count, windows over the limit, most in one) of the clock's ten-minute windows."""
    counts = Counter(time_ns // WINDOW_NS for time_ns in times_ns)
    counted = over = most = 0
    for window in range(from_ns // WINDOW_NS, (to_ns - 1) // WINDOW_NS + 1):
        begin_ns, end_ns = window * WINDOW_NS, (window + 1) * WINDOW_NS
        whole = from_ns <= begin_ns and end_ns <= to_ns
        whole = whole and watched_ns(records, begin_ns, end_ns) == WINDOW_NS
        over += counts[window] > limit
        counted += whole or counts[window] > limit
        most = max(most, counts[window])
    return counted, over, most


def fullest(times_ns, length_ns):
    """(most in one clock interval of this length, where the first such begins or None)."""
    counts = Counter(time_ns // length_ns * length_ns for time_ns in times_ns)
    most = max(counts.values(), default=0)
    return most, min((begin_ns for begin_ns, count in counts.items() if count == most), default=None)


def together(times_ns, one, other, within_ns):
    """How many of one alarm's annunciations have one of the other's no further away."""
    return sum(
        any(abs(own_ns - other_ns) <= within_ns for other_ns in times_ns[other]) for own_ns in times_ns[one]
    )
