"""Rates from counters that only ever grow, until they wrap, are reset or vanish."""

from collections.abc import Mapping, Sequence

from wakeful.drivers.host.quantity import WAITING, Reading
from wakeful.terms.quality import Quality

NS_PER_S = 1_000_000_000
WRAP_32 = 2**32


def increase(previous: int, current: int, elapsed_s: float, rate_max: float) -> int | None:
    """How far a counter went, or None when it was reset in between and nobody can say.

    A counter that fell has either wrapped at 32 bits or started again. It is a wrap when the counter
    had never been beyond 32 bits and the way round is one that ``rate_max`` (counts a second, the
    fastest the device can go) allows in ``elapsed_s``; a 64-bit counter does not live to wrap.
    """
    if current >= previous:
        return current - previous
    way_round = WRAP_32 - previous + current
    if 0 <= previous < WRAP_32 and current >= 0 and way_round <= rate_max * elapsed_s:
        return way_round
    return None


class Rates:
    """Counts a second of a fixed set of counters, each against its own last value.

    The first value of a counter, and the first after a reset or a disappearance, gives
    BAD_WAITING_FOR_INITIAL_DATA: no rate can be told from one value.
    """

    def __init__(self, rate_max: Sequence[float]) -> None:
        """``rate_max`` [counts/s], one for each counter: beyond it a fall is a reset, not a wrap."""
        self._rate_max = tuple(rate_max)
        self._previous: list[int | None] = [None] * len(self._rate_max)
        self._previous_ns = 0

    def step(self, counters: Sequence[int], at_ns: int) -> tuple[Reading, ...]:
        """Rates [counts/s] since the last call; ``at_ns`` is monotonic time of this one."""
        elapsed_s = (at_ns - self._previous_ns) / NS_PER_S
        rates: list[Reading] = []
        for index, current in enumerate(counters):
            previous = self._previous[index]
            counted = None
            if previous is not None and elapsed_s > 0:
                counted = increase(previous, current, elapsed_s, self._rate_max[index])
            rates.append(WAITING if counted is None else counted / elapsed_s)
            self._previous[index] = current
        self._previous_ns = at_ns
        return tuple(rates)

    def forget(self) -> None:
        """The device went away: whatever it counts when it returns is a new start."""
        self._previous = [None] * len(self._rate_max)


class Shares:
    """How a processor's time was spent since the last call, in per cent by kind of time.

    Kernels are known to let single kinds of time step back by a tick; a step back counts as none.
    """

    def __init__(self) -> None:
        """Start without a past."""
        self._previous: Mapping[str, float] | None = None

    def step(self, times_s: Mapping[str, float]) -> dict[str, float] | None:
        """Shares [%] adding up to 100; None on the first call and when no time has passed."""
        previous, self._previous = self._previous, times_s
        if previous is None:
            return None
        spent = {kind: max(0.0, time - previous.get(kind, time)) for kind, time in times_s.items()}
        total = sum(spent.values())
        if total <= 0.0:
            return None
        return {kind: 100.0 * time / total for kind, time in spent.items()}


def scaled(reading: Reading, factor: float) -> Reading:
    """The reading times ``factor``; a reason stays that reason."""
    return reading if isinstance(reading, Quality) else reading * factor


def added(*readings: Reading) -> Reading:
    """The sum of readings, or the first reason among them why there is none."""
    total = 0.0
    for reading in readings:
        if isinstance(reading, Quality):
            return reading
        total += reading
    return total
