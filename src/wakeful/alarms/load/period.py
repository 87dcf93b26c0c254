"""One stretch of time out of a table: what was annunciated, what became of it, how the alarms stood then."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wakeful.alarms.load.table import ANNUNCIATED, FELL, HIDDEN, ROSE, LoadRows, stood_after
from wakeful.alarms.load.watch import Stretch, Watch, watch_of
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.terms.site import AlarmPhilosophy

NEVER_NS = np.iinfo(np.int64).max
"""Stands where something did not happen before the end of the period."""
PERIOD_DAYS_MAX = 7_305
"""Twenty years: the longest period that is studied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annunciations:
    """What sounded in the period, one entry an annunciation, in the order of time; N of them.

    Attributes
    ----------
    at_ns, alarm, priority : (N,) when, which (index of the table), how urgent then (0: not known).
    acknowledged_ns, returned_ns : (N,) the first acknowledgement of the same occurrence after it, and the
        next return to normal; ``NEVER_NS`` where there was none before the end of the period.
    chattering, fleeting : (N,) bool, as the site's philosophy defines them.
    """

    at_ns: np.ndarray
    alarm: np.ndarray
    priority: np.ndarray
    acknowledged_ns: np.ndarray
    returned_ns: np.ndarray
    chattering: np.ndarray
    fleeting: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleSpans:
    """Alarms that were present for longer than the stale time and ceased to be within the period."""

    alarm: np.ndarray
    since_ns: np.ndarray
    until_ns: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """All that figures and worklist need, for every position at once.

    Attributes
    ----------
    earlier_at_ns, earlier_alarm : (E,) what sounded before the period, in the order of time: a flood may
        have begun then.
    hidden_at_ns, hidden_alarm : (H,) what would have sounded in the period.
    end : (A,) of ``table.STANDING``, how every alarm stands at the end.
    complete_from_ns : nothing is known of what lies before; None: nothing at all is known.
    watch : which part of the period was watched.
    """

    from_ns: int
    to_ns: int
    philosophy: AlarmPhilosophy
    names: Sequence[str]
    annunciations: Annunciations
    earlier_at_ns: np.ndarray
    earlier_alarm: np.ndarray
    hidden_at_ns: np.ndarray
    hidden_alarm: np.ndarray
    stale: StaleSpans
    end: np.ndarray
    complete_from_ns: int | None
    watch: Watch


def study(
    rows: LoadRows, from_ns: int, to_ns: int, philosophy: AlarmPhilosophy, known: Stretch | None = None
) -> Period:
    """Read the period from ``from_ns`` up to but not including ``to_ns``.

    What happened later is not looked at, so that a period's figures do not change once they are past. What
    happened before counts where it belongs to something that reaches into the period: how alarms stand, a
    flood under way, the first of three annunciations that make chatter.

    Parameters
    ----------
    known : from when until when there is a record; from where the table is complete to the end of the period
        where it is not given.

    Raises ValueError when the period does not end after it begins, or is longer than twenty years.
    """
    if not 0 < to_ns - from_ns <= PERIOD_DAYS_MAX * 86_400_000_000_000:
        raise ValueError(
            f"the period from {from_ns} to {to_ns} must be longer than nothing and at most "
            f"{PERIOD_DAYS_MAX:,} days"
        )
    first_ns = to_ns if rows.complete_from_ns is None else rows.complete_from_ns
    past = rows.moves["at_ns"] < to_ns
    moves = rows.moves if past.all() else rows.moves[past]
    at_ns, alarm, flags = (np.ascontiguousarray(moves[name]) for name in ("at_ns", "alarm", "flags"))
    near = at_ns >= from_ns - context_ns_of(philosophy)
    turned = (flags & (ROSE | FELL)) != 0
    sounded = (flags & ANNUNCIATED) != 0
    earlier = sounded & (at_ns < from_ns)
    earlier_at_ns, earlier_alarm = _in_time(at_ns[earlier], alarm[earlier])
    hidden = ((flags & HIDDEN) != 0) & (at_ns >= from_ns)
    return Period(
        from_ns=from_ns,
        to_ns=to_ns,
        philosophy=philosophy,
        names=rows.names,
        annunciations=_annunciations(moves if near.all() else moves[near], from_ns, to_ns, philosophy),
        earlier_at_ns=earlier_at_ns,
        earlier_alarm=earlier_alarm,
        hidden_at_ns=at_ns[hidden],
        hidden_alarm=alarm[hidden],
        stale=_stale_spans(
            at_ns[turned],
            alarm[turned],
            (flags[turned] & FELL) != 0,
            rows.before["since_ns"],
            from_ns,
            philosophy,
        ),
        end=stood_after(moves, rows.before),
        complete_from_ns=rows.complete_from_ns,
        watch=watch_of(from_ns, to_ns, known or (first_ns, to_ns), rows.silences),
    )


