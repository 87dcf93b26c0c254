"""The verdict on one sample: may it be used for anything, and if so, for what.

Compiled with Numba because the engine calls it inside its scan; ``tests/oracles`` has the plain twin.
"""

import numpy as np
from numba import njit

from wakeful.terms.quality import Quality

Code = int | np.uint32
"""A status code, as a person writes it or as an array holds it."""

TRUSTED = 0
"""Good: may raise and may clear."""
DOUBTFUL = 1
"""Uncertain: may raise, never clears."""
UNUSABLE = 2
"""Bad: says nothing about the process; the input itself is abnormal."""

NEVER_NS = np.iinfo(np.int64).min
"""Time of the last sample of a tag that has had none. A sample must be later than the tag's last one: out
of order or with a repeated stamp it is rejected, as if it had not come, but counted and journaled."""

FUTURE_TOLERANCE_NS = 2_000_000_000
"""A stamp further ahead of the server's clock than this is a clock fault. A source that ran ahead would
otherwise stay fresh for as long after its death."""

BAD_BIT = np.uint32(0x8000_0000)
UNCERTAIN_BIT = np.uint32(0x4000_0000)
NO_DATA = np.uint32(Quality.BAD_NO_DATA)
SENSOR_FAILURE = np.uint32(Quality.BAD_SENSOR_FAILURE)
WAITING = np.uint32(Quality.BAD_WAITING_FOR_INITIAL_DATA)
NOT_CONNECTED = np.uint32(Quality.BAD_NOT_CONNECTED)
NO_COMMUNICATION = np.uint32(Quality.BAD_NO_COMMUNICATION)
INVALID_TIMESTAMP = np.uint32(Quality.BAD_INVALID_TIMESTAMP)


@njit(cache=True, inline="always")
def severity_of(quality: Code) -> int:
    """TRUSTED, DOUBTFUL or UNUSABLE from the top two bits of a status code (reserved 11 is UNUSABLE)."""
    if quality & BAD_BIT:
        return UNUSABLE
    if quality & UNCERTAIN_BIT:
        return DOUBTFUL
    return TRUSTED


@njit(cache=True, inline="always")
def checked_quality(value: float, quality: Code) -> Code:
    """The code to keep: a number that is not finite cannot be good, whatever its source claims."""
    if not np.isfinite(value) and not (quality & BAD_BIT):
        return SENSOR_FAILURE
    return quality


@njit(cache=True, inline="always")
def is_lost(quality: Code) -> bool:
    """True for a tag already marked silent."""
    return quality in (NO_COMMUNICATION, NOT_CONNECTED)


@njit(cache=True, inline="always")
def silence_quality(quality: Code) -> Code:
    """The code of a tag that has just become lost: never connected, or no longer heard."""
    if quality == WAITING:
        return NOT_CONNECTED
    return NO_COMMUNICATION


@njit(cache=True)
def find_silent(
    time_ns: np.ndarray,
    quality: np.ndarray,
    age_limit_ns: np.ndarray,
    started_ns: int,
    before_ns: int,
    found: np.ndarray,
) -> tuple[int, int]:
    """Which tags fall silent before an instant, and when the next one may.

    Parameters
    ----------
    time_ns : (N,) int64, source time of the last accepted sample, ``NEVER_NS`` for none.
    quality : (N,) uint32, current codes.
    age_limit_ns : (N,) int64 [ns], > 0.
    started_ns : int64; a tag gets its whole age limit from here, also after a restart.
    before_ns : int64; silence that begins strictly before this instant counts.
    found : (N,) int32, filled with the indices of tags whose age limit ended, in index order.

    Returns
    -------
    count : how many entries of ``found`` are filled.
    next_ns : int64, the earliest instant at which any other tag reaches its age limit; int64 max for none.

    Notes
    -----
    A tag reaches its limit at max(time, started) + age_limit. Twin: ``tests/oracles/silence.py``.
    """
    count = 0
    next_ns = np.iinfo(np.int64).max
    for tag in range(time_ns.shape[0]):
        if is_lost(quality[tag]):
            continue
        limit_ns = max(time_ns[tag], started_ns) + age_limit_ns[tag]
        if limit_ns < before_ns:
            found[count] = tag
            count += 1
        elif limit_ns < next_ns:
            next_ns = limit_ns
    return count, next_ns
