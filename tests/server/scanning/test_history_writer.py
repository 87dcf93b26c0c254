"""The historian's writer on a real historian, with a disk that refuses when told to."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from wakeful.historian import Historian, disk
from wakeful.server.scanning.history_writer import HistoryWriter, without_false_good
from wakeful.server.scanning.retry import RETRY_FIRST_NS
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock


def block(time_ns: int) -> SampleBlock:
    return SampleBlock(np.array([time_ns]), np.full((1, 2), float(time_ns)), np.zeros((1, 2), np.uint32))


@pytest.fixture
def historian(tmp_path: Path) -> Iterator[Historian]:
    with Historian.open(tmp_path / "history", ["a", "b"]) as opened:
        yield opened


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    state, sync = [False], disk.sync

    def refusing(descriptor: int) -> None:
        if state[0]:
            raise OSError(28, "No space left on device")
        sync(descriptor)

    monkeypatch.setattr(disk, "sync", refusing)
    return state


def times(historian: Historian) -> list[int]:
    return list(historian.read_raw("a", 0, 10**18)[0].tolist())


def test_a_block_is_readable_at_once(historian: Historian) -> None:
    signs = VitalSigns()
    HistoryWriter(historian, signs).append(block(7), 1)
    assert times(historian) == [7]
    assert signs.historian_error is None


@pytest.mark.parametrize("at_once", [False, True])
def test_blocks_wait_for_a_full_disk_and_go_in_in_order(
    historian: Historian, full: list[bool], at_once: bool
) -> None:
    signs = VitalSigns()
    writer = HistoryWriter(historian, signs)
    full[0] = True
    for time_ns in (1, 2, 3):
        writer.append(block(time_ns), 0)
    assert signs.historian_error is not None and "No space" in signs.historian_error
    assert signs.rows_waiting == 3
    full[0] = False
    writer.flush(RETRY_FIRST_NS - 1)
    assert times(historian) == []
    if at_once:
        writer.flush(1, at_once=True)
    else:
        writer.flush(RETRY_FIRST_NS)
    assert times(historian) == [1, 2, 3]
    assert (signs.historian_error, signs.rows_waiting, signs.rows_dropped) == (None, 0, 0)


def test_what_waits_is_bounded_and_the_gap_counted(historian: Historian, full: list[bool]) -> None:
    signs = VitalSigns()
    writer = HistoryWriter(historian, signs, cells_max=6)
    full[0] = True
    for time_ns in range(1, 11):
        writer.append(block(time_ns), 0)
    assert (signs.rows_waiting, signs.rows_dropped) == (3, 7)
    full[0] = False
    writer.append(block(11), RETRY_FIRST_NS)
    assert times(historian) == [8, 9, 10, 11]


def test_history_calls_nothing_good_that_is_not_a_number():
    block = SampleBlock(
        np.array([1, 2]),
        np.array([[1.0, np.nan, np.inf, np.nan], [1.0, 2.0, 3.0, 4.0]]),
        np.array(
            [[0, 0, Quality.UNCERTAIN_SUB_NORMAL, Quality.BAD_NO_DATA], [0, 0, 0, 0]],
            np.uint32,
        ),
    )
    kept = without_false_good(block)
    failed = Quality.BAD_SENSOR_FAILURE
    assert kept.quality.tolist() == [[0, failed, failed, Quality.BAD_NO_DATA], [0, 0, 0, 0]]
    assert without_false_good(kept) is kept
