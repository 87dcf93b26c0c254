"""Bodies made by the column are those made of one view each."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.small_site import EVE, act, staffed_site
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.engine.view import AlarmView, alarm_view
from wakeful.server.scanning.alarm_bodies import alarm_bodies
from wakeful.server.wire import AlarmBody, OverrideBody
from wakeful.terms.alarm import ISAState
from wakeful.terms.command import (
    Acknowledge,
    RemoveFromService,
    Reset,
    ReturnToService,
    SetMode,
    Shelve,
    Silence,
    Unshelve,
)
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock

PLAN = Plan.compile(staffed_site())
ALARMS = [alarm.name for alarm in PLAN.site.alarms]
SECOND_NS = 1_000_000_000
ACTS = {
    Acknowledge: {},
    Reset: {},
    Silence: {},
    Unshelve: {},
    ReturnToService: {},
    RemoveFromService: {"reason": "calibration"},
    Shelve: {"reason": "a spare part", "duration_ms": 5_000},
}


def plain_body(state: EngineState, alarm: int) -> AlarmBody:
    """One alarm's body from its view, member by member."""
    view: AlarmView = alarm_view(state, alarm)
    why = state.plan.site.alarms[alarm].rationalisation
    respond_by_ms = None
    if why is not None and why.response_time_ms and view.occurrence:
        respond_by_ms = view.raised_at_ns / 1e6 + why.response_time_ms
    return AlarmBody(
        alarm=alarm, letter=ISAState(view.letter), priority=view.priority, occurrence=view.occurrence,
        revision=view.revision, annunciated_revision=int(state.alarms.table["loud_revision"][alarm]),
        raised_ms=view.raised_at_ns / 1e6, changed_ms=view.changed_at_ns / 1e6,
        value=view.value, trusted=view.trusted, acknowledged_by=view.acknowledged_by,
        acknowledged_ms=None if view.acknowledged_at_ns is None else view.acknowledged_at_ns / 1e6,
        onset_ms=view.onset_ns / 1e6, respond_by_ms=respond_by_ms, active=view.active,
        waiting=view.waiting, latched=view.latched, silenced=view.silenced,
        priority_peak=view.priority_peak, first_out=view.first_out,
        overrides=tuple(
            OverrideBody(
                kind=override.kind, by=override.by, reason=override.reason,
                since_ms=override.since_ns / 1e6,
                until_ms=None if override.until_ns is None else override.until_ns / 1e6,
                one_shot=override.one_shot, hidden_count=override.hidden_count,
                hidden_ms=None if override.hidden_at_ns is None else override.hidden_at_ns / 1e6,
            )
            for override in view.overrides
        ),
    )  # fmt: skip


def scanned(state: EngineState, now_ns: int, values: list[float], *commands: object) -> EngineState:
    quality = [Quality.BAD_SENSOR_FAILURE if np.isnan(value) else Quality.GOOD for value in values]
    block = SampleBlock(np.array([now_ns]), np.array([values]), np.array([quality], np.uint32))
    state, _, _ = scan(state, block, commands, now_ns)  # type: ignore[arg-type]
    return state


steps = st.tuples(
    st.lists(st.sampled_from([20.0, 60.0, 90.0, 97.0, float("nan")]), min_size=4, max_size=4),
    st.sampled_from([None, "running", "stopped", *ACTS]),
    st.integers(0, 3),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=25))
def test_many_bodies_at_once_are_what_one_view_each_says(story: list[tuple]) -> None:  # type: ignore[type-arg]
    state = EngineState.start(PLAN, 0)
    for number, (values, deed, alarm) in enumerate(story, start=1):
        now_ns, commands = number * SECOND_NS, []
        if isinstance(deed, str):
            commands.append(SetMode(id=str(number), actor=EVE, at_ns=now_ns, system="even", mode=deed))
        elif deed is not None:
            seen = alarm_view(state, alarm)
            commands.append(
                act(
                    deed, ALARMS[alarm], seen.occurrence, seen.revision, at_ns=now_ns, actor=EVE, **ACTS[deed]
                )
            )
        state = scanned(state, now_ns, values, *commands)
        expected = [plain_body(state, index) for index in range(len(ALARMS))]
        assert alarm_bodies(state, range(len(ALARMS))) == expected
        assert alarm_bodies(state, [alarm]) == [expected[alarm]]
    assert alarm_bodies(state, []) == []


def test_each_thing_an_alarm_can_be_is_on_its_body() -> None:
    state = scanned(EngineState.start(PLAN, 0), 1_000, [90.0, 20.0, 90.0, 0.0])
    state = scanned(state, 2_000, [97.0, 90.0, 90.0, 0.0])
    seen = alarm_view(state, 0)
    shelve = act(Shelve, "T0.high", seen.occurrence, seen.revision, reason="a", duration_ms=60, at_ns=3_000)
    state = scanned(state, 3_000, [20.0, 90.0, 90.0, 0.0], shelve)
    first, second, third, storage = alarm_bodies(state, range(4))
    assert (first.letter, first.latched, first.active, first.waiting) == ("E", True, False, True)
    assert (first.priority_peak, first.first_out, third.first_out) == (1, "first", "tied")
    assert (first.raised_ms, first.respond_by_ms) == (1e-3, 60_000.001)
    (shelf,) = first.overrides
    assert (shelf.kind, shelf.by, shelf.reason, shelf.until_ms) == ("shelved", "Anna", "a", 60.003)
    assert second.letter == "F"
    assert [(item.kind, item.by, item.hidden_count) for item in second.overrides] == [
        ("suppressed", "T2 > 50", 1)
    ]
    assert (storage.letter, storage.overrides, storage.respond_by_ms) == ("A", (), None)


def test_a_latched_alarm_that_comes_back_from_its_shelf_is_told_as_annunciated_anew() -> None:
    state = scanned(EngineState.start(PLAN, 0), 1_000, [90.0, 20.0, 20.0, 0.0])
    seen = alarm_view(state, 0)
    shelve = act(Shelve, "T0.high", seen.occurrence, seen.revision, reason="a", duration_ms=60, at_ns=2_000)
    state = scanned(state, 2_000, [20.0, 20.0, 20.0, 0.0], shelve)
    (shelved,) = alarm_bodies(state, [0])
    assert (shelved.letter, shelved.active, shelved.latched) == (ISAState.SHLVD, False, True)
    assert shelved.annunciated_revision < shelved.revision, "what is shelved has called for nothing since"
    state = scanned(state, SECOND_NS, [20.0, 20.0, 20.0, 0.0])
    (back,) = alarm_bodies(state, [0])
    assert (back.letter, back.active, back.latched) == (ISAState.UNACK, False, True)
    assert shelved.revision < back.annunciated_revision == back.revision
