"""Runs of tags equal the plain truth, whatever the budget and however the parts are cut."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.historian.blocks import PATTERNS, assert_same, dense_block, random_block, truth
from wakeful.historian import transpose
from wakeful.historian.names import NamesCache
from wakeful.historian.part import Part, PartWriter
from wakeful.historian.transpose import Transposer, in_order


def write_part(folder: Path, number: int, blocks: list, names: list[str]) -> Part:
    writer = PartWriter(folder, number, NamesCache().from_names(names))
    for block in blocks:
        writer.append(block)
    writer.close()
    return writer.part


@settings(max_examples=60)
@given(
    st.integers(0, 2**32),
    st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=6),
    st.integers(1, 60),
    st.sampled_from([0, 2_000, 10**7]),
)
def test_runs_equal_the_truth(seed: int, patterns: list[str], tags: int, budget: int) -> None:
    chance = np.random.default_rng(seed)
    names = [f"t{number}" for number in range(tags)]
    now_ns, blocks, parts = 0, [], []
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(transpose, "RUN_BYTES", budget)
        for number, pattern in enumerate(patterns):
            block = random_block(chance, pattern, int(chance.integers(1, 6)), tags, now_ns)
            now_ns = int(block.times_ns[-1]) if chance.random() < 0.7 else 5
            blocks.append(block)
            parts.append(write_part(Path(folder), number, [block], names))
        first, stop = sorted(chance.integers(0, tags + 1, 2).tolist())
        seen = []
        with Transposer(parts) as transposer:
            for run in transposer.runs(first, stop, 10):
                for tag in range(run.first, run.first + run.values.shape[1]):
                    seen.append(tag)
                    assert_same(run.samples(tag), truth(blocks, tag, -(2**62), 2**62))
        assert seen == list(range(first, stop))


def test_a_run_keeps_to_its_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transpose, "RUN_BYTES", 100_000)
    part = write_part(tmp_path, 1, [dense_block(0, 100, 400)], [f"t{number}" for number in range(400)])
    with Transposer([part]) as transposer:
        runs = list(transposer.runs(0, 400, 10))
    assert [run.values.shape for run in runs] == [(100, 80)] * 5
    assert all(run.values.nbytes + run.quality.nbytes <= 100_000 for run in runs)


def test_a_part_that_is_shorter_than_its_table_is_an_error(tmp_path: Path) -> None:
    part = write_part(tmp_path, 1, [dense_block(0, 10, 40)], [f"t{number}" for number in range(40)])
    part.path.write_bytes(part.path.read_bytes()[:-8])
    with Transposer([part]) as transposer, pytest.raises(OSError, match="cannot be read"):
        list(transposer.runs(0, 40, 10))


def test_order_by_time_is_stable() -> None:
    times_ns = np.array([3, 1, 3, 2], np.int64)
    ordered = in_order((times_ns, np.arange(4.0), np.arange(4, dtype=np.uint32)))
    assert ordered[0].tolist() == [1, 2, 3, 3]
    assert ordered[1].tolist() == [1, 3, 0, 2]
