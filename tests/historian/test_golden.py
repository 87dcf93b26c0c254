"""The bytes of a part of the write-ahead log never change: kept in hex, written again alike, and read back.

Sealed files are not kept in bytes: the Parquet library may pack better tomorrow. Their layout is in
``test_seal.py``.
"""

from pathlib import Path

import numpy as np

from tests.historian.blocks import assert_same, truth
from wakeful.historian import Historian
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock

GOLDEN = Path(__file__).parent / "golden" / "000000000001.wal.hex"
AT_NS = 1_700_000_000_123_456_789
TAGS = ["T-1.level", "P-1.flow", "Zoë.°C", *(f"spare {number}" for number in range(9))]


def blocks() -> list[SampleBlock]:
    """Dense with exceptions, one source of two, a list of tags, and no sample at all."""
    dense = SampleBlock(
        AT_NS + np.array([0, 1_000], np.int64),
        np.arange(24, dtype=np.float64).reshape(2, 12) / 10,
        np.zeros((2, 12), np.uint32),
    )
    dense.values[1, 2] = np.nan
    dense.quality[1, 2] = Quality.BAD_SENSOR_FAILURE
    dense.quality[0, 11] = Quality.UNCERTAIN_INITIAL_VALUE | 0x400
    source = SampleBlock.unfilled(AT_NS + np.array([2_000, 3_000], np.int64), 12)
    source.values[:, :2], source.quality[:, :2] = -1e300, Quality.GOOD
    listed = SampleBlock.unfilled(AT_NS + np.array([4_000], np.int64), 12)
    listed.values[0, [0, 2, 5, 7, 11]] = np.inf
    listed.quality[0, [0, 2, 5, 7, 11]] = Quality.GOOD
    return [dense, source, SampleBlock.unfilled(AT_NS + np.array([5_000], np.int64), 12), listed]


def write(folder: Path) -> bytes:
    with Historian.open(folder, TAGS) as historian:
        for block in blocks():
            historian.append(block)
    return (folder / "wal" / "000000000001.wal").read_bytes()


def hex_of(data: bytes) -> str:
    return "".join(data[start : start + 32].hex() + "\n" for start in range(0, len(data), 32))


def test_the_writer_writes_the_golden_bytes(tmp_path: Path) -> None:
    assert hex_of(write(tmp_path)) == GOLDEN.read_text()


def test_the_reader_reads_the_golden_bytes(tmp_path: Path) -> None:
    (tmp_path / "wal").mkdir()
    (tmp_path / "wal" / "000000000001.wal").write_bytes(bytes.fromhex(GOLDEN.read_text()))
    with Historian.open(tmp_path, TAGS) as historian:
        for number, tag in enumerate(TAGS):
            assert_same(historian.read_raw(tag, 0, 2**62), truth(blocks(), number, 0, 2**62))
