"""The entrance of the benchmark: tables and figures, and a hole that is not hidden."""

from pathlib import Path

import numpy as np
import pytest

from bench.detection import __main__ as benchmark
from bench.detection import batadal
from bench.detection.rules import Rule


def test_absent_data_are_said_and_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WAKEFUL_DATASETS", str(tmp_path))
    assert benchmark.main(["--only", "batadal", "--no-keep"]) == 1
    assert "WAKEFUL_DATASETS" in capsys.readouterr().out


def test_the_attacks_of_batadal_are_those_of_its_table(datasets: Path) -> None:
    assert datasets.is_dir()
    _, times = batadal.read("dataset04")
    attacks = batadal.read_attacks(times)
    assert [end - first for first, end in attacks] == [50, 24, 60, 94, 60, 94, 110]
    score = batadal.batadal_score(np.arange(len(times)) % 2 == 0, attacks, np.ones(len(times), bool))
    assert score.s == pytest.approx(0.741, abs=0.006)  # every second hour in alarm, of the literature


def test_rules_bring_their_own_limit_or_none() -> None:
    fixed = [rule.name for rule in benchmark_rules() if rule.fixed_limit is not None]
    assert fixed == ["always on", "outside the range learned"]


def benchmark_rules() -> tuple[Rule, ...]:
    from bench.detection.rules import TRIVIAL, classical

    return (*TRIVIAL, *classical(9))
