"""Samples that come too late are lost, once, and stay so; a scan that comes late loses nothing."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.server.scanning.lateness import mark_late
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Priority
from wakeful.terms.effect import Effect
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site, Source, System
from wakeful.terms.tag import Tag

SECOND_NS = 1_000_000_000
LIMIT_S = 5
PLAN = Plan.compile(
    Site(
        name="Lagging",
        systems=(System(id="s", name="S"),),
        sources=(Source(id="plant", driver="scripted"),),
        tags=(Tag(name="T", system="s", source="plant", age_limit_ms=LIMIT_S * 1_000),),
        alarms=(AlarmDefinition(name="T.bad", tag="T", kind=ConditionKind.INPUT_BAD, priority=Priority.LOW),),
    )
)


def samples(*at_s: float) -> SampleBlock:
    """Good samples of the one tag."""
    times_ns = (np.array(at_s) * SECOND_NS).astype(np.int64)
    return SampleBlock(times_ns, np.ones((len(at_s), 1)), np.zeros((len(at_s), 1), np.uint32))


def run(lag_s: float, seconds: int = 40) -> tuple[EngineState, list[Effect]]:
    """A source that speaks once a second, ``lag_s`` late."""
    state, effects = EngineState.start(PLAN, 0), list[Effect]()
    for now_s in range(1, seconds):
        block = mark_late(samples(now_s - lag_s), PLAN.age_limit_ns, now_s * SECOND_NS)
        state, more, _ = scan(state, block, (), now_s * SECOND_NS)
        effects += more
    return state, effects


@given(st.floats(LIMIT_S + 0.01, 3_600.0))
def test_a_source_that_lags_is_lost_once_and_does_not_flap(lag_s: float) -> None:
    state, effects = run(lag_s)
    moves = [effect for effect in effects if getattr(effect, "alarm", "") == "T.bad"]
    assert [move.event for move in moves] == ["abnormal"]  # type: ignore[union-attr]
    assert state.quality[0] == Quality.BAD_NO_COMMUNICATION
    assert len(effects) == 2


@given(st.floats(0.0, LIMIT_S - 0.01))
def test_a_source_within_its_age_limit_is_believed(lag_s: float) -> None:
    state, effects = run(lag_s)
    assert state.quality[0] == Quality.GOOD
    assert len(effects) == 1


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8, unique=True).map(sorted))
def test_a_scan_that_comes_late_loses_nothing(at_s: list[Any]) -> None:
    """Whatever waited meanwhile: as long as the newest sample is young enough, all of them count."""
    block = samples(*at_s)
    marked = mark_late(block, PLAN.age_limit_ns, (at_s[-1] + LIMIT_S) * SECOND_NS)
    assert np.array_equal(marked.quality, block.quality)
    later = mark_late(block, PLAN.age_limit_ns, (at_s[-1] + LIMIT_S) * SECOND_NS + 1)
    assert (later.quality == Quality.BAD_NO_COMMUNICATION).all()
    assert (block.quality == Quality.GOOD).all(), "what history keeps is not touched"
