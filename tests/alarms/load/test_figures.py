"""Figures against plain loops over the records; sums that must hold; the edges of periods and windows."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alarms.load.journals import (
    HOUR_NS,
    MINUTE_NS,
    SECOND_NS,
    START_NS,
    JournalMaker,
    interrupted,
    journals,
    periods,
    started,
)
from tests.oracles import load as oracle
from wakeful.alarms.load.figures import BINS_MAX, UNWATCHED_MAX, all_figures, figures
from wakeful.alarms.load.period import study
from wakeful.alarms.load.places import NOBODY, Places
from wakeful.alarms.load.table import LoadTable
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.terms.site import AlarmPhilosophy, Position

PHILOSOPHY = AlarmPhilosophy()
POSITIONS = (
    Position(id="ab", name="", systems=(), flood_begin=3, flood_end=2),
    Position(id="c", name="", systems=(), flood_begin=2, flood_end=1),
)
OF_ALARM = {"a": 0, "b": 0, "c": 1, "d": NOBODY}


def found(records, from_ns, to_ns, positions=POSITIONS, of_alarm=OF_ALARM):
    """Figures by position; alarms that are not in ``of_alarm`` are the first one's."""
    table = LoadTable()
    table.add(records)
    rows = table.rows()
    period = study(rows, from_ns, to_ns, PHILOSOPHY)
    places = Places(positions, np.array([of_alarm.get(name, 0) for name in rows.names], np.int64))
    return {each.position: each for each in all_figures(period, places)}


def ms(at_ns):
    return None if at_ns is None else at_ns / 1e6


def check_against_oracle(told, records, from_ns, to_ns, position):
    alarms = {alarm for alarm, place in OF_ALARM.items() if place == POSITIONS.index(position)}
    whole = records
    records = [record for record in oracle.moves_of(records, 2**62) if record.alarm in alarms]
    sounded = oracle.annunciations(records, from_ns, to_ns, PHILOSOPHY)
    times_ns = [each["at_ns"] for each in sounded]
    assert told.annunciated == len(sounded)
    windows = oracle.windows(times_ns, from_ns, to_ns, whole)
    assert (told.windows, told.windows_over, told.peak_per_10_min) == windows
    assert told.windows_over_share == (windows[1] / windows[0] if windows[0] else None)
    check_peaks(told, times_ns)
    every_ns = sorted(record.at_ns for record in oracle.moves_of(records, to_ns) if record.annunciated)
    every_flood = oracle.floods(every_ns, position, to_ns)
    check_rates(told, whole, every_flood, from_ns, to_ns)
    floods = [
        (ms(begin), ms(end), count, peak)
        for begin, end, count, peak in every_flood
        if end is None or end > from_ns
    ]
    assert [(f.begin_ms, f.end_ms, f.annunciated, f.peak_per_window) for f in told.floods] == floods
    waits_s = [(e["acknowledged_ns"] - e["at_ns"]) / 1e9 for e in sounded if e["acknowledged_ns"] is not None]
    assert (told.acknowledged, told.unacknowledged) == (len(waits_s), len(sounded) - len(waits_s))
    if waits_s:
        assert told.acknowledge_p90_s == sorted(waits_s)[math.ceil(0.9 * len(waits_s)) - 1]
        assert told.acknowledge_median_s == pytest.approx(np.median(waits_s))
    assert told.by_priority == tuple(Counter(e["priority"] for e in sounded)[p] for p in (1, 2, 3, 4))
    for fault in ("chattering", "fleeting"):
        assert getattr(told, fault) == len({each["alarm"] for each in sounded if each[fault]})
    counts = Counter(each["alarm"] for each in sounded)
    assert [(entry.alarm, entry.count) for entry in told.top] == sorted(
        counts.items(), key=lambda i: (-i[1], i[0])
    )
    check_end(told, records, to_ns)


def check_peaks(told, times_ns):
    for most, begin_ms, length_ns in (
        (told.peak_per_hour, told.peak_per_hour_at_ms, HOUR_NS),
        (told.peak_per_10_min, told.peak_at_ms, 10 * MINUTE_NS),
        (told.peak_per_min, told.peak_per_min_at_ms, MINUTE_NS),
    ):
        count, begin_ns = oracle.fullest(times_ns, length_ns)
        assert (most, begin_ms) == (count, ms(begin_ns))


