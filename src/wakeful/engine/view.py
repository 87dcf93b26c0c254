"""Alarms as people see them: one view each, read from the state without changing it."""

import msgspec
import numpy as np

from wakeful.alarms.acknowledgement import AcknowledgementState, isa_state
from wakeful.alarms.condition import ACTIVE
from wakeful.engine.state import EngineState
from wakeful.terms.quality import Severity, is_bad, severity


class AlarmView(msgspec.Struct, frozen=True, kw_only=True):
    """One alarm now. ``trusted`` is false while its tag's input is bad, lost or not yet heard.

    ``value`` is that of the sample which raised the occurrence, None where it was not a number.
    """

    letter: str
    occurrence: int
    revision: int
    raised_at_ns: int
    changed_at_ns: int
    value: float | None
    trusted: bool
    acknowledged_by: str | None
    acknowledged_at_ns: int | None


def standing(state: EngineState) -> np.ndarray:
    """(K,) int64: indices of the alarms that are not at rest (letter B, C or D), in site order."""
    return np.flatnonzero(active(state) | unacknowledged(state))


def active(state: EngineState) -> np.ndarray:
    """(A,) bool: the condition is active, with or without acknowledgement."""
    return np.isin(state.alarms.table["condition"], ACTIVE)


def unacknowledged(state: EngineState) -> np.ndarray:
    """(A,) bool: waiting to be acknowledged."""
    return np.asarray(state.alarms.table["acknowledgement"] == AcknowledgementState.UNACKNOWLEDGED)


def bad_tags(state: EngineState) -> np.ndarray:
    """(N,) bool: the input is bad, lost or not yet heard."""
    return is_bad(state.quality)


def alarm_view(state: EngineState, alarm: int) -> AlarmView:
    """The view of one alarm by index."""
    alarms = state.alarms
    who = state.acknowledged.get(alarm)
    value = float(alarms.table["raised_value"][alarm])
    letter = isa_state(
        int(alarms.table["condition"][alarm]) in ACTIVE,
        AcknowledgementState(int(alarms.table["acknowledgement"][alarm])),
    )
    tag = state.plan.alarms.table["tag"][alarm]
    return AlarmView(
        letter=letter.value,
        occurrence=int(alarms.table["occurrence"][alarm]),
        revision=int(alarms.table["revision"][alarm]),
        raised_at_ns=int(alarms.table["raised_at_ns"][alarm]),
        changed_at_ns=int(alarms.table["changed_at_ns"][alarm]),
        value=value if np.isfinite(value) else None,
        trusted=severity(int(state.quality[tag])) is not Severity.BAD,
        acknowledged_by=who.actor if who else None,
        acknowledged_at_ns=who.at_ns if who else None,
    )
