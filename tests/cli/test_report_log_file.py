"""Columns of a foreign log: found under their usual names or as told, with nothing left out in silence."""

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from wakeful.cli import report_log_file
from wakeful.cli.report_log_file import read_messages
from wakeful.terms.errors import DataError

MS_NS = 1_000_000
CSV = "Timestamp,Tag,Type,Priority\n2026-03-01T12:00:00Z,FI-1,H,2\n2026-03-01T12:00:01.5Z, FI-2 ,H NR,\n"


def test_csv_plain_packed_and_with_semicolons(tmp_path: Path) -> None:
    plain, packed, semicolons = tmp_path / "a.csv", tmp_path / "b.csv.gz", tmp_path / "c.csv"
    plain.write_text(CSV)
    packed.write_bytes(gzip.compress(CSV.encode()))
    semicolons.write_text("\ufeff" + CSV.replace(",", ";"), encoding="utf-8")
    for path in (plain, packed, semicolons):
        messages = read_messages(path, {}, round_ns=MS_NS)
        assert messages.times_ns.tolist() == [1_772_366_400_000_000_000, 1_772_366_401_500_000_000]
        assert (messages.tags, messages.types) == (["FI-1", "FI-2"], ["H", "H NR"])
        assert messages.priorities == ["2", ""] and messages.positions is None
        assert messages.notes == ("times in column 'Timestamp': ISO 8601 with zone",)


def test_parquet_with_types_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table(
        {
            "When": pa.array([1_772_366_400, 1_772_366_401], pa.timestamp("s")),
            "Point": pa.array(["a", "b"]).dictionary_encode(),
            "What": ["H", "L"],
            "area": pa.array([7, 12], pa.int16()),
        }
    )
    pyarrow.parquet.write_table(table, path)
    columns = {"time": "When", "tag": "Point", "type": "What", "position": "area"}
    messages = read_messages(path, columns, round_ns=MS_NS)
    assert messages.positions == ["7", "12"] and messages.tags == ["a", "b"]
    with pytest.raises(DataError, match="has no column timestamp or time; it has When, Point, What, area"):
        read_messages(path, {}, round_ns=MS_NS)
    with pytest.raises(DataError, match=r"no column crew;.*name the right one with --columns position=NAME"):
        read_messages(path, {**columns, "position": "crew"}, round_ns=MS_NS)


def test_what_was_rounded_is_said_with_how_much(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    times = pa.array([1_000_000_000_000_000_000 - 2, 1_000_000_010_000_000_001, 1_000_000_020_000_000_000])
    pyarrow.parquet.write_table(
        pa.table({"time": times.cast(pa.timestamp("ns")), "tag": ["a"] * 3, "type": ["H"] * 3}), path
    )
    fine = read_messages(path, {}, round_ns=MS_NS)
    assert (fine.times_ns % 10_000_000_000).tolist() == [0, 0, 0]
    assert fine.notes[1:] == ("2 of 3 times were rounded to 1 ms, by at most 2 ns",)
    coarse = read_messages(path, {}, round_ns=60_000_000_000)
    assert coarse.notes[1:] == ("2 of 3 times were rounded to 1 min, by at most 20 s",)


def test_rows_that_lack_something_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(CSV + "soon,FI-1,H,1\n2026-03-01T12:00:02Z,,H,1\n2026-03-01T12:00:02Z,FI-1,,1\n")
    messages = read_messages(path, {}, round_ns=MS_NS)
    assert len(messages.types) == 2 and messages.priorities == ["2", ""]
    assert messages.notes[1] == "3 messages lack a readable time, a tag or a type and are left out"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "has no column timestamp or time"),
        ("a.csv", b"time,tag,type\n", "has 0 messages"),
        ("a.csv", b"time,tag,type\nsoon,a,H\n", "which is no time"),
        ("a.csv", b"time,tag,type\n2026-03-01T12:00:00Z,a\n", "cannot be read as an alarm log"),
        ("a.parquet", b"PAR1 or not", "cannot be read as an alarm log"),
        ("a.csv.gz", b"no gzip", "cannot be read as an alarm log"),
    ],
)
def test_what_is_no_log_is_said_in_one_line(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=words) as refused:
        read_messages(tmp_path / name, {}, round_ns=MS_NS)
    assert "\n" not in str(refused.value)
    with pytest.raises(DataError, match="cannot be read as an alarm log"):
        read_messages(tmp_path / "gone.csv", {}, round_ns=MS_NS)


def test_too_many_messages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_log_file, "MESSAGES_MAX", 1)
    (tmp_path / "a.csv").write_text(CSV)
    with pytest.raises(DataError, match="has 2 messages; a report needs 1 to 1"):
        read_messages(tmp_path / "a.csv", {}, round_ns=MS_NS)