def check_rates(told, records, floods, from_ns, to_ns):
    """Rates and time in flood are by what was watched, and are not known where nothing was."""
    covered_ns = oracle.watched_ns(records, from_ns, to_ns)
    assert told.covered_ms == covered_ns / 1e6
    rates = (told.per_10_min, told.per_hour, told.per_day, told.flood_share)
    if not covered_ns:
        assert rates == (None,) * 4
        return
    flooded_ns = oracle.time_in_flood_ns(floods, records, from_ns, to_ns)
    parts = (told.annunciated * 600e9, told.annunciated * 3_600e9, told.annunciated * 86_400e9, flooded_ns)
    assert rates == pytest.approx([part / covered_ns for part in parts])
    assert sum(gap.end_ms - gap.begin_ms for gap in told.unwatched) == pytest.approx(
        (to_ns - from_ns - covered_ns) / 1e6
    )


def check_end(told, records, to_ns):
    letters, stale = Counter(), 0
    for marks, since_ns in oracle.standing_at(records, to_ns).values():
        letters[oracle.letter_of(marks)] += 1
        stale += oracle.letter_of(marks) in "BC" and to_ns - since_ns > PHILOSOPHY.stale_after_ms * 1_000_000
    assert told.standing == letters["B"] + letters["C"]
    assert (told.shelved, told.suppressed, told.out_of_service) == (letters["E"], letters["F"], letters["G"])
    assert told.stale == stale


@given(st.data())
def test_the_figures_are_those_of_the_slow_twin(data):
    moves = data.draw(journals(alarms=("a", "b", "c", "d")))
    from_ns, to_ns = data.draw(periods(moves))
    records = data.draw(interrupted(moves))
    told = found(records, from_ns, to_ns)
    for position in POSITIONS:
        check_against_oracle(told[position.id], records, from_ns, to_ns, position)


@given(st.data())
def test_what_must_add_up_does(data):
    records = data.draw(journals(alarms=("a", "b", "c", "d")))
    from_ns, to_ns = data.draw(periods(records))
    told = found(records, from_ns, to_ns)
    site, parts = told[""], [told["ab"], told["c"]]
    alone = found([record for record in records if record.alarm == "d"], from_ns, to_ns)[""]
    for name in (
        "annunciated",
        "hidden",
        "standing",
        "shelved",
        "suppressed",
        "out_of_service",
        "acknowledged",
    ):
        assert getattr(site, name) == sum(getattr(part, name) for part in [*parts, alone])
    for each in told.values():
        assert each.acknowledged + each.unacknowledged == each.annunciated == sum(each.by_priority)
        assert sum(place.annunciated for place in each.bins) == each.annunciated
        assert sum(place.hidden for place in each.bins) == each.hidden
        assert each.windows_over_share is None or 0.0 <= each.windows_over_share <= 1.0
        if each.covered_ms:
            assert 0.0 <= each.flood_share <= 1.0
            assert each.per_hour == pytest.approx(each.per_10_min * 6) == pytest.approx(each.per_day / 24)
        assert sum(entry.count for entry in each.top) <= each.annunciated
        starts_ms = [place.at_ms for place in each.bins]
        assert np.all(np.diff(starts_ms) == each.bin_ms) and starts_ms[0] % each.bin_ms == 0
        first_ns, last_ns, bin_ns = (round(x) * 1_000_000 for x in (starts_ms[0], starts_ms[-1], each.bin_ms))
        assert first_ns <= from_ns < first_ns + bin_ns and last_ns < to_ns <= last_ns + bin_ns
    assert site.windows_over <= sum(part.windows_over for part in parts)
    assert site.floods == tuple(sorted((f for p in parts for f in p.floods), key=lambda f: f.begin_ms))


@given(st.data())
def test_two_halves_make_the_whole(data):
    records = data.draw(journals())
    from_ns, to_ns = data.draw(periods(records))
    middle_ns = data.draw(st.integers(from_ns, to_ns))
    if not from_ns < middle_ns < to_ns:
        return
    whole, *halves = (
        found(records, *ends)[""] for ends in ((from_ns, to_ns), (from_ns, middle_ns), (middle_ns, to_ns))
    )
    assert whole.annunciated == sum(half.annunciated for half in halves)
    assert whole.hidden == sum(half.hidden for half in halves)
    assert whole.standing == halves[1].standing and whole.stale == halves[1].stale
    assert whole.covered_ms == pytest.approx(sum(half.covered_ms for half in halves))
    flooded_ms = sum((half.flood_share or 0.0) * half.covered_ms for half in halves)
    assert (whole.flood_share or 0.0) * whole.covered_ms == pytest.approx(flooded_ms, rel=1e-9, abs=1e-6)


def burst(count, at_ns=START_NS, alarm="a"):
    maker = JournalMaker()
    for number in range(count):
        maker.pulse(alarm, at_ns + number * 2 * SECOND_NS)
    return maker.records


