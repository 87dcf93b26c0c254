"""Which samples came too late to say anything of now: older, on their arrival, than their tag's age limit.

The engine judges every sample at its own time, so that a replay and a live run agree. A source that lags by
more than the age limit would there be heard and lost again with every sample, and its alarms raised anew
each time. What comes that late counts as lost from the start (decision 0003); history keeps it as it came.
"""

import numpy as np

from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock


def mark_late(block: SampleBlock, age_limit_ns: np.ndarray, now_ns: int) -> SampleBlock:
    """The block with ``BAD_NO_COMMUNICATION`` where a tag's newest sample in it is beyond its age limit.

    ``age_limit_ns`` (N,) int64. A tag that also has a sample young enough is left alone: then it was the scan
    that came late, not the samples. The given block is not changed.
    """
    if not block.rows or now_ns - int(block.times_ns[0]) <= int(age_limit_ns.min()):
        return block
    late = (now_ns - block.times_ns)[:, np.newaxis] > age_limit_ns
    present = block.quality != np.uint32(Quality.BAD_NO_DATA)
    late &= present & ~(present & ~late).any(axis=0)
    if not late.any():
        return block
    quality = np.where(late, np.uint32(Quality.BAD_NO_COMMUNICATION), block.quality)
    return SampleBlock(block.times_ns, block.values, quality)