def _annunciations(moves: np.ndarray, from_ns: int, to_ns: int, philosophy: AlarmPhilosophy) -> Annunciations:
    """The annunciations among ``moves``, which begin early enough to see what belongs together."""
    grouped = alarm_order(moves["alarm"])
    at_ns, alarm, event = moves["at_ns"][grouped], moves["alarm"][grouped], moves["event"][grouped]
    returned_ns = _next_ns(at_ns, event == AlarmEvent.NORMAL, alarm)
    same = alarm.astype(np.uint64) << np.uint64(32) | moves["occurrence"][grouped]
    acknowledged_ns = _next_ns(at_ns, event == AlarmEvent.ACKNOWLEDGE, same)

    sounded = (moves["flags"][grouped] & ANNUNCIATED) != 0
    at_ns, alarm, event = at_ns[sounded], alarm[sounded], event[sounded]
    returned_ns, acknowledged_ns = returned_ns[sounded], acknowledged_ns[sounded]
    # By alarm and then by time: a person's act may stand before a sample with an earlier time.
    order = np.arange(len(at_ns)) if _rising_in(alarm, at_ns) else np.lexsort((at_ns, alarm))
    chattering = np.zeros(len(at_ns), bool)
    chattering[order] = _chattering(at_ns[order], alarm[order], philosophy)
    fleeting = np.zeros(len(at_ns), bool)
    fleeting[order] = _fleeting(at_ns[order], alarm[order], returned_ns[order], to_ns, philosophy)
    fleeting &= event == AlarmEvent.ABNORMAL

    kept = np.flatnonzero(at_ns >= from_ns)
    kept = kept[np.argsort(at_ns[kept], kind="stable")]
    return Annunciations(
        at_ns=at_ns[kept],
        alarm=alarm[kept],
        priority=moves["priority"][grouped[sounded][kept]],
        acknowledged_ns=acknowledged_ns[kept],
        returned_ns=returned_ns[kept],
        chattering=chattering[kept],
        fleeting=fleeting[kept],
    )


def _chattering(at_ns: np.ndarray, alarm: np.ndarray, philosophy: AlarmPhilosophy) -> np.ndarray:
    """(N,) bool: one of ``chatter_count`` annunciations of its alarm within the chatter window.

    As everywhere, a window holds what came after t less its length, and until t.
    """
    marks = np.zeros(len(at_ns) + 1, np.int64)
    further = philosophy.chatter_count - 1
    if 0 < further < len(at_ns):
        first = np.flatnonzero(
            (alarm[further:] == alarm[:-further])
            & (at_ns[further:] - at_ns[:-further] < philosophy.chatter_window_ms * 1_000_000)
        )
        marks[first] += 1
        np.subtract.at(marks, first + further + 1, 1)
    return np.cumsum(marks[:-1]) > 0


def _fleeting(
    at_ns: np.ndarray, alarm: np.ndarray, returned_ns: np.ndarray, to_ns: int, philosophy: AlarmPhilosophy
) -> np.ndarray:
    """(N,) bool: back to normal almost at once, and alone: quiet before it and after its return.

    One whose quiet time had not passed at the end of the period is not known to be alone.
    """
    quiet_ns = philosophy.fleeting_quiet_ms * 1_000_000
    fleeting: np.ndarray = returned_ns < at_ns + philosophy.fleeting_ms_max * 1_000_000
    fleeting &= to_ns - returned_ns >= quiet_ns
    # Quiet is the time from the return of one to the next; without a return there is none.
    close = (alarm[1:] == alarm[:-1]) & (at_ns[1:] - returned_ns[:-1] < quiet_ns)
    fleeting[1:] &= ~close
    fleeting[:-1] &= ~close
    return fleeting


def _stale_spans(
    at_ns: np.ndarray,
    alarm: np.ndarray,
    fell: np.ndarray,
    before_ns: np.ndarray,
    from_ns: int,
    philosophy: AlarmPhilosophy,
) -> StaleSpans:
    """Of the moves with which alarms became present or ceased to be: the long stays that ended in time."""
    grouped = alarm_order(alarm)
    alarm, at_ns, fell = alarm[grouped], at_ns[grouped], fell[grouped]
    since_ns = before_ns[alarm]
    follows = np.flatnonzero(alarm[1:] == alarm[:-1]) + 1
    since_ns[follows] = at_ns[follows - 1]
    long = at_ns - since_ns > philosophy.stale_after_ms * 1_000_000
    ended = np.flatnonzero(fell & long & (at_ns >= from_ns))
    return StaleSpans(alarm=alarm[ended], since_ns=since_ns[ended], until_ns=at_ns[ended])


def context_ns_of(philosophy: AlarmPhilosophy) -> int:
    """How long before the period something may lie that decides about what is in it [ns]."""
    return max(philosophy.chatter_window_ms, philosophy.fleeting_quiet_ms) * 1_000_000


def alarm_order(alarm: np.ndarray) -> np.ndarray:
    """(N,) order that brings the entries of each alarm together and keeps their own order."""
    small = alarm.size == 0 or int(alarm.max()) <= np.iinfo(np.uint16).max
    # Of numbers this small NumPy sorts by radix, ten times as fast.
    order: np.ndarray = np.argsort(alarm.astype(np.uint16) if small else alarm, kind="stable")
    return order


def _next_ns(at_ns: np.ndarray, wanted: np.ndarray, group: np.ndarray) -> np.ndarray:
    """(M,) instant of the next entry that is wanted in the same group, never before the entry itself."""
    count = len(at_ns)
    place = np.where(wanted, np.arange(count), count)
    following = np.minimum.accumulate(place[::-1])[::-1]
    found = following < count
    found[found] = group[following[found]] == group[found]
    result = np.full(count, NEVER_NS)
    result[found] = np.maximum(at_ns[following[found]], at_ns[found])
    return result


def _in_time(at_ns: np.ndarray, alarm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(at_ns, kind="stable")
    return at_ns[order], alarm[order]


def _rising_in(alarm: np.ndarray, at_ns: np.ndarray) -> bool:
    return bool(np.all((np.diff(at_ns) >= 0) | (alarm[1:] != alarm[:-1])))
