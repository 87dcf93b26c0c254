"""Locking a folder and writing every byte."""

import os
from pathlib import Path

import pytest

from wakeful.historian.disk import lock_folder, sync, sync_folder, write_all, write_buffers
from wakeful.terms.errors import StorageError


def test_a_second_holder_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    held = lock_folder(tmp_path)
    with pytest.raises(StorageError, match=f"in use by process {os.getpid()} on "):
        lock_folder(tmp_path)
    os.close(held)
    os.close(lock_folder(tmp_path))


def test_a_longer_text_of_an_earlier_holder_does_not_shine_through(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("process 999999999 on a machine with a very long name indeed" * 3)
    held = lock_folder(tmp_path)
    assert (tmp_path / "lock").read_text() == f"process {os.getpid()} on {os.uname().nodename}\n"
    os.close(held)


def test_a_short_write_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pwrite = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda descriptor, data, offset: pwrite(descriptor, data[:3], offset))
    path = tmp_path / "file"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    write_all(descriptor, b"0123456789", 2)
    sync(descriptor)
    os.close(descriptor)
    sync_folder(tmp_path)
    assert path.read_bytes() == b"\0\0" + b"0123456789"


@pytest.mark.parametrize("step", [1, 3, 7, 100])
def test_buffers_are_written_in_order_however_short_the_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    def pwritev(descriptor: int, buffers: list[memoryview], offset: int) -> int:
        return os.pwrite(descriptor, b"".join(buffers)[:step], offset)

    monkeypatch.setattr(os, "pwritev", pwritev)
    path = tmp_path / "file"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    assert write_buffers(descriptor, [b"012", b"", b"3456", b"7"], 1) == 9
    os.close(descriptor)
    assert path.read_bytes() == b"\0" + b"01234567"


def test_more_buffers_than_one_call_may_take(tmp_path: Path) -> None:
    path = tmp_path / "file"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    assert write_buffers(descriptor, [b"ab"] * 3_000, 0) == 6_000
    os.close(descriptor)
    assert path.read_bytes() == b"ab" * 3_000
