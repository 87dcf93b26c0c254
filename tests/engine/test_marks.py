"""The words of the journal for a state, and back."""

from itertools import product

from wakeful.alarms.machine.state import all_states, letter, pack
from wakeful.engine.marks import code_of, letter_of, marks_of


def test_every_state_comes_back_from_its_words():
    for state, escalated in product(all_states(), range(4)):
        code = pack(state)
        assert letter_of(code) == letter(state).value
        assert code_of(marks_of(code, escalated), letter_of(code)) == (code, escalated)


def test_a_record_without_words_means_what_its_letter_said():
    for code in range(4):
        assert letter_of(code_of(None, letter_of(code))[0]) == letter_of(code)


def test_a_word_of_a_later_version_is_passed_over():
    assert code_of(("active", "enchanted"), "B") == (1, 0)
