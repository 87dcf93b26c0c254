"""Messages of another system become moves: what pairs, what does not, and that it is said."""

from pathlib import Path

import pytest

from tests.oracles.load import letter_of
from wakeful.alarms.load.table import LoadTable
from wakeful.cli import report_log
from wakeful.cli.report_log import RAISED, AlarmLog, LogMapping, read_log
from wakeful.terms.effect import AlarmChanged
from wakeful.terms.errors import DataError


class Keeper(LoadTable):
    """A table that also keeps the records."""

    def add(self, records):  # type: ignore[no-untyped-def]
        self.kept: list[AlarmChanged] = list(records)
        super().add(self.kept)


def read(tmp_path: Path, *messages: str, columns: str = "time,tag,type", **mapping: object):  # type: ignore[no-untyped-def]
    """Moves of a log of messages ``SECOND,tag,type``, as (second, alarm, event), and the log."""
    path = tmp_path / "log.csv"
    lines = [columns]
    for message in messages:
        second, _, rest = message.partition(",")
        lines.append(f"{1_772_366_400 + int(second)},{rest}")
    path.write_text("\n".join(lines) + "\n")
    table = Keeper()
    log = read_log(path, LogMapping(**mapping), table)  # type: ignore[arg-type]
    return [(m.at_ns // 10**9 - 1_772_366_400, m.alarm, m.event) for m in table.kept], log, table.kept


def notes(log: AlarmLog) -> str:
    return " | ".join(log.notes[1:])


def test_a_tidy_log_pairs_without_a_word(tmp_path: Path) -> None:
    moves, log, _ = read(tmp_path, "0,a,H", "5,b,L", "9,a,H NR", "12,b,nr", "20,a,LL")
    assert moves == [
        (0, "a H", "abnormal"), (5, "b L", "abnormal"), (9, "a H", "normal"), (12, "b L", "normal"),
        (20, "a LL", "abnormal"),
    ]  # fmt: skip
    assert log.messages == 5 and log.positions == ()
    assert notes(log) == ""


def test_another_type_of_the_tag_ends_the_one_before(tmp_path: Path) -> None:
    """H can be followed by L without H NR: a pairing that waits for it would leave a ghost."""
    moves, log, _ = read(tmp_path, "0,a,H", "5,a,L", "9,a,H NR", "20,a,L NR")
    assert moves == [
        (0, "a H", "abnormal"), (5, "a H", "normal"), (5, "a L", "abnormal"), (9, "a L", "normal"),
    ]  # fmt: skip
    assert "1 times a tag raised another type before the one before had returned" in notes(log)
    assert "1 returns named another type than the one that was active: they ended that one" in notes(log)
    assert "1 returns found nothing active" in notes(log)


def test_types_that_come_and_go_by_themselves(tmp_path: Path) -> None:
    moves, log, _ = read(
        tmp_path, "0,a,H", "5,a,HH", "7,a,L NR", "9,a,HH NR", "20,a,H NR", "30,a,H", "31,a,HH", "32,a,RTN",
        one_per_tag=False,
    )  # fmt: skip
    assert [move for move in moves if move[0] < 30] == [
        (0, "a H", "abnormal"), (5, "a HH", "abnormal"), (9, "a HH", "normal"), (20, "a H", "normal"),
    ]  # fmt: skip
    assert moves[-2:] == [(32, "a H", "normal"), (32, "a HH", "normal")], "an unnamed return ends all"
    assert notes(log).startswith("1 returns found nothing active")


def test_raised_again_without_a_return_counts_again(tmp_path: Path) -> None:
    moves, log, kept = read(tmp_path, "0,a,H", "5,a,H", "9,a,H NR")
    assert [move[2] for move in moves] == ["abnormal", "abnormal", "normal"]
    assert [record.annunciated for record in kept] == [True, True, False]
    assert [record.occurrence for record in kept] == [1, 2, 2]
    assert "1 times an alarm was raised that had not returned: each counts as an annunciation" in notes(log)


def test_what_never_returns_by_name_is_said(tmp_path: Path) -> None:
    _, log, _ = read(tmp_path, "0,a,HH", "5,a,H NR", "6,a,H", "7,a,H NR")
    assert "type HH never returns by name" in notes(log)


def test_acknowledgements_make_times_known(tmp_path: Path) -> None:
    moves, log, kept = read(
        tmp_path, "0,a,H", "4,a,ACK", "5,a,H ACK", "9,a,H NR", "20,a,H", "25,a,H NR", "27,a,ACK"
    )
    assert [move for move in moves if move[2] == "acknowledge"] == [
        (4, "a H", "acknowledge"), (27, "a H", "acknowledge"),
    ]  # fmt: skip
    assert "acknowledged" not in log.unknown
    assert "1 acknowledgements found nothing waiting" in notes(log)
    assert [letter_of(record.marks) for record in kept] == ["B", "C", "A", "B", "D", "A"]
    assert all(letter_of(record.marks) == record.after for record in kept)


def test_what_is_not_understood_counts_for_nothing_and_is_said(tmp_path: Path) -> None:
    moves, log, _ = read(tmp_path, "0,a,H", "1,a,Operator logged in", "2,b,Dreamt", "3,b,Dreamt")
    assert len(moves) == 1
    assert "3 messages are of a type that is not understood ('Dreamt', 'Operator logged in')" in notes(log)
    with pytest.raises(DataError, match=r"no message of log\.csv is understood.*'Dreamt'.*--raised"):
        read(tmp_path, "2,b,Dreamt")


def test_words_of_ones_own(tmp_path: Path) -> None:
    moves, _, _ = read(tmp_path, "0,a,Hoch", "4,a,Hoch GING", raised=(*RAISED, "HOCH"), returned=("GING",))
    assert moves == [(0, "a HOCH", "abnormal"), (4, "a HOCH", "normal")]


def test_priorities_by_number_or_word(tmp_path: Path) -> None:
    _, log, kept = read(
        tmp_path, "0,a,H,1", "1,b,H,low", "2,c,H,urgent", "3,d,H,", columns="time,tag,type,priority"
    )
    assert [record.priority for record in kept] == [1, 4, 0, 0]
    assert "by_priority" not in log.unknown and "2 alarms have a priority other than 1 to 4" in notes(log)
    assert "by_priority" in read(tmp_path, "0,a,H")[1].unknown


def test_positions_are_apart_and_in_order(tmp_path: Path) -> None:
    _, log, kept = read(
        tmp_path, "9,a,H,10", "0,a,H,9", "1,a,H NR,9", "3,a,H,yard", columns="time,tag,type,position"
    )
    assert log.positions == ("9", "10", "yard")
    assert log.position_of == {"9/a H": 0, "10/a H": 1, "yard/a H": 2}
    assert [record.alarm for record in kept] == ["9/a H", "9/a H", "yard/a H", "10/a H"]
    assert "earlier than" not in notes(log), "each position is in order by itself"


def test_messages_out_of_order_are_sorted_and_said(tmp_path: Path) -> None:
    moves, log, _ = read(tmp_path, "9,a,H NR", "0,a,H", "20,a,H")
    assert [move[0] for move in moves] == [0, 9, 20]
    assert "1 messages are earlier than the one before them; all were sorted by time" in notes(log)


def test_too_many_positions_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_log, "POSITIONS_MAX", 2)
    with pytest.raises(DataError, match="3 different values, at most 2; is it one"):
        read(tmp_path, "0,a,H,x", "1,a,H,y", "2,a,H,z", columns="time,tag,type,position")


def test_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("time,tag,type\n" + "1772366400,a,H\n" * 20_001)
    told: list[int] = []
    read_log(path, LogMapping(), LoadTable(), progress=told.append)
    assert told == [0, 10_000, 20_000]
