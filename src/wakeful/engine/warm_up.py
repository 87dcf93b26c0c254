"""Has every kernel compiled before the first person acts: a small life of a small site, thrown away.

A kernel is compiled, or taken from the cache, when it is first called. Called first by a person's act, it
would hold up the scan for as long.
"""

import numpy as np

from wakeful.engine.commands import decide
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState, resume
from wakeful.engine.view import alarm_view
from wakeful.terms.alarm import AlarmDefinition, ConditionKind, Handling, ModeSetting, Priority
from wakeful.terms.command import Acknowledge, Actor, SetMode
from wakeful.terms.effect import Effect
from wakeful.terms.samples import SampleBlock
from wakeful.terms.site import Site, System
from wakeful.terms.tag import Tag

_SOMEBODY = Actor("warm-up", "engineer")


def warm_up() -> None:
    """Run every kernel of a scan, of acts and of a restart once."""
    small_life()


def small_life() -> list[Effect]:
    """What happens in it: a mode, a logic, an expression, an act and a restart."""
    plan = Plan.compile(_site())
    state = EngineState.start(plan, 0)
    block = SampleBlock(np.array([1, 2]), np.array([[2.0, 0.0], [0.0, 2.0]]), np.zeros((2, 2), np.uint32))
    state, effects, _ = scan(state, block, [], 3)
    effects += decide(state, SetMode(id="", actor=_SOMEBODY, at_ns=4, system="s", mode="b"))
    seen = alarm_view(state, 0)
    effects += decide(
        state,
        Acknowledge(
            id="",
            actor=_SOMEBODY,
            at_ns=5,
            alarm="a",
            occurrence=seen.occurrence,
            revision=seen.revision,
        ),
    )
    resume(fold(EngineState.start(plan, 0), effects), 6)
    return effects


def _site() -> Site:
    """One tag with a limit that a mode changes, one in an expression."""
    handling = Handling(modes=(ModeSetting(mode="b", limit_eu=3.0),), suppress_when="T1 > 5")
    return Site(
        name="warm-up",
        systems=(System(id="s", name="S", modes=("a", "b")),),
        sources=(),
        tags=(Tag(name="T0", system="s", source=""), Tag(name="T1", system="s", source="")),
        alarms=(
            AlarmDefinition(
                name="a",
                tag="T0",
                kind=ConditionKind.HIGH,
                priority=Priority.LOW,
                limit_eu=1.0,
                handling=handling,
            ),
            AlarmDefinition(
                name="b",
                tag="T1",
                kind=ConditionKind.EXPRESSION,
                priority=Priority.LOW,
                expression="T0 < 1 and T1 > 1",
            ),
        ),
    )
