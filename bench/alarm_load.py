"""All figures and the worklist of thirty days with a million events, on one core.

A million moves of 10,000 alarms of four positions: alarms that come, are acknowledged and return, a few of
them far more often than the others, as in plants. Measured is what a report or the console's page needs: the
study of the period, the figures of the site and of each position, and the worklist; and how fast records are
taken in.
"""

from statistics import median
from time import perf_counter

import numpy as np

from bench.figure import Figure
from wakeful.alarms.load.figures import all_figures
from wakeful.alarms.load.period import study
from wakeful.alarms.load.places import Places
from wakeful.alarms.load.table import LoadRows, LoadTable
from wakeful.alarms.load.worklist import worklist
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.site import AlarmPhilosophy, Position

NAME = "alarm_load"

BEGIN_NS = 1_780_272_000_000_000_000
DAY_NS = 86_400_000_000_000
DAYS = 30
POSITIONS = 4
TARGET_S = 2.0
EVENTS = ("abnormal", "acknowledge", "normal")
MARKS = (("active", "unacknowledged"), ("active",), ())
LETTERS = ("A", "B", "C", "A")


def records_of(events: int, alarms: int) -> list[AlarmChanged]:
    """So many records of a month, in the order of time."""
    random = np.random.default_rng(11)
    passages = events // len(EVENTS)
    weights = 1.0 / np.arange(1, alarms + 1) ** 0.7
    alarm = random.choice(alarms, passages, p=weights / weights.sum())
    begin_ns = np.sort(random.integers(0, DAYS * DAY_NS, passages))
    waits_ns = random.exponential(60e9, passages).astype(np.int64)
    ends_ns = waits_ns + random.exponential(120e9, passages).astype(np.int64)
    at_ns = BEGIN_NS + begin_ns + np.stack([np.zeros(passages, np.int64), waits_ns, ends_ns])
    order = np.argsort(at_ns.ravel(), kind="stable")
    return [
        AlarmChanged(
            at_ns=int(at_ns[step, passage]),
            alarm=f"A{alarm[passage]}",
            tag=f"T{alarm[passage]}",
            kind="high",
            priority=4,
            event=EVENTS[step],
            before=LETTERS[step],
            after=LETTERS[step + 1],
            occurrence=passage,
            revision=step,
            marks=MARKS[step],
            annunciated=step == 0,
        )
        for step, passage in zip(*divmod(order, passages), strict=True)
    ]


def time_report(rows: LoadRows, days: int) -> float:
    """Seconds for the last days of the table: study, figures and worklist."""
    positions = tuple(Position(id=f"p{place}", name="", systems=()) for place in range(POSITIONS))
    places = Places(positions, np.arange(len(rows.before)) % POSITIONS)
    to_ns = BEGIN_NS + DAYS * DAY_NS
    begin = perf_counter()
    period = study(rows, to_ns - days * DAY_NS, to_ns, AlarmPhilosophy())
    all_figures(period, places)
    worklist(period, places)
    return perf_counter() - begin


def measure(quick: bool) -> list[Figure]:
    """Medians of five reports on the same table."""
    events, alarms = (10_000, 100) if quick else (1_000_000, 10_000)
    records = records_of(events, alarms)
    table = LoadTable()
    begin = perf_counter()
    table.add(records)
    added_s = perf_counter() - begin
    label, rows = f"{events:,} events of {alarms:,} alarms", table.rows()
    found = [Figure(f"{label}: taken in", events / added_s / 1e3, "thousand/s", note="24 bytes kept of each")]
    for days in (DAYS, 1):
        took_s = median(time_report(rows, days) for _ in range(5))
        found.append(
            Figure(
                f"{label}: last {days} d",
                took_s,
                "s",
                target=TARGET_S,
                better="lower",
                note=f"all figures of the site and {POSITIONS} positions, and the worklist",
            )
        )
    return found
