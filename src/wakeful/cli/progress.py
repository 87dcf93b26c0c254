"""Progress of work that takes longer than a second: a bar on a terminal, now and then a line elsewhere.

Written to standard error, so that results can be piped.
"""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SHOWN_AFTER_S = 1.0
LINE_EVERY_S = 10.0


class WorkProgress:
    """A context manager around the work.

    Parameters
    ----------
    label : what is being done.
    total : how much there is to do, None when that is not known.
    unit : what is counted, plural.
    """

    def __init__(
        self,
        label: str,
        total: int | None,
        unit: str,
        *,
        stream: TextIO | None = None,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._label = label
        self._total = total
        self._unit = unit
        self._stream = stream or sys.stderr
        self._clock_s = clock_s
        self._began_s = clock_s()
        self._next_s = self._began_s + SHOWN_AFTER_S
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> "WorkProgress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, done: int) -> None:
        """So much is done. Cheap: call it as often as convenient."""
        now_s = self._clock_s()
        if now_s < self._next_s:
            return
        if self._stream.isatty():
            self._next_s = now_s + 0.1
            self._show_bar(done)
        else:
            self._next_s = now_s + LINE_EVERY_S
            share = f" of {self._total:,} ({100 * done / self._total:.0f} %)" if self._total else ""
            line = f"{self._label}: {done:,}{share} {self._unit}, {now_s - self._began_s:.0f} s"
            print(line, file=self._stream, flush=True)

    def _show_bar(self, done: int) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(self._unit),
                TimeRemainingColumn(), console=Console(file=self._stream), transient=True,
            )  # fmt: skip
            self._task = self._bar.add_task(self._label, total=self._total)
            self._bar.start()
        assert self._task is not None
        self._bar.update(self._task, completed=done)
