"""The words of a journal record for an alarm's joint state: marks, or its letter where it has none."""

from functools import lru_cache

from wakeful.alarms.machine.shelf import ShelfState
from wakeful.alarms.machine.state import (
    ACTIVE,
    LATCHED,
    OUT_OF_SERVICE,
    SHELF_SHIFT,
    SILENCED,
    SUPPRESSED,
    UNACKNOWLEDGED,
)
from wakeful.terms.alarm import ISAState

BITS = {
    "active": ACTIVE,
    "unacknowledged": UNACKNOWLEDGED,
    "latched": LATCHED,
    "suppressed": SUPPRESSED,
    "out_of_service": OUT_OF_SERVICE,
    "silenced": SILENCED,
}
"""Bits of the joint state by word; the shelf has two words for its two bits."""
SHELVED, ONE_SHOT = "shelved", "one_shot"
_TIMED_CODE = ShelfState.TIMED << SHELF_SHIFT
ONE_SHOT_CODE = ShelfState.ONE_SHOT << SHELF_SHIFT
_WORDS_REMEMBERED = 1_024
"""Sets of words whose codes are kept: more than there are states, so that words unknown here have no say."""

_LETTER_CODES = {
    ISAState.NORM.value: 0,
    ISAState.UNACK.value: ACTIVE | UNACKNOWLEDGED,
    ISAState.ACKED.value: ACTIVE,
    ISAState.RTNUN.value: UNACKNOWLEDGED,
    ISAState.SHLVD.value: _TIMED_CODE,
    ISAState.DSUPR.value: SUPPRESSED,
    ISAState.OOSRV.value: OUT_OF_SERVICE,
}


@lru_cache(_WORDS_REMEMBERED)
def code_of_marks(marks: tuple[str, ...]) -> int:
    """The joint state that a record's marks name; words of a later version are passed over."""
    code = sum(BITS.get(word, 0) for word in set(marks))
    if ONE_SHOT in marks:
        return code | ONE_SHOT_CODE
    return code | _TIMED_CODE if SHELVED in marks else code


def code_of_letter(letter: str) -> int:
    """The joint state that a letter alone stands for; at rest for a letter of a later version."""
    return _LETTER_CODES.get(letter, 0)
