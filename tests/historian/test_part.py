"""The growing part: durable appends, a refusing disk, and a table others may read meanwhile."""

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from tests.historian.blocks import dense_block
from wakeful.historian import disk, frame
from wakeful.historian.names import NamesCache
from wakeful.historian.part import PartWriter
from wakeful.historian.scan import load_part
from wakeful.terms.samples import SampleBlock

NAMES = NamesCache()


def begin(folder: Path) -> PartWriter:
    return PartWriter(folder, 1, NAMES.from_names(["a", "b", "c"]))


def test_one_append_is_one_fdatasync_even_in_several_frames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, calls = begin(tmp_path), []
    sync = disk.sync
    monkeypatch.setattr(frame, "FRAME_BYTES_MAX", 200)
    monkeypatch.setattr(disk, "sync", lambda descriptor: calls.append(descriptor) or sync(descriptor))
    writer.append(dense_block(0, 50, 3))
    writer.close()
    assert len(calls) == 1
    assert writer.part.frames > 5
    assert load_part(writer.part.path, NAMES, check_data=True)[0].last_ns == 49 * 10**9


def test_an_append_without_samples_touches_nothing(tmp_path: Path) -> None:
    writer = begin(tmp_path)
    before = writer.part.path.read_bytes()
    writer.append(SampleBlock.unfilled(np.arange(5, dtype=np.int64), 3))
    writer.append(SampleBlock.empty(3))
    assert writer.part.path.read_bytes() == before
    writer.close()


@pytest.mark.parametrize("call", ["sync", "write_buffers"])
def test_a_failed_append_counts_for_nothing_and_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    writer = begin(tmp_path)
    writer.append(dense_block(0, 2, 3))
    size = writer.part.size
    with monkeypatch.context() as faulty:
        faulty.setattr(disk, call, refuse)
        with pytest.raises(OSError, match="Input/output"):
            writer.append(dense_block(10**10, 2, 3))
    assert (writer.part.size, len(writer.part.table)) == (size, 1)
    writer.cut()
    assert writer.part.path.stat().st_size == size
    writer.append(dense_block(2 * 10**10, 2, 3))
    writer.close()
    part, found = load_part(writer.part.path, NAMES, check_data=True)
    assert part.table["first_ns"].tolist() == [0, 2 * 10**10]
    assert not found.damage


@pytest.mark.parametrize("call", ["sync", "write_all", "sync_folder"])
def test_a_part_that_cannot_begin_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(disk, call, refuse)
    with pytest.raises(OSError, match="No space"):
        begin(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_was_handed_out_does_not_change(tmp_path: Path) -> None:
    writer = begin(tmp_path)
    writer.append(dense_block(0, 1, 3))
    handed_out = writer.part.table
    copy = handed_out.copy()
    for number in range(1, 300):
        writer.append(dense_block(number * 10**9, 1, 3))
    writer.close()
    assert np.array_equal(handed_out, copy)
    assert len(writer.part.table) == 300
