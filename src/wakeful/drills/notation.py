"""A sheet becomes a script: one line, one fact; every mistake is found in one pass.

The grammar is in ``docs/drill_notation.md``. Lines may stand in any order except that an alarm's settings are
added below it; what happens at one instant happens in the order of the sheet, samples first.
"""

from functools import partial
from typing import NamedTuple, Protocol

from wakeful.drills.acts import VERBS, Sheet, read_act, read_clock, read_edit, read_server
from wakeful.drills.alarm_settings import read_alarm
from wakeful.drills.cursor import DURATION_MAX_NS, Cursor
from wakeful.drills.declarations import (
    DEFAULT_SOURCE,
    DEFAULT_SYSTEM,
    Declared,
    read_person,
    read_position,
    read_site,
    read_source,
    read_system,
    read_tag,
)
from wakeful.drills.facts import read_moment, read_span
from wakeful.drills.finding import Mistake, SheetError, suggest
from wakeful.drills.lexing import expanded, tokens_of
from wakeful.drills.reading import TIMED, Line, Reader
from wakeful.drills.samples import Samples, read_received, read_series
from wakeful.drills.script import Act, ClockStep, Edit, Fact, Restart, Script, Step
from wakeful.drills.whole import (
    JudgeLimits,
    check_edit,
    check_expressions,
    check_facts,
    check_limits,
    check_names,
    check_turns,
)
from wakeful.terms.site import Site, Source, System

SHEET_BYTES_MAX = 1_000_000
LINES_MAX = 20_000
STEPS_MAX = 20_000
"""Largest sheet; most lines, after ``{1..50}`` has been written out; most timed lines."""


class _ReadsDeclaration(Protocol):
    def __call__(self, cursor: Cursor, declared: Declared) -> None: ...


_DECLARATIONS: tuple[tuple[str, _ReadsDeclaration], ...] = (
    ("source", read_source),
    ("system", read_system),
    ("site", read_site),
    ("person", read_person),
    ("position", read_position),
    ("tag", read_tag),
)
_What = Act | Restart | ClockStep | Edit | Fact
_WORDS = ("title", "covers", "why", *(word for word, _ in _DECLARATIONS), "alarm", "series", "at", "between")


class _Begun(NamedTuple):
    """A timed line of which only its times have been read."""

    at_ns: int
    until_ns: int | None
    line: Line
    cursor: Cursor


def read_script(file: str, text: str, judge_limits: JudgeLimits | None = None) -> Script:
    """The scenario of a sheet.

    Parameters
    ----------
    file, text : name and content of the sheet.
    judge_limits : the checks of a site's limits; without them limits are not judged.

    Raises
    ------
    SheetError
        With every mistake: file, line, column, what is wrong and what would be right.
    """
    reader = Reader(file)
    _split(reader, text)
    title, covers, why = _header(reader)
    for word, read in _DECLARATIONS:
        for line in reader.each(word):
            reader.guarded(line, partial(read, declared=reader.declared))
    _read_alarms(reader)
    sheet = Sheet(reader.declared, dict(reader.alarms), _site(title, reader), dict(reader.alarms))
    samples = Samples()
    for line in reader.each("series"):
        reader.guarded(line, partial(read_series, text=line.text, sheet=sheet, samples=samples))
    steps = _timed(reader, sheet, samples)
    if judge_limits is not None:
        check_limits(reader, _site(title, reader), steps, judge_limits)
    check_names(reader)
    check_turns(reader, steps)
    check_facts(reader, steps)
    if reader.findings:
        raise SheetError(reader.findings)
    feeds = samples.feeds()
    last = [feed.at_ns for feed in feeds[-1:]] + [step.until_ns or step.at_ns for step in steps]
    return Script(
        file=file,
        title=title,
        covers=covers,
        why=why,
        site=_site(title, reader),
        feeds=feeds,
        steps=tuple(steps),
        end_ns=max(last, default=0),
    )


def _split(reader: Reader, text: str) -> None:
    if len(text.encode()) > SHEET_BYTES_MAX:
        reader.report(0, 0, "the sheet is too large", f"at most {SHEET_BYTES_MAX:,} bytes")
        return
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            tokens = tokens_of(line)
            reader.lines += [Line(number, line, copy) for copy in (expanded(tokens) if tokens else ())]
        except Mistake as mistake:
            reader.report(number, mistake.column, mistake.message, mistake.advice)
            _leave_out(reader, line)
        if len(reader.lines) > LINES_MAX:
            reader.report(
                number, 0, "the sheet is too long", f"at most {LINES_MAX:,} lines, ranges written out"
            )
            reader.lines.clear()
            return
    for each in reader.lines:
        if each.word not in _WORDS:
            first = each.tokens[0]
            reader.report(each.number, first.column, f"{first} begins no line", suggest(each.word, _WORDS))
            _leave_out(reader, each.text)


def _leave_out(reader: Reader, text: str) -> None:
    """A line that is not read at all: it may have declared the name behind its first word, or said a fact."""
    reader.unread.append(text)
    reader.declared.broken.update(text.split()[1:2])


