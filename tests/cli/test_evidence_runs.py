"""Recordings as runs: which column is the time, what is missing, out of order, apart."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from tests.cli.evidence_recordings import BEGIN_S, NAMES, normal_rows, write
from wakeful.cli.evidence_runs import (
    Run,
    count_words,
    gaps_after,
    open_recording,
    pieces_of,
    read_run,
    some,
    usual_period_ns,
)
from wakeful.terms.errors import DataError

MINUTE_NS = 60_000_000_000
ROWS = normal_rows(50, seed=1)


def text(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_a_recording_is_read_as_it_is(tmp_path: Path) -> None:
    run, names = read_run(write(tmp_path / "a.csv", ROWS), None, None)
    assert names == NAMES and run.timed
    np.testing.assert_array_equal(run.values, ROWS)
    assert run.times_ns[0] == BEGIN_S * 1_000_000_000 and usual_period_ns([run]) == MINUTE_NS


@pytest.mark.parametrize(
    ("header", "cell", "names", "passed_over"),
    [
        ("LI-1", "5.5", ["LI-1", "PI-1"], False),
        ("time", "2026-03-01T12:00:00Z", ["PI-1"], True),
        ("when", "2026-03-01T12:00:00Z", ["PI-1"], True),
        ("time", "1772366400", ["PI-1"], True),
        ("FI-9", "1772366400", ["FI-9", "PI-1"], False),
        ("sample", "1", ["PI-1"], False),
        ("", "0", ["PI-1"], True),
    ],
)
def test_with_a_period_the_first_column_is_a_tag_unless_it_is_plainly_a_time(
    tmp_path: Path, header: str, cell: str, names: list[str], passed_over: bool
) -> None:
    path = text(tmp_path / "a.csv", f"{header},PI-1\n{cell},6.5\n")
    recording, found = open_recording(path, MINUTE_NS)
    assert found == names
    assert (len(recording.columns) == 1) == passed_over


def test_a_name_that_is_a_tag_of_the_unit_is_never_a_time(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", "sample,PI-1\n1,6.5\n2,6.4\n")
    assert read_run(path, MINUTE_NS, ["sample", "PI-1"])[0].values.tolist() == [[1.0, 6.5], [2.0, 6.4]]


def test_without_a_period_a_counted_column_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", "sample,PI-1\n1,6.5\n2,6.4\n")
    with pytest.raises(DataError, match="give a period"):
        read_run(path, None, None)


def test_parquet_with_its_index_last(tmp_path: Path) -> None:
    times = pa.array(BEGIN_S + 60 * np.arange(len(ROWS)), pa.timestamp("s"))
    columns = {name: ROWS[:, place] for place, name in enumerate(NAMES)} | {"stamp": times}
    path = tmp_path / "a.parquet"
    pa.parquet.write_table(pa.table(columns), path)
    for period_ns in (None, MINUTE_NS):
        run, names = read_run(path, period_ns, None)
        assert names == NAMES and run.timed and len(run.values) == len(ROWS)


def test_what_is_no_number_is_missing_and_counted(tmp_path: Path) -> None:
    path = text(
        tmp_path / "a.csv", f"time,A,B\n{BEGIN_S},fault,1\n{BEGIN_S + 60},inf,\n{BEGIN_S + 120},3,nan\n"
    )
    run, _ = read_run(path, None, None)
    assert np.isnan(run.values).tolist() == [[True, False], [True, True], [False, True]]
    assert "2 cells with text where a number belongs: missing" in run.notes
    assert any("67 % of the values are missing" in note and "1 row without any" in note for note in run.notes)


def test_a_lacking_tag_is_an_error_and_an_extra_one_a_note(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ROWS)
    with pytest.raises(DataError, match="no column for 1 tag of the unit: XI-9"):
        read_run(path, None, [*NAMES, "XI-9"])
    run, _ = read_run(path, None, ["LI-4", "FI-1"])
    np.testing.assert_array_equal(run.values, ROWS[:, [3, 0]])
    assert any("2 columns the model does not know, not judged: TI-2, PI-3" in note for note in run.notes)


def test_spaces_around_names_are_no_part_of_them(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ROWS, (" FI-1", "TI-2 ", " PI-3 ", "LI-4"))
    run, _ = read_run(path, None, ["LI-4", "FI-1"])
    np.testing.assert_array_equal(run.values, ROWS[:, [3, 0]])
    with pytest.raises(DataError, match="differ in spaces alone"):
        read_run(write(path, ROWS[:, :2], ("FI-1", " FI-1")), None, None)


def test_rows_out_of_order_are_missing_and_told(tmp_path: Path) -> None:
    times_s = BEGIN_S + 60 * np.arange(50)
    times_s[20], times_s[30] = times_s[19], times_s[3]
    run, _ = read_run(write(tmp_path / "a.csv", ROWS, times_s=times_s), None, None)
    assert np.flatnonzero(np.isnan(run.values).all(axis=1)).tolist() == [20, 30]
    assert any("2 rows with a stamp that repeats or steps back" in note for note in run.notes)
    assert any("data row 21" in note for note in run.notes)


def test_a_file_of_runs_one_after_the_other_is_refused(tmp_path: Path) -> None:
    times_s = BEGIN_S + 60 * (np.arange(50) % 25)
    with pytest.raises(DataError, match="files of their own"):
        read_run(write(tmp_path / "a.csv", ROWS, times_s=times_s), None, None)


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no column besides its time"):
        read_run(text(tmp_path / "a.csv", f"time\n{BEGIN_S}\n"), None, None)
    with pytest.raises(DataError, match="no rows"):
        read_run(text(tmp_path / "b.csv", "time,A\n"), None, None)
    with pytest.raises(DataError, match="there is no file"):
        read_run(tmp_path / "gone.csv", MINUTE_NS, None)
    with pytest.raises(DataError, match="no two rows"):
        usual_period_ns([Run("a", np.zeros(1, np.int64), np.zeros((1, 1)), timed=True)])


def test_a_gap_parts_a_run_and_short_pieces_are_left_out() -> None:
    times_ns = MINUTE_NS * np.concatenate([np.arange(30), 40 + np.arange(5), 60 + np.arange(25)])
    run = Run("a", times_ns, np.arange(120.0).reshape(60, 2), timed=True)
    assert gaps_after(times_ns, MINUTE_NS).tolist() == [29, 34]
    pieces, left_out = pieces_of([run], MINUTE_NS)
    assert [len(piece) for piece in pieces] == [30, 25] and left_out == 5


def test_words() -> None:
    assert (count_words(1, "row"), count_words(2_000, "row")) == ("1 row", "2,000 rows")
    assert some([str(number) for number in range(12)]).endswith("9, ...")
