"""Seals and retains history now and then, in a thread of its own: it may take seconds, a scan may not."""

import threading
from collections.abc import Callable

from wakeful.historian import Historian
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.terms.errors import StorageError

SEAL_EVERY_S = 5.0
RETAIN_EVERY_S = 60.0


class Maintenance:
    """The historian's housekeeping; an error is shown until the next round works."""

    def __init__(self, historian: Historian, vital_signs: VitalSigns, now_ns: Callable[[], int]) -> None:
        self._historian = historian
        self._signs = vital_signs
        self._now_ns = now_ns
        self._retain_due_ns = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="maintenance", daemon=True)

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """End soon; a seal that is under way is left to the end of the process, which it survives."""
        self._stopping.set()
        self._thread.join(timeout_s)

    def round(self) -> None:
        """Seal what is finished, and once a minute remove what is too old or too much."""
        now_ns = self._now_ns()
        try:
            sealed = self._historian.seal(now_ns)
            if now_ns >= self._retain_due_ns:
                self._historian.retain(now_ns)
                self._retain_due_ns = now_ns + int(RETAIN_EVERY_S * 1e9)
        except StorageError as error:
            self._signs.maintenance_error = str(error)
            return
        self._signs.maintenance_error = "; ".join(sealed.damage) or None

    def _run(self) -> None:
        while not self._stopping.wait(SEAL_EVERY_S):
            self.round()