def test_a_window_that_is_cut_counts_only_when_it_is_over_already():
    calm, full = burst(5), burst(11)
    assert found(calm, START_NS, START_NS + 9 * MINUTE_NS)[""].windows == 0
    assert found(calm, START_NS, START_NS + 10 * MINUTE_NS)[""].windows == 1
    cut = found(full, START_NS, START_NS + 9 * MINUTE_NS)[""]
    assert (cut.windows, cut.windows_over, cut.windows_over_share) == (1, 1, 1.0)
    assert cut.peak_per_10_min == 11, "the peak knows no cut windows: it can only have been more"


def test_windows_are_those_of_the_clock_and_floods_roll():
    """Eleven across a boundary are a flood, and no window above ten."""
    told = found(burst(11, START_NS + 10 * MINUTE_NS - 11 * SECOND_NS), START_NS, START_NS + HOUR_NS,
                 positions=(Position(id="p", name="", systems=()),), of_alarm={})[""]  # fmt: skip
    assert (told.peak_per_10_min, told.windows_over, len(told.floods)) == (6, 0, 1)
    assert told.peak_at_ms == START_NS / 1e6


def test_the_fullest_hour_and_minute_are_the_clock_s_and_of_equals_the_first():
    """At half past, so that a clock's hour passes in between; two in each of two minutes."""
    records = [
        record
        for minute in (5, 6, 40)
        for record in burst(2, START_NS + minute * MINUTE_NS, alarm=f"a{minute}")
    ]
    told = found(records, START_NS, START_NS + HOUR_NS)[""]
    assert (told.peak_per_hour, told.peak_per_min) == (4, 2)
    assert told.peak_per_hour_at_ms == (START_NS - 30 * MINUTE_NS) / 1e6, "the hour begins before the period"
    assert told.peak_per_min_at_ms == (START_NS + 5 * MINUTE_NS) / 1e6
    for at_ms in (told.peak_per_hour_at_ms, told.peak_per_min_at_ms):
        assert at_ms % 60_000 == 0
    calm = found(records, START_NS + 10 * MINUTE_NS, START_NS + 30 * MINUTE_NS)[""]
    assert (calm.peak_per_hour, calm.peak_per_hour_at_ms) == (0, None)
    assert (calm.peak_per_min, calm.peak_per_min_at_ms) == (0, None)


def test_the_end_does_not_belong_to_the_period():
    records = burst(1, START_NS + MINUTE_NS)
    assert found(records, START_NS, START_NS + MINUTE_NS)[""].annunciated == 0
    assert found(records, START_NS + MINUTE_NS, START_NS + 2 * MINUTE_NS)[""].annunciated == 1


def test_what_stood_before_the_period_stands_in_it():
    maker = JournalMaker()
    maker.happen("a", AlarmEvent.ABNORMAL, START_NS)
    day = found(maker.records, START_NS + 30 * HOUR_NS, START_NS + 31 * HOUR_NS)[""]
    assert (day.annunciated, day.standing, day.stale, day.peak_at_ms) == (0, 1, 1, None)
    maker.happen("a", AlarmEvent.SHELVE_TIMED, START_NS + HOUR_NS)
    day = found(maker.records, START_NS + 30 * HOUR_NS, START_NS + 31 * HOUR_NS)[""]
    assert (day.standing, day.stale, day.shelved) == (0, 0, 1)


def test_a_flood_that_began_before_the_period_is_in_it():
    records = burst(11)
    told = found(records, START_NS + 5 * MINUTE_NS, START_NS + 15 * MINUTE_NS,
                 positions=(Position(id="p", name="", systems=()),), of_alarm={})["p"]  # fmt: skip
    (flood,) = told.floods
    assert flood.begin_ms < told.from_ms and told.annunciated == 0 and flood.annunciated == 11
    assert 0.5 < told.flood_share < 0.6


def test_the_worst_ten_are_ten_and_equals_come_by_name():
    maker = JournalMaker()
    for number in range(25):
        for time in range(2 if number == 24 else 1):
            maker.pulse(f"a{number:02}", START_NS + (number + 30 * time) * SECOND_NS)
    told = found(maker.records, START_NS, START_NS + HOUR_NS)[""]
    assert [entry.alarm for entry in told.top] == ["a24", *(f"a{number:02}" for number in range(9))]
    assert told.top_10_share == 11 / 26 and told.top[0].share == 2 / 26


