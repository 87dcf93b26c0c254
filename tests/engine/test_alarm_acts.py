"""Acts on alarms beyond acknowledging: bound, limited, by whom, and what a refusal says."""

import pytest
from msgspec.structs import replace

from tests.engine.site_examples import ANNA, HIGH_ALARM, SECOND_NS, acknowledge, block_of, site_of
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
