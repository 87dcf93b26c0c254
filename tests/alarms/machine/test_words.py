"""Every story an alarm can have, remembered by somebody who only reads the records.

The reader keeps what no single step shows: whether a call has been answered, whether a sound was stopped,
whether a shelf has had its end. After every event of every word the machine's state must be what that
reader expects. Once with the scalar machine, each pair of (state, memory) followed once; and once by
walking all the words there are through the packed arrays, which must meet the same pairs, so following
each pair once loses nothing.
"""

from typing import NamedTuple

import numpy as np
import pytest

from tests.alarms.machine.every_step import TRAITS
from wakeful.alarms.machine.acknowledgement import AcknowledgementState
from wakeful.alarms.machine.activity import ActivityState
from wakeful.alarms.machine.latch import LatchState
from wakeful.alarms.machine.packed import ANNUNCIATED, FLAGS, HIDDEN, MOVED, OCCURRENCE, SUCCESSOR
from wakeful.alarms.machine.service import ServiceState
from wakeful.alarms.machine.shelf import ShelfState
from wakeful.alarms.machine.silence import SilenceState
from wakeful.alarms.machine.state import CODES, MachineState, letter, pack, unpack
from wakeful.alarms.machine.step import AlarmEvent, Traits, step
from wakeful.alarms.machine.suppression import SuppressionState

E = AlarmEvent
LENGTH = 6
MEMORIES = 2**8


class Memory(NamedTuple):
    """What a reader of the records knows, without ever looking at the machine."""

    abnormal: bool = False
    unanswered: bool = False
    unreset: bool = False
    on_shelf: bool = False
    for_one_period: bool = False
    suppressed: bool = False
    out_of_service: bool = False
    sound_stopped: bool = False

    @property
    def stands(self) -> bool:
        return self.abnormal or self.unreset

    @property
    def out_of_sight(self) -> bool:
        return self.on_shelf or self.suppressed or self.out_of_service


PLAIN_CHANGES: dict[AlarmEvent, dict[str, bool]] = {
    E.NORMAL: {"abnormal": False},
    E.SUPPRESS: {"suppressed": True},
    E.UNSUPPRESS: {"suppressed": False},
    E.SHELF_ENDED: {"on_shelf": False, "for_one_period": False},
    E.ACKNOWLEDGE: {"unanswered": False},
    E.RESET: {"unreset": False},
    E.SHELVE_TIMED: {"on_shelf": True, "for_one_period": False},
    E.SHELVE_ONE_SHOT: {"on_shelf": True, "for_one_period": True},
    E.UNSHELVE: {"on_shelf": False, "for_one_period": False},
    E.REMOVE_FROM_SERVICE: {"out_of_service": True},
    E.RETURN_TO_SERVICE: {"out_of_service": False},
    E.SILENCE: {"sound_stopped": True},
}


def remember(memory: Memory, event: AlarmEvent, flags: int, traits: int) -> Memory:
    """The memory after a record; an event without one (ignored or refused) leaves no trace."""
    if not flags & MOVED:
        return memory
    memory = memory._replace(**PLAIN_CHANGES.get(event, {}))
    if flags & OCCURRENCE:
        memory = memory._replace(abnormal=True, unreset=memory.unreset or bool(traits & Traits.LATCHING))
    if flags & (ANNUNCIATED | HIDDEN):
        return memory._replace(unanswered=True, sound_stopped=False)
    return memory if memory.stands and event is not E.UNSHELVE else excuse(memory, event, traits)


def excuse(memory: Memory, event: AlarmEvent, traits: int) -> Memory:
    """Calls that the rules, and no person, answer: each by the row of the reference that says so."""
    if event in (E.NORMAL, E.RESET) and memory.for_one_period:  # 19: the period is over
        memory = memory._replace(on_shelf=False, for_one_period=False)
        if not memory.out_of_sight:  # 18
            return memory._replace(unanswered=False)
    if event is E.NORMAL and traits & Traits.AUTO_ACKNOWLEDGE:  # 3
        return memory._replace(unanswered=False)
    ended = event in (E.UNSHELVE, E.SHELF_ENDED, E.UNSUPPRESS, E.RETURN_TO_SERVICE)
    if ended and not memory.out_of_sight:  # 16, 18, 20, 21
        return memory._replace(unanswered=False)
    return memory


