"""The runner shows every figure, keeps it with machine and commit, and overwrites nothing."""

import datetime
import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from bench import run
from bench.figure import Figure

DESCRIPTION = {"commit": "0123456789", "dirty": False, "machine": {"cores": 2}, "quick": False}
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


def bench_module(name: str, figures: list[Figure] | None) -> ModuleType:
    """A bench that returns these figures, or breaks."""
    module = ModuleType(name)

    def measure(quick: bool) -> list[Figure]:
        if figures is None:
            raise RuntimeError("the disk is gone")
        return figures

    module.NAME, module.measure = name, measure  # type: ignore[attr-defined]
    return module


def test_results_are_kept_and_never_overwritten(tmp_path: Path) -> None:
    measured = run.measure_module(bench_module("kernel", [Figure("rate", 2e8, "1/s", 1e8)]), quick=False)
    first = run.keep(DESCRIPTION, [measured], NOON, tmp_path / "results")
    second = run.keep(DESCRIPTION, [measured], NOON, tmp_path / "results")
    dirty = run.keep({**DESCRIPTION, "dirty": True}, [measured], NOON, tmp_path / "results")
    assert [path.name for path in (first, second, dirty)] == [
        "2026-11-22-0123456789.json",
        "2026-11-22-0123456789-2.json",
        "2026-11-22-0123456789-dirty.json",
    ]
    document = json.loads(first.read_text())
    assert document["commit"] == "0123456789"
    assert document["machine"] == {"cores": 2}
    figure = document["benches"][0]["figures"][0]
    assert (figure["name"], figure["value"], figure["target"], figure["met"]) == ("rate", 2e8, 1e8, True)


def test_a_bench_that_breaks_is_a_result(capsys: pytest.CaptureFixture[str]) -> None:
    measured = run.measure_module(bench_module("storage", None), quick=True)
    assert measured.figures == ()
    assert "the disk is gone" in measured.error
    run.print_measured(measured)
    assert "FAILED" in capsys.readouterr().out


def test_the_table_says_which_target_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    figures = (Figure("rate", 123456.0, "1/s", 1e6), Figure("age", 0.0123, "s", 0.25, "lower", "p99"))
    run.print_measured(run.Measured("server", figures, 1.0))
    rate, age = capsys.readouterr().out.splitlines()
    assert "123,456 1/s" in rate and "≥ 1,000,000" in rate and "MISSED" in rate
    assert "0.0123 s" in age and "≤ 0.25" in age and age.endswith("met     p99")


def test_main_runs_what_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    modules = [bench_module("kernel", [Figure("rate", 1.0, "1/s")]), bench_module("storage", None)]
    monkeypatch.setattr(run, "find_modules", lambda: modules)
    assert run.main(["--quick", "--only", "kernel"]) == 0
    assert "storage" not in capsys.readouterr().out
    assert run.main(["--quick"]) == 1


def test_main_keeps_what_is_not_quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "RESULTS", tmp_path)
    monkeypatch.setattr(run, "find_modules", lambda: [bench_module("kernel", [Figure("rate", 1.0, "1/s")])])
    assert run.main([]) == 0
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_every_bench_module_says_its_name() -> None:
    folder = Path(run.__file__).parent
    for module in run.find_modules():
        assert Path(str(module.__file__)).stem == module.NAME
        assert (folder / f"{module.NAME}.py").exists()


def test_an_unknown_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", sys.stdout)
    with pytest.raises(SystemExit):
        run.main(["--only", "nothing-of-the-kind"])


def test_figures_in_the_numbers_of_numpy_are_kept(tmp_path: Path) -> None:
    figure = Figure("rows", np.int64(3), "", target=np.float64(2.0))  # type: ignore[arg-type]
    kept = run.keep(DESCRIPTION, [run.Measured("x", (figure,), 1.0)], NOON, tmp_path)
    (entry,) = json.loads(kept.read_text())["benches"][0]["figures"]
    assert (entry["value"], entry["met"]) == (3, True)
