"""The joint state of an alarm as the journal writes it: words for a code, and a code for words."""

from functools import cache, lru_cache

from wakeful.alarms.arrays import BEYOND, UNATTENDED
from wakeful.alarms.machine.packed import LETTER, LETTERS
from wakeful.alarms.machine.shelf import ShelfState
from wakeful.alarms.machine.state import (
    ACTIVE,
    LATCHED,
    OUT_OF_SERVICE,
    SHELF_MASK,
    SHELF_SHIFT,
    SILENCED,
    SUPPRESSED,
    UNACKNOWLEDGED,
)
from wakeful.terms.alarm import ISAState

_ONE_SHOT = ShelfState.ONE_SHOT << SHELF_SHIFT
_TIMED = ShelfState.TIMED << SHELF_SHIFT
_BITS = {
    "active": ACTIVE,
    "unacknowledged": UNACKNOWLEDGED,
    "latched": LATCHED,
    "suppressed": SUPPRESSED,
    "out_of_service": OUT_OF_SERVICE,
    "silenced": SILENCED,
}
_ESCALATED = {"escalated": BEYOND, "unattended": UNATTENDED}

_LETTER_OF_CODE: tuple[str, ...] = tuple(LETTERS[place] for place in LETTER.tolist())
_WORDS_REMEMBERED = 1_024
"""Sets of words whose codes are kept: more than there are states, so that words unknown here have no say."""

_LETTER_CODES = {
    ISAState.NORM.value: 0,
    ISAState.UNACK.value: ACTIVE | UNACKNOWLEDGED,
    ISAState.ACKED.value: ACTIVE,
    ISAState.RTNUN.value: UNACKNOWLEDGED,
}


def letter_of(code: int) -> str:
    """The ISA letter of a code."""
    return _LETTER_OF_CODE[code]


@cache
def marks_of(code: int, escalated: int) -> tuple[str, ...]:
    """The words for a state."""
    words = [word for word, bit in _BITS.items() if code & bit]
    if code & SHELF_MASK:
        words.append("shelved")
        if code & SHELF_MASK == _ONE_SHOT:
            words.append("one_shot")
    words += [word for word, bit in _ESCALATED.items() if escalated & bit]
    return tuple(words)


@lru_cache(_WORDS_REMEMBERED)
def code_of(marks: tuple[str, ...] | None, letter: str) -> tuple[int, int]:
    """(code, escalated) of a record's words; of its letter where it has none. Other words are passed over."""
    if marks is None:
        return _LETTER_CODES[letter], 0
    code = sum(_BITS.get(word, 0) for word in marks)
    if "shelved" in marks:
        code |= _ONE_SHOT if "one_shot" in marks else _TIMED
    return code, sum(_ESCALATED.get(word, 0) for word in marks)