def test_long_periods_get_longer_bins():
    records = burst(11)
    month = found(records, START_NS, START_NS + 30 * 24 * HOUR_NS)[""]
    year = found(records, START_NS, START_NS + 365 * 24 * HOUR_NS)[""]
    ages = found(records, START_NS, START_NS + 20 * 365 * 24 * HOUR_NS)[""]
    assert (month.bin_ms, len(month.bins)) == (600_000, 4_320)
    assert (year.bin_ms, ages.bin_ms) == (7_200_000, 604_800_000)
    assert len(year.bins) <= BINS_MAX and len(ages.bins) <= BINS_MAX
    assert year.bins[0].annunciated == 11 and year.peak_per_10_min == 11


def test_one_position_is_found_by_its_id():
    table = LoadTable()
    table.add(burst(3))
    period = study(table.rows(), START_NS, START_NS + HOUR_NS, PHILOSOPHY)
    places = Places(POSITIONS, np.zeros(1, np.int64))
    assert figures(period, places, "ab").annunciated == 3 == figures(period, places, "").annunciated
    assert figures(period, places, "c").annunciated == 0
    with pytest.raises(KeyError):
        figures(period, places, "x")
    with pytest.raises(ValueError, match="positions of 2 alarms"):
        all_figures(period, Places(POSITIONS, np.zeros(2, np.int64)))


def test_an_empty_table_has_figures_too():
    told = found([], START_NS, START_NS + HOUR_NS)
    assert [each.annunciated for each in told.values()] == [0, 0, 0]
    assert told[""].acknowledge_median_s is None and told[""].top == ()


def test_a_young_journal_is_not_taken_for_a_calm_one():
    """Twelve in the last hour of eight are twelve an hour, not one and a half."""
    records = [started(START_NS + 7 * HOUR_NS), *burst(12, START_NS + 7 * HOUR_NS + MINUTE_NS)]
    told = found(records, START_NS, START_NS + 8 * HOUR_NS)[""]
    assert (told.covered_ms, told.per_hour, told.per_day) == (HOUR_NS / 1e6, 12.0, 288.0)
    assert (told.windows, told.windows_over_share) == (6, 1 / 6)
    assert [(gap.begin_ms, gap.end_ms) for gap in told.unwatched] == [
        (START_NS / 1e6, START_NS / 1e6 + 7 * 3_600_000)
    ]
    whole = found(records, START_NS + 7 * HOUR_NS, START_NS + 8 * HOUR_NS)[""]
    assert (whole.per_hour, whole.unwatched) == (12.0, ())


def test_a_time_without_a_server_is_in_no_average():
    records = [started(START_NS), *burst(12, START_NS + MINUTE_NS), started(START_NS + 3 * HOUR_NS)]
    stopped_ns = records[-2].at_ns
    told = found(records, START_NS, START_NS + 4 * HOUR_NS,
                 positions=(Position(id="p", name="", systems=()),), of_alarm={})["p"]  # fmt: skip
    covered_ns = stopped_ns - START_NS + HOUR_NS
    assert told.covered_ms == covered_ns / 1e6
    assert told.per_hour == pytest.approx(12 * HOUR_NS / covered_ns)
    assert told.windows == 7, "the cut one is over; after it six whole ones"
    (flood,) = told.floods
    seen_ns = stopped_ns - flood.begin_ms * 1e6
    assert told.flood_share == pytest.approx(seen_ns / covered_ns, rel=1e-6), "its end was not watched"


def test_of_a_time_that_nobody_watched_nothing_is_known():
    records = [started(START_NS), started(START_NS + 3 * HOUR_NS)]
    told = found(records, START_NS + HOUR_NS, START_NS + 2 * HOUR_NS)[""]
    assert (told.covered_ms, told.windows, told.annunciated) == (0.0, 0, 0)
    assert (told.per_10_min, told.per_hour, told.per_day) == (None, None, None)
    assert (told.windows_over_share, told.flood_share) == (None, None)


def test_of_very_many_gaps_the_longest_are_told_and_all_count():
    """A server that is up for a second of every minute, its journal told by an alarm at the end of each."""
    maker = JournalMaker()
    records = []
    for number in range(UNWATCHED_MAX + 20):
        at_ns = START_NS + number * MINUTE_NS + number * SECOND_NS // 100
        maker.pulse("a", at_ns)
        records += [started(at_ns), *maker.records[-2:]]
    told = found(records, START_NS, records[-1].at_ns)[""]
    assert told.covered_ms == (UNWATCHED_MAX + 20) * 1_000
    assert len(told.unwatched) == UNWATCHED_MAX
    begins_ms = [gap.begin_ms for gap in told.unwatched]
    assert begins_ms == sorted(begins_ms)
