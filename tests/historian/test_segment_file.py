"""Files of a segment: made only when needed, durable when finished, given up without noise."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.historian.blocks import assert_same, dense_block, truth
from tests.historian.test_transpose import write_part
from wakeful.historian import disk
from wakeful.historian.names import NamesCache
from wakeful.historian.seal import seal
from wakeful.historian.segment import SegmentReader
from wakeful.historian.segment_file import SegmentFile, write_tags
from wakeful.historian.transpose import Transposer

SAMPLES = (np.arange(3, dtype=np.int64), np.array([1.0, np.nan, 2.0]), np.zeros(3, np.uint32))


def test_a_file_that_never_had_samples_is_not_made(tmp_path: Path) -> None:
    file = SegmentFile(tmp_path / "file.parquet", ["a"], dictionary=True)
    assert file.finish() == []
    file.close()
    assert list(tmp_path.iterdir()) == []


def test_a_finished_file_says_what_is_in_it(tmp_path: Path) -> None:
    file = SegmentFile(tmp_path / "file.parquet", ["a", "b"], dictionary=False)
    file.write(1, [SAMPLES], pa.array(SAMPLES[1]))
    assert file.finish() == [("file.parquet", 3)]
    file.close()
    table = pq.read_table(tmp_path / "file.parquet")
    assert table["tag"].to_pylist() == ["b"] * 3
    # NaN is a value like any other: no null, so that every reader counts the same samples.
    assert table["value"].null_count == 0
    assert np.isnan(table["value"].to_numpy()[1])


def test_a_file_that_is_given_up_is_closed(tmp_path: Path) -> None:
    file = SegmentFile(tmp_path / "file.parquet", ["a"], dictionary=True)
    file.write(0, [SAMPLES], pa.array(SAMPLES[1]))
    file.close()
    file.close()


def test_each_ten_goes_where_its_values_are_smaller_and_reads_back(tmp_path: Path) -> None:
    block = dense_block(0, 40, 35)
    block.values[:, 10:20] = 3.25
    block.values[:, 30:35] = np.nan
    names = [f"t{number}" for number in range(35)]
    segment = seal([write_part(tmp_path, 1, [block], names)], tmp_path, tmp_path / "work")
    counts = {name: pq.read_metadata(segment.path / name).num_rows for name in segment.description.files}
    assert counts == {"00000-split.parquet": 20 * 40, "00000-dictionary.parquet": 15 * 40}
    reader = SegmentReader(NamesCache())
    for number, name in enumerate(names):
        assert_same(reader.read_tag(segment, name, 0, 2**62), truth([block], number, 0, 2**62))


def test_a_refusing_disk_is_told_and_both_files_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError("refused")

    block = dense_block(0, 40, 20)
    block.values[:, 10:20] = 3.25
    names = [f"t{number}" for number in range(20)]
    part = write_part(tmp_path, 1, [block], names)
    monkeypatch.setattr(disk, "sync", refuse)
    with Transposer([part]) as transposer, pytest.raises(OSError, match="refused"):
        write_tags(tmp_path, 0, transposer, names, 0)
