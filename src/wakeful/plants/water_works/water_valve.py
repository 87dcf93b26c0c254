"""A motorised valve: it travels slowly to where it is told, and its loss follows its opening."""

import msgspec

TRAVEL_S = 60.0
CLOSED_PERCENT = 1.0
RANGEABILITY = 30.0


class Valve(msgspec.Struct):
    """State of one motorised valve. ``loss_open`` is its loss coefficient when fully open."""

    name: str
    command_percent: float
    position_percent: float
    loss_open: float
    stuck: bool = False

    def act(self, dt_s: float) -> None:
        """Travel for ``dt_s`` towards the command."""
        if self.stuck:
            return
        reach = 100.0 * dt_s / TRAVEL_S
        away = self.command_percent - self.position_percent
        self.position_percent += min(reach, max(-reach, away))

    def loss_coefficient(self) -> float | None:
        """Loss in velocity heads; None when closed.

        Notes
        -----
        Equal-percentage opening: loss = loss_open / f², f = R^(x - 1), x the opening from 0 to 1.
        """
        if self.position_percent < CLOSED_PERCENT:
            return None
        opening: float = RANGEABILITY ** (self.position_percent / 100.0 - 1.0)
        return self.loss_open / opening**2
