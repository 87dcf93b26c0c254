"""The passes of the kernel on their own: chunks, absent rows, growth of the table."""

import numpy as np
import pytest

from tests.engine.site_examples import HIGH_ALARM, SECOND_NS, block_of, site_of
from wakeful.engine.kernel import CHUNK, classify_samples, keep_samples
from wakeful.engine.plan import Plan
from wakeful.engine.scan import scan
from wakeful.engine.state import EngineState
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock


@pytest.mark.parametrize(
    ("value", "quality", "time_ns", "code"),
    [
        (1.0, 0, 5, 0),
        (2.0, 0, 5, 0),
        (2.1, 0, 5, 2),
        (np.nan, 0, 5, 2),
        (np.inf, 0, 5, 2),
        (1.0, Quality.BAD_SENSOR_FAILURE, 5, 2),
        (1.0, 0, 9, 2),
        (np.nan, Quality.BAD_NO_DATA, 5, 1),
    ],
)
def test_a_sample_is_quiet_absent_or_to_be_visited(value, quality, time_ns, code):
    verdict = np.empty(1, np.uint8)
    bits = classify_samples(
        np.array([value]),
        np.array([quality], np.uint32),
        9,
        np.zeros(1, np.uint32),
        np.array([time_ns]),
        np.array([0.0]),
        np.array([2.0]),
        verdict,
    )
    assert verdict[0] == bits == code


def test_keeping_samples_keeps_value_and_time():
    known, times = np.zeros(3), np.zeros(3, np.int64)
    keep_samples(np.arange(3.0), 7, known, times)
    assert known.tolist() == [0.0, 1.0, 2.0] and times.tolist() == [7, 7, 7]


@pytest.mark.parametrize("tags", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])
def test_every_tag_is_seen_whatever_the_chunk_it_lies_in(tags):
    rng = np.random.default_rng(tags)
    state = EngineState.start(Plan.compile(site_of(HIGH_ALARM, tags=tags)), 0)
    last = np.full(tags, np.nan)
    for second in range(1, 6):
        block = SampleBlock.unfilled(np.array([second * SECOND_NS]), tags)
        heard = rng.random(tags) < rng.choice([0.0, 0.5, 1.0])
        block.values[0, heard] = last[heard] = rng.normal(size=heard.sum())
        block.quality[0, heard] = Quality.GOOD
        state, _, _ = scan(state, block, [], second * SECOND_NS)
        np.testing.assert_array_equal(state.value, last)


def test_a_block_with_more_moves_than_the_table_holds_loses_none():
    values = np.where(np.arange(5_000) % 2 == 0, 11.0, 5.0)
    state = EngineState.start(Plan.compile(site_of(HIGH_ALARM)), 0)
    block = block_of(values)
    _, effects, _ = scan(state, block, [], int(block.times_ns[-1]))
    assert sum(isinstance(effect, AlarmChanged) for effect in effects) == 5_000
