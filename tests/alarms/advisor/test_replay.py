"""The compiled replay equals the plain one, and means what docs/alarms.md says."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings

from tests.alarms.advisor.histories import (
    KINDS,
    SECOND_NS,
    accepted,
    definitions,
    every_second,
    high,
    recordings,
)
from tests.oracles.advisor import replay_plainly
from wakeful.alarms.advisor.replay import STILL_NS, replay
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.terms.alarm import ConditionKind
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site, System
from wakeful.terms.tag import Tag

STILL = None


def told(history, definition):
    """Activations in seconds: onset, raised, calm, returned."""
    rows = np.array(replay(history, definition)).T.tolist()
    return [tuple(STILL if each == STILL_NS else each / SECOND_NS for each in row) for row in rows]


@given(recordings(), definitions())
def test_the_replay_equals_the_plain_one(recording, definition):
    rows, end_ns, age_limit_ns = recording
    plain = replay_plainly(rows, definition, 0, end_ns, age_limit_ns)
    expected = [
        tuple(
            STILL_NS if instant is None else instant
            for instant in (each.onset_ns, each.raised_ns, each.calm_ns, each.returned_ns)
        )
        for each in plain
    ]
    found = replay(accepted(recording), definition)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected


def test_the_limit_itself_is_abnormal_and_the_deadband_is_left_by_more_than_it():
    history = every_second([9, 10, 9, 8.9, 9])
    assert told(history, high(deadband_eu=1.0)) == [(1, 1, 3, 3)]
    assert told(history, high()) == [(1, 1, 2, 2)]


def test_a_low_limit_is_the_same_turned_over():
    history = every_second([11, 10, 11, 11.1, 11])
    assert told(history, high(kind=ConditionKind.LOW, deadband_eu=1.0)) == [(1, 1, 3, 3)]


def test_a_delay_ends_after_its_deadline_and_not_at_it():
    assert told(every_second([10, 10, 9]), high(on_delay_ms=2_000)) == []
    assert told(every_second([10, 10, 10, 9]), high(on_delay_ms=2_000)) == [(0, 2, 3, 3)]
    assert told(every_second([10, 9, 9, 10]), high(off_delay_ms=2_000)) == [(0, 0, STILL, STILL)]


def test_the_deadband_keeps_an_on_delay_running():
    history = every_second([10, 9.5, 9.5, 9.5, 9.5])
    assert told(history, high(on_delay_ms=2_000)) == []
    assert told(history, high(on_delay_ms=2_000, deadband_eu=1.0)) == [(0, 2, STILL, STILL)]


def test_what_is_unknown_breaks_an_off_delay_and_no_on_delay():
    bad, doubtful = Quality.BAD_SENSOR_FAILURE, Quality.UNCERTAIN_SUB_NORMAL
    for code in (bad, doubtful):
        history = every_second([10, 9, 9, 9, 9, 9], quality=[0, 0, code, 0, 0, 0])
        assert told(history, high(off_delay_ms=2_000)) == [(0, 0, 3, 5)]
        history = every_second([10, 9, 9, 9], quality=[0, code, 0, 0])
        assert told(history, high(on_delay_ms=1_000)) == [(0, 1, 2, 2)]
    assert told(every_second([10, 9], quality=[doubtful, 0]), high()) == [(0, 0, 1, 1)]
    assert told(every_second([10, 9], quality=[bad, 0]), high()) == []


def test_silence_longer_than_the_age_limit_is_unknown():
    history = every_second([10, 9, 9], age_limit_ns=3 * SECOND_NS, interval_ns=5 * SECOND_NS)
    assert told(history, high(off_delay_ms=4_000)) == [(0, 0, STILL, STILL)]
    still_heard = dataclasses.replace(history, age_limit_ns=5 * SECOND_NS)
    assert told(still_heard, high(off_delay_ms=4_000)) == [(0, 0, 5, 9)]


def test_an_input_alarm_goes_by_quality_and_silence_alone():
    definition = high(kind=ConditionKind.INPUT_BAD, limit_eu=0.0)
    bad, doubtful = Quality.BAD_SENSOR_FAILURE, Quality.UNCERTAIN_SUB_NORMAL
    history = every_second([1, 1, 1, float("nan"), 1], quality=[0, bad, doubtful, 0, 0])
    assert told(history, definition) == [(1, 1, 4, 4)]
    silent = every_second([1, 1], age_limit_ns=3 * SECOND_NS, interval_ns=5 * SECOND_NS)
    assert told(silent, definition) == [(3, 3, 5, 5), (8, 8, STILL, STILL)]


@pytest.mark.parametrize("kind", [ConditionKind.DISCRETE, ConditionKind.STUCK, ConditionKind.EXPRESSION])
def test_of_a_truth_every_number_but_0_is_abnormal(kind):
    history = every_second([0, 1, 2, -1, 0, float("nan"), 1, 0])
    assert told(history, high(kind=kind, deadband_eu=5.0)) == [(1, 1, 4, 4), (6, 6, 7, 7)]
    assert told(history, high(kind=kind, off_delay_ms=2_000)) == [(1, 1, 7, STILL)]


@settings(max_examples=200)
@given(recordings(), definitions((*KINDS, ConditionKind.DISCRETE)))
def test_the_replay_equals_the_engine(recording, definition):
    rows, end_ns, age_limit_ns = recording
    tag = Tag(name="LI-1", system="s", source="x", age_limit_ms=(age_limit_ns or 10**15) // 1_000_000)
    site = Site(name="s", systems=(System(id="s", name="S"),), sources=(), tags=(tag,), alarms=(definition,))
    state = EngineState.start(Plan.compile(site), 0)
    moves = []
    for at_ns, value, code in rows:
        block = SampleBlock(np.array([at_ns], np.int64), np.array([[value]]), np.array([[code]], np.uint32))
        state, effects, _ = scan(state, block, (), at_ns)
        moves += [effect for effect in effects if isinstance(effect, AlarmChanged)]
    state, effects, _ = scan(state, SampleBlock.empty(1), (), end_ns)
    moves += [effect for effect in effects if isinstance(effect, AlarmChanged)]
    history = accepted((rows, end_ns, tag.age_limit_ms * 1_000_000))
    if definition.kind is ConditionKind.DISCRETE:
        truths = np.where(np.isfinite(history.values), history.values == definition.limit_eu, np.nan)
        history = dataclasses.replace(history, values=truths)
    found = replay(history, definition)
    raised = [move for move in moves if move.annunciated]
    assert found.raised_ns.tolist() == [move.at_ns for move in raised]
    assert found.onset_ns.tolist() == [move.onset_ns for move in raised]
    returned = [move.at_ns for move in moves if move.event == "normal"]
    assert [at_ns for at_ns in found.returned_ns.tolist() if at_ns != STILL_NS] == returned
