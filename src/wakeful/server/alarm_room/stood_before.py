"""Alarms that stand since before an instant: what no record after it tells."""

from dataclasses import dataclass

import numpy as np

from wakeful.engine.marks import marks_of
from wakeful.engine.state import EngineState
from wakeful.engine.view import standing


@dataclass(frozen=True, slots=True)
class StoodBefore:
    """An alarm that is not at rest, how, and since when."""

    alarm: str
    tag: str
    marks: tuple[str, ...]
    since_ns: int


def stood_before(state: EngineState, before_ns: int) -> tuple[StoodBefore, ...]:
    """Alarms of a state that are not at rest and have not moved since ``before_ns``."""
    table = state.alarms.table
    indices = standing(state)
    still = indices[table["changed_at_ns"][indices] < before_ns]
    alarms = state.plan.site.alarms
    rows = table[still]
    return tuple(
        StoodBefore(alarms[index].name, alarms[index].tag, marks_of(code, escalated), since_ns)
        for index, code, escalated, since_ns in zip(
            still.tolist(),
            rows["code"].tolist(),
            rows["escalated"].tolist(),
            np.minimum(rows["raised_at_ns"], rows["changed_at_ns"]).tolist(),
            strict=True,
        )
    )
