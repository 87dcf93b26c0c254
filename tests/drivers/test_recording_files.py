"""The two kinds of file, below what a recording makes of them."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.drivers.recordings import seconds, write_csv, write_wide
from wakeful.drivers import recording_files
from wakeful.drivers.recording_files import CsvFile, ParquetFile
from wakeful.terms.errors import DataError


def test_csv_gives_numbers_until_a_text_comes_and_loses_no_row(tmp_path: Path) -> None:
    lines = [f"2026-03-01T12:00:00Z,{row}" for row in range(200_000)]
    lines[-1] = "2026-03-01T12:00:00Z,off"
    file = CsvFile(write_csv(tmp_path / "r.csv", "\n".join(["time,A", *lines])))
    batches = list(file.batches(["time", "A"], 10))
    assert batches[0].column(1).type == pa.float64()
    assert batches[-1].column(1).type == pa.string()
    assert sum(batch.num_rows for batch in batches) == 200_000


def test_only_the_columns_asked_for_are_read(tmp_path: Path) -> None:
    file = CsvFile(write_csv(tmp_path / "r.csv", 'time,"A, B",C\n2026-03-01,1,x\n'))
    assert file.names == ["time", "A, B", "C"] and file.time_column() == "time"
    (batch,) = file.batches(["time", "A, B"], 10)
    assert batch.schema.names == ["time", "A, B"] and batch.column(1).to_pylist() == [1.0]


def test_ragged_rows_are_counted_anew_at_every_reading(tmp_path: Path) -> None:
    file = CsvFile(write_csv(tmp_path / "r.csv", "time,A\n2026-03-01,1\n2026-03-01\n2026-03-01,1,2\n"))
    for _ in range(2):
        assert sum(batch.num_rows for batch in file.batches(["time", "A"], 10)) == 1
        assert file.rows_ragged == 2


def test_a_line_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording_files, "LINE_BYTES_MAX", 20)
    with pytest.raises(DataError, match="a line of more than 20 bytes"):
        CsvFile(write_csv(tmp_path / "r.csv", "time," + "A" * 30 + "\n"))


def test_a_row_longer_than_the_usual_block_is_read(tmp_path: Path) -> None:
    columns = ",".join(f"column_number_{index}" for index in range(60_000))
    cells = ",".join(["1.25"] * 60_000)
    file = CsvFile(write_csv(tmp_path / "r.csv", f"time,{columns}\n2026-03-01,{cells}\n2026-03-02,{cells}\n"))
    assert sum(batch.num_rows for batch in file.batches(["time", "column_number_59999"], 10)) == 2


def test_parquet_comes_in_batches_with_the_columns_in_the_order_asked_for(tmp_path: Path) -> None:
    path = write_wide(tmp_path / "r.parquet", seconds(20), ["A", "B"], np.arange(40.0).reshape(20, 2))
    file = ParquetFile(path)
    assert file.rows_total == 20
    batches = list(file.batches(["B", "time"], 6))
    assert {tuple(batch.schema.names) for batch in batches} == {("B", "time")}
    assert max(batch.num_rows for batch in batches) <= 6


def test_a_gzip_file_that_is_cut_short_is_damaged(tmp_path: Path) -> None:
    import gzip

    whole = gzip.compress(("time,A\n" + "2026-03-01,1\n" * 100_000).encode())
    (tmp_path / "r.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="cannot be read"):
        list(CsvFile(tmp_path / "r.csv.gz").batches(["time", "A"], 10))
