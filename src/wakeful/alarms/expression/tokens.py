"""Text to words: numbers, names, quoted names and signs, each with its column."""

import re
from typing import NamedTuple

from wakeful.alarms.expression.syntax import ExpressionError

CHARACTERS_MAX = 2_000
"""Longest text of one expression."""


class Token(NamedTuple):
    """A word of some kind: ``number``, ``name``, ``quoted`` (without its quotes), ``sign``, or the ``end``.

    ``joined``: nothing stands between it and the word before.
    """

    kind: str
    text: str
    column: int
    joined: bool = False


# A bare name ends where a sign of it is not followed by a letter or digit: "A-B" is one name, "A -B", "A- B"
# and "A-(B)" are differences.
_PATTERN = re.compile(
    r"""
    (?P<blank>   \s+ )
  | (?P<number>  (?: [0-9]+ (?: \.[0-9]* )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
  | (?P<name>    [^\W\d_] \w* (?: [.:\#@/-]+ \w+ )* )
  | (?P<quoted>  "[^"]*" | '[^']*' )
  | (?P<wrong>   == | <> | => | =< | && | \|\| | \*\* )
  | (?P<sign>    <= | >= | != | [-+*/<>=(),] )
    """,
    re.VERBOSE,
)

_QUOTES = "quotes are the straight ones, \" or '"
_EDGE = "a name that begins or ends with a sign stands in quotes"
_BRACKET = "a name with brackets stands in quotes, and calculations are grouped with ( and )"
_INSTEAD = {
    "==": "write = to compare",
    "<>": "write != for not equal",
    "=>": "write >= for at least",
    "=<": "write <= for at most",
    "≥": "write >=",
    "≤": "write <=",
    "≠": "write !=",
    "&&": "write and",
    "&": "write and",
    "||": "write or",
    "|": "write or",
    "!": "write not, or != for not equal",
    "**": "there are no powers, write A * A",
    "^": "there are no powers, write A * A",
    "%": "there are no percentages, write 5 % as 0.05",
    "×": "write *",
    "÷": "write /",
    ";": "arguments are parted by commas",
    "_": "a name begins with a letter, any other stands in quotes",
    **dict.fromkeys("−–—", "the minus sign is the plain -"),
    **dict.fromkeys("“”„\u2018\u2019", _QUOTES),
    **dict.fromkeys(".:#@", _EDGE),
    **dict.fromkeys("[]{}", _BRACKET),
}
"""What to write instead of signs that other notations have."""


def tokens_of(text: str) -> list[Token]:
    """The words of a text, with an ``end`` behind the last.

    Raises ExpressionError for a text that is too long, for a quote that is never closed and for a sign that
    the language does not have.
    """
    if len(text) > CHARACTERS_MAX:
        raise ExpressionError(
            f"the expression has {len(text)} characters, at most {CHARACTERS_MAX} are allowed",
            CHARACTERS_MAX + 1,
        )
    found: list[Token] = []
    place, joined = 0, False
    while place < len(text):
        match = _PATTERN.match(text, place)
        kind = (match and match.lastgroup) or "wrong"
        word = match.group() if match else text[place]
        if kind == "wrong":
            raise ExpressionError(_meaningless(word), place + 1)
        if kind != "blank":
            content = word[1:-1] if kind == "quoted" else word
            found.append(Token(kind, content, place + 1, joined))
        joined = kind != "blank"
        place += len(word)
    return [*found, Token("end", "", len(text) + 1)]


def _meaningless(word: str) -> str:
    if word in "\"'":
        return f"the quote {word} that opens here is never closed"
    return (
        f"{word!r} has no meaning here: {_INSTEAD.get(word, 'a name with such a character stands in quotes')}"
    )
