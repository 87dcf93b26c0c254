"""The lines of a sheet and what has come of them so far: declarations, alarms, findings.

Reading goes on behind a mistake, so that one pass tells all that can be told. What only follows from another
mistake is not told: a name whose own line is wrong counts as ``broken``, and nothing is said about its use.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from wakeful.drills.cursor import Cursor
from wakeful.drills.declarations import Declared
from wakeful.drills.finding import Finding, Mistake
from wakeful.drills.lexing import Token
from wakeful.terms.alarm import AlarmDefinition

TIMED = ("at", "between")
_NAMES_NOTHING = (*TIMED, "series")


@dataclass(frozen=True)
class Line:
    """One line, ranges written out. ``text`` is all of it as it stands in the sheet."""

    number: int
    text: str
    tokens: list[Token]

    @property
    def word(self) -> str:
        """What begins it, in lower case."""
        return "" if self.tokens[0].quoted else self.tokens[0].text.casefold()

    @property
    def name(self) -> str:
        """What stands behind its first word."""
        return self.tokens[1].text if len(self.tokens) > 1 else ""

    def behind(self) -> Cursor:
        """The line behind its first word."""
        cursor = Cursor(self.tokens)
        cursor.take(self.word)
        return cursor

    def column_of(self, text: str) -> int:
        """Where a word or the inside of a text in quotes begins; 0 where it does not stand."""
        return next((token.column + token.quoted for token in self.tokens if token.text == text), 0)


@dataclass
class Reader:
    """A sheet while it is read. ``unread`` are timed lines with mistakes."""

    file: str
    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    declared: Declared = field(default_factory=Declared)
    alarms: dict[str, AlarmDefinition] = field(default_factory=dict)
    alarm_lines: dict[str, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def report(self, number: int, column: int, message: str, advice: str) -> None:
        """Keep a finding."""
        self.findings.append(Finding(self.file, number, column, message, advice))

    def each(self, *words: str) -> Iterator[Line]:
        """Lines that begin with one of these words."""
        return (line for line in self.lines if line.word in words)

    def guarded(self, line: Line, read: Callable[[Cursor], None]) -> None:
        """Read a line behind its first word; its mistakes become findings."""
        cursor = line.behind()
        try:
            read(cursor)
        except Mistake as mistake:
            cursor.note(mistake)
        self.keep(line, cursor.mistakes)

    def keep(self, line: Line, mistakes: Sequence[Mistake]) -> None:
        """The mistakes of a line become findings, except a name whose own line is wrong."""
        broken = self.declared.broken
        for each in mistakes:
            if not each.name or each.name not in broken:
                self.report(line.number, each.column, each.message, each.advice)
        if mistakes and line.word in TIMED:
            self.unread.append(line.text)
        elif mistakes and line.name and line.word not in _NAMES_NOTHING:
            broken.add(line.name)
