"""Which operator position answers for which alarm of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wakeful.terms.site import Position, Site, positions_of

NOBODY = -1
"""No position is known for the alarm: it counts for the site alone."""


@dataclass(frozen=True, slots=True)
class Places:
    """The positions of a site, and for each alarm of a table (A,) the index of its position or ``NOBODY``."""

    positions: tuple[Position, ...]
    of_alarm: np.ndarray


def places_of(site: Site, names: Sequence[str], tags: Sequence[str]) -> Places:
    """Positions of alarms by name, or where the site has no such alarm (any more), by tag.

    Where there is only one position, it answers for everything, also for what is gone.
    """
    positions = positions_of(site)
    if len(positions) == 1:
        return Places(positions, np.zeros(len(names), np.int64))
    of_system = {system: index for index, position in enumerate(positions) for system in position.systems}
    of_tag = {tag.name: of_system.get(tag.system, NOBODY) for tag in site.tags}
    of_name = {alarm.name: of_tag.get(alarm.tag, NOBODY) for alarm in site.alarms}
    found = (of_name.get(name, of_tag.get(tag, NOBODY)) for name, tag in zip(names, tags, strict=True))
    return Places(positions, np.fromiter(found, np.int64, len(names)))
