"""One report: figures with verdicts, floods, worklist and what must be said beside them."""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

import wakeful
from wakeful.alarms.load.definitions import (
    JUDGED_PERIOD_DAYS,
    SECOND_HAND,
    definitions,
    verdict,
    why_not_judged,
)
from wakeful.alarms.load.figures import acknowledge_times_s, all_figures
from wakeful.alarms.load.period import Period, study
from wakeful.alarms.load.places import NOBODY
from wakeful.alarms.load.worklist import ENTRIES_MAX, worklist
from wakeful.cli.report_source import Heard
from wakeful.cli.report_values import coverage_text, duration_text, instant_text, plural
from wakeful.terms.alarm_load import AlarmFigures, FigureDefinition, FloodSpan, WorklistEntry
from wakeful.terms.errors import DataError

WAITS_S = (10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0)
"""Edges of the times to acknowledge; the last bin is open."""
DAY_NS = 86_400_000_000_000


class PositionName(msgspec.Struct, frozen=True):
    """An operator position by id, and what people call it."""

    id: str
    name: str


class AlarmName(msgspec.Struct, frozen=True):
    """What an alarm says to people, and its priority by word; empty where the source does not tell."""

    message: str
    priority: str


class JudgedFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Figures with the verdict on each (``acceptable``, ``attention``, ``plan``), by key, where there is one.

    ``unjudged`` says by key why a figure that has a target got no verdict. ``waits`` counts the times to
    acknowledge below 10 s, 30 s, 1, 2, 5, 10, 30 and 60 min, and above.
    """

    figures: AlarmFigures
    verdicts: dict[str, str]
    unjudged: dict[str, str]
    waits: tuple[int, ...]


class AlarmReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``wakeful report alarms --json`` prints."""

    title: str
    source: str
    version: str
    from_ms: float
    to_ms: float
    coverage: str
    """Over which part of the period the rates and shares of time are; empty where it is all of it."""
    notes: tuple[str, ...]
    definitions: tuple[FigureDefinition, ...]
    unknown: tuple[str, ...]
    """Keys of figures about which the source says nothing: the numbers there mean nothing."""
    positions: tuple[PositionName, ...]
    judged: tuple[JudgedFigures, ...]
    """The site and then each position, or the one position that was asked for."""
    worklist: tuple[WorklistEntry, ...]
    alarms: dict[str, AlarmName]
    """What is known of the alarms that are named in ``worklist`` and among the worst ten."""


def report_of(heard: Heard, from_ns: int, to_ns: int, position: str = "") -> AlarmReport:
    """Put a report together, of the whole site or of one position.

    Raises
    ------
    DataError
        When the period makes no sense, or there is no such position: which there are.
    """
    ids = [each.id for each in heard.places.positions]
    if position and position not in ids:
        raise DataError(f"there is no position {position!r}; there are {', '.join(ids[:20])}")
    try:
        known = (from_ns, to_ns) if heard.vouched else (heard.first_ns, heard.last_ns)
        studied = study(heard.rows, from_ns, to_ns, heard.philosophy, known)
    except ValueError:
        raise DataError(
            f"a period from {instant_text(from_ns)} to {instant_text(to_ns)} cannot be reported on; it must "
            "end after it begins, and be no longer than twenty years"
        ) from None
    answering = [each for each in heard.places.positions if position in ("", each.id)]
    defined = definitions(heard.philosophy, answering)
    judged = tuple(
        JudgedFigures(
            figures=figures,
            verdicts=_verdicts(defined, figures, heard),
            unjudged=_unjudged(defined, figures, heard),
            waits=_waits(studied, heard, figures.position),
        )
        for figures in all_figures(studied, heard.places)
        if position in ("", figures.position)
    )
    entries = worklist(studied, heard.places, position)
    return AlarmReport(
        title=heard.title,
        source=heard.source,
        version=wakeful.__version__,
        from_ms=from_ns / 1e6,
        to_ms=to_ns / 1e6,
        coverage=coverage_text(studied.watch.covered_ns, to_ns - from_ns),
        notes=(*_notes(heard, studied, position), *_list_notes(entries), SECOND_HAND),
        definitions=defined,
        unknown=tuple(sorted(heard.unknown)),
        positions=tuple(PositionName(each.id, each.name) for each in heard.places.positions),
        judged=judged,
        worklist=tuple(_as_known(entry, heard) for entry in entries),
        alarms=_names(heard, judged, entries),
    )


def _verdicts(defined: Sequence[FigureDefinition], figures: AlarmFigures, heard: Heard) -> dict[str, str]:
    """Of what can be judged, the verdicts that there are."""
    given = {each.key: verdict(each, figures) for each in _judged_here(defined, figures, heard)}
    return {key: word for key, word in given.items() if word}


def _unjudged(defined: Sequence[FigureDefinition], figures: AlarmFigures, heard: Heard) -> dict[str, str]:
    """Of what could be judged with more to go by, what is missing."""
    why = {each.key: why_not_judged(each, figures) for each in _judged_here(defined, figures, heard)}
    return {key: words for key, words in why.items() if words}


def _judged_here(
    defined: Sequence[FigureDefinition], figures: AlarmFigures, heard: Heard
) -> Iterator[FigureDefinition]:
    """The targets are about one person: a site of several positions gets no verdict of its own."""
    if figures.position or len(heard.places.positions) <= 1:
        yield from (each for each in defined if each.key not in heard.unknown)


