"""The table of moves: what it keeps, what it lets go, and that it knows how every alarm stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alarms.load.journals import SECOND_NS, START_NS, JournalMaker, journals, started
from tests.oracles import load as oracle
from wakeful.alarms.load import table as load_table
from wakeful.alarms.load.table import ANNUNCIATED, FELL, ROSE, LoadTable, stood_after
from wakeful.alarms.machine.packed import LETTER, LETTERS
from wakeful.alarms.machine.step import AlarmEvent
from wakeful.terms.effect import AlarmChanged, InputChanged, ServerStopped
from wakeful.terms.errors import DataError


def table_of(records, **settings):
    table = LoadTable(**settings)
    table.add(records)
    return table


def standing(rows):
    """Alarm -> letter and, where present, since when; alarms at rest are left out."""
    after = stood_after(rows.moves, rows.before)
    found = {}
    for name, row in zip(rows.names, after, strict=True):
        letter_now = LETTERS[LETTER[row["code"]]]
        present = bool(row["code"] & 0b101)
        if letter_now != "A" or present:
            found[name] = letter_now, int(row["since_ns"]) if present else None
    return found


def expected_standing(records, to_ns=2**62):
    found = {}
    for alarm, (marks, since_ns) in oracle.standing_at(records, to_ns).items():
        if oracle.letter_of(marks) != "A" or oracle.is_present(marks):
            found[alarm] = oracle.letter_of(marks), since_ns if oracle.is_present(marks) else None
    return found


@given(journals())
def test_the_end_of_the_table_is_how_the_alarms_stand(records):
    assert standing(table_of(records).rows()) == expected_standing(records)


@given(journals(), st.integers(0, 60), st.integers(1, 7))
def test_forgetting_changes_nothing_about_what_is_later(records, cut, pieces):
    """However the records came and whenever the older were forgotten."""
    whole, table = table_of(records), LoadTable()
    for start in range(0, len(records), pieces):
        table.add(records[start : start + pieces])
    before_ns = records[min(cut, len(records) - 1)].at_ns if records else START_NS
    table.forget(before_ns)
    assert standing(table.rows()) == standing(whole.rows())
    assert all(table.rows().moves["at_ns"][:1] >= before_ns)
    kept = whole.rows().moves[len(whole) - len(table) :]
    assert (table.rows().moves == kept).all()
    assert all(whole.rows().moves["at_ns"][: len(whole) - len(table)] < before_ns)
    if records:
        assert table.complete_from_ns == max(before_ns, records[0].at_ns)


@given(journals(size_max=120), st.integers(10, 40), st.integers(1, 50))
def test_beyond_the_limit_the_oldest_are_forgotten_and_said(records, rows_max, pieces):
    table = LoadTable(rows_max=rows_max)
    for start in range(0, len(records), pieces):
        table.add(records[start : start + pieces])
        assert len(table) <= rows_max
    assert standing(table.rows()) == expected_standing(records)
    late = [record.at_ns for record in records[: len(records) - len(table)]]
    assert table.complete_from_ns == (max(late) + 1 if late else records[0].at_ns if records else None)
    assert len(records) <= rows_max or len(table) >= rows_max // 2


def test_turns_of_presence_are_marked():
    maker = JournalMaker()
    maker.happen("a", AlarmEvent.ABNORMAL, START_NS)
    maker.happen("a", AlarmEvent.ACKNOWLEDGE, START_NS + 1)
    maker.happen("a", AlarmEvent.NORMAL, START_NS + 2)
    flags = table_of(maker.records).rows().moves["flags"]
    assert flags.tolist() == [ANNUNCIATED | ROSE, 0, FELL]


def test_what_was_given_does_not_change_when_more_comes():
    maker = JournalMaker()
    for second in range(40):
        maker.pulse("a", START_NS + second * SECOND_NS, SECOND_NS // 2)
    table = table_of(maker.records[:30], rows_max=64)
    given_rows = table.rows()
    copy, before = given_rows.moves.copy(), given_rows.before.copy()
    for record in maker.records[30:] * 20:
        table.add([record])
    table.forget(START_NS + 20 * SECOND_NS)
    table.add(maker.records)
    assert (given_rows.moves == copy).all() and (given_rows.before == before).all()


def test_indices_are_those_of_the_site_and_others_come_behind():
    maker = JournalMaker()
    maker.pulse("gone", START_NS)
    maker.pulse("b", START_NS + 2 * SECOND_NS)
    rows = table_of(maker.records, names=("a", "b"), tags=("ta", "tb")).rows()
    assert (list(rows.names), list(rows.tags)) == (["a", "b", "gone"], ["ta", "tb", "gone-tag"])
    assert rows.moves["alarm"].tolist() == [2, 2, 1, 1]
    assert len(rows.before) == 3


def test_how_an_alarm_stood_before_the_first_record_can_be_said():
    table = LoadTable()
    assert table.carry_in("a", "t", ("active", "unacknowledged"), START_NS - 5)
    assert standing(table.rows()) == {"a": ("B", START_NS - 5)}
    maker = JournalMaker()
    maker.pulse("a", START_NS)
    table.add(maker.records[1:])
    assert standing(table.rows()) == {"a": ("D", None)}
    assert not table.carry_in("a", "t", (), START_NS), "it is known better by now"
    table.forget(START_NS + 60 * SECOND_NS)
    assert not table.carry_in("a", "t", (), START_NS)
    assert standing(table.rows()) == {"a": ("D", None)}


def test_where_the_journal_does_not_begin_at_the_beginning_its_letter_is_taken():
    maker = JournalMaker()
    maker.happen("a", AlarmEvent.ABNORMAL, START_NS)
    maker.happen("a", AlarmEvent.ACKNOWLEDGE, START_NS + 10)
    rows = table_of(maker.records[1:]).rows()
    assert (rows.before["code"][0], rows.before["since_ns"][0]) == (0b11, START_NS + 10)
    assert standing(rows) == {"a": ("C", START_NS + 10)}


def test_records_of_a_server_that_knew_four_letters_count():
    old = AlarmChanged(
        at_ns=START_NS, alarm="a", tag="t", kind="high", priority=2, event="abnormal", before="A", after="B",
        occurrence=1, revision=0,
    )  # fmt: skip
    rows = table_of([old]).rows()
    assert rows.moves["flags"].tolist() == [ANNUNCIATED | ROSE]
    assert standing(rows) == {"a": ("B", START_NS)}


def test_other_records_are_passed_over_but_say_how_far_back_the_table_reaches():
    table = table_of([InputChanged(at_ns=START_NS, cause="good", count=1, tags=("t",))])
    assert len(table) == 0 and table.complete_from_ns == START_NS
    assert LoadTable().complete_from_ns is None


def test_too_many_different_alarms_are_refused():
    maker = JournalMaker()
    for number in range(4):
        maker.pulse(f"a{number}", START_NS + number * SECOND_NS)
    with pytest.raises(DataError, match="more than 3 different alarms"):
        table_of(maker.records, alarms_max=3)


def test_a_move_takes_24_bytes():
    assert table_of([]).rows().moves.dtype.itemsize == 24


def silences_of(*records, **settings):
    return table_of(records, **settings).rows().silences


def test_between_the_last_record_and_a_start_no_server_ran():
    first, second = burst_at(START_NS), burst_at(START_NS + 60 * SECOND_NS)
    again_ns = START_NS + 50 * SECOND_NS
    assert silences_of(started(START_NS), *first, started(again_ns), *second) == (
        (first[-1].at_ns, again_ns),
    )
    stop = ServerStopped(at_ns=START_NS + 9 * SECOND_NS, cause="asked to")
    assert silences_of(*first, stop, started(again_ns)) == ((stop.at_ns, again_ns),)
    late = [*first, InputChanged(at_ns=START_NS, cause="good", count=1, tags=("t",))]
    assert silences_of(*late, started(again_ns)) == ((first[-1].at_ns, again_ns),), "the latest, not the last"


def test_a_clock_that_was_set_back_makes_no_silence():
    assert silences_of(*burst_at(START_NS), started(START_NS - SECOND_NS)) == ()
    assert silences_of(started(START_NS)) == ()


def test_silences_are_forgotten_with_their_time():
    table = table_of([started(START_NS + number * 10 * SECOND_NS) for number in range(4)])
    table.forget(START_NS + 20 * SECOND_NS)
    assert [begin for begin, _ in table.rows().silences] == [START_NS + 20 * SECOND_NS]
    assert table.rows().complete_from_ns == START_NS + 20 * SECOND_NS


def test_of_more_starts_than_are_kept_nothing_is_known_before_the_oldest(monkeypatch):
    monkeypatch.setattr(load_table, "SILENCES_MAX", 2)
    rows = table_of([started(START_NS + number * 10 * SECOND_NS) for number in range(5)]).rows()
    assert [begin for begin, _ in rows.silences] == [START_NS + 20 * SECOND_NS, START_NS + 30 * SECOND_NS]
    assert rows.complete_from_ns == START_NS + 20 * SECOND_NS


def burst_at(at_ns):
    maker = JournalMaker()
    maker.pulse("a", at_ns + SECOND_NS)
    return maker.records
