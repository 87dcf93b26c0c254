"""Samples on their way into the historian: durable at once, or kept, bounded, until the disk takes them."""

from collections import deque

import numpy as np

from wakeful.historian import Historian
from wakeful.server.scanning.retry import Retry
from wakeful.server.scanning.vital_signs import VitalSigns
from wakeful.terms.errors import StorageError
from wakeful.terms.quality import Quality, is_bad
from wakeful.terms.samples import SampleBlock

CELLS_MAX = 20_000_000
"""Cells (rows × tags) kept while the historian fails, 240 MB; the oldest rows beyond are lost and counted."""


class HistoryWriter:
    """The one writer of the historian; used by the scan thread."""

    def __init__(self, historian: Historian, vital_signs: VitalSigns, *, cells_max: int = CELLS_MAX) -> None:
        self._historian = historian
        self._signs = vital_signs
        self._cells_max = cells_max
        self._waiting: deque[SampleBlock] = deque()
        self._cells = 0
        self._retry = Retry()

    def append(self, block: SampleBlock, now_ns: int) -> None:
        """Make a block durable, after everything that waits; keep it when the disk refuses."""
        self._waiting.append(without_false_good(block))
        self._cells += block.values.size
        self.flush(now_ns)
        while self._cells > self._cells_max and self._waiting:
            lost = self._waiting.popleft()
            self._cells -= lost.values.size
            self._signs.rows_dropped += lost.rows
        self._signs.rows_waiting = sum(waiting.rows for waiting in self._waiting)

    def flush(self, now_ns: int, *, at_once: bool = False) -> None:
        """Write what waits, if it is time to try or ``at_once``."""
        if not self._waiting or not (at_once or self._retry.due(now_ns)):
            return
        try:
            while self._waiting:
                self._historian.append(self._waiting[0])
                self._cells -= self._waiting.popleft().values.size
        except StorageError as error:
            self._retry.failed(now_ns)
            self._signs.historian_error = str(error)
            return
        self._retry.worked()
        self._signs.historian_error = None
        self._signs.rows_waiting = 0


def without_false_good(block: SampleBlock) -> SampleBlock:
    """The block, with a failed sensor's code on what is not a number although its source calls it usable.

    The engine judges so too (``integrity.verdict.checked_quality``): history must not tell another story.
    """
    false_good = ~np.isfinite(block.values) & ~is_bad(block.quality)
    if not false_good.any():
        return block
    quality = np.where(false_good, np.uint32(Quality.BAD_SENSOR_FAILURE), block.quality)
    return SampleBlock(block.times_ns, block.values, quality)
