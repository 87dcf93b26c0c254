"""Waiting for a condition with a deadline, for what real threads and processes do in their own time."""

import threading
import time
from collections.abc import Callable

DEADLINE_S = 20.0
_PAUSE_S = 0.005


def wait_until(condition: Callable[[], object], what: str, deadline_s: float = DEADLINE_S) -> None:
    """Return once ``condition()`` is true; fail with ``what`` when it does not become so."""
    ends_by = time.monotonic() + deadline_s
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < ends_by, f"not within {deadline_s} s: {what}"
        pause.wait(_PAUSE_S)
