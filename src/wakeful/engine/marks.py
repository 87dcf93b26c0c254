"""The joint state of an alarm as the journal writes it, and its escalation: words for a code, and back."""

from functools import cache

from wakeful.alarms.arrays import BEYOND, UNATTENDED
from wakeful.alarms.machine.packed import LETTER, LETTERS
from wakeful.alarms.machine.state import SHELF_MASK
from wakeful.alarms.marks import BITS, ONE_SHOT, ONE_SHOT_CODE, SHELVED, code_of_letter, code_of_marks

_ESCALATED = {"escalated": BEYOND, "unattended": UNATTENDED}
_LETTER_OF_CODE: tuple[str, ...] = tuple(LETTERS[place] for place in LETTER.tolist())


def letter_of(code: int) -> str:
    """The ISA letter of a code."""
    return _LETTER_OF_CODE[code]


@cache
def marks_of(code: int, escalated: int) -> tuple[str, ...]:
    """The words for a state."""
    words = [word for word, bit in BITS.items() if code & bit]
    if code & SHELF_MASK:
        words.append(SHELVED)
        if code & SHELF_MASK == ONE_SHOT_CODE:
            words.append(ONE_SHOT)
    words += [word for word, bit in _ESCALATED.items() if escalated & bit]
    return tuple(words)


def code_of(marks: tuple[str, ...] | None, letter: str) -> tuple[int, int]:
    """(code, escalated) of a record's words; of its letter where it has none. Other words are passed over."""
    if marks is None:
        return code_of_letter(letter), 0
    return code_of_marks(marks), sum(_ESCALATED.get(word, 0) for word in marks)
