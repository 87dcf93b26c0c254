"""How simulated time follows the clock on the wall. Time comes in as an argument."""

from collections import deque

SPEED_MIN = 1.0
SPEED_MAX = 1000.0
WAIT_S_MIN = 0.01
"""Steps closer together than this are done in bunches, so that the process sleeps between them."""
ARREARS_PERIODS_MAX = 0.1
ARREARS_S_MIN = 0.05
_ROUNDING = 1e-6


class Pace:
    """Says how many steps of the plant are due and when the next row is.

    Arrears never pile up: a plant that is late by more than a tenth of a period when its row is due goes
    on from there, and the row says that it is behind.

    Parameters
    ----------
    speed : simulated seconds per second, ``SPEED_MIN`` to ``SPEED_MAX``.
    step_s : simulated seconds of one step of the plant.
    period_s : seconds between two rows.
    now_s : reading of a monotonic clock.
    """

    def __init__(self, speed: float, step_s: float, period_s: float, now_s: float) -> None:
        self._speed = speed
        self._step_s = step_s
        self._period_s = period_s
        self._row_s = now_s + period_s
        self._anchor_s = now_s
        self._steps_since_anchor = 0
        self._steps = 0
        self._marks: deque[tuple[float, int]] = deque([(now_s, 0)], maxlen=11)
        self.behind = False

    def set_speed(self, speed: float, now_s: float) -> None:
        """Go on at another speed from now."""
        self._speed = speed
        self._anchor(now_s)
        self._marks.clear()
        self._marks.append((now_s, self._steps))

    def steps_due(self, now_s: float) -> int:
        """Steps to do now."""
        due = (now_s - self._anchor_s) * self._speed / self._step_s + _ROUNDING
        return max(0, int(due) - self._steps_since_anchor)

    def stepped(self) -> None:
        """One step was done."""
        self._steps += 1
        self._steps_since_anchor += 1

    def row_due(self, now_s: float) -> bool:
        """Whether a row is to be published now."""
        return now_s + _ROUNDING >= self._row_s

    def row_published(self, now_s: float) -> None:
        """A row was published: judge the pace, drop what cannot be caught up, set the next row."""
        arrears_s = self.steps_due(now_s) * self._step_s / self._speed
        self.behind = arrears_s > max(ARREARS_PERIODS_MAX * self._period_s, ARREARS_S_MIN)
        if self.behind:
            self._anchor(now_s)
        self._row_s += self._period_s
        if self._row_s <= now_s:
            self._row_s = now_s + self._period_s
        self._marks.append((now_s, self._steps))

    def speed_achieved(self) -> float:
        """Simulated seconds per second over the last ten rows; 0 before the first."""
        (first_s, first_steps), (last_s, last_steps) = self._marks[0], self._marks[-1]
        if last_s <= first_s:
            return 0.0
        return (last_steps - first_steps) * self._step_s / (last_s - first_s)

    def wait_s(self, now_s: float) -> float:
        """How long nothing needs to be done; 0 when steps or a row are due."""
        if self.row_due(now_s) or self.steps_due(now_s):
            return 0.0
        step_s = self._anchor_s + (self._steps_since_anchor + 1) * self._step_s / self._speed
        return max(0.0, min(self._row_s - now_s, max(step_s - now_s, WAIT_S_MIN)))

    def _anchor(self, now_s: float) -> None:
        self._anchor_s = now_s
        self._steps_since_anchor = 0
