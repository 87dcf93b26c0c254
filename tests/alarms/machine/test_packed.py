"""The arrays the kernel walks are the scalar machine, entry by entry."""

import numpy as np

from tests.alarms.machine.every_step import STATES, every_step
from wakeful.alarms.machine.packed import (
    ANNUNCIATED,
    FLAGS,
    HIDDEN,
    LETTER,
    LETTERS,
    MOVED,
    OCCURRENCE,
    REFUSED,
    SUCCESSOR,
)
from wakeful.alarms.machine.state import CODES, letter, pack
from wakeful.alarms.machine.step import TRAITS, AlarmEvent


def test_shapes_and_types():
    assert SUCCESSOR.shape == FLAGS.shape == (TRAITS, CODES, len(AlarmEvent)) == (4, 256, 16)
    assert LETTER.shape == (CODES,)
    assert SUCCESSOR.dtype == FLAGS.dtype == LETTER.dtype == np.uint8


def test_the_bits_of_flags_keep_their_places():
    assert (MOVED, OCCURRENCE, ANNUNCIATED, HIDDEN, REFUSED) == (1, 2, 4, 8, 16)


def test_every_entry_is_what_the_scalar_step_says():
    for state, event, traits, outcome in every_step():
        where = traits, pack(state), event
        assert SUCCESSOR[where] == pack(outcome.state)
        told = {bit for bit in (1, 2, 4, 8, 16) if FLAGS[where] & bit}
        assert told == (
            {MOVED for _ in [0] if outcome.moved}
            | {OCCURRENCE for _ in [0] if outcome.occurrence}
            | {ANNUNCIATED for _ in [0] if outcome.annunciated}
            | {HIDDEN for _ in [0] if outcome.hidden}
            | {REFUSED for _ in [0] if outcome.refused}
        )


def test_every_code_has_its_letter():
    assert LETTERS == ("A", "B", "C", "D", "E", "F", "G")
    assert all(LETTERS[LETTER[pack(state)]] == letter(state).value for state in STATES)


def test_no_step_leads_to_a_code_that_does_not_exist():
    used = {pack(state) for state in STATES}
    assert set(SUCCESSOR[:, sorted(used)].ravel().tolist()) <= used
    unused = sorted(set(range(CODES)) - used)
    assert not SUCCESSOR[:, unused].any() and not FLAGS[:, unused].any() and not LETTER[unused].any()
