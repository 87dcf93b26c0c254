"""One period out of a table, annunciation by annunciation, against plain loops over the records."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alarms.load.journals import HOUR_NS, SECOND_NS, START_NS, JournalMaker, journals, periods
from tests.oracles import load as oracle
from wakeful.alarms.load.period import NEVER_NS, PERIOD_DAYS_MAX, alarm_order, study
from wakeful.alarms.load.table import LoadTable
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.terms.site import AlarmPhilosophy

PHILOSOPHY = AlarmPhilosophy()


def period_of(records, from_ns, to_ns, philosophy=PHILOSOPHY):
    table = LoadTable()
    table.add(records)
    return study(table.rows(), from_ns, to_ns, philosophy)


def told(period):
    """The annunciations as the oracle tells them."""
    sounded = period.annunciations

    def instant(at_ns):
        return None if at_ns == NEVER_NS else int(at_ns)

    return [
        {
            "at_ns": int(sounded.at_ns[place]),
            "alarm": period.names[sounded.alarm[place]],
            "priority": int(sounded.priority[place]),
            "acknowledged_ns": instant(sounded.acknowledged_ns[place]),
            "returned_ns": instant(sounded.returned_ns[place]),
            "chattering": bool(sounded.chattering[place]),
            "fleeting": bool(sounded.fleeting[place]),
        }
        for place in range(len(sounded.at_ns))
    ]


@given(st.data())
def test_annunciations_and_what_became_of_them(data):
    records = data.draw(journals(alarms=("a", "b"), size_max=50))
    from_ns, to_ns = data.draw(periods(records))
    expected = oracle.annunciations(records, from_ns, to_ns, PHILOSOPHY)
    assert told(period_of(records, from_ns, to_ns)) == expected


@given(st.data())
def test_stays_of_more_than_a_day_that_ended_in_the_period(data):
    records = data.draw(journals())
    from_ns, to_ns = data.draw(periods(records))
    day_ns = PHILOSOPHY.stale_after_ms * 1_000_000
    expected = [
        stay
        for stay in oracle.stays(records, to_ns)
        if stay[2] >= from_ns and stay[2] - stay[1] > day_ns and stay[1] >= START_NS
    ]
    stale = period_of(records, from_ns, to_ns)
    spans = zip(stale.stale.alarm, stale.stale.since_ns, stale.stale.until_ns, strict=True)
    assert sorted((stale.names[alarm], since, until) for alarm, since, until in spans) == sorted(expected)


@given(st.data())
def test_what_happens_later_does_not_change_a_period(data):
    records = data.draw(journals())
    from_ns, to_ns = data.draw(periods(records))
    early = [record for record in records if record.at_ns < to_ns]
    assert told(period_of(records, from_ns, to_ns)) == told(period_of(early, from_ns, to_ns))


def test_a_chatter_that_began_before_the_period_is_seen():
    maker = JournalMaker()
    for second in (0, 20, 40):
        maker.pulse("a", START_NS + second * SECOND_NS)
    period = period_of(maker.records, START_NS + 30 * SECOND_NS, START_NS + HOUR_NS)
    assert told(period)[0]["chattering"] and len(period.annunciations.at_ns) == 1
    assert period.earlier_at_ns.tolist() == [START_NS, START_NS + 20 * SECOND_NS]


@pytest.mark.parametrize(
    ("seconds", "chattering"), [((0, 30, 59.9), 3), ((0, 30, 60), 0), ((0, 30), 0), ((0, 1, 2, 62, 100), 3)]
)
def test_three_within_a_minute_are_chatter(seconds, chattering):
    maker = JournalMaker()
    for second in seconds:
        maker.pulse("a", START_NS + round(second * 1e9), SECOND_NS // 10)
    period = period_of(maker.records, START_NS, START_NS + HOUR_NS)
    assert np.count_nonzero(period.annunciations.chattering) == chattering


@pytest.mark.parametrize(
    ("pulses", "fleeting"),
    [
        ([(0, 5)], [True]),
        ([(0, 10)], [False]),
        ([(0, 5), (64, 5)], [False, False]),
        ([(0, 5), (65, 5)], [True, True]),
        ([(0, 5), (66, 30)], [True, False]),
        ([(0, 5), (4000, 5)], [True, True]),
    ],
)
def test_short_and_alone_is_fleeting(pulses, fleeting):
    maker = JournalMaker()
    for second, lasts_s in pulses:
        maker.pulse("a", START_NS + second * SECOND_NS, lasts_s * SECOND_NS)
    period = period_of(maker.records, START_NS, START_NS + 2 * HOUR_NS)
    assert period.annunciations.fleeting.tolist() == fleeting


def test_what_has_just_returned_is_not_yet_known_to_be_fleeting():
    maker = JournalMaker()
    maker.pulse("a", START_NS, 5 * SECOND_NS)
    for quiet_s, fleeting in ((59, False), (60, True)):
        period = period_of(maker.records, START_NS, START_NS + (5 + quiet_s) * SECOND_NS)
        assert period.annunciations.fleeting.tolist() == [fleeting]


def test_a_reminder_is_not_fleeting():
    maker = JournalMaker()
    maker.happen("a", AlarmEvent.ABNORMAL, START_NS)
    maker.happen("a", AlarmEvent.ACKNOWLEDGE, START_NS + SECOND_NS)
    maker.happen("a", AlarmEvent.RE_ALARM, START_NS + 600 * SECOND_NS)
    maker.happen("a", AlarmEvent.NORMAL, START_NS + 603 * SECOND_NS)
    period = period_of(maker.records, START_NS, START_NS + 2 * HOUR_NS)
    assert period.annunciations.fleeting.tolist() == [False, False]


def test_an_acknowledgement_of_a_later_occurrence_is_not_one_of_the_earlier():
    maker = JournalMaker()
    maker.pulse("a", START_NS)
    maker.happen("a", AlarmEvent.ABNORMAL, START_NS + 100 * SECOND_NS)
    maker.happen("a", AlarmEvent.ACKNOWLEDGE, START_NS + 130 * SECOND_NS)
    waits = [each["acknowledged_ns"] for each in told(period_of(maker.records, START_NS, START_NS + HOUR_NS))]
    assert waits == [None, START_NS + 130 * SECOND_NS]


@pytest.mark.parametrize("length_ns", [0, -1, PERIOD_DAYS_MAX * 86_400 * SECOND_NS + 1])
def test_a_period_of_no_length_or_of_ages_is_refused(length_ns):
    with pytest.raises(ValueError, match="must be longer than nothing"):
        period_of([], START_NS, START_NS + length_ns)


@given(st.lists(st.sampled_from((0, 1, 2, 65_535, 65_536, 10**6)), max_size=30))
def test_alarms_are_brought_together_in_their_own_order(alarms):
    array = np.array(alarms, np.uint32)
    assert alarm_order(array).tolist() == sorted(range(len(alarms)), key=lambda place: alarms[place])
