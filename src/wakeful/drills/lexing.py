"""One line of a sheet as tokens: words, texts in quotes and punctuation, each with its column.

A word may hold anything but blanks and ``" , ; ( ) |``; a colon belongs to it unless a blank or the end of
the line follows, so that ``00:01:30`` is one word and ``00:01:30:`` a word and a colon. ``{1..50}`` in words
and texts makes of one line fifty.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from wakeful.drills.finding import Mistake

EXPANSION_MAX = 1_000
"""Most lines that one line with ``{1..50}`` may stand for."""

_TOKEN = re.compile(
    r'(?P<text>"[^"]*")|(?P<arrow>->)|(?P<mark>[,;()|])|(?P<word>(?:[^\s",;()|:]|:(?=[^\s]))+)|(?P<colon>:)'
)
_RANGE = re.compile(r"\{(\d{1,9})\.\.(\d{1,9})\}")


class Token(NamedTuple):
    """A piece of a line. ``quoted``: it stood in quotes, which are not part of ``text``."""

    text: str
    column: int
    quoted: bool = False

    def __str__(self) -> str:
        """As it stands in the line."""
        return f'"{self.text}"' if self.quoted else self.text


def tokens_of(line: str) -> list[Token]:
    """The tokens of a line up to its comment (``#`` after a blank, or first).

    Raises
    ------
    Mistake
        If a quote is opened and not closed.
    """
    tokens: list[Token] = []
    position = 0
    while position < len(line):
        if line[position].isspace():
            position += 1
            continue
        if line[position] == "#":
            break
        found = _TOKEN.match(line, position)
        if found is None:
            raise Mistake(position + 1, "a quote is opened and not closed", 'end the text with "')
        quoted = found.lastgroup == "text"
        text = found.group()[1:-1] if quoted else found.group()
        tokens.append(Token(text, position + 1, quoted))
        position = found.end()
    return tokens


def expanded(tokens: Sequence[Token]) -> list[list[Token]]:
    """The lines that a line stands for: itself, or one for each number of its ``{1..50}``.

    Several ranges of one line count together: the first numbers of all, then the second.

    Raises
    ------
    Mistake
        If ranges have different lengths, count down or stand for more than ``EXPANSION_MAX`` lines.
    """
    ranges = [(token, found) for token in tokens for found in _RANGE.finditer(token.text)]
    if not ranges:
        return [list(tokens)]
    count = _length(*ranges[0])
    for token, found in ranges:
        if _length(token, found) != count:
            advice = f"give all ranges of a line {count} numbers"
            raise Mistake(token.column, f"{found.group()} is not as long as the first range", advice)
    return [[_numbered(token, step) for token in tokens] for step in range(count)]


def _length(token: Token, found: re.Match[str]) -> int:
    first, last = int(found[1]), int(found[2])
    if last < first:
        raise Mistake(token.column, f"{found.group()} counts down", f"write {{{last}..{first}}}")
    if last - first >= EXPANSION_MAX:
        raise Mistake(token.column, f"{found.group()} stands for {last - first + 1:,} lines", "at most 1,000")
    return last - first + 1


def _numbered(token: Token, step: int) -> Token:
    text = _RANGE.sub(lambda found: str(int(found[1]) + step), token.text)
    return token._replace(text=text)
