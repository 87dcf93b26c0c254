"""Acts on alarms beyond acknowledging: bound, limited, by whom, and what a refusal says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.engine.site_examples import ANNA, HIGH_ALARM, SECOND_NS, VIEWER, acknowledge, block_of, site_of
from wakeful.engine.alarm_acts import clock_time
from wakeful.engine.commands import decide
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import alarm_view
from wakeful.terms.alarm import Escalation, Handling, Priority
from wakeful.terms.command import (
    Actor,
    RemoveFromService,
    Reset,
    ReturnToService,
    Shelve,
    Silence,
    Unshelve,
)
from wakeful.terms.effect import AlarmChanged, CommandRefused
from wakeful.terms.refusal import Reason
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import AlarmPhilosophy

BORIS = Actor("Boris", "engineer")
HOUR_MS = 3_600_000


def act(kind, at_s=2.0, occurrence=1, revision=1, actor=BORIS, **more):
    return kind(
        id="x",
        actor=actor,
        at_ns=int(at_s * SECOND_NS),
        alarm="T0.H",
        occurrence=occurrence,
        revision=revision,
        **more,
    )


def shelve(duration_ms=HOUR_MS, reason="sensor in repair", **more):
    return act(Shelve, duration_ms=duration_ms, reason=reason, **more)


def state_after(values=(11.0,), handling=None, **site):
    alarm = HIGH_ALARM if handling is None else replace(HIGH_ALARM, handling=handling)
    block = block_of(list(values))
    start = EngineState.start(Plan.compile(site_of(alarm, **site)), 0)
    return scan(start, block, [], int(block.times_ns[-1]))[0]


def refusal(state, command):
    before = state.to_bytes()
    (effect,) = decide(state, command)
    assert isinstance(effect, CommandRefused), effect
    assert state.to_bytes() == before
    return effect


@pytest.mark.parametrize(
    ("values", "command", "reason"),
    [
        ([11.0], shelve(reason=" "), Reason.NO_REASON),
        ([11.0], shelve(duration_ms=13 * HOUR_MS), Reason.TOO_LONG),
        ([11.0], shelve(duration_ms=0), Reason.TOO_LONG),
        ([11.0], act(Unshelve), Reason.NOT_SHELVED),
        ([11.0], act(Reset), Reason.NOT_LATCHED),
        ([9.0], act(Silence, occurrence=0, revision=0), Reason.NOTHING_SOUNDS),
        ([11.0], act(ReturnToService), Reason.NOT_OUT_OF_SERVICE),
        ([11.0], act(RemoveFromService, reason=""), Reason.NO_REASON),
        ([11.0], act(RemoveFromService, reason="repair", actor=ANNA), Reason.ROLE),
        ([11.0, 5.0, 11.0], shelve(), Reason.NEW_OCCURRENCE),
    ],
)
def test_each_reason_to_refuse_changes_nothing(values, command, reason):
    assert refusal(state_after(values), command).reason == reason.value


def test_a_shelf_says_who_why_until_when_and_what_would_have_sounded():
    state = state_after()
    (effect,) = decide(state, shelve(actor=ANNA))
    assert isinstance(effect, AlarmChanged)
    assert (effect.event, effect.after, effect.reason) == ("shelve_timed", "E", "sensor in repair")
    assert effect.until_ns == (2 + 3_600) * SECOND_NS
    state, effects, _ = scan(state, block_of([5.0, 11.0], start_s=3), [], 4 * SECOND_NS)
    assert [(e.event, e.after, e.annunciated, e.hidden) for e in effects] == [
        ("normal", "E", False, False),
        ("abnormal", "E", False, True),
    ]
    view = alarm_view(state, 0)
    (entry,) = view.overrides
    assert (view.letter, view.active, view.waiting, view.sounding) == ("E", True, True, False)
    assert (entry.kind, entry.by, entry.hidden_count, entry.hidden_at_ns) == (
        "shelved",
        "Anna",
        1,
        4 * SECOND_NS,
    )
    assert entry.until_ns == effect.until_ns
    state, effects, _ = scan(state, SampleBlock.empty(1), [], 3_603 * SECOND_NS)
    ended = next(e for e in effects if isinstance(e, AlarmChanged))
    assert (ended.event, ended.before, ended.after, ended.hidden_count) == ("shelf_ended", "E", "B", 1)


def test_shelving_again_cannot_outlast_the_longest():
    """S5: summed over re-shelves."""
    state = state_after(philosophy=AlarmPhilosophy(shelve_ms_max=HOUR_MS))
    decide(state, shelve(duration_ms=HOUR_MS))
    later = shelve(duration_ms=HOUR_MS // 2, at_s=2 + 2_400, revision=2)
    assert "40 min already" in refusal(state, later).detail
    (effect,) = decide(state, shelve(duration_ms=HOUR_MS // 3, at_s=2 + 2_400, revision=2))
    assert effect.until_ns == (2 + 3_600) * SECOND_NS


def test_an_alarms_own_longest_shelf_is_kept():
    state = state_after(handling=Handling(shelve_ms_max=60_000))
    assert "at most 1 min, not 1 h" in refusal(state, shelve()).detail


def test_an_acknowledgement_of_a_lesser_state_is_refused_and_says_what_changed():
    """E2: seen at low, it has become high meanwhile."""
    escalation = Escalation(priority=Priority.CRITICAL, limit_eu=15.0)
    state = state_after([11.0, 16.0], Handling(escalation=escalation))
    effect = refusal(state, acknowledge("T0.H", revision=1))
    assert effect.reason == Reason.CHANGED_SINCE.value
    assert "it is critical and waits for acknowledgement" in effect.detail
    (done,) = decide(state, acknowledge("T0.H", revision=2))
    assert (done.after, done.priority_seen) == ("C", Priority.CRITICAL)


def test_a_harmless_change_since_is_accepted_with_both_revisions():
    escalation = Escalation(priority=Priority.CRITICAL, limit_eu=15.0)
    state = state_after([16.0, 11.0], Handling(escalation=escalation))
    (effect,) = decide(state, acknowledge("T0.H", revision=1))
    assert (effect.revision_seen, effect.revision, effect.priority_seen) == (1, 3, Priority.HIGH)


def test_who_took_it_out_of_service_is_told():
    state = state_after()
    decide(state, act(RemoveFromService, reason="calibration"))
    assert (
        "by Boris at 00:00:02 UTC"
        in refusal(state, act(RemoveFromService, reason="again", revision=2)).detail
    )


def test_an_event_is_nothing_to_act_on():
    state = state_after(handling=Handling(event_only=True))
    command = act(Silence, occurrence=0, revision=0)
    assert refusal(state, command).reason == Reason.EVENT_ONLY.value


def test_the_time_of_day_is_read_off_an_instant():
    assert clock_time(86_400_000_000_000 + 3_661_000_000_000) == "01:01:01 UTC"


def test_an_alarm_that_is_not_there_is_said_to_be_so():
    effect = refusal(state_after(), replace(act(Silence), alarm="T9.H"))
    assert (effect.reason, effect.detail) == (Reason.UNKNOWN_ALARM.value, "there is no alarm 'T9.H' here")


@pytest.mark.parametrize("kind", [RemoveFromService, ReturnToService])
@pytest.mark.parametrize("actor", [ANNA, VIEWER])
def test_only_who_may_takes_an_alarm_out_of_service_or_returns_it(kind, actor):
    """C6: both ways, also where the alarm is in the state for it."""
    state = state_after()
    if kind is ReturnToService:
        decide(state, act(RemoveFromService, reason="repair"))
    more = {"reason": "repair"} if kind is RemoveFromService else {}
    assert refusal(state, act(kind, revision=2, actor=actor, **more)).reason == Reason.ROLE.value


def test_an_occurrence_newer_than_seen_is_told_with_its_time_and_one_never_shown_without():
    state = state_after([11.0, 5.0, 11.0])
    newer = refusal(state, act(Silence, occurrence=1)).detail
    assert newer.startswith("T0.H is at occurrence 2 since 00:00:03 UTC, not 1:")
    never = refusal(state, act(Silence, occurrence=3)).detail
    assert never.startswith("T0.H is at occurrence 2, not 3:")


def test_a_one_shot_shelf_is_one_and_says_so():
    state = state_after()
    (effect,) = decide(state, shelve(one_shot=True))
    assert effect.event == "shelve_one_shot"
    assert alarm_view(state, 0).overrides[0].one_shot
    _, effects, _ = scan(state, block_of([5.0], start_s=3), [], 3 * SECOND_NS)
    assert [(effect.event, effect.after) for effect in effects] == [("normal", "A")]


def test_only_an_acknowledgement_makes_somebody_the_one_who_acknowledged():
    state = state_after()
    for command in (shelve(), act(Unshelve, revision=2)):
        decide(state, command)
        assert alarm_view(state, 0).acknowledged_by is None
        assert state.ledger.acknowledged == {}


def test_who_acknowledged_is_told_only_to_who_would_acknowledge():
    state = state_after()
    decide(state, acknowledge("T0.H"))
    assert refusal(state, act(Reset)).reason == Reason.NOT_LATCHED.value
    again = refusal(state, acknowledge("T0.H", revision=2))
    assert (again.reason, "by Anna at 00:00:01 UTC" in again.detail) == ("already_acknowledged", True)


def test_who_took_it_out_of_service_is_told_only_to_who_would_do_so_again():
    state = state_after()
    decide(state, act(RemoveFromService, reason="calibration"))
    told = refusal(state, act(Silence, revision=2))
    assert told.reason == Reason.NOTHING_SOUNDS.value
    assert "Boris" not in told.detail


def test_out_of_service_by_nobody_known_is_refused_without_a_name():
    state = state_after()
    decide(state, act(RemoveFromService, reason="calibration"))
    state.ledger.overrides.clear()
    told = refusal(state, act(RemoveFromService, reason="again", revision=2))
    assert told.reason == Reason.ALREADY_OUT_OF_SERVICE.value
    assert " by " not in told.detail


@pytest.mark.parametrize("revision", [-1, 3])
def test_a_revision_that_was_never_shown_is_said_to_be_so(revision):
    told = refusal(state_after([11.0, 5.0]), act(Silence, revision=revision))
    assert told.reason == Reason.CHANGED_SINCE.value
    assert told.detail == f"T0.H is at revision 2; revision {revision} was never shown"


def test_revision_nought_is_that_of_an_alarm_before_its_first_occurrence():
    state = state_after([9.0])
    (effect,) = decide(state, shelve(occurrence=0, revision=0))
    assert isinstance(effect, AlarmChanged)
    told = refusal(state_after(), act(Silence, revision=0)).detail
    assert "was annunciated again after what you saw (revision 0, now 1" in told


def test_what_was_annunciated_again_and_acknowledged_by_another_has_changed():
    escalation = Escalation(priority=Priority.CRITICAL, limit_eu=15.0)
    state = state_after([11.0, 16.0], Handling(escalation=escalation))
    decide(state, acknowledge("T0.H", revision=2))
    assert "it is critical and has changed;" in refusal(state, shelve(revision=1)).detail


BEGINS = {
    "shelved": (shelve(actor=ANNA), Shelve),
    "taken out of service": (act(RemoveFromService, reason="sensor in repair"), RemoveFromService),
}


@pytest.mark.parametrize(
    ("what", "late"),
    [
        ("shelved", act(Unshelve, at_s=3)),
        ("shelved", shelve(at_s=3, reason="mine")),
        ("shelved", shelve(at_s=3, reason="mine", one_shot=True)),
        ("taken out of service", act(ReturnToService, at_s=3)),
    ],
)
def test_what_began_after_what_was_seen_is_neither_ended_nor_replaced(what, late):
    """R2, stale act on a shelf: at revision 1 nothing hid the alarm; at revision 2 somebody had."""
    state = state_after()
    begins, _ = BEGINS[what]
    decide(state, begins)
    told = refusal(state, late)
    assert told.reason == Reason.CHANGED_SINCE.value
    assert told.detail.startswith(
        f"T0.H was {what} by {begins.actor.name} after what you saw (revision 1, now 2): sensor in repair;"
    )
    (done,) = decide(state, replace(late, revision=2))
    assert isinstance(done, AlarmChanged)


def test_a_shelf_that_was_replaced_after_it_was_seen_is_not_ended():
    state = state_after()
    decide(state, shelve(actor=ANNA))
    decide(state, shelve(reason="still in repair", revision=2))
    assert "was shelved by Boris after what you saw" in refusal(state, act(Unshelve, revision=2)).detail
    (done,) = decide(state, act(Unshelve, revision=3))
    assert done.event == "unshelve"


def test_a_shelf_nobody_has_seen_does_not_stand_in_the_way_of_other_acts():
    """It takes nothing back to acknowledge under it, or to remove from service over it."""
    for command in (acknowledge("T0.H", at_s=3), act(RemoveFromService, reason="repair", at_s=3)):
        state = state_after()
        decide(state, shelve(actor=ANNA))
        (done,) = decide(state, command)
        assert isinstance(done, AlarmChanged)


def test_a_shelf_of_an_earlier_occurrence_may_be_ended_by_who_saw_a_later_one():
    """Its revision is of another count: 2 then is before 1 now."""
    state = state_after()
    decide(state, shelve())
    state, _, _ = scan(state, block_of([5.0, 11.0], start_s=3), [], 4 * SECOND_NS)
    (done,) = decide(state, act(Unshelve, at_s=5, occurrence=2, revision=1))
    assert done.event == "unshelve"


_ACTS = st.lists(
    st.tuples(
        st.sampled_from([Shelve, Unshelve, RemoveFromService, ReturnToService]),
        st.integers(0, 2),
    ),
    max_size=12,
)


@given(_ACTS)
def test_whoever_has_not_seen_an_override_can_only_be_refused(acts):
    """Of any acts, each by somebody some revisions behind: none that is done undoes what he had not seen."""
    state = state_after()
    begun = {}
    for at_s, (kind, behind) in enumerate(acts, 2):
        revision = int(state.alarms.table["revision"][0])
        seen = max(1, revision - behind)
        more = {"duration_ms": 1_000, "reason": "test"} if kind is Shelve else {}
        more |= {"reason": "test"} if kind is RemoveFromService else {}
        (effect,) = decide(state, act(kind, at_s=at_s, revision=seen, **more))
        what = "shelf" if kind in (Shelve, Unshelve) else "service"
        if isinstance(effect, CommandRefused):
            assert int(state.alarms.table["revision"][0]) == revision
            continue
        assert begun.get(what, 0) <= seen
        if kind in (Shelve, RemoveFromService):
            begun[what] = effect.revision
        else:
            del begun[what]


def test_a_shelf_may_last_as_long_as_the_longest_and_no_millisecond_more():
    state = state_after(philosophy=AlarmPhilosophy(shelve_ms_max=HOUR_MS))
    assert refusal(state, shelve(duration_ms=HOUR_MS + 1)).reason == Reason.TOO_LONG.value
    told = refusal(state, shelve(duration_ms=2 * HOUR_MS)).detail
    assert told == "T0.H may be shelved for at most 1 h, not 2 h"
    decide(state, shelve(duration_ms=HOUR_MS))
    later = {"at_s": 2 + 2_400, "revision": 2}
    assert refusal(state, shelve(duration_ms=HOUR_MS // 3 + 1, **later)).reason == Reason.TOO_LONG.value
    (done,) = decide(state, shelve(duration_ms=HOUR_MS // 3, **later))
    assert done.until_ns == (2 + 3_600) * SECOND_NS


def test_a_clock_that_steps_back_does_not_lengthen_a_shelf():
    state = state_after(philosophy=AlarmPhilosophy(shelve_ms_max=HOUR_MS))
    decide(state, shelve(duration_ms=HOUR_MS, at_s=10))
    before = {"at_s": 2, "revision": 2}
    assert refusal(state, shelve(duration_ms=HOUR_MS + 1, **before)).reason == Reason.TOO_LONG.value
    (done,) = decide(state, shelve(duration_ms=HOUR_MS, **before))
    assert isinstance(done, AlarmChanged)


def test_a_shelf_that_has_ended_does_not_count_against_the_next():
    state = state_after(philosophy=AlarmPhilosophy(shelve_ms_max=HOUR_MS))
    decide(state, shelve(duration_ms=HOUR_MS))
    decide(state, act(Unshelve, at_s=2 + 2_400, revision=2))
    (done,) = decide(state, shelve(duration_ms=HOUR_MS, at_s=2 + 2_500, revision=3))
    assert done.until_ns == (2 + 2_500 + 3_600) * SECOND_NS


def test_a_shelf_of_which_nothing_is_known_counts_for_nothing():
    """An account that no journal tells of any more: the shelf is one from now."""
    state = state_after(philosophy=AlarmPhilosophy(shelve_ms_max=HOUR_MS))
    decide(state, shelve(duration_ms=HOUR_MS))
    state.ledger.overrides.clear()
    (done,) = decide(state, shelve(duration_ms=HOUR_MS, at_s=2 + 2_400, revision=2))
    assert done.until_ns == (2 + 2_400 + 3_600) * SECOND_NS


def test_a_shelf_may_be_as_short_as_a_millisecond_but_not_shorter():
    (done,) = decide(state_after(), shelve(duration_ms=1))
    assert done.until_ns == 2 * SECOND_NS + 1_000_000
    told = refusal(state_after(), shelve(duration_ms=0)).detail
    assert told == "T0.H is shelved for a stated time, at most 12 h"


@pytest.mark.parametrize(
    ("duration_ms", "words"),
    [
        (59_000, "59 s"),
        (59_999, "60 s"),
        (60_000, "1 min"),
        (60_029, "1 min"),
        (60_031, "1.001 min"),
        (3_599_999, "60 min"),
        (3_600_000, "1 h"),
        (3_601_799, "1 h"),
        (3_601_801, "1.001 h"),
    ],
)
def test_times_are_said_in_the_unit_that_suits_them(duration_ms, words):
    told = refusal(state_after(handling=Handling(shelve_ms_max=500)), shelve(duration_ms=duration_ms)).detail
    assert told == f"T0.H may be shelved for at most 0.5 s, not {words}"


@pytest.mark.parametrize(
    ("at_s", "words"),
    [
        (0, "00:00:00 UTC"),
        (3_600, "01:00:00 UTC"),
        (86_399, "23:59:59 UTC"),
        (1_790_000_000, "14:13:20 UTC"),
    ],
)
def test_the_time_of_day_of_known_instants(at_s, words):
    assert clock_time(at_s * SECOND_NS) == words
