"""The alarm rule: three on, ten off."""

import numpy as np

from bench.detection.alarms import episodes_of, in_alarm


def rows(words: str) -> np.ndarray:
    return np.array([letter == "x" for letter in words])


def test_the_third_row_over_raises_and_the_tenth_below_clears() -> None:
    assert episodes_of(rows("..xxx" + "." * 12)) == [(4, 14)]


def test_two_rows_over_raise_nothing() -> None:
    assert episodes_of(rows("xx.xx.xx.")) == []


def test_nine_rows_below_do_not_clear() -> None:
    assert episodes_of(rows("xxx" + "." * 9 + "x" + "." * 10)) == [(2, 22)]


def test_one_that_still_stands_ends_after_the_last_row() -> None:
    assert episodes_of(rows("xxxx")) == [(2, 4)]


def test_rows_in_alarm() -> None:
    assert in_alarm([(1, 3)], 4).tolist() == [False, True, True, False]
