"""Faults at any one call to the file system: an error there, the death of the process, or loss of power."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CALLS = ("fdatasync", "fsync", "ftruncate", "mkdir", "pwrite", "pwritev", "rename", "rmdir", "unlink")


class Killed(BaseException):
    """The process ends here: nothing after it reaches the disk."""


class Fault:
    """Counts the calls, and strikes at number ``at``: once with EIO, or from there on with ``Killed``."""

    def __init__(self, at: int | None, *, kill: bool) -> None:
        """Strike at call ``at``, counted from 0; None: never."""
        self.calls = 0
        self._at = at
        self._kill = kill

    def check(self) -> None:
        """Called before every call to the file system."""
        number, self.calls = self.calls, self.calls + 1
        if self._at is None or number < self._at:
            return
        if self._kill:
            raise Killed
        if number == self._at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


class Power:
    """What of a folder is sure to be on the disk: file contents and names as of their last fsync.

    Everything else is lost when the power goes, but a removal: of what a disk may have done by itself, the
    worst. ``kill`` alone is the case in which it has done everything.
    """

    def __init__(self, folder: Path) -> None:
        """Watch ``folder``, which is on the disk as it is."""
        self._contents: dict[int, bytes] = {}
        self._names: dict[int, dict[str, tuple[int, bool]]] = {}
        self._held: list[int] = []
        self._root = folder.stat().st_ino
        descriptor = os.open(folder, os.O_RDONLY)
        self.synced(descriptor)
        os.close(descriptor)

    def synced(self, descriptor: int) -> None:
        """A file or folder is on the disk as it is now."""
        status = os.fstat(descriptor)
        # Held open, so that its inode number is not given to another file.
        self._held.append(os.dup(descriptor))
        path = f"/proc/self/fd/{descriptor}"
        if stat.S_ISDIR(status.st_mode):
            with os.scandir(path) as entries:
                self._names[status.st_ino] = {each.name: (each.inode(), each.is_dir()) for each in entries}
        else:
            self._contents[status.st_ino] = Path(path).read_bytes()

    def removed(self, path: Path, dir_fd: int | None = None) -> None:
        """A name is gone, and stays away even when its folder is not synced."""
        folder = path.parent.stat() if dir_fd is None else os.fstat(dir_fd)
        self._names.get(folder.st_ino, {}).pop(path.name, None)

    def restore(self, folder: Path) -> None:
        """Make ``folder`` what the disk holds after the loss."""
        self._restore(folder, self._root)
        for descriptor in self._held:
            os.close(descriptor)
        self._held = []

    def _restore(self, folder: Path, inode: int) -> None:
        folder.mkdir()
        for name, (child, is_folder) in self._names.get(inode, {}).items():
            if is_folder:
                self._restore(folder / name, child)
            else:
                (folder / name).write_bytes(self._contents.get(child, b""))


@contextmanager
def fault(at: int | None, *, kill: bool, power: Power | None = None) -> Iterator[Fault]:
    """A fault at call ``at`` of everything that happens within; ``power`` is told of every sync."""
    struck = Fault(at, kill=kill)

    def guarded(name: str, call: Any) -> Any:
        def run(*arguments: Any, **named: Any) -> Any:
            struck.check()
            result = call(*arguments, **named)
            if power is not None and name in ("fsync", "fdatasync"):
                power.synced(arguments[0])
            if power is not None and name == "unlink":
                power.removed(Path(arguments[0]), **named)
            return result

        return run

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, guarded(name, getattr(os, name)))
        yield struck
