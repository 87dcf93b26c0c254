"""``wakeful drill FILE...``: scenarios on a simulated clock, against this engine or another alarm server."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wakeful.cli.progress import WorkProgress
from wakeful.terms.errors import DataError, StorageError

if TYPE_CHECKING:
    from wakeful.drills.adapter import Adapter
    from wakeful.drills.report import Outcome
    from wakeful.drills.script import Script

SUFFIX = ".drill"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's options."""
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help=f"sheets, or folders with sheets (*{SUFFIX})"
    )
    parser.add_argument(
        "--adapter", metavar="COMMAND",
        help="play against another server: a program that speaks JSON lines (docs/conformance.md)",
    )  # fmt: skip
    parser.add_argument(
        "--answer-within", type=_duration_s, metavar="TIME",
        help="give up a server that takes longer for one answer (default: 10s)",
    )  # fmt: skip
    parser.add_argument("--check", action="store_true", help="only read the sheets, play nothing")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the report as JUnit XML, too")


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when no scenario failed and at least one passed."""
    import msgspec

    from wakeful.drills.report import as_object, junit_text, outcome_of, scenario_lines, summary_lines

    files = sheets_of(arguments.files)
    if arguments.check:
        return _check(files)
    adapter = _adapter(arguments.adapter, arguments.answer_within)
    began_s = time.perf_counter()
    items: list[tuple[str, Outcome]] = []
    try:
        with WorkProgress("drill", len(files), "scenarios") as progress:
            for file in files:
                items.append((str(file), _played(file, adapter)))
                progress.show(len(items))
                if not arguments.json:
                    print("\n".join(scenario_lines(*items[-1])), flush=True)
    finally:
        adapter.close()
    elapsed_s = time.perf_counter() - began_s
    if arguments.json:
        print(msgspec.json.encode(as_object(adapter.name, items, elapsed_s)).decode())
    else:
        print("\n".join(summary_lines(adapter.name, [item for _, item in items], elapsed_s)))
    if arguments.junit is not None:
        _write(arguments.junit, junit_text(adapter.name, items, elapsed_s))
    outcomes = {outcome_of(item) for _, item in items}
    return 0 if "passed" in outcomes and not outcomes & {"failed", "unreadable"} else 1


def sheets_of(paths: Sequence[Path]) -> list[Path]:
    """The sheets named, and those in the folders named, in order of name; each once.

    Raises
    ------
    DataError
        If a path is not there, or a folder has no sheets.
    """
    sheets: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found = sorted(path.rglob(f"*{SUFFIX}"))
            if not found:
                raise DataError(f"{path} has no sheets; they end in {SUFFIX}")
            sheets.update(dict.fromkeys(found))
        elif path.is_file():
            sheets[path] = None
        else:
            raise DataError(f"there is no sheet or folder {path}")
    return list(sheets)


def _check(files: Sequence[Path]) -> int:
    from wakeful.drills.finding import SheetError

    wrong = 0
    for file in files:
        try:
            _read(file)
        except SheetError as error:
            print(error)
            wrong += 1
    print(f"{len(files)} sheets, {wrong} with mistakes")
    return 1 if wrong else 0


def _played(file: Path, adapter: "Adapter") -> "Outcome":
    from wakeful.drills.finding import SheetError
    from wakeful.drills.player import play

    try:
        return play(_read(file), adapter)
    except SheetError as error:
        return error


def _read(file: Path) -> "Script":
    from wakeful.cli.drill_limits import limit_faults
    from wakeful.drills.notation import read_script

    return read_script(str(file), _read_text(file), limit_faults)


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{file} is not UTF-8 at byte {error.start}; save it as UTF-8") from error


def _duration_s(text: str) -> float:
    """``10s``, ``500 ms``, ``1 min``: as in a sheet."""
    from wakeful.drills.cursor import Cursor
    from wakeful.drills.finding import Mistake
    from wakeful.drills.lexing import tokens_of

    try:
        cursor = Cursor(tokens_of(text))
        duration_ns = cursor.duration_ns()
        cursor.finish()
    except Mistake:
        duration_ns = 0
    if not duration_ns:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; give a number and ms, s or min, such as 30s")
    return duration_ns / 1e9


def _adapter(command: str | None, answer_within_s: float | None) -> "Adapter":
    if command is None:
        from wakeful.drills.engine_adapter import EngineAdapter

        return EngineAdapter()
    from wakeful.drills.process_adapter import ANSWER_WITHIN_S, ProcessAdapter

    return ProcessAdapter(command, answer_within_s=answer_within_s or ANSWER_WITHIN_S)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}") from error
