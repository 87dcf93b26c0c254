"""Instructions: names found, limits kept, memory that is plain bytes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alarms.expression.trees import ALARMS, STATES, TAGS, nodes
from wakeful.alarms.expression import evaluate
from wakeful.alarms.expression.parser import PARTS_MAX, parse
from wakeful.alarms.expression.program import (
    INSTRUCTION,
    MEMORY,
    NEVER_NS,
    STACK_SIZE,
    Operation,
    compile_programs,
    is_stateful,
    new_memory,
)
from wakeful.alarms.expression.syntax import (
    Arithmetic,
    ExpressionError,
    Negation,
    Node,
    Rate,
    Stuck,
    TagNode,
    walk,
)

INDEX = {tag: number for number, tag in enumerate(TAGS)}
ROWS = {alarm: number for number, alarm in enumerate(ALARMS)}


def compiled(*texts):
    return compile_programs([parse(text) for text in texts], INDEX, ROWS, STATES)


def test_programs_stand_one_after_the_other():
    programs = compiled("A + 1 > 2", "active(A.HIGH)", "rate(A, 1 s) > 1 or stuck(A, 1)")
    assert programs.first.tolist() == [0, 5, 6, 11]
    assert programs.memory_first.tolist() == [0, 0, 0, 2]
    assert [Operation(code).name for code in programs.code["operation"][:6]] == [
        "TAG",
        "NUMBER",
        "ADD",
        "NUMBER",
        "GREATER",
        "ACTIVE",
    ]


def test_no_programs_at_all():
    programs = compile_programs([], {}, {}, {})
    assert programs.code.shape == (0,) and programs.code.dtype == INSTRUCTION
    assert programs.first.tolist() == programs.memory_first.tolist() == [0]
    assert len(new_memory(programs)) == 0


@given(st.lists(nodes(), max_size=4))
def test_every_program_leaves_one_answer_and_keeps_to_the_stack(trees):
    programs = compile_programs(trees, INDEX, ROWS, STATES)
    for number, tree in enumerate(trees):
        code = programs.code[programs.first[number] : programs.first[number + 1]]
        depth = np.cumsum(1 - code["count"].astype(int))
        assert len(code) == sum(1 for _ in walk(tree))
        assert depth[-1] == 1 and depth.min() >= 1 and depth.max() <= STACK_SIZE
        remembering = [part for part in walk(tree) if isinstance(part, Rate | Stuck)]
        slots = programs.memory_first[number + 1] - programs.memory_first[number]
        assert slots == len(remembering) and is_stateful(tree) == bool(remembering)


def test_memory_starts_unknown_and_has_no_gaps():
    programs = compiled("rate(A, 1 s) > 1 or stuck(A, 1)")
    memory = new_memory(programs)
    assert MEMORY.itemsize == sum(MEMORY[name].itemsize for name in MEMORY.names)
    assert INSTRUCTION.itemsize == sum(INSTRUCTION[name].itemsize for name in INSTRUCTION.names)
    assert memory["time_ns"].tolist() == [NEVER_NS] * 2
    assert memory["trust"].tolist() == [evaluate.UNKNOWN] * 2
    assert memory.tobytes() == new_memory(programs).tobytes()
    assert np.frombuffer(memory.tobytes(), MEMORY).tobytes() == memory.tobytes()


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("1 > B", 5, "no tag is named 'B': check the spelling, also of capitals"),
        ("1 > A/2", 5, "no tag is named 'A/2': to calculate with it write blanks, A / 2"),
        ("bad(B)", 1, "no tag is named 'B': check the spelling, also of capitals"),
        (
            "A > 1 and active(A)",
            11,
            "no alarm is named 'A': active() takes the name of an alarm, not of a tag",
        ),
        ("VALVE = 'shut'", 1, "VALVE has no state 'shut', only 'closed', 'travelling', 'open'"),
        (
            "A = 'VALVE'",
            1,
            "A has no states with names: compare it with a number, or put a tag's name in ( and )",
        ),
        ("B = 'open'", 1, "no tag is named 'B': check the spelling, also of capitals"),
    ],
)
def test_names_that_do_not_exist(text, column, message):
    with pytest.raises(ExpressionError) as refusal:
        compiled(text)
    assert (refusal.value.column, refusal.value.message) == (column, message)


def test_many_states_are_listed_shortly():
    states = tuple(f"s{number}" for number in range(100))
    with pytest.raises(ExpressionError, match=r"only 's0', .*'s7', \.\.\.$"):
        compile_programs([parse("A = 'x'")], {"A": 0}, {}, {"A": states})


def test_a_deviation_from_the_longest_reference_fits_and_no_more():
    reference = parse("+".join(["A"] * (PARTS_MAX // 2)))
    deviation = Arithmetic("-", TagNode("A"), reference)
    longest = Negation(deviation)
    assert len(compile_programs([longest], INDEX, ROWS, STATES).code) == STACK_SIZE
    with pytest.raises(
        ExpressionError, match=f"has {STACK_SIZE + 1} parts, at most {STACK_SIZE} are allowed"
    ):
        compile_programs([Negation(longest)], INDEX, ROWS, STATES)


def test_a_form_without_an_instruction_is_our_own_mistake():
    with pytest.raises(AssertionError, match="a form without an instruction"):
        compile_programs([Node()], {}, {}, {})
