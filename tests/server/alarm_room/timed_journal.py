"""A journal that is only times, and times as late samples leave them."""

from hypothesis import strategies as st

from tests.server.small_site import move
from wakeful.server.alarm_room.journal_time import DISORDER_NS
from wakeful.terms.effect import AlarmChanged


class Timed:
    """A journal of moves at given times, as far as a search by time reads it."""

    def __init__(self, times_ns: list[int]) -> None:
        self.records = [move("T0.high", "abnormal", 1, 1, time_ns) for time_ns in times_ns]
        self.next_sequence = len(times_ns)
        self.reads = 0

    def read(self, start: int, limit: int) -> list[tuple[int, AlarmChanged]]:
        self.reads += limit
        return [(start, self.records[start])]

    def read_backwards(self, before: int, limit: int) -> list[tuple[int, AlarmChanged]]:
        self.reads += min(before, limit)
        return [(index, self.records[index]) for index in range(before - 1, max(-1, before - 1 - limit), -1)]


@st.composite
def nearly_ordered(draw: st.DrawFn) -> list[int]:
    """Times out of order by at most ``DISORDER_NS``."""
    steps = draw(st.lists(st.integers(0, 3 * DISORDER_NS), max_size=40))
    latest, times_ns = 0, []
    for step in steps:
        latest += step
        times_ns.append(latest - draw(st.integers(0, min(latest, DISORDER_NS))))
    return times_ns
