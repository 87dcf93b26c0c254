"""The few ways the journal touches the disk: lock a folder, write all bytes, make them durable."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from wakeful.terms.errors import StorageError

LOCK_NAME = "lock"


def lock_folder(folder: Path) -> int:
    """Hold ``folder`` for this process alone; the lock goes with the returned file descriptor.

    Raises
    ------
    StorageError
        If another holds it; the text names the holder.
    """
    descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip() or "another process"
        os.close(descriptor)
        raise StorageError(
            f"{folder} is in use by {holder}: stop it first, or choose another folder"
        ) from error
    try:
        # Only text for people; a full disk must not keep the server from starting.
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"process {os.getpid()} on {os.uname().nodename}\n".encode(), 0)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def write_all(descriptor: int, data: bytes, offset: int) -> None:
    """Write every byte of ``data`` at ``offset``, however many calls it takes."""
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view = view[written:]
        offset += written


def sync(descriptor: int) -> None:
    """Return when the file's bytes and size are on the disk."""
    os.fdatasync(descriptor)


def sync_folder(folder: Path) -> None:
    """Return when the folder's names are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
