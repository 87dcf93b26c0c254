"""Faults at any one call to the file system: an error there, or the death of the process."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def fault(at: int | None, *, kill: bool) -> Iterator[Fault]:
    """A fault at call ``at`` of everything that happens within."""
    struck = Fault(at, kill=kill)

    def guarded(call: Any) -> Any:
        def run(*arguments: Any, **named: Any) -> Any:
            struck.check()
            return call(*arguments, **named)

        return run

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, guarded(getattr(os, name)))
        yield struck
