"""The mark is believed only when it is whole."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.journal.mark import MARK_NAME, Mark, pack_mark, read_mark


def test_no_mark_says_nothing(tmp_path: Path) -> None:
    assert read_mark(tmp_path) == 0


def test_the_mark_says_what_was_written_last(tmp_path: Path) -> None:
    mark = Mark(tmp_path)
    mark.write(3)
    mark.write(70_000)
    assert read_mark(tmp_path) == 70_000
    mark.close()
    assert read_mark(tmp_path) == 70_000
    assert (tmp_path / MARK_NAME).stat().st_size == 24


@given(st.integers(0, 2**64 - 1))
def test_any_sequence_fits(sequence: int) -> None:
    assert len(pack_mark(sequence)) == 24


@pytest.mark.parametrize("position", range(20))
def test_a_damaged_mark_says_nothing(tmp_path: Path, position: int) -> None:
    data = bytearray(pack_mark(70_000))
    data[position] ^= 0x10
    (tmp_path / MARK_NAME).write_bytes(data)
    assert read_mark(tmp_path) == 0


def test_a_short_mark_says_nothing(tmp_path: Path) -> None:
    (tmp_path / MARK_NAME).write_bytes(pack_mark(7)[:-1])
    assert read_mark(tmp_path) == 0
