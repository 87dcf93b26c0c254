"""The worklist: who is on it for what, with which share, in which order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.alarms.load.journals import (
    HOUR_NS,
    MINUTE_NS,
    SECOND_NS,
    START_NS,
    JournalMaker,
    journals,
    periods,
)
from tests.oracles import load as oracle
from wakeful.alarms.load.period import study
from wakeful.alarms.load.places import NOBODY, Places
from wakeful.alarms.load.table import LoadTable
from wakeful.alarms.load.worklist import ENTRIES_MAX, FAULTS, worklist
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.terms.site import AlarmPhilosophy, Position

PHILOSOPHY = AlarmPhilosophy()
POSITION = Position(id="p", name="P", systems=())
DAY_NS = 24 * HOUR_NS


def entries(records, from_ns=START_NS, to_ns=START_NS + 2 * HOUR_NS, of_alarm=None, position="", **limits):
    table = LoadTable()
    table.add(records)
    rows = table.rows()
    of_alarm = [0] * len(rows.names) if of_alarm is None else [of_alarm[name] for name in rows.names]
    places = Places((POSITION, Position(id="q", name="Q", systems=())), np.array(of_alarm, np.int64))
    return worklist(study(rows, from_ns, to_ns, PHILOSOPHY), places, position, **limits)


@given(st.data())
def test_chattering_fleeting_standing_and_stale_are_those_of_the_slow_twin(data):
    records = data.draw(journals())
    from_ns, to_ns = data.draw(periods(records))
    found = entries(records, from_ns, to_ns)
    sounded = oracle.annunciations(records, from_ns, to_ns, PHILOSOPHY)
    for fault in ("chattering", "fleeting"):
        marked = [each["alarm"] for each in sounded if each[fault]]
        told = {entry.alarm: entry.count for entry in found if entry.fault == fault}
        assert told == {alarm: marked.count(alarm) for alarm in set(marked)}
    day_ns = PHILOSOPHY.stale_after_ms * 1_000_000
    expected = {
        (alarm, "stale" if to_ns - since_ns > day_ns else "standing", since_ns / 1e6)
        for alarm, (marks, since_ns) in oracle.standing_at(records, to_ns).items()
        if oracle.letter_of(marks) in "BC"
    }
    told = {(e.alarm, e.fault, e.since_ms) for e in found if e.fault in ("stale", "standing") and e.now}
    assert told == expected
    was_stale = {s[0] for s in oracle.stays(records, to_ns) if s[2] >= from_ns and s[2] - s[1] > day_ns}
    assert {entry.alarm for entry in found if entry.fault == "stale" and not entry.now} == was_stale
    order = [(-entry.share, -entry.count, FAULTS.index(entry.fault), entry.alarm) for entry in found]
    assert order == sorted(order)


def test_a_chattering_alarm_says_how_badly_and_whether_it_still_does():
    maker = JournalMaker()
    for number in range(6):
        maker.pulse("a", START_NS + number * 10 * SECOND_NS)
    maker.pulse("b", START_NS + 30 * MINUTE_NS, 5 * MINUTE_NS)
    for to_ns, now in ((START_NS + MINUTE_NS, True), (START_NS + HOUR_NS, False)):
        entry = entries(maker.records, to_ns=to_ns)[0]
        assert (entry.alarm, entry.fault, entry.count, entry.now) == ("a", "chattering", 6, now)
        assert (entry.detail, entry.since_ms) == ("up to 6 in 60 s", START_NS / 1e6)
    assert entry.share == 6 / 7 and entry.position == "p"


def test_a_fleeting_alarm_says_for_how_long_it_is_active():
    maker = JournalMaker()
    for number, lasts_s in enumerate((2, 9, 3, 200)):
        maker.pulse("a", START_NS + number * 10 * MINUTE_NS, lasts_s * SECOND_NS)
    (entry,) = entries(maker.records)
    assert (entry.fault, entry.count, entry.share, entry.detail) == ("fleeting", 3, 0.75, "active for 3 s")


def test_standing_and_stale_alarms_say_since_when_and_whether_anybody_has_seen_them():
    maker = JournalMaker()
    maker.happen("old", AlarmEvent.ABNORMAL, START_NS)
    maker.happen("new", AlarmEvent.ABNORMAL, START_NS + 23 * HOUR_NS)
    maker.happen("old", AlarmEvent.ACKNOWLEDGE, START_NS + 24 * HOUR_NS)
    maker.happen("hidden", AlarmEvent.ABNORMAL, START_NS + HOUR_NS)
    maker.happen("hidden", AlarmEvent.SHELVE_TIMED, START_NS + HOUR_NS)
    found = entries(maker.records, START_NS + 22 * HOUR_NS, START_NS + 25 * HOUR_NS + 90 * SECOND_NS)
    assert [(entry.alarm, entry.fault, entry.count, entry.detail) for entry in found] == [
        ("new", "standing", 1, "active for 2 h 1 min, not acknowledged"),
        ("old", "stale", 0, "active for 1 d 1 h, acknowledged"),
    ]


def test_an_alarm_that_was_stale_is_told_with_its_longest_time():
    maker = JournalMaker()
    for begin_h, hours in ((0, 25), (100, 50), (200, 10)):
        maker.pulse("a", START_NS + begin_h * HOUR_NS, hours * HOUR_NS)
    (entry,) = entries(maker.records, START_NS, START_NS + 10 * DAY_NS)
    assert (entry.fault, entry.count, entry.now) == ("stale", 1, False)
    assert entry.detail == "was active for 2 d 2 h" and entry.since_ms == (START_NS + 100 * HOUR_NS) / 1e6


def test_a_duplicate_is_told_both_ways_and_once():
    maker = JournalMaker()
    for number in range(10):
        at_ns = START_NS + number * 5 * MINUTE_NS
        maker.pulse("first", at_ns, MINUTE_NS)
        if number:
            maker.pulse("second", at_ns + SECOND_NS, MINUTE_NS)
            maker.pulse("third", at_ns + 2 * SECOND_NS, MINUTE_NS)
    found = [
        entry for entry in entries(sorted(maker.records, key=lambda r: r.at_ns)) if entry.fault == "duplicate"
    ]
    assert [(entry.alarm, entry.with_alarm, entry.count) for entry in found] == [
        ("second", "first", 9),
        ("third", "second", 9),
    ]
    assert found[0].detail == "within 5 s of first in 9 of 9; first with second in 9 of 10"
    assert found[0].share == 9 / 28


def test_the_share_is_of_the_own_position_s_load():
    maker = JournalMaker()
    for number in range(3):
        for alarm in ("a", "b", "c"):
            maker.pulse(alarm, START_NS + number * SECOND_NS, SECOND_NS // 2)
    found = entries(maker.records, of_alarm={"a": 0, "b": 1, "c": NOBODY})
    shares = {entry.alarm: (entry.share, entry.position) for entry in found if entry.fault == "chattering"}
    assert shares == {"a": (1.0, "p"), "b": (1.0, "q"), "c": (3 / 9, "")}


def test_the_list_ends_at_its_limit_and_keeps_the_greatest():
    maker = JournalMaker()
    for number in range(ENTRIES_MAX + 5):
        maker.happen(f"a{number:04}", AlarmEvent.ABNORMAL, START_NS + number)
    for number in range(3):
        maker.pulse("z", START_NS + number * SECOND_NS, SECOND_NS // 2)
    found = entries(maker.records)
    assert len(found) == ENTRIES_MAX and found[0].alarm == "z"
    assert [entry.alarm for entry in entries(maker.records, entries_max=2)] == ["z", "a0000"]


def test_the_limit_is_of_the_position_that_was_asked_for():
    maker = JournalMaker()
    for number in range(4):
        maker.pulse("loud", START_NS + number * SECOND_NS, SECOND_NS // 2)
    maker.happen("quiet", AlarmEvent.ABNORMAL, START_NS)
    (entry,) = entries(maker.records, of_alarm={"loud": 0, "quiet": 1}, position="q", entries_max=1)
    assert entry.alarm == "quiet"


def test_nothing_gives_an_empty_list():
    assert entries([]) == ()
