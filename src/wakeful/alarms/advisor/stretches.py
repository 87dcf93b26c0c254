"""Stretches of abnormal running: what, by today's setting, was one and the same trouble.

An alarm that chatters around its limit for an hour is annunciated two hundred times and is one stretch, which
a person has to hear of once. So activations that follow each other closely are one stretch: those with less
than ``apart_ns`` of calm between them. A stretch is *real* when it was abnormal for at least as long, in all;
single spikes, however many, are not, unless they come so close that they add up.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from wakeful.alarms.advisor.replay import CALM, ONSET, RAISED, RETURNED, STILL_NS


class Stretches(NamedTuple):
    """S stretches in order of time.

    begin_ns, until_ns : (S,) int64; from the onset of the first activation to the return of the last, or the
        end of the history.
    raised_ns : (S,) int64, when it was annunciated first.
    real : (S,) bool.
    """

    begin_ns: np.ndarray
    until_ns: np.ndarray
    raised_ns: np.ndarray
    real: np.ndarray


@njit(cache=True)
def find_stretches(table: np.ndarray, end_ns: int, apart_ns: int) -> Stretches:
    """Stretches of a table of activations (K, 4), as ``run_setting`` fills it.

    Parameters
    ----------
    end_ns : the end of the history, where what still runs is cut.
    apart_ns : [ns]; as little calm as this parts two stretches, and as much abnormal running makes one real.
    """
    count = table.shape[0]
    begin_ns, until_ns = np.empty(count, np.int64), np.empty(count, np.int64)
    raised_ns, real = np.empty(count, np.int64), np.empty(count, np.bool_)
    found, abnormal_ns = 0, np.int64(0)
    calm_ns: int = 0
    for row in range(count):
        if row == 0 or table[row, ONSET] - calm_ns >= apart_ns:
            begin_ns[found], raised_ns[found] = table[row, ONSET], table[row, RAISED]
            found, abnormal_ns = found + 1, np.int64(0)
        calm_ns = end_ns if table[row, CALM] == STILL_NS else table[row, CALM]
        abnormal_ns += calm_ns - table[row, ONSET]
        until_ns[found - 1] = end_ns if table[row, RETURNED] == STILL_NS else table[row, RETURNED]
        real[found - 1] = abnormal_ns >= apart_ns
    return Stretches(begin_ns[:found], until_ns[:found], raised_ns[:found], real[:found])
