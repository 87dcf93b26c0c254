"""Packed recordings: many tags in one list a row."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from tests.drivers.recordings import seconds
from wakeful.drivers.recording import PERIOD_START_NS, Faults, Recording
from wakeful.drivers.recording_packed import GROUP_CELLS, is_packed, write_packed
from wakeful.terms.errors import DataError
from wakeful.terms.quality import Quality


def test_twenty_thousand_tags_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    columns = [f"T{index}" for index in range(20_000)]
    values = np.random.default_rng(1).normal(size=(30, 20_000)).astype(np.float32)
    write_packed(path, columns, [(seconds(30)[:20], values[:20]), (seconds(30)[20:], values[20:])])
    recording = Recording(path)
    assert is_packed(path) and recording.columns == tuple(columns) and recording.rows_total == 30
    pieces = list(recording.rows(range(20_000), Faults(), rows_max=7))
    np.testing.assert_array_equal(np.concatenate([piece.values for piece in pieces]), values)
    assert max(len(piece.times_ns) for piece in pieces) <= 7


def test_a_null_is_no_sample_and_nan_is_a_bad_one(tmp_path: Path) -> None:
    kind = pa.list_(pa.float64(), 3)
    table = pa.table(
        {
            "time": pa.array(seconds(1), pa.timestamp("ns")),
            "values": pa.array([[1.0, None, float("nan")]], kind),
        }
    ).replace_schema_metadata({"wakeful.columns": '["A","B","C"]'})
    pyarrow.parquet.write_table(table, tmp_path / "p.parquet")
    piece = next(Recording(tmp_path / "p.parquet").rows([0, 1, 2, -1], Faults()))
    expected = [Quality.GOOD, Quality.BAD_NO_DATA, Quality.BAD_DATA_LOST, Quality.BAD_NO_DATA]
    assert piece.quality.tolist() == [expected]


@pytest.mark.parametrize(
    ("metadata", "message"),
    [({}, "holds lists, but no names"), ({"wakeful.columns": '["A"]'}, "names 1 columns for lists of 2")],
)
def test_lists_without_the_right_names_are_refused(
    tmp_path: Path, metadata: dict[str, str], message: str
) -> None:
    table = pa.table(
        {
            "time": pa.array(seconds(1), pa.timestamp("ns")),
            "values": pa.array([[1.0, 2.0]], pa.list_(pa.float64(), 2)),
        }
    ).replace_schema_metadata(metadata)
    pyarrow.parquet.write_table(table, tmp_path / "p.parquet")
    with pytest.raises(DataError, match=message):
        Recording(tmp_path / "p.parquet")


def test_with_a_period_its_own_times_are_passed_over(tmp_path: Path) -> None:
    write_packed(tmp_path / "p.parquet", ["A", "B"], [(seconds(2), np.array([[1.0, 2.0], [3.0, 4.0]]))])
    recording = Recording(tmp_path / "p.parquet", period_ns=10)
    assert recording.columns == ("A", "B")
    piece = next(recording.rows([1, 0], Faults()))
    assert piece.times_ns.tolist() == [PERIOD_START_NS, PERIOD_START_NS + 10]
    assert piece.values.tolist() == [[2.0, 1.0], [4.0, 3.0]]


def test_a_row_group_holds_a_bounded_number_of_cells(tmp_path: Path) -> None:
    values = np.zeros((9, 100_000), np.float32)
    write_packed(tmp_path / "p.parquet", [f"T{index}" for index in range(100_000)], [(seconds(9), values)])
    metadata = pyarrow.parquet.read_metadata(tmp_path / "p.parquet")
    rows = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
    assert sum(rows) == 9 and max(rows) * 100_000 <= GROUP_CELLS
