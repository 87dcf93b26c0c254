"""What is wrong with a text that is no number, and what to write instead.

Whoever follows the advice must not get another value: a number is proposed only where the text can mean no
other, and is never cut out of a longer one. ``07. Feb`` was 7,2 once, and 7 is as wrong as 0702.
"""

import re
from typing import Any

from wakeful.server.configuration.spreadsheet_date import looks_like_a_date, looks_like_a_time

_FIGURES = r"[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)"
_AMBIGUOUS_COMMA = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[,' _\u00a0\u2019\u202f][0-9]{3})+(?:\.[0-9]+)?")
_GROUPED_BY_POINTS = re.compile(
    r"[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,}|"
    r"(?:[' _\u00a0\u2019\u202f][0-9]{3})+,[0-9]+)"
)
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+(?:[eE][+-]?[0-9]+)?")
_GROUPING = re.compile(r"[.,' _\u00a0\u2019\u202f]")
_DECIMAL_OR_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_WITH_UNIT = re.compile(
    rf"({_FIGURES}(?:[eE][+-]?[0-9]+)?)(?:\s*([%‰°]\w*|[^\W\d_]+[²³]?)|\s+([^\W\d_][\w/*·^²³°-]*))"
)
"""A number and a unit; figures may stand in a unit only where a blank parts it from the number."""
_MULTIPLES = frozenset(("e", "k", "mio", "mrd", "tsd", "x"))
"""What follows a number and may multiply it: 5k is not 5."""
_NOT_FINITE = {"nan", "inf", "infinity"}
_UNITS_MS = {
    word: unit_ms
    for words, unit_ms in (
        ("ms msec msek milliseconds millisekunden", 1.0),
        ("s sec secs sek second seconds sekunde sekunden", 1_000.0),
        ("min mins minute minutes minuten", 60_000.0),
        ("h hr hrs std hour hours stunde stunden", 3_600_000.0),
        ("d day days tag tage", 86_400_000.0),
    )
    for word in words.split()
}
_DURATION_PART = re.compile(rf"\s*({_FIGURES.removeprefix('[+-]?')})\s*([^\W\d_]+)\.?\s*")
_LOOK_ALIKE_SIGNS = {
    "\u2212": "U+2212 MINUS SIGN",
    "\u2013": "U+2013 EN DASH",
    "\u2010": "U+2010 HYPHEN",
    "\u2011": "U+2011 NON-BREAKING HYPHEN",
    "\uff0d": "U+FF0D FULLWIDTH HYPHEN-MINUS",
}

Words = tuple[str, str]
"""Message and advice."""


def quoted(value: Any) -> str:
    """The value as a message quotes it, cut to a sensible length."""
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def is_decimal_comma(text: str) -> bool:
    """Whether the text is a number but for a comma in the place of the decimal point."""
    return _DECIMAL_COMMA.fullmatch(text) is not None


def decimal_or_group(text: str) -> Words | None:
    """The words for what may be a decimal or a group of three digits, 1,500 as well as 1.500; or None."""
    if not _DECIMAL_OR_GROUP.fullmatch(text):
        return None
    grouped = _GROUPING.sub("", text)
    return f"{quoted(text)} may be {grouped} or a decimal", f"write {grouped} or {text}0"


def not_a_number(text: str) -> Words:
    """Message and advice for a text that ``value.number`` does not take."""
    shown = quoted(text)
    if text.lstrip("+-").casefold() in _NOT_FINITE:
        return f"{shown} is not a finite number", "give a finite number or leave it out"
    if _AMBIGUOUS_COMMA.fullmatch(text):
        return f"{shown} holds a comma", f"write {text.replace(',', '')} or {text.replace(',', '.')}"
    if _GROUPED.fullmatch(text):
        return f"{shown} groups its digits", f"write {_GROUPING.sub(_keep_point, text)}"
    if _GROUPED_BY_POINTS.fullmatch(text):
        whole_part, _, decimals = text.partition(",")
        plain = _GROUPING.sub("", whole_part) + (f".{decimals}" if decimals else "")
        return f"{shown} groups its digits", f"write {plain}"
    if is_decimal_comma(text):
        return f"{shown} has a decimal comma", f"write {text.replace(',', '.')} with a decimal point"
    if text[:1] in _LOOK_ALIKE_SIGNS:
        return f"{shown} begins with {_LOOK_ALIKE_SIGNS[text[:1]]}", "write the minus of the keyboard, -"
    if looks_like_a_date(text) or looks_like_a_time(text):
        what = "a date" if looks_like_a_date(text) else "a time of day"
        message = f"{shown} looks like {what} that a spreadsheet made of something else"
        return message, "format the column as text, or as plain numbers, and write what was meant"
    return f"{shown} is not a number", _without_unit(text) or "give a number such as 3.5, or leave it out"


def not_milliseconds(text: str) -> Words:
    """The same for a text in a place where a time in milliseconds is meant."""
    shown = quoted(text)
    if looks_like_a_time(text):
        message = f"{shown} is a time of day, which is read nowhere"
        return message, "write the time in milliseconds, 10000 for ten seconds"
    duration_ms = _duration_ms(text)
    if duration_ms is None:
        message, advice = not_a_number(text)
        with_unit = message.endswith("is not a number")
        return message, "write the time in milliseconds, 10000 for ten seconds" if with_unit else advice
    return f"{shown} has a unit", f"write {duration_ms}, which is that in milliseconds"


def _keep_point(mark: re.Match[str]) -> str:
    return "." if mark.group() == "." else ""


def _without_unit(text: str) -> str:
    """Advice for a number and a unit in one cell; empty where the text may be something else."""
    found = _WITH_UNIT.fullmatch(text)
    if found is None:
        return ""
    figures, unit = found.group(1), found.group(2) or found.group(3)
    if unit.casefold() in _MULTIPLES:
        return ""
    plain = figures.replace(",", ".")
    either = decimal_or_group(plain)
    plain = either[1].removeprefix("write ") if either else plain
    return f"write {plain} alone, if {unit} is the unit here"


def _duration_ms(text: str) -> int | None:
    """The milliseconds of ``10 s``, ``0,5 h`` or ``1 h 30 min``; None where it may mean something else."""
    total_ms, position = 0.0, 0
    while position < len(text):
        part = _DURATION_PART.match(text, position)
        unit_ms = _UNITS_MS.get(part.group(2).casefold()) if part else None
        if part is None or unit_ms is None or decimal_or_group(part.group(1)):
            return None
        total_ms += round(float(part.group(1).replace(",", ".")) * unit_ms, 6)
        position = part.end()
    return int(total_ms) if position and total_ms.is_integer() else None
