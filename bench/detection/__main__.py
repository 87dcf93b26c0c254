"""Runs the detection benchmark, prints its tables, keeps its figures and plots under ``bench/results/``.

Run by ``make bench-detection``. A protocol whose data are absent is left out, with a word, and the exit
code is 1: a table with holes must not look whole.
"""

import argparse
import datetime
import importlib
import shutil
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from bench.detection.outcome import Outcome
from bench.detection.plot import draw
from bench.detection.table import by_data, markdown_table, text_table
from bench.machine import describe_commit, describe_machine
from bench.run import RESULTS, Measured, keep, print_heading

PROTOCOLS = ("tep_ext_dev", "tep_braatz", "batadal", "gecco", "asd", "skab")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, keep. Returns 0 when every protocol could measure."""
    parser = argparse.ArgumentParser(
        prog="make bench-detection", description="is the promise kept, and what is seen?"
    )
    parser.add_argument(
        "--only", action="append", choices=PROTOCOLS, metavar="NAME", help=", ".join(PROTOCOLS)
    )
    parser.add_argument("--no-keep", action="store_true", help="print alone")
    parser.add_argument("--markdown", type=Path, help="also write the tables to this file")
    options = parser.parse_args(arguments)
    description = {**describe_commit(), "machine": describe_machine(), "quick": False}
    print_heading(description)
    measured, outcomes = [], list[Outcome]()
    for name in options.only or PROTOCOLS:
        result, found = measure(name)
        measured.append(result)
        outcomes += found
        for line in text_table(found):
            print(line)
        if result.error:
            print(f"{name} FAILED\n{result.error}")
    if options.markdown:
        options.markdown.write_text("\n".join(markdown_table(outcomes)) + "\n")
    if not options.no_keep:
        path = keep(description, measured, datetime.datetime.now(datetime.UTC), RESULTS)
        keep_plots(outcomes, path)
        print(f"\nkept in {path}, pictures beside it")
    return 1 if any(result.error for result in measured) else 0


def measure(name: str) -> tuple[Measured, list[Outcome]]:
    """One protocol; its failure becomes part of the result."""
    began_s = time.perf_counter()

    def progress(words: str) -> None:
        if sys.stderr.isatty():
            width = shutil.get_terminal_size().columns - 1
            line = f"{name} {time.perf_counter() - began_s:5.0f} s  {words}"
            print(f"\r{line:<{width}.{width}}", end="\r", file=sys.stderr, flush=True)

    outcomes: list[Outcome] = []
    error = ""
    try:
        outcomes = importlib.import_module(f"bench.detection.{name}").measure(progress)
    except FileNotFoundError as absent:
        error = f"the recorded data are absent ({absent.filename}): name their folder in WAKEFUL_DATASETS"
    except Exception:
        error = traceback.format_exc()
    progress("")
    figures = tuple(figure for outcome in outcomes for figure in outcome.figures())
    return Measured(f"detection {name}", figures, round(time.perf_counter() - began_s, 1), error), outcomes


def keep_plots(outcomes: Sequence[Outcome], results: Path) -> None:
    """One picture for each data set, named after the figures' file."""
    for data, part in by_data(outcomes).items():
        if any(each.ratio is not None for each in part):
            words = "-".join(data.replace(",", "").split())
            results.with_name(f"{results.stem}-{words}.svg").write_text(draw(data, part))


if __name__ == "__main__":
    sys.exit(main())
