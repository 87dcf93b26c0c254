"""Operating modes: the limits, priorities and suppressions that hold in one mode of a system.

Changing a limit is not a return to normal: whoever switches a mode judges the rows again by the new limits,
with the last values known. Outside every mode, and where nobody knows the mode, the configured settings hold
and nothing is suppressed by it: the house fails towards annunciating.
"""

import numpy as np
from numba import njit

from wakeful.alarms.arrays import SIDE_HIGH, ModeParams

NO_MODE = -1


@njit(cache=True)
def set_limits(modes: ModeParams, base: np.ndarray, table: np.ndarray, system: int, mode: int) -> None:
    """Put the limits of one mode of a system into ``table``.

    ``base`` (R,) of ``ROW`` holds the configured limits, ``table`` (R,) those in force, changed in place;
    ``system`` counts the systems that have modes; ``mode`` is NO_MODE for none. The deadband goes along.
    """
    for place in range(modes.first[system], modes.first[system + 1]):
        row = modes.entries[place].alarm
        table[row].enter_eu = base[row].enter_eu
        table[row].stay_eu = base[row].stay_eu
        table[row].calm_eu = base[row].calm_eu
    for place in range(modes.first[system], modes.first[system + 1]):
        entry = modes.entries[place]
        if entry.mode != mode or np.isnan(entry.limit_eu):
            continue
        row = entry.alarm
        inwards_eu = base[row].stay_eu - base[row].enter_eu
        table[row].enter_eu = entry.limit_eu
        table[row].stay_eu = entry.limit_eu + inwards_eu
        away = -np.inf if base[row].side == SIDE_HIGH else np.inf
        table[row].calm_eu = np.nextafter(entry.limit_eu, away)


@njit(cache=True)
def setting_of(modes: ModeParams, system: int, mode: int, alarm: int) -> tuple[int, bool]:
    """(priority, suppressed) that a mode of a system sets for an alarm; priority 0: as configured."""
    for place in range(modes.first[system], modes.first[system + 1]):
        entry = modes.entries[place]
        if entry.mode == mode and entry.alarm == alarm:
            return int(entry.priority), entry.suppressed != 0
    return 0, False
