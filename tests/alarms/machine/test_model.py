"""A long life of one alarm, drawn at random, beside the plain twin: they never disagree.

Where the exhaustive tests take one step from every state, this one takes many steps and lets the alarm's
class be edited on the way, as a site's configuration may be (row 23): the bits stay, only what follows is
different.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.alarms.machine.every_step import TRAITS, as_plain, as_told, plain_traits
from tests.oracles import alarm as oracle
from wakeful.alarms.machine.packed import LETTER, LETTERS, SUCCESSOR
from wakeful.alarms.machine.state import MachineState, letter, pack
from wakeful.alarms.machine.step import AlarmEvent, step


class LifeOfAnAlarm(RuleBasedStateMachine):
    @initialize(traits=st.sampled_from(TRAITS))
    def begin(self, traits):
        self.traits = traits
        self.state, self.code, self.plain = MachineState(), 0, oracle.at_rest()
        self.occurrences = self.heard = self.hidden = self.records = 0

    @rule(traits=st.sampled_from(TRAITS))
    def edit_the_class(self, traits):
        self.traits = traits

    @rule(event=st.sampled_from(AlarmEvent))
    def happen(self, event):
        outcome = step(self.state, event, self.traits)
        expected, told = oracle.happen(self.plain, event.name.lower(), **plain_traits(self.traits))
        assert as_told(outcome) == told
        self.code = int(SUCCESSOR[self.traits, self.code, event])
        self.state, self.plain = outcome.state, expected
        self.occurrences += told["occurrence"]
        self.heard += told["sounded"]
        self.hidden += told["hidden"]
        self.records += told["moved"]

    @invariant()
    def agree(self):
        assert as_plain(self.state) == self.plain
        assert pack(self.state) == self.code
        assert letter(self.state).value == LETTERS[LETTER[self.code]] == oracle.letter(self.plain)
        assert self.state.sounding is oracle.sounds(self.plain)

    @invariant()
    def counts_add_up(self):
        """Every occurrence was heard or counted as hidden, and each of these is one record."""
        assert self.occurrences <= self.heard + self.hidden <= self.records


LifeOfAnAlarm.TestCase.settings = settings(max_examples=100, stateful_step_count=60, deadline=None)
TestLifeOfAnAlarm = LifeOfAnAlarm.TestCase
