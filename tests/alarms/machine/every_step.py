"""Every state, event and combination of traits there is, and how the plain twin would put them."""

from collections.abc import Iterator
from itertools import product

from tests.oracles.alarm import Alarm, Told
from wakeful.alarms.machine.acknowledgement import AcknowledgementState
from wakeful.alarms.machine.activity import ActivityState
from wakeful.alarms.machine.latch import LatchState
from wakeful.alarms.machine.service import ServiceState
from wakeful.alarms.machine.shelf import ShelfState
from wakeful.alarms.machine.silence import SilenceState
from wakeful.alarms.machine.state import MachineState
from wakeful.alarms.machine.step import AlarmEvent, Outcome, Traits, step
from wakeful.alarms.machine.suppression import SuppressionState
from wakeful.alarms.transition_table import Ignored, Move, Refused, TransitionTable

TRAITS = (0, Traits.LATCHING, Traits.AUTO_ACKNOWLEDGE, Traits.LATCHING | Traits.AUTO_ACKNOWLEDGE)
STATES = tuple(
    MachineState(*states)
    for states in product(
        ActivityState,
        AcknowledgementState,
        LatchState,
        ShelfState,
        SuppressionState,
        ServiceState,
        SilenceState,
    )
)
BY_A_PERSON = frozenset(AlarmEvent) - {
    AlarmEvent.ABNORMAL,
    AlarmEvent.NORMAL,
    AlarmEvent.MORE_URGENT,
    AlarmEvent.SEVERITY_CHANGED,
    AlarmEvent.RE_ALARM,
    AlarmEvent.SUPPRESS,
    AlarmEvent.UNSUPPRESS,
    AlarmEvent.SHELF_ENDED,
}
"""Events that are an act of a person, and so may be refused."""


def every_step() -> Iterator[tuple[MachineState, AlarmEvent, int, Outcome]]:
    """All 192 x 16 x 4 steps: state before, event, traits, outcome."""
    for state, event, traits in product(STATES, AlarmEvent, TRAITS):
        yield state, event, traits, step(state, event, traits)


def as_plain(state: MachineState) -> Alarm:
    """The state as the twin's dictionary."""
    return {
        "abnormal": state.activity is ActivityState.ACTIVE,
        "acknowledged": state.acknowledgement is AcknowledgementState.ACKNOWLEDGED,
        "latched": state.latch is LatchState.LATCHED,
        "shelf": {ShelfState.UNSHELVED: "", ShelfState.TIMED: "timed", ShelfState.ONE_SHOT: "one-shot"}[
            state.shelf
        ],
        "suppressed": state.suppression is SuppressionState.SUPPRESSED,
        "out_of_service": state.service is ServiceState.OUT_OF_SERVICE,
        "silenced": state.silence is SilenceState.SILENCED,
    }


def as_told(outcome: Outcome) -> Told:
    """What the outcome tells, as the twin puts it."""
    return {
        "moved": outcome.moved,
        "occurrence": outcome.occurrence,
        "sounded": outcome.annunciated,
        "hidden": outcome.hidden,
        "refused": outcome.refused.reason.value if outcome.refused else "",
    }


def plain_traits(traits: int) -> dict[str, bool]:
    """The traits as the twin's arguments."""
    return {
        "latching": bool(traits & Traits.LATCHING),
        "auto_acknowledge": bool(traits & Traits.AUTO_ACKNOWLEDGE),
    }


def grid(table: TransitionTable) -> list[list[str]]:
    """A table as words: events across, states down, in each cell the next state, ``-`` or the refusal."""
    rows = [[event.name for event in table.events]]
    for state in table.states:
        row = [state.name]
        for event in table.events:
            match table.step(state, event):
                case Move(to=to):
                    row.append(to.name)
                case Ignored():
                    row.append("-")
                case Refused(reason=reason):
                    row.append(f"refused:{reason.value}")
        rows.append(row)
    return rows


def words(text: str) -> list[list[str]]:
    """A grid written by hand, as ``grid`` puts it."""
    return [line.split() for line in text.strip().splitlines()]


def every_why(table: TransitionTable) -> list[str]:
    """What the table says to people where nothing moves."""
    return [entry.why for entry in table.entries.values() if not isinstance(entry, Move)]
