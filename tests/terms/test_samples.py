"""A block that a kernel could misread cannot be made."""

import numpy as np
import pytest

from wakeful.terms.quality import Quality
from wakeful.terms.samples import ROWS_MAX, SampleBlock


def parts(rows=2, tags=3):
    return np.arange(1, rows + 1), np.zeros((rows, tags)), np.zeros((rows, tags), np.uint32)


def test_shapes_are_told():
    block = SampleBlock(*parts())
    assert (block.rows, block.tags) == (2, 3)
    assert block.slice_rows(1, 2).times_ns.tolist() == [2]
    assert SampleBlock.empty(4).rows == 0


@pytest.mark.parametrize(
    ("position", "wrong", "message"),
    [
        (0, np.array([1.0, 2.0]), "times_ns must be"),
        (0, np.array([[1], [2]]), "times_ns must be"),
        (0, np.array([2, 2]), "increase strictly"),
        (0, np.array([2, 1]), "increase strictly"),
        (1, np.zeros((2, 3), np.float32), "float64"),
        (1, np.zeros((3, 3)), "T = 2"),
        (1, np.zeros(2), "T = 2"),
        (2, np.zeros((2, 2), np.uint32), "shape of values"),
        (2, np.zeros((2, 3), np.int64), "uint32"),
    ],
)
def test_what_is_wrong_is_said(position, wrong, message):
    arguments = list(parts())
    arguments[position] = wrong
    with pytest.raises(ValueError, match=message):
        SampleBlock(*arguments)


def test_a_block_has_a_limit_of_rows():
    SampleBlock(*parts(ROWS_MAX, 1))
    with pytest.raises(ValueError, match="at most"):
        SampleBlock(*parts(ROWS_MAX + 1, 1))


def test_an_unfilled_block_says_that_nothing_came():
    block = SampleBlock.unfilled(np.array([5]), 2)
    assert (block.quality == Quality.BAD_NO_DATA).all() and np.isnan(block.values).all()
