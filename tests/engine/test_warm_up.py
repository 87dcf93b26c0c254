"""After the warm-up no act of a person waits for a compiler."""

from numba.core import event

from tests.engine.site_examples import ANNA, HIGH_ALARM, SECOND_NS, acknowledge, block_of, site_of
from wakeful.engine.commands import decide
from wakeful.engine.plan import Plan
from wakeful.engine.recovery import fold
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState, resume
from wakeful.engine.warm_up import small_life, warm_up
from wakeful.terms.command import SetMode, Shelve
from wakeful.terms.effect import AlarmChanged, CommandRefused, ModeChanged
from wakeful.terms.site import System


def test_nothing_is_compiled_after_the_warm_up():
    warm_up()
    effects = small_life()
    assert {"abnormal", "normal", "acknowledge"} <= {e.event for e in effects if isinstance(e, AlarmChanged)}
    assert any(isinstance(effect, ModeChanged) for effect in effects)
    assert not any(isinstance(effect, CommandRefused) for effect in effects)
    with event.install_recorder("numba:compile") as recorder:
        plan = Plan.compile(site_of(HIGH_ALARM, systems=(System(id="s", name="S", modes=("a", "b")),)))
        state, records, _ = scan(EngineState.start(plan, 0), block_of([11.0]), [], SECOND_NS)
        records += decide(state, acknowledge("T0.H", at_s=2.0))
        shelf = Shelve(
            id="c",
            actor=ANNA,
            at_ns=3 * SECOND_NS,
            alarm="T0.H",
            occurrence=1,
            revision=2,
            duration_ms=1_000,
            reason="test",
        )
        records += decide(state, shelf)
        records += decide(state, SetMode(id="m", actor=ANNA, at_ns=3 * SECOND_NS, system="s", mode="b"))
        state, more, _ = scan(state, block_of([5.0], start_s=5), [], 9 * SECOND_NS)
        resume(fold(EngineState.start(plan, 0), [*records, *more]), 10 * SECOND_NS)
    assert [data.data["dispatcher"].py_func.__name__ for _, data in recorder.buffer] == []
