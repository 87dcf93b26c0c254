"""The joint machine as arrays: one look-up an event, for the kernel.

Made from ``step`` when the module is imported, for every code, event and combination of traits; so there is
no second place where the behaviour is written down.
"""

from itertools import product

import numpy as np

from wakeful.alarms.machine.state import CODES, all_states, letter, pack
from wakeful.alarms.machine.step import TRAITS, AlarmEvent, Outcome, step
from wakeful.terms.alarm import ISAState

MOVED, OCCURRENCE, ANNUNCIATED, HIDDEN, REFUSED = 1, 2, 4, 8, 16
"""Bits of ``FLAGS``."""

LETTERS = tuple(state.value for state in ISAState)


def _flags(outcome: Outcome) -> int:
    return (
        MOVED * outcome.moved
        | OCCURRENCE * outcome.occurrence
        | ANNUNCIATED * outcome.annunciated
        | HIDDEN * outcome.hidden
        | REFUSED * (outcome.refused is not None)
    )


def _fill() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    successor = np.zeros((TRAITS, CODES, len(AlarmEvent)), np.uint8)
    flags = np.zeros_like(successor)
    letters = np.zeros(CODES, np.uint8)
    for state in all_states():
        code = pack(state)
        letters[code] = LETTERS.index(letter(state).value)
        for traits, event in product(range(TRAITS), AlarmEvent):
            outcome = step(state, event, traits)
            successor[traits, code, event] = pack(outcome.state)
            flags[traits, code, event] = _flags(outcome)
    return successor, flags, letters


SUCCESSOR, FLAGS, LETTER = _fill()
"""SUCCESSOR, FLAGS (traits, codes, events) uint8: the code after an event and what it meant.
LETTER (codes,) uint8: position in ``LETTERS``."""
