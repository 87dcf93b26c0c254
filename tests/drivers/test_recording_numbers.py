"""Columns as values and quality: what is no number is never taken for one."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.drivers.recording_numbers import numbers_of
from wakeful.terms.quality import Quality

GOOD, NO_DATA, LOST = int(Quality.GOOD), int(Quality.BAD_NO_DATA), int(Quality.BAD_DATA_LOST)


def read(column: pa.Array, *, decimal_comma: bool = False) -> tuple[list[float], list[int], int]:
    values, quality = np.full(len(column), -1.0), np.full(len(column), 7, np.uint32)
    texts = numbers_of(column, values, quality, decimal_comma=decimal_comma)
    return values.tolist(), quality.tolist(), texts


def test_text_is_bad_empty_is_no_sample_and_both_are_told_apart() -> None:
    column = pa.array(["1.5", " 2 ", "", None, "n/a", "nan", "inf", "1e3", "0x10"])
    values, quality, texts = read(column)
    assert [values[index] for index in (0, 1, 7)] == [1.5, 2.0, 1000.0]
    assert np.isnan([values[index] for index in (2, 3, 4, 5, 6, 8)]).all()
    assert quality == [GOOD, GOOD, NO_DATA, NO_DATA, LOST, LOST, LOST, GOOD, LOST]
    assert texts == 3  # n/a, inf and 0x10; "nan" is how programs write an unknown number


def test_a_decimal_comma_counts_only_where_cells_are_not_parted_by_commas() -> None:
    column = pa.array(["3,5", "4"])
    assert read(column)[1:] == ([LOST, GOOD], 1)
    assert read(column, decimal_comma=True) == ([3.5, 4.0], [GOOD, GOOD], 0)


@pytest.mark.parametrize(
    "kind", [pa.int8(), pa.uint32(), pa.int64(), pa.float32(), pa.float64(), pa.decimal128(30, 2)]
)
def test_every_kind_of_number_is_read(kind: pa.DataType) -> None:
    values, quality, texts = read(pa.array([1, None, 3]).cast(kind))
    assert values[0] == 1.0 and values[2] == 3.0
    assert quality == [GOOD, NO_DATA, GOOD] and texts == 0


def test_truth_values_and_categories_are_read() -> None:
    assert read(pa.array([True, False]))[0] == [1.0, 0.0]
    assert read(pa.array(["1", "2", "1"]).dictionary_encode())[0] == [1.0, 2.0, 1.0]


def test_a_column_of_something_else_is_bad_throughout() -> None:
    values, quality, texts = read(pa.array([[1], [2], None]))
    assert quality == [LOST, LOST, LOST] and texts == 2
    assert np.isnan(values).all()


@given(st.lists(st.one_of(st.none(), st.floats(), st.text(max_size=5))))
def test_only_finite_numbers_are_good_and_every_cell_is_judged(cells: list[object]) -> None:
    column = pa.array([None if cell is None else str(cell) for cell in cells], pa.string())
    values, quality, _ = read(column)
    for value, code in zip(values, quality, strict=True):
        assert code in (GOOD, NO_DATA, LOST)
        assert np.isfinite(value) == (code == GOOD)
