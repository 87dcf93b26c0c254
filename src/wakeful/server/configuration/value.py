"""Single values of a site: numbers, whole numbers, yes or no, names and choices.

Every function takes the text of a CSV cell (already stripped, not empty) or a TOML value, and returns
the value or raises Invalid with what is wrong and what would be right.
"""

import math
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from wakeful.server.configuration.finding import closest

NAME_CHARACTERS_MAX = 100
TEXT_CHARACTERS_MAX = 1_000
ID_CHARACTERS_MAX = 40
NONE = "none"
"""Written in an override to take away what the source stated."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")
_AMBIGUOUS_COMMA = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[,' _\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?")
_NAME = re.compile(r"[^\W_][\w.\-/:+#%@()\[\]]*")
_NAME_BAD = re.compile(r"[^\w.\-/:+#%@()\[\]]")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_NOT_FINITE = {"nan", "inf", "infinity"}


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
            raise Invalid(*_not_a_number(value))
        parsed = float(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        parsed = float(value) if abs(value) <= sys.float_info.max else math.inf
    else:
        raise Invalid(f"{_shown(value)} is not a number", "give a number without quotes")
    if not math.isfinite(parsed):
        raise Invalid(f"{_shown(value)} is not a finite number", "give a finite number or leave it out")
    return parsed


def _not_a_number(text: str) -> tuple[str, str]:
    shown = _shown(text)
    if text.lstrip("+-").casefold() in _NOT_FINITE:
        return f"{shown} is not a finite number", "give a finite number or leave it out"
    if _AMBIGUOUS_COMMA.fullmatch(text):
        return f"{shown} holds a comma", f"write {text.replace(',', '')} or {text.replace(',', '.')}"
    if _GROUPED.fullmatch(text):
        plain = re.sub(r"[,' _\u00a0\u202f]", "", text)
        return f"{shown} groups its digits", f"write {plain}"
    if _DECIMAL_COMMA.fullmatch(text):
        return f"{shown} has a decimal comma", f"write {text.replace(',', '.')} with a decimal point"
    leading = _NUMBER.match(text)
    if leading:
        return f"{shown} is not a number", f"write {leading.group()} alone; the unit goes into its own column"
    return f"{shown} is not a number", "give a number such as 3.5, or leave it out"


def whole(low: int, high: int) -> Callable[[Any], int]:
    """A whole number from ``low`` to ``high``."""

    def parse(value: Any) -> int:
        parsed = number(value)
        if not parsed.is_integer():
            raise Invalid(
                f"{_shown(value)} is not a whole number", f"give a whole number, say {round(parsed):,}"
            )
        if parsed < 0 <= low:
            raise Invalid(f"{_shown(value)} is negative", f"give {low:,} to {high:,}")
        if not low <= parsed <= high:
            raise Invalid(f"{_shown(value)} is outside {low:,} to {high:,}", f"give {low:,} to {high:,}")
        return int(parsed)

    return parse


def between(low: float, high: float) -> Callable[[Any], float]:
    """A number from ``low`` to ``high``."""

    def parse(value: Any) -> float:
        parsed = number(value)
        if not low <= parsed <= high:
            raise Invalid(f"{_shown(value)} is outside {low:g} to {high:g}", f"give {low:g} to {high:g}")
        return parsed

    return parse


def at_least_zero(value: Any) -> float:
    """A number that is not negative."""
    parsed = number(value)
    if parsed < 0:
        raise Invalid(f"{_shown(value)} is negative", "give 0 or more")
    return parsed


def or_none(parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What ``parse`` takes, or the word ``none``."""
    return lambda value: None if value == NONE else parse(value)


def flag(value: Any) -> bool:
    """Yes or no; in TOML true or false."""
    if isinstance(value, bool):
        return value
    word = value.casefold() if isinstance(value, str) else ""
    if word in ("yes", "true", "1"):
        return True
    if word in ("no", "false", "0"):
        return False
    raise Invalid(f"{_shown(value)} is neither yes nor no", "write yes or no (in TOML: true or false)")


def name(value: Any) -> str:
    """Name of a tag or an alarm: letters, digits and ``. _ - / : + # % @ ( ) [ ]``, at most 100 of them."""
    if not isinstance(value, str):
        raise Invalid(f"{_shown(value)} is not text", "put it in quotes")
    if len(value) > NAME_CHARACTERS_MAX:
        raise Invalid(f"{_shown(value)} has {len(value)} characters", f"at most {NAME_CHARACTERS_MAX}")
    if not _NAME.fullmatch(value):
        bad = _NAME_BAD.search(value)
        if bad:
            raise Invalid(
                f"{_shown(value)} holds {bad.group()!r}", "use letters, digits and . _ - / : + # % @ ( ) [ ]"
            )
        raise Invalid(f"{_shown(value)} starts with {value[0]!r}", "start with a letter or a digit")
    return value


def identifier(value: str) -> str:
    """Id of a system or source: ASCII letters, digits, ``-`` and ``_``, at most 40."""
    if len(value) > ID_CHARACTERS_MAX:
        raise Invalid(f"{_shown(value)} has {len(value)} characters", f"at most {ID_CHARACTERS_MAX}")
    if not _ID.fullmatch(value):
        raise Invalid(f"{_shown(value)} is not an id", "use letters a to z, digits, - and _, no blanks")
    return value


def text(value: Any) -> str:
    """One line of prose, at most 1,000 characters."""
    if not isinstance(value, str):
        raise Invalid(f"{_shown(value)} is not text", "put it in quotes")
    if len(value) > TEXT_CHARACTERS_MAX:
        raise Invalid(f"has {len(value):,} characters", f"at most {TEXT_CHARACTERS_MAX:,}")
    if not value.isprintable():
        raise Invalid("holds a line break, a tab or a control character", "write it on one line")
    return value


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
            f"{_shown(value)} is unknown", f"did you mean {match!r}?" if match else f"one of {listed}"
        )

    return parse


def state_names(value: Any) -> tuple[str, ...]:
    """Names of the states of a discrete tag, from value 0 up, parted by ``|``: ``stopped|running``."""
    states = tuple(part.strip() for part in text(value).split("|"))
    if not 2 <= len(states) <= 64:
        raise Invalid(
            f"{_shown(value)} names {len(states)} state", "name 2 to 64, parted by |: stopped|running"
        )
    if not all(states):
        raise Invalid(f"{_shown(value)} leaves a state without a name", "name every state: stopped|running")
    if len(set(states)) != len(states):
        raise Invalid(f"{_shown(value)} names a state twice", "give every state its own name")
    return states


def _shown(value: Any) -> str:
    """The value as a message quotes it, cut to a sensible length."""
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
