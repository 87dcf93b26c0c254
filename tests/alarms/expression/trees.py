"""Trees, samples and a small site to draw from, and the kernel behind a plain call."""

from functools import cache

import numpy as np
from hypothesis import strategies as st

from tests.oracles.expression import World
from wakeful.alarms.condition import ConditionState
from wakeful.alarms.expression import syntax
from wakeful.alarms.expression.evaluate import evaluate
from wakeful.alarms.expression.program import STACK_SIZE, compile_programs, new_memory
from wakeful.terms.quality import Quality

TAGS = ("A", "FT-101.PV", "two words", "VALVE")
STATES = {"VALVE": ("closed", "travelling", "open")}
ALARMS = ("A.HIGH", "FT-101.LOW")
WAITING = Quality.BAD_WAITING_FOR_INITIAL_DATA
QUALITIES = (
    Quality.GOOD,
    Quality.GOOD + 0x0400,
    Quality.UNCERTAIN_SENSOR_NOT_ACCURATE,
    Quality.UNCERTAIN_SENSOR_NOT_ACCURATE + 1,
    Quality.BAD_SENSOR_FAILURE,
    Quality.BAD_NOT_CONNECTED,
    0xC000_0000,
    WAITING,
    WAITING + 0x0400,
)
VALUES = (0.0, 1.0, 2.0, 3.0, -1.0, 0.1, -2.5, 1e308, -1e308, np.nan, np.inf)

tags = st.sampled_from(TAGS)
alarms = st.sampled_from(ALARMS)
conditions = st.tuples(*(st.sampled_from(ConditionState) for _ in ALARMS))
trusts = st.tuples(*(st.sampled_from([0, 1, 3]) for _ in ALARMS))
"""How far each condition can be trusted: surely, probably, not heard yet."""


def _several(operands, least=2):
    return st.lists(operands, min_size=least, max_size=4).map(tuple)


def _negation(operand):
    """As the parser makes it: the sign of a number belongs to the number."""
    if isinstance(operand, syntax.Number):
        return syntax.Number(-operand.value)
    return syntax.Negation(operand)


@cache
def numbers(depth, stateful=True):
    """Trees that are numbers."""
    leaves = [
        st.builds(
            syntax.Number, st.sampled_from(VALUES[:9]) | st.floats(allow_nan=False, allow_infinity=False)
        ),
        st.builds(syntax.TagNode, tags),
    ]
    if stateful:
        leaves.append(st.builds(syntax.Rate, tags, st.sampled_from([1, 500, 1_000, 60_000, 7_200_000])))
    if depth == 0:
        return st.one_of(leaves)
    inner = numbers(depth - 1, stateful)
    return st.one_of(
        *leaves,
        inner.map(_negation),
        st.builds(syntax.Absolute, inner),
        st.builds(syntax.Arithmetic, st.sampled_from("+-*/"), inner, inner),
        st.builds(syntax.Extreme, st.sampled_from(["min", "max"]), _several(inner)),
        st.builds(syntax.If, truths(depth - 1, stateful), inner, inner),
    )


@cache
def truths(depth, stateful=True):
    """Trees that are truths."""
    comparison = st.builds(
        syntax.Comparison,
        st.sampled_from(["<", "<=", ">", ">=", "=", "!="]),
        numbers(max(depth - 1, 0), stateful),
        numbers(max(depth - 1, 0), stateful),
    )
    leaves = [
        comparison,
        st.builds(syntax.StateIs, st.just("VALVE"), st.sampled_from(STATES["VALVE"]), st.booleans()),
        st.builds(syntax.Active, alarms),
    ]
    if stateful:
        leaves += [
            st.builds(syntax.Stuck, tags, st.sampled_from([0.0, 0.5, 1.0])),
            st.builds(syntax.Bad, tags),
        ]
    if depth == 0:
        return st.one_of(leaves)
    inner = truths(depth - 1, stateful)
    votes = _several(inner, 1).flatmap(
        lambda operands: st.builds(syntax.AtLeast, st.integers(1, len(operands)), st.just(operands))
    )
    return st.one_of(
        *leaves,
        st.builds(syntax.Not, inner),
        st.builds(syntax.Junction, st.sampled_from(["and", "or"]), _several(inner)),
        votes,
        st.builds(syntax.If, inner, inner, inner),
    )


def nodes(depth=3, stateful=True):
    """Trees of either kind."""
    return numbers(depth, stateful) | truths(depth, stateful)


class Bench:
    """One tree compiled, over tags that are given samples: the kernel with its arrays and its memory."""

    def __init__(self, node, tags=TAGS, alarms=ALARMS, states=STATES):
        self.tags, self.alarms = tags, alarms
        self.index = {tag: number for number, tag in enumerate(tags)}
        rows = {alarm: number for number, alarm in enumerate(alarms)}
        # Another program stands before, so that no place is 0 by chance.
        before = syntax.Rate(tags[0], 1_000)
        self.programs = compile_programs([before, node], self.index, rows, states)
        self.memory = new_memory(self.programs)
        self.value = np.full(len(tags), np.nan)
        self.quality = np.full(len(tags), WAITING, np.uint32)
        self.time_ns = np.full(len(tags), np.iinfo(np.int64).min)
        fields = [("filler", np.float64), ("condition", np.uint8), ("trust", np.uint8)]
        self.table = np.zeros(len(alarms), fields)
        self.stacks = np.empty(STACK_SIZE), np.empty(STACK_SIZE, np.int64)

    def sample(self, tag, value, quality=Quality.GOOD, time_ns=1):
        at = self.index[tag]
        self.value[at], self.quality[at], self.time_ns[at] = value, quality, time_ns

    def answer(self):
        """Value, or None where it is unknown, and trust."""
        first = self.programs.first
        value, trust = evaluate(
            self.programs.code,
            first[1],
            first[2],
            self.value,
            self.quality,
            self.time_ns,
            self.table,
            self.memory,
            self.programs.memory_first[1],
            *self.stacks,
        )
        assert np.isnan(value) == (trust >= 2)
        return (None if trust >= 2 else value), trust


def start_world():
    """The oracle's world of the same small site, before the first sample."""
    return World(
        states=STATES,
        conditions=dict.fromkeys(ALARMS, ConditionState.NORMAL),
        condition_trusts=dict.fromkeys(ALARMS, 0),
        present=dict.fromkeys(TAGS, (np.nan, WAITING)),
    )
