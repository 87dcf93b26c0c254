"""The rows of the transition reference, each over every state it speaks of.

A row names letters; many joint states read as one letter (latched or not, silenced or not, and below an
override anything), and a row holds for all of them and for every combination of traits unless it says
otherwise. Rows 9 and 22 are decided before the machine (which event is sent, and whether one is), row 23
after it (the engine keeps the bits when a limit is edited): they have their tests where that happens.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.alarms.machine.every_step import BY_A_PERSON, STATES, TRAITS, as_plain, every_step
from wakeful.alarms.machine.activity import ActivityState
from wakeful.alarms.machine.latch import LatchState
from wakeful.alarms.machine.service import ServiceState
from wakeful.alarms.machine.shelf import ShelfState
from wakeful.alarms.machine.state import MachineState, letter
from wakeful.alarms.machine.step import AlarmEvent, Outcome, Traits, step
from wakeful.alarms.machine.suppression import SuppressionState
from wakeful.terms.refusal import Reason

E = AlarmEvent


def states(
    letters: str, where: Callable[[MachineState], bool] = lambda state: True
) -> Iterator[MachineState]:
    """Every state that reads as one of these letters."""
    found = [state for state in STATES if letter(state).value in letters and where(state)]
    assert found
    yield from found


def steps(
    letters: str,
    event: AlarmEvent,
    where: Callable[[MachineState], bool] = lambda state: True,
    traits: tuple[int, ...] = TRAITS,
) -> Iterator[tuple[MachineState, Outcome]]:
    """The event in every such state, with each of these traits."""
    for state in states(letters, where):
        for each in traits:
            yield state, step(state, event, each)


def latched(state: MachineState) -> bool:
    return state.latch is LatchState.LATCHED


def unlatched(state: MachineState) -> bool:
    return not latched(state)


def active(state: MachineState) -> bool:
    return state.activity is ActivityState.ACTIVE


def normal(state: MachineState) -> bool:
    return not active(state)


def is_new_alarm(outcome: Outcome) -> bool:
    """Unacknowledged, a new occurrence, with sound and flash."""
    return (
        letter(outcome.state).value == "B"
        and outcome.moved
        and outcome.occurrence
        and outcome.annunciated
        and outcome.state.sounding
    )


def calls_again(outcome: Outcome) -> bool:
    """Unacknowledged and heard, within the same occurrence."""
    return (
        letter(outcome.state).value == "B"
        and outcome.moved
        and not outcome.occurrence
        and outcome.annunciated
        and outcome.state.sounding
    )


def is_quiet_move(outcome: Outcome, to: str) -> bool:
    """Recorded, nothing to be heard that was not heard before."""
    return (
        letter(outcome.state).value == to
        and outcome.moved
        and not (outcome.occurrence or outcome.annunciated or outcome.hidden)
    )


def test_row_1_a_goes_to_b_when_abnormal():
    assert all(is_new_alarm(outcome) for _, outcome in steps("A", E.ABNORMAL))


def test_row_2_b_goes_to_c_when_acknowledged_and_the_sound_stops():
    for _, outcome in steps("B", E.ACKNOWLEDGE):
        assert is_quiet_move(outcome, "C") and not outcome.state.sounding


def test_row_3_b_goes_to_d_when_normal_and_to_a_with_automatic_acknowledgement():
    plain, automatic = (0, Traits.LATCHING), (Traits.AUTO_ACKNOWLEDGE,)
    for _, outcome in steps("B", E.NORMAL, lambda state: active(state) and unlatched(state), plain):
        assert is_quiet_move(outcome, "D")
    for _, outcome in steps("B", E.NORMAL, lambda state: active(state) and unlatched(state), automatic):
        assert is_quiet_move(outcome, "A")


def test_row_4_c_goes_to_a_when_normal():
    for _, outcome in steps("C", E.NORMAL, lambda state: active(state) and unlatched(state)):
        assert is_quiet_move(outcome, "A")


def test_row_5_d_goes_to_a_when_acknowledged():
    assert all(is_quiet_move(outcome, "A") for _, outcome in steps("D", E.ACKNOWLEDGE))


def test_row_6_d_abnormal_again_is_a_new_alarm():
    assert all(is_new_alarm(outcome) for _, outcome in steps("D", E.ABNORMAL))


def test_row_7_c_more_severe_goes_to_b_with_sound():
    assert all(calls_again(outcome) for _, outcome in steps("C", E.MORE_URGENT))


def test_row_8_c_goes_to_b_when_the_re_alarm_time_has_passed():
    assert all(calls_again(outcome) for _, outcome in steps("C", E.RE_ALARM, active))
    for state, outcome in steps("ABDEFG", E.RE_ALARM):
        assert outcome == Outcome(state)
    for state, outcome in steps("C", E.RE_ALARM, normal):
        assert outcome == Outcome(state)


def test_row_10_b_stays_b_when_the_severity_falls_and_it_is_shown():
    for state, outcome in steps("BCD", E.SEVERITY_CHANGED):
        assert outcome == Outcome(state, moved=True)


def test_row_11_latched_stays_active_when_normal_acknowledged_or_not():
    for state, outcome in steps("BC", E.NORMAL, lambda state: active(state) and latched(state)):
        assert is_quiet_move(outcome, letter(state).value) and latched(outcome.state)
        assert normal(outcome.state)


def test_row_11_an_occurrence_of_a_latching_alarm_latches_and_of_no_other():
    latching = (Traits.LATCHING, Traits.LATCHING | Traits.AUTO_ACKNOWLEDGE)
    for _, outcome in steps("ABCDEFG", E.ABNORMAL, normal, latching):
        assert latched(outcome.state)
    for state, outcome in steps("ABCDEFG", E.ABNORMAL, normal, (0, Traits.AUTO_ACKNOWLEDGE)):
        assert latched(outcome.state) is latched(state)


def test_row_12_latched_normal_and_acknowledged_goes_to_a_when_reset():
    for _, outcome in steps("C", E.RESET, lambda state: latched(state) and normal(state)):
        assert is_quiet_move(outcome, "A")


def test_row_13_reset_is_refused_while_abnormal_or_unacknowledged():
    for state, outcome in steps("ABCDEFG", E.RESET):
        if unlatched(state):
            assert outcome.refused.reason is Reason.NOT_LATCHED
        elif active(state):
            assert outcome.refused.reason is Reason.STILL_ABNORMAL
        elif state.waiting:
            assert outcome.refused.reason is Reason.NOT_ACKNOWLEDGED
        else:
            assert outcome.refused is None and unlatched(outcome.state)


def test_row_14_latched_and_normal_abnormal_again_is_a_new_alarm():
    again = steps("BC", E.ABNORMAL, lambda state: latched(state) and normal(state))
    assert all(is_new_alarm(outcome) for _, outcome in again)


@pytest.mark.parametrize("shelve", [E.SHELVE_TIMED, E.SHELVE_ONE_SHOT])
def test_row_15_shelving_hides_and_neither_acknowledges_nor_resets(shelve):
    kind = ShelfState.TIMED if shelve is E.SHELVE_TIMED else ShelfState.ONE_SHOT
    for state, outcome in steps("ABCDE", shelve):
        assert is_quiet_move(outcome, "E")
        assert outcome.state == state._replace(shelf=kind)


def test_row_16_an_operator_unshelves_a_standing_alarm_acknowledged():
    for _, outcome in steps("E", E.UNSHELVE, lambda state: state.present):
        assert is_quiet_move(outcome, "C")


def test_row_17_time_unshelves_a_standing_alarm_unacknowledged():
    for _, outcome in steps("E", E.SHELF_ENDED, lambda state: state.present):
        assert calls_again(outcome)


@pytest.mark.parametrize("end", [E.SHELF_ENDED, E.UNSHELVE])
def test_row_18_an_alarm_that_is_normal_comes_off_the_shelf_at_rest(end):
    for _, outcome in steps("E", end, lambda state: not state.present):
        assert is_quiet_move(outcome, "A")


def test_row_19_a_one_shot_shelf_ends_when_the_alarm_is_no_longer_active():
    def on_a_one_shot(state: MachineState) -> bool:
        return state.shelf is ShelfState.ONE_SHOT

    for state, outcome in steps("E", E.NORMAL, lambda state: on_a_one_shot(state) and active(state)):
        assert is_quiet_move(outcome, "E" if latched(state) else "A")
    resettable = steps(
        "E", E.RESET, lambda state: on_a_one_shot(state) and not active(state) and not state.waiting
    )
    for state, outcome in resettable:
        assert is_quiet_move(outcome, "A") if latched(state) else outcome.refused
    for _, outcome in steps("FG", E.NORMAL, lambda state: on_a_one_shot(state) and active(state)):
        assert (outcome.state.shelf is ShelfState.UNSHELVED) is not outcome.state.present


def test_row_19_a_timed_shelf_lasts_however_often_the_alarm_comes_and_goes():
    for event in (E.ABNORMAL, E.NORMAL, E.RESET, E.ACKNOWLEDGE, E.MORE_URGENT, E.RE_ALARM):
        for _, outcome in steps("EFG", event, lambda state: state.shelf is ShelfState.TIMED):
            assert outcome.state.shelf is ShelfState.TIMED


def test_row_20_logic_suppresses_and_brings_back():
    for state, outcome in steps("ABCDE", E.SUPPRESS):
        assert is_quiet_move(outcome, "F")
        assert outcome.state == state._replace(suppression=SuppressionState.SUPPRESSED)
    alone = steps("F", E.UNSUPPRESS, lambda state: state.shelf is ShelfState.UNSHELVED)
    for state, outcome in alone:
        assert calls_again(outcome) if state.present else is_quiet_move(outcome, "A")


def test_row_21_an_alarm_goes_out_of_service_and_comes_back():
    for state, outcome in steps("ABCDEF", E.REMOVE_FROM_SERVICE):
        assert is_quiet_move(outcome, "G")
        assert outcome.state == state._replace(service=ServiceState.OUT_OF_SERVICE)

    def alone(state: MachineState) -> bool:
        return not state._replace(service=ServiceState.IN_SERVICE).overridden

    for state, outcome in steps("G", E.RETURN_TO_SERVICE, alone):
        assert calls_again(outcome) if state.present else is_quiet_move(outcome, "A")


def test_row_22_no_event_of_the_machine_speaks_of_its_input():
    """What is unknown never reaches the machine: it knows the two results of the condition, and no third."""
    assert {event for event in E if "NORMAL" in event.name} == {E.ABNORMAL, E.NORMAL}
    for state, event, _, outcome in every_step():
        if event not in (E.ABNORMAL, E.NORMAL):
            assert outcome.state.activity is state.activity


def test_row_24_what_cannot_be_is_refused_with_a_reason_and_changes_nothing():
    for state, event, _, outcome in every_step():
        if outcome.refused:
            assert event in BY_A_PERSON
            assert outcome == Outcome(state, refused=outcome.refused)
            assert outcome.refused.why and isinstance(outcome.refused.reason, Reason)
        elif event in BY_A_PERSON:
            assert outcome.moved


def test_row_24_each_act_is_refused_exactly_where_it_means_nothing():
    for state, event, _, outcome in every_step():
        plain = as_plain(state)
        meaningless = {
            E.ACKNOWLEDGE: plain["acknowledged"],
            E.UNSHELVE: not plain["shelf"],
            E.REMOVE_FROM_SERVICE: plain["out_of_service"],
            E.RETURN_TO_SERVICE: not plain["out_of_service"],
            E.SILENCE: not state.sounding,
        }
        if event in meaningless:
            assert bool(outcome.refused) is meaningless[event]


def test_overrides_hide_and_the_machines_below_keep_moving():
    """Section 1.3: the letter of an override stays until its own end; hidden calls are counted."""
    ends = {
        "E": {E.SHELF_ENDED, E.UNSHELVE, E.SUPPRESS, E.REMOVE_FROM_SERVICE},
        "F": {E.UNSUPPRESS, E.REMOVE_FROM_SERVICE},
        "G": {E.RETURN_TO_SERVICE},
    }
    for state, event, _, outcome in every_step():
        before = letter(state).value
        one_shot_over = state.shelf is not outcome.state.shelf and event in (E.NORMAL, E.RESET)
        if before in ends and event not in ends[before] and not one_shot_over:
            assert letter(outcome.state).value == before
            assert not outcome.annunciated
            below = state._replace(
                shelf=ShelfState.UNSHELVED,
                suppression=SuppressionState.UNSUPPRESSED,
                service=ServiceState.IN_SERVICE,
            )
            if event in (E.ABNORMAL, E.MORE_URGENT):
                seen = step(below, event, 0)
                assert outcome.hidden is seen.annunciated
                assert outcome.state.activity is seen.state.activity
                assert outcome.state.waiting is seen.state.waiting


def test_of_several_overrides_the_others_hold_when_one_ends():
    for event in (E.SHELF_ENDED, E.UNSHELVE, E.UNSUPPRESS, E.RETURN_TO_SERVICE):
        for state, outcome in steps("EFG", event):
            if outcome.state.overridden:
                assert not outcome.annunciated and not outcome.hidden
                assert outcome.state.waiting is state.waiting
                assert outcome.state.silence is state.silence
