"""Merging the sources' blocks: nothing lost, nothing reordered within a source, bounded."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.server.scanning.intake import Intake
from wakeful.terms.errors import SourceError
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock

COLUMNS = {"left": np.array([0, 2]), "right": np.array([1])}


def block(times: list[int], tags: int, first: float = 0.0) -> SampleBlock:
    """Rows at ``times`` whose values count up from ``first``."""
    values = np.arange(len(times) * tags, dtype=float).reshape(len(times), tags) + first
    return SampleBlock(np.array(times, np.int64), values, np.zeros(values.shape, np.uint32))


def gather_all(intake: Intake) -> list[SampleBlock]:
    blocks = []
    while (merged := intake.gather()) is not None:
        blocks.append(merged)
    return blocks


def test_two_sources_become_one_block_in_order_of_time() -> None:
    intake = Intake(3, COLUMNS)
    intake.offer("left", block([10, 30], 2))
    intake.offer("right", block([20, 30], 1, 100.0))
    merged = intake.gather()
    assert merged is not None
    assert merged.times_ns.tolist() == [10, 20, 30]
    np.testing.assert_array_equal(
        merged.values, [[0.0, np.nan, 1.0], [np.nan, 100.0, np.nan], [2.0, 101.0, 3.0]]
    )
    assert merged.quality[1].tolist() == [Quality.BAD_NO_DATA, Quality.GOOD, Quality.BAD_NO_DATA]
    assert intake.gather() is None


def test_a_late_row_comes_in_the_next_block_as_late_as_it_came() -> None:
    intake = Intake(3, COLUMNS)
    intake.offer("right", block([50, 60], 1))
    intake.offer("right", block([55, 60, 70], 1, 7.0))
    assert [merged.times_ns.tolist() for merged in gather_all(intake)] == [[50, 60], [55, 60, 70]]


def test_a_block_of_other_columns_is_the_sources_fault() -> None:
    with pytest.raises(SourceError, match="right delivered 2 columns for its 1 tags"):
        Intake(3, COLUMNS).offer("right", block([1], 2))


def test_beyond_the_backlog_the_oldest_rows_go_and_are_counted() -> None:
    intake = Intake(3, COLUMNS, backlog_cells_max=10)  # five rows of two tags
    intake.offer("left", block([1, 2, 3], 2))
    intake.offer("left", block([4, 5, 6, 7], 2))
    assert intake.rows_dropped("left") == 2
    assert intake.rows_dropped("right") == 0
    assert [time for merged in gather_all(intake) for time in merged.times_ns.tolist()] == [3, 4, 5, 6, 7]


def test_a_merged_block_has_its_limit_and_the_rest_waits() -> None:
    intake = Intake(3, COLUMNS, cells_max=12)  # four rows of three tags, two for each source
    intake.offer("left", block(list(range(1, 8)), 2))
    first = intake.gather()
    assert first is not None and first.rows == 2 and intake.waiting
    assert sum(merged.rows for merged in gather_all(intake)) == 5
    assert not intake.waiting


offers = st.lists(
    st.tuples(
        st.sampled_from(["left", "right"]),
        st.lists(st.integers(0, 30), min_size=1, max_size=6, unique=True).map(sorted),
    ),
    max_size=12,
)


@given(offers, st.integers(1, 40))
def test_every_sample_arrives_once_and_in_its_sources_order(
    arrivals: list[tuple[str, list[int]]], cells_max: int
) -> None:
    intake = Intake(3, COLUMNS, cells_max=cells_max)
    sent: dict[str, list[tuple[int, float]]] = {"left": [], "right": []}
    for number, (source, times) in enumerate(arrivals):
        offered = block(times, len(COLUMNS[source]), 1_000.0 * number)
        intake.offer(source, offered)
        sent[source] += list(zip(times, offered.values[:, 0].tolist(), strict=True))
    blocks = gather_all(intake)
    for source, columns in COLUMNS.items():
        received = [
            (int(time), float(merged.values[row, columns[0]]))
            for merged in blocks
            for row, time in enumerate(merged.times_ns)
            if merged.quality[row, columns[0]] != Quality.BAD_NO_DATA
        ]
        assert received == sent[source]
