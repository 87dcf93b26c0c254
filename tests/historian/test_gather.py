"""One tag out of a part equals the plain truth, and touches little."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.historian.blocks import PATTERNS, assert_same, random_block, truth
from wakeful.historian.gather import read_tag
from wakeful.historian.names import NamesCache
from wakeful.historian.part import PartWriter
from wakeful.historian.transpose import in_order


@settings(max_examples=60)
@given(
    st.integers(0, 2**32),
    st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=5),
    st.integers(1, 60),
    st.integers(-1, 12),
    st.integers(-1, 12),
)
def test_a_tag_equals_the_truth(seed: int, patterns: list[str], tags: int, start_s: int, end_s: int) -> None:
    chance = np.random.default_rng(seed)
    blocks, now_ns = [], 0
    names = NamesCache().from_names([f"t{number}" for number in range(tags)])
    with tempfile.TemporaryDirectory() as folder:
        writer = PartWriter(Path(folder), 1, names)
        for pattern in patterns:
            block = random_block(chance, pattern, int(chance.integers(1, 6)), tags, now_ns)
            # Late blocks happen: half of the time the next one begins before this one ends.
            now_ns = int(block.times_ns[-1]) if chance.random() < 0.5 else now_ns + 7
            writer.append(block)
            blocks.append(block)
        writer.close()
        span = start_s * 10**9, end_s * 10**9
        for tag in range(tags):
            assert_same(in_order(read_tag(writer.part, tag, *span)), truth(blocks, tag, *span))


def test_a_tag_nobody_sampled_has_no_samples(tmp_path: Path) -> None:
    writer = PartWriter(tmp_path, 1, NamesCache().from_names(["a", "b"]))
    block = random_block(np.random.default_rng(1), "dense", 3, 2, 0)
    block.quality[:, 1] = 0x809B_0000
    writer.append(block)
    writer.close()
    assert len(read_tag(writer.part, 1, 0, 2**62)[0]) == 0
    assert len(read_tag(writer.part, 0, 0, 2**62)[0]) == 3
