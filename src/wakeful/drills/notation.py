"""A sheet becomes a script: one line, one fact; every mistake is found in one pass.

The grammar is in ``docs/drill_notation.md``. Lines may stand in any order except that an alarm's settings are
added below it; what happens at one instant happens in the order of the sheet, samples first.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from wakeful.alarms.expression.order import CircularExpression, evaluation_order
from wakeful.drills.acts import Sheet, read_act, read_clock, read_edit, read_server
from wakeful.drills.alarm_settings import expression_mistakes, names_asked, read_alarm
from wakeful.drills.cursor import Cursor
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
from wakeful.drills.finding import Finding, Mistake, SheetError, suggest
from wakeful.drills.lexing import Token, expanded, tokens_of
from wakeful.drills.requirements import REQUIREMENTS
from wakeful.drills.samples import Samples, read_received, read_series
from wakeful.drills.script import Act, ClockStep, Edit, Fact, Restart, Script, Step
from wakeful.terms.alarm import AlarmDefinition
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
_WORDS = ("title", "covers", "why", *(word for word, _ in _DECLARATIONS), "alarm", "series", "at", "between")


@dataclass(frozen=True)
class _Line:
    number: int
    text: str
    tokens: list[Token]

    @property
    def word(self) -> str:
        """What begins it, in lower case."""
        return "" if self.tokens[0].quoted else self.tokens[0].text.casefold()

    def behind(self) -> Cursor:
        """The line behind its first word."""
        cursor = Cursor(self.tokens)
        cursor.take(self.word)
        return cursor


@dataclass
class _Reader:
    file: str
    lines: list[_Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    declared: Declared = field(default_factory=Declared)
    alarms: dict[str, AlarmDefinition] = field(default_factory=dict)
    alarm_lines: dict[str, int] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def report(self, number: int, column: int, message: str, advice: str) -> None:
        """Keep a finding."""
        self.findings.append(Finding(self.file, number, column, message, advice))

    def each(self, word: str) -> Iterator[_Line]:
        """Lines that begin with a word."""
        return (line for line in self.lines if line.word == word)

    def guarded(self, line: _Line, read: Callable[[Cursor], None]) -> None:
        """Read a line behind its first word; a mistake becomes a finding."""
        try:
            read(line.behind())
        except Mistake as mistake:
            self.keep(line, mistake)

    def keep(self, line: _Line, mistake: Mistake) -> None:
        """The mistakes of a line become findings, except a name whose own line is wrong."""
        if line.word not in ("at", "between", "series") and len(line.tokens) > 1:
            self.broken.add(line.tokens[1].text)
        for each in (mistake, *mistake.others):
            if each.name not in self.broken:
                self.report(line.number, each.column, each.message, each.advice)


def read_script(file: str, text: str) -> Script:
    """The scenario of a sheet.

    Raises
    ------
    SheetError
        With every mistake: file, line, column, what is wrong and what would be right.
    """
    reader = _Reader(file)
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
    _check_whole(reader, steps)
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


def _split(reader: _Reader, text: str) -> None:
    if len(text.encode()) > SHEET_BYTES_MAX:
        reader.report(0, 0, "the sheet is too large", f"at most {SHEET_BYTES_MAX:,} bytes")
        return
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            tokens = tokens_of(line)
            reader.lines += [_Line(number, line, copy) for copy in (expanded(tokens) if tokens else ())]
        except Mistake as mistake:
            reader.report(number, mistake.column, mistake.message, mistake.advice)
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


def _header(reader: _Reader) -> tuple[str, tuple[str, ...], str]:
    def texts(word: str) -> list[str]:
        return [line.text.strip()[len(word) :].split(" #")[0].strip() for line in reader.each(word)]

    titles, covers = texts("title"), []
    if len(titles) != 1 or not titles[0]:
        reader.report(1, 0, f"{len(titles)} titles", "begin with one line: title WHAT IT SHOWS")
    for line in reader.each("covers"):
        reader.guarded(line, lambda cursor: covers.extend(_covered(cursor)))
    if not any(True for _ in reader.each("covers")):
        reader.report(1, 0, "it does not say what it covers", "write, for instance: covers R1, 1.4.6")
    return " ".join(titles), tuple(dict.fromkeys(covers)), " ".join(texts("why"))


def _covered(cursor: Cursor) -> list[str]:
    covered = []
    while True:
        column, name = cursor.column, cursor.name("a requirement")
        if name not in REQUIREMENTS:
            raise Mistake(column, f"{name!r} is no requirement", suggest(name, REQUIREMENTS))
        covered.append(name)
        if not cursor.separated():
            return covered


def _read_alarms(reader: _Reader) -> None:
    for line in reader.each("alarm"):
        name = line.tokens[1].text if len(line.tokens) > 1 else ""
        reader.alarm_lines.setdefault(name, line.number)
        reader.guarded(line, lambda cursor: read_alarm(cursor, reader.declared, reader.alarms))
    clean = not reader.findings  # else a name may be unknown only because its own line is wrong
    for name, alarm in reader.alarms.items() if clean else ():
        for text, error in expression_mistakes(alarm, reader.declared, reader.alarms):
            number, column = _place_of(reader, name, text)
            reader.report(number, column + error.column - 1, error.message, "see docs/expressions.md")
    if not reader.findings:
        try:
            evaluation_order(names_asked(reader.alarms))
        except CircularExpression as circle:
            reader.report(reader.alarm_lines[circle.names[0]], 0, str(circle), "ask for the tags instead")


def _place_of(reader: _Reader, alarm: str, text: str) -> tuple[int, int]:
    """Line and column of the first character of an expression."""
    for line in reader.each("alarm"):
        for token in line.tokens:
            if line.tokens[1].text == alarm and token.text == text:
                return line.number, token.column + token.quoted
    return reader.alarm_lines[alarm], 1


def _site(title: str, reader: _Reader) -> Site:
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


def _timed(reader: _Reader, sheet: Sheet, samples: Samples) -> list[Step]:
    """Timed lines in the order of their times, so that edits of the configuration come in turn."""
    begun: list[tuple[int, int | None, _Line, Cursor]] = []

    def begin(cursor: Cursor, line: _Line) -> None:
        at_ns, until_ns = cursor.instant_ns(), None
        if line.word == "between":
            cursor.expect("and")
            column, until_ns = cursor.column, cursor.instant_ns()
            if until_ns <= at_ns:
                raise Mistake(column, "the time ends before it begins", "give the earlier time first")
        cursor.take(":") or cursor.take(",")
        begun.append((at_ns, until_ns, line, cursor))

    for line in reader.lines:
        if line.word in ("at", "between"):
            reader.guarded(line, partial(begin, line=line))
    if len(begun) > STEPS_MAX:
        reader.report(begun[-1][2].number, 0, f"{len(begun):,} timed lines", f"at most {STEPS_MAX:,}")
        return []
    steps: list[Step] = []
    for at_ns, until_ns, line, cursor in sorted(begun, key=lambda each: each[0]):
        try:
            what = _what(cursor, sheet, samples, at_ns, until_ns)
        except Mistake as mistake:
            reader.keep(line, mistake)
            continue
        if what is not None:
            text = " ".join(line.text.split("#")[0].split())
            steps.append(Step(at_ns=at_ns, until_ns=until_ns, line=line.number, text=text, what=what))
    return steps


def _what(
    cursor: Cursor, sheet: Sheet, samples: Samples, at_ns: int, until_ns: int | None
) -> Act | Restart | ClockStep | Edit | Fact | None:
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
        if cursor.peek_name() in sheet.declared.people
        else read_moment(cursor, sheet)
    )


def _check_whole(reader: _Reader, steps: list[Step]) -> None:
    """What no single line shows: names used twice, restarts out of turn, nothing that could fail."""
    if reader.findings:
        return
    kinds = Counter([*reader.declared.tags, *reader.declared.people, *reader.alarms])
    for name, count in kinds.items():
        if count > 1:
            reader.report(reader.alarm_lines.get(name, 1), 0, f"{name!r} names two things", "name them apart")
    down = False
    for step in steps:
        if isinstance(step.what, Restart):
            if step.what.stops == down:
                said = "does not run" if down else "runs already"
                reader.report(step.line, 0, f"the server {said} at that time", "it stops, then starts")
            down = not step.what.starts
        elif down and step.until_ns is None:
            reader.report(
                step.line, 0, "the server does not run at that time", "say it after the server starts"
            )
    if not any(
        isinstance(step.what, Act) or not isinstance(step.what, Restart | ClockStep | Edit) for step in steps
    ):
        reader.report(1, 0, "nothing in it can fail", "say what must be so: at 00:00:05 LAH-1 is B")
