"""Runs the bench modules, prints their figures and keeps them under ``bench/results/``.

Run by ``make bench``. A bench module is any module of this folder with ``NAME: str`` and
``measure(quick: bool) -> list[Figure]``; a new one needs no entry anywhere. A module that fails is shown
and kept as failed, the others go on, and the exit code is 1. Targets missed do not change the exit code.
"""

import argparse
import datetime
import importlib
import json
import pkgutil
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import bench
from bench.figure import Figure
from bench.machine import describe_commit, describe_machine

RESULTS = Path(__file__).resolve().parent / "results"
NOT_BENCHES = frozenset({"run", "figure", "machine"})


@dataclass(frozen=True)
class Measured:
    """The figures of one bench module, or the error that stopped it."""

    bench: str
    figures: tuple[Figure, ...]
    duration_s: float
    error: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, keep. Returns 0 when every module could measure."""
    modules = find_modules()
    names = sorted(str(module.NAME) for module in modules)
    parser = argparse.ArgumentParser(prog="make bench", description="measure this machine")
    parser.add_argument(
        "--only", action="append", choices=names, metavar="NAME", help=f"one of {', '.join(names)}"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works; not kept")
    options = parser.parse_args(arguments)
    chosen = [module for module in modules if not options.only or module.NAME in options.only]

    description = {**describe_commit(), "machine": describe_machine(), "quick": options.quick}
    print_heading(description)
    results = []
    for module in chosen:
        print(f"\n{module.NAME} ...", flush=True)
        results.append(measure_module(module, quick=options.quick))
        print_measured(results[-1])
    if not options.quick:
        print(f"\nkept in {keep(description, results, datetime.datetime.now(datetime.UTC), RESULTS)}")
    return 1 if any(result.error for result in results) else 0


def find_modules() -> list[ModuleType]:
    """Every bench module beside this one, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__))
    modules = [importlib.import_module(f"bench.{name}") for name in names if name not in NOT_BENCHES]
    return [module for module in modules if hasattr(module, "NAME") and hasattr(module, "measure")]


def measure_module(module: ModuleType, *, quick: bool) -> Measured:
    """Run one module; its failure becomes part of the result."""
    started_s = time.perf_counter()
    try:
        figures, error = tuple(module.measure(quick)), ""
    except Exception:
        figures, error = (), traceback.format_exc()
    return Measured(module.NAME, figures, round(time.perf_counter() - started_s, 1), error)


def print_heading(description: dict[str, Any]) -> None:
    """Machine and commit, before any figure."""
    machine = description["machine"]
    dirty = " with changes not committed" if description["dirty"] else ""
    print(f"commit {description['commit']}{dirty}")
    print(
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}"
    )
    print(f"Python {machine['python']}, NumPy {machine['numpy']}, Numba {machine['numba']}")


def print_measured(measured: Measured) -> None:
    """One line for each figure, with its verdict where there is a target."""
    width = max((len(figure.name) for figure in measured.figures), default=0)
    for figure in measured.figures:
        verdict = {None: "", True: "met", False: "MISSED"}[figure.met]
        target = ""
        if figure.target is not None:
            target = f"{'≥' if figure.better == 'higher' else '≤'} {format_number(figure.target)}"
        value = f"{format_number(figure.value):>10} {figure.unit:<14}"
        print(f"  {figure.name:<{width}}  {value} {target:<12} {verdict:<7} {figure.note}".rstrip())
    if measured.error:
        print(f"  FAILED\n{measured.error}")


def format_number(value: float) -> str:
    """Three significant digits, thousands grouped: what a person compares."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def keep(
    description: dict[str, Any], results: Sequence[Measured], now: datetime.datetime, folder: Path
) -> Path:
    """Write ``<date>-<commit>.json``; a second run of the same day and commit gets a number."""
    folder.mkdir(exist_ok=True)
    stem = f"{now:%Y-%m-%d}-{description['commit']}{'-dirty' if description['dirty'] else ''}"
    path = folder / f"{stem}.json"
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.json"
    document = {
        "measured_at": now.isoformat(timespec="seconds"),
        **description,
        "benches": [
            {
                **asdict(result),
                "figures": [{**asdict(figure), "met": figure.met} for figure in result.figures],
            }
            for result in results
        ],
    }
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False, default=float) + "\n")
    return path


if __name__ == "__main__":
    sys.exit(main())
