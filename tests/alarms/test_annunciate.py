"""Around the joint machine: numbers, urgency and the one time that runs. The whole walk: tests/engine."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alarms.test_compile import alarm, compiled
from wakeful.alarms.annunciate import (
    NO_TIME,
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


def test_nothing_is_no_event_and_no_alarm():
    assert NOTHING < 0


def test_which_time_runs_in_every_state():
    """All codes of joint states, with and without each time, unattended already or not."""
    one = Alarms()
    for code, re_alarm_ns, after_ns, escalated in product(range(256), (0, 1), (0, 1), range(4)):
        active, waiting, latched = (bool(code & bit) for bit in (1, 2, 4))
        one.setting.re_alarm_ns, one.setting.escalate_after_ns = re_alarm_ns, after_ns
        one.row.code, one.row.escalated = code, escalated
        if code & 0b11000:
            expected = SHELF
        elif code & (32 | 64):
            expected = NO_TIME
        elif active and not waiting and re_alarm_ns:
            expected = RE_ALARM
        elif waiting and (active or latched) and after_ns and not escalated & UNATTENDED:
            expected = UNATTENDED_TIME
        else:
            expected = NO_TIME
        assert purpose(one.setting, one.row) == expected, (code, re_alarm_ns, after_ns, escalated)


def test_an_escalation_never_makes_an_alarm_less_urgent_than_its_mode_does():
    one = Alarms(ESCALATING)
    for mode, escalated, expected in [
        (Priority.CRITICAL, UNATTENDED, Priority.CRITICAL),
        (Priority.MEDIUM, UNATTENDED, Priority.HIGH),
        (Priority.MEDIUM, 0, Priority.MEDIUM),
    ]:
        one.row.mode_priority, one.row.escalated = mode, escalated
        assert priority_now(one.setting, one.row) == expected


def test_a_new_occurrence_begins_afresh():
    one = Alarms(ESCALATING)
    one.move(E.ABNORMAL, 1)
    one.end_time()
    one.move(E.MORE_URGENT, 3_000_001)
    assert (one.row.peak, one.row.escalated) == (Priority.HIGH, UNATTENDED)
    one.move(E.NORMAL, 4_000_000)
    assert (one.row.raised_at_ns, one.row.changed_at_ns) == (1, 4_000_000)
    one.move(E.ABNORMAL, 5_000_000)
    assert (one.row.raised_at_ns, one.row.changed_at_ns) == (5_000_000, 5_000_000)
    assert (one.row.peak, one.row.escalated, one.row.seen) == (Priority.LOW, 0, 0)
    assert one.row.deadline_ns == 8_000_000


def test_a_new_occurrence_beyond_the_further_limit_is_as_urgent_as_it_is():
    one = Alarms(ESCALATING)
    one.row.escalated = BEYOND | UNATTENDED
    one.move(E.ABNORMAL, 1)
    assert (one.row.peak, one.row.escalated) == (Priority.HIGH, BEYOND)


def test_what_was_acknowledged_of_the_last_occurrence_is_not_of_the_next():
    one = Alarms()
    for event, seen in [(E.ABNORMAL, 0), (E.ACKNOWLEDGE, Priority.LOW), (E.NORMAL, Priority.LOW)]:
        one.move(event, 1)
        assert one.row.seen == seen
    one.move(E.ABNORMAL, 2)
    assert one.row.seen == 0


def test_who_unshelves_has_seen_the_alarm_and_a_rule_has_not():
    """Row 16: unshelved by a person while present, it is acknowledged; row 3: by itself, nobody saw it."""
    one = Alarms()
    one.move(E.ABNORMAL, 1)
    one.move(E.SHELVE_TIMED, 2, 100)
    one.move(E.UNSHELVE, 3)
    assert one.row.seen == Priority.LOW
    other = Alarms(Handling(auto_acknowledge=True))
    other.move(E.ABNORMAL, 1)
    other.move(E.NORMAL, 2)
    assert (other.row.code, other.row.seen) == (0, 0)


def test_what_was_acknowledged_stays_so_when_less_urgent_and_unshelved():
    one = Alarms(Handling(escalation=Escalation(priority=Priority.HIGH, limit_eu=12.0, again=False)))
    one.move(E.ABNORMAL, 1)
    one.row.escalated = BEYOND
    one.move(E.MORE_URGENT, 2)
    one.move(E.ACKNOWLEDGE, 3)
    one.row.escalated = 0
    for event in (E.SEVERITY_CHANGED, E.SHELVE_TIMED, E.UNSHELVE):
        one.move(event, 4, 100)
        assert one.row.seen == Priority.HIGH
    one.row.escalated = BEYOND
    assert severity_event(one.setting, one.row, Priority.LOW) == E.SEVERITY_CHANGED


def test_what_nobody_has_seen_calls_whatever_the_site_wants():
    one = Alarms(Handling(escalation=Escalation(priority=Priority.HIGH, limit_eu=12.0, again=False)))
    one.row.code, one.row.seen, one.row.escalated = 1, 0, BEYOND
    assert severity_event(one.setting, one.row, Priority.LOW) == E.MORE_URGENT


def test_the_time_of_the_unattended_begins_again_when_called_and_not_when_silenced():
    one = Alarms(Handling(escalation=Escalation(priority=Priority.HIGH, limit_eu=12.0, after_ms=3)))
    one.move(E.ABNORMAL, 1)
    one.row.escalated = BEYOND
    one.move(E.MORE_URGENT, 5)
    assert one.row.deadline_ns == 3_000_005
    one.move(E.SILENCE, 7)
    one.move(E.SEVERITY_CHANGED, 8)
    assert one.row.deadline_ns == 3_000_005


def test_shelving_again_moves_the_end_of_the_shelf():
    for first, second in product((E.SHELVE_TIMED, E.SHELVE_ONE_SHOT), repeat=2):
        one = Alarms()
        one.move(first, 1, 500)
        one.move(second, 2, 900)
        assert (one.row.deadline_ns, one.state.running[0]) == (900, 1)


def test_the_end_of_a_re_alarm_calls_again():
    one = Alarms(RE_ALARMING)
    one.move(E.ABNORMAL, 1)
    one.move(E.ACKNOWLEDGE, 10)
    assert one.end_time() == E.RE_ALARM
    assert one.move(E.RE_ALARM, 2_000_010) & ANNUNCIATED
    assert one.state.running[0] == 0


def test_want_of_attention_is_told_once():
    one = Alarms(ESCALATING)
    one.move(E.ABNORMAL, 1)
    one.row.mode_priority = Priority.CRITICAL
    assert one.end_time() == NOTHING
    assert (one.state.running[0], one.row.position, one.row.escalated) == (0, -1, UNATTENDED)


def test_a_restored_alarm_that_nobody_attended_to_stays_so():
    one = Alarms(ESCALATING)
    state = one.state
    restore_alarm(
        one.params.table,
        state.table,
        state.heap,
        state.running,
        0,
        int(E.MORE_URGENT),
        ANNUNCIATED,
        3,
        UNATTENDED,
        9,
        0,
    )
    assert (one.row.code, one.row.escalated, state.running[0]) == (3, UNATTENDED, 0)


class Desks(Alarms):
    """Alarms with an urgency and a position each, active and shelved until a time each."""

    def __init__(self, shelves):
        super().__init__(count=len(shelves))
        self.shelves = shelves
        self.state = self.state._replace(released_ns=np.full(2, -(10**18), np.int64))
        for number, (end_ns, priority, place) in enumerate(shelves):
            self.params.table["operator_position"][number] = place
            self.state.table["mode_priority"][number] = priority
            self.move(E.ABNORMAL, 0, number=number)
            self.move(E.SHELVE_TIMED, 0, end_ns, number=number)

    def run(self):
        """When each alarm came back, by number."""
        back = {}
        while self.state.running[0]:
            number = int(self.state.heap[0])
            at_ns = int(self.state.table["deadline_ns"][number])
            if self.end_time(number) == E.SHELF_ENDED:
                assert self.move(E.SHELF_ENDED, at_ns, number=number) & ANNUNCIATED
                back[number] = at_ns
        return back


def turns(shelves):
    """The same by what is said of it: the first of one less urgent, which looks for another, or the last."""
    back, last, waits = {}, {}, {}
    ends = {number: end_ns for number, (end_ns, _, _) in enumerate(shelves)}
    while ends or waits:
        at_ns, number = min((at, number) for number, at in (ends | waits).items())
        place = shelves[number][2]
        if number in waits:
            back[number] = waits.pop(number)
            continue
        del ends[number]
        turn_ns = max(at_ns, last.get(place, -(10**18)) + SPACING_NS)
        last[place] = turn_ns
        if turn_ns == at_ns:
            back[number] = at_ns
            continue
        who = number
        while who is not None:
            less_urgent = [
                (waits[other], other)
                for other in waits
                if other != who and shelves[other][2] == place and shelves[other][1] > shelves[who][1]
            ]
            waits[who], other = min(less_urgent, default=(turn_ns, None))
            who = other
    return back


def shelf_lists(priorities, places=(0, 1)):
    """Ends close enough together to wait for turns, some of them long after the others."""
    ends = st.sampled_from([0, 1, 1, 2, 3, 40, 41]).map(lambda n: 100 + n * SPACING_NS // 2)
    shelf = st.tuples(ends, st.sampled_from(priorities), st.sampled_from(places))
    return st.lists(shelf, min_size=1, max_size=9)


@given(shelf_lists([1, 2, 3, 4]))
def test_turns_are_as_they_are_said_to_be(shelves):
    assert Desks(shelves).run() == turns(shelves)


@given(shelf_lists([1, 2, 3, 4]))
def test_every_shelf_ends_not_before_its_time_and_no_two_of_a_position_together(shelves):
    back = Desks(shelves).run()
    assert sorted(back) == list(range(len(shelves)))
    assert all(back[number] >= end_ns for number, (end_ns, _, _) in enumerate(shelves))
    for place in (0, 1):
        times = sorted(at for number, at in back.items() if shelves[number][2] == place)
        assert all(after - before >= SPACING_NS for before, after in pairwise(times))


@given(shelf_lists([1, 2, 3, 4]))
def test_who_is_urgent_never_waits_for_who_is_less_so(shelves):
    """S6, more urgent first: an alarm that came back while a more urgent one of its position waited."""
    back = Desks(shelves).run()
    for number, (end_ns, priority, place) in enumerate(shelves):
        for other, (_, less, where) in enumerate(shelves):
            if place == where and less > priority:
                assert not end_ns < back[other] < back[number]


@given(shelf_lists([1, 3, 4]))
def test_a_position_does_not_wait_for_another(shelves):
    together = Desks(shelves).run()
    for place in (0, 1):
        own = [number for number, shelf in enumerate(shelves) if shelf[2] == place]
        if own:
            alone = Desks([shelves[number] for number in own]).run()
            assert alone == {at: together[number] for at, number in enumerate(own)}


def test_the_more_urgent_takes_the_first_turn_of_a_less_urgent_one_that_gets_the_last():
    low, high = (100, Priority.LOW, 0), (101, Priority.HIGH, 0)
    back = Desks([low, low, low, low, high]).run()
    assert [(back[number] - 100) // SPACING_NS for number in range(5)] == [0, 4, 2, 3, 1]


def test_what_is_not_yet_out_of_its_shelf_has_no_turn_to_take():
    """The less urgent one is shelved on, until long after: it is not brought back for another's sake."""
    desks = Desks([(100, 4, 0), (200, 1, 0), (100 + SPACING_NS // 2, 4, 0)])
    assert desks.end_time(0) == E.SHELF_ENDED
    desks.move(E.SHELF_ENDED, 100, number=0)
    assert desks.end_time(1) == NOTHING
    assert desks.state.table["deadline_ns"].tolist()[1:] == [100 + SPACING_NS, 100 + SPACING_NS // 2]


def test_a_turn_is_given_anew_to_who_is_shelved_anew():
    desks = Desks([(100, 4, 0), (100, 4, 0)])
    assert [desks.end_time(number) for number in (0, 1)] == [E.SHELF_ENDED, NOTHING]
    assert desks.state.table["slotted"].tolist() == [0, 1]
    desks.move(E.SHELVE_TIMED, 150, 200, number=1)
    assert desks.state.table["slotted"].tolist() == [0, 0]
    assert desks.end_time(1) == NOTHING
    assert desks.state.table["deadline_ns"][1] == 100 + 2 * SPACING_NS


@pytest.mark.parametrize("hides", [E.SUPPRESS, E.REMOVE_FROM_SERVICE])
def test_who_is_hidden_by_something_else_too_takes_no_turn(hides):
    three = Desks([(100, 4, 0)] * 3)
    three.move(hides, 50, number=1)
    assert [three.end_time(number) for number in range(3)] == [E.SHELF_ENDED, E.SHELF_ENDED, NOTHING]
    assert three.state.table["deadline_ns"][2] == 100 + SPACING_NS
