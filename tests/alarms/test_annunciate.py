"""Around the joint machine: numbers, urgency and the one time that runs. The whole walk: tests/engine."""

import numpy as np
import pytest

from tests.alarms.test_compile import alarm, compiled
from wakeful.alarms.annunciate import (
    NOTHING,
    RE_ALARM,
    SHELF,
    UNATTENDED_TIME,
    end_of_time,
    move_alarm,
    priority_now,
    purpose,
    restore_alarm,
    severity_event,
)
from wakeful.alarms.arrays import BEYOND, UNATTENDED, start_alarms
from wakeful.alarms.machine.packed import ANNUNCIATED, MOVED, REFUSED
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.terms.alarm import Escalation, Handling, Priority

E = AlarmEvent
SPACING_NS = 75_000_000_000
RE_ALARMING = Handling(re_alarm_ms=2)
ESCALATING = Handling(escalation=Escalation(priority=Priority.HIGH, after_ms=3))


class Alarms:
    """Alarms alike, driven by hand."""

    def __init__(self, handling=None, count=1):
        more = {} if handling is None else {"handling": handling}
        plan = compiled(*(alarm(f"a{n}", limit_eu=10.0 + n, **more) for n in range(count))).alarms
        self.params, self.state = plan, start_alarms(plan, 1)
        self.row = self.state.table.view(np.recarray)[0]
        self.setting = plan.table.view(np.recarray)[0]

    def move(self, event, at_ns, until_ns=0, number=0):
        state = self.state
        return move_alarm(
            self.params.table,
            state.table,
            state.heap,
            state.running,
            number,
            int(event),
            at_ns,
            until_ns,
        )

    def end_time(self, number=0):
        state = self.state
        return end_of_time(
            self.params.table,
            state.table,
            state.heap,
            state.running,
            state.released_ns,
            SPACING_NS,
            number,
        )


def test_an_occurrence_counts_and_a_revision_counts_within_it():
    one = Alarms()
    for expected, event in [((1, 1, 1), E.ABNORMAL), ((1, 2, 1), E.NORMAL), ((2, 1, 1), E.ABNORMAL)]:
        one.move(event, 5)
        assert (one.row.occurrence, one.row.revision, one.row.loud_revision) == expected


def test_a_refused_act_changes_nothing():
    one = Alarms()
    before = one.state.table.tobytes()
    assert one.move(E.ACKNOWLEDGE, 5) == REFUSED
    assert one.state.table.tobytes() == before


def test_the_time_that_runs_follows_from_the_state():
    one = Alarms(RE_ALARMING)
    one.move(E.ABNORMAL, 1)
    assert one.state.running[0] == 0
    one.move(E.ACKNOWLEDGE, 10)
    assert purpose(one.setting, one.row) == RE_ALARM and one.row.deadline_ns == 2_000_010
    one.move(E.SHELVE_TIMED, 20, 500)
    assert purpose(one.setting, one.row) == SHELF and one.row.deadline_ns == 500
    one.move(E.NORMAL, 30)
    assert one.row.deadline_ns == 500
    one.move(E.SHELVE_ONE_SHOT, 40, 900)
    assert one.row.deadline_ns == 900
    one.move(E.UNSHELVE, 50)
    assert one.state.running[0] == 0


def test_an_unattended_alarm_becomes_more_urgent_once_and_an_acknowledgement_forgives_it():
    one = Alarms(ESCALATING)
    one.move(E.ABNORMAL, 1)
    assert purpose(one.setting, one.row) == UNATTENDED_TIME and one.row.deadline_ns == 3_000_001
    assert one.end_time() == E.MORE_URGENT
    assert one.move(E.MORE_URGENT, 3_000_001) == MOVED | ANNUNCIATED
    assert (priority_now(one.setting, one.row), one.row.peak) == (Priority.HIGH, Priority.HIGH)
    assert one.state.running[0] == 0 and one.row.escalated == UNATTENDED
    one.move(E.ACKNOWLEDGE, 4_000_000)
    assert (one.row.seen, one.row.escalated, one.row.peak) == (Priority.HIGH, 0, Priority.LOW)


@pytest.mark.parametrize(
    ("waiting", "peak", "seen", "again", "expected"),
    [
        (True, 4, 0, False, E.MORE_URGENT),
        (True, 2, 0, False, E.SEVERITY_CHANGED),
        (True, 2, 0, True, E.MORE_URGENT),
        (False, 4, 4, False, E.MORE_URGENT),
        (False, 4, 2, False, E.SEVERITY_CHANGED),
        (False, 4, 2, True, E.MORE_URGENT),
    ],
)
def test_worse_than_known_calls_always_and_reached_anew_where_the_site_wants_it(
    waiting, peak, seen, again, expected
):
    """Row 9: both settings."""
    one = Alarms(Handling(escalation=Escalation(priority=Priority.HIGH, limit_eu=12.0, again=again)))
    one.move(E.ABNORMAL, 1)
    if not waiting:
        one.move(E.ACKNOWLEDGE, 2)
    one.row.peak, one.row.seen, one.row.escalated = peak, seen, BEYOND
    assert severity_event(one.setting, one.row, Priority.LOW) == expected
    assert severity_event(one.setting, one.row, Priority.HIGH) == NOTHING
    one.row.escalated = 0
    assert severity_event(one.setting, one.row, Priority.HIGH) == E.SEVERITY_CHANGED


def test_shelves_that_end_together_while_present_are_given_turns():
    """S6: three shelves end at one instant; the second and third wait for theirs."""
    three = Alarms(count=3)
    for number in range(3):
        three.move(E.ABNORMAL, 1, number=number)
        three.move(E.SHELVE_TIMED, 2, 100, number=number)
    assert [three.end_time(number) for number in range(3)] == [E.SHELF_ENDED, NOTHING, NOTHING]
    deadlines = three.state.table["deadline_ns"].tolist()
    assert deadlines == [100, 100 + SPACING_NS, 100 + 2 * SPACING_NS]
    assert three.end_time(1) == E.SHELF_ENDED


def test_a_shelf_over_an_alarm_that_would_not_sound_ends_at_once():
    two = Alarms(count=2)
    for number in range(2):
        two.move(E.SHELVE_TIMED, 2, 100, number=number)
        assert two.end_time(number) == E.SHELF_ENDED


def test_a_restored_alarm_has_the_time_it_had():
    for handling, events in (
        (RE_ALARMING, [(E.ABNORMAL, 0), (E.ACKNOWLEDGE, 0)]),
        (ESCALATING, [(E.ABNORMAL, 0)]),
        (None, [(E.ABNORMAL, 0), (E.SHELVE_TIMED, 900)]),
    ):
        lived, restored = Alarms(handling), Alarms(handling)
        for at_ns, (event, until_ns) in enumerate(events, 10):
            flags = lived.move(event, at_ns, until_ns)
            state = restored.state
            restore_alarm(
                restored.params.table,
                state.table,
                state.heap,
                state.running,
                0,
                int(event),
                flags & ANNUNCIATED,
                int(lived.row.code),
                int(lived.row.escalated),
                at_ns,
                until_ns,
            )
            assert restored.row.deadline_ns == lived.row.deadline_ns
            assert restored.state.running.tolist() == lived.state.running.tolist()
