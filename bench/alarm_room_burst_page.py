"""A real browser on the alarm list while bursts come: when all alarms are counted and the first rows painted.

``console/browser/burst_page.ts`` opens the page in a headless Chromium and looks at it once a frame. Server
and browser read the same machine's clock. A sample's time is the instant at which its row became available,
so what is measured is the whole way: scan, journal on disk, stream, the page's work, paint.
"""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Any

import psutil

from bench.console_client import Console
from bench.figure import Figure

CONSOLE = Path(__file__).resolve().parent.parent / "console"
NODE = CONSOLE / "node_modules" / ".bin" / "vite-node"
CHROMIUM = Path(os.environ.get("WAKEFUL_CHROMIUM", "/usr/bin/chromium"))
NAME_OF_PAINTED = "burst: painted by a browser, all counted"
PAINTED_MS_MAX = 1_000.0
ANSWER_S_MAX = 30.0


@dataclass(frozen=True, slots=True)
class Painted:
    """One burst on the page, from its samples' time [ms]: first alarms, all of them; its long tasks [ms]."""

    first_ms: float
    shown_ms: float
    rows: int
    long_tasks_ms: tuple[float, ...]


def missing_browser() -> str:
    """What this machine lacks for it; empty when it has all."""
    return ", ".join(str(path) for path in (NODE, CHROMIUM) if not path.exists())


class BrowserPage:
    """A context manager around the browser; ``painted`` ends it and answers.

    Entering raises RuntimeError with what was said when the page does not become ready.
    """

    def __init__(self, console: Console, alarms: int) -> None:
        self._child = subprocess.Popen(
            [str(NODE), "browser/burst_page.ts", f"http://{console.host}", console.cookie, str(alarms)],
            cwd=CONSOLE,
            # Without it vite ends the process, unasked, where its input ends.
            env={**os.environ, "CI": "true"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> "BrowserPage":
        """Wait until the list is live."""
        assert self._child.stdout is not None
        said = self._child.stdout.readline()
        if said.strip() != "ready":
            self._kill()
            raise RuntimeError(f"the page did not become ready: {said!r}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the browser if it still runs."""
        self._kill()

    def painted(self, onsets_ms: Sequence[float]) -> list[Painted]:
        """The bursts that began at these times, as far as the page painted them."""
        answer, _ = self._child.communicate(timeout=ANSWER_S_MAX)
        return bursts_on_page(json.loads(answer.splitlines()[-1]), onsets_ms)

    def _kill(self) -> None:
        if self._child.poll() is None:
            family = psutil.Process(self._child.pid)
            for process in [*family.children(recursive=True), family]:
                process.kill()
            self._child.wait(ANSWER_S_MAX)


def bursts_on_page(seen: dict[str, Any], onsets_ms: Sequence[float]) -> list[Painted]:
    """Each burst the page painted, by the last of the onsets before it; without one it is left out."""
    found = []
    for burst in seen["bursts"]:
        onset_ms = max((onset for onset in onsets_ms if onset < burst["first_ms"]), default=None)
        if onset_ms is not None:
            tasks = tuple(
                took_ms
                for began_ms, took_ms in seen["long_tasks"]
                if onset_ms <= began_ms <= burst["shown_ms"]
            )
            shown_ms, first_ms = burst["shown_ms"] - onset_ms, burst["first_ms"] - onset_ms
            found.append(Painted(first_ms, shown_ms, burst["rows"], tasks))
    return found


def page_figures(painted: Sequence[Painted], alarms: int) -> list[Figure]:
    """The worst burst against the promise, and the page's longest task. Raises RuntimeError without any."""
    if not painted:
        raise RuntimeError("no burst was painted")
    worst = max(painted, key=lambda burst: burst.shown_ms)
    tasks_ms = [took_ms for burst in painted for took_ms in burst.long_tasks_ms]
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg()[:2])
    return [
        Figure(
            NAME_OF_PAINTED,
            worst.shown_ms,
            "ms",
            PAINTED_MS_MAX,
            "lower",
            f"worst of {alarms:,} alarms in one row, {len(painted)} times; median "
            f"{median(burst.shown_ms for burst in painted):.0f} ms, the first ones after "
            f"{median(burst.first_ms for burst in painted):.0f} ms, "
            f"{min(burst.rows for burst in painted)} rows; load {load}",
        ),
        Figure(
            "burst: the browser's longest task",
            max(tasks_ms, default=0.0),
            "ms",
            note=f"{len(tasks_ms) / len(painted):.1f} tasks above 50 ms a burst, "
            f"{sum(tasks_ms) / len(painted):.0f} ms together",
        ),
    ]


def no_page_figures() -> list[Figure]:
    """The promise, not measured: that is no promise kept."""
    note = f"not measured: there is no {missing_browser()}"
    return [Figure(NAME_OF_PAINTED, float("nan"), "ms", PAINTED_MS_MAX, "lower", note)]
