"""The server's clock: wall-clock time that never runs backwards and never stands still.

Alarms are timed by it, samples are stamped with it, silence is measured on it. When the system's clock is
set forward it follows at once. When it is set back, it goes on at nine tenths of its speed until the
system's clock has caught up: no instant happens twice, and no delay waits for an hour to come round again.
"""

import threading
import time
from collections.abc import Callable

SLOWED_TENTHS = 9


class SteadyClock:
    """Call it for now, in nanoseconds since 1970-01-01 UTC; from any thread."""

    def __init__(
        self,
        wall_ns: Callable[[], int] = time.time_ns,
        monotonic_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._wall_ns = wall_ns
        self._monotonic_ns = monotonic_ns
        self._lock = threading.Lock()
        self._now_ns = wall_ns()
        self._read_at_ns = monotonic_ns()

    def __call__(self) -> int:
        """Now; not before any earlier answer."""
        with self._lock:
            read_at_ns = self._monotonic_ns()
            passed_ns = max(0, read_at_ns - self._read_at_ns)
            self._read_at_ns = read_at_ns
            self._now_ns = max(self._wall_ns(), self._now_ns + passed_ns * SLOWED_TENTHS // 10)
            return self._now_ns
