"""Single values of a site: numbers, whole numbers, yes or no, names and choices.

Every function takes the text of a CSV cell (already stripped, not empty) or a TOML value, and returns
the value or raises Invalid with what is wrong and what would be right.
"""

import math
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from wakeful.server.configuration.finding import closest, did_you_mean
from wakeful.server.configuration.number_advice import (
    decimal_or_group,
    is_decimal_comma,
    not_a_number,
    not_milliseconds,
    quoted,
)

NAME_CHARACTERS_MAX = 100
TEXT_CHARACTERS_MAX = 1_000
ID_CHARACTERS_MAX = 40
MODES_MAX = 16
"""Operating modes of one system."""
NONE = "none"
"""Written in an override to take away what the source stated."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NOT_ZERO = re.compile(r"[^eE]*[1-9]")
_DECIMAL_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_NAME = re.compile(r"[^\W_][\w.\-/:+#%@()\[\]]*")
_NAME_BAD = re.compile(r"[^\w.\-/:+#%@()\[\]]")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_YES = {"yes", "true", "1", "ja", "oui", "sì", "sí", "si", "sim", "tak"} | {
    "wahr", "vrai", "vero", "verdadero", "verdadeiro", "waar", "sant", "prawda",
}  # fmt: skip
_NO = {"no", "false", "0", "nein", "non", "não", "nej", "nee", "nie"} | {
    "falsch", "faux", "falso", "onwaar", "falskt", "fałsz",
}  # fmt: skip
"""Yes and no, and what people and spreadsheets of other languages write for them, each meaning only this."""


class Invalid(ValueError):
    """A value that cannot be taken: what is wrong, and what would be right."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(f"{message}; {advice}")
        self.message = message
        self.advice = advice


