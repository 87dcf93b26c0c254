"""Suppression accounting: who, why, since when, and what would have sounded."""

from wakeful.alarms.machine.step import AlarmEvent
from wakeful.engine.accounts import OUT_OF_SERVICE, SHELVED, SUPPRESSED, Said, keep_account
from wakeful.terms.command import Actor

ANNA, BORIS = Actor("Anna", "operator"), Actor("Boris", "engineer")
TIMED, ONE_SHOT, SUPPRESSED_BIT, OUT = 8, 16, 32, 64


def enter(accounts, before, after, event, at_ns, *, hidden=False, actor=None, reason=""):
    said = Said(at_ns, actor, reason, until_ns=at_ns + 100, occurrence=1, revision=at_ns)
    return keep_account(accounts, 7, before, after, event, hidden, said)


def test_an_alarm_in_sight_has_no_account():
    accounts = {}
    assert enter(accounts, 0, 3, AlarmEvent.ABNORMAL, 1) is None and accounts == {}


def test_what_would_have_sounded_is_counted_and_told_at_the_end():
    accounts = {}
    enter(accounts, 0, TIMED, AlarmEvent.SHELVE_TIMED, 10, actor=ANNA, reason="in repair")
    enter(accounts, TIMED, TIMED | 3, AlarmEvent.ABNORMAL, 20, hidden=True)
    enter(accounts, TIMED | 3, TIMED | 2, AlarmEvent.NORMAL, 25)
    enter(accounts, TIMED | 2, TIMED | 3, AlarmEvent.ABNORMAL, 30, hidden=True)
    entry = accounts[7][SHELVED]
    assert (entry.by, entry.reason, entry.since_ns) == ("Anna", "in repair", 10)
    assert (entry.hidden_count, entry.hidden_at_ns, entry.one_shot) == (2, 30, False)
    assert enter(accounts, TIMED | 3, 3, AlarmEvent.SHELF_ENDED, 40) == 2
    assert accounts == {}


def test_shelving_again_replaces_who_and_why_and_counts_from_the_first():
    accounts = {}
    enter(accounts, 0, TIMED, AlarmEvent.SHELVE_TIMED, 10, actor=ANNA, reason="in repair")
    enter(accounts, TIMED, TIMED | 3, AlarmEvent.ABNORMAL, 20, hidden=True)
    enter(accounts, TIMED | 3, ONE_SHOT | 3, AlarmEvent.SHELVE_ONE_SHOT, 30, actor=BORIS, reason="still")
    entry = accounts[7][SHELVED]
    assert (entry.by, entry.reason, entry.since_ns, entry.hidden_count) == ("Boris", "still", 10, 1)
    assert entry.one_shot


def test_each_override_has_an_entry_of_its_own():
    accounts = {}
    enter(accounts, 0, SUPPRESSED_BIT, AlarmEvent.SUPPRESS, 1, reason="T1 > 7")
    enter(accounts, SUPPRESSED_BIT, SUPPRESSED_BIT | OUT, AlarmEvent.REMOVE_FROM_SERVICE, 2, actor=BORIS)
    enter(accounts, 96, 96 | 3, AlarmEvent.ABNORMAL, 3, hidden=True)
    assert {kind: entry.hidden_count for kind, entry in accounts[7].items()} == {
        SUPPRESSED: 1,
        OUT_OF_SERVICE: 1,
    }
    assert accounts[7][SUPPRESSED].by == "T1 > 7"
    assert enter(accounts, 96 | 3, OUT | 3, AlarmEvent.UNSUPPRESS, 4) == 1
    assert list(accounts[7]) == [OUT_OF_SERVICE]


def test_whatever_came_first_the_entries_are_in_the_order_of_a_checkpoint():
    accounts = {}
    enter(accounts, 0, TIMED, AlarmEvent.SHELVE_TIMED, 1, actor=ANNA, reason="in repair")
    enter(accounts, TIMED, TIMED | OUT, AlarmEvent.REMOVE_FROM_SERVICE, 2, actor=BORIS)
    assert list(accounts[7]) == [OUT_OF_SERVICE, SHELVED]
