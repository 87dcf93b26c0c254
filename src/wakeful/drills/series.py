"""Series of samples: ``4.0+0.1x20 9.0x5 _x3 bad uncertain(8.5) stale``, one item after the other.

Every item takes one period, or as many as stand behind its ``x``; groups in brackets repeat as a whole.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from wakeful.drills.finding import Mistake, raise_together, suggest

SERIES_SAMPLES_MAX = 200_000
"""Most samples of one series."""

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_PIECE = re.compile(r"\(|\)(?:x(?P<times>\d+))?|[^\s()]+(?:\([^()\s]*\)(?:x\d+)?)?")
_RAMP = re.compile(rf"(?P<start>{_NUMBER})(?P<step>[+-](?:\d+\.?\d*|\.\d+))x(?P<count>\d+)")
_VALUE = re.compile(rf"(?P<value>{_NUMBER})(?:x(?P<count>\d+))?")
_WORD = re.compile(r"(?P<word>.+?)(?:\((?P<value>[^()]*)\))?(?:x(?P<count>\d+))?")
_WORDS = ("_", "bad", "uncertain", "stale")


class Reading(NamedTuple):
    """One step of a series: a value (None: no number) with a quality; "" for a step without a sample."""

    value: float | None
    quality: str


MISSING = Reading(None, "")
_UNREAD = Reading(0.0, "good")
"""Stands for an item with a mistake while the others are read."""


class _Piece(NamedTuple):
    text: str
    column: int
    times: int


def readings_of(text: str, column: int, states: tuple[str, ...]) -> list[Reading]:
    """The steps of a series.

    Parameters
    ----------
    text : the part of the line behind the colon.
    column : of its first character.
    states : names of the tag's states, which may stand for their numbers.

    Raises
    ------
    Mistake
        For an unknown item, brackets that do not match, or more than ``SERIES_SAMPLES_MAX`` steps.
    """
    pieces = _pieces(text, column)
    if not pieces:
        raise Mistake(column, "the series is empty", "write values, such as 4.0x5 9.0")
    readings: list[Reading] = []
    opened: list[tuple[int, int]] = []
    mistakes: list[Mistake] = []
    for piece in pieces:
        try:
            _take(readings, opened, piece, states)
        except Mistake as mistake:
            mistakes.append(mistake)
            readings.append(_UNREAD)
    if opened:
        column = opened[-1][1]
        mistakes.append(Mistake(column, "a bracket is opened and not closed", "close it with )x3 or so"))
    raise_together(mistakes)
    return readings[:-1] if readings[-1].quality == "stale" else readings


def _take(
    readings: list[Reading], opened: list[tuple[int, int]], piece: _Piece, states: tuple[str, ...]
) -> None:
    """One item or bracket. ``opened`` are the brackets open so far: first step inside, column."""
    if readings and readings[-1].quality == "stale":
        raise Mistake(piece.column, "something follows stale", "begin another series where it speaks again")
    if piece.text == "(":
        opened.append((len(readings), piece.column))
    elif piece.text.startswith(")"):
        if not opened:
            raise Mistake(piece.column, "no bracket is open here", "open one with (")
        start, _ = opened.pop()
        _grow(readings, readings[start:], piece.times - 1, piece)
    else:
        _add(readings, piece, states)


def _pieces(text: str, column: int) -> list[_Piece]:
    return [
        _Piece(found.group(), column + found.start(), int(found["times"] or 1))
        for found in _PIECE.finditer(text)
    ]


def _grow(readings: list[Reading], more: list[Reading], times: int, piece: _Piece) -> None:
    if times < 0 or len(readings) + len(more) * times > SERIES_SAMPLES_MAX:
        raise Mistake(
            piece.column, f"{piece.text} makes no series", f"1 to {SERIES_SAMPLES_MAX:,} samples in all"
        )
    readings += more * times


def _add(readings: list[Reading], piece: _Piece, states: tuple[str, ...]) -> None:
    ramp = _RAMP.fullmatch(piece.text)
    value = _VALUE.fullmatch(piece.text)
    if ramp:
        _grow(readings, [MISSING], int(ramp["count"]) or -1, piece)
        first = len(readings) - int(ramp["count"])
        for step in range(int(ramp["count"])):
            readings[first + step] = Reading(
                float(Decimal(ramp["start"]) + step * Decimal(ramp["step"])), "good"
            )
    elif value:
        _grow(readings, [Reading(float(value["value"]), "good")], int(value["count"] or 1) or -1, piece)
    elif piece.text in states:
        readings.append(Reading(float(states.index(piece.text)), "good"))
    else:
        _add_word(readings, piece, states)


def _add_word(readings: list[Reading], piece: _Piece, states: tuple[str, ...]) -> None:
    found = _WORD.fullmatch(piece.text)
    word = found["word"] if found else piece.text
    count = int((found and found["count"]) or 1)
    said = found["value"] if found else None
    if word in states and said is None:
        reading = Reading(float(states.index(word)), "good")
    elif word == "_" and said is None:
        reading = MISSING
    elif word == "stale" and said is None:
        reading = Reading(None, "stale")
    elif word in ("bad", "uncertain"):
        reading = Reading(_value_of(readings, said, word, piece, states), word)
    elif re.fullmatch(rf"{_NUMBER}[+-]{_NUMBER.removeprefix('[+-]?')}", piece.text):
        raise Mistake(
            piece.column, f"{piece.text} does not say how long", f"write {piece.text}x20 for 20 samples"
        )
    else:
        point = piece.text.replace(",", ".", 1)
        advice = suggest(word, (*_WORDS, *states))
        if "," in piece.text and _VALUE.fullmatch(point):
            advice = f"write {point} with a decimal point"
        raise Mistake(piece.column, f"{piece.text!r} is no item of a series", advice)
    _grow(readings, [reading], count or -1, piece)


def _value_of(
    readings: list[Reading], said: str | None, word: str, piece: _Piece, states: tuple[str, ...]
) -> float | None:
    """The value of a sample that is not good: as said, else the last one again, for bad none."""
    if said is not None:
        if said in states:
            return float(states.index(said))
        if not re.fullmatch(_NUMBER, said):
            raise Mistake(piece.column, f"{said!r} is no number", f"write {word}(8.5)")
        return float(said)
    if word == "bad":
        return None
    last = next((reading.value for reading in reversed(readings) if reading.value is not None), None)
    if last is None:
        raise Mistake(piece.column, "uncertain about what?", "write uncertain(8.5)")
    return last
