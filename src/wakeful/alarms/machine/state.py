"""The joint state of the alarm machine, and the ISA letter that people read.

Bits are stored, the letter is derived. Seven small states fit into one byte; which combinations can occur is
not assumed anywhere, so every one of them has a letter and a successor for every event.
"""

from collections.abc import Callable
from typing import NamedTuple

from wakeful.alarms.machine.acknowledgement import AcknowledgementState
from wakeful.alarms.machine.activity import ActivityState
from wakeful.alarms.machine.latch import LatchState
from wakeful.alarms.machine.service import ServiceState
from wakeful.alarms.machine.shelf import ShelfState
from wakeful.alarms.machine.silence import SilenceState
from wakeful.alarms.machine.suppression import SuppressionState
from wakeful.terms.alarm import ISAState

CODES = 256
"""Codes of joint states: bit 0 active, 1 unacknowledged, 2 latched, 3-4 shelf, 5 suppressed, 6 out of
service, 7 silenced. A shelf of 3 does not exist; its 64 codes are never used."""

ACTIVE, UNACKNOWLEDGED, LATCHED = 1, 2, 4
SHELF_SHIFT, SHELF_MASK = 3, 0b11000
SUPPRESSED, OUT_OF_SERVICE, SILENCED = 32, 64, 128
OVERRIDES = SHELF_MASK | SUPPRESSED | OUT_OF_SERVICE


class MachineState(NamedTuple):
    """One alarm, as seven independent states. The default is an alarm at rest."""

    activity: ActivityState = ActivityState.INACTIVE
    acknowledgement: AcknowledgementState = AcknowledgementState.ACKNOWLEDGED
    latch: LatchState = LatchState.RELEASED
    shelf: ShelfState = ShelfState.UNSHELVED
    suppression: SuppressionState = SuppressionState.UNSUPPRESSED
    service: ServiceState = ServiceState.IN_SERVICE
    silence: SilenceState = SilenceState.AUDIBLE

    @property
    def present(self) -> bool:
        """The alarm is active, or latched although its condition is normal."""
        return self.activity is ActivityState.ACTIVE or self.latch is LatchState.LATCHED

    @property
    def waiting(self) -> bool:
        """There is something that nobody has acknowledged."""
        return self.acknowledgement is AcknowledgementState.UNACKNOWLEDGED

    @property
    def overridden(self) -> bool:
        """Out of service, suppressed or shelved: out of sight."""
        return any(hides(self) for _, hides in OVERRIDE_PRECEDENCE)

    @property
    def sounding(self) -> bool:
        """It sounds now: something waits, in sight, and has not been silenced."""
        return self.waiting and not self.overridden and self.silence is SilenceState.AUDIBLE


OVERRIDE_PRECEDENCE: tuple[tuple[ISAState, Callable[[MachineState], bool]], ...] = (
    (ISAState.OOSRV, lambda state: state.service is ServiceState.OUT_OF_SERVICE),
    (ISAState.DSUPR, lambda state: state.suppression is SuppressionState.SUPPRESSED),
    (ISAState.SHLVD, lambda state: state.shelf is not ShelfState.UNSHELVED),
)
"""Which override gives the letter when several hold: the first that hides."""

_IN_SIGHT = {
    (False, False): ISAState.NORM,
    (True, True): ISAState.UNACK,
    (True, False): ISAState.ACKED,
    (False, True): ISAState.RTNUN,
}


def letter(state: MachineState) -> ISAState:
    """The letter a person reads (ANSI/ISA-18.2-2016 and IEC 62682, states A to G)."""
    for isa, hides in OVERRIDE_PRECEDENCE:
        if hides(state):
            return isa
    return _IN_SIGHT[state.present, state.waiting]


def pack(state: MachineState) -> int:
    """The state as a code, 0 to 255."""
    return (
        int(state.activity)
        | int(state.acknowledgement) << 1
        | int(state.latch) << 2
        | int(state.shelf) << SHELF_SHIFT
        | int(state.suppression) << 5
        | int(state.service) << 6
        | int(state.silence) << 7
    )


def unpack(code: int) -> MachineState:
    """The state of a code. Raises ValueError for a code that does not exist."""
    return MachineState(
        ActivityState(code & 1),
        AcknowledgementState(code >> 1 & 1),
        LatchState(code >> 2 & 1),
        ShelfState(code >> SHELF_SHIFT & 3),
        SuppressionState(code >> 5 & 1),
        ServiceState(code >> 6 & 1),
        SilenceState(code >> 7 & 1),
    )


def all_states() -> list[MachineState]:
    """Every combination of the seven states, in the order of their codes."""
    return [unpack(code) for code in range(CODES) if code >> SHELF_SHIFT & 3 < len(ShelfState)]
