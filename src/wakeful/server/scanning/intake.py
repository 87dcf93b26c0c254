"""Merges what the sources deliver into one site-wide block a scan, in order of time.

Rows are taken in their order of arrival. A row that is not later than the one before it from the same
source waits for the next block, so that the engine meets it as late as it came and judges it itself.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from wakeful.terms.errors import SourceError
from wakeful.terms.samples import ROWS_MAX, SampleBlock

CELLS_MAX = 4_000_000
"""Cells (rows × site tags) of one merged block, 48 MB; further rows wait for the next scan."""
BACKLOG_CELLS_MAX = 8_000_000
"""Cells (rows × its own tags) one source may have waiting; the oldest rows beyond are dropped and counted."""


@dataclass(slots=True)
class _Lane:
    """What one source has waiting, oldest first."""

    columns: np.ndarray
    rows_max: int
    blocks: deque[SampleBlock] = field(default_factory=deque)
    rows: int = 0
    rows_dropped: int = 0


class Intake:
    """Between the sources' threads, which offer, and the scan thread, which gathers.

    Parameters
    ----------
    tags : N, tags of the site.
    columns : for each source id, the site index of each of its columns.
    offered : told, in the source's thread, that something waits.
    """

    def __init__(
        self,
        tags: int,
        columns: Mapping[str, np.ndarray],
        *,
        offered: Callable[[], None] = lambda: None,
        cells_max: int = CELLS_MAX,
        backlog_cells_max: int = BACKLOG_CELLS_MAX,
    ) -> None:
        self._tags = tags
        self._offered = offered
        self._rows_max = max(1, min(ROWS_MAX, cells_max // max(1, tags)))
        self._lock = threading.Lock()
        self._lanes = {
            source: _Lane(np.asarray(own, np.intp), max(1, backlog_cells_max // max(1, len(own))))
            for source, own in columns.items()
        }

    def offer(self, source: str, block: SampleBlock) -> None:
        """Put a source's block in line. Raises SourceError when its columns are not those of the start."""
        lane = self._lanes[source]
        if block.tags != len(lane.columns):
            raise SourceError(
                f"source {source} delivered {block.tags} columns for its {len(lane.columns)} tags"
            )
        if block.rows == 0:
            return
        with self._lock:
            lane.blocks.append(block)
            lane.rows += block.rows
            while lane.rows > lane.rows_max:
                _drop_oldest(lane)
        self._offered()

    def gather(self) -> SampleBlock | None:
        """The next merged block, or None when nothing waits. Call again while ``waiting`` is true."""
        with self._lock:
            taken = [(lane.columns, run) for lane in self._lanes.values() if (run := self._take(lane))]
        if not taken:
            return None
        times_ns = np.unique(np.concatenate([block.times_ns for _, run in taken for block in run]))
        merged = SampleBlock.unfilled(times_ns, self._tags)
        for columns, run in taken:
            for block in run:
                cells = np.ix_(np.searchsorted(times_ns, block.times_ns), columns)
                merged.values[cells] = block.values
                merged.quality[cells] = block.quality
        return merged

    @property
    def waiting(self) -> bool:
        """Whether any source has rows in line."""
        return any(lane.blocks for lane in self._lanes.values())

    def rows_dropped(self, source: str) -> int:
        """Rows of this source lost at the limit since the start."""
        return self._lanes[source].rows_dropped

    def _take(self, lane: _Lane) -> list[SampleBlock]:
        """The longest strictly increasing run of rows at the head of the line, within this block's share."""
        run: list[SampleBlock] = []
        share = max(1, self._rows_max // len(self._lanes))
        while lane.blocks and share > 0:
            block = lane.blocks[0]
            if run and block.times_ns[0] <= run[-1].times_ns[-1]:
                break
            taken = min(share, block.rows)
            run.append(block.slice_rows(0, taken))
            share -= taken
            lane.rows -= taken
            if taken == block.rows:
                lane.blocks.popleft()
            else:
                lane.blocks[0] = block.slice_rows(taken, block.rows)
        return run


def _drop_oldest(lane: _Lane) -> None:
    """Drop one block, or the part of it that is too much."""
    excess = lane.rows - lane.rows_max
    oldest = lane.blocks[0]
    dropped = min(excess, oldest.rows)
    if dropped == oldest.rows:
        lane.blocks.popleft()
    else:
        lane.blocks[0] = oldest.slice_rows(dropped, oldest.rows)
    lane.rows -= dropped
    lane.rows_dropped += dropped
