"""The second stage: what one instant brings is taken together. The whole walk: the twin in test_scan."""

import numpy as np

from tests.engine.site_examples import SECOND_NS, block_of, site_of
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Escalation, Handling, Priority
from wakeful.terms.effect import AlarmChanged, ConditionChanged


def high(name, tag="T0", limit_eu=10.0, **handling):
    return AlarmDefinition(
        name=name,
        tag=tag,
        kind=ConditionKind.HIGH,
        priority=Priority.LOW,
        limit_eu=limit_eu,
        handling=Handling(**handling),
    )


def run(site, rows, now_s=None):
    block = block_of(np.array(rows, np.float64))
    now_ns = int(block.times_ns[-1]) if now_s is None else int(now_s * SECOND_NS)
    _, effects, _ = scan(EngineState.start(Plan.compile(site), 0), block, [], now_ns)
    return [
        (e.at_ns // SECOND_NS, e.alarm, e.event, e.before + e.after, e.annunciated)
        for e in effects
        if isinstance(e, AlarmChanged)
    ]


def test_an_alarm_whose_suppression_begins_with_it_does_not_sound():
    site = site_of(high("child", suppress_when="active(parent)"), high("parent", "T1"), tags=2)
    assert run(site, [[11.0, 11.0]]) == [
        (1, "child", "suppress", "AF", False),
        (1, "child", "abnormal", "FF", False),
        (1, "parent", "abnormal", "AB", True),
    ]


def test_an_alarm_that_returns_as_its_suppression_ends_does_not_sound():
    site = site_of(high("child", suppress_when="active(parent)"), high("parent", "T1"), tags=2)
    moves = run(site, [[11.0, 11.0], [5.0, 5.0]])
    assert [move[1:] for move in moves if move[0] == 2] == [
        ("child", "normal", "FF", False),
        ("parent", "normal", "BD", False),
        ("child", "unsuppress", "FA", False),
    ]


def test_an_alarm_that_begins_beyond_its_further_limit_sounds_once_and_as_urgent_as_it_is():
    further = Escalation(priority=Priority.CRITICAL, limit_eu=15.0)
    site = site_of(high("a", escalation=further))
    assert run(site, [[16.0]]) == [(1, "a", "abnormal", "AB", True)]
    assert [move[2] for move in run(site, [[11.0], [16.0], [11.0]])] == [
        "abnormal",
        "more_urgent",
        "severity_changed",
    ]


def test_times_of_alarms_end_between_the_samples_at_their_own_instant():
    further = Escalation(priority=Priority.CRITICAL, after_ms=2_000)
    assert run(site_of(high("a", escalation=further)), [[11.0]], now_s=10) == [
        (1, "a", "abnormal", "AB", True),
        (3, "a", "more_urgent", "BB", True),
    ]


def test_an_event_is_told_and_calls_nobody():
    site = site_of(high("a", event_only=True))
    block = block_of([11.0, 5.0])
    state, effects, _ = scan(EngineState.start(Plan.compile(site), 0), block, [], 2 * SECOND_NS)
    told = [(e.alarm, e.active, e.value) for e in effects if isinstance(e, ConditionChanged)]
    assert told == [("a", True, 11.0), ("a", False, 5.0)]
    assert not any(isinstance(e, AlarmChanged) for e in effects) and state.alarms.table["code"][0] == 0