def _header(reader: Reader) -> tuple[str, tuple[str, ...], str]:
    def texts(word: str) -> list[str]:
        return [line.text.strip()[len(word) :].split(" #")[0].strip() for line in reader.each(word)]

    titles, covers = texts("title"), list[str]()
    if len(titles) != 1 or not titles[0]:
        reader.report(1, 0, f"{len(titles)} titles", "begin with one line: title WHAT IT SHOWS")
    for line in reader.each("covers"):
        reader.guarded(line, lambda cursor: _cover(cursor, covers))
    return " ".join(titles), tuple(dict.fromkeys(covers)), " ".join(texts("why"))


def _cover(cursor: Cursor, covers: list[str]) -> None:
    """Identifiers of whoever writes the sheet: of the suite's tables, or of the plant's own."""
    covers.append(cursor.name("a requirement"))
    while cursor.separated():
        covers.append(cursor.name("a requirement"))


def _read_alarms(reader: Reader) -> None:
    for line in reader.each("alarm"):
        reader.alarm_lines.setdefault(line.name, line.number)
        reader.guarded(line, lambda cursor: read_alarm(cursor, reader.declared, reader.alarms))
    check_expressions(reader)


def _site(title: str, reader: Reader) -> Site:
    declared = reader.declared
    needs_source = not declared.sources or any(
        tag.source == DEFAULT_SOURCE
        for tag in declared.tags.values()
        if DEFAULT_SOURCE not in declared.sources
    )
    needs_system = not declared.systems or any(
        tag.system == DEFAULT_SYSTEM
        for tag in declared.tags.values()
        if DEFAULT_SYSTEM not in declared.systems
    )
    source = (Source(id=DEFAULT_SOURCE, driver="drill"),) if needs_source else ()
    system = (System(id=DEFAULT_SYSTEM, name=DEFAULT_SYSTEM),) if needs_system else ()
    return Site(
        name=title,
        systems=(*declared.systems.values(), *system),
        sources=(*declared.sources.values(), *source),
        tags=tuple(declared.tags.values()),
        alarms=tuple(reader.alarms.values()),
        positions=tuple(declared.positions.values()),
        philosophy=declared.philosophy,
    )


def _timed(reader: Reader, sheet: Sheet, samples: Samples) -> list[Step]:
    """Timed lines in the order of their times, so that edits of the configuration come in turn."""
    begun: list[_Begun] = []
    for line in reader.each(*TIMED):
        cursor = line.behind()
        try:
            begun.append(_begin(cursor, line))
        except Mistake as mistake:
            cursor.note(mistake)
            reader.keep(line, cursor.mistakes)
    if len(begun) > STEPS_MAX:
        reader.report(begun[-1].line.number, 0, f"{len(begun):,} timed lines", f"at most {STEPS_MAX:,}")
        return []
    steps: list[Step] = []
    for each in sorted(begun, key=lambda each: each.at_ns):
        what = _read_timed(reader, each, sheet, samples)
        if what is not None:
            line = each.line
            text = " ".join(line.text.split("#")[0].split())
            steps.append(
                Step(at_ns=each.at_ns, until_ns=each.until_ns, line=line.number, text=text, what=what)
            )
    return steps


def _begin(cursor: Cursor, line: Line) -> _Begun:
    """The times of a line. One that cannot be read is noted and taken for the end, to read the rest."""
    at_ns, until_ns = _instant_ns(cursor), None
    if line.word == "between":
        cursor.expect("and")
        column, until_ns = cursor.column, _instant_ns(cursor)
        if until_ns <= at_ns and not cursor.mistakes:
            raise Mistake(column, "the time ends before it begins", "give the earlier time first")
    cursor.take(":") or cursor.take(",")
    return _Begun(at_ns, until_ns, line, cursor)


def _instant_ns(cursor: Cursor) -> int:
    column = cursor.column
    try:
        return cursor.instant_ns()
    except Mistake as mistake:
        if cursor.column != column or not cursor.peek()[:1].isdigit():
            raise
        cursor.note(mistake)
        cursor.skip()
        return DURATION_MAX_NS


def _read_timed(reader: Reader, begun: _Begun, sheet: Sheet, samples: Samples) -> _What | None:
    """What a timed line says; None for a sample, or when there are mistakes in it."""
    line, cursor = begun.line, begun.cursor
    what = None
    try:
        what = _what(cursor, sheet, samples, begun.at_ns, begun.until_ns)
    except Mistake as mistake:
        cursor.note(mistake)
    if isinstance(what, Edit):
        check_edit(reader, what, line)
    if cursor.mistakes:
        sheet.doubtful |= "engineer" in line.text.casefold()
        reader.keep(line, cursor.mistakes)
        return None
    return what


def _what(cursor: Cursor, sheet: Sheet, samples: Samples, at_ns: int, until_ns: int | None) -> _What | None:
    """What a timed line says; None for a sample, which goes to the others."""
    if until_ns is not None:
        return read_span(cursor, sheet)
    if cursor.take("the", "server"):
        return read_server(cursor)
    if cursor.take("the", "clock"):
        return read_clock(cursor)
    if cursor.take("the", "engineer"):
        return read_edit(cursor, sheet)
    if cursor.peek(1) == "receives":
        read_received(cursor, sheet, samples, at_ns)
        return None
    return (
        read_act(cursor, sheet, at_ns)
        if cursor.peek_name() in sheet.declared.people or cursor.peek(1) in VERBS
        else read_moment(cursor, sheet)
    )
