"""Sealed files are what the format page says, hold every sample once, and appear whole or not at all."""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.historian.blocks import PATTERNS, assert_same, dense_block, random_block, truth
from tests.historian.faults import Killed, fault
from tests.historian.test_transpose import write_part
from wakeful.historian import seal as sealing
from wakeful.historian.part import Part
from wakeful.historian.seal import seal
from wakeful.historian.segment import METADATA_KEY, SCHEMA

HOUR_NS = 3_600_000_000_000


def parts_of(folder: Path, blocks: list[Any], names: list[str]) -> list[Part]:
    return [write_part(folder, number, [block], names) for number, block in enumerate(blocks, 1)]


def samples_of(table: pa.Table, tag: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    mine = table.filter(pc.equal(table["tag"].cast(pa.string()), tag))
    return mine["time"].cast(pa.int64()).to_numpy(), mine["value"].to_numpy(), mine["quality"].to_numpy()


@settings(max_examples=30)
@given(
    st.integers(0, 2**32),
    st.lists(st.sampled_from(PATTERNS[:-1]), min_size=1, max_size=4),
    st.integers(1, 60),
)
def test_another_program_reads_every_sample_once(seed: int, patterns: list[str], tags: int) -> None:
    chance = np.random.default_rng(seed)
    names = [f"tag {number}" for number in range(tags)]
    now_ns, blocks = 0, []
    for pattern in patterns:
        blocks.append(random_block(chance, pattern, int(chance.integers(1, 6)), tags, now_ns))
        now_ns = int(blocks[-1].times_ns[-1])
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "TAGS_PER_FILE", 20)
        parts = [part for part in parts_of(Path(name), blocks, names) if len(part.table)]
        if not parts:
            return
        segment = seal(parts, Path(name), Path(name, "work"))
        files = sorted(path.name for path in segment.path.glob("*.parquet"))
        assert files == sorted(segment.description.files)
        table = pads.dataset(sorted(segment.path.glob("*.parquet"))).to_table()
        for number, tag in enumerate(names):
            assert_same(samples_of(table, tag), truth(blocks, number, 0, 2**62))
        assert segment.description.samples == table.num_rows
        assert segment.first_ns == min(part.first_ns for part in parts)
        assert segment.last_ns == max(part.last_ns for part in parts)


def test_layout_and_encodings_are_those_of_the_format_page(tmp_path: Path) -> None:
    names = [f"t{number}" for number in range(2_015)]
    block = dense_block(HOUR_NS, 30, 2_015)
    block.values[:, 2_000:2_010] = 7.5
    segment = seal(parts_of(tmp_path, [block], names), tmp_path, tmp_path / "work")
    assert segment.path.name == "19700101T010000Z-000000000001-000000000001"
    files = sorted(path.name for path in segment.path.iterdir())
    parquet = ["00000-split.parquet", "00001-dictionary.parquet", "00001-split.parquet"]
    assert files == [*parquet, "_segment.json", "_tags.json"]
    for name, counts, encoding in (
        (parquet[1], [30] * 10 + [0] * 5, "RLE_DICTIONARY"),
        (parquet[2], [0] * 10 + [30] * 5, "BYTE_STREAM_SPLIT"),
    ):
        metadata = pq.read_metadata(segment.path / name)
        groups = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
        assert groups == [sum(counts)]
        described = msgspec.json.decode(metadata.metadata[METADATA_KEY])
        assert described == {"version": 1, "tags": names[2_000:], "counts": counts}
        assert pq.read_schema(segment.path / name).remove_metadata().equals(SCHEMA)
        columns = [metadata.row_group(0).column(number) for number in range(4)]
        assert {column.compression for column in columns} == {"ZSTD"}
        assert "RLE_DICTIONARY" in columns[0].encodings
        assert "DELTA_BINARY_PACKED" in columns[1].encodings
        assert encoding in columns[2].encodings
        assert "RLE_DICTIONARY" in columns[3].encodings
        assert columns[0].statistics.min in ("t2000", "t2010")


def test_a_folder_of_segments_reads_as_one_table(tmp_path: Path) -> None:
    names = ["a", "b"]
    folder = tmp_path / "segments"
    folder.mkdir()
    for part in parts_of(tmp_path, [dense_block(0, 3, 2), dense_block(10**12, 4, 2)], names):
        seal([part], folder, tmp_path / "work")
    table = pq.read_table(folder, filters=[("tag", "==", "b")])
    assert table.num_rows == 7
    assert set(table["tag"].to_pylist()) == {"b"}


def test_a_row_group_holds_ten_tags_and_tens_without_samples_have_none(tmp_path: Path) -> None:
    block = dense_block(0, 5, 55)
    block.quality[:, 10:30] = 0x809B_0000
    segment = seal(
        parts_of(tmp_path, [block], [f"t{number}" for number in range(55)]), tmp_path, tmp_path / "work"
    )
    metadata = pq.read_metadata(segment.path / "00000-split.parquet")
    assert [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)] == [
        50,
        50,
        50,
        25,
    ]


@pytest.mark.parametrize(("distinct", "name"), [(25, "dictionary"), (26, "split")])
def test_a_quarter_of_distinct_values_is_the_limit_of_a_dictionary(
    tmp_path: Path, distinct: int, name: str
) -> None:
    block = dense_block(0, 100, 1)
    block.values[:, 0] = np.arange(100) % distinct
    segment = seal(parts_of(tmp_path, [block], ["t"]), tmp_path, tmp_path / "work")
    assert segment.description.files == [f"00000-{name}.parquet"]


@pytest.mark.parametrize("kill", [True, False])
def test_a_fault_at_any_call_leaves_no_segment_or_a_whole_one(tmp_path: Path, kill: bool) -> None:
    names = [f"t{number}" for number in range(30)]
    blocks = [dense_block(0, 4, 30), dense_block(10**10, 4, 30)]
    parts = parts_of(tmp_path, blocks, names)
    folder = tmp_path / _new(tmp_path, "all")
    with fault(None, kill=kill) as counted:
        seal(parts, folder, tmp_path / "work")
    assert counted.calls > 8
    for at in range(counted.calls):
        folder = tmp_path / _new(tmp_path, f"{at}")
        sealed = None
        with fault(at, kill=kill), suppress(Killed, OSError):
            sealed = seal(parts, folder, tmp_path / "work")
        for left in folder.iterdir():
            # Whoever was told of a failure finds nothing, unless there was no time left to clear up.
            assert kill or sealed is not None
            table = pads.dataset(sorted(left.glob("*.parquet"))).to_table()
            assert table.num_rows == 8 * 30
            assert {"_segment.json", "_tags.json"} < {path.name for path in left.iterdir()}
        # Whatever is left, the next try succeeds.
        assert seal(parts, folder, tmp_path / "work").description.samples == 8 * 30
        assert len(list(folder.iterdir())) == 1


def _new(folder: Path, name: str) -> str:
    (folder / name).mkdir()
    return name
