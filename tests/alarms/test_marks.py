"""Words and letters of the journal are read back as the states they came from."""

import pytest

from tests.alarms.load.journals import marks_of
from tests.oracles import load as oracle
from wakeful.alarms.machine.packed import LETTER, LETTERS
from wakeful.alarms.machine.state import all_states, letter, pack
from wakeful.alarms.marks import code_of_letter, code_of_marks
from wakeful.engine import marks as engine_marks


@pytest.mark.parametrize("state", all_states())
def test_marks_are_read_back_as_the_state_they_came_from(state):
    assert code_of_marks(marks_of(state)) == pack(state)
    assert code_of_marks(engine_marks.marks_of(pack(state), 0)) == pack(state)
    assert oracle.letter_of(marks_of(state)) == letter(state).value


@pytest.mark.parametrize("known", LETTERS)
def test_a_letter_alone_gives_a_state_of_that_letter(known):
    assert LETTERS[LETTER[code_of_letter(known)]] == known


def test_words_and_letters_of_a_later_version_are_passed_over():
    assert code_of_marks(("active", "haunted")) == code_of_marks(("active", "active")) == 1
    assert code_of_letter("Z") == 0
