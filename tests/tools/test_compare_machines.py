"""The compiled machine and the scalar one take the same steps, and a difference would be seen."""

import re

import pytest

from tools import compare_machines
from tools.compare_machines import Difference, Walked, compare, reachable_steps, text_of
from wakeful.alarms.machine.step import AlarmEvent, Outcome, step


def test_the_compiled_machine_equals_the_scalar_one():
    walked = compare(200_000)
    assert walked.steps == 200_000
    assert walked.met > 0.8 * reachable_steps()
    assert min(walked.moves, walked.refused, walked.annunciated, walked.hidden) > 1_000


def test_another_beginning_takes_another_way():
    assert compare(5_000, seed=1) != compare(5_000, seed=2)
    assert compare(5_000, seed=1) == compare(5_000, seed=1)


def test_a_difference_is_told_with_its_place(monkeypatch):
    def forgetful(state, event, traits):
        """As the machine is, but that a latch is never set."""
        return step(state, event, 0) if event is AlarmEvent.ABNORMAL else step(state, event, traits)

    monkeypatch.setattr(compare_machines, "step", forgetful)
    with pytest.raises(
        Difference, match=r"^step \d+: ABNORMAL in MachineState\(.*\) with traits [13]: compiled"
    ):
        compare(5_000)


def test_a_number_that_differs_is_told(monkeypatch):
    original = compare_machines._Scalar.walk

    def walk_with_one_too_many(self, alarms, events):
        self.occurrence[0] += 1
        return original(self, alarms, events)

    monkeypatch.setattr(compare_machines._Scalar, "walk", walk_with_one_too_many)
    with pytest.raises(Difference, match="the numbers of occurrences or revisions differ"):
        compare(1_000)


def test_what_can_be_reached_from_rest():
    assert reachable_steps() == (96 + 120 + 72 + 120) * 16


def test_the_document_tells_of_ten_million_steps_and_no_difference():
    text = compare_machines.DOCUMENT.read_text().partition(compare_machines.BEGIN)[2]
    figure = text.partition(compare_machines.END)[0]
    assert re.match(
        r"\n10,000,000 random steps of 1,000 alarms, compiled and scalar: no difference\.", figure
    )
    assert "6,528 of the 6,528 different steps" in figure


def test_the_figure_in_words():
    assert "\n5 of them moved, 2 were refused, 3 sounded, 1 were hidden.\n" in text_of(
        Walked(9, 5, 2, 3, 1, 4)
    )


def test_the_program_says_what_it_found(capsys, monkeypatch):
    assert compare_machines.main(["--steps", "1000"]) == 0
    assert "1,000 random steps" in capsys.readouterr().out
    monkeypatch.setattr(compare_machines, "step", lambda state, event, traits: Outcome(state))
    assert compare_machines.main(["--steps", "1000"]) == 1
    assert "The machines differ at step" in capsys.readouterr().out
