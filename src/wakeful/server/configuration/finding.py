"""What is wrong with a site folder: one finding, one line, with its place and what would be right."""

import difflib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from wakeful.alarms.expression.syntax import ExpressionError
from wakeful.terms.errors import ConfigurationError

FINDINGS_PER_FILE_MAX = 100
"""Findings kept of one file; the rest are counted."""

FILE_ORDER = ("site.toml", "systems.toml", "tags.csv", "alarms.csv", "modes.csv")
"""The order in which a site is read, and in which its findings are listed."""

_COMPARED_MAX = 1_000


class Finding(NamedTuple):
    """One mistake. ``line`` is 0 where the whole file is meant, ``key`` empty where the whole line is.

    ``key`` is a column of a CSV file or the dotted key of a TOML file.
    """

    file: str
    line: int
    key: str
    message: str
    advice: str

    def __str__(self) -> str:
        """``alarms.csv:14: deadband_eu: what is wrong; what would be right``."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f"{self.key}: " if self.key else ""
        return f"{place}: {key}{self.message}; {self.advice}"


class Origin(NamedTuple):
    """Where a tag or an alarm was written: a row of a CSV file, or the source that brought it along."""

    file: str
    line: int
    prefix: str = ""
    """Dotted key of the source for something discovered; empty for a row."""

    def finding(self, key: str, what: str, message: str, advice: str) -> Finding:
        """A mistake in column ``key`` of ``what`` (say, "alarm P1.high")."""
        if self.prefix:
            return Finding(self.file, self.line, self.prefix, f"{what}: {key}: {message}", advice)
        return Finding(self.file, self.line, key, message, advice)

    def __str__(self) -> str:
        """The place in words, for a message that refers to it."""
        return f"{self.file} line {self.line}"


class SiteError(ConfigurationError):
    """The site folder is wrong. Its text lists the findings, one line each.

    Attributes
    ----------
    findings : sorted in the order the files are read, then by line; at most 100 of each file.
    count : how many there were in all.
    """

    def __init__(self, findings: tuple[Finding, ...], count: int) -> None:
        self.findings = findings
        self.count = count
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """One line for each finding; for a file with more than are kept, how many are not shown."""
        shown = Counter(finding.file for finding in self.findings)
        lines = [str(finding) for finding in self.findings]
        hidden = self.count - shown.total()
        if hidden:
            lines.append(f"... and {hidden:,} more; at most {FINDINGS_PER_FILE_MAX} of a file are listed")
        return lines


class Findings:
    """Collects mistakes while a site is read; memory is bounded whatever the files hold."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: dict[str, list[Finding]] = {}

    def add(self, finding: Finding) -> None:
        """Keep it, or only count it when its file already has its share."""
        self.count += 1
        kept = self._kept.setdefault(finding.file, [])
        if len(kept) < FINDINGS_PER_FILE_MAX:
            kept.append(finding)

    def has_room(self, file: str) -> bool:
        """Whether another finding of this file would be kept, or only counted."""
        return len(self._kept.get(file, ())) < FINDINGS_PER_FILE_MAX

    def report(self, file: str, line: int, key: str, message: str, advice: str | Callable[[], str]) -> None:
        """Shorthand for ``add(Finding(...))``. Advice that takes a search comes as a function."""
        if not self.has_room(file):
            self.count += 1
            return
        self.add(Finding(file, line, key, message, advice if isinstance(advice, str) else advice()))

    def raise_if_any(self) -> None:
        """Raise SiteError when anything was found."""
        if self.count:
            raise SiteError(self.sorted(), self.count)

    def sorted(self) -> tuple[Finding, ...]:
        """What was kept, in reading order of the files, then by line and key."""
        every = [finding for kept in self._kept.values() for finding in kept]
        return tuple(sorted(every, key=_reading_order))


def _reading_order(finding: Finding) -> tuple[int, Finding]:
    known = finding.file in FILE_ORDER
    return FILE_ORDER.index(finding.file) if known else len(FILE_ORDER), finding


def expression_fault(error: ExpressionError) -> tuple[str, str]:
    """What is wrong with an expression, with the column inside its cell; and what would be right."""
    message, _, advice = error.message.partition(": ")
    return f"column {error.column}: {message}", advice or "see docs/expressions.md"


def closest(word: str, words: Iterable[str], *, alike: float = 0.6) -> str:
    """The known word that was probably meant, or "". ``alike`` is how much so, 0 to 1.

    Among more than a thousand words only those of about the same length and beginning are compared.
    """
    known = list(words)
    if len(known) > _COMPARED_MAX:
        begin = word[:1].casefold()
        known = [
            candidate
            for candidate in known
            if candidate[:1].casefold() == begin and abs(len(candidate) - len(word)) <= 2
        ][:_COMPARED_MAX]
    folded = {candidate.casefold(): candidate for candidate in known}
    matches = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=alike)
    return folded[matches[0]] if matches else ""


def did_you_mean(word: str, match: str) -> str:
    """Advice with the word that was probably meant; names a letter that may only look like one of it."""
    odd = next((letter for letter in word if not letter.isascii() and letter not in match), "")
    if not odd:
        return f"did you mean {match!r}?"
    name = unicodedata.name(odd, "")
    return f"did you mean {match!r}? (it holds U+{ord(odd):04X}{' ' if name else ''}{name})"


def suggest(word: str, words: Iterable[str], *, listed_max: int = 12) -> str:
    """Advice for an unknown word: what was probably meant, or else what there is."""
    known = list(words)
    match = closest(word, known)
    if match:
        return did_you_mean(word, match)
    if not known:
        return "there are none"
    listed = ", ".join(known[:listed_max])
    more = f" and {len(known) - listed_max:,} more" if len(known) > listed_max else ""
    return f"known: {listed}{more}"
