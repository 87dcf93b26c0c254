"""The kernel against its plain twin, and what must hold whatever the expression: doubt never clears."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alarms.expression.trees import (
    ALARMS,
    QUALITIES,
    TAGS,
    VALUES,
    WAITING,
    Bench,
    conditions,
    nodes,
    start_world,
    tags,
    trusts,
    truths,
)
from tests.oracles import expression as oracle
from wakeful.alarms.expression import syntax
from wakeful.alarms.expression.evaluate import DOUBTFUL, TRUSTED, UNHEARD, UNKNOWN
from wakeful.alarms.expression.parser import parse
from wakeful.terms.quality import Quality

GOOD, UNCERTAIN, BAD = Quality.GOOD, Quality.UNCERTAIN_SENSOR_NOT_ACCURATE, Quality.BAD_SENSOR_FAILURE
SECOND_NS = 1_000_000_000

samples = st.tuples(
    tags,
    st.sampled_from(VALUES) | st.floats(-100, 100),
    st.sampled_from(QUALITIES) | st.just(GOOD),
    st.sampled_from([1, 1_000_000, SECOND_NS, 30 * SECOND_NS, 700 * SECOND_NS]),
)


@settings(max_examples=600)
@given(node=nodes(), steps=st.lists(st.tuples(samples, conditions, trusts), max_size=12))
def test_the_kernel_answers_as_its_twin(node, steps):
    bench, world = Bench(node), start_world()
    assert bench.answer() == oracle.answer(node, world)
    now_ns = 1_700_000_000 * SECOND_NS
    for (tag, value, quality, elapsed_ns), states, known in steps:
        now_ns += elapsed_ns
        bench.sample(tag, value, quality, now_ns)
        world.sample(tag, value, quality, now_ns)
        bench.table["condition"], bench.table["trust"] = states, known
        world.conditions = dict(zip(ALARMS, states, strict=True))
        world.condition_trusts = dict(zip(ALARMS, known, strict=True))
        assert bench.answer() == oracle.answer(node, world)
        kept = bench.memory.tobytes()
        assert bench.answer() == oracle.answer(node, world)
        assert bench.memory.tobytes() == kept


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("<", [1, 0, 0]),
        ("<=", [1, 1, 0]),
        (">", [0, 0, 1]),
        (">=", [0, 1, 1]),
        ("=", [0, 1, 0]),
        ("!=", [1, 0, 1]),
        ("+", [3, 4, 5]),
        ("-", [-1, 0, 1]),
        ("*", [2, 4, 6]),
        ("/", [0.5, 1, 1.5]),
    ],
)
def test_each_operator_below_at_and_above(operator, expected):
    bench, found = Bench(parse(f"A {operator} FT-101.PV")), []
    bench.sample("FT-101.PV", 2.0)
    for value in (1.0, 2.0, 3.0):
        bench.sample("A", value)
        found.append(bench.answer())
    assert found == [(value, TRUSTED) for value in expected]


GRID = (-1.0, 0.0, 1.0, 2.0, 3.0)
present = st.tuples(st.sampled_from(GRID), st.sampled_from([GOOD, GOOD, UNCERTAIN, BAD, WAITING]))


@settings(max_examples=400)
@given(node=truths(2, stateful=False), readings=st.tuples(*(present for _ in TAGS)))
def test_what_is_sure_holds_for_every_value_the_inputs_may_have(node, readings):
    """Doubtful and missing inputs may be anything; what is sure must be so for all of it."""
    bench = Bench(node)
    for tag, (value, quality) in zip(TAGS, readings, strict=True):
        bench.sample(tag, value, quality)
    value, trust = bench.answer()
    if trust != TRUSTED:
        return
    ranges = [GRID if quality != GOOD else (value,) for value, quality in readings]
    for possible in product(*ranges):
        for tag, number in zip(TAGS, possible, strict=True):
            bench.sample(tag, number)
        other, other_trust = bench.answer()
        assert other == value or other_trust == UNKNOWN  # a division by zero says nothing


@settings(max_examples=400)
@given(
    node=truths(2, stateful=False),
    readings=st.tuples(*(present for _ in TAGS)),
    spoilt=tags,
    number=st.sampled_from(GRID),
    quality=st.sampled_from([UNCERTAIN, BAD, WAITING]),
)
def test_a_spoilt_input_never_makes_a_truth_surely_false(node, readings, spoilt, number, quality):
    bench = Bench(node)
    for tag, (value, code) in zip(TAGS, readings, strict=True):
        bench.sample(tag, value, code)
    before = bench.answer()
    bench.sample(spoilt, number, quality)
    after = bench.answer()
    if after[1] == TRUSTED:
        assert after == before or before[1] != TRUSTED
        for value in GRID:
            bench.sample(spoilt, value, GOOD)
            assert bench.answer() in (after, (None, UNKNOWN))


@given(
    sure=st.lists(st.tuples(st.integers(-5, 5), st.just(GOOD)), min_size=1, max_size=8),
    doubts=st.lists(st.tuples(st.integers(0, 8), st.integers(-5, 5), st.sampled_from([UNCERTAIN, BAD]))),
    tolerance_eu=st.sampled_from([0.0, 1.0, 2.5]),
)
def test_a_tag_has_surely_moved_only_when_trusted_samples_say_so(sure, doubts, tolerance_eu):
    series = list(sure)
    for place, value, quality in doubts:
        series.insert(place, (value, quality))
    bench = Bench(syntax.Stuck("A", tolerance_eu))
    trusted = []
    for time_ns, (value, quality) in enumerate(series, start=1):
        bench.sample("A", value, quality, time_ns)
        if quality == GOOD:
            trusted.append(value)
        if bench.answer() == (0.0, TRUSTED):
            assert max(trusted) - min(trusted) > tolerance_eu


@given(
    series=st.lists(
        st.tuples(st.floats(-10, 10), st.floats(-10, 10), st.sampled_from([GOOD, GOOD, GOOD, UNCERTAIN])),
        min_size=2,
        max_size=40,
    ),
    step_s=st.sampled_from([1, 5, 60]),
)
def test_doubtful_samples_hardly_move_a_trusted_rate(series, step_s):
    """Two histories that differ in their doubtful samples only: a trusted rate differs by at most 5 %."""
    window_s, one, other = 10.0, Bench(parse("rate(A, 10 s)")), Bench(parse("rate(A, 10 s)"))
    for number, (value, alternative, quality) in enumerate(series, start=1):
        one.sample("A", value, quality, number * step_s * SECOND_NS)
        other.sample("A", value if quality == GOOD else alternative, quality, number * step_s * SECOND_NS)
        rate, trust = one.answer()
        other_rate, other_trust = other.answer()
        assert trust == other_trust
        if trust == TRUSTED:
            assert abs(rate - other_rate) <= 0.05 * 20.0 / window_s + 1e-9


@pytest.mark.parametrize("step_ms", [100, 1_000, 7_000])
@pytest.mark.parametrize("slope", [0.0, 0.25, -3.0])
def test_a_ramp_has_its_slope_as_rate(step_ms, slope):
    bench = Bench(parse("rate(A, 5 s)"))
    for number in range(1, 2_000):
        bench.sample("A", 7.0 + slope * number * step_ms / 1_000, GOOD, number * step_ms * 1_000_000)
        answer = bench.answer()
    assert answer == (pytest.approx(slope, abs=1e-9), TRUSTED)


def rates(series, window="10 s"):
    """Answers of ``rate`` along (seconds, value, quality)."""
    bench, found = Bench(parse(f"rate(A, {window})")), []
    for at_s, value, quality in series:
        bench.sample("A", value, quality, round(at_s * SECOND_NS))
        found.append(bench.answer())
    return found


def test_a_rate_is_unknown_then_doubtful_then_trusted_after_three_time_constants():
    trusts = [trust for _, trust in rates([(second, 0.0, GOOD) for second in range(1, 50)])]
    assert trusts[0] == UNKNOWN
    begin = trusts.index(TRUSTED)
    assert set(trusts[1:begin]) == {DOUBTFUL} and set(trusts[begin:]) == {TRUSTED}
    assert 30 <= begin <= 33


def test_the_rate_between_two_samples_is_that_of_the_last():
    bench = Bench(parse("rate(A, 10 s)"))
    for second in (1, 2):
        bench.sample("A", float(second), GOOD, second * SECOND_NS)
        bench.answer()
    assert bench.answer() == (pytest.approx(1 / 11), DOUBTFUL)
    bench.sample("A", 99.0, GOOD, 2 * SECOND_NS)
    assert bench.answer() == (pytest.approx(1 / 11), DOUBTFUL)


def test_a_bad_sample_makes_the_rate_unknown_and_a_short_gap_goes_on():
    series = [(second, second, GOOD) for second in range(1, 100)]
    resumed = rates([*series, (100, 0, BAD), (101, 101, GOOD)])
    assert resumed[-2] == (None, UNKNOWN)
    assert resumed[-1] == (pytest.approx(1.0, rel=1e-3), TRUSTED)


@pytest.mark.parametrize(("gap_s", "is_known"), [(100, True), (100.5, False)])
def test_after_ten_time_constants_the_rate_starts_anew(gap_s, is_known):
    series = [(second, second, GOOD) for second in range(1, 100)]
    answer = rates([*series, (99 + gap_s, 99 + gap_s, GOOD)])[-1]
    assert answer == ((pytest.approx(1.0, rel=1e-3), TRUSTED) if is_known else (None, UNKNOWN))


def test_a_rate_beyond_all_numbers_starts_anew():
    jump = rates([(1, -1.7e308, GOOD), (2, 1.7e308, GOOD), (3, 1.7e308, GOOD)])
    assert jump == [(None, UNKNOWN), (None, UNKNOWN), (0.0, DOUBTFUL)]


def test_a_doubtful_sample_makes_the_rate_doubtful_until_it_has_faded():
    series = [(second, 0.0, GOOD) for second in range(1, 60)]
    found = rates([*series, (60, 0.0, UNCERTAIN), *[(60 + k, 0.0, GOOD) for k in range(1, 30)]])
    trusts = [trust for _, trust in found[59:]]
    assert trusts[0] == DOUBTFUL
    assert trusts[-1] == TRUSTED and trusts[:6] == [DOUBTFUL] * 6


MOVED, STAYED, MAYBE_MOVED, MAYBE_STAYED = (0.0, TRUSTED), (1.0, TRUSTED), (0.0, DOUBTFUL), (1.0, DOUBTFUL)
UNSAID = (None, UNKNOWN)


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ("5 5.4 4.6 5.6 5.2 6 6.2", [UNSAID, STAYED, STAYED, MOVED, STAYED, STAYED, MOVED]),
        ("5 9? 5 5", [UNSAID, MAYBE_MOVED, MAYBE_MOVED, STAYED]),
        ("5 5.2? 5.2", [UNSAID, MAYBE_STAYED, STAYED]),
        ("5? 5.2 5.6", [UNSAID, MAYBE_STAYED, STAYED]),
        ("5? 5.2? 5.6", [UNSAID, MAYBE_STAYED, MAYBE_MOVED]),
        ("5? 9 9 5", [UNSAID, MAYBE_MOVED, STAYED, MOVED]),
        ("5 bad 5 bad 6", [UNSAID, UNSAID, STAYED, UNSAID, MOVED]),
    ],
)
def test_stuck_says_whether_a_tag_has_left_its_place(series, expected):
    bench, found = Bench(parse("stuck(A, 0.5)")), []
    for time_ns, reading in enumerate(series.split(), start=1):
        quality = BAD if reading == "bad" else UNCERTAIN if reading.endswith("?") else GOOD
        bench.sample("A", 0.0 if quality == BAD else float(reading.rstrip("?")), quality, time_ns)
        found.append(bench.answer())
    assert found == expected


def test_nothing_heard_since_the_start_is_told_from_bad():
    bench = Bench(parse("A > 1 and FT-101.PV > 1"))
    assert bench.answer() == (None, UNHEARD)
    bench.sample("A", 2.0, BAD)
    assert bench.answer() == (None, UNHEARD)
    bench.sample("FT-101.PV", 2.0, GOOD)
    assert bench.answer() == (None, UNKNOWN)
    bench.sample("FT-101.PV", 0.0, GOOD)
    assert bench.answer() == (0.0, TRUSTED)


def test_a_program_uses_its_own_memory_only():
    bench = Bench(parse("stuck(A, 0.5) or rate(A, 1 s) > 100"))
    untouched = bench.memory[0].tobytes()
    for time_ns in (1, 2):
        bench.sample("A", 1.0, GOOD, time_ns)
        bench.answer()
    assert bench.memory[0].tobytes() == untouched
    assert bench.memory["time_ns"].tolist() == [np.iinfo(np.int64).min, 2, 2]
