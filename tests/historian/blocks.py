"""Blocks of every pattern for the historian's tests, and the plain truth about them."""

from collections.abc import Sequence

import numpy as np

from wakeful.historian.gather import NO_SAMPLES, Samples
from wakeful.terms.quality import Quality
from wakeful.terms.samples import SampleBlock

PATTERNS = ("dense", "sources", "scattered", "mixed", "nothing")
ABSENT = np.uint32(Quality.BAD_NO_DATA)
CODES = np.array([Quality.GOOD, Quality.BAD_SENSOR_FAILURE, Quality.UNCERTAIN_INITIAL_VALUE], np.uint32)


def random_block(
    chance: np.random.Generator, pattern: str, rows: int, tags: int, start_ns: int
) -> SampleBlock:
    """A block of ``rows`` about a second apart from ``start_ns``, whose samples are there by ``pattern``."""
    times_ns = start_ns + np.cumsum(chance.integers(1, 1_000_000_000, rows))
    values = np.where(
        chance.random((rows, tags)) < 0.1, np.nan, np.round(chance.normal(50, 9, (rows, tags)), 2)
    )
    quality = np.full((rows, tags), Quality.GOOD, np.uint32)
    if chance.random() < 0.7:
        share = chance.choice([0.02, 0.3, 0.9])
        quality = np.where(chance.random((rows, tags)) < share, chance.choice(CODES, (rows, tags)), quality)
    quality[absent(chance, pattern, rows, tags)] = ABSENT
    return SampleBlock(times_ns.astype(np.int64), values, quality.astype(np.uint32))


def absent(chance: np.random.Generator, pattern: str, rows: int, tags: int) -> np.ndarray:
    """(T, N) bool: where there is no sample."""
    if pattern == "dense":
        return np.zeros((rows, tags), np.bool_)
    if pattern == "nothing":
        return np.ones((rows, tags), np.bool_)
    if pattern == "scattered":
        return chance.random((rows, tags)) < 0.7
    source_of_tag = np.sort(chance.integers(0, 3, tags))
    source_of_row = chance.integers(0, 3, rows)
    missing = source_of_row[:, None] != source_of_tag[None, :]
    if pattern == "mixed":
        missing = missing & (chance.random((rows, tags)) < 0.9)
        missing[chance.random(rows) < 0.2] = True
    return np.asarray(missing)


def truth(blocks: Sequence[SampleBlock], tag: int, start_ns: int, end_ns: int) -> Samples:
    """Samples of one tag in ``blocks``, by time: filter, concatenate, sort."""
    kept = []
    for block in blocks:
        wanted = (block.quality[:, tag] != ABSENT) & (block.times_ns >= start_ns) & (block.times_ns < end_ns)
        kept.append((block.times_ns[wanted], block.values[wanted, tag], block.quality[wanted, tag]))
    if not kept:
        return NO_SAMPLES
    times_ns, values, quality = (np.concatenate(column) for column in zip(*kept, strict=True))
    order = np.argsort(times_ns, kind="stable")
    return times_ns[order], values[order], quality[order]


def assert_same(found: Samples, expected: Samples) -> None:
    """Equal in every bit, NaN included, and of the right types."""
    for name, got, wanted in zip(("times_ns", "values", "quality"), found, expected, strict=True):
        assert got.dtype == wanted.dtype, name
        np.testing.assert_array_equal(got, wanted, err_msg=name)


def dense_block(start_ns: int, rows: int, tags: int, period_ns: int = 1_000_000_000) -> SampleBlock:
    """A block with all samples, whose values say row and tag."""
    times_ns = start_ns + period_ns * np.arange(rows, dtype=np.int64)
    values = (times_ns[:, None] // period_ns % 100_000) + np.arange(tags) / 1000.0
    return SampleBlock(times_ns, values.astype(np.float64), np.zeros((rows, tags), np.uint32))
