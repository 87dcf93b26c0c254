"""What holds at every step of an alarm, whatever state it is in: 192 states, 16 events, 4 sets of traits.

Each test is one sentence of docs/proof.md. They say what may never happen; ``test_rows`` says what does
happen.
"""

from tests.alarms.machine.every_step import STATES, every_step
from wakeful.alarms.machine.activity import ActivityState
from wakeful.alarms.machine.latch import LatchState
from wakeful.alarms.machine.service import ServiceState
from wakeful.alarms.machine.shelf import ShelfState
from wakeful.alarms.machine.silence import SilenceState
from wakeful.alarms.machine.state import MachineState, letter
from wakeful.alarms.machine.step import AlarmEvent, Outcome, Traits, step
from wakeful.alarms.machine.suppression import SuppressionState

E = AlarmEvent
HIDING = {E.SHELVE_TIMED, E.SHELVE_ONE_SHOT, E.SUPPRESS, E.REMOVE_FROM_SERVICE}
ENDS_OF_OVERRIDES = {E.SHELF_ENDED, E.UNSHELVE, E.UNSUPPRESS, E.RETURN_TO_SERVICE}


def rule_that_acknowledges(event: AlarmEvent, traits: int, after: MachineState) -> str:
    """The name of the rule by which an alarm may count as acknowledged without a person's acknowledgement."""
    at_rest_in_sight = not after.present and not after.overridden
    if event is E.NORMAL and traits & Traits.AUTO_ACKNOWLEDGE and not after.present:
        return "row 3: acknowledged automatically, for its class needs nobody once it is normal"
    if event is E.UNSHELVE and not after.overridden:
        return "rows 16 and 18: a person took it off the shelf, and so has seen it"
    if event in (E.UNSUPPRESS, E.RETURN_TO_SERVICE, E.SHELF_ENDED) and at_rest_in_sight:
        return "rows 18, 20 and 21: normal when an override ends is at rest"
    if event is E.NORMAL and at_rest_in_sight:
        return "rows 18 and 19: a one-shot shelf ended with the active period, and the alarm is at rest"
    return ""


def test_every_step_has_an_answer():
    assert all(isinstance(outcome, Outcome) for *_, outcome in every_step())


def test_an_alarm_becomes_acknowledged_only_by_a_person_or_a_named_rule():
    for state, event, traits, outcome in every_step():
        if state.waiting and not outcome.state.waiting and event is not E.ACKNOWLEDGE:
            after = outcome.state
            assert rule_that_acknowledges(event, traits, after), (state, event)
            if event is E.NORMAL and not traits & Traits.AUTO_ACKNOWLEDGE:
                assert state.shelf is ShelfState.ONE_SHOT and after.shelf is ShelfState.UNSHELVED


def test_a_standing_alarm_is_acknowledged_only_by_a_persons_act_on_it():
    for state, event, _, outcome in every_step():
        if state.waiting and not outcome.state.waiting and outcome.state.present:
            assert event in (E.ACKNOWLEDGE, E.UNSHELVE)


def test_no_re_entry_is_silent():
    for state, event, _, outcome in every_step():
        came = state.activity is ActivityState.INACTIVE and outcome.state.activity is ActivityState.ACTIVE
        assert came is outcome.occurrence is (event is E.ABNORMAL and outcome.moved)
        if came:
            assert outcome.annunciated is not outcome.hidden
            assert outcome.state.waiting and outcome.state.silence is SilenceState.AUDIBLE


def test_nothing_clears_while_abnormal_or_unknown():
    for state, event, _, outcome in every_step():
        if state.activity is ActivityState.ACTIVE and event is not E.NORMAL:
            assert outcome.state.activity is ActivityState.ACTIVE
            assert letter(outcome.state).value not in "AD"
    assert all(letter(state).value not in "AD" for state in STATES if state.activity is ActivityState.ACTIVE)


def test_every_shelf_ends_by_time_and_by_a_person():
    for state, event, _, outcome in every_step():
        if event in (E.SHELF_ENDED, E.UNSHELVE):
            assert outcome.state.shelf is ShelfState.UNSHELVED
            assert outcome.moved is (state.shelf is not ShelfState.UNSHELVED)
        if outcome.state.shelf not in (ShelfState.UNSHELVED, state.shelf):
            assert event in (E.SHELVE_TIMED, E.SHELVE_ONE_SHOT)


def test_no_one_shot_shelf_outlives_the_active_period():
    for state, _, _, outcome in every_step():
        if state.present and not outcome.state.present:
            assert outcome.state.shelf is not ShelfState.ONE_SHOT


def test_nothing_hidden_is_uncounted():
    """What happens out of sight is told as hidden exactly where the same in sight would have sounded."""
    for state, event, traits, outcome in every_step():
        if not state.overridden or event is E.RE_ALARM or event in ENDS_OF_OVERRIDES:
            assert not outcome.hidden
            continue
        in_sight = state._replace(
            shelf=ShelfState.UNSHELVED,
            suppression=SuppressionState.UNSUPPRESSED,
            service=ServiceState.IN_SERVICE,
        )
        assert outcome.hidden is step(in_sight, event, traits).annunciated


def test_what_waits_in_sight_is_shown():
    for state in STATES:
        if state.waiting and not state.overridden:
            assert letter(state).value in "BD"
            assert state.sounding is (state.silence is SilenceState.AUDIBLE)