def _names(
    heard: Heard, judged: Sequence[JudgedFigures], entries: Sequence[WorklistEntry]
) -> dict[str, AlarmName]:
    named = {entry.alarm for entry in entries}
    named |= {entry.with_alarm for entry in entries if entry.with_alarm}
    named |= {share.alarm for each in judged for share in each.figures.top}
    known = {alarm.name: alarm for alarm in heard.alarms if alarm.name in named}
    return {
        name: AlarmName(alarm.message, alarm.priority.name.lower()) for name, alarm in sorted(known.items())
    }


def _list_notes(entries: tuple[WorklistEntry, ...]) -> Iterator[str]:
    if len(entries) >= ENTRIES_MAX:
        yield f"the worklist ends after {ENTRIES_MAX:,} entries, those with the greatest share of the load"


def _as_known(entry: WorklistEntry, heard: Heard) -> WorklistEntry:
    """Where acknowledgements are not told, nothing is said of them."""
    if "acknowledged" not in heard.unknown:
        return entry
    return msgspec.structs.replace(entry, detail=entry.detail.removesuffix(", not acknowledged"))


def _waits(studied: Period, heard: Heard, position: str) -> tuple[int, ...]:
    of_alarm = heard.places.of_alarm[studied.annunciations.alarm]
    ids = [each.id for each in heard.places.positions]
    chosen = of_alarm == ids.index(position) if position else np.ones(len(of_alarm), bool)
    place = np.searchsorted(WAITS_S, acknowledge_times_s(studied, chosen), "right")
    return tuple(np.bincount(place, minlength=len(WAITS_S) + 1).tolist())


def _notes(heard: Heard, studied: Period, position: str) -> Iterator[str]:
    """What a reader must know about the period before believing the figures."""
    yield from heard.notes
    if studied.complete_from_ns is not None and studied.from_ns < studied.complete_from_ns:
        yield f"nothing is known of what was before {instant_text(studied.complete_from_ns)}"
    if studied.to_ns > heard.last_ns:
        yield f"nothing is known of what came after {instant_text(heard.last_ns)}"
    if heard.vouched and not heard.first_ns <= studied.from_ns < studied.to_ns <= heard.last_ns:
        yield (
            "a log does not tell when it was kept: the averages take this one to have been kept throughout "
            "the period asked for"
        )
    covered_ns = studied.watch.covered_ns
    if 0 < covered_ns < JUDGED_PERIOD_DAYS * DAY_NS:
        yield f"the targets are meant for {JUDGED_PERIOD_DAYS} days; this is {duration_text(covered_ns)}"
    spans = [(max(begin, studied.from_ns), min(end, studied.to_ns)) for begin, end in heard.rows.silences]
    lengths_ns = [end - begin for begin, end in spans if end > begin]
    if lengths_ns:
        yield (
            f"the server did not run for {duration_text(sum(lengths_ns))} of the period "
            f"({plural(len(lengths_ns), 'stop', 'stops')}): no alarm could be raised then, and that time is "
            "not in the averages; where it was killed, this counts from its last record"
        )
    sounded = heard.places.of_alarm[studied.annunciations.alarm] == NOBODY
    if sounded.any() and not position:
        yield (
            f"{np.count_nonzero(sounded):,} annunciations are of alarms that belong to no position: they "
            "count for the site alone"
        )
    if not position and len(heard.places.positions) > 1:
        yield "targets are for one operator position, so the site as a whole gets no verdict"


def position_name(report: AlarmReport, position: str) -> str:
    """The site's name, with the position's where the report is about one."""
    found = next((each for each in report.positions if each.id == position), None)
    return report.title if found is None or len(report.positions) == 1 else f"{report.title}, {found.name}"


def several_positions(report: AlarmReport) -> bool:
    """Whether lists of the report have to say whose each entry is."""
    return len(report.judged) > 2


def name_of(report: AlarmReport, position: str) -> str:
    """What people call a position; a dash for none."""
    return next((each.name for each in report.positions if each.id == position), "–")


def floods_of_all(report: AlarmReport) -> list[tuple[str, FloodSpan]]:
    """Every flood with the name of its position, oldest first."""
    parts = report.judged[1:] if several_positions(report) else report.judged[:1]
    floods = [
        (name_of(report, part.figures.position), flood) for part in parts for flood in part.figures.floods
    ]
    return sorted(floods, key=lambda each: each[1].begin_ms)


def summary_text(report: AlarmReport) -> str:
    """How the figures are, in a sentence; of a site with several positions how these are."""
    whole = report.judged[0]
    words = list(whole.verdicts.values())
    if not whole.figures.covered_ms:
        return "Nothing is known of this period."
    if several_positions(report):
        plans = sum("plan" in judged.verdicts.values() for judged in report.judged[1:])
        return f"{plans:,} of {plural(len(report.positions), 'position', 'positions')} need a plan."
    plans, cares, fine = (words.count(word) for word in ("plan", "attention", "acceptable"))
    open_text = _unjudged_text(whole)
    if not words:
        return f"No figure can be judged{open_text}."
    if not plans and not cares:
        return f"All {fine} figures that can be judged are acceptable{open_text}."
    return f"Of {len(words)} figures that can be judged, {plans} need a plan, {cares} attention{open_text}."


def _unjudged_text(judged: JudgedFigures) -> str:
    """How many figures have a target and no verdict, by why."""
    why = Counter(judged.unjudged.values())
    return "".join(f"; {count} {'is' if count == 1 else 'are'} {words}" for words, count in why.items())
