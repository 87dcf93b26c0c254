"""Recordings read in pieces: CSV, Parquet and packed give the same rows, however they are cut."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.drivers.recordings import NOON_NS, SECOND_NS, seconds, write_csv, write_wide
from wakeful.drivers.recording import PERIOD_START_NS, Faults, Recording, Rows, match_columns
from wakeful.drivers.recording_packed import write_packed
from wakeful.terms.errors import DataError
from wakeful.terms.quality import Quality
from wakeful.terms.tag import Tag

SIMPLE = "time,LI-1,PI-1\n2026-03-01T12:00:00Z,4,6\n2026-03-01T12:00:01Z,5,\n2026-03-01T12:00:02Z,n/a,8\n"
GOOD, NO_DATA, LOST = int(Quality.GOOD), int(Quality.BAD_NO_DATA), int(Quality.BAD_DATA_LOST)


def read(path: Path, columns: list[int] | None = None, **options: int) -> tuple[Rows, Faults]:
    recording = Recording(path, period_ns=options.pop("period_ns", None))
    faults = Faults()
    wanted = list(range(len(recording.columns))) if columns is None else columns
    pieces = list(recording.rows(wanted, faults, **options))
    return Rows(
        np.concatenate([piece.times_ns for piece in pieces]),
        np.concatenate([piece.values for piece in pieces]),
        np.concatenate([piece.quality for piece in pieces]),
    ), faults


def test_a_csv_recording_with_an_empty_cell_and_a_text(tmp_path: Path) -> None:
    rows, faults = read(write_csv(tmp_path / "r.csv", SIMPLE))
    assert rows.times_ns.tolist() == seconds(3).tolist()
    assert rows.quality.tolist() == [[GOOD, GOOD], [GOOD, NO_DATA], [LOST, GOOD]]
    assert np.isnan(rows.values[2, 0]) and rows.values[2, 1] == 8.0
    assert (faults.texts, faults.rows_ragged, faults.rows_without_time) == (1, 0, 0)


@pytest.mark.parametrize("name", ["r.csv", "r.csv.gz", "r.tsv"])
def test_semicolons_tabs_and_compression_are_recognised(tmp_path: Path, name: str) -> None:
    text = (
        SIMPLE.replace(",6", ",6.5").replace(",", "\t" if name.endswith("tsv") else ";").replace("6.5", "6,5")
    )
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode("utf-8-sig"))
    rows, _ = read(path)
    assert rows.values[0].tolist() == [4.0, 6.5]
    assert "parted by" in Recording(path).notes[0]


def test_a_text_far_down_does_not_disturb_the_numbers_above(tmp_path: Path) -> None:
    lines = [f"{NOON_NS // SECOND_NS + row},{row}.5" for row in range(200_000)]
    lines[150_000] = f"{NOON_NS // SECOND_NS + 150_000},off"
    rows, faults = read(write_csv(tmp_path / "r.csv", "\n".join(["time,LI-1", *lines]) + "\n"))
    assert faults.texts == 1
    assert rows.times_ns.tolist() == seconds(200_000).tolist()
    expected = np.arange(200_000) + 0.5
    expected[150_000] = np.nan
    np.testing.assert_array_equal(rows.values[:, 0], expected)


def test_ragged_rows_and_rows_without_a_time_are_counted_and_left_out(tmp_path: Path) -> None:
    text = SIMPLE + "2026-03-01T12:00:03Z,1\nsome day,1,2\n,1,2\n2026-03-01T12:00:04Z,1,2,3\n"
    rows, faults = read(write_csv(tmp_path / "r.csv", text))
    assert len(rows.times_ns) == 3
    assert (faults.rows_ragged, faults.rows_without_time) == (2, 2)


def test_times_come_as_they_were_recorded(tmp_path: Path) -> None:
    stamps = ["12:00:05", "12:00:05", "12:00:03"]
    text = "time,LI-1\n" + "".join(f"2026-03-01T{stamp}Z,1\n" for stamp in stamps)
    rows, _ = read(write_csv(tmp_path / "r.csv", text))
    assert ((rows.times_ns - NOON_NS) // SECOND_NS).tolist() == [5, 5, 3]


def test_without_a_time_column_rows_are_a_period_apart(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", "LI-1\n1\n2\n3\n")
    rows, _ = read(path, period_ns=60 * SECOND_NS, rows_max=2)
    assert rows.times_ns.tolist() == [PERIOD_START_NS + row * 60 * SECOND_NS for row in range(3)]
    assert "no time column" in Recording(path, period_ns=SECOND_NS).notes[0]


def test_columns_are_chosen_and_a_tag_without_a_column_has_no_samples(tmp_path: Path) -> None:
    for path in (
        write_csv(tmp_path / "r.csv", SIMPLE.replace("n/a", "7")),
        write_wide(
            tmp_path / "r.parquet", seconds(3), ["LI-1", "PI-1"], np.array([[4.0, 6], [5, 7], [7, 8]])
        ),
    ):
        rows, _ = read(path, [1, -1, 0])
        assert rows.values[0, [0, 2]].tolist() == [6.0, 4.0]
        assert (rows.quality[:, 1] == NO_DATA).all() and np.isnan(rows.values[:, 1]).all()


def test_a_table_written_by_pandas_has_its_index_last(tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame({"LI-1": [1.0, 2.0]}, index=pd.to_datetime(seconds(2), utc=True))
    frame.to_parquet(tmp_path / "r.parquet")
    recording = Recording(tmp_path / "r.parquet")
    assert recording.columns == ("LI-1",)
    assert read(tmp_path / "r.parquet")[0].times_ns.tolist() == seconds(2).tolist()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    cells=st.lists(
        st.lists(st.floats(-1e9, 1e9) | st.just(float("nan")), min_size=3, max_size=3), min_size=1
    ),
    rows_max=st.integers(1, 20),
)
def test_every_kind_of_file_gives_the_same_rows_in_pieces_of_any_size(
    cells: list[list[float]], rows_max: int, tmp_path: Path
) -> None:
    values = np.array(cells)
    columns = ["A", "B", "C"]
    lines = [
        ",".join([str(time), *map(repr, row)]) for time, row in zip(seconds(len(cells)), cells, strict=True)
    ]
    write_packed(tmp_path / "p.parquet", columns, [(seconds(len(cells)), values)])
    for path in (
        write_csv(tmp_path / "r.csv", "\n".join(["time,A,B,C", *lines])),
        write_wide(tmp_path / "w.parquet", seconds(len(cells)), columns, values),
        tmp_path / "p.parquet",
    ):
        rows, _ = read(path, rows_max=rows_max)
        assert rows.times_ns.tolist() == seconds(len(cells)).tolist()
        np.testing.assert_array_equal(rows.values, values)
        assert ((rows.quality == GOOD) == np.isfinite(values)).all()
        assert rows.times_ns.flags.c_contiguous and rows.values.flags.c_contiguous
        assert rows.values.flags.writeable and rows.quality.flags.c_contiguous


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("r.csv", b"", "is empty; a recording needs a header and at least one row"),
        ("r.csv", b"time,A\n", "has no rows"),
        ("r.csv", b"time,A,A\n1772366400,1,2\n", "two columns called 'A'"),
        ("r.csv", "time,A\n".encode("utf-16"), "is UTF-16 or not text at all"),
        ("r.csv", b"time,A\n0,1\n", "begins with 0, which is no time"),
        ("r.csv", b"time,A\n1772366400,\xe9\n", "cannot be read as CSV"),
        ("r.parquet", b"PAR1 is not enough", "cannot be read as Parquet"),
        ("r.xlsx", b"PK", "neither CSV nor Parquet by its name"),
    ],
)
def test_what_is_no_recording_is_refused_with_advice(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=message):
        read(tmp_path / name)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no file"):
        Recording(tmp_path / "gone.csv")


def test_columns_meet_tags_by_address_or_name_with_or_without_a_unit() -> None:
    tags = [
        Tag(name="LI-1", system="s", source="p"),
        Tag(name="PI-1", system="s", source="p", address="DB1"),
        Tag(name="TI-1", system="s", source="p"),
    ]
    matching = match_columns(["DB1", "LI-1 [m]", "spare"], tags)
    assert matching.columns == (1, 0, -1)
    assert matching.unknown == ("spare",) and matching.missing == ("TI-1",)
