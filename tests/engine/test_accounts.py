"""Suppression accounting: who, why, since when, and what would have sounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wakeful.alarms.machine.state import MachineState, pack
from wakeful.alarms.machine.step import AlarmEvent, step
from wakeful.engine.accounts import OUT_OF_SERVICE, SHELVED, SUPPRESSED, Override, Said, keep_account
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


def test_shelving_again_keeps_when_it_would_last_have_sounded():
    accounts = {}
    enter(accounts, 0, TIMED, AlarmEvent.SHELVE_TIMED, 10, actor=ANNA, reason="in repair")
    assert (accounts[7][SHELVED].hidden_count, accounts[7][SHELVED].hidden_at_ns) == (0, 0)
    enter(accounts, TIMED, TIMED | 3, AlarmEvent.ABNORMAL, 20, hidden=True)
    enter(accounts, TIMED | 3, TIMED | 3, AlarmEvent.SHELVE_TIMED, 30, actor=BORIS, reason="still")
    entry = accounts[7][SHELVED]
    assert (entry.by, entry.hidden_count, entry.hidden_at_ns, entry.until_ns) == ("Boris", 1, 20, 130)


def test_only_a_shelf_has_an_end_and_only_a_shelf_can_be_for_once():
    accounts = {}
    enter(accounts, 0, ONE_SHOT, AlarmEvent.SHELVE_ONE_SHOT, 1, actor=ANNA, reason="once")
    enter(accounts, ONE_SHOT, ONE_SHOT | OUT, AlarmEvent.REMOVE_FROM_SERVICE, 2, actor=BORIS)
    shelf, removal = accounts[7][SHELVED], accounts[7][OUT_OF_SERVICE]
    assert (shelf.until_ns, shelf.one_shot) == (101, True)
    assert (removal.until_ns, removal.one_shot) == (0, False)


def test_shelving_again_says_nothing_new_of_the_other_overrides():
    accounts = {}
    enter(accounts, 0, OUT, AlarmEvent.REMOVE_FROM_SERVICE, 1, actor=BORIS, reason="repair")
    enter(accounts, OUT, OUT | TIMED, AlarmEvent.SHELVE_TIMED, 2, actor=ANNA, reason="too")
    assert (accounts[7][OUT_OF_SERVICE].by, accounts[7][OUT_OF_SERVICE].since_ns) == ("Boris", 1)
    assert accounts[7][SHELVED].by == "Anna"


def test_an_override_whose_beginning_is_not_known_ends_without_a_count():
    """A shelf that an old journal tells only the end of: nothing is known of it, and nothing is made up."""
    accounts = {}
    assert enter(accounts, TIMED | 3, 3, AlarmEvent.SHELF_ENDED, 40) is None
    assert accounts == {}


def test_an_entry_stays_while_its_override_is_neither_begun_nor_ended():
    """Only the bits of the move end an override: an entry that a journal told ahead of them stays."""
    accounts = {}
    enter(accounts, 0, TIMED, AlarmEvent.SHELVE_TIMED, 10, actor=ANNA, reason="in repair")
    assert enter(accounts, OUT, OUT | 3, AlarmEvent.ABNORMAL, 20) is None
    assert list(accounts[7]) == [SHELVED]


def test_an_entry_is_never_changed_only_replaced():
    with pytest.raises(AttributeError):
        Override(SHELVED, "Anna", "", 1, 2, 1, 1).by = "Boris"


def test_what_a_new_entry_does_not_say():
    entry = Override(SUPPRESSED, "T1 > 7", "T1 > 7", 1, 0, 1, 1)
    assert (entry.one_shot, entry.hidden_count, entry.hidden_at_ns) == (False, 0, 0)


@given(st.lists(st.sampled_from(AlarmEvent)), st.integers(0, 3))
def test_an_account_is_open_exactly_where_the_alarm_is_overridden(events, traits):
    accounts, state, hidden = {}, MachineState(), {}
    for at_ns, event in enumerate(events, 1):
        outcome = step(state, event, traits)
        before, state = pack(state), outcome.state
        if not outcome.moved:
            continue
        ended = enter(accounts, before, pack(state), event, at_ns, hidden=outcome.hidden)
        code = pack(state)
        holds = {SHELVED: code & 24, SUPPRESSED: code & SUPPRESSED_BIT, OUT_OF_SERVICE: code & OUT}
        told = [count for kind, count in hidden.items() if not holds[kind]]
        assert told == ([] if ended is None else [ended])
        assert list(accounts.get(7, ())) == sorted(kind for kind, bits in holds.items() if bits)
        hidden = {kind: hidden.get(kind, 0) + outcome.hidden for kind, bits in holds.items() if bits}
        assert {kind: entry.hidden_count for kind, entry in accounts.get(7, {}).items()} == hidden


@pytest.mark.parametrize(
    ("bits", "event", "kind"),
    [
        (SUPPRESSED_BIT, AlarmEvent.SUPPRESS, SUPPRESSED),
        (OUT, AlarmEvent.REMOVE_FROM_SERVICE, OUT_OF_SERVICE),
        (TIMED, AlarmEvent.SHELVE_TIMED, SHELVED),
    ],
)
def test_a_journal_with_gaps_opens_an_account_and_who_did_it_has_the_last_word(bits, event, kind):
    accounts = {}
    enter(accounts, 0, bits | 3, AlarmEvent.ABNORMAL, 10)
    assert (accounts[7][kind].reason, accounts[7][kind].since_ns) == ("", 10)
    enter(accounts, bits | 3, bits | 3, event, 20, reason="why it is so")
    assert (accounts[7][kind].reason, accounts[7][kind].since_ns) == ("why it is so", 10)
    enter(accounts, bits | 3, bits | 3, AlarmEvent.SEVERITY_CHANGED, 30, reason="no matter")
    assert accounts[7][kind].reason == "why it is so"


def test_what_ends_one_override_says_nothing_about_another():
    accounts = {}
    both = SUPPRESSED_BIT | OUT
    enter(accounts, 0, SUPPRESSED_BIT, AlarmEvent.SUPPRESS, 10, reason="logic")
    enter(accounts, SUPPRESSED_BIT, both, AlarmEvent.REMOVE_FROM_SERVICE, 20, actor=BORIS, reason="repair")
    enter(accounts, both, OUT, AlarmEvent.UNSUPPRESS, 30, reason="ended")
    assert [(kind, entry.reason) for kind, entry in accounts[7].items()] == [(OUT_OF_SERVICE, "repair")]
