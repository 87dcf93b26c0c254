"""The joint state: one byte, every combination, and the letter that people read."""

import pytest

from tests.alarms.machine.every_step import STATES, as_plain
from tests.oracles.alarm import at_rest, in_sight, sounds
from wakeful.alarms.machine import state as module
from wakeful.alarms.machine.acknowledgement import AcknowledgementState
from wakeful.alarms.machine.activity import ActivityState
from wakeful.alarms.machine.latch import LatchState
from wakeful.alarms.machine.service import ServiceState
from wakeful.alarms.machine.shelf import ShelfState
from wakeful.alarms.machine.silence import SilenceState
from wakeful.alarms.machine.state import CODES, MachineState, all_states, letter, pack, unpack
from wakeful.alarms.machine.suppression import SuppressionState
from wakeful.terms.alarm import ISAState

IN_SIGHT_BY_HAND = {
    # active, latched, waiting: the second table of section 1.3 of the transition reference
    (False, False, False): "A",
    (True, False, True): "B",
    (False, True, True): "B",
    (True, True, True): "B",
    (True, False, False): "C",
    (False, True, False): "C",
    (True, True, False): "C",
    (False, False, True): "D",
}


def test_an_alarm_begins_at_rest():
    assert as_plain(MachineState()) == at_rest()
    assert letter(MachineState()) is ISAState.NORM and pack(MachineState()) == 0


def test_every_combination_has_a_code_of_its_own_and_comes_back_from_it():
    codes = [pack(state) for state in STATES]
    assert len(set(codes)) == len(STATES) == 192
    assert max(codes) < CODES == 256
    assert [unpack(code) for code in codes] == list(STATES)
    assert all_states() == sorted(STATES, key=pack)


def test_codes_of_no_shelf_do_not_exist():
    missing = set(range(CODES)) - {pack(state) for state in STATES}
    assert len(missing) == 64
    for code in missing:
        with pytest.raises(ValueError, match="3 is not a valid ShelfState"):
            unpack(code)


@pytest.mark.parametrize(
    ("mark", "state"),
    [
        (module.ACTIVE, MachineState(activity=ActivityState.ACTIVE)),
        (module.UNACKNOWLEDGED, MachineState(acknowledgement=AcknowledgementState.UNACKNOWLEDGED)),
        (module.LATCHED, MachineState(latch=LatchState.LATCHED)),
        (1 << module.SHELF_SHIFT, MachineState(shelf=ShelfState.TIMED)),
        (2 << module.SHELF_SHIFT, MachineState(shelf=ShelfState.ONE_SHOT)),
        (module.SUPPRESSED, MachineState(suppression=SuppressionState.SUPPRESSED)),
        (module.OUT_OF_SERVICE, MachineState(service=ServiceState.OUT_OF_SERVICE)),
        (module.SILENCED, MachineState(silence=SilenceState.SILENCED)),
    ],
)
def test_each_bit_is_where_checkpoints_have_it(mark, state):
    assert pack(state) == mark


def test_the_bits_of_checkpoints_keep_their_places():
    assert (module.ACTIVE, module.UNACKNOWLEDGED, module.LATCHED) == (1, 2, 4)
    assert (module.SHELF_SHIFT, module.SHELF_MASK) == (3, 24)
    assert (module.SUPPRESSED, module.OUT_OF_SERVICE, module.SILENCED) == (32, 64, 128)


def test_the_mask_of_overrides_is_what_puts_an_alarm_out_of_sight():
    for state in STATES:
        assert bool(pack(state) & module.OVERRIDES) is state.overridden is not in_sight(as_plain(state))
        assert pack(state) & module.SHELF_MASK == int(state.shelf) << module.SHELF_SHIFT


def test_the_letter_in_sight():
    for state in (state for state in STATES if not state.overridden):
        active = state.activity is ActivityState.ACTIVE
        latched = state.latch is LatchState.LATCHED
        assert letter(state).value == IN_SIGHT_BY_HAND[active, latched, state.waiting]
        assert state.present is (active or latched)


def test_override_precedence_is_out_of_service_then_suppressed_then_shelved():
    for state in (state for state in STATES if state.overridden):
        if state.service is ServiceState.OUT_OF_SERVICE:
            assert letter(state) is ISAState.OOSRV
        elif state.suppression is SuppressionState.SUPPRESSED:
            assert letter(state) is ISAState.DSUPR
        else:
            assert state.shelf is not ShelfState.UNSHELVED
            assert letter(state) is ISAState.SHLVD
    assert [isa for isa, _ in module.OVERRIDE_PRECEDENCE] == [ISAState.OOSRV, ISAState.DSUPR, ISAState.SHLVD]


def test_what_waits_in_sight_and_is_not_silenced_sounds():
    for state in STATES:
        assert state.waiting is not as_plain(state)["acknowledged"]
        assert state.sounding is sounds(as_plain(state))
