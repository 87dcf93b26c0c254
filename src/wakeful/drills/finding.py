"""What is wrong with a sheet: one finding, one line, with its place and what would be right."""

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wakeful.terms.errors import DataError

FINDINGS_MAX = 50
"""Findings of one sheet that are listed; the rest are counted."""


class Finding(NamedTuple):
    """One mistake. ``column`` counts characters from 1; 0 where the whole line or file is meant."""

    file: str
    line: int
    column: int
    message: str
    advice: str

    def __str__(self) -> str:
        """``sheet.drill:14:9: what is wrong; what would be right``."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message}; {self.advice}"


class Mistake(Exception):
    """A mistake at one place of the line that is being read; the reader adds file and line.

    ``name`` is a name that is not known: where its own line is wrong, it is not told again. ``others`` are
    further mistakes of the same line.
    """

    def __init__(self, column: int, message: str, advice: str, name: str = "") -> None:
        super().__init__(message)
        self.column = column
        self.message = message
        self.advice = advice
        self.name = name
        self.others: tuple[Mistake, ...] = ()


def raise_together(mistakes: Sequence[Mistake]) -> None:
    """Raise the first of these with the others behind it; nothing when there are none."""
    if mistakes:
        mistakes[0].others = tuple(mistakes[1:])
        raise mistakes[0]


class SheetError(DataError):
    """A sheet cannot be played. Its text lists the findings, one line each; ``findings`` has them all.

    What is wrong with each copy of a line with ``{1..50}`` in the same words is told once.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings)))
        lines = [str(finding) for finding in self.findings[:FINDINGS_MAX]]
        hidden = len(self.findings) - FINDINGS_MAX
        if hidden > 0:
            lines.append(f"... and {hidden:,} more; at most {FINDINGS_MAX} of a sheet are listed")
        super().__init__("\n".join(lines))


def suggest(word: str, words: Iterable[str]) -> str:
    """Advice for an unknown word: what was probably meant, or else what there is."""
    known = sorted(set(words))
    folded = {candidate.casefold(): candidate for candidate in known}
    match = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if match:
        return f"did you mean {folded[match[0]]}?"
    if not known:
        return "there are none"
    listed = ", ".join(known[:12])
    return f"known: {listed}" + (f" and {len(known) - 12:,} more" if len(known) > 12 else "")