def expected_state(memory: Memory) -> MachineState:
    """The state the reader expects the machine to be in."""
    shelf = ShelfState.ONE_SHOT if memory.for_one_period else ShelfState.TIMED
    return MachineState(
        ActivityState(memory.abnormal),
        AcknowledgementState(memory.unanswered),
        LatchState(memory.unreset),
        shelf if memory.on_shelf else ShelfState.UNSHELVED,
        SuppressionState(memory.suppressed),
        ServiceState(memory.out_of_service),
        SilenceState(memory.sound_stopped),
    )


def number_of(memory: Memory) -> int:
    return sum(bit << place for place, bit in enumerate(memory))


def memory_of(number: int) -> Memory:
    return Memory(*(bool(number >> place & 1) for place in range(len(Memory._fields))))


def flags_of(outcome) -> int:
    return (
        MOVED * outcome.moved
        | OCCURRENCE * outcome.occurrence
        | ANNUNCIATED * outcome.annunciated
        | HIDDEN * outcome.hidden
    )


def pairs_by_length(traits: int) -> list[set[tuple[MachineState, Memory]]]:
    """The pairs met by words of each length, every pair followed once, with the scalar machine."""
    levels = [{(MachineState(), Memory())}]
    for _ in range(LENGTH):
        levels.append(after_one_event(levels[-1], traits))
    return levels


def after_one_event(pairs: set[tuple[MachineState, Memory]], traits: int) -> set[tuple[MachineState, Memory]]:
    after = set()
    for state, memory in pairs:
        for event in E:
            outcome = step(state, event, traits)
            after.add((outcome.state, remember(memory, event, flags_of(outcome), traits)))
    return after


def successors_of_pairs(traits: int) -> np.ndarray:
    """(CODES x MEMORIES, events) uint16: the pair after an event, from the packed arrays."""
    after = np.zeros((MEMORIES, 16, len(E)), np.uint8)
    for number in range(MEMORIES):
        for flags in range(16):
            for event in E:
                memory = remember(memory_of(number), event, flags, traits)
                after[number, flags, event] = number_of(memory)
    flags = FLAGS[traits] & (MOVED | OCCURRENCE | ANNUNCIATED | HIDDEN)
    memories = np.arange(MEMORIES)[None, :, None]
    pairs = after[memories, flags[:, None, :], np.arange(len(E))].astype(np.uint16)
    return (SUCCESSOR[traits][:, None, :].astype(np.uint16) << 8 | pairs).reshape(CODES * MEMORIES, len(E))


@pytest.mark.parametrize("traits", TRAITS)
def test_after_every_word_the_state_is_what_the_records_say(traits):
    for level in pairs_by_length(traits):
        for state, memory in level:
            assert state == expected_state(memory)
            assert state.sounding is (
                memory.unanswered and not memory.out_of_sight and not memory.sound_stopped
            )
            assert (letter(state).value == "A") is not (
                memory.stands or memory.unanswered or memory.out_of_sight
            )


@pytest.mark.parametrize("traits", TRAITS)
def test_all_words_walked_one_by_one_meet_no_other_pairs(traits):
    """16 + 16^2 + ... + 16^6 = 17,895,696 words for each set of traits, none left out."""
    successors = successors_of_pairs(traits)
    words = np.zeros(1, np.uint16)
    assert (unpack(0), memory_of(0)) == (MachineState(), Memory())
    for length, expected in enumerate(pairs_by_length(traits)):
        assert len(words) == 16**length
        met = np.flatnonzero(np.bincount(words, minlength=CODES * MEMORIES))
        assert set(met.tolist()) == {pack(state) << 8 | number_of(memory) for state, memory in expected}
        if length < LENGTH:
            words = successors[words].ravel()


@pytest.mark.parametrize("traits", TRAITS)
def test_words_of_any_length_meet_no_state_that_the_records_do_not_say(traits):
    """Followed until nothing new is met, so the length of a word does not matter any more."""
    known = edge = {(MachineState(), Memory())}
    while edge:
        edge = after_one_event(edge, traits) - known
        known = known | edge
    assert all(state == expected_state(memory) for state, memory in known)
    assert {state for level in pairs_by_length(traits) for state, _ in level} <= {state for state, _ in known}