def test_letter_a_means_that_nothing_stands_waits_or_hides():
    for state in STATES:
        at_rest = not (state.present or state.waiting or state.overridden)
        assert (letter(state).value == "A") is at_rest


def test_a_latch_is_released_only_by_a_reset_when_normal_and_acknowledged():
    for state, event, traits, outcome in every_step():
        if state.latch is LatchState.LATCHED and outcome.state.latch is LatchState.RELEASED:
            assert event is E.RESET
            assert state.activity is ActivityState.INACTIVE and not state.waiting
        if state.latch is LatchState.RELEASED and outcome.state.latch is LatchState.LATCHED:
            assert outcome.occurrence and traits & Traits.LATCHING


def test_a_refused_act_changes_nothing():
    for state, _, _, outcome in every_step():
        if outcome.refused:
            assert outcome == Outcome(state, refused=outcome.refused)


def test_nothing_changes_without_a_record():
    for state, _, _, outcome in every_step():
        if not outcome.moved:
            assert outcome.state == state
            assert not (outcome.occurrence or outcome.annunciated or outcome.hidden)


def test_a_record_without_a_change_says_something_new():
    """A move to the same state: what already waits calls again, is less urgent, or is shelved anew."""
    for state, event, _, outcome in every_step():
        if outcome.moved and outcome.state == state:
            shelved_anew = event in (E.SHELVE_TIMED, E.SHELVE_ONE_SHOT)
            assert (
                outcome.annunciated
                or outcome.hidden
                or shelved_anew
                or event
                in (
                    E.SEVERITY_CHANGED,
                    E.MORE_URGENT,
                )
            )


def test_an_event_sounds_at_most_once_and_only_in_sight():
    for _, _, _, outcome in every_step():
        assert not (outcome.annunciated and outcome.hidden)
        if outcome.annunciated:
            assert outcome.moved and not outcome.state.overridden and outcome.state.sounding
            assert letter(outcome.state).value == "B"
        if outcome.hidden:
            assert outcome.moved and outcome.state.overridden and outcome.state.waiting


def test_only_what_is_new_or_comes_back_sounds():
    for _, event, _, outcome in every_step():
        if outcome.annunciated:
            assert event in {E.ABNORMAL, E.MORE_URGENT, E.RE_ALARM} | ENDS_OF_OVERRIDES - {E.UNSHELVE}


def test_the_highest_override_gives_the_letter():
    for state in STATES:
        overrides = {
            "G": state.service is ServiceState.OUT_OF_SERVICE,
            "F": state.suppression is SuppressionState.SUPPRESSED,
            "E": state.shelf is not ShelfState.UNSHELVED,
        }
        holding = [isa for isa, holds in overrides.items() if holds]
        assert letter(state).value == holding[0] if holding else letter(state).value in "ABCD"


def test_silence_never_outlives_a_new_annunciation():
    for state, event, _, outcome in every_step():
        if outcome.annunciated or outcome.hidden:
            assert outcome.state.silence is SilenceState.AUDIBLE
        if state.silence is SilenceState.AUDIBLE and outcome.state.silence is SilenceState.SILENCED:
            assert event is E.SILENCE and state.sounding


def test_a_sound_never_stops_by_itself():
    for state, event, traits, outcome in every_step():
        if state.sounding and not outcome.state.sounding:
            automatic = event is E.NORMAL and traits & Traits.AUTO_ACKNOWLEDGE
            assert event in HIDING | {E.ACKNOWLEDGE, E.SILENCE} or automatic


def test_an_alarm_leaves_sight_only_by_an_override():
    for state, event, _, outcome in every_step():
        if not state.overridden and outcome.state.overridden:
            assert event in HIDING


def test_no_override_begins_or_ends_by_another():
    for state, event, _, outcome in every_step():
        after = outcome.state
        if after.service is not state.service:
            assert event in (E.REMOVE_FROM_SERVICE, E.RETURN_TO_SERVICE)
        if after.suppression is not state.suppression:
            assert event in (E.SUPPRESS, E.UNSUPPRESS)
        if after.shelf is not state.shelf:
            one_shot_over = state.shelf is ShelfState.ONE_SHOT and event in (E.NORMAL, E.RESET)
            assert one_shot_over or event in (E.SHELVE_TIMED, E.SHELVE_ONE_SHOT, E.UNSHELVE, E.SHELF_ENDED)


def test_an_act_changes_its_own_bit_and_no_other():
    """Shelving does not acknowledge, silencing does not acknowledge, acknowledging resets no latch."""
    own = {
        E.ACKNOWLEDGE: "acknowledgement",
        E.SILENCE: "silence",
        E.SHELVE_TIMED: "shelf",
        E.SHELVE_ONE_SHOT: "shelf",
        E.SUPPRESS: "suppression",
        E.REMOVE_FROM_SERVICE: "service",
    }
    for state, event, _, outcome in every_step():
        if event in own:
            assert outcome.state == state._replace(**{own[event]: getattr(outcome.state, own[event])})


def test_a_trait_matters_only_where_it_belongs():
    for state in STATES:
        for event in set(E) - {E.ABNORMAL}:
            assert step(state, event, Traits.LATCHING) == step(state, event, 0)
        for event in set(E) - {E.NORMAL}:
            assert step(state, event, Traits.AUTO_ACKNOWLEDGE) == step(state, event, 0)