def number(value: Any) -> float:
    """A finite number with a decimal point; never a comma, NaN or infinity."""
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            raise Invalid(*not_a_number(value))
        parsed = float(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        parsed = float(value) if abs(value) <= sys.float_info.max else math.inf
    else:
        raise Invalid(f"{quoted(value)} is not a number", "give a number without quotes")
    if not math.isfinite(parsed):
        raise Invalid(f"{quoted(value)} is not a finite number", "give a finite number or leave it out")
    if not parsed and isinstance(value, str) and _NOT_ZERO.match(value):
        raise Invalid(f"{quoted(value)} is too small to be told from 0", "write 0, or a larger number")
    return parsed


def with_decimal_comma(parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """``parse`` for a number of a file whose cells are not parted by commas: 3,5 is 3.5 there, and so is 3.5.

    What may be a decimal or a group of three digits, 1,500 as well as 1.500, is refused.
    """

    def parse_cell(cell: str) -> Any:
        ambiguous = decimal_or_group(cell)
        if ambiguous:
            raise Invalid(*ambiguous)
        try:
            return parse(cell.replace(",", ".") if is_decimal_comma(cell) else cell)
        except Invalid as invalid:
            # Whoever types 7.2 into a spreadsheet that saves 7,2 gets the seventh of February.
            raise Invalid(invalid.message, _DECIMAL_POINT.sub(",", invalid.advice)) from None

    return parse_cell


def number_or_word(value: Any) -> float | str:
    """A number as ``number`` takes it; any other text as it is, for the caller to judge."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        return text(value)
    return number(value)


def whole(low: int, high: int) -> Callable[[Any], int]:
    """A whole number from ``low`` to ``high``."""

    def parse(value: Any) -> int:
        parsed = number(value)
        if not parsed.is_integer():
            raise Invalid(
                f"{quoted(value)} is not a whole number", f"give a whole number, say {round(parsed):,}"
            )
        if parsed < 0 <= low:
            raise Invalid(f"{quoted(value)} is negative", f"give {low:,} to {high:,}")
        if not low <= parsed <= high:
            raise Invalid(f"{quoted(value)} is outside {low:,} to {high:,}", f"give {low:,} to {high:,}")
        return int(parsed)

    return parse


def milliseconds(low: int, high: int) -> Callable[[Any], int]:
    """A whole number of milliseconds from ``low`` to ``high``; what has another unit is refused with it."""
    parse = whole(low, high)

    def parse_time(value: Any) -> int:
        if isinstance(value, str) and not _NUMBER.fullmatch(value):
            raise Invalid(*not_milliseconds(value))
        return parse(value)

    return parse_time


def between(low: float, high: float) -> Callable[[Any], float]:
    """A number from ``low`` to ``high``."""

    def parse(value: Any) -> float:
        parsed = number(value)
        if not low <= parsed <= high:
            raise Invalid(f"{quoted(value)} is outside {low:g} to {high:g}", f"give {low:g} to {high:g}")
        return parsed

    return parse


def at_least_zero(value: Any) -> float:
    """A number that is not negative."""
    parsed = number(value)
    if parsed < 0:
        raise Invalid(f"{quoted(value)} is negative", "give 0 or more")
    return parsed


def or_none(parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What ``parse`` takes, or the word ``none``."""
    return lambda value: None if value == NONE else parse(value)


def flag(value: Any) -> bool:
    """Yes or no; in TOML true or false. Also what a spreadsheet of another language writes for them."""
    if isinstance(value, bool):
        return value
    word = value.casefold() if isinstance(value, str) else ""
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Invalid(f"{quoted(value)} is neither yes nor no", "write yes or no (in TOML: true or false)")


def name(value: Any) -> str:
    """Name of a tag or an alarm: letters, digits and ``. _ - / : + # % @ ( ) [ ]``, at most 100 of them."""
    if not isinstance(value, str):
        raise Invalid(f"{quoted(value)} is not text", "put it in quotes")
    if not value:
        raise Invalid("is blank", "give a name, or leave it out")
    if len(value) > NAME_CHARACTERS_MAX:
        raise Invalid(f"{quoted(value)} has {len(value)} characters", f"at most {NAME_CHARACTERS_MAX}")
    if not _NAME.fullmatch(value):
        bad = _NAME_BAD.search(value)
        if bad:
            raise Invalid(
                f"{quoted(value)} holds {bad.group()!r}", "use letters, digits and . _ - / : + # % @ ( ) [ ]"
            )
        raise Invalid(f"{quoted(value)} starts with {value[0]!r}", "start with a letter or a digit")
    return value


def identifier(value: str) -> str:
    """Id of a system or source: ASCII letters, digits, ``-`` and ``_``, at most 40."""
    if len(value) > ID_CHARACTERS_MAX:
        raise Invalid(f"{quoted(value)} has {len(value)} characters", f"at most {ID_CHARACTERS_MAX}")
    if not _ID.fullmatch(value):
        raise Invalid(f"{quoted(value)} is not an id", "use letters a to z, digits, - and _, no blanks")
    return value


def text_up_to(characters_max: int) -> Callable[[Any], str]:
    """One line of so many characters at most."""

    def parse(value: Any) -> str:
        if not isinstance(value, str):
            raise Invalid(f"{quoted(value)} is not text", "put it in quotes")
        if len(value) > characters_max:
            raise Invalid(f"has {len(value):,} characters", f"at most {characters_max:,}")
        if not value.isprintable():
            raise Invalid("holds a line break, a tab or a control character", "write it on one line")
        return value

    return parse


text = text_up_to(TEXT_CHARACTERS_MAX)
"""One line of prose, at most 1,000 characters."""


def given_text(value: Any) -> str:
    """Text that may not be blank."""
    parsed = text(value).strip()
    if not parsed:
        raise Invalid("is blank", "give it a text")
    return parsed


def choice(words: Mapping[str, Any]) -> Callable[[Any], Any]:
    """One of a closed list of words."""

    def parse(value: Any) -> Any:
        key = value.casefold() if isinstance(value, str) else value
        if key in words:
            return words[key]
        match = closest(str(key), words)
        listed = ", ".join(words)
        raise Invalid(
            f"{quoted(value)} is unknown", did_you_mean(str(value), match) if match else f"one of {listed}"
        )

    return parse


def state_names(value: Any) -> tuple[str, ...]:
    """Names of the states of a discrete tag, from value 0 up, parted by ``|``: ``stopped|running``."""
    states = tuple(part.strip() for part in text(value).split("|"))
    if not 2 <= len(states) <= 64:
        raise Invalid(
            f"{quoted(value)} names {len(states)} state", "name 2 to 64, parted by |: stopped|running"
        )
    if not all(states):
        raise Invalid(f"{quoted(value)} leaves a state without a name", "name every state: stopped|running")
    if len(set(states)) != len(states):
        raise Invalid(f"{quoted(value)} names a state twice", "give every state its own name")
    return states


def mode_names(value: Any) -> tuple[str, ...]:
    """Names of a system's operating modes, a TOML list of 2 to 16 texts."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Invalid(f"{quoted(value)} is not a list of names", 'write ["running", "shut-down"]')
    modes = tuple(text(each).strip() for each in value)
    if not 2 <= len(modes) <= MODES_MAX:
        names = "name" if len(modes) == 1 else "names"
        raise Invalid(f"has {len(modes)} {names}", f"name 2 to {MODES_MAX} modes")
    for mode in modes:
        if not 1 <= len(mode) <= ID_CHARACTERS_MAX:
            raise Invalid(
                f"{quoted(mode)} is no name", f"give every mode 1 to {ID_CHARACTERS_MAX} characters"
            )
    if len({mode.casefold() for mode in modes}) != len(modes):
        raise Invalid("names a mode twice", "give every mode its own name")
    return modes


def identifiers(value: Any) -> tuple[str, ...]:
    """A TOML list of ids, none of them twice."""
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise Invalid(f"{quoted(value)} is not a list of ids", 'write ["hall", "yard"]')
    if len(set(value)) != len(value):
        twice = next(each for each in value if value.count(each) > 1)
        raise Invalid(f"names {twice!r} twice", "name it once")
    return tuple(value)


def name_pattern(value: Any) -> str:
    """Name of an alarm in which ``*`` stands for any characters, also none."""
    if not isinstance(value, str) or "*" not in value:
        return name(value)
    bad = _NAME_BAD.search(value.replace("*", ""))
    if bad:
        raise Invalid(f"{quoted(value)} holds {bad.group()!r}", "use the characters of a name, and *")
    if len(value) > NAME_CHARACTERS_MAX:
        raise Invalid(f"{quoted(value)} has {len(value)} characters", f"at most {NAME_CHARACTERS_MAX}")
    return value
