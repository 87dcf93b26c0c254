"""One scan of the house: commands, then samples and what is due, then effects in order."""

from collections.abc import Sequence

import numpy as np

from wakeful.alarms import flood
from wakeful.alarms.timer_heap import first_deadline_ns
from wakeful.engine.annunciation import annunciate
from wakeful.engine.commands import decide
from wakeful.engine.effects import effects_of
from wakeful.engine.events import EVENT, MOVE, new_table
from wakeful.engine.kernel import scan_rows
from wakeful.engine.state import EngineState
from wakeful.terms.command import Command
from wakeful.terms.effect import Effect
from wakeful.terms.samples import SampleBlock

_NOTHING_DUE_NS = np.iinfo(np.int64).max


def scan(
    state: EngineState, block: SampleBlock, commands: Sequence[Command], now_ns: int
) -> tuple[EngineState, list[Effect], int | None]:
    """Judge what came in since the last scan.

    Commands are decided first, each alone, in their order, on the state their sender could have seen. Then
    rows are judged in their order, and everything due before, between and after them happens at its own
    instant. A clock that steps back does not move the engine back: ``now_ns`` counts as at least the now of
    the scan before.

    Parameters
    ----------
    state : taken over by the scan; use ``state.copy()`` to keep one.
    block : times_ns (T,), values (T, N) [EU], quality (T, N), N tags in site order. An empty block is fine.
    commands : with identity already put in by the shell.
    now_ns : int64, the server's clock.

    Returns
    -------
    state : the same object, changed.
    effects : plain data, to be journaled before anything else happens.
    next_deadline_ns : call again when the clock has passed it, even without samples; None when nothing runs.

    Notes
    -----
    Deterministic: the same state bytes and inputs give the same bytes and effects. Splitting changes
    nothing: ``scan(a + b, now)`` equals ``scan(a, t)`` then ``scan(b, now)`` for any t from the last row of
    ``a`` to the first of ``b``, with the commands in the first part.

    Raises
    ------
    ValueError
        If the block is not for the tags of the plan: a mistake of the caller.
    """
    plan = state.plan
    if block.tags != len(plan.site.tags):
        raise ValueError(f"block of {block.tags} tags for a plan of {len(plan.site.tags)}")
    now_ns = max(now_ns, int(state.clock_ns[0]))
    effects = [effect for command in commands for effect in decide(state, command)]
    effects += effects_of(state, step_alarms(state, block, now_ns), now_ns)
    return state, effects, next_deadline_ns(state)


def step_alarms(state: EngineState, block: SampleBlock, now_ns: int) -> np.ndarray:
    """Both stages on a block: rows of ``MOVE`` in the order in which things happened. Changes ``state``."""
    alarms = state.plan.alarms
    events, count = scan_rows(
        alarms.rows,
        state.limits,
        alarms.modes,
        alarms.alarms,
        state.rows,
        state.tags,
        state.plan.age_limit_ns,
        state.clock_ns,
        _plain(block.times_ns),
        _plain(block.values),
        _plain(block.quality),
        now_ns,
        new_table(EVENT),
    )
    times = state.alarms
    if not count and first_deadline_ns(times.table, times.heap, times.running) >= now_ns:
        return new_table(MOVE, 0)
    moves, moved = annunciate(alarms.alarms, times, events[:count], now_ns, new_table(MOVE))
    return moves[:moved]


def _plain(array: np.ndarray) -> np.ndarray:
    """The array, copied only when it is strided or read-only: the kernel is compiled for plain ones alone."""
    flags = array.flags
    return array if flags.carray else np.array(array, order="C")


def next_deadline_ns(state: EngineState) -> int | None:
    """The earliest instant after which something may be due: the end of a delay, a shelf, a re-alarm or a
    flood, or a tag falling silent.

    For silence this is a lower bound: waking at it may find nothing to do and gives a later one.
    """
    rows, alarms = state.rows, state.alarms
    deadline_ns = min(
        int(first_deadline_ns(rows.table, rows.heap, rows.running)),
        int(first_deadline_ns(alarms.table, alarms.heap, alarms.running)),
        int(state.clock_ns[2]),
        *(
            flood.end_ns(known, position)
            for known, position in zip(state.ledger.floods, state.plan.positions, strict=True)
        ),
    )
    return None if deadline_ns == _NOTHING_DUE_NS else deadline_ns
