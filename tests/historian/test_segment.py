"""Reading one tag out of a segment: straight to its row group, checked, with the footer kept."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.historian.blocks import assert_same, dense_block, random_block, truth
from tests.historian.test_transpose import write_part
from wakeful.historian.names import NamesCache
from wakeful.historian.seal import seal
from wakeful.historian.segment import Segment, SegmentReader
from wakeful.terms.errors import StorageError

EVER = (-(2**62), 2**62)


def sealed(folder: Path, tags: int = 45) -> tuple[Segment, list]:
    chance = np.random.default_rng(3)
    blocks = [
        random_block(chance, pattern, 20, tags, number * 10**11)
        for number, pattern in enumerate(("dense", "mixed", "scattered"))
    ]
    blocks[0].quality[:, 20:30] = blocks[1].quality[:, 20:30] = blocks[2].quality[:, 20:30] = 0x809B_0000
    return seal(
        [write_part(folder, 1, blocks, [f"t{k}" for k in range(tags)])], folder, folder / "work"
    ), blocks


def test_every_tag_and_any_span_equal_the_truth(tmp_path: Path) -> None:
    segment, blocks = sealed(tmp_path)
    reader = SegmentReader(NamesCache())
    times_ns = np.concatenate([block.times_ns for block in blocks])
    for tag in range(45):
        assert_same(reader.read_tag(segment, f"t{tag}", *EVER), truth(blocks, tag, *EVER))
        for low, high in zip(times_ns[::7].tolist(), times_ns[3::7].tolist(), strict=False):
            assert_same(reader.read_tag(segment, f"t{tag}", low, high), truth(blocks, tag, low, high))
    assert len(reader.read_tag(segment, "unknown", *EVER)[0]) == 0


def test_a_segment_opens_as_it_was_sealed(tmp_path: Path) -> None:
    segment, _ = sealed(tmp_path)
    opened = Segment.open(segment.path)
    assert opened.description == segment.description
    assert opened.bytes == segment.bytes == sum(path.stat().st_size for path in segment.path.iterdir())


def test_a_footer_is_read_once_and_the_oldest_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    segments = []
    for name in ("first", "second", "third"):
        (tmp_path / name).mkdir()
        segments.append(sealed(tmp_path / name)[0])
    reader, read = SegmentReader(NamesCache(), footers_max=2), []
    read_metadata = pq.read_metadata
    monkeypatch.setattr(pq, "read_metadata", lambda path: read.append(path.parts[-3]) or read_metadata(path))
    for number in (0, 0, 1, 0, 2, 0, 1):
        reader.read_tag(segments[number], "t0", *EVER)
    assert read == ["first", "second", "third", "second"]
    reader.forget(segments[1])
    reader.read_tag(segments[1], "t0", *EVER)
    assert read[4:] == ["second"]


@pytest.mark.parametrize("place", ["data", "footer", "end"])
def test_damage_is_an_error_that_names_the_file(tmp_path: Path, place: str) -> None:
    segment, _ = sealed(tmp_path)
    path = segment.path / "00000-split.parquet"
    metadata = pq.read_metadata(path)
    column = metadata.row_group(0).column(2)
    data = bytearray(path.read_bytes())
    data[{"data": column.data_page_offset + 40, "footer": len(data) - 500, "end": len(data) - 3}[place]] ^= (
        0xFF
    )
    path.write_bytes(data)
    with pytest.raises(StorageError, match=f"{path} cannot be read"):
        SegmentReader(NamesCache()).read_tag(segment, "t0", *EVER)


def test_every_byte_of_a_row_group_is_covered_by_a_checksum(tmp_path: Path) -> None:
    segment = seal([write_part(tmp_path, 1, [dense_block(0, 20, 1)], ["t0"])], tmp_path, tmp_path / "work")
    path = segment.path / "00000-split.parquet"
    whole = path.read_bytes()
    expected = SegmentReader(NamesCache()).read_tag(segment, "t0", *EVER)
    group = pq.read_metadata(path).row_group(0)
    column = group.column(2)
    for offset in range(column.data_page_offset, column.data_page_offset + column.total_compressed_size):
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 0x10]) + whole[offset + 1 :])
        try:
            found = SegmentReader(NamesCache()).read_tag(segment, "t0", *EVER)
        except StorageError:
            continue
        # A flag of the page's own header that nothing depends on.
        assert_same(found, expected)


@pytest.mark.parametrize("content", [b"", b"{}", b"not json"])
def test_a_folder_without_a_description_is_no_segment(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "_segment.json").write_bytes(content)
    with pytest.raises(StorageError, match="is no sealed segment"):
        Segment.open(tmp_path)


def test_a_later_version_is_refused_by_its_number(tmp_path: Path) -> None:
    segment, _ = sealed(tmp_path)
    path = segment.path / "_segment.json"
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2'))
    with pytest.raises(StorageError, match="format version 2, this program reads 1"):
        Segment.open(segment.path)


@pytest.mark.parametrize("content", [b"[]", b'["t0"', b"5"])
def test_damaged_names_are_an_error(tmp_path: Path, content: bytes) -> None:
    segment, _ = sealed(tmp_path)
    (segment.path / "_tags.json").write_bytes(content)
    with pytest.raises(StorageError, match=r"_tags.json is damaged"):
        SegmentReader(NamesCache()).read_tag(segment, "t0", *EVER)


def test_a_segment_that_was_removed_says_so(tmp_path: Path) -> None:
    segment, _ = sealed(tmp_path)
    (segment.path / "00000-split.parquet").unlink()
    with pytest.raises(FileNotFoundError):
        SegmentReader(NamesCache()).read_tag(segment, "t0", *EVER)
