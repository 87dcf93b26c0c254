"""Alarms and systems as the wire has them, for tests that ask for a few of their members."""

from typing import Any

from wakeful.server.wire import AlarmBody, PositionState, SystemSummary
from wakeful.terms.alarm import ISAState


def example_alarm(alarm: int, letter: str = "B", **more: Any) -> AlarmBody:
    """An alarm in a state, plain in all that the test does not name."""
    plain: dict[str, Any] = {
        "priority": 1,
        "occurrence": 1,
        "revision": 1,
        "annunciated_revision": 1,
        "raised_ms": 1.0,
        "changed_ms": 1.0,
        "value": None,
        "trusted": True,
        "acknowledged_by": None,
        "acknowledged_ms": None,
        "onset_ms": 1.0,
        "respond_by_ms": None,
        "active": letter in "BC",
        "waiting": letter in "BD",
        "latched": False,
        "silenced": False,
        "priority_peak": 1,
        "first_out": "",
        "overrides": (),
    }
    return AlarmBody(alarm=alarm, letter=ISAState(letter), **{**plain, **more})


def example_summary(system: str, tags_bad: int = 0) -> SystemSummary:
    """A system at rest."""
    zero = (0, 0, 0, 0)
    return SystemSummary(
        system=system, unacknowledged=zero, standing=zero, hidden=(0, 0, 0), mode="",
        tags_bad=tags_bad, tags=3,
    )  # fmt: skip


def example_position(position: str, count: int = 0, *, flood: bool = False) -> PositionState:
    """The load of a position."""
    return PositionState(
        position=position, flood=flood, since_ms=1.0 if flood else None, count=count,
        total=count if flood else 0,
    )  # fmt: skip
