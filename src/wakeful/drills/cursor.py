"""Reading one line of a sheet from left to right: words, names, numbers, times."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction
from typing import TypeVar

from wakeful.drills.finding import Mistake, suggest
from wakeful.drills.lexing import Token

DURATION_MAX_NS = 366 * 86_400 * 10**9
"""Longest time a sheet may speak of."""

_SPELLINGS_NS = (
    ("ns", 1),
    ("us µs", 10**3),
    ("ms millisecond", 10**6),
    ("s sec second", 10**9),
    ("m min minute", 60 * 10**9),
    ("h hr hour", 3_600 * 10**9),
    ("d day", 86_400 * 10**9),
)
_UNITS_NS = {word: size_ns for words, size_ns in _SPELLINGS_NS for word in words.split()}
_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d):([0-5]\d(?:\.\d{1,9})?)")
_TWO_PART = re.compile(r"\d{1,2}:\d{2}(?:\.\d+)?")
_PARTS = re.compile(r"(?:\d+(?:\.\d+)?[a-zµ]+)+", re.IGNORECASE)
_PART = re.compile(r"(\d+(?:\.\d+)?)([a-zµ]+)", re.IGNORECASE)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")

T = TypeVar("T")


class Cursor:
    """A line and how far it has been read. ``end_column`` is where something missing would stand."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self.mistakes: list[Mistake] = []
        """Mistakes behind which reading went on."""

    @property
    def at_end(self) -> bool:
        """Nothing is left."""
        return self._next >= len(self._tokens)

    @property
    def column(self) -> int:
        """Column of the next token, or just after the last one."""
        if not self.at_end:
            return self._tokens[self._next].column
        last = self._tokens[-1] if self._tokens else Token("", 0)
        return last.column + len(str(last)) + 1

    def peek(self, ahead: int = 0) -> str:
        """The next word in lower case, "" at the end and for a text in quotes."""
        place = self._next + ahead
        if place >= len(self._tokens) or self._tokens[place].quoted:
            return ""
        return self._tokens[place].text.casefold()

    def peek_name(self) -> str:
        """The next token as it was written, quoted or not; "" at the end."""
        return "" if self.at_end else self._tokens[self._next].text

    def mistake(self, message: str, advice: str) -> Mistake:
        """A mistake at the next token."""
        return Mistake(self.column, message, advice)

    def unexpected(self, expected: str) -> Mistake:
        """The next token is not what the grammar asks for."""
        seen = (
            f"{self._tokens[self._next]} is not understood here" if not self.at_end else "the line ends here"
        )
        return self.mistake(seen, f"expected {expected}")

    def take(self, *words: str) -> bool:
        """Step over these words when they come next; whether they did."""
        if any(self.peek(ahead) != word for ahead, word in enumerate(words)):
            return False
        self._next += len(words)
        return True

    def expect(self, *words: str) -> None:
        """Step over these words, which must come next."""
        for word in words:
            if not self.take(word):
                raise self.unexpected(f"'{word}'")

    def choice(self, words: Collection[str], what: str) -> str:
        """One of these words, in lower case."""
        word = self.peek()
        if word not in words:
            if self.at_end or not word:
                raise self.unexpected(f"{what}: {', '.join(sorted(words))}")
            raise self.mistake(f"{word!r} is no {what}", suggest(word, words))
        self._next += 1
        return word

    def name(self, what: str) -> str:
        """A word or a text in quotes, as it was written."""
        if self.at_end or (
            not self._tokens[self._next].quoted and self.peek() in (",", ";", ":", "(", ")", "->")
        ):
            raise self.unexpected(f"the name of {what}")
        self._next += 1
        return self._tokens[self._next - 1].text

    def known(self, what: str, names: Iterable[str]) -> str:
        """A name that has been declared."""
        article = "an" if what[0] in "aeiou" else "a"
        column, name = self.column, self.name(f"{article} {what}")
        known = list(names)
        if name not in known:
            raise Mistake(column, f"there is no {what} {name!r}", suggest(name, known), name)
        return name

    def noted(self, what: str, names: Iterable[str]) -> str:
        """A name that should have been declared; if it was not, that is noted and reading goes on."""
        try:
            place = self._next
            return self.known(what, names)
        except Mistake as mistake:
            if self._next == place:  # it is no name at all
                raise
            self.note(mistake)
            return self._tokens[place].text

    def note(self, mistake: Mistake) -> None:
        """Keep a mistake, and those that came with it, beside the others of the line."""
        self.mistakes += (mistake, *mistake.others)

    def text(self, what: str) -> str:
        """A text in quotes."""
        if self.at_end or not self._tokens[self._next].quoted:
            raise self.unexpected(f'{what} in quotes: "..."')
        self._next += 1
        return self._tokens[self._next - 1].text

    @property
    def text_follows(self) -> bool:
        """The next token is a text in quotes."""
        return not self.at_end and self._tokens[self._next].quoted

    def number(self, what: str) -> float:
        """A decimal number."""
        word = self.peek()
        if not _NUMBER.fullmatch(word):
            raise self.unexpected(f"a number ({what}), with a decimal point and without unit")
        self._next += 1
        return float(word)

    def whole(self, what: str) -> int:
        """A whole number, not negative."""
        word = self.peek()
        if not word.isdecimal() or len(word) > 9:
            raise self.unexpected(f"a whole number ({what})")
        self._next += 1
        return int(word)

    def duration_ns(self) -> int:
        """``90 s``, ``1 h 30 min``, ``1h30min``, ``2 hours`` or ``1:30:00``."""
        column, word = self.column, self.peek()
        if _CLOCK.fullmatch(word):
            return self.instant_ns()
        total = self._duration_part()
        if total is None:
            raise self.unexpected("a duration such as 90 s, 5 min or 1 h 30 min")
        while (more := self._duration_part()) is not None:
            total += more
        return _whole_ns(total, column)

    def duration_ms(self) -> int:
        """The same in whole milliseconds."""
        column, duration_ns = self.column, self.duration_ns()
        if duration_ns % 10**6:
            raise Mistake(column, "finer than a millisecond", "give whole milliseconds")
        return duration_ns // 10**6

    def instant_ns(self) -> int:
        """``00:01:30``, ``00:01:30.5`` or a duration, from the beginning of the scenario."""
        word = self.peek()
        found = _CLOCK.fullmatch(word)
        if found is None:
            if _TWO_PART.fullmatch(word):
                advice = f"write 00:{word} for minutes and seconds"
                raise self.mistake(f"{word} could be hours or minutes", advice)
            if self._part_follows():
                return self.duration_ns()
            raise self.unexpected("a time such as 00:01:30")
        column = self.column
        self._next += 1
        hours, minutes, seconds = int(found[1]), int(found[2]), Fraction(found[3])
        return _whole_ns((Fraction(hours * 3_600 + minutes * 60) + seconds) * 10**9, column)

    def _part_follows(self) -> bool:
        word = self.peek()
        return bool(_PARTS.fullmatch(word)) or (
            bool(_PLAIN.fullmatch(word)) and _unit_ns(self.peek(1)) is not None
        )

    def _duration_part(self) -> Fraction | None:
        word = self.peek()
        if not self._part_follows():
            if _PLAIN.fullmatch(word):
                raise self.mistake(f"{word} has no unit of time", f"write {word} s, {word} min or {word} h")
            return None
        if _PLAIN.fullmatch(word):
            unit_ns = _unit_ns(self.peek(1))
            self._next += 2
            return Fraction(word) * (unit_ns or 0)
        total = Fraction(0)
        for number, unit in _PART.findall(word):
            unit_ns = _unit_ns(unit)
            if unit_ns is None:
                raise self.mistake(f"{unit!r} is no unit of time", "use ms, s, min, h or d")
            total += Fraction(number) * unit_ns
        self._next += 1
        return total

    def skip_to(self, separator: str) -> None:
        """Step on to the next of these, or to the end: to go on behind a mistake."""
        while not self.at_end and self.peek() != separator:
            self._next += 1

    def skip(self) -> None:
        """Step over one token."""
        self._next += 1

    def each(self, read: Callable[[], object]) -> list[Mistake]:
        """Read items parted by commas to the end of the line; behind a mistake the next item follows."""
        mistakes: list[Mistake] = []
        more = True
        while more:
            try:
                read()
                more = self.separated()
            except Mistake as mistake:
                mistakes += (mistake, *mistake.others)
                self.skip_to(",")
                more = self.take(",")
        return mistakes

    def separated(self, separator: str = ",") -> bool:
        """Whether another item follows: steps over the separator. Anything else left is a mistake."""
        if self.at_end:
            return False
        if self.take(separator):
            return True
        raise self.unexpected(f"'{separator}' or the end of the line")

    def finish(self) -> None:
        """Nothing may be left."""
        if not self.at_end:
            raise self.unexpected("the end of the line")


def _unit_ns(word: str) -> int | None:
    folded = word.casefold()
    if folded in _UNITS_NS:
        return _UNITS_NS[folded]
    return _UNITS_NS.get(folded[:-1]) if folded.endswith("s") and len(folded) > 3 else None


def _whole_ns(total: Fraction, column: int) -> int:
    if total.denominator != 1:
        raise Mistake(column, "finer than a nanosecond", "give at most nine decimals of a second")
    if total > DURATION_MAX_NS:
        raise Mistake(column, "longer than a year", "a scenario may last 366 days")
    return int(total)
