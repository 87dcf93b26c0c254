"""A pump: its motor starter, its protection, and what the controller knows of it."""

import msgspec

AUTO, MANUAL = 0, 1
HEALTHY, TRIPPED, NO_RESPONSE = 0, 1, 2
RESPONSE_S_MAX = 20.0


class Pump(msgspec.Struct):
    """State of one pump. ``command`` is what the controller wants, ``running`` what the pump does.

    ``trip_active`` is the fault behind a trip; ``tripped`` stays until it is reset. ``held_s`` is how long
    the pump has been in its present state, ``speed`` a fraction of full speed.
    """

    name: str
    mode: int = AUTO
    command: bool = False
    running: bool = False
    tripped: bool = False
    trip_active: bool = False
    no_response: bool = False
    stuck: bool = False
    speed: float = 1.0
    run_s: float = 0.0
    held_s: float = 86_400.0
    mismatch_s: float = 0.0

    @property
    def fault(self) -> int:
        """HEALTHY, TRIPPED or NO_RESPONSE, as the controller shows it."""
        return TRIPPED if self.tripped else NO_RESPONSE if self.no_response else HEALTHY

    def reset(self) -> str:
        """Clear a trip or missing response; "" or why it cannot be."""
        if self.trip_active:
            return f"the motor protection of {self.name} still sees its fault"
        self.tripped = self.no_response = False
        self.mismatch_s = 0.0
        return ""

    def act(self, dt_s: float, powered: bool) -> None:
        """What starter and motor do with the command in ``dt_s``."""
        if self.trip_active:
            self.tripped = True
        # Without power the command falls too: a pump in MANUAL does not come back by itself.
        if self.tripped or not powered:
            self.command = False
        if self.running:
            self.run_s += dt_s
        self.held_s += dt_s
        if not powered or self.tripped:
            running = False
        elif self.stuck:
            running = self.running
        else:
            running = self.command
        if running != self.running:
            self.running = running
            self.held_s = 0.0
        self._watch(dt_s, powered)

    def _watch(self, dt_s: float, powered: bool) -> None:
        """Give up on a pump that does not do as it is told."""
        if self.command == self.running or not powered:
            self.mismatch_s = 0.0
            return
        self.mismatch_s += dt_s
        if self.mismatch_s > RESPONSE_S_MAX:
            self.no_response = True
            self.command = self.running
