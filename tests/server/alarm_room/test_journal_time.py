"""An instant is found in a journal whose times are nearly in order."""

from hypothesis import given
from hypothesis import strategies as st

from tests.server.alarm_room.timed_journal import Timed, nearly_ordered
from wakeful.server.alarm_room.journal_time import DISORDER_NS, seek


@given(nearly_ordered(), st.integers(0, 60 * DISORDER_NS))
def test_nothing_is_further_from_its_place_than_the_disorder(times_ns: list[int], at_ns: int) -> None:
    journal = Timed(times_ns)
    place = seek(journal, at_ns)  # type: ignore[arg-type]
    assert all(time_ns < at_ns + DISORDER_NS for time_ns in times_ns[:place])
    assert all(time_ns >= at_ns - DISORDER_NS for time_ns in times_ns[place:])
    assert journal.reads <= len(times_ns).bit_length()
